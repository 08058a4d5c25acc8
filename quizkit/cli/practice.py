"""``quizkit practice``: a sitting, in the terminal app or line by line."""

from __future__ import annotations

from typing import Annotated

import typer

from quizkit.cli.beginning import MOST, begin
from quizkit.cli.options import BankPaths, Profile, Topic
from quizkit.practice.selection import DEFAULT_COUNT


def practice(
    topic: Topic = None,
    count: Annotated[
        int | None,
        typer.Option(
            "--count",
            metavar="N",
            min=1,
            max=MOST,
            help=f"How many problems; {DEFAULT_COUNT} if left out, or all that is due or was missed.",
        ),
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="What is due for review, the most urgent first.")
    ] = False,
    mistakes: Annotated[
        bool, typer.Option("--mistakes", help="What went wrong in the last days, as new variants.")
    ] = False,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="The same seed gives the same problems.")
    ] = None,
    bank: BankPaths = None,
    profile: Profile = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line: for pipes, screen readers, any terminal.")
    ] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="For programs: JSON objects, a line each, in and out.")
    ] = False,
) -> None:
    """Practise: fresh problems, hints, verdicts and worked solutions.

    quizkit practice
    quizkit practice --topic q25 --count 3
    quizkit practice --due --plain
    quizkit practice --mistakes --profile guest

    Every answer is kept before its verdict is shown: quizkit resume goes on where a sitting stopped.

    Exit code: 0 done, 2 no bank, 3 no question on the topic, nothing due, or no answer given,
    130 interrupted.
    """
    begin(
        topic=topic,
        count=count,
        seed=seed,
        bank=bank,
        profile=profile,
        due=due,
        mistakes=mistakes,
        plain=plain,
        jsonl=jsonl,
    )
