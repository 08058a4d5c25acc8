"""An interview line by line: problems are turned to and answered, and nothing is told until the end."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import datetime, timedelta

from quizkit.cli.asking import HOW, rubric_lines, text_part, ticks_in
from quizkit.cli.clock import now
from quizkit.cli.interview_report import SURE, clock, report_lines
from quizkit.cli.lines import InputEnded, Left, Wish, forget_lines, line_or_wish, lines_or_wish
from quizkit.cli.output import Exit, count, end, say, tell, width
from quizkit.cli.posing import problem_lines, verdict_lines
from quizkit.errors import printable
from quizkit.grading import Response
from quizkit.practice.keeping import Keeper
from quizkit.practice.resuming import Resumption
from quizkit.practice.session import Closed, Event, Flagged, Paused, Sitting, Skipped, Sure, TimedOut, Turned

WORDS = "Or type: next, back, go 3, flag, list, end (hand in), quit (go on later)."


class Stopped(Exception):
    """The interview is to go on later."""


def go_on(resumption: Resumption) -> None:
    """Go on with an interview that had stopped."""
    say("", "The interview goes on.", *resumption.notes)
    sit_interview(resumption.keeper)


def sit_interview(keeper: Keeper, time: Callable[[], datetime] = now) -> None:
    """Sit an interview that was begun, line by line, and print its report.

    ``time`` is the clock. Ends with INTERRUPTED after ctrl+c or ``quit``: it can be gone on with then.
    """
    face = _Interview(keeper, time)
    forget_lines()
    try:
        face.run()
    except (KeyboardInterrupt, Stopped):
        if not face.sitting.paused and face.sitting.phase != "closed":
            face.happen(Paused(at=time()))
        face.tell_news()
        end(Exit.INTERRUPTED, "quizkit: quizkit resume goes on with this interview")
    except InputEnded:
        while face.sitting.phase != "closed":
            face.happen(Closed(at=time()))
    say("", *report_lines(face.sitting, face.columns))


class _Interview:
    """An interview, shown line by line."""

    def __init__(self, keeper: Keeper, time: Callable[[], datetime]) -> None:
        self.keeper = keeper
        self.time = time
        self.columns = width()

    @property
    def sitting(self) -> Sitting:
        """The state."""
        return self.keeper.sitting

    def run(self) -> None:
        """Ask until it is handed in, then let free texts be compared with their rubrics."""
        of = count(len(self.sitting.plan), "problem")
        limit = "" if self.sitting.limit is None else f", {clock(self.sitting.limit)}"
        say("", f"Interview: {of}{limit}. No verdict until the end; until then answers may be changed.")
        say(*textwrap.wrap(WORDS, self.columns))
        self.pose()
        while self.sitting.phase == "asking":
            try:
                self.take_turn()
            except Left:
                raise Stopped from None
        while self.sitting.phase == "ticking":
            try:
                self.take_ticks()
            except Left:
                self.happen(Closed(at=self.time()))

    def happen(self, event: Event) -> None:
        """Let the keeper take an event, unless the time is up."""
        self.keeper.happen(event)
        self.tell_news()

    def tell_news(self) -> None:
        """Tell what went wrong with the history."""
        if news := self.keeper.news():
            tell(f"quizkit: {news}")

    def is_over(self) -> bool:
        """Whether the time is up; then it is handed in as of the moment at which it was."""
        at = self.time()
        if self.sitting.limit is None or self.sitting.left(at):
            return False
        beyond = self.sitting.used(at) - self.sitting.limit
        say("", "The time is up.")
        self.happen(TimedOut(at=at - timedelta(seconds=beyond)))
        return True

    def pose(self) -> None:
        """Show the present problem, and what was answered to it."""
        sitting = self.sitting
        left = sitting.left(self.time())
        time = "" if left is None else f", {clock(left)} left"
        flag = ", flagged" if sitting.sheets[sitting.place].flagged else ""
        say("", f"Problem {sitting.place + 1} of {len(sitting.plan)}{time}{flag}", "")
        say(*problem_lines(sitting.variant, self.columns), "", HOW[sitting.variant.question.kind])
        attempt = sitting.sheets[sitting.place].attempt
        if attempt is not None:
            say(f"Your answer so far: {printable(_in_words(attempt.response), 200)}")

    def take_turn(self) -> None:
        """Take an answer to every part, or a word."""
        parts = self.sitting.variant.parts
        answers: dict[str, Response] = {}
        for part in parts:
            prompt = f"({part.id}) > " if part.id else "> "
            typed = lines_or_wish(prompt, self.is_word) if part.kind == "text" else line_or_wish(prompt)
            if self.is_over():
                return
            if isinstance(typed, Wish) or self.is_word(typed):
                self.obey(typed.value if isinstance(typed, Wish) else typed)
                return
            answers[part.id] = typed
        if not any(str(answer).strip() for answer in answers.values()):
            return
        response: Response = answers if parts[0].id else answers[""]
        self.happen(self.sitting.answered(response, self.time()))
        latest = self.sitting.latest
        if latest is not None:
            say("", *verdict_lines(latest, response, self.columns), "  It is not kept.")
            return
        say("Kept.")
        self.ask_sure()
        if self.sitting.phase == "asking":
            self.turn_to_open()

    def is_word(self, typed: str) -> bool:
        """Whether a line is one of the words of an interview."""
        word = typed.strip().casefold()
        first, _, rest = word.partition(" ")
        return word in {"next", "back", "flag", "list", "end"} or (first == "go" and rest.strip().isdecimal())

    def obey(self, typed: str) -> None:
        """Do what a word says."""
        word = typed.strip().casefold()
        place, last = self.sitting.place, len(self.sitting.plan) - 1
        match word.split():
            case ["next"]:
                self.turn(min(place + 1, last))
            case ["back"]:
                self.turn(max(place - 1, 0))
            case ["go", number]:
                if not 1 <= int(number[:6]) <= last + 1:
                    say(f"There are problems 1 to {last + 1}.")
                    return
                self.turn(int(number) - 1)
            case ["flag"]:
                self.happen(Flagged(at=self.time()))
                say("Flagged." if self.sitting.sheets[place].flagged else "The flag is gone.")
            case ["list"]:
                self.list()
            case ["end"]:
                self.happen(Closed(at=self.time()))
            case _:
                say(f"There is no {word} in an interview.", *textwrap.wrap(WORDS, self.columns))

    def turn(self, place: int) -> None:
        """Turn to a problem and show it."""
        self.happen(Turned(place=place, at=self.time()))
        self.pose()

    def turn_to_open(self) -> None:
        """On to the next problem without an answer; when all have one, show the list."""
        places = range(len(self.sitting.plan))
        later = [*places[self.sitting.place + 1 :], *places[: self.sitting.place]]
        open_ = [place for place in later if self.sitting.sheets[place].attempt is None]
        if open_:
            self.turn(open_[0])
            return
        self.list()
        say("All are answered: end hands in; go 3 returns to a problem.")

    def list(self) -> None:
        """Say of each problem whether it is answered, and flagged."""
        for place, (variant, sheet) in enumerate(zip(self.sitting.plan, self.sitting.sheets, strict=True)):
            sure = self.sitting.sure if place == self.sitting.place else sheet.sure
            marks = ["answered" if sheet.attempt else "open", SURE[sure], "flagged" if sheet.flagged else ""]
            said = ", ".join(filter(None, marks))
            here = ">" if place == self.sitting.place else " "
            say(f"{here}{place + 1:>3}  {variant.question.title}: {said}")

    def ask_sure(self) -> None:
        """Ask in one key how sure the learner is."""
        while True:
            typed = line_or_wish("How sure? 1 guessed, 2 fairly, 3 sure; or enter > ")
            if self.is_over():
                return
            word = typed.strip() if isinstance(typed, str) else typed.value
            if word in {"1", "2", "3"}:
                self.happen(Sure(level=int(word), at=self.time()))
                return
            if not word or word == "skip":
                return
            say("1, 2 or 3, please.")

    def take_ticks(self) -> None:
        """Let the learner compare a free text with its rubric."""
        sitting = self.sitting
        attempt = sitting.sheets[sitting.place].attempt
        if attempt is None:
            return
        say("", f"Problem {sitting.place + 1}: {sitting.variant.question.title}. You answered:")
        posed = text_part(sitting)
        text = attempt.response.get(posed.id, "") if isinstance(attempt.response, dict) else attempt.response
        say(*(f"  {printable(line, 500)}" for line in str(text).splitlines()))
        say(*rubric_lines(sitting, self.columns))
        typed = line_or_wish("> ")
        if isinstance(typed, Wish):
            self.happen(Skipped(at=self.time()))
            return
        ticks = ticks_in(typed, sitting)
        if ticks is None:
            say(f"Numbers from 1 to {len(posed.rubric)}, please.")
            return
        self.happen(sitting.answered(attempt.response, self.time(), ticks=ticks))


def _in_words(response: Response) -> str:
    if isinstance(response, dict):
        return "; ".join(f"({part}) {_in_words(text)}" for part, text in response.items())
    return ", ".join(response) if isinstance(response, list) else " ".join(response.split())
