"""One sitting, as a machine of events: pure, so that every face of it behaves alike.

``advance(sitting, event)`` is the only way a sitting changes. What a person does becomes an event; the
terminal app, plain mode and programs raise the same events and read the same state, and replaying the
events of a sitting gives the sitting back.

    asking ──answered, invalid or undecided──▶ asking          no try is spent
    asking ──answered, wrong, tries left─────▶ asking
    asking ──answered otherwise, given up────▶ reviewing ──continued──▶ asking, or closed
    asking ──skipped─────────────────────────▶ asking, or closed
    asking ──answered with a free text───────▶ ticking ──ticked──▶ as if answered
    any    ──closed──────────────────────────▶ closed

Every problem that was begun has exactly one result.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from quizkit.errors import QuizkitError
from quizkit.grading import Attempt, Response, Verdict
from quizkit.variants import Variant

Phase = Literal["asking", "ticking", "reviewing", "closed"]

TRIES = 2
"""How many wrong answers a typed problem allows."""
TRIES_OF_OPTIONS = 1
"""How many a choice among options allows: the second would be guessing."""
FREE_TURNS = frozenset({"form", "unit"})
"""Evidence of answers that are right but for their form: they are told, and cost no try."""


class OutOfTurn(QuizkitError):
    """An event that the sitting's phase does not allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A response was graded."""

    attempt: Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """The learner compared a free text with the rubric; the attempt holds the verdict on the ticks."""

    attempt: Attempt


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
    """The problem was put aside, without a mark."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued:
    """The solution was read; on to the next problem."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The sitting was ended early."""

    at: datetime


Event = Answered | Ticked | HintShown | GivenUp | Skipped | Continued | Closed

Ending = Literal["correct", "partly-correct", "incorrect", "given-up", "skipped", "unanswered"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """The state of a sitting: a plan of problems, where it stands, and what has happened."""

    plan: tuple[Variant, ...]
    place: int = 0
    phase: Phase = "asking"
    tries: int = 0
    hints: int = 0
    credit: float = 0.0
    """What the newest response that could be judged has earned of the present problem."""
    latest: Verdict | None = None
    """The verdict on the newest response to the present problem."""
    mistakes: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()

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

    def answered(self, response: Response, at: datetime, ticks: list[str] | None = None) -> Answered | Ticked:
        """The event of grading this response to the present problem."""
        from quizkit.grading import grade  # with the first answer, not with the first problem

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


def ladder(variant: Variant) -> tuple[str, ...]:
    """The hints of a problem, Markdown, in the order in which they are shown: those of parts come last."""
    of_parts = (f"({part.id}) {hint}" for part in variant.parts if part.id for hint in part.hints)
    return (*variant.hints, *of_parts)


def allowed(variant: Variant) -> int:
    """How many wrong answers a problem allows."""
    return TRIES_OF_OPTIONS if variant.question.kind in {"choice", "select", "text"} else TRIES


def advance(sitting: Sitting, event: Event) -> Sitting:
    """The sitting after an event. Raises OutOfTurn for one that its phase does not allow."""
    match event:
        case Answered(attempt=attempt):
            _require(sitting, event, "asking")
            return _judged(sitting, attempt.verdict)
        case Ticked(attempt=attempt):
            _require(sitting, event, "ticking")
            return _judged(sitting, attempt.verdict)
        case HintShown():
            _require(sitting, event, "asking")
            return replace(sitting, hints=min(sitting.hints + 1, len(ladder(sitting.variant))))
        case GivenUp():
            _require(sitting, event, "asking", "ticking")
            return replace(_ended(sitting, "given-up"), phase="reviewing")
        case Skipped():
            _require(sitting, event, "asking", "ticking")
            return _next(_ended(sitting, "skipped"))
        case Continued():
            _require(sitting, event, "reviewing")
            return _next(sitting)
        case Closed():
            if sitting.phase in {"asking", "ticking"}:
                sitting = _ended(sitting, _judgement(sitting) if sitting.tries else "unanswered")
            return replace(sitting, phase="closed")
        case _:
            assert_never(event)


def _require(sitting: Sitting, event: Event, *phases: Phase) -> None:
    if sitting.phase not in phases:
        raise OutOfTurn(f"{type(event).__name__} does not belong into the phase {sitting.phase!r}")


def _judged(sitting: Sitting, verdict: Verdict) -> Sitting:
    """The sitting with a new verdict on the present problem."""
    seen = (verdict.mistake,) if verdict.mistake else ()
    told = replace(sitting, latest=verdict, mistakes=sitting.mistakes + seen)
    if verdict.outcome == "invalid":
        return told
    if verdict.outcome == "undecided":
        return replace(told, phase="ticking") if verdict.evidence.kind == "rubric" else told
    if is_free(verdict):
        return replace(told, phase="asking")
    told = replace(told, tries=told.tries + 1, credit=verdict.credit)
    if verdict.outcome == "correct":
        return replace(_ended(told, "correct"), phase="reviewing")
    if told.tries_left > 0:
        return replace(told, phase="asking")
    return replace(_ended(told, _judgement(told)), phase="reviewing")


def is_free(verdict: Verdict) -> bool:
    """Whether an answer that is not correct costs no try: it cannot be judged, or only its form is wrong.

    Of parts, whether that is so of all that are not correct.
    """
    if verdict.outcome in {"invalid", "undecided"}:
        return True
    if verdict.outcome == "correct":
        return False
    if verdict.parts is None:
        return verdict.evidence.kind in FREE_TURNS
    return all(is_free(part) for part in verdict.parts.values() if part.outcome != "correct")


def _judgement(sitting: Sitting) -> Ending:
    """How a problem ends whose answers were wrong, in whole or in part."""
    return "partly-correct" if sitting.credit > 0 else "incorrect"


def _ended(sitting: Sitting, ending: Ending) -> Sitting:
    """The sitting with the result of the present problem; one that was put aside has no mark."""
    worth = sitting.variant.question.points
    credit = 0.0 if ending == "skipped" else sitting.credit
    result = Result(
        question=sitting.variant.question.id,
        seed=sitting.variant.seed,
        ending=ending,
        credit=credit,
        points=credit * worth,
        of=worth,
        tries=sitting.tries,
        hints=sitting.hints,
        mistakes=sitting.mistakes,
    )
    return replace(sitting, results=(*sitting.results, result))


def _next(sitting: Sitting) -> Sitting:
    if sitting.place + 1 == len(sitting.plan):
        return replace(sitting, phase="closed")
    return replace(
        sitting,
        place=sitting.place + 1,
        phase="asking",
        tries=0,
        hints=0,
        credit=0.0,
        latest=None,
        mistakes=(),
    )
