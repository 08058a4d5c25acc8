"""Whose turn is it? What is raised when an event comes at the wrong time."""

from __future__ import annotations

from quizkit.errors import QuizkitError
from quizkit.practice.events import Event
from quizkit.practice.sitting import Phase, Sitting


class OutOfTurn(QuizkitError):
    """An event that the sitting's phase does not allow."""


def require(sitting: Sitting, event: Event, *phases: Phase) -> None:
    """Raise OutOfTurn unless the sitting is in one of these phases."""
    if sitting.phase not in phases:
        raise OutOfTurn(f"{type(event).__name__} does not belong into the phase {sitting.phase!r}")
