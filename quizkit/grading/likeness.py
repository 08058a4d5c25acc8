"""Is an answer right up to something: a factor, a constant, a sign, the order? Decided on formulas.

Each relation is put as an equality of two formulas, so that the ladder of ``quizkit.equivalence`` decides it
with the evidence that it always gives. With a point x0 at which both sides have a value,

    a constant    f(x) - f(x0) = g(x) - g(x0)
    a factor      f(x)·g(x0) = g(x)·f(x0)

"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from flint import arb, fmpq

from quizkit.bank.question import UpTo
from quizkit.equivalence import Comparison
from quizkit.equivalence.points import points_of
from quizkit.errors import QuizkitError
from quizkit.grading.marking import Marking
from quizkit.mathlang.arrays import Shape, Value, shape_of
from quizkit.mathlang.balls import Exact, fraction, is_finite, scalars
from quizkit.mathlang.nodes import Binary, Bracket, Index, Negative, Node, Number
from quizkit.mathlang.tidy import number_node, put_in

MAX_TRIES = 6
MAX_ITEMS = 8
"""The longest list that is compared in any order."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point at which a key and a response have values, and both formulas there."""

    key: Node
    response: Node
    key_value: Value[Exact]
    response_value: Value[Exact]


def anchors(marking: Marking, node: Node) -> Iterator[Anchor]:
    """Points at which both sides have a finite value, the simplest first."""
    points = points_of(marking.variant.body.domains)
    key = marking.study.written_out
    for number in range(MAX_TRIES):
        point = points.point("friendly", number)
        there = {
            name: _written(domain.shape, point.entries(name))
            for name, domain in marking.variant.body.domains.items()
        }
        try:
            found = Anchor(
                put_in(key, there),
                put_in(node, there),
                marking.workings.value(put_in(key, there)),
                marking.workings.value(put_in(node, there)),
            )
        except (QuizkitError, KeyError):
            continue
        same_shape = shape_of(found.key_value) == shape_of(found.response_value)
        if same_shape and is_finite(found.key_value) and is_finite(found.response_value):
            yield found


def _written(shape: Shape, entries: tuple[fmpq, ...]) -> Node:
    numbers = [number_node(fraction(entry)) for entry in entries]
    match shape:
        case ():
            return numbers[0]
        case (_,):
            return Bracket(tuple(numbers))
        case (_, width):
            starts = range(0, math.prod(shape), width)
            return Bracket(tuple(Bracket(tuple(numbers[start : start + width])) for start in starts))
        case _:
            raise ValueError(shape)


def multiple(marking: Marking, node: Node) -> tuple[Comparison, Anchor] | None:
    """How a response compares with a multiple of the key; None where there is no point to tell from."""
    for anchor in anchors(marking, node):
        place = _place_away_from_zero(anchor)
        if place is None:
            continue
        first, second = anchor.key, anchor.response
        if shape_of(anchor.key_value):
            first, second = _entry(first, place, anchor), _entry(second, place, anchor)
        left = Binary("*", second, marking.study.written_out)
        return marking.compare(left, Binary("*", first, node)), anchor
    return None


def shifted(marking: Marking, node: Node) -> tuple[Comparison, Anchor] | None:
    """How a response compares with the key plus one number."""
    for anchor in anchors(marking, node):
        left = Binary("-", marking.study.written_out, anchor.key)
        return marking.compare(left, Binary("-", node, anchor.response)), anchor
    return None


def _place_away_from_zero(anchor: Anchor) -> int | None:
    """An entry that certainly is not 0 on either side."""
    pairs = zip(scalars(anchor.key_value), scalars(anchor.response_value), strict=True)
    return next((place for place, pair in enumerate(pairs) if all(map(_is_nonzero, pair))), None)


def _is_nonzero(value: Exact) -> bool:
    return isinstance(value, fmpq | arb) and bool(value > 0 or value < 0)


def _entry(node: Node, place: int, anchor: Anchor) -> Node:
    match shape_of(anchor.key_value):
        case (_, width):
            return Index(node, (Number(place // width), Number(place % width)))
        case _:
            return Index(node, (Number(place),))


def related(marking: Marking, expected: Node, node: Node, up_to: UpTo) -> Comparison | None:
    """How a response compares with a formula up to what the question leaves open.

    None where that cannot be put as an equality.
    """
    plain = marking.compare(expected, node)
    if plain.relation != "different" or expected is not marking.key:
        return plain
    match up_to:
        case "sign":
            return marking.compare(Negative(expected), node)
        case "factor" | "scale" | "direction":
            found = multiple(marking, node)
        case "constant":
            found = shifted(marking, node)
        case "order":
            return _in_any_order(marking, node) or plain
    return plain if found is None else found[0]


def _in_any_order(marking: Marking, node: Node) -> Comparison | None:
    """The comparison of lists whose entries can be paired; None if they cannot."""
    key = marking.study.written_out
    sizes = [_size(marking, side) for side in (key, node)]
    if sizes[0] != sizes[1] or sizes[0] is None or sizes[0] > MAX_ITEMS:
        return None
    left, right = ([Index(side, (Number(place),)) for place in range(sizes[0])] for side in (key, node))
    free = list(range(sizes[0]))
    found: list[Comparison] = []
    for item in left:
        for place in free:
            compared = marking.compare(item, right[place])
            if compared.relation == "equal":
                free.remove(place)
                found.append(compared)
                break
        else:
            return None
    # Never more certain than the least certain of the pairs.
    return min(found, key=lambda compared: _CERTAINTY.get(compared.evidence.kind, 0), default=None)


_CERTAINTY = {"sampled": 0, "proved-almost-everywhere": 1, "proved": 2, "identical": 3}


def _size(marking: Marking, node: Node) -> int | None:
    """How many entries a list has."""
    if isinstance(node, Bracket):
        return len(node.items)
    shape = marking.study.points.shape(node)
    return shape[0] if shape is not None and len(shape) == 1 else None
