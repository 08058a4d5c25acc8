"""How are balls computed with when some are unknown and some values do not exist?

Every operation is total on the three states of an enclosure: a finite ball, nothing known, or None for what
is certainly undefined. What is certainly undefined stays so, unless the other side of ``and`` or ``or``
decides alone; what is unknown may become known (``0*x`` does not: x may not exist).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from flint import arb


class Unknown:
    """A condition that the bits in force do not decide."""

    __slots__ = ()


UNKNOWN: Final = Unknown()
DOUBTFUL: Final = Unknown()
"""A condition of which not even that is known whether it has a value: what it compares may be undefined."""
NOTHING_KNOWN: Final = arb("nan")

Enclosure: TypeAlias = "arb | bool | Unknown | None"
"""A ball, a condition, or None for what is certainly undefined."""
Truth: TypeAlias = "bool | Unknown"

_MOST_SQUARED = 4096
"""The highest power of a ball around 0 that is multiplied out."""


def half_known(operation: str, x: Enclosure, y: Enclosure) -> Enclosure:
    """An operation with an undefined argument: undefined, unless the other argument decides alone."""
    if operation == "and" and (x is False or y is False):
        return False
    if operation == "or" and (x is True or y is True):
        return True
    if operation in {"and", "or"} and (isinstance(x, Unknown) or isinstance(y, Unknown)):
        return DOUBTFUL
    return None


def chosen(condition: Enclosure, then: Enclosure, otherwise: Enclosure) -> Enclosure:
    """The side that a condition chooses; undecided, the ball that holds both."""
    if condition is True:
        return then
    if condition is False:
        return otherwise
    if condition is None:
        return None
    if condition is DOUBTFUL:
        return NOTHING_KNOWN
    if isinstance(then, arb) and isinstance(otherwise, arb):
        return then.union(otherwise) if then.is_finite() and otherwise.is_finite() else NOTHING_KNOWN
    return NOTHING_KNOWN


def _divide(x: arb, y: arb) -> arb | None:
    return None if y.is_zero() else x / y


def _power(base: arb, exponent: arb) -> arb | None:
    if exponent.is_integer():
        if base.is_zero() and exponent < 0:
            return None
        return (
            base**exponent if not base.contains(0) or base.is_exact() else _power_around_zero(base, exponent)
        )
    if base > 0:
        return base**exponent
    if base < 0:
        return NOTHING_KNOWN if exponent.contains_integer() else None
    if base.is_zero():
        if exponent > 0:
            return base
        if exponent < 0:
            return None
    return NOTHING_KNOWN


def _power_around_zero(base: arb, exponent: arb) -> arb:
    """A whole power of a ball that holds 0, by squaring: FLINT's own power of it says nothing."""
    whole = exponent.unique_fmpz()
    if whole is None or not 0 <= whole <= _MOST_SQUARED:
        return NOTHING_KNOWN
    result = arb(1)
    for digit in f"{int(whole):b}":
        result = result * result
        if digit == "1":
            result = result * base
    return result


def _log(x: arb) -> arb | None:
    if x > 0:
        return x.log()
    return None if x <= 0 else NOTHING_KNOWN


def _sqrt(x: arb) -> arb | None:
    if x >= 0:
        return x.sqrt()
    return None if x < 0 else NOTHING_KNOWN


def _cbrt(x: arb) -> arb:
    if x > 0:
        return x.root(3)
    if x < 0:
        return -((-x).root(3))
    return x if x.is_zero() else NOTHING_KNOWN


def _sign(x: arb) -> arb:
    if x > 0:
        return arb(1)
    if x < 0:
        return arb(-1)
    if x.is_zero():
        return x
    return arb(0, 1) if x.is_finite() else NOTHING_KNOWN


def _xlogy(x: arb, y: arb) -> arb | None:
    if x.is_zero():
        return x
    logarithm = _log(y)
    if logarithm is None:
        return NOTHING_KNOWN if x.contains(0) else None
    return x * logarithm


def _within_one(method: Callable[[arb], arb], *, closed: bool) -> Callable[[arb], arb | None]:
    def function(x: arb) -> arb | None:
        if x > 1 or x < -1:
            return None
        if not closed and (x >= 1 or x <= -1):
            return None
        return method(x)

    return function


def _acosh(x: arb) -> arb | None:
    return None if x < 1 else x.acosh()


def _atan2(y: arb, x: arb) -> arb | None:
    if y.is_zero() and x.is_zero():
        return None
    # FLINT's angle of what is unknown is some angle; but what has no value has none.
    return NOTHING_KNOWN if y.is_nan() or x.is_nan() else arb.atan2(y, x)


def _less(x: arb, y: arb) -> Truth:
    if x < y:
        return True
    return False if x >= y else _undecided(x, y)


def _undecided(x: arb, y: arb) -> Unknown:
    return UNKNOWN if x.is_finite() and y.is_finite() else DOUBTFUL


def _equal(x: arb, y: arb) -> Truth:
    if x.is_exact() and y.is_exact() and x.is_finite() and y.is_finite():
        return bool(x == y)
    return False if x < y or x > y else _undecided(x, y)


def _both(x: Truth, y: Truth) -> Truth:
    if x is False or y is False:
        return False
    return _least_known(x, y, otherwise=True)


def _either(x: Truth, y: Truth) -> Truth:
    if x is True or y is True:
        return True
    return _least_known(x, y, otherwise=False)


def _least_known(x: Truth, y: Truth, *, otherwise: bool) -> Truth:
    if x is DOUBTFUL or y is DOUBTFUL:
        return DOUBTFUL
    return UNKNOWN if x is UNKNOWN or y is UNKNOWN else otherwise


def _not(x: Truth) -> Truth:
    return x if isinstance(x, Unknown) else not x


BINARY: Mapping[str, Callable[..., Enclosure]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": _divide,
    "power": _power,
    "max": arb.max,
    "min": arb.min,
    "xlogy": _xlogy,
    "atan2": _atan2,
    "less": _less,
    "equal": _equal,
    "and": _both,
    "or": _either,
}

UNARY: Mapping[str, Callable[..., Enclosure]] = {
    "negate": operator.neg,
    "not": _not,
    "exp": arb.exp,
    "log": _log,
    "sqrt": _sqrt,
    "cbrt": _cbrt,
    "abs": abs,
    "sign": _sign,
    "floor": arb.floor,
    "ceil": arb.ceil,
    "sin": arb.sin,
    "cos": arb.cos,
    "tan": arb.tan,
    "asin": _within_one(arb.asin, closed=True),
    "acos": _within_one(arb.acos, closed=True),
    "atan": arb.atan,
    "sinh": arb.sinh,
    "cosh": arb.cosh,
    "tanh": arb.tanh,
    "asinh": arb.asinh,
    "acosh": _acosh,
    "atanh": _within_one(arb.atanh, closed=False),
    "erf": arb.erf,
    "erfc": arb.erfc,
}
