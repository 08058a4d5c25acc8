"""Does a node certainly have a value wherever its symbols may live, and between which bounds?

An interval a node, from the intervals of its arguments. What has no interval here may have a value all the
same; but what has one is defined on the whole domain, so no point can be found at which it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from flint import fmpq

from quizkit.equivalence.arena import Arena, Coordinate
from quizkit.mathlang.balls import rational
from quizkit.mathlang.domains import UNDECLARED, Domain

Bound: TypeAlias = "fmpq | None"
"""None: there is no bound."""


@dataclass(frozen=True, slots=True)
class Range:
    """All values of a node lie between these bounds; an open bound is not reached."""

    low: Bound = None
    high: Bound = None
    low_is_open: bool = True
    high_is_open: bool = True

    def is_positive(self) -> bool:
        """Whether every value is above 0."""
        return self.low is not None and (self.low > 0 or (self.low == 0 and self.low_is_open))

    def is_not_negative(self) -> bool:
        """Whether no value is below 0."""
        return self.low is not None and self.low >= 0

    def negated(self) -> Range:
        """The values with the other sign."""
        return Range(_minus(self.high), _minus(self.low), self.high_is_open, self.low_is_open)

    def is_above(self, bound: int) -> bool:
        """Whether every value is above a number."""
        return self.low is not None and (self.low > bound or (self.low == bound and self.low_is_open))

    def is_within_one(self) -> bool:
        """Whether every value lies in -1 .. 1, ends included."""
        return self.low is not None and self.high is not None and self.low >= -1 and self.high <= 1


class Ranges:
    """For every node its range; extended as nodes appear."""

    __slots__ = ("_found", "_symbols")

    def __init__(self, symbols: Mapping[str, Domain]) -> None:
        self._symbols = symbols
        self._found: list[Range | None] = []

    def extended(self, arena: Arena) -> list[Range | None]:
        """The ranges of all nodes; None for what may have no value somewhere."""
        found = self._found
        for place in range(len(found), len(arena)):
            found.append(self._range(arena, place))
        return found

    def truncate(self, size: int) -> None:
        """Forget all nodes from number ``size`` on."""
        del self._found[size:]

    def _range(self, arena: Arena, place: int) -> Range | None:
        operation, a, b, c = arena.nodes[place]
        if a < 0:
            return self._leaf(arena, place)
        found = self._found
        x = found[a]
        if x is None:
            return None
        if b < 0:
            rule = _UNARY.get(operation)
            return rule(x) if rule is not None else None
        y = found[b]
        if y is None:
            return None
        if c >= 0:
            z = found[c]
            return None if z is None else _either(y, z)
        if operation == "power":
            return _power(x, y, arena.exact(b))
        if operation == "multiply" and a == b:
            return _square(x)
        both = _BINARY.get(operation)
        return both(x, y) if both is not None else None

    def _leaf(self, arena: Arena, place: int) -> Range | None:
        content = arena.leaves[place]
        match content:
            case Coordinate(symbol):
                return _domain(self._symbols.get(symbol, UNDECLARED))
            case bool():
                return _TRUTH
            case fmpq():
                return Range(content, content, low_is_open=False, high_is_open=False)
            case str():
                return _PI if arena.nodes[place][0] == "pi" else None
            case None:
                return None


_TRUTH = Range(fmpq(0), fmpq(1), low_is_open=False, high_is_open=False)
_ANY = Range()
_POSITIVE = Range(fmpq(0))
_NOT_NEGATIVE = Range(fmpq(0), low_is_open=False)
_PI = Range(fmpq(3), fmpq(4))
_INSIDE_ONE = Range(fmpq(-1), fmpq(1))
_WITHIN_ONE = Range(fmpq(-1), fmpq(1), low_is_open=False, high_is_open=False)


def _domain(domain: Domain) -> Range:
    match domain.kind:
        case "simplex":
            return Range(fmpq(0), fmpq(1))
        case "onehot":
            return _TRUTH
        case "values":
            ends = rational(min(domain.values)), rational(max(domain.values))
            return Range(*ends, low_is_open=False, high_is_open=False)
        case "interval" | "integers":
            low = None if domain.low is None else rational(domain.low)
            high = None if domain.high is None else rational(domain.high)
            is_open = domain.kind == "interval"
            return Range(low, high, low_is_open=is_open, high_is_open=is_open)
        case _:
            assert_never(domain.kind)


def _minus(bound: Bound) -> Bound:
    return None if bound is None else -bound


def _add(x: Range, y: Range) -> Range:
    low = None if x.low is None or y.low is None else x.low + y.low
    high = None if x.high is None or y.high is None else x.high + y.high
    return Range(low, high, x.low_is_open or y.low_is_open, x.high_is_open or y.high_is_open)


def _multiply(x: Range, y: Range) -> Range:
    if not x.is_not_negative():
        turned = x.negated()
        if not turned.is_not_negative():
            return _ANY if not y.is_not_negative() and not y.negated().is_not_negative() else _multiply(y, x)
        return _multiply(turned, y).negated()
    if not y.is_not_negative():
        turned = y.negated()
        if turned.is_not_negative():
            return _multiply(x, turned).negated()
        # The product of what has a known sign and what has none is no larger than the larger product.
        return _stretched(x, y)
    low, high = _times(x.low, y.low), _times(x.high, y.high)
    low_is_open = x.is_positive() and y.is_positive() and (x.low_is_open or y.low_is_open)
    return Range(low, high, low_is_open, high != 0 and (x.high_is_open or y.high_is_open))


def _stretched(x: Range, y: Range) -> Range:
    low, high = _times(x.high, y.low), _times(x.high, y.high)
    return Range(low, high, low is None, high is None)


def _times(a: Bound, b: Bound) -> Bound:
    return None if a is None or b is None else a * b


def _divide(x: Range, y: Range) -> Range | None:
    if y.is_positive():
        return _multiply(x, _reciprocal(y))
    turned = y.negated()
    return _multiply(x, _reciprocal(turned)).negated() if turned.is_positive() else None


def _reciprocal(x: Range) -> Range:
    """1/x for positive x."""
    low = fmpq(0) if x.high is None else 1 / x.high
    high = 1 / x.low if x.low else None
    return Range(low, high, x.high is None or x.high_is_open, x.low_is_open)


def _square(x: Range) -> Range:
    if x.is_not_negative():
        return _multiply(x, x)
    turned = x.negated()
    if turned.is_not_negative():
        return _multiply(turned, turned)
    if x.low is None or x.high is None:
        return _NOT_NEGATIVE
    larger = max(-x.low, x.high)
    return Range(fmpq(0), larger * larger, low_is_open=False, high_is_open=False)


def _power(x: Range, y: Range, exponent: fmpq | None) -> Range | None:
    if exponent == 2:
        return _square(x)
    if exponent is not None and exponent.q == 1 and exponent > 0:
        if x.is_positive():
            return _POSITIVE
        return _NOT_NEGATIVE if exponent.p % 2 == 0 or x.is_not_negative() else _ANY
    if exponent is not None and exponent.q == 1 and exponent < 0 and x.negated().is_positive():
        return _ANY
    if x.is_positive():
        return _POSITIVE
    return _NOT_NEGATIVE if x.is_not_negative() and y.is_positive() else None


def _either(x: Range, y: Range) -> Range:
    low = None if x.low is None or y.low is None else min(x.low, y.low)
    high = None if x.high is None or y.high is None else max(x.high, y.high)
    low_is_open = all(z.low_is_open for z in (x, y) if z.low == low)
    high_is_open = all(z.high_is_open for z in (x, y) if z.high == high)
    return Range(low, high, low_is_open, high_is_open)


def _abs(x: Range) -> Range:
    if x.is_not_negative():
        return x
    turned = x.negated()
    if turned.is_not_negative():
        return turned
    return _NOT_NEGATIVE


def _exp(x: Range) -> Range:
    if x.high is not None and x.high <= 0:
        return Range(fmpq(0), fmpq(1), high_is_open=x.high < 0 or x.high_is_open)
    if x.low is not None and x.low >= 0:
        return Range(fmpq(1), low_is_open=x.low > 0 or x.low_is_open)
    return _POSITIVE


def _log(x: Range) -> Range | None:
    if not x.is_positive():
        return None
    if x.low is not None and x.low >= 1:
        return Range(fmpq(0), low_is_open=x.low > 1 or x.low_is_open)
    if x.high is not None and x.high <= 1:
        return Range(None, fmpq(0), high_is_open=x.high < 1 or x.high_is_open)
    return _ANY


def _sqrt(x: Range) -> Range | None:
    if x.is_positive():
        return _POSITIVE
    return _NOT_NEGATIVE if x.is_not_negative() else None


def _with_sign(x: Range) -> Range:
    """An increasing function through 0."""
    if x.is_positive():
        return _POSITIVE
    if x.is_not_negative():
        return _NOT_NEGATIVE
    return _ANY


_UNARY: Mapping[str, Callable[[Range], Range | None]] = {
    "negate": Range.negated,
    "not": lambda x: _TRUTH,
    "exp": _exp,
    "log": _log,
    "sqrt": _sqrt,
    "cbrt": _with_sign,
    "abs": _abs,
    "sign": lambda x: _WITHIN_ONE,
    "floor": lambda x: _ANY,
    "ceil": lambda x: _ANY,
    "sin": lambda x: _WITHIN_ONE,
    "cos": lambda x: _WITHIN_ONE,
    "asin": lambda x: _ANY if x.is_within_one() else None,
    "acos": lambda x: _ANY if x.is_within_one() else None,
    "atan": _with_sign,
    "sinh": _with_sign,
    "cosh": lambda x: Range(fmpq(1), low_is_open=False),
    "tanh": lambda x: _INSIDE_ONE,
    "asinh": _with_sign,
    "acosh": lambda x: _NOT_NEGATIVE if x.is_above(1) else None,
    "atanh": lambda x: _ANY if x.is_above(-1) and x.negated().is_above(-1) else None,
    "erf": lambda x: _INSIDE_ONE,
    "erfc": lambda x: Range(fmpq(0), fmpq(2)),
}

_BINARY: Mapping[str, Callable[[Range, Range], Range | None]] = {
    "add": _add,
    "subtract": lambda x, y: _add(x, y.negated()),
    "multiply": _multiply,
    "divide": _divide,
    "max": _either,
    "min": _either,
    "xlogy": lambda x, y: _ANY if y.is_positive() else None,
    "less": lambda x, y: _TRUTH,
    "equal": lambda x, y: _TRUTH,
    "and": lambda x, y: _TRUTH,
    "or": lambda x, y: _TRUTH,
}
