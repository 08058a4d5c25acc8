"""An independent judge: mpmath at sixty digits, at points of its own."""

import functools
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import mpmath

from quizkit.errors import Undefined
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.nodes import Node

DIGITS = 60
LARGEST = 10**5
"""The largest argument of functions that mpmath evaluates with that many digits, or more."""
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

    def operation(self, name: str, /) -> Callable[..., Any]:
        return functools.partial(self.apply, name)

    def apply(self, operation: str, *arguments: Any) -> object:
        if operation in _GROWING and any(abs(argument) > LARGEST for argument in arguments):
            raise Undefined("beyond what this engine should be asked")
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
        chosen = then if condition else otherwise
        if chosen is None:
            raise Undefined("no case applies")
        return chosen

    def exactly(self, scalar: object) -> None:  # noqa: ARG002
        return None


_GROWING = frozenset(
    {"exp", "sinh", "cosh", "tanh", "sin", "cos", "tan", "erf", "erfc", "power", "floor", "ceil"}
)


def _within_one(function: Callable[[Any], Any], *, closed: bool = True) -> Callable[[Any], Any]:
    def inner(x: Any) -> Any:
        if abs(x) > 1 or (abs(x) == 1 and not closed):
            raise ValueError
        return function(x)

    return inner


def _power(base: Any, exponent: Any) -> Any:
    if base < 0 and exponent != mpmath.floor(exponent):
        raise ValueError
    return base**exponent


_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "negate": lambda a: -a,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": _power,
    "less": lambda a, b: a < b,
    "less_equal": lambda a, b: a <= b,
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
    "equal": lambda a, b: a == b,
    "unequal": lambda a, b: a != b,
    "exp": mpmath.exp,
    "log": mpmath.log,
    "log2": lambda a: mpmath.log(a, 2),
    "log10": mpmath.log10,
    "sqrt": mpmath.sqrt,
    "cbrt": lambda a: mpmath.sign(a) * mpmath.cbrt(abs(a)),
    "abs": abs,
    "sign": mpmath.sign,
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
    "max": max,
    "min": min,
    "xlogy": lambda a, b: a * mpmath.log(b) if a else a,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "asin": _within_one(mpmath.asin),
    "acos": _within_one(mpmath.acos),
    "atan": mpmath.atan,
    "atan2": mpmath.atan2,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "asinh": mpmath.asinh,
    "acosh": mpmath.acosh,
    "atanh": _within_one(mpmath.atanh, closed=False),
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
}


def certainly_differ(expected: Node, response: Node) -> bool | None:
    """The same; what differs is confirmed with ten times the digits, since rounding may hide a term."""
    differs = seen_to_differ(expected, response)
    return seen_to_differ(expected, response, 10 * DIGITS) if differs else differs


def seen_to_differ(expected: Node, response: Node, digits: int = DIGITS) -> bool | None:
    """Whether the values differ at some point beyond all rounding; None if no point tells anything."""
    told = False
    with mpmath.workdps(digits):
        for x, y in POINTS:
            names = {
                "x": mpmath.mpf(x.numerator) / x.denominator,
                "y": mpmath.mpf(y.numerator) / y.denominator,
            }
            try:
                left, right = (mpmath.mpf(evaluate(node, names, Mpmath())) for node in (expected, response))
            except (Undefined, OverflowError):
                continue
            size = max(abs(left), abs(right))
            if size > mpmath.mpf(10) ** 15:
                continue
            told = True
            if abs(left - right) > mpmath.mpf(10) ** -25 * max(1, size):
                return True
    return False if told else None
