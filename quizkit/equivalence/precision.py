"""Rung 6: do both sides agree to many digits, at points that nobody could foresee?

The points follow from both sides' nodes and the question's salt, so no answer can be made to fit them. At
each the precision is raised until no term is hidden and some sixty digits are certain. All agreeing, the
sides are *equal* as far as sampled; a formula by cases may still hide a case, and stays undecided unless
the cases are those of the other side too (``shared``) or all its points were tried.
"""

from __future__ import annotations

import hashlib

from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.evidence import Limited, Sampled, Unproved
from quizkit.equivalence.limits import FRESH_POINTS, MAX_BITS, MAX_DRAWS, MAX_STUCK
from quizkit.equivalence.pair import Pair
from quizkit.equivalence.settle import Agreed, settle
from quizkit.equivalence.shared import agrees_whatever_is_shared

DIGITS_PER_BIT = 0.30103


def precision(pair: Pair) -> Finding:
    """Equal as far as sampled, different, or undecided: the last rung always finds."""
    arena = pair.bench.arena
    content = [arena.described(lowered.roots) for lowered in (pair.expected, pair.response)]
    seed = hashlib.sha256(b"\0".join([*content, pair.bench.salt])).digest()
    points = pair.bench.points.seeded(seed)
    combinations = points.combinations if pair.symbols else 1
    wanted = FRESH_POINTS if pair.symbols and not pair.is_finite else 1
    agreed: list[int] = []
    stuck = 0
    for point in pair.bench.allowed_points(points, "fresh"):
        if point.number >= combinations and (len(agreed) >= wanted or pair.is_finite or not pair.symbols):
            break
        outcome = settle(pair, point)
        if isinstance(outcome, Finding):
            return outcome
        if isinstance(outcome, Agreed):
            agreed.append(outcome.bits)
        stuck += outcome in {"hidden", "unknown"}
        if stuck >= MAX_STUCK:
            break
    if stuck or len(agreed) < wanted:
        # A point of which nothing is known may stand for a whole region: acos(cos(y - y - pi)).
        return Finding("undecided", _shortage(stuck))
    if pair.is_switched and not pair.is_finite and not agrees_whatever_is_shared(pair, points):
        return Finding("undecided", Unproved(points=len(agreed)))
    digits = int(min(agreed) * DIGITS_PER_BIT)
    evidence = Sampled(points=len(agreed), digits=digits, domain=pair.one_sided, exception=pair.exception)
    return Finding("equal", evidence)


def _shortage(stuck: int) -> Limited:
    """Too few points agree: because bits ran out, or because the sides have no values together."""
    if stuck:
        return Limited(name="bits", value=MAX_BITS)
    return Limited(name="points", value=MAX_DRAWS)
