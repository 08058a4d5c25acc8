"""What shells bring into a sitting: the clock, chance, and the history of a profile."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from quizkit.cli.places import history_path
from quizkit.errors import HistoryError
from quizkit.practice.history import History
from quizkit.practice.keeping import UNKEPT, Keeper
from quizkit.practice.scheduler import GOAL, Goal

SEEDS_DRAWN = 1_000_000
"""Seeds that nobody chose are below this, so that people can type them."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - a shell reads the clock and hands it down


def offset(at: datetime) -> int:
    """The minutes that the clock of this place is ahead of UTC at a moment."""
    ahead = at.astimezone().utcoffset()
    return 0 if ahead is None else round(ahead.total_seconds() / 60)


def new_id(at: datetime) -> str:
    """The id of a sitting that begins: its moment, and chance, as two may begin at once."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def fresh_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(SEEDS_DRAWN)


def keeper_of(profile: str | None = None, goal: Goal = GOAL) -> Keeper:
    """A keeper on the history of a profile; where that cannot be used, one that keeps nothing, and why."""
    try:
        return Keeper(History.open(history_path(profile)), goal=goal, offset=offset)
    except HistoryError as error:
        return Keeper(None, goal=goal, offset=offset, trouble=f"{error}; {UNKEPT}")
