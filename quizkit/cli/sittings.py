"""What shells bring into a sitting: the history of a profile."""

from __future__ import annotations

from quizkit.cli.clock import offset
from quizkit.cli.places import history_path
from quizkit.errors import HistoryError
from quizkit.practice.history import History
from quizkit.practice.keeping import UNKEPT, Keeper
from quizkit.practice.scheduler import GOAL, Goal


def keeper_of(profile: str | None = None, goal: Goal = GOAL) -> Keeper:
    """A keeper on the history of a profile; where that cannot be used, one that keeps nothing, and why."""
    try:
        return Keeper(History.open(history_path(profile)), goal=goal, offset=offset)
    except HistoryError as error:
        return Keeper(None, goal=goal, offset=offset, trouble=f"{error}; {UNKEPT}")
