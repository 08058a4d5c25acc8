"""``quizkit practice``: a sitting, in the terminal app or line by line."""

from __future__ import annotations

import os
import secrets
import sys
from typing import Annotated

import typer

from quizkit.cli.ask import SEEDS_DRAWN
from quizkit.cli.options import Bank
from quizkit.cli.output import Exit, end
from quizkit.practice.selection import DEFAULT_COUNT, NothingToDo, choose


def practice(
    topic: Annotated[str | None, typer.Option("--topic", help="Only this topic, such as q29.")] = None,
    count: Annotated[int, typer.Option("--count", min=1, max=500, help="How many problems.")] = DEFAULT_COUNT,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="The same seed gives the same problems.")
    ] = None,
    bank: Bank = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line: for pipes, screen readers, any terminal.")
    ] = False,
) -> None:
    r"""Practise: fresh problems, hints, verdicts and worked solutions.

    \b
    quizkit practice --topic q25 --count 3
    quizkit practice --plain --seed 7
    """
    from quizkit.bank import load_bank
    from quizkit.variants import make_variant

    questions = load_bank(*(bank or ()))
    chosen = secrets.randbelow(SEEDS_DRAWN) if seed is None else seed
    try:
        plan = choose(questions, topic=topic, count=count, seed=chosen)
    except NothingToDo as nothing:
        end(Exit.NOTHING, f"quizkit: {nothing}")
    if plain or no_screen():
        from quizkit.cli.plain import sit

        sit([make_variant(questions[id_], seed=its_seed) for id_, its_seed in plan])
        return
    from quizkit.tui import open_sitting

    open_sitting(questions, plan)


def open_app() -> None:
    """The terminal app; in plain mode a sitting, where there is no terminal for an app."""
    if no_screen():
        practice()
        return
    from quizkit.bank import load_bank
    from quizkit.tui import open_home

    open_home(load_bank())


def no_screen() -> bool:
    """Whether there is no terminal to draw an app on."""
    return (
        bool(os.environ.get("QUIZKIT_PLAIN"))
        or os.environ.get("TERM", "dumb") == "dumb"
        or not sys.stdin.isatty()
        or not sys.stdout.isatty()
    )
