"""Reviews for tests: one that is right in every way, and how it differs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from quizkit.practice.reviews import Review

DAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def review(days: float = 0, **changes: Any) -> Review:
    """A clean solve at an ordinary pace, so many days after the first one."""
    at = DAY + timedelta(days=days)
    said: dict[str, Any] = {
        "question": "q",
        "topic": "t",
        "variant": f"variant-{days}",
        "content": "content",
        "at": at,
        "seconds": 100.0,
        "par": 120.0,
        "ending": "correct",
        "credit": 1.0,
        "tries": 1,
        "hints": 0,
        "last_hint": False,
    }
    return Review(**{**said, **changes})


def failed(days: float = 0, **changes: Any) -> Review:
    """A review whose answers were all wrong."""
    return review(days, **{"ending": "incorrect", "credit": 0.0, "tries": 2, **changes})
