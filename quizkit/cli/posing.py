"""How a problem, a verdict and a solution look as plain lines: for ``ask``, ``try`` and plain mode."""

from __future__ import annotations

from collections.abc import Iterable

from quizkit.cli.output import aligned, count
from quizkit.errors import printable
from quizkit.grading import Response, Verdict
from quizkit.practice.session import Sitting
from quizkit.typeset import plain
from quizkit.variants import PosedTask, Variant

WORDS = {
    "correct": "✓ Correct",
    "partly-correct": "◐ Partly correct",
    "incorrect": "✗ Not right",
    "invalid": "! This cannot be read",
    "undecided": "? Undecided",
}
SPECIAL_WORDS = {
    "blank": "! Nothing was typed",
    "ambiguous": "! This can be read in two ways",
    "form": "✗ Not yet",
    "unit": "✗ Not yet",
    "shape": "✗ Not right",
}
"""What is said instead, by the evidence of what is not correct."""

CARET_WINDOW = 60
"""How much of a long response is shown around what cannot be read."""


def problem_lines(variant: Variant, columns: int) -> list[str]:
    """The problem: its title, prompt, and what each part asks."""
    question = variant.question
    lines = [f"{question.title}  [{question.id}]", ""]
    lines += plain(variant.prompt, columns).splitlines()
    for part in variant.parts:
        if part.id:
            lines += ["", *labelled(f"({part.id})", part.ask, columns)]
        lines += option_lines(part, columns)
    return lines


def option_lines(part: PosedTask, columns: int) -> list[str]:
    """The options of a part, each behind its letter."""
    lines: list[str] = []
    for option in part.options:
        lines += labelled(f"  {option.letter}.", option.text, columns)
    return ["", *lines] if lines else []


def labelled(label: str, markdown: str, columns: int) -> list[str]:
    """A text behind a label."""
    return indented(label, plain(markdown, columns - len(label) - 1).splitlines())


def indented(label: str, lines: Iterable[str]) -> list[str]:
    """Lines behind a label, the further ones below the first."""
    listed = list(lines) or [""]
    margin = " " * (len(label) + 1)
    return [f"{label} {listed[0]}".rstrip(), *(f"{margin}{line}".rstrip() for line in listed[1:])]


def verdict_lines(verdict: Verdict, response: Response, columns: int) -> list[str]:
    """The verdict: one sentence first, then why, then what was understood."""
    if verdict.parts is not None and isinstance(response, dict):
        lines = [_headline_of_parts(verdict)]
        for part, inner in verdict.parts.items():
            below = verdict_lines(inner, response.get(part, ""), columns - len(part) - 3)
            lines += indented(f"({part})", below)
        return lines
    lines = [_headline(verdict)]
    if verdict.evidence.kind == "blank" or "undefined" in verdict.evidence.details or verdict.carried:
        return lines
    if verdict.caret is not None and isinstance(response, str) and "\n" not in response:
        lines += caret_lines(response, *verdict.caret)
    if verdict.message:
        lines += [f"  {line}".rstrip() for line in plain(verdict.message, columns - 2).splitlines()]
    if _is_worth_reading(verdict, response):
        lines.append(f"  read as: {verdict.read_as.text if verdict.read_as else ''}")
    return lines


def _is_worth_reading(verdict: Verdict, response: Response) -> bool:
    """Whether it helps to say how a response was read: it is not right, and it was typed another way."""
    if verdict.read_as is None or verdict.outcome in {"correct", "invalid"}:
        return False
    typed = response if isinstance(response, str) else ""
    return "".join(typed.split()) != "".join(verdict.read_as.text.split())


def _headline(verdict: Verdict) -> str:
    headline = WORDS[verdict.outcome]
    if verdict.outcome != "correct":
        headline = SPECIAL_WORDS.get(verdict.evidence.kind, headline)
    if "undefined" in verdict.evidence.details:
        headline = f"! This has no value: {verdict.evidence.details['undefined']}"
    if verdict.outcome in {"partly-correct", "incorrect"} and verdict.credit:
        headline = f"{WORDS['partly-correct']} ({verdict.credit:.0%} of the credit)"
    if verdict.carried:
        headline += ", carried forward from your own earlier value"
    return headline + "."


def _headline_of_parts(verdict: Verdict) -> str:
    parts = (verdict.parts or {}).values()
    right = f"{sum(part.outcome == 'correct' for part in parts)} of {len(parts)} parts right"
    match verdict.outcome:
        case "correct":
            return f"{WORDS['correct']}."
        case "invalid":
            blank = all(part.evidence.kind == "blank" for part in parts if part.outcome == "invalid")
            return f"! {'Not complete' if blank else 'Not all parts can be read'}: {right}."
        case "undecided":
            return f"{WORDS['undecided']}: {right}."
        case _:
            credit = f" ({verdict.credit:.0%} of the credit)" if verdict.credit else ""
            return f"{WORDS[verdict.outcome]}: {right}{credit}."


def caret_lines(response: str, start: int, end: int, most: int = CARET_WINDOW) -> list[str]:
    """The response with the unreadable part underlined; only a window of a long one."""
    first = max(0, min(start - most // 2, len(response) - most))
    last = first + most
    before = ("…" if first else "") + printable(response[first:start], 4 * most)
    marked = printable(response[start : min(max(end, start), last)], 4 * most)
    after = printable(response[max(end, start) : last], 4 * most)
    rest = "…" if last < len(response) else ""
    underline = "~" * (len(marked) - 1) + "^" if marked else "^"
    return [f"  {before}{marked}{after}{rest}", f"  {' ' * len(before)}{underline}"]


def key_lines(variant: Variant, columns: int) -> list[str]:
    """The key, part by part where there are parts; free text has none."""
    keys = [(part.id, variant.key_text(part.id)) for part in variant.parts]
    lines = [f"  ({part}) {key}" if part else f"key: {key}" for part, key in keys if key]
    if not lines:
        return labelled("key:", "a text, judged by its rubric", columns)
    return ["key:", *lines] if keys[0][0] else lines


def solution_lines(variant: Variant, columns: int) -> list[str]:
    """The worked solution, part by part where there are parts; without one, the key."""
    lines: list[str] = []
    if variant.solution:
        lines += plain(variant.solution, columns).splitlines()
    for part in variant.parts:
        if part.id and part.solution:
            lines += ["", *labelled(f"({part.id})", part.solution, columns)]
    return lines or key_lines(variant, columns)


ENDINGS = {
    "correct": "correct",
    "partly-correct": "partly",
    "incorrect": "wrong",
    "given-up": "gave up",
    "skipped": "skipped",
    "unanswered": "open",
}


def summary_lines(sitting: Sitting) -> list[str]:
    """What came of a sitting: a line for each problem that was begun, and the points."""
    rows = [
        (
            f"  {ENDINGS[result.ending]}",
            f"{result.points:g} of {result.of:g}" if result.ending != "skipped" else "no mark",
            result.question,
            "  ".join([*_hints(result.hints), ", ".join(dict.fromkeys(result.mistakes))]),
        )
        for result in sitting.results
    ]
    marked = [result for result in sitting.results if result.ending != "skipped"]
    earned = sum(result.points for result in marked)
    total = f"  {earned:g} of {count_points(sum(result.of for result in marked))}"
    unbegun = len(sitting.plan) - len(sitting.results)
    if unbegun:
        total += f"; {count(unbegun, 'problem')} not begun"
    return ["Summary", *aligned(rows), total]


def _hints(number: int) -> list[str]:
    return [count(number, "hint")] if number else []


def count_points(points: float) -> str:
    """``1 point``, ``0.5 points``."""
    return f"{points:g} point{'' if points == 1 else 's'}"
