"""Plain mode: a sitting line by line, for pipes, screen readers and any terminal.

The same machine as the terminal app's: this face only asks, prints and turns lines into events.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import assert_never

from quizkit.bank.question import Kind
from quizkit.cli.lines import InputEnded, Left, Wish, line_or_wish, lines_or_wish
from quizkit.cli.output import Exit, count, end, say, width
from quizkit.cli.posing import (
    count_points,
    labelled,
    problem_lines,
    solution_lines,
    summary_lines,
    verdict_lines,
)
from quizkit.errors import printable
from quizkit.grading import Response, Verdict
from quizkit.practice.session import (
    Closed,
    Continued,
    Event,
    GivenUp,
    HintShown,
    Sitting,
    Skipped,
    advance,
    is_free,
    ladder,
)
from quizkit.variants import PosedTask, Variant

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
WISHES = "Or type: hint, skip, solution (give up), quit, ? (how to type mathematics)."
TYPING = (
    "Write 2x or 2*x, x^2, sqrt(x), exp(x), log(x) (natural; log2(x) for bits), 35%.",
    "Vectors [1, 2]; matrices [[1, 2], [3, 4]]; cases(x < 0 -> 0, x > 0 -> 1).",
    "A formula counts like its value: -log(0.7) and 0.3567 are the same answer.",
    WISHES,
)


def sit(plan: Sequence[Variant]) -> None:
    """Pose the problems of a plan one after the other, and print what came of them.

    Ends with INTERRUPTED after ctrl+c, and with NOTHING if the input ended before anything was answered.
    """
    face = _Face(Sitting(plan=tuple(plan)))
    code, message = Exit.DONE, ""
    try:
        face.run()
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except Left:
        pass
    except InputEnded:
        if not face.was_answered:
            code, message = Exit.NOTHING, "quizkit: the input ended before an answer was given"
    if face.sitting.phase != "closed":
        say("")
        face.happen(Closed(at=_now()))
    say("", *summary_lines(face.sitting))
    if code or message:
        end(code, message)


class _Face:
    """A sitting, shown line by line."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.columns = width()
        self.responses: dict[str, Response] = {}
        """The newest answer to each part of the present problem."""
        self.was_answered = False

    def run(self) -> None:
        """Pose, ask and tell until the plan is done."""
        posed = -1
        while self.sitting.phase != "closed":
            if posed != self.sitting.place:
                posed = self.sitting.place
                self.pose()
            match self.sitting.phase:
                case "asking":
                    self.take_turn()
                case "ticking":
                    self.take_ticks()
                case "reviewing":
                    say("", "Solution", "", *solution_lines(self.sitting.variant, self.columns))
                    self.happen(Continued(at=_now()))

    def happen(self, event: Event) -> None:
        """Let the machine take an event."""
        self.sitting = advance(self.sitting, event)

    def pose(self) -> None:
        """Show a problem that has just begun."""
        variant = self.sitting.variant
        self.responses = {}
        say("", f"Problem {self.sitting.place + 1} of {len(self.sitting.plan)}", "")
        say(*problem_lines(variant, self.columns), "", HOW[variant.question.kind])
        if self.sitting.place == 0:
            say(*textwrap.wrap(WISHES, self.columns))

    def take_turn(self) -> None:
        """Ask for what is not right yet, and have it graded."""
        again = self.sitting.latest is not None
        for part in _open_parts(self.sitting):
            if not self.answer(part, again=again):
                return
        self.grade(None)

    def answer(self, part: PosedTask, *, again: bool) -> bool:
        """Ask for the answer to one part; False if the problem was ended instead."""
        label = f"({part.id}) " if part.id else ""
        while True:
            typed = (lines_or_wish if part.kind == "text" else line_or_wish)(f"{label}> ")
            if isinstance(typed, Wish):
                if self.grant(typed):
                    return False
                continue
            before = self.responses.get(part.id)
            if not typed.strip() and part.id and again and before:
                say(f"{label}stays {printable(str(before))}")
            else:
                self.responses[part.id] = typed
            return True

    def grant(self, wish: Wish) -> bool:
        """Do what is wished; True if that ends the problem."""
        match wish:
            case Wish.HINT:
                self.show_hint()
            case Wish.HELP:
                say(*(line for text in TYPING for line in textwrap.wrap(text, self.columns)))
            case Wish.SKIP:
                self.happen(Skipped(at=_now()))
                return True
            case Wish.SOLUTION:
                self.happen(GivenUp(at=_now()))
                return True
            case Wish.QUIT:
                raise Left
            case _:
                assert_never(wish)
        return False

    def show_hint(self) -> None:
        """Show the next hint, if there is one and answers are still being asked for."""
        hints = ladder(self.sitting.variant)
        if self.sitting.phase != "asking" or self.sitting.hints == len(hints):
            say("There are no more hints." if hints else "There are no hints for this problem.")
            return
        say(*labelled(f"Hint {self.sitting.hints + 1}:", hints[self.sitting.hints], self.columns))
        self.happen(HintShown(at=_now()))

    def grade(self, ticks: list[str] | None) -> None:
        """Have the answers graded, and tell the verdict."""
        parts = self.sitting.variant.question.kind == "parts"
        response: Response = dict(self.responses) if parts else self.responses[""]
        event = self.sitting.answered(response, _now(), ticks=ticks)
        verdict = event.attempt.verdict
        self.was_answered = self.was_answered or verdict.outcome != "invalid"
        self.happen(event)
        if self.sitting.phase == "ticking" and ticks is None:
            return
        say("", *verdict_lines(verdict, response, self.columns))
        if self.sitting.phase == "asking":
            left = count(self.sitting.tries_left, "try")
            say(f"  That cost no try: {left} left." if is_free(verdict) else f"  {left} left.")
            if verdict.parts is not None:
                say("  Asked again is what is not right; enter keeps an answer.")

    def take_ticks(self) -> None:
        """Let the learner compare a free text with the rubric."""
        posed = _text_part(self.sitting)
        suggested = _suggested(self.sitting.latest, posed.id)
        say("", "Which of these does your answer say? Marked with * is what its words suggest.")
        for place, point in enumerate(posed.rubric, start=1):
            mark = "*" if point.id in suggested else " "
            worth = count_points(point.points)
            say(*labelled(f"{mark}{place:>2}.", f"{point.award} ({worth})", self.columns))
        say("Answer with their numbers, such as 1 3; none; or enter for those marked.")
        while True:
            typed = line_or_wish("> ")
            if isinstance(typed, Wish):
                if self.grant(typed):
                    return
                continue
            words = typed.replace(",", " ").split()
            numbers = [int(word) for word in words if word.isdecimal() and len(word) < 4]
            if words == ["none"]:
                self.grade([])
                return
            if not words:
                self.grade(suggested)
                return
            if len(numbers) == len(words) and all(0 < number <= len(posed.rubric) for number in numbers):
                self.grade([posed.rubric[number - 1].id for number in dict.fromkeys(numbers)])
                return
            say(f"Numbers from 1 to {len(posed.rubric)}, please.")


def _open_parts(sitting: Sitting) -> list[PosedTask]:
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


def _text_part(sitting: Sitting) -> PosedTask:
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


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a shell reads the clock and hands it down
