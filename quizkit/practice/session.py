"""One sitting, as a machine of events: pure, so that every face of it behaves alike.

``advance(sitting, event)`` is the only way a sitting changes. What a person does becomes an event; the
terminal app, plain mode and programs raise the same events and read the same state, and replaying the
events of a sitting gives the sitting back. Practice:

    asking ──answered, invalid or undecided──▶ asking          no try is spent
    asking ──answered, wrong, tries left─────▶ asking
    asking ──answered otherwise, given up────▶ reviewing ──continued──▶ asking, or closed
    asking ──skipped─────────────────────────▶ asking, or closed
    asking ──answered with a free text───────▶ ticking ──ticked──▶ as if answered
    reviewing ──renewed──────────────────────▶ asking, a new variant of the same question
    any but closed ──undone──────────────────▶ as before the latest grade of the present problem
    any    ──closed──────────────────────────▶ closed

Every problem that was begun has exactly one result. Interviews are in ``quizkit.practice.interviewing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from quizkit.errors import QuizkitError
from quizkit.grading import Verdict
from quizkit.practice.events import (
    Answered,
    Closed,
    Continued,
    Disputed,
    Event,
    Flagged,
    GivenUp,
    HintShown,
    Paused,
    Renewed,
    Resumed,
    Skipped,
    Sure,
    Ticked,
    TimedOut,
    Turned,
    Undone,
)
from quizkit.practice.interviewing import in_interview
from quizkit.practice.judging import ending_by, is_free, is_minor
from quizkit.practice.reviews import Ending, Mode
from quizkit.practice.sitting import TRIES, Phase, Result, Sitting, allowed, begun, ladder
from quizkit.practice.turns import OutOfTurn, require
from quizkit.variants import Variant

__all__ = [
    "TRIES",
    "Answered",
    "Closed",
    "Continued",
    "Disputed",
    "Event",
    "Flagged",
    "GivenUp",
    "HintShown",
    "OutOfTurn",
    "Paused",
    "Phase",
    "Renewed",
    "Result",
    "Resumed",
    "Sitting",
    "Skipped",
    "Sure",
    "Ticked",
    "TimedOut",
    "Turned",
    "Undone",
    "advance",
    "allowed",
    "begun",
    "is_free",
    "ladder",
    "replay",
]


def replay(
    plan: Sequence[Variant],
    events: Iterable[Event],
    *,
    mode: Mode = "practice",
    at: datetime | None = None,
    limit: float | None = None,
) -> Sitting:
    """The sitting that these events lead to. Raises OutOfTurn if they are not those of one sitting."""
    sitting = begun(plan, mode=mode, at=at, limit=limit)
    for event in events:
        sitting = advance(sitting, event)
    return sitting


def advance(sitting: Sitting, event: Event) -> Sitting:
    """The sitting after an event. Raises OutOfTurn for one that its phase does not allow."""
    if sitting.paused and not isinstance(event, Resumed | Closed | TimedOut):
        raise OutOfTurn(f"{type(event).__name__} does not belong into a pause")
    match event:
        case Paused(at=at):
            require(sitting, event, "asking", "ticking", "reviewing")
            return replace(sitting, paused=True, spent=sitting.seconds(at), clock=None)
        case Resumed(at=at):
            if not sitting.paused:
                raise OutOfTurn("Resumed belongs into a pause")
            return replace(sitting, paused=False, clock=at)
        case Sure(level=level):
            require(sitting, event, "asking", "ticking")
            if level not in {1, 2, 3}:
                raise OutOfTurn(f"one is sure to 1, 2 or 3, not {level}")
            return replace(sitting, sure=level)
        case _:
            pass
    return in_interview(sitting, event) if sitting.mode == "interview" else _in_practice(sitting, event)


def _in_practice(sitting: Sitting, event: Event) -> Sitting:
    match event:
        case Answered(attempt=attempt):
            require(sitting, event, "asking")
            return _judged(sitting, attempt.verdict, attempt.at)
        case Ticked(attempt=attempt):
            require(sitting, event, "ticking")
            return _judged(sitting, attempt.verdict, attempt.at)
        case HintShown():
            require(sitting, event, "asking")
            # With a hint seen, an earlier answer cannot be made not to have been.
            return replace(sitting, hints=min(sitting.hints + 1, len(ladder(sitting.variant))), before=None)
        case GivenUp(at=at):
            require(sitting, event, "asking", "ticking")
            return replace(_ended(sitting, "given-up", at), phase="reviewing", before=sitting)
        case Skipped(at=at):
            require(sitting, event, "asking", "ticking")
            return _next(_ended(sitting, "skipped", at), at)
        case Continued(at=at):
            require(sitting, event, "reviewing")
            return _next(sitting, at)
        case Renewed(seed=seed, at=at):
            require(sitting, event, "reviewing")
            plan, after = sitting.plan, sitting.place + 1
            renewed = (*plan[:after], _variant(sitting, seed), *plan[after:])
            return _next(replace(sitting, plan=renewed), at)
        case Undone(at=at):
            return _undone(sitting, at)
        case Disputed():
            return _disputed(sitting, event)
        case Closed(at=at):
            if sitting.phase in {"asking", "ticking"}:
                sitting = _ended(sitting, ending_by(sitting.credit) if sitting.tries else "unanswered", at)
            return replace(sitting, phase="closed", before=None, paused=False, clock=None)
        case Turned() | Flagged() | TimedOut():
            raise OutOfTurn(f"{type(event).__name__} belongs into an interview")
        case Paused() | Resumed() | Sure():
            raise AssertionError("taken before the modes part")
        case _:
            assert_never(event)


def _judged(sitting: Sitting, verdict: Verdict, at: datetime) -> Sitting:
    """The sitting with a new verdict on the present problem."""
    seen = (verdict.mistake,) if verdict.mistake else ()
    told = replace(sitting, latest=verdict, mistakes=sitting.mistakes + seen)
    if verdict.outcome == "invalid":
        return told
    if verdict.outcome == "undecided":
        return replace(told, phase="ticking") if verdict.evidence.kind == "rubric" else told
    if is_free(verdict):
        return replace(told, phase="asking")
    told = replace(told, tries=told.tries + 1, credit=verdict.credit, before=sitting)
    if verdict.outcome == "correct":
        return replace(_ended(told, "correct", at), phase="reviewing")
    minor = is_minor(told.variant, verdict)
    told = replace(told, wrong=told.wrong or not minor, slipped=told.slipped or minor)
    if told.tries_left > 0:
        return replace(told, phase="asking")
    return replace(_ended(told, ending_by(told.credit), at), phase="reviewing")


def _ended(sitting: Sitting, ending: Ending, at: datetime) -> Sitting:
    """The sitting with the result of the present problem; one that was put aside has no mark."""
    worth = sitting.variant.question.points
    credit = 0.0 if ending == "skipped" else sitting.credit
    hints = len(ladder(sitting.variant))
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
        at=at,
        seconds=sitting.seconds(at),
        last_hint=0 < hints == sitting.hints,
        minor=sitting.slipped and not sitting.wrong,
        sure=sitting.sure,
        disputed=sitting.disputed,
    )
    return replace(sitting, results=(*sitting.results, result))


def _next(sitting: Sitting, at: datetime) -> Sitting:
    if sitting.place + 1 == len(sitting.plan):
        return replace(sitting, phase="closed", before=None, clock=None)
    return Sitting(
        plan=sitting.plan, place=sitting.place + 1, results=sitting.results, limit=sitting.limit, clock=at
    )


def _variant(sitting: Sitting, seed: int) -> Variant:
    from quizkit.variants import make_variant

    try:
        return make_variant(sitting.variant.question, seed=seed)
    except QuizkitError as refusal:
        raise OutOfTurn(f"there is no new variant: {refusal}") from refusal


def _undone(sitting: Sitting, at: datetime) -> Sitting:
    """The sitting before the latest grade; the time since then was none of the problem's."""
    if sitting.before is None or sitting.phase == "closed":
        raise OutOfTurn("there is no grade to undo")
    graded = sitting.results[-1].at if sitting.phase == "reviewing" else None
    spent = sitting.before.seconds(graded or at)
    return replace(sitting.before, spent=spent, clock=at)


def _disputed(sitting: Sitting, event: Disputed) -> Sitting:
    require(sitting, event, "asking", "ticking", "reviewing")
    if sitting.latest is None or sitting.disputed:
        raise OutOfTurn("there is no verdict to dispute, or it is disputed already")
    if sitting.phase != "reviewing":
        return replace(sitting, disputed=True)
    *earlier, last = sitting.results
    return replace(sitting, disputed=True, results=(*earlier, replace(last, disputed=True)))
