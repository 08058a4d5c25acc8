"""Plain mode: a sitting line by line, for pipes, screen readers and any terminal.

The same machine as the terminal app's: this face only asks, prints and turns lines into events.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import assert_never

from quizkit.cli.asking import HOW, open_parts, rubric_lines, text_part, ticks_in
from quizkit.cli.chance import fresh_seed, new_id
from quizkit.cli.clock import now
from quizkit.cli.disputing import file_dispute
from quizkit.cli.lines import (
    InputEnded,
    Left,
    Wish,
    forget_lines,
    line_or_wish,
    lines_or_wish,
    one_line,
    wish_afterwards,
)
from quizkit.cli.output import Exit, count, end, say, tell, width
from quizkit.cli.posing import (
    labelled,
    problem_lines,
    solution_lines,
    summary_lines,
    verdict_lines,
)
from quizkit.errors import printable
from quizkit.grading import Response
from quizkit.practice.keeping import Keeper
from quizkit.practice.resuming import Resumption
from quizkit.practice.session import (
    Continued,
    Event,
    GivenUp,
    HintShown,
    OutOfTurn,
    Renewed,
    Sitting,
    Skipped,
    is_free,
    ladder,
)
from quizkit.variants import PosedTask, Variant

WISHES = "Or type: hint, skip, solution (give up), quit, ? (how to type mathematics)."
TYPING = (
    "Write 2x or 2*x, x^2, sqrt(x), exp(x), log(x) (natural; log2(x) for bits), 35%.",
    "Vectors [1, 2]; matrices [[1, 2], [3, 4]]; cases(x < 0 -> 0, x > 0 -> 1).",
    "A formula counts like its value: -log(0.7) and 0.3567 are the same answer.",
    WISHES,
)


AFTERWARDS = "Enter goes on; or type: new (variant of this), undo (this grade), dispute, quit > "


def sit(
    plan: Sequence[Variant], keeper: Keeper | None = None, options: Mapping[str, object] | None = None
) -> None:
    """Pose the problems of a plan one after the other, keep what is done, and print what came of them.

    ``options``: what the sitting was begun with, as the history keeps it. Ends with INTERRUPTED after
    ctrl+c, and with NOTHING if the input ended before anything was answered.
    """
    kept = keeper or Keeper()
    at = now()
    kept.begin(new_id(at), plan, at=at, options=options)
    _sit(_Face(kept))


def go_on(resumption: Resumption) -> None:
    """Go on with a sitting that had stopped; else as ``sit``."""
    face = _Face(resumption.keeper)
    face.was_answered = True
    response = resumption.response
    if isinstance(response, dict):
        face.responses = dict(response)
    elif response is not None:
        face.responses = {"": response}
    face.posed = resumption.sitting.place
    say("", f"Going on at problem {face.posed + 1} of {len(resumption.sitting.plan)}.")
    say(*resumption.notes)
    face.pose(again=True)
    for part, typed in (resumption.draft or {}).items():
        say(f"You had typed{f' for ({part})' if part else ''}: {printable(str(typed), 200)}")
    _sit(face)


def _sit(face: _Face) -> None:
    code, message = Exit.DONE, ""
    forget_lines()
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
        face.keeper.end(now())
    face.tell_news()
    say("", *summary_lines(face.sitting))
    if code or message:
        end(code, message)


class _Face:
    """A sitting, shown line by line."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self.columns = width()
        self.responses: dict[str, Response] = {}
        """The newest answer to each part of the present problem."""
        self.was_answered = False
        self.posed = -1
        """The place of the problem that was posed last."""

    @property
    def sitting(self) -> Sitting:
        """The state."""
        return self.keeper.sitting

    def run(self) -> None:
        """Pose, ask and tell until the plan is done."""
        while self.sitting.phase != "closed":
            if self.posed != self.sitting.place:
                self.posed = self.sitting.place
                self.responses = {}
                self.pose()
            match self.sitting.phase:
                case "asking":
                    self.take_turn()
                case "ticking":
                    self.take_ticks()
                case "reviewing":
                    say("", "Solution", "", *solution_lines(self.sitting.variant, self.columns))
                    self.after_problem()

    def happen(self, event: Event) -> None:
        """Let the keeper take an event, and tell what it has to say."""
        self.keeper.happen(event)
        self.tell_news()

    def tell_news(self) -> None:
        """Tell what went wrong with the history."""
        if news := self.keeper.news():
            tell(f"quizkit: {news}")

    def pose(self, *, again: bool = False) -> None:
        """Show a problem that has just begun, or is gone on with."""
        variant = self.sitting.variant
        say("", f"Problem {self.sitting.place + 1} of {len(self.sitting.plan)}", "")
        say(*problem_lines(variant, self.columns), "", HOW[variant.question.kind])
        if self.sitting.place == 0 or again:
            say(*textwrap.wrap(WISHES, self.columns))

    def after_problem(self) -> None:
        """On to the next problem, unless something else is wished."""
        while self.sitting.phase == "reviewing":
            match wish_afterwards(AFTERWARDS):
                case Wish.NEW:
                    self.renew()
                case Wish.UNDO:
                    self.undo()
                case Wish.DISPUTE:
                    self.dispute()
                case _:
                    self.happen(Continued(at=now()))

    def renew(self) -> None:
        """Pose another variant of the problem that is over."""
        try:
            self.happen(Renewed(seed=fresh_seed(), at=now()))
        except OutOfTurn as refusal:
            say(f"That is not possible: {refusal}.")

    def undo(self) -> None:
        """Take the latest grade back."""
        try:
            self.keeper.undo(now())
        except OutOfTurn:
            say("There is no grade to undo.")
            return
        self.tell_news()
        say("The grade is undone. Answer again.")

    def dispute(self) -> None:
        """File the newest verdict."""
        if self.sitting.latest is None or self.sitting.disputed:
            say("There is no verdict to dispute.")
            return
        try:
            reason = one_line("Why is it wrong? (one line, or enter) > ")
        except InputEnded:
            reason = ""
        say(*file_dispute(self.keeper, reason, now()))
        self.tell_news()

    def take_turn(self) -> None:
        """Ask for what is not right yet, and have it graded."""
        again = self.sitting.latest is not None
        for part in open_parts(self.sitting):
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
                self.happen(Skipped(at=now()))
                return True
            case Wish.SOLUTION:
                self.happen(GivenUp(at=now()))
                return True
            case Wish.QUIT:
                raise Left
            case Wish.UNDO:
                self.undo()
                # Before a text is compared with its rubric, it is asked for again.
                return self.sitting.phase == "asking" and self.sitting.latest is None
            case Wish.DISPUTE:
                self.dispute()
            case Wish.NEW:
                say("A new variant comes after the problem is over: give up, or answer.")
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
        self.happen(HintShown(at=now()))

    def grade(self, ticks: list[str] | None) -> None:
        """Have the answers graded, and tell the verdict."""
        parts = self.sitting.variant.question.kind == "parts"
        response: Response = dict(self.responses) if parts else self.responses[""]
        event = self.sitting.answered(response, now(), ticks=ticks)
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
        say("", *rubric_lines(self.sitting, self.columns))
        while True:
            typed = line_or_wish("> ")
            if isinstance(typed, Wish):
                if self.grant(typed):
                    return
                continue
            ticks = ticks_in(typed, self.sitting)
            if ticks is not None:
                self.grade(ticks)
                return
            say(f"Numbers from 1 to {len(text_part(self.sitting).rubric)}, please.")
