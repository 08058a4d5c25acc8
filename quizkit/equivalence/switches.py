"""Rung 4: do the sides differ just where one of them switches, or beyond?

``max``, ``|x|``, cases, ``floor`` and the roots and logarithms behave differently on both sides of some
place. Every such place that can be found is looked at: constants below a switch, and the zero of what a
switch compares, where that is linear in a symbol. Also looked at: just beside each, between them, and
beyond both ends. What differs on such a place alone is a single point, and the policy says whether it
counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from flint import arb, fmpq

from quizkit.equivalence.arena import SWITCHES, Arena, Coordinate
from quizkit.equivalence.bench import FIRST_BITS
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.enclosures import enclose, exact_values
from quizkit.equivalence.limits import MAX_SWITCH_POINTS, MAX_THRESHOLDS
from quizkit.equivalence.pair import Pair
from quizkit.equivalence.points import Point
from quizkit.equivalence.ranges import Range
from quizkit.mathlang.balls import precision

BRANCHING = frozenset({"sqrt", "cbrt", "log", "power"})
"""Analytic operations that see the world on one side of 0 only, or anew on the other: sqrt(x^2)."""

_BETWEEN = fmpq(4142135, 10_000_000)
"""Where between two thresholds: nowhere in particular."""
_BESIDE = fmpq(1, 10**9)


def switches(pair: Pair) -> Finding | None:
    """Different, if balls find a difference on, beside, between or beyond the thresholds."""
    gaps = _gaps(pair)
    if not gaps or pair.is_finite:
        return None
    base = next(pair.bench.allowed_points(pair.bench.points, "generic"), None)
    if base is None:
        return None
    tried = 0
    for point in _candidates(pair, gaps, base):
        if not pair.bench.allows(point):
            continue
        finding = pair.judged(point, (FIRST_BITS, 333))
        if finding is not None:
            return finding
        tried += 1
        if tried >= MAX_SWITCH_POINTS:
            break
    return None


def _gaps(pair: Pair) -> list[tuple[int, int]]:
    """What the switches of both sides compare: two nodes, or one and -1 for 0."""
    arena = pair.bench.arena
    gaps: dict[tuple[int, int], None] = {}
    ranges = pair.bench.ranges()
    for place in pair.order:
        operation, a, b, _ = arena.nodes[place]
        if not arena.symbolic[place]:
            continue
        is_switch = operation in SWITCHES and operation != "choose"
        is_branch = operation in BRANCHING and arena.symbolic[a] and not _is_whole(arena, b)
        if operation in {"max", "min", "less", "equal"}:
            gaps[a, b] = None
        elif is_switch or (is_branch and not _is_positive(ranges[a])):
            gaps[a, -1] = None
    return list(gaps)


def _is_positive(found: Range | None) -> bool:
    """Whether nothing can happen at 0."""
    return found is not None and found.is_positive()


def _is_whole(arena: Arena, place: int) -> bool:
    exponent = arena.exact(place) if place >= 0 else None
    return exponent is not None and exponent.q == 1


def _candidates(pair: Pair, gaps: Sequence[tuple[int, int]], base: Point) -> Iterator[Point]:
    """Points beside, between and beyond the thresholds of each coordinate, then on them."""
    constants = _constants(pair, gaps)
    known = {
        coordinate: sorted({*constants, *_zeros(pair, gaps, base, coordinate)}, key=abs)[:MAX_THRESHOLDS]
        for coordinate in pair.coordinates
    }
    for coordinate, thresholds in known.items():
        for value in _around(sorted(thresholds)):
            if pair.bench.is_between(coordinate, value):
                yield base.moved({coordinate: value})
    for coordinate, thresholds in known.items():
        for value in thresholds:
            if pair.bench.is_between(coordinate, value):
                yield base.moved({coordinate: value}, is_special=True)


def _around(thresholds: Sequence[fmpq]) -> Iterator[fmpq]:
    if not thresholds:
        return
    first, last = thresholds[0], thresholds[-1]
    yield first - (1 + abs(first)) * (1 + _BETWEEN)
    yield last + (1 + abs(last)) * (1 + _BETWEEN)
    for left, right in itertools.pairwise(thresholds):
        yield left + (right - left) * _BETWEEN
    for value in thresholds:
        step = (1 + abs(value)) * _BESIDE
        yield value - step
        yield value + step


def _constants(pair: Pair, gaps: Sequence[tuple[int, int]]) -> set[fmpq]:
    """0, and every constant below a gap, with either sign; irrational ones nearly."""
    arena = pair.bench.arena
    order = arena.reached(place for gap in gaps for place in gap if place >= 0)
    fixed = [place for place in order if not arena.symbolic[place]]
    found = {fmpq(0)}
    with precision(FIRST_BITS):
        balls = enclose(arena, fixed, lambda _: None)
        for place in fixed:
            value = balls[place]
            if isinstance(value, arb) and value.is_finite():
                exact = arena.exact(place)
                size = _nearly(value) if exact is None else exact
                found |= {size, -size}
    return found


def _nearly(value: arb) -> fmpq:
    mantissa, exponent = value.mid().man_exp()
    power = int(exponent)
    if abs(power) > 2 * FIRST_BITS:
        return fmpq(0)
    return fmpq(mantissa) * (fmpq(1 << power) if power >= 0 else fmpq(1, 1 << -power))


def _zeros(
    pair: Pair, gaps: Sequence[tuple[int, int]], base: Point, coordinate: Coordinate
) -> Iterator[fmpq]:
    """Where gaps close that are linear in one coordinate, the others being as at the base point."""
    arena = pair.bench.arena
    order = arena.reached(place for gap in gaps for place in gap if place >= 0)
    start = base.value(coordinate)
    columns = []
    for step in range(3):
        point = base.moved({coordinate: start + step})
        columns.append(exact_values(arena, order, pair.bench.coordinate(point)))
    for left, right in gaps:
        values = []
        for column in columns:
            a = column.get(left)
            b = fmpq(0) if right < 0 else column.get(right)
            if a is None or b is None:
                break
            values.append(a - b)
        else:
            slope = values[1] - values[0]
            if slope != 0 and values[2] - values[1] == slope:
                yield start - values[0] / slope
