"""Rung 3: is there a region where the two sides differ?

About a hundred points of mixed scale are evaluated in floats. Where the floats of both sides lie apart, or
only one is a number, the point is a suspect, and balls judge it. Floats decide nothing: overflow and
cancellation make suspects of equal sides, and balls clear them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.equivalence.bench import FIRST_BITS
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.limits import MAX_SUSPECTS
from quizkit.equivalence.pair import Pair

if TYPE_CHECKING:
    from quizkit.mathlang.floats import Floating

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
    for number in suspects(pair):
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


def suspects(pair: Pair) -> list[int]:
    """The points at which floats see a difference, in order: not by size, which differs by machine."""
    import numpy as np

    from quizkit.mathlang.floats import quiet

    table = pair.bench.floats()
    values = table.extended(pair.bench.arena)
    suspicious = np.zeros(len(table.points), dtype=bool)
    with quiet():
        for left, right in pair.entries:
            suspicious |= _apart(values[left], values[right])
    return [int(number) for number in np.flatnonzero(suspicious)]


def _apart(left: Floating, right: Floating) -> Floating:
    import numpy as np

    near = np.abs(np.subtract(left, right)) <= NEAR * (np.abs(left) + np.abs(right)) + TINY
    neither = ~np.isfinite(left) & ~np.isfinite(right)
    return ~(near | neither)
