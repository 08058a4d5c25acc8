"""The terminal app. Values go down, messages come up; the sitting itself is ``practice.session``."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizkit.bank.question import Question
    from quizkit.practice.resuming import Resumption
    from quizkit.tui.screens.problem import Begin

INTERRUPTED = 130

_WISHES = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_FPS": "120"}
"""What Textual reads while it is imported: no moving pictures, and a repaint soon after each key."""


def open_home(bank: Mapping[str, Question], begin: Begin | None = None) -> None:
    """Open the app on its home screen. ``begin`` begins each sitting where it is kept.

    Raises KeyboardInterrupt if it is interrupted.
    """
    _open(bank, begin=begin)


def open_sitting(
    bank: Mapping[str, Question],
    plan: Sequence[tuple[str, int]],
    ahead: Callable[[], Sequence[tuple[str, int]]] | None = None,
    begin: Begin | None = None,
) -> None:
    """Open the app on the first problem of a plan of question ids and seeds.

    ``ahead`` gives the plan of the next sitting; what its first problem looks like is kept for it.
    """
    _open(bank, plan=plan, ahead=ahead, begin=begin)


def open_resumption(bank: Mapping[str, Question], resumption: Resumption, begin: Begin | None = None) -> None:
    """Open the app on a sitting that goes on."""
    _open(bank, resumption=resumption, begin=begin)


def _open(
    bank: Mapping[str, Question],
    *,
    plan: Sequence[tuple[str, int]] | None = None,
    ahead: Callable[[], Sequence[tuple[str, int]]] | None = None,
    begin: Begin | None = None,
    resumption: Resumption | None = None,
) -> None:
    from quizkit.tui.guard import stand_guard

    for name, wish in _WISHES.items():
        os.environ.setdefault(name, wish)
    guard = stand_guard()
    from quizkit.tui.app import QuizApp

    app = QuizApp(bank, plan=plan, ahead=ahead, guard=guard, begin=begin, resumption=resumption)
    app.run()
    if app.fault is not None:
        raise app.fault
    if app.return_code == INTERRUPTED:
        raise KeyboardInterrupt
