"""Plain mode: a sitting line by line, for pipes, screen readers and any terminal.

The same machine as the terminal app's: this face only asks, prints and turns lines into events.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from quizkit.cli.output import Exit, end, say, width
from quizkit.cli.posing import problem_lines, solution_lines, verdict_lines
from quizkit.grading import Response, Verdict
from quizkit.practice.session import (
    Closed,
    Continued,
    Event,
    GivenUp,
    HintShown,
    Result,
    Sitting,
    Skipped,
    advance,
)
from quizkit.typeset import plain
from quizkit.variants import PosedTask, Variant

HELP = "Type your answer. Or: hint · skip · solution (give up) · quit · ? (how to type mathematics)"
TYPING = (
    "Write 2x or 2*x, x^2, sqrt(x), log(x) (natural; log2(x) for bits), exp(x), 1/3, 35%.",
    "Vectors [1, 2, 3]; matrices [[1, 2], [3, 4]]; pieces cases(x < 0 -> 0, x > 0 -> 1).",
    "A formula counts like its value: -log(0.7) and 0.3567 are the same answer.",
)
MARKS = {
    "correct": "ok  ",
    "partly-correct": "part",
    "incorrect": "no  ",
    "given-up": "gave up",
    "skipped": "skipped",
    "unanswered": "open",
}


class _InputEnded(Exception):
    """stdin has no more lines."""


def sit(plan: Sequence[Variant]) -> None:
    """Pose the problems of a plan one after the other, and print what came of them."""
    sitting = Sitting(plan=tuple(plan))
    try:
        while sitting.phase != "closed":
            sitting = _problem(sitting)
    except (_InputEnded, KeyboardInterrupt) as stopped:
        say("")
        sitting = advance(sitting, Closed(at=_now()))
        _summary(sitting.results)
        if isinstance(stopped, KeyboardInterrupt):
            end(Exit.INTERRUPTED)
        if not any(result.tries for result in sitting.results):
            end(Exit.NOTHING, "quizkit: the input ended before an answer was given")
        return
    _summary(sitting.results)


def _problem(sitting: Sitting) -> Sitting:
    """One problem, from its prompt to its solution."""
    place = sitting.place
    columns = width()
    say("", f"Problem {place + 1} of {len(sitting.plan)}", "")
    say(*problem_lines(sitting.variant, columns), "", HELP)
    responses: dict[str, Response] = {}
    while sitting.phase != "closed" and sitting.place == place:
        match sitting.phase:
            case "asking":
                sitting = _turn(sitting, responses, columns)
            case "ticking":
                sitting = _tick(sitting, responses)
            case _:
                say("", *solution_lines(sitting.variant, columns))
                sitting = advance(sitting, Continued(at=_now()))
    return sitting


def _turn(sitting: Sitting, responses: dict[str, Response], columns: int) -> Sitting:
    """Ask for what is still open, and grade it."""
    variant = sitting.variant
    for part in _open_parts(variant, sitting.latest):
        event = _ask(sitting, part, responses, columns)
        while isinstance(event, HintShown):
            sitting = advance(sitting, event)
            event = _ask(sitting, part, responses, columns)
        if event is not None:
            return advance(sitting, event)
    response: Response = responses if variant.question.kind == "parts" else responses[""]
    graded = sitting.answered(response, _now())
    sitting = advance(sitting, graded)
    if sitting.latest is not None or sitting.results:
        verdict = graded.attempt.verdict  # type: ignore[union-attr]
        say("", *verdict_lines(verdict, response, columns))
    if sitting.phase == "asking" and sitting.latest and sitting.latest.outcome in _WRONG:
        left = sitting.tries_left
        say(f"  {left} {'try' if left == 1 else 'tries'} left.")
    return sitting


_WRONG = {"incorrect", "partly-correct"}


def _open_parts(variant: Variant, latest: Verdict | None) -> list[PosedTask]:
    """The parts that still need an answer: all at first, then those that were not right."""
    if latest is None or latest.parts is None:
        return list(variant.parts)
    return [part for part in variant.parts if latest.parts[part.id].outcome != "correct"]


def _ask(sitting: Sitting, part: PosedTask, responses: dict[str, Response], columns: int) -> Event | None:
    """A line of input for one part: kept as its response (None), or an event."""
    label = f"({part.id}) " if part.id else ""
    line = _line(f"{label}> ")
    match line.strip().casefold().removeprefix(":"):
        case "hint":
            if sitting.hints < len(sitting.variant.hints):
                hint = sitting.variant.hints[sitting.hints]
                said = plain(hint, columns).splitlines()
                say(*(f"hint {sitting.hints + 1}: {text}" if i == 0 else text for i, text in enumerate(said)))
            else:
                say("There are no more hints.")
            return HintShown(at=_now())
        case "skip":
            return Skipped(at=_now())
        case "solution" | "give up" | "giveup":
            return GivenUp(at=_now())
        case "quit" | "exit" | "q":
            raise _InputEnded
        case "?" | "help":
            say(*TYPING)
            return _ask(sitting, part, responses, columns)
        case _:
            responses[part.id] = line
            return None


def _tick(sitting: Sitting, responses: dict[str, Response]) -> Sitting:
    """Let the learner compare a free text with the rubric."""
    rubric = sitting.variant.parts[0].rubric
    say("", "Which of these did your answer say? Numbers, or enter for none:")
    say(*(f"  {place}. {point.award} ({point.points:g})" for place, point in enumerate(rubric, start=1)))
    words = _line("points> ").replace(",", " ").split()
    ticked = [rubric[int(word) - 1].id for word in words if word.isdecimal() and 0 < int(word) <= len(rubric)]
    event = sitting.answered(responses[""], _now(), ticks=ticked)
    sitting = advance(sitting, event)
    say("", *verdict_lines(event.attempt.verdict, responses[""], width()))  # type: ignore[union-attr]
    return sitting


def _summary(results: Sequence[Result]) -> None:
    if not results:
        return
    say("", "Summary")
    for result in results:
        mistakes = f"   {', '.join(dict.fromkeys(result.mistakes))}" if result.mistakes else ""
        hints = f"   {result.hints} hint{'s' if result.hints > 1 else ''}" if result.hints else ""
        say(
            f"  {MARKS[result.ending]:8} {result.points:g} of {result.of:g}   {result.question}{hints}{mistakes}"
        )
    earned = sum(result.points for result in results)
    whole = sum(result.of for result in results if result.ending != "skipped")
    say(f"  {earned:g} of {whole:g} points")


def _line(prompt: str) -> str:
    """One line of input. The prompt goes to stdout, so that a screen reader meets it in place."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise _InputEnded
    return line.rstrip("\n")


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a shell reads the clock and hands it down
