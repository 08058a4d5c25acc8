"""What a person is asked for, and how what was typed is understood: which parts, which points of a rubric."""

from __future__ import annotations

from collections.abc import Mapping

from quizkit.bank.question import Kind
from quizkit.cli.posing import count_points, labelled
from quizkit.grading import Verdict
from quizkit.practice.session import Sitting
from quizkit.variants import PosedTask

HOW: Mapping[Kind, str] = {
    "number": "Answer with a number, or a formula for it.",
    "expression": "Answer with a formula.",
    "vector": "Answer like [1, 2, 3].",
    "matrix": "Answer like [[1, 2], [3, 4]].",
    "choice": "Answer with a letter.",
    "select": "Answer with every letter that holds, such as A C.",
    "text": "Answer in your own words; an empty line ends the answer.",
    "parts": "Answer part by part.",
}


def rubric_lines(sitting: Sitting, columns: int) -> list[str]:
    """The points of a rubric, numbered; marked are those that the words of the text suggest."""
    posed = text_part(sitting)
    suggested = _suggested(sitting.latest, posed.id)
    lines = ["Which of these does your answer say? Marked with * is what its words suggest."]
    for place, point in enumerate(posed.rubric, start=1):
        mark = "*" if point.id in suggested else " "
        worth = count_points(point.points)
        lines += labelled(f"{mark}{place:>2}.", f"{point.award} ({worth})", columns)
    return [*lines, "Answer with their numbers, such as 1 3; none; or enter for those marked."]


def ticks_in(typed: str, sitting: Sitting) -> list[str] | None:
    """The points that a line ticks: by their numbers, none, or those suggested; None if it cannot be read."""
    posed = text_part(sitting)
    words = typed.replace(",", " ").split()
    if words == ["none"]:
        return []
    if not words:
        return _suggested(sitting.latest, posed.id)
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 4]
    if len(numbers) == len(words) and all(0 < number <= len(posed.rubric) for number in numbers):
        return [posed.rubric[number - 1].id for number in dict.fromkeys(numbers)]
    return None


def open_parts(sitting: Sitting) -> list[PosedTask]:
    """The parts to ask for: all at first, then those not right, and those right only by an earlier slip."""
    latest = sitting.latest
    if latest is None or latest.parts is None:
        return list(sitting.variant.parts)
    verdicts = latest.parts
    return [
        part
        for part in sitting.variant.parts
        if verdicts[part.id].outcome != "correct" or verdicts[part.id].carried
    ]


def text_part(sitting: Sitting) -> PosedTask:
    """The free text that awaits its ticks."""
    part = sitting.latest.evidence.details.get("part") if sitting.latest else None
    texts = [posed for posed in sitting.variant.parts if posed.kind == "text"]
    return next((posed for posed in texts if posed.id == part), texts[0])


def _suggested(verdict: Verdict | None, part: str) -> list[str]:
    """The rubric points that the words of a free text suggest."""
    if verdict is not None and verdict.parts is not None:
        verdict = verdict.parts[part]
    found = verdict.evidence.details.get("suggested") if verdict is not None else None
    return [str(point) for point in found] if isinstance(found, list) else []
