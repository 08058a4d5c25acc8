"""The terminal app. Values go down, messages come up; the sitting itself is ``practice.session``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from quizkit.bank.question import Question

INTERRUPTED = 130

_WISHES = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_FPS": "120"}
"""What Textual reads while it is imported: no moving pictures, and a repaint soon after each key."""


def open_home(bank: Mapping[str, Question]) -> None:
    """Open the app on its home screen. Raises KeyboardInterrupt if it is interrupted."""
    _open(bank, None)


def open_sitting(bank: Mapping[str, Question], plan: Sequence[tuple[str, int]]) -> None:
    """Open the app on the first problem of a plan of question ids and seeds."""
    _open(bank, plan)


def _open(bank: Mapping[str, Question], plan: Sequence[tuple[str, int]] | None) -> None:
    from quizkit.tui.guard import stand_guard

    for name, wish in _WISHES.items():
        os.environ.setdefault(name, wish)
    guard = stand_guard()
    from quizkit.tui.app import QuizApp

    app = QuizApp(bank, plan=plan, guard=guard)
    app.run()
    if app.fault is not None:
        raise app.fault
    if app.return_code == INTERRUPTED:
        raise KeyboardInterrupt
