"""``quizkit ask``: pose one problem."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from quizkit.cli.options import Bank, Given, Json, QuestionId, pairs
from quizkit.cli.output import say, say_json, tell, width

SEEDS_DRAWN = 1_000_000
"""Seeds that nobody chose are below this, so that people can type them."""


def ask(
    question: QuestionId,
    seed: Annotated[int | None, typer.Option("--seed", help="The number that fixes the draw.")] = None,
    given: Given = None,
    bank: Bank = None,
    json: Json = False,
    key: Annotated[bool, typer.Option("--key", help="Show the key and the worked solution too.")] = False,
) -> None:
    r"""Pose one problem.

    \b
    quizkit ask q25-nll
    quizkit ask q25-nll --seed 7 --key
    quizkit ask q25-nll --given p=0.7 --json
    """
    from quizkit.bank import load_bank
    from quizkit.cli.posing import problem_lines, solution_lines
    from quizkit.variants import make_variant

    chosen = secrets.randbelow(SEEDS_DRAWN) if seed is None else seed
    variant = make_variant(
        load_bank(*(bank or ()))[question], seed=chosen, given=pairs(given, "--given") or None
    )
    if json:
        say_json(variant.to_json(key=key))
        return
    columns = width()
    say(*problem_lines(variant, columns))
    if key:
        say("", f"key: {variant.key_text()}", "", *solution_lines(variant, columns))
    tell("", f"seed {chosen}: quizkit try {question} --seed {chosen} ANSWER")
