"""How is a preview worded? The words that the screen and the web page share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.bank.question import RubricPoint
from quizkit.grading import Outcome
from quizkit.variants import GivenValue
from quizkit.workshop.preview import Preview
from quizkit.workshop.preview_answers import Anticipated

MARKS: dict[Outcome, str] = {
    "correct": "✓",
    "partly-correct": "◐",
    "incorrect": "✗",
    "invalid": "!",
    "undecided": "?",
}
OUTCOMES: dict[Outcome, str] = {
    "correct": "correct",
    "partly-correct": "partly",
    "incorrect": "wrong",
    "invalid": "invalid",
    "undecided": "undecided",
}
UNTYPED = "·"
"""The mark of an answer that cannot be typed here."""
FIGURES_SHOWN = 6
"""Digits behind the point that are shown of a number that has more."""
_LONG = re.compile(rf"(\d\.0*\d{{{FIGURES_SHOWN}}})\d{{3,}}")
_MOST_DIFFICULT = 5


def shortened(text: str, more: str = "…") -> str:
    """Text in which numbers with many decimals are cut: what is typed to the last figure is hard to read."""
    return _LONG.sub(lambda found: found.group(1) + more, text)


def about(preview: Preview) -> str:
    """The question in a line: kind, difficulty, what it is worth, how long it takes."""
    question = preview.variant.question
    words = [
        question.kind,
        "●" * question.difficulty + "○" * (_MOST_DIFFICULT - question.difficulty),
        f"{question.points:g} point{'' if question.points == 1 else 's'}",
    ]
    if question.minutes:
        words.append(f"{question.minutes:g} min")
    if question.topic:
        words.append(question.topic)
    return " · ".join(words)


def drawn(preview: Preview) -> Iterator[tuple[str, str]]:
    """The draw: what was drawn, each with its value, and what was refused on the way."""
    variant = preview.variant
    yield "seed", str(variant.seed)
    if variant.setting:
        yield "setting", variant.setting
    for name, value in variant.given.items():
        yield name, _value(value)
    if preview.refused:
        told = ", ".join(f"{reason} ({count})" for reason, count in preview.reasons.items())
        yield "refused", f"{preview.refused} draw{'' if preview.refused == 1 else 's'}: {told}"


def checked_by(preview: Preview) -> list[str]:
    """The witnesses of the key, by part and kind."""
    return [
        f"{f'({part.posed.id}) ' if part.posed.id else ''}{kind}: {formula}"
        for part in preview.parts
        for kind, formula in part.witnesses
    ]


def credit(answer: Anticipated) -> str:
    """What an answer earns, as a share; an invalid one spends no try, an undecided one loses no mark."""
    if answer.verdict is None or answer.verdict.outcome in {"invalid", "undecided"}:
        return ""
    return f"{answer.verdict.credit:.0%}"


def label(answer: Anticipated) -> str:
    """What an answer is: the key, a mistake, or another by the mistake that is recognised in it."""
    match answer.why:
        case "key":
            return "key"
        case "accepted":
            return "accepted"
        case "mistake":
            return answer.name
        case "test":
            found = answer.verdict and answer.verdict.mistake
            return f"test: {found}" if found else "test"


def cues(point: RubricPoint) -> str:
    """The cues of a rubric point: ``one of a | b, and one of c``."""
    return " and ".join(" | ".join(alternatives) for alternatives in point.look_for)


def _value(value: GivenValue) -> str:
    return f"[{', '.join(map(_value, value))}]" if isinstance(value, tuple) else value
