"""What came of one problem, once it was over: all that memory, mastery and statistics are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Ending = Literal["correct", "partly-correct", "incorrect", "given-up", "skipped", "unanswered"]
"""How a problem ends."""

Mode = Literal["practice", "interview"]
"""The kind of sitting: with feedback after each answer, or only at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """How one problem of a sitting ended."""

    question: str
    """The id, as the bank names it."""
    topic: str
    variant: str
    """The hash of the variant: no two reviews of a question should share it."""
    content: str
    """The hash of the question when it was asked; another one now means that it was changed."""
    at: datetime
    """When it ended: aware, in UTC."""
    seconds: float
    """From posing to ending, without pauses."""
    par: float | None
    """The seconds that its author allows; None where the author says nothing."""
    ending: Ending
    credit: float
    """0 to 1."""
    tries: int
    """How many answers were judged; invalid and undecided ones and free turns are none."""
    hints: int
    last_hint: bool
    """Whether the last hint there is was shown."""
    mistakes: tuple[str, ...] = ()
    """The misconceptions recognised on the way."""
    minor: bool = False
    """Whether all that was wrong was a slip that its author calls minor."""
    mode: Mode = "practice"
    sure: int | None = None
    """How sure the learner was, 1 (guessed) to 3 (sure); None where nobody asked."""
    offset: int = 0
    """Minutes that the learner's clock was ahead of UTC: says on which day it was."""
    mixed: bool = False
    """Whether the problem before it in the sitting asked for another strategy."""

    @property
    def day(self) -> date:
        """The day on the learner's calendar."""
        return (self.at + timedelta(minutes=self.offset)).date()

    @property
    def first_try(self) -> bool:
        """Whether the first answer that was judged was right."""
        return self.ending == "correct" and self.tries == 1

    @property
    def clean(self) -> bool:
        """Whether it was right at the first try and without a hint."""
        return self.first_try and self.hints == 0
