"""Events as JSON, and back, exactly: with the verdict that was given then, whatever a grader says now.

Names and meanings stay; keys may be added. ``{"kind": "hint", "at": "2026-11-23T09:12:00.000000+00:00"}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import assert_never

from quizkit.grading.verdict import attempt_from_json
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

_PLAIN: Mapping[str, Callable[..., Event]] = MappingProxyType(
    {
        "hint": HintShown,
        "give-up": GivenUp,
        "skip": Skipped,
        "next": Continued,
        "close": Closed,
        "undo": Undone,
        "pause": Paused,
        "resume": Resumed,
        "flag": Flagged,
        "time-out": TimedOut,
    }
)
"""The events that say nothing but their moment."""


def event_to_json(event: Event) -> dict[str, object]:
    """The event as plain values: ``kind``, ``at``, and what it says."""
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    match event:
        case Answered(attempt=attempt):
            return {"kind": "answer", "at": at, "attempt": attempt.to_json()}
        case Ticked(attempt=attempt):
            return {"kind": "tick", "at": at, "attempt": attempt.to_json()}
        case Disputed(reason=reason):
            return {"kind": "dispute", "at": at, "reason": reason}
        case Renewed(seed=seed):
            return {"kind": "new-variant", "at": at, "seed": seed}
        case Sure(level=level):
            return {"kind": "sure", "at": at, "level": level}
        case Turned(place=place):
            return {"kind": "turn", "at": at, "place": place}
        case (
            HintShown()
            | GivenUp()
            | Skipped()
            | Continued()
            | Closed()
            | Undone()
            | Paused()
            | Resumed()
            | Flagged()
            | TimedOut()
        ):
            kind = next(name for name, made in _PLAIN.items() if made is type(event))
            return {"kind": kind, "at": at}
        case _:
            assert_never(event)


def event_from_json(stored: Mapping[str, object]) -> Event:
    """The event that ``event_to_json`` wrote. Raises ValueError if it is none."""
    match stored:
        case {"kind": "answer", "attempt": dict(attempt)}:
            return Answered(attempt=attempt_from_json(attempt))
        case {"kind": "tick", "attempt": dict(attempt)}:
            return Ticked(attempt=attempt_from_json(attempt))
        case {"kind": "dispute", "at": str(at), "reason": str(reason)}:
            return Disputed(reason=reason, at=datetime.fromisoformat(at))
        case {"kind": "new-variant", "at": str(at), "seed": int(seed)}:
            return Renewed(seed=seed, at=datetime.fromisoformat(at))
        case {"kind": "sure", "at": str(at), "level": int(level)}:
            return Sure(level=level, at=datetime.fromisoformat(at))
        case {"kind": "turn", "at": str(at), "place": int(place)}:
            return Turned(place=place, at=datetime.fromisoformat(at))
        case {"kind": str(kind), "at": str(at)} if kind in _PLAIN:
            return _PLAIN[kind](at=datetime.fromisoformat(at))
    raise ValueError("this is no event of a sitting")
