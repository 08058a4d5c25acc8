"""``quizkit resume``: go on where the last sitting stopped."""

from __future__ import annotations

from typing import Annotated

import typer

from quizkit.cli.banks import opened
from quizkit.cli.clock import now, offset
from quizkit.cli.opening import no_screen
from quizkit.cli.options import BankPaths, Profile
from quizkit.cli.output import Exit, end
from quizkit.cli.places import history_path
from quizkit.practice.history import History
from quizkit.practice.resuming import Resumption, resumed


def resume(
    bank: BankPaths = None,
    profile: Profile = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line: for pipes, screen readers, any terminal.")
    ] = False,
) -> None:
    """Go on where the last sitting stopped.

    quizkit resume
    quizkit resume --plain

    All is as it was: tries, hints, points. If the bank has changed since, that is said. The time since then
    is a pause.

    Exit code: 0 done, 2 no bank or no such history, 3 no sitting was left open, 130 interrupted.
    """
    resumption = open_resumption(bank, profile)
    if resumption is None:
        end(Exit.NOTHING, "quizkit: no sitting was left open; quizkit practice begins one")
    if resumption.sitting.mode == "interview":
        from quizkit.cli.interview_lines import go_on as go_on_interview

        go_on_interview(resumption)
        return
    if plain or no_screen():
        from quizkit.cli.plain import go_on

        go_on(resumption)
        return
    from quizkit.cli.beginning import begin_in
    from quizkit.tui import open_resumption as open_in_app

    open_in_app(opened(bank), resumption, begin_in(profile, {"banks": list(bank or ())}))


def open_resumption(bank: list[str] | None, profile: str | None) -> Resumption | None:
    """The sitting to go on with, with the banks it was begun with unless others are named; None: none.

    Raises HistoryError where the history cannot be used.
    """
    path = history_path(profile)
    if not path.exists():
        return None
    history = History.open(path)
    stored = history.unfinished()
    if stored is None:
        return None
    banks = stored.options.get("banks")
    paths = bank or ([str(each) for each in banks] if isinstance(banks, list) else None)
    return resumed(history, opened(paths), at=now(), offset=offset)
