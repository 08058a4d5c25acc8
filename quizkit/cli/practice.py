"""``quizkit practice``: a sitting, in the terminal app or line by line."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.ask import SEEDS_DRAWN
from quizkit.cli.banks import opened
from quizkit.cli.opening import no_screen
from quizkit.cli.options import BankPaths, Topic
from quizkit.cli.output import tell
from quizkit.errors import QuizkitError
from quizkit.practice.selection import DEFAULT_COUNT, NothingToDo, choose

if TYPE_CHECKING:
    from quizkit.bank import Bank
    from quizkit.variants import Variant


def practice(
    topic: Topic = None,
    count: Annotated[
        int, typer.Option("--count", metavar="N", min=1, max=500, help="How many problems.")
    ] = DEFAULT_COUNT,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="The same seed gives the same problems.")
    ] = None,
    bank: BankPaths = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line: for pipes, screen readers, any terminal.")
    ] = False,
) -> None:
    """Practise: fresh problems, hints, verdicts and worked solutions.

    quizkit practice
    quizkit practice --topic q25 --count 3
    quizkit practice --plain --seed 7

    Exit code: 0 done, 2 no bank, 3 no question on the topic or no answer given, 130 interrupted.
    """
    questions = opened(bank)
    chosen = secrets.randbelow(SEEDS_DRAWN) if seed is None else seed
    plan = choose(questions, topic=topic, count=count, seed=chosen)
    if plain or no_screen():
        from quizkit.cli.plain import sit

        sit(_variants(questions, plan))
        return
    from quizkit.tui import open_sitting

    open_sitting(questions, plan)


def _variants(bank: Bank, plan: Sequence[tuple[str, int]]) -> list[Variant]:
    """The problems of a plan; a question that makes none is named and left out."""
    from quizkit.variants import make_variant

    made = []
    for question, seed in plan:
        try:
            made.append(make_variant(bank[question], seed=seed))
        except QuizkitError as refusal:
            tell(f"quizkit: left out: {refusal}")
    if not made:
        raise NothingToDo("no question makes a problem")
    return made
