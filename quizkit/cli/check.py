"""``quizkit check``: are the banks right?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, Progress, aligned, count, end, say, say_json, tell
from quizkit.errors import BankError, Problem

if TYPE_CHECKING:
    from quizkit.bank import Compilation
    from quizkit.workshop.check import Checked


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders of banks; the shipped one if left out."),
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", metavar="N", min=0, help="Try the first N seeds too.")] = 0,
    json: Json = False,
) -> None:
    """Prove the keys of banks.

    quizkit check questions/
    quizkit check mine.yaml --seeds 1000

    On every variant that is dealt: its key has a value and earns full marks, every witness agrees, every
    mistake is wrong and recognised, every text can be filled, every test comes out as it says.

    Exit code: 0 clean, 1 with errors, 2 no bank.
    """
    from quizkit.bank import compile_bank

    try:
        compiled = compile_bank(*(paths or ()))
    except BankError as error:
        _report([], error.problems, json=json)
        end(Exit.USAGE)
    checked = _proved(compiled, seeds)
    problems = [*compiled.bank.problems, *(problem for one in checked for problem in one.problems)]
    _report(checked, problems, json=json)
    if any(problem.severity == "error" for problem in problems):
        end(Exit.WANTING)


def _proved(compiled: Compilation, seeds: int) -> list[Checked]:
    from quizkit.workshop.check import check_bank

    progress = Progress("checking", len(compiled.bank))
    try:
        return check_bank(compiled, seeds, done=progress.step)
    finally:
        progress.close()


def _report(checked: Sequence[Checked], problems: Sequence[Problem], *, json: bool) -> None:
    if json:
        questions = [_as_json(one) for one in checked]
        say_json({"schema": 1, "questions": questions, "problems": [_told(one) for one in problems]})
        return
    say(*aligned([_row(one) for one in checked]))
    for place, problem in enumerate(problems):
        say(*([""] if place or checked else []), problem.drawn())
    if not checked:
        tell("quizkit: there is no question to check")
        return
    kinds = Counter(problem.severity for problem in problems)
    told = [count(kinds["error"], "error")]
    told += [count(kinds["warning"], "warning")] if kinds["warning"] else []
    variants = sum(one.variants for one in checked)
    tell(f"{count(len(checked), 'question')}, {count(variants, 'variant')}: {', '.join(told)}")


def _row(one: Checked) -> tuple[str, ...]:
    variants = f"all {one.variants}" if one.every and one.variants > 1 else str(one.variants)
    return (
        "✓" if one.is_clean else "✗",
        one.question,
        f"{variants} variant{'' if one.variants == 1 else 's'}",
        " ".join(one.witnesses) or ("no witness" if one.has_key else ""),
        count(one.mistakes, "mistake") if one.mistakes else "",
        f"{one.redrawn} redrawn" if one.redrawn else "",
    )


def _as_json(one: Checked) -> dict[str, object]:
    return {
        "question": one.question,
        "variants": one.variants,
        "every": one.every,
        "witnesses": list(one.witnesses),
        "mistakes": one.mistakes,
        "redrawn": one.redrawn,
        "clean": one.is_clean,
    }


def _told(problem: Problem) -> dict[str, object]:
    from quizkit.workshop.faults import Shown

    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "question": problem.question,
        "message": problem.message,
        "fix": problem.fix,
        "shown": problem.shown if isinstance(problem, Shown) else "",
    }
