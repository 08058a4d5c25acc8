"""An interview: the clock runs, nothing is told until the end, and every answer may be changed until then.

    asking ──answered, turned, flagged, sure─────▶ asking
    asking ──closed, timed out───────────────────▶ ticking, a free text at a time; then closed
    ticking ──ticked, skipped────────────────────▶ ticking the next; then closed
    ticking ──closed─────────────────────────────▶ closed

There are no hints and no tries. All results are there at once, when it is closed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from quizkit.grading import Attempt
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
from quizkit.practice.judging import ending_of, is_minor
from quizkit.practice.sitting import Result, Sheet, Sitting
from quizkit.practice.turns import OutOfTurn, require
from quizkit.variants import Variant


def in_interview(sitting: Sitting, event: Event) -> Sitting:
    """The interview after an event. Raises OutOfTurn for one that its phase does not allow."""
    match event:
        case Answered(attempt=attempt):
            require(sitting, event, "asking")
            return _answered(sitting, attempt)
        case Turned(place=place, at=at):
            require(sitting, event, "asking")
            if not 0 <= place < len(sitting.plan):
                raise OutOfTurn(f"there is no problem {place + 1} of {len(sitting.plan)}")
            return _entered(_left(sitting, at), place, at)
        case Flagged():
            require(sitting, event, "asking")
            sheet = sitting.sheets[sitting.place]
            return _with(sitting, replace(sheet, flagged=not sheet.flagged))
        case Closed(at=at) | TimedOut(at=at):
            if sitting.phase == "closed":
                return sitting
            if sitting.phase == "ticking":
                return _closed(sitting, at)
            timed_out = isinstance(event, TimedOut)
            return _ticking(replace(_left(sitting, at), paused=False, timed_out=timed_out), at)
        case Ticked(attempt=attempt):
            require(sitting, event, "ticking")
            if attempt.verdict.outcome == "invalid":
                return replace(sitting, latest=attempt.verdict)
            return _ticking(
                _with(sitting, replace(sitting.sheets[sitting.place], attempt=attempt)), attempt.at
            )
        case Skipped(at=at):
            require(sitting, event, "ticking")
            return _ticking(_with(sitting, replace(sitting.sheets[sitting.place], unticked=True)), at)
        case HintShown() | GivenUp() | Continued() | Renewed() | Undone() | Disputed():
            raise OutOfTurn(f"{type(event).__name__} does not belong into an interview")
        case Paused() | Resumed() | Sure():
            raise AssertionError("taken before the modes part")
        case _:
            assert_never(event)


def _answered(sitting: Sitting, attempt: Attempt) -> Sitting:
    """Keep an answer; one that cannot be read costs nothing, and is none."""
    if sitting.limit is not None and sitting.used(attempt.at) > sitting.limit:
        raise OutOfTurn("the time is up")
    if attempt.verdict.outcome == "invalid":
        return replace(sitting, latest=attempt.verdict)
    sheet = replace(sitting.sheets[sitting.place], attempt=attempt)
    return replace(_with(sitting, sheet), latest=None)


def _with(sitting: Sitting, sheet: Sheet) -> Sitting:
    """The sitting with another sheet for the present problem."""
    sheets = sitting.sheets
    return replace(sitting, sheets=(*sheets[: sitting.place], sheet, *sheets[sitting.place + 1 :]))


def _left(sitting: Sitting, at: datetime) -> Sitting:
    """The sitting with the present problem put down: what was spent on it is on its sheet."""
    sheet = replace(sitting.sheets[sitting.place], seconds=sitting.seconds(at), sure=sitting.sure)
    return replace(_with(sitting, sheet), spent=sheet.seconds, clock=None, latest=None)


def _entered(sitting: Sitting, place: int, at: datetime) -> Sitting:
    sheet = sitting.sheets[place]
    return replace(sitting, place=place, spent=sheet.seconds, sure=sheet.sure, clock=at, latest=None)


def _ticking(sitting: Sitting, at: datetime) -> Sitting:
    """On to the next free text that awaits its ticks; closed if there is none."""
    for place, sheet in enumerate(sitting.sheets):
        attempt = sheet.attempt
        if attempt is None or sheet.unticked:
            continue
        verdict = attempt.verdict
        if verdict.outcome == "undecided" and verdict.evidence.kind == "rubric":
            entered = replace(sitting, place=place, spent=sheet.seconds, sure=sheet.sure, clock=None)
            return replace(entered, phase="ticking", latest=verdict)
    return _closed(sitting, at)


def _closed(sitting: Sitting, at: datetime) -> Sitting:
    results = tuple(
        _result(variant, sheet, at) for variant, sheet in zip(sitting.plan, sitting.sheets, strict=True)
    )
    return replace(sitting, phase="closed", results=results, clock=None, paused=False, latest=None)


def _result(variant: Variant, sheet: Sheet, at: datetime) -> Result:
    worth = variant.question.points
    verdict = sheet.attempt.verdict if sheet.attempt is not None else None
    ending = "unanswered" if verdict is None else ending_of(verdict)
    credit = 0.0 if verdict is None or ending == "skipped" else verdict.credit
    judged = verdict is not None and ending != "skipped"
    return Result(
        question=variant.question.id,
        seed=variant.seed,
        ending=ending,
        credit=credit,
        points=credit * worth,
        of=worth,
        tries=int(judged),
        hints=0,
        mistakes=(verdict.mistake,) if verdict is not None and verdict.mistake else (),
        at=at,
        seconds=sheet.seconds,
        minor=judged and verdict is not None and ending != "correct" and is_minor(variant, verdict),
        sure=sheet.sure,
    )
