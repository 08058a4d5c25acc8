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
from typing import Literal, TypeAlias, assert_never

from flint import arb, fmpq

from quizkit.equivalence.arena import Arena, Coordinate, Entry
from quizkit.equivalence.ball_operations import BINARY, NOTHING_KNOWN, UNARY, Enclosure, chosen, half_known


def enclose_new(
    arena: Arena, column: list[Enclosure], coordinate: Callable[[int], fmpq | None]
) -> list[Enclosure]:
    """The column of enclosures, one a node, extended to every node of the arena.

    ``coordinate`` gives the value of a leaf that is an entry of a symbol, by its node.
    """
    start = len(column)
    append = column.append
    binary, unary = BINARY, UNARY
    for place, (operation, a, b, c) in enumerate(arena.nodes[start:], start):
        if c >= 0:
            append(chosen(column[a], column[b], column[c]))
        elif b >= 0:
            x, y = column[a], column[b]
            if x is None or y is None:
                append(half_known(operation, x, y))
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
            column[place] = chosen(column[a], column[b], column[c])
        elif b >= 0:
            x, y = column[a], column[b]
            if x is None or y is None:
                column[place] = half_known(operation, x, y)
            else:
                column[place] = BINARY[operation](x, y)
        elif a >= 0:
            x = column[a]
            column[place] = None if x is None else UNARY[operation](x)
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
