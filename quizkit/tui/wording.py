"""How is a verdict told? Its headline, its reasons as Markdown, and the marks of parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.errors import printable
from quizkit.typeset.caret import caret_lines

if TYPE_CHECKING:
    from quizkit.grading import Outcome, Response, Verdict
    from quizkit.practice.session import Sitting
    from quizkit.variants import Variant

MARKS: dict[Outcome, str] = {
    "correct": "✓",
    "partly-correct": "◐",
    "incorrect": "✗",
    "invalid": "!",
    "undecided": "?",
}
UNMARKED = "·"
"""The mark of a part that has no verdict."""

_WORDS: dict[Outcome, str] = {
    "correct": "Correct",
    "partly-correct": "Partly correct",
    "incorrect": "Not right",
    "invalid": "This cannot be read",
    "undecided": "Undecided",
}
_FREE: dict[Outcome, str] = {
    "invalid": "no try is spent",
    "undecided": "no mark is lost",
}
MOST_DIFFICULT = 5
_RECALLED = 120
"""The most characters of an answer that a verdict repeats."""
_BESIDE_CARET = 12
"""Columns around the window of a caret: margins, and the label of a part."""


def count(number: int, what: str) -> str:
    """``1 hint``, ``2 hints``; also ``2 tries``."""
    if number == 1:
        return f"1 {what}"
    return f"{number} {what[:-1]}ies" if what.endswith("y") else f"{number} {what}s"


def title(sitting: Sitting) -> str:
    """Where a sitting stands: the place, how hard the problem is, the tries left, its name."""
    question = sitting.variant.question
    words = [
        f"{sitting.place + 1}/{len(sitting.plan)}",
        "●" * question.difficulty + "○" * (MOST_DIFFICULT - question.difficulty),
        count(sitting.tries_left, "try") if sitting.phase == "asking" else "",
        question.title,
    ]
    return " · ".join(word for word in words if word)


def headline(sitting: Sitting) -> str:
    """The newest verdict in a line: a mark, a word, and what it costs."""
    verdict = sitting.latest
    if verdict is None:
        return ""
    words = [f"{MARKS[verdict.outcome]} {_word(verdict)}"]
    if verdict.outcome == "partly-correct":
        words.append(f"{verdict.credit:.0%} of the credit")
    if verdict.carried and verdict.parts is None:
        words.append("carried forward from your own value")
    if verdict.outcome in _FREE:
        words.append(_FREE[verdict.outcome])
    elif sitting.phase == "asking" and verdict.outcome != "correct":
        words.append(f"{count(sitting.tries_left, 'try')} left")
    return " · ".join(words)


def _word(verdict: Verdict) -> str:
    if verdict.outcome != "invalid":
        return _WORDS[verdict.outcome]
    if verdict.parts is not None:
        return "Not everything can be read" if not _all_blank(verdict) else "Nothing was answered"
    return "Nothing was answered" if verdict.evidence.kind == "blank" else _WORDS["invalid"]


def _all_blank(verdict: Verdict) -> bool:
    return all(inner.evidence.kind == "blank" for inner in (verdict.parts or {}).values())


def reasons(verdict: Verdict, response: Response, columns: int) -> str:
    """Why, as Markdown: of parts, part by part."""
    if verdict.parts is None:
        return reason(verdict, response, columns)
    if _all_blank(verdict):
        return ""
    told = []
    for part, inner in verdict.parts.items():
        given = response.get(part, "") if isinstance(response, dict) else ""
        if inner.evidence.kind == "blank":
            told.append(f"**({part})** {MARKS['invalid']} Still open.")
            continue
        first = f"**({part})** {MARKS[inner.outcome]} {_WORDS[inner.outcome]}."
        if inner.read_as is not None and inner.outcome != "correct":
            first += f" You wrote {literal(printable(inner.read_as.text, _RECALLED))}"
        told += [first, *_reason(inner, given, columns)]
    return "\n\n".join(told)


def reason(verdict: Verdict, response: Response, columns: int) -> str:
    """Why, of one part, as Markdown."""
    return "\n\n".join(_reason(verdict, response, columns))


def _reason(verdict: Verdict, response: Response, columns: int) -> list[str]:
    """The paragraphs of one verdict. What is said of an unreadable text quotes it, and is no Markdown."""
    if verdict.evidence.kind in {"blank", "rubric"} and verdict.outcome in {"invalid", "undecided"}:
        return []
    if verdict.outcome != "invalid":
        return [verdict.message] if verdict.message else []
    told: list[str] = []
    if verdict.caret is not None and isinstance(response, str):
        window = max(16, min(60, columns - _BESIDE_CARET))
        told.append("\n".join("    " + line for line in caret_lines(response, *verdict.caret, window)))
    message = verdict.message[:1].upper() + verdict.message[1:]
    readings = verdict.evidence.details.get("readings")
    if isinstance(readings, list | tuple) and readings:
        message += f". Did you mean {' or '.join(map(str, readings))}?"
    told.append(literal(message))
    return told


def literal(text: str) -> str:
    """Text as Markdown that shows it as it is."""
    return "".join(
        f"\\{char}" if char.isascii() and not char.isalnum() and char > " " else char for char in text
    )


def solution(variant: Variant) -> str:
    """The worked solution as Markdown; letters of options are as this variant shows them."""
    told = [f"**The answer: {variant.key_text()}**"] if variant.choices else []
    if variant.solution:
        told.append(variant.solution)
    told += [f"**({posed.id})** {posed.solution}" for posed in variant.parts if posed.id and posed.solution]
    if not told and (key := variant.key_text()):
        told = [f"The answer: {literal(line)}" for line in key.splitlines()]
    return "\n\n".join(told) or "There is no worked solution."
