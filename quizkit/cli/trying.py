"""``quizkit try``: what would this answer get?"""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.banks import opened
from quizkit.cli.options import BankPaths, Given, Json, QuestionId, pairs
from quizkit.cli.output import Exit, end, say, say_json, width
from quizkit.errors import did_you_mean, quoted

if TYPE_CHECKING:
    from quizkit.grading import Response
    from quizkit.variants import Variant

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

FROM_STDIN = "-"


def try_(
    question: QuestionId,
    response: Annotated[
        str | None,
        typer.Argument(metavar="RESPONSE", help="The answer, as a learner types it; - reads it from stdin."),
    ] = None,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", metavar="PART=RESPONSE", help="The answer to one part; once for each."),
    ] = None,
    tick: Annotated[
        list[str] | None,
        typer.Option("--tick", metavar="POINT", help="A rubric point to award; once for each."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The number that fixes the draw.")] = 0,
    given: Given = None,
    bank: BankPaths = None,
    json: Json = False,
) -> None:
    """Grade one answer.

    quizkit try q25-nll 0.3567 --given p=0.7
    quizkit try q25-nll "-log(0.7)" --given p=0.7 --json
    quizkit try q31-linear-backward --part "dx=[1, 2, 3]" --part "db=[0, 1]"
    quizkit try q25-free-why - --tick likelihood < essay.txt

    Exit code: 0 correct, 1 anything else, 2 no such question, part or number, 4 undecided.
    """
    from quizkit.cli.posing import verdict_lines
    from quizkit.grading import grade
    from quizkit.variants import make_variant

    variant = make_variant(opened(bank)[question], seed=seed, given=pairs(given, "--given") or None)
    answer = _answer(variant, response, part)
    _require_points(variant, tick)
    verdict = grade(variant, answer, ticks=tick)
    if json:
        say_json(verdict.to_json())
    else:
        say(*verdict_lines(verdict, answer, width()))
    if verdict.outcome == "undecided":
        end(Exit.UNDECIDED)
    if verdict.outcome != "correct":
        end(Exit.WANTING)


def _answer(variant: Variant, response: str | None, part: list[str] | None) -> Response:
    """The response to grade: one text, or one for each part."""
    name = variant.question.id
    if variant.question.kind != "parts":
        if part:
            end(Exit.USAGE, f"quizkit: {name} has no parts: give one RESPONSE")
        if response is None:
            end(Exit.USAGE, f"quizkit: {name} needs a RESPONSE")
        return _from_stdin() if response == FROM_STDIN else response
    known = [posed.id for posed in variant.parts]
    if response is not None or not part:
        end(Exit.USAGE, f"quizkit: {name} has parts: give each as --part PART=RESPONSE ({', '.join(known)})")
    answers = pairs(part, "--part", "PART=RESPONSE")
    _require_known(answers, known, f"{name} has no part")
    return dict(answers)


def _require_points(variant: Variant, ticks: list[str] | None) -> None:
    """End unless every tick names a point of the rubric."""
    tasks = [posed.task for posed in variant.parts if posed.kind == "text"]
    known = [name for task in tasks for name in (*(point.id for point in task.rubric), *task.red_flags)]
    if ticks and not known:
        end(Exit.USAGE, f"quizkit: {variant.question.id} has no rubric: --tick is for free text")
    _require_known(ticks or (), known, f"the rubric of {variant.question.id} has no point")


def _require_known(words: Collection[str], known: list[str], complaint: str) -> None:
    for word in words:
        if word not in known:
            hint = did_you_mean(word, known) or f"; it has {', '.join(known)}"
            end(Exit.USAGE, f"quizkit: {complaint} {quoted(word)}{hint}")


def _from_stdin() -> str:
    if sys.stdin is None:
        end(Exit.USAGE, "quizkit: RESPONSE is -, and stdin is closed")
    return sys.stdin.read().removesuffix("\n")
