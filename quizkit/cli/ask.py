"""``quizkit ask``: pose one problem."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.banks import opened
from quizkit.cli.chance import fresh_seed
from quizkit.cli.options import BankPaths, Given, Json, QuestionId, pairs
from quizkit.cli.output import say, say_json, tell, width

if TYPE_CHECKING:
    from quizkit.variants import Variant


def ask(
    question: QuestionId,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="N", help="The number that fixes the draw; drawn if left out."),
    ] = None,
    given: Given = None,
    bank: BankPaths = None,
    json: Json = False,
    key: Annotated[bool, typer.Option("--key", help="Show the key and the worked solution too.")] = False,
) -> None:
    """Pose one problem.

    quizkit ask q25-nll
    quizkit ask q25-nll --seed 7 --key
    quizkit ask q25-nll --given p=0.7 --json

    Exit code: 0 done, 2 no such question, seed or number.
    """
    from quizkit.cli.posing import key_lines, problem_lines, solution_lines
    from quizkit.variants import make_variant

    posed = opened(bank)[question]
    chosen = fresh_seed() if seed is None else seed
    variant = make_variant(posed, seed=chosen, given=pairs(given, "--given") or None)
    if json:
        say_json(variant.to_json(key=key))
        return
    columns = width()
    say(*problem_lines(variant, columns))
    if key:
        say("", *key_lines(variant, columns), "", *solution_lines(variant, columns))
    tell("", f"seed {chosen}: {_trial(variant, question, given or [], bank or [])}")


def _trial(variant: Variant, question: str, given: list[str], bank: list[str]) -> str:
    """The command that grades an answer to this problem."""
    words = ["quizkit", "try", question]
    if variant.question.kind != "parts":
        words.append("ANSWER")
    words += [f"--part={posed.id}=ANSWER" for posed in variant.parts if posed.id]
    words += ["--seed", str(variant.seed)]
    words += [word for value in given for word in ("--given", value)]
    words += [word for path in bank for word in ("--bank", path)]
    return shlex.join(words)
