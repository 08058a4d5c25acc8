"""How a problem, a verdict and a solution look as plain lines: for ``ask``, ``try`` and plain mode."""

from __future__ import annotations

from collections.abc import Iterable

from quizkit.grading import Verdict
from quizkit.typeset import plain
from quizkit.variants import PosedTask, Variant

WORDS = {
    "correct": "✓ Correct",
    "partly-correct": "◐ Partly correct",
    "incorrect": "✗ Not right",
    "invalid": "! This cannot be read",
    "undecided": "? Undecided",
}


def problem_lines(variant: Variant, columns: int) -> list[str]:
    """The problem: its title, prompt, and what each part asks."""
    question = variant.question
    lines = [f"{question.title}  [{question.id}]", ""]
    lines += plain(variant.prompt, columns).splitlines()
    for part in variant.parts:
        if part.id:
            lines += ["", *indented(f"({part.id})", plain(part.ask, columns - 6).splitlines())]
        lines += option_lines(part, columns)
    return lines


def option_lines(part: PosedTask, columns: int) -> list[str]:
    """The options of a part, each behind its letter."""
    lines: list[str] = []
    for option in part.options:
        lines += indented(f"  {option.letter}.", plain(option.text, columns - 6).splitlines())
    return ["", *lines] if lines else []


def indented(label: str, lines: Iterable[str]) -> list[str]:
    """Lines behind a label, the further ones below the first."""
    listed = list(lines) or [""]
    margin = " " * (len(label) + 1)
    return [f"{label} {listed[0]}".rstrip(), *(f"{margin}{line}".rstrip() for line in listed[1:])]


def verdict_lines(verdict: Verdict, response: object, columns: int) -> list[str]:
    """The verdict: one sentence first, then why, then what was understood."""
    if verdict.parts is not None and isinstance(response, dict):
        lines = [_headline(verdict)]
        for part, inner in verdict.parts.items():
            below = verdict_lines(inner, response.get(part, ""), columns - 4)
            lines += indented(f"({part})", below)
        return lines
    lines = [_headline(verdict)]
    if verdict.caret is not None and isinstance(response, str) and "\n" not in response:
        lines += caret_lines(response, *verdict.caret)
    if verdict.message:
        lines += [f"  {line}".rstrip() for line in plain(verdict.message, columns - 2).splitlines()]
    readings = verdict.evidence.details.get("readings")
    if isinstance(readings, list | tuple):
        lines += [f"  Did you mean {' or '.join(str(reading) for reading in readings)} ?"]
    if verdict.read_as is not None and verdict.outcome not in {"correct", "invalid"}:
        lines.append(f"  read as: {verdict.read_as.text}")
    return lines


def _headline(verdict: Verdict) -> str:
    headline = WORDS[verdict.outcome]
    if verdict.outcome in {"partly-correct", "incorrect"} and verdict.credit:
        headline += f" ({verdict.credit:.0%} of the credit)"
    if verdict.carried:
        headline += ", carried forward from your own earlier value"
    return headline + "."


def caret_lines(response: str, start: int, end: int, most: int = 60) -> list[str]:
    """The response with the unreadable part underlined; only a window of a long one."""
    from quizkit.errors import printable

    first = max(0, min(start - most // 2, len(response) - most))
    before = printable(response[first:start], 4 * most)
    marked = printable(response[start : min(max(end, start), first + most)], 4 * most)
    after = printable(response[max(end, start) : first + most], 4 * most)
    underline = "~" * (len(marked) - 1) + "^" if marked else "^"
    return [f"  {before}{marked}{after}", f"  {' ' * len(before)}{underline}"]


def solution_lines(variant: Variant, columns: int) -> list[str]:
    """The worked solution, part by part where there are parts."""
    lines: list[str] = []
    if variant.solution:
        lines += plain(variant.solution, columns).splitlines()
    for part in variant.parts:
        if part.id and part.solution:
            lines += ["", *indented(f"({part.id})", plain(part.solution, columns - 6).splitlines())]
    return lines or ["(no worked solution)"]
