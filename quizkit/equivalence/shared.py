"""Do both sides agree whatever their common switches do?

``2*relu(x)*(a + b)`` and ``relu(x)*a*2 + 2*b*relu(x)`` share the node ``relu(x)``. If they agree with any
number in its place, they agree with the right one, in every case; so the cases need no proof. Likewise
with conditions: both sides are tried with each shared condition true and false.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flint import arb

from quizkit.equivalence.arena import CONDITIONS, SWITCHES, Arena, Coordinate
from quizkit.equivalence.ball_operations import Enclosure
from quizkit.equivalence.bench import FIRST_BITS
from quizkit.equivalence.enclosures import enclose
from quizkit.equivalence.limits import FRESH_POINTS, MAX_ASSIGNMENTS
from quizkit.equivalence.pair import Pair
from quizkit.equivalence.points import Point, Points
from quizkit.equivalence.settle import Agreed, settle
from quizkit.mathlang.balls import precision

_GRID = 1 << 60
"""Numbers in the place of nodes are whole multiples of its reciprocal: exact as balls."""


def agrees_whatever_is_shared(pair: Pair, points: Points) -> bool:
    """Whether every entry agrees with anything in the place of the switches that both sides share."""
    return all(
        _entry_agrees(pair.narrowed(left, right), points) for left, right in dict.fromkeys(pair.entries)
    )


def _entry_agrees(pair: Pair, points: Points) -> bool:
    arena = pair.bench.arena
    ((left, right),) = pair.entries
    shared = shared_switches(arena, left, right)
    others = above(arena, (left, right), shared) - shared
    if any(arena.symbolic[place] and arena.nodes[place][0] in SWITCHES - {"choose"} for place in others):
        return False
    conditions = sorted(place for place in shared if arena.nodes[place][0] in CONDITIONS)
    numbers = sorted(shared - set(conditions), key=lambda place: arena.marks[place])
    if 1 << len(conditions) > MAX_ASSIGNMENTS:
        return False
    cases = (
        dict(zip(conditions, truths, strict=True))
        for truths in itertools.product((True, False), repeat=len(conditions))
    )
    return all(_agrees_with(pair, points, case, numbers) for case in cases if _may_be(arena, case))


def _may_be(arena: Arena, case: Mapping[int, bool]) -> bool:
    """Whether no two conditions that exclude each other are both true: a < b, b < a, a = b."""
    compared = [
        frozenset(arena.arguments(place))
        for place, truth in case.items()
        if truth and arena.nodes[place][0] in {"less", "equal"}
    ]
    return len(set(compared)) == len(compared)


def _agrees_with(pair: Pair, points: Points, case: Mapping[int, bool], numbers: Sequence[int]) -> bool:
    """Whether both sides agree where the conditions are as in this case.

    If no drawn point makes them so, they may never be so; then any points will do.
    """
    if _is_nowhere_defined(pair, case):
        return True
    drawn = list(pair.bench.allowed_points(points, "fresh"))
    fitting = [point for point in drawn if _truths(pair, point, case) == case] if case else drawn
    agreed = 0
    for point in fitting or drawn:
        known: dict[int, Enclosure] = {**case, **dict(_anything(pair, points, point, numbers))}
        outcome = settle(pair, point, known)
        if isinstance(outcome, Agreed):
            agreed += 1
            if agreed >= FRESH_POINTS:
                return True
        elif outcome != "undefined":
            return False
    return False


def _truths(pair: Pair, point: Point, conditions: Iterable[int]) -> dict[int, Enclosure]:
    """What the conditions are at a point."""
    bench = pair.bench
    order = bench.arena.reached(conditions)
    pair.work.charge(len(order), FIRST_BITS)
    with precision(FIRST_BITS):
        column = enclose(bench.arena, order, bench.coordinate(point))
    return {place: column[place] for place in conditions}


def _is_nowhere_defined(pair: Pair, case: Mapping[int, bool]) -> bool:
    """Whether no case of either side applies, so that neither has a value whatever the symbols are."""
    with precision(FIRST_BITS):
        column = enclose(pair.bench.arena, pair.order, lambda _: None, dict(case))
    return all(column[side] is None for entry in pair.entries for side in entry)


def _anything(
    pair: Pair, points: Points, point: Point, numbers: Sequence[int]
) -> Iterator[tuple[int, Enclosure]]:
    """Numbers for the shared nodes: of an absolute value, positive; of others, either sign."""
    for place in numbers:
        coordinate = Coordinate(f"\0{pair.bench.arena.marks[place]}", 0)
        value = points.point("fresh", point.number).value(coordinate)
        is_size = pair.bench.arena.nodes[place][0] == "abs"
        whole = (abs(value) if is_size else value) * _GRID
        with precision(FIRST_BITS):
            yield place, arb(whole.floor()) / _GRID


def shared_switches(arena: Arena, left: int, right: int) -> set[int]:
    """The outermost switches below both sides."""
    candidates = {
        place
        for place in _common(arena, left, right)
        if arena.symbolic[place]
        and (arena.nodes[place][0] in SWITCHES or arena.nodes[place][0] in CONDITIONS)
    }
    return _outermost(arena, candidates)


def shared_functions(arena: Arena, left: int, right: int) -> set[int]:
    """The outermost nodes below both sides that are more than arithmetic."""
    candidates = {place for place in _common(arena, left, right) if not is_arithmetic(arena, place)}
    return _outermost(arena, candidates)


def is_arithmetic(arena: Arena, place: int) -> bool:
    """Whether a node is a leaf, or made of its arguments by rational operations."""
    operation, _, b, _ = arena.nodes[place]
    if operation == "power":
        exponent = arena.exact(b)
        return exponent is not None and exponent.q == 1
    return operation in _ARITHMETIC


_ARITHMETIC = frozenset(
    {"number", "symbol", "pi", "undefined", "add", "subtract", "multiply", "divide", "negate"}
)


def _common(arena: Arena, left: int, right: int) -> set[int]:
    return set(arena.reached([left])) & set(arena.reached([right]))


def _outermost(arena: Arena, candidates: set[int]) -> set[int]:
    """Those that are under no other."""
    inside: set[int] = set()
    for place in sorted(candidates, reverse=True):
        if place not in inside:
            inside.update(arena.reached(arena.arguments(place)))
    return candidates - inside


def above(arena: Arena, roots: Sequence[int], stop: set[int]) -> set[int]:
    """The nodes below the roots, without looking under ``stop``."""
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            if place not in stop:
                waiting.extend(arena.arguments(place))
    return seen
