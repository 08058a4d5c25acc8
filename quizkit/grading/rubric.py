"""Judging free text by a rubric: cues suggest, people decide.

Without ticks the verdict is ``undecided`` and carries the points that the cues suggest. With ticks, the
ids of the points that a person awards and of the red flags they saw, it has a credit. Only where the
question says ``cues: decide`` do the cues alone give one, and then the evidence says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from quizkit.bank.question import RubricPoint, Task
from quizkit.errors import Unreadable, quoted
from quizkit.grading.finding import BLANK, Finding, invalid, right, wrong
from quizkit.grading.verdict import Evidence

MAX_TEXT = 50_000
"""The longest free text that is read, in characters."""


def judge_text(task: Task, response: str, ticks: Collection[str] | None) -> Finding:
    """The credit of a free text, or what its cues suggest."""
    if not response.strip() and not ticks:
        return BLANK
    if len(response) > MAX_TEXT:
        return invalid(Unreadable(f"a text is read up to {MAX_TEXT:,} characters", 0, len(response)))
    suggested = suggest(task.rubric, response)
    if ticks is None and not task.cues_decide:
        return Finding(
            result="undecided",
            evidence=Evidence(
                "rubric",
                {
                    "suggested": suggested,
                    "points": sum(point.points for point in task.rubric if point.id in suggested),
                    "of": _total(task.rubric),
                },
            ),
            message=_suggestion(task.rubric, suggested),
        )
    awarded = suggested if ticks is None else list(ticks)
    known = {point.id for point in task.rubric} | set(task.red_flags)
    for tick in awarded:
        if tick not in known:
            return invalid(
                Unreadable(f"the rubric has no point {quoted(tick)}: it has {', '.join(sorted(known))}")
            )
    return _marked(task.rubric, task.red_flags, awarded, by="cues" if ticks is None else "ticks")


def suggest(rubric: Collection[RubricPoint], response: str) -> list[str]:
    """The points whose every cue is met by one of its alternatives."""
    folded = _folded(response)
    return [
        point.id
        for point in rubric
        if point.look_for
        and all(any(_folded(cue) in folded for cue in alternatives) for alternatives in point.look_for)
    ]


def _marked(
    rubric: Collection[RubricPoint], red_flags: Mapping[str, float], awarded: list[str], by: str
) -> Finding:
    earned = sum(point.points for point in rubric if point.id in awarded)
    lost = sum(abs(red_flags[flag]) for flag in awarded if flag in red_flags)
    whole = _total(rubric)
    credit = max(0.0, min(1.0, (earned - lost) / whole)) if whole else 1.0
    evidence = Evidence("rubric", {"by": by, "awarded": awarded, "points": earned - lost, "of": whole})
    missing = [point.missing or point.award for point in rubric if point.id not in awarded]
    message = "\n".join(f"- {text}" for text in missing if text)
    if credit == 1:
        return right(evidence)
    flag = next((flag for flag in awarded if flag in red_flags), None)
    return wrong(evidence, credit=credit, message=message, mistake=flag)


def _total(rubric: Collection[RubricPoint]) -> float:
    return sum(point.points for point in rubric)


def _suggestion(rubric: Collection[RubricPoint], suggested: list[str]) -> str:
    found = [f"- [x] {point.award}" for point in rubric if point.id in suggested]
    open_points = [f"- [ ] {point.award}" for point in rubric if point.id not in suggested]
    return "\n".join(
        ["Compare your answer with the rubric; ticked is what its words suggest.", "", *found, *open_points]
    )


def _folded(text: str) -> str:
    """Text for looking up cues: case, accents, hyphens and runs of space do not count."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("−", "-")
    return re.sub(r"[\s‐‑–-]+", " ", "".join(c for c in plain if not unicodedata.combining(c)))
