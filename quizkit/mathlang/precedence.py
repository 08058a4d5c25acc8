"""How tightly does each kind of operator bind?

A larger number binds more tightly: ``2*x^2`` is 2*(x^2). 0 belongs to what ends any expression.
"""

from __future__ import annotations

NOTHING = 0
CHOICE = 1
OR = 2
AND = 3
NOT = 4
RELATION = 5
SUM = 10
PRODUCT = 20
SIGN = 25
APPLICATION = 30
"""A function without brackets: ``log p^2`` is log(p^2), ``log p + q`` is log(p) + q."""
POWER = 40
POSTFIX = 50
