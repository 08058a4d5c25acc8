"""An independent judge: mpmath at sixty digits, at points of its own."""

from fractions import Fraction

import mpmath

from quizkit.errors import Undefined
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.nodes import Node

DIGITS = 60
POINTS = [
    (Fraction(a, 97), Fraction(b, 89))
    for a, b in [
        *((13, 31), (-57, 41), (129, -77), (-211, -190), (5, 203), (311, 3), (-3, -7), (170, 160)),
        *((-250, 120), (401, -333), (-499, 505), (77, -2), (1, 1), (-33, 66), (222, 111), (45, -45)),
    ]
]


class Mpmath:
    """The algebra of mpmath numbers."""

    def number(self, numerator: int, denominator: int) -> object:
        return mpmath.mpf(numerator) / denominator

    def constant(self, name: str) -> object:
        return {"e": mpmath.e, "pi": mpmath.pi}[name] + 0

    def word(self, text: str) -> object:
        raise NotImplementedError(text)

    def apply(self, operation: str, *arguments: object) -> object:
        try:
            result = _OPERATIONS[operation](*arguments)
        except (ZeroDivisionError, ValueError) as error:
            raise Undefined(str(error)) from error
        if isinstance(result, mpmath.mpc) or (not isinstance(result, bool) and not mpmath.isfinite(result)):
            raise Undefined(operation)
        return result

    def decide(self, condition: object) -> bool:
        return bool(condition)

    def choose(self, condition: object, then: object, otherwise: object) -> object:
        return then if condition else otherwise

    def exactly(self, scalar: object) -> None:  # noqa: ARG002
        return None


_OPERATIONS = {
    "negate": lambda a: -a,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "less": lambda a, b: a < b,
    "greater": lambda a, b: a > b,
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sqrt": mpmath.sqrt,
    "abs": abs,
    "max": max,
    "min": min,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tanh": mpmath.tanh,
    "atan": mpmath.atan,
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
}


def seen_to_differ(expected: Node, response: Node) -> bool | None:
    """Whether the values differ at some point beyond all rounding; None if no point tells anything."""
    told = False
    with mpmath.workdps(DIGITS):
        for x, y in POINTS:
            names = {
                "x": mpmath.mpf(x.numerator) / x.denominator,
                "y": mpmath.mpf(y.numerator) / y.denominator,
            }
            try:
                left, right = (evaluate(node, names, Mpmath()) for node in (expected, response))
            except (Undefined, OverflowError):
                continue
            size = max(abs(left), abs(right))
            if size > mpmath.mpf(10) ** 15:
                continue
            told = True
            if abs(left - right) > mpmath.mpf(10) ** -25 * max(1, size):
                return True
    return False if told else None
