"""``quizkit try``: what would this answer get?"""

from __future__ import annotations

from typing import Annotated

import typer

from quizkit.cli.options import Bank, Given, Json, QuestionId, pairs
from quizkit.cli.output import Exit, end, say, say_json, width

OPTIONS = {
    "--part": True,
    "--tick": True,
    "--seed": True,
    "--given": True,
    "--bank": True,
    "--json": False,
    "-h": False,
    "--help": False,
}
"""The options of this command, and whether each takes a value."""


def try_(
    question: QuestionId,
    response: Annotated[str | None, typer.Argument(help="The answer, as a learner types it.")] = None,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", metavar="PART=RESPONSE", help="The answer to one part; once for each."),
    ] = None,
    tick: Annotated[
        list[str] | None, typer.Option("--tick", help="A rubric point to award; once for each.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The number that fixes the draw.")] = 0,
    given: Given = None,
    bank: Bank = None,
    json: Json = False,
) -> None:
    r"""Grade one answer.

    \b
    quizkit try q25-nll 0.3567 --given p=0.7
    quizkit try q25-nll -log(0.7) --given p=0.7 --json
    quizkit try q31-linear-backward --part dx=[1,2] --part db=[0,1]

    Exit code: 0 correct, 1 anything else, 4 undecided.
    """
    from quizkit.bank import load_bank
    from quizkit.cli.posing import verdict_lines
    from quizkit.grading import Response, grade
    from quizkit.variants import make_variant

    variant = make_variant(
        load_bank(*(bank or ()))[question], seed=seed, given=pairs(given, "--given") or None
    )
    answer: Response
    if variant.question.kind == "parts":
        if response is not None:
            names = ", ".join(posed.id for posed in variant.parts)
            end(Exit.USAGE, f"quizkit: {question} has parts: give each as --part PART=RESPONSE ({names})")
        answer = dict(pairs(part, "--part"))
    elif response is None or part:
        end(Exit.USAGE, f"quizkit: {question} takes one RESPONSE, and no --part")
    else:
        answer = response
    verdict = grade(variant, answer, ticks=tick)
    if json:
        say_json(verdict.to_json())
    else:
        say(*verdict_lines(verdict, answer, width()))
    if verdict.outcome == "undecided":
        end(Exit.UNDECIDED)
    if verdict.outcome != "correct":
        end(Exit.WANTING)
