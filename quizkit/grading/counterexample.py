"""At which point does a learner see that an answer is wrong, and may the right value be shown there?

Not where it would give the key away: where the key is a number, or constant around the point.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from quizkit.equivalence.readable import UNDEFINED
from quizkit.grading.lookup import POINTS
from quizkit.grading.marking import Marking
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.nodes import Cases, children, names, walk

_HIDDEN = "expected"


def shown_evidence(marking: Marking, evidence: Evidence) -> Evidence:
    """The evidence of a difference without the right value, where that would give the key away.

    Where an answer may differ from the key by a factor, say, both values say nothing, and the point alone
    stays.
    """
    if evidence.kind not in {"witness", "domain"}:
        return evidence
    up_to = marking.task.up_to
    if up_to is not None:
        return Evidence(evidence.kind, {"point": evidence.details.get("point", {}), "up_to": up_to})
    if not gives_away(marking, evidence):
        return evidence
    kept = {name: value for name, value in evidence.details.items() if name != _HIDDEN}
    return Evidence(evidence.kind, kept)


def gives_away(marking: Marking, evidence: Evidence) -> bool:
    """Whether the value of the key at a point, or in an entry, tells what the key is."""
    if not evidence.details.get("point"):
        return True
    key = marking.study.written_out
    letters = set(marking.variant.body.domains)
    for part in walk(key):
        if isinstance(part, Cases):
            values = (
                children(part)[1::2] if part.otherwise is None else (*children(part)[1::2], part.otherwise)
            )
            if any(names(value).isdisjoint(letters) for value in values):
                return True
    expected = marking.study.expected
    if expected is None:
        return True
    size = len(expected) // POINTS
    place = _place(evidence, size)
    there = [expected[number * size + place] for number in range(POINTS)]
    return len(set(there)) < POINTS


def _place(evidence: Evidence, size: int) -> int:
    """Which of the entries is shown, counted from 0, row by row."""
    match evidence.details.get("entry"):
        case [int(place)]:
            return min(place, size) - 1
        case [int(row), int(column)]:
            width = math.isqrt(size)
            return min((row - 1) * width + column, size) - 1
        case _:
            return 0


def counterexample(evidence: Evidence) -> str:
    """``At x = 2 yours gives 0.24, the right answer 0.11.`` Nothing where there is no point to show."""
    if evidence.kind not in {"witness", "domain"} or "response" not in evidence.details:
        return ""
    point = evidence.details.get("point")
    place = (
        ", ".join(f"{name} = {_shown(value)}" for name, value in point.items())
        if isinstance(point, Mapping)
        else ""
    )
    entry = evidence.details.get("entry")
    where = f"At {place}" if place else ""
    if isinstance(entry, list):
        spot = f"entry {', '.join(map(str, entry))}"
        where = f"{where}, in {spot}," if where else f"In {spot}"
    response, expected = evidence.details.get("response"), evidence.details.get(_HIDDEN)
    if not where:
        return "" if response in {None, UNDEFINED} or expected is None else f"Yours gives {response}."
    if response == UNDEFINED:
        return f"{where} yours has no value, but the right answer has one."
    if expected == UNDEFINED:
        return f"{where} yours gives {response}, where the right answer has no value."
    if expected is None:
        return f"{where} yours gives {response}, which is not the right value."
    return f"{where} yours gives {response}, the right answer {expected}."


def _shown(value: object) -> str:
    return f"[{', '.join(map(_shown, value))}]" if isinstance(value, list) else str(value)
