"""The clock, which shells read and hand down."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - a shell reads the clock and hands it down


def today() -> date:
    """The day on the calendar of this machine."""
    return now().astimezone().date()


def offset(at: datetime) -> int:
    """The minutes that the clock of this place is ahead of UTC at a moment."""
    ahead = at.astimezone().utcoffset()
    return 0 if ahead is None else round(ahead.total_seconds() / 60)
