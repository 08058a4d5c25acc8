"""What may happen in a sitting. Every event knows the moment ``at`` which it happened: aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quizkit.grading import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A response was graded."""

    attempt: Attempt

    @property
    def at(self) -> datetime:
        """When it was given."""
        return self.attempt.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """The learner compared a free text with the rubric; the attempt holds the verdict on the ticks."""

    attempt: Attempt

    @property
    def at(self) -> datetime:
        """When that was done."""
        return self.attempt.at


@dataclass(frozen=True, slots=True, kw_only=True)
class HintShown:
    """The next hint was asked for."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """The solution was asked for."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The problem was put aside, without a mark; of a free text after an interview: the ticking was."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued:
    """The solution was read; on to the next problem."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The sitting was ended early; an interview was handed in."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """The latest grade of the present problem was taken back, by an answer or by giving up."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """The learner holds the verdict to be wrong: the problem does not count."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """A new variant of the problem that was just ended was asked for."""

    seed: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """How sure the learner is of the answer to the present problem: 1 (guessed), 2, or 3 (sure)."""

    level: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The clock was stopped."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """The clock goes on."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """In an interview: another problem, by its place in the plan, was turned to."""

    place: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """In an interview: the present problem was flagged to return to, or its flag was taken away."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedOut:
    """The time of an interview is up."""

    at: datetime


Event = (
    Answered
    | Ticked
    | HintShown
    | GivenUp
    | Skipped
    | Continued
    | Closed
    | Undone
    | Disputed
    | Renewed
    | Sure
    | Paused
    | Resumed
    | Turned
    | Flagged
    | TimedOut
)
