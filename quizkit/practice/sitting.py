"""The state of a sitting: where it stands, and how its problems ended. Plain values, no rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from quizkit.grading import Attempt, Response, Verdict
    from quizkit.practice.events import Answered, Ticked
    from quizkit.practice.reviews import Ending, Mode
    from quizkit.variants import Variant

Phase = Literal["asking", "ticking", "reviewing", "closed"]

TRIES = 2
"""How many wrong answers a typed problem allows."""
TRIES_OF_OPTIONS = 1
"""How many a choice among options allows: the second would be guessing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one problem ended."""

    question: str
    seed: int
    ending: Ending
    credit: float
    points: float
    of: float
    """The points the question is worth."""
    tries: int
    hints: int
    mistakes: tuple[str, ...]
    """The misconceptions recognised on the way."""
    at: datetime | None = None
    """When it ended; None where nobody told the time."""
    seconds: float = 0.0
    """From posing to ending, without pauses."""
    last_hint: bool = False
    """Whether the last hint there is was shown."""
    minor: bool = False
    """Whether all that was wrong was a slip that its author calls minor."""
    sure: int | None = None
    disputed: bool = False
    """Whether the learner holds the verdict to be wrong; then it does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One problem of an interview while it goes on."""

    attempt: Attempt | None = None
    """The newest answer that can be read; its verdict is for the end."""
    seconds: float = 0.0
    """How long it lay open, up to when it was last left."""
    sure: int | None = None
    flagged: bool = False
    unticked: bool = False
    """Whether the learner does not wish to compare a free text with its rubric."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """The state of a sitting: a plan of problems, where it stands, and what has happened."""

    plan: tuple[Variant, ...]
    mode: Mode = "practice"
    limit: float | None = None
    """The seconds that an interview may take."""
    place: int = 0
    phase: Phase = "asking"
    tries: int = 0
    hints: int = 0
    credit: float = 0.0
    """What the newest response that could be judged has earned of the present problem."""
    latest: Verdict | None = None
    """The verdict on the newest response to the present problem; in an interview only an invalid one."""
    mistakes: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    wrong: bool = False
    """Whether an answer to the present problem was wrong in more than a minor slip."""
    slipped: bool = False
    """Whether one was wrong by a minor slip."""
    sure: int | None = None
    disputed: bool = False
    clock: datetime | None = None
    """Since when the present problem has been worked at; None while paused, or if nobody tells the time."""
    spent: float = 0.0
    """The seconds spent on it before."""
    paused: bool = False
    sheets: tuple[Sheet, ...] = ()
    """The problems of an interview."""
    timed_out: bool = False
    before: Sitting | None = field(default=None, repr=False)
    """The sitting before the latest grade of the present problem, if that can be undone."""

    @property
    def variant(self) -> Variant:
        """The present problem."""
        return self.plan[self.place]

    @property
    def tries_left(self) -> int:
        """How many wrong answers the present problem still allows."""
        return allowed(self.variant) - self.tries

    @property
    def shown_hints(self) -> tuple[str, ...]:
        """The hints that have been asked for."""
        return ladder(self.variant)[: self.hints]

    @property
    def can_undo(self) -> bool:
        """Whether the latest grade can be undone."""
        return self.before is not None and self.phase != "closed" and not self.paused

    def seconds(self, at: datetime) -> float:
        """The seconds spent on the present problem until then, pauses left out; never fewer than before."""
        return self.spent + (0.0 if self.clock is None else max(0.0, (at - self.clock).total_seconds()))

    def used(self, at: datetime) -> float:
        """The seconds of an interview that are used."""
        others = sum(sheet.seconds for place, sheet in enumerate(self.sheets) if place != self.place)
        return others + self.seconds(at)

    def left(self, at: datetime) -> float | None:
        """The seconds of an interview that are left, not below 0; None where there is no limit."""
        return None if self.limit is None else max(0.0, self.limit - self.used(at))

    def answered(self, response: Response, at: datetime, ticks: list[str] | None = None) -> Answered | Ticked:
        """The event of grading this response to the present problem."""
        from quizkit.grading import Attempt, grade  # with the first answer, not with the first problem
        from quizkit.practice.events import Answered, Ticked

        verdict = grade(self.variant, response, ticks=ticks)
        attempt = Attempt(
            question=self.variant.question.id,
            seed=self.variant.seed,
            setting=self.variant.setting,
            response=response,
            verdict=verdict,
            at=at,
        )
        return Answered(attempt=attempt) if ticks is None else Ticked(attempt=attempt)


def begun(
    plan: Sequence[Variant],
    *,
    mode: Mode = "practice",
    at: datetime | None = None,
    limit: float | None = None,
) -> Sitting:
    """A sitting that has just begun. ``limit``: the seconds that an interview may take."""
    sheets = tuple(Sheet() for _ in plan) if mode == "interview" else ()
    return Sitting(plan=tuple(plan), mode=mode, limit=limit, clock=at, sheets=sheets)


def ladder(variant: Variant) -> tuple[str, ...]:
    """The hints of a problem, Markdown, in the order in which they are shown: those of parts come last."""
    of_parts = (f"({part.id}) {hint}" for part in variant.parts if part.id for hint in part.hints)
    return (*variant.hints, *of_parts)


def allowed(variant: Variant) -> int:
    """How many wrong answers a problem allows."""
    return TRIES_OF_OPTIONS if variant.question.kind in {"choice", "select", "text"} else TRIES
