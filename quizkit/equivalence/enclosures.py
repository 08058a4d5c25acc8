"""What certainly holds the value of a node at a point? Balls, in three states.

A node is *certainly undefined* (None: the logarithm of a ball wholly below 0, a division by an exact 0),
or has a finite ball that certainly holds its value, or is *unknown* (a ball that is not finite, a
condition that these bits do not decide). Every operation is total on the three, and nothing is ever judged
on unknown. That is why balls never reject a right answer.

All functions here compute at the precision in force; call them inside ``mathlang.balls.precision``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias, assert_never

from flint import arb, fmpq

from quizkit.equivalence.arena import Arena, Coordinate, Entry


class Unknown:
    """A condition that the bits in force do not decide."""

    __slots__ = ()


UNKNOWN: Final = Unknown()
NOTHING_KNOWN: Final = arb("nan")

Enclosure: TypeAlias = "arb | bool | Unknown | None"
"""A ball, a condition, or None for what is certainly undefined."""
Truth: TypeAlias = "bool | Unknown"


def enclose_new(
    arena: Arena, column: list[Enclosure], coordinate: Callable[[int], fmpq | None]
) -> list[Enclosure]:
    """The column of enclosures, one a node, extended to every node of the arena.

    ``coordinate`` gives the value of a leaf that is an entry of a symbol, by its node.
    """
    start = len(column)
    append = column.append
    binary, unary = _BINARY, _UNARY
    for place, (operation, a, b, c) in enumerate(arena.nodes[start:], start):
        if c >= 0:
            append(_chosen(column[a], column[b], column[c]))
        elif b >= 0:
            x, y = column[a], column[b]
            if x is None or y is None:
                append(_half_known(operation, x, y))
            else:
                append(binary[operation](x, y))
        elif a >= 0:
            x = column[a]
            append(None if x is None else unary[operation](x))
        else:
            append(_leaf(arena, place, coordinate))
    return column


def enclose(
    arena: Arena,
    order: Sequence[int],
    coordinate: Callable[[int], fmpq | None],
    known: Mapping[int, Enclosure] | None = None,
) -> dict[int, Enclosure]:
    """The enclosures of some nodes, listed with their arguments first. ``known`` overrules."""
    column: dict[int, Enclosure] = dict(known or {})
    nodes = arena.nodes
    for place in order:
        if place in column:
            continue
        operation, a, b, c = nodes[place]
        if c >= 0:
            column[place] = _chosen(column[a], column[b], column[c])
        elif b >= 0:
            x, y = column[a], column[b]
            if x is None or y is None:
                column[place] = _half_known(operation, x, y)
            else:
                column[place] = _BINARY[operation](x, y)
        elif a >= 0:
            x = column[a]
            column[place] = None if x is None else _UNARY[operation](x)
        else:
            column[place] = _leaf(arena, place, coordinate)
    return column


def exact_values(
    arena: Arena, order: Sequence[int], coordinate: Callable[[int], fmpq | None]
) -> dict[int, fmpq]:
    """The nodes that are rationals at a point, found by rational arithmetic alone."""
    values: dict[int, fmpq] = {}
    for place in order:
        value = _exact(arena.nodes[place], arena, place, values, coordinate)
        if value is not None:
            values[place] = value
    return values


def _exact(
    entry: Entry,
    arena: Arena,
    place: int,
    values: Mapping[int, fmpq],
    coordinate: Callable[[int], fmpq | None],
) -> fmpq | None:
    operation, a, b, c = entry
    if operation == "number":
        return arena.exact(place)
    if operation == "symbol":
        return coordinate(place)
    x, y = values.get(a), values.get(b)
    if x is None or c >= 0:
        return None
    if operation == "negate":
        return -x
    if y is None:
        return None
    if operation == "power":
        is_small = y.q == 1 and 0 <= y <= _SMALL_POWER and x.height_bits() <= _SMALL_BITS
        return x ** int(y.p) if is_small else None
    if operation == "divide":
        return None if y == 0 else x / y
    rule = _RATIONAL.get(operation)
    return None if rule is None else rule(x, y)


_MOST_SQUARED = 4096
_SMALL_POWER = 8
_SMALL_BITS = 2000
_RATIONAL: Mapping[str, Callable[[fmpq, fmpq], fmpq]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
}


Standing: TypeAlias = Literal["agree", "different", "one side undefined", "both undefined", "unknown"]
"""How two sides stand to each other at one point."""


def standing(
    pairs: Iterable[tuple[int, int]], column: Mapping[int, Enclosure] | Sequence[Enclosure]
) -> tuple[Standing, int]:
    """How the two sides stand at a point, and in which of the pairs that shows.

    Different in any entry is different; and ``agree`` needs every entry to be finite on both sides.
    """
    found: Standing = "agree"
    where = 0
    for index, (left, right) in enumerate(pairs):
        p, q = column[left], column[right]
        entry = _entry_standing(p, q)
        if entry == "different":
            return entry, index
        if _WEIGHT[entry] > _WEIGHT[found]:
            found, where = entry, index
    return found, where


def _entry_standing(p: Enclosure, q: Enclosure) -> Standing:
    if p is None or q is None:
        if p is q:
            return "both undefined"
        return "one side undefined" if is_finite(q if p is None else p) else "unknown"
    if not isinstance(p, arb) or not isinstance(q, arb) or not (p.is_finite() and q.is_finite()):
        return "unknown"
    return "agree" if p.overlaps(q) else "different"


_WEIGHT: Mapping[Standing, int] = {
    "agree": 0,
    "both undefined": 1,
    "unknown": 2,
    "one side undefined": 3,
    "different": 4,
}


def is_finite(value: Enclosure) -> bool:
    """Whether it is a ball that holds a finite value."""
    return isinstance(value, arb) and bool(value.is_finite())


def _leaf(arena: Arena, place: int, coordinate: Callable[[int], fmpq | None]) -> Enclosure:
    content = arena.leaves[place]
    match content:
        case fmpq():
            return arb(content)
        case Coordinate():
            value = coordinate(place)
            return NOTHING_KNOWN if value is None else arb(value)
        case bool():
            return content
        case str():
            return arb.pi() if arena.nodes[place][0] == "pi" else None
        case None:
            return None
        case _:
            assert_never(content)


def _half_known(operation: str, x: Enclosure, y: Enclosure) -> Enclosure:
    """An operation with an undefined argument: undefined, unless the other argument decides alone."""
    if operation == "and" and (x is False or y is False):
        return False
    if operation == "or" and (x is True or y is True):
        return True
    if operation in {"and", "or"} and (x is UNKNOWN or y is UNKNOWN):
        return UNKNOWN
    return None


def _chosen(condition: Enclosure, then: Enclosure, otherwise: Enclosure) -> Enclosure:
    if condition is True:
        return then
    if condition is False:
        return otherwise
    if condition is None:
        return None
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
    return x if x.is_zero() else arb(0, 1)


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
    return None if y.is_zero() and x.is_zero() else arb.atan2(y, x)


def _less(x: arb, y: arb) -> Truth:
    if x < y:
        return True
    return False if x >= y else UNKNOWN


def _equal(x: arb, y: arb) -> Truth:
    if x.is_exact() and y.is_exact() and x.is_finite() and y.is_finite():
        return bool(x == y)
    return False if x < y or x > y else UNKNOWN


def _both(x: Truth, y: Truth) -> Truth:
    if x is False or y is False:
        return False
    return UNKNOWN if x is UNKNOWN or y is UNKNOWN else True


def _either(x: Truth, y: Truth) -> Truth:
    if x is True or y is True:
        return True
    return UNKNOWN if x is UNKNOWN or y is UNKNOWN else False


def _not(x: Truth) -> Truth:
    return UNKNOWN if isinstance(x, Unknown) else not x


_BINARY: Mapping[str, Callable[..., Enclosure]] = {
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

_UNARY: Mapping[str, Callable[..., Enclosure]] = {
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
