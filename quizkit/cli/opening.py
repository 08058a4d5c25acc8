"""``quizkit`` alone: the terminal app, or a sitting line by line where there is no terminal for it."""

from __future__ import annotations

import os
import sys

from quizkit.cli.banks import opened
from quizkit.cli.output import is_terminal


def open_app() -> None:
    """Open the terminal app; where there is no terminal, a sitting in plain mode."""
    if no_screen():
        from quizkit.cli.beginning import begin

        begin(plain=True)
        return
    from quizkit.cli.beginning import begin_in
    from quizkit.tui import open_home

    open_home(opened(None), begin_in(None, {"banks": []}))


def no_screen() -> bool:
    """Whether there is no terminal to draw an app on."""
    return (
        bool(os.environ.get("QUIZKIT_PLAIN"))
        or os.environ.get("TERM", "dumb") == "dumb"
        or not is_terminal(sys.stdin)
        or not is_terminal(sys.stdout)
    )
