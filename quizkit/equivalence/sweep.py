"""Rung 3: is there a region where the two sides differ?

About a hundred points of mixed scale are evaluated in floats. Where the floats of both sides lie apart, or
only one is a number, the point is a suspect, and balls judge it. Floats decide nothing: overflow and
cancellation make suspects of equal sides, and balls clear them.
"""

from __future__ import annotations

from quizkit.equivalence.bench import FIRST_BITS
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.limits import MAX_OVERFLOWS, MAX_SUSPECTS
from quizkit.equivalence.pair import Pair

NEAR = 1e-9
"""Floats nearer than this, relatively, raise no suspicion."""
TINY = 1e-300
"""Floats this small may have lost all their digits."""


def sweep(pair: Pair) -> Finding | None:
    """Different, if balls confirm a suspect."""
    if not pair.symbols:
        return None
    points = pair.bench.floats().points
    doubtful = []
    overflowing = 0
    found_suspects = suspects(pair)
    overflowed = _overflowed(pair) if found_suspects else []
    for number, has_no_value in found_suspects:
        if has_no_value and pair.one_sided is not None and pair.policy == "common domain":
            continue
        if overflowed[number]:
            overflowing += 1
            if overflowing > MAX_OVERFLOWS:
                continue
        found, index, column = pair.at(points[number], FIRST_BITS)
        finding = pair.finding(points[number], found, index, column, FIRST_BITS)
        if finding is not None:
            return finding
        if found == "unknown":
            doubtful.append(number)
    for number in doubtful[:MAX_SUSPECTS]:
        finding = pair.judged(points[number], (333, 2500))
        if finding is not None:
            return finding
    return None


def _overflowed(pair: Pair) -> list[bool]:
    """At which points some float on the way is infinite: what comes of it says little."""
    import numpy as np

    table = pair.bench.floats()
    found = np.zeros(len(table.points), dtype=bool)
    for place in pair.order:
        found |= np.isinf(table.values[place])
    return [bool(flag) for flag in found]


def suspects(pair: Pair) -> list[tuple[int, bool]]:
    """The points at which floats see a difference, and whether it is that one side is no number.

    In the order of the points: the size of a gap between floats differs from machine to machine.
    """
    import numpy as np

    from quizkit.mathlang.floats import quiet

    table = pair.bench.floats()
    values = table.extended(pair.bench.arena)
    apart = np.zeros(len(table.points), dtype=bool)
    without = np.zeros(len(table.points), dtype=bool)
    with quiet():
        for left, right in pair.entries:
            p, q = values[left], values[right]
            near = np.abs(np.subtract(p, q)) <= NEAR * (np.abs(p) + np.abs(q)) + TINY
            neither = ~np.isfinite(p) & ~np.isfinite(q)
            apart |= ~(near | neither)
            without |= np.isnan(p) != np.isnan(q)
    return [(int(number), bool(without[number])) for number in np.flatnonzero(apart)]
