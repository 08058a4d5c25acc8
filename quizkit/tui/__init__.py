"""The terminal app. Values go down, messages come up; the sitting itself is ``practice.session``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizkit.bank.question import Question


def open_home(bank: Mapping[str, Question]) -> None:
    """Open the app on its home screen."""
    from quizkit.tui.app import QuizApp

    QuizApp(bank).run(mouse=True)


def open_sitting(bank: Mapping[str, Question], plan: Sequence[tuple[str, int]]) -> None:
    """Open the app on the first problem of a plan of question ids and seeds."""
    from quizkit.tui.app import QuizApp

    QuizApp(bank, plan=plan).run(mouse=True)
