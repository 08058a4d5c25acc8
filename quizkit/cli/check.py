"""``quizkit check``: are the banks right?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, Progress, end, say, say_json, tell

if TYPE_CHECKING:
    from quizkit.errors import Problem
    from quizkit.workshop.check import Checked


def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files and folders of banks; the shipped one if left out.")
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", min=0, help="Try so many seeds more than are dealt.")] = 0,
    json: Json = False,
) -> None:
    r"""Prove the keys of banks: every variant dealt, every witness, every mistake, every test.

    \b
    quizkit check questions/
    quizkit check mine.yaml --seeds 1000

    Exit code: 0 clean, 1 with errors, 2 nothing to check.
    """
    from quizkit.bank import compile_bank
    from quizkit.bank.question import Question
    from quizkit.workshop.check import Path, check_question

    compiled = compile_bank(*(paths or ()))

    def locate(question: Question, setting: str, path: Path) -> tuple[int, int, str]:
        file = compiled.file_of(question)
        if file is None:
            return question.line, 1, ""
        line, column = file.place(question.id.rpartition("/")[2], path, setting=setting)
        return line, column, file.line(line)

    problems = list(compiled.bank.problems)
    checked = []
    progress = Progress("checking", len(compiled.bank))
    for question in compiled.bank.values():
        checked.append(check_question(question, locate, seeds))
        progress.step(question.id)
    progress.close()
    problems += [problem for one in checked for problem in one.problems]
    if json:
        say_json({"questions": [_as_json(one) for one in checked], "problems": [_told(p) for p in problems]})
    else:
        _print(checked, problems)
    if any(problem.severity == "error" for problem in problems):
        end(Exit.WANTING)


def _print(checked: list[Checked], problems: list[Problem]) -> None:
    longest = max((len(one.question) for one in checked), default=0)
    for one in checked:
        number = f"{one.variants} of {one.variants}, all" if one.every else f"{one.variants} variants"
        heard = "  ".join(f"{kind} ✓" for kind in one.witnesses) if one.is_clean else "✗"
        mistakes = f"{one.mistakes} mistakes" if one.mistakes else ""
        redrawn = f"redrawn {one.redrawn}" if one.redrawn else ""
        say(f"{one.question:{longest}}  {number:16}  {heard:22}  {mistakes:12} {redrawn}".rstrip())
    for problem in problems:
        say("", problem.drawn())
    counts = Counter(problem.severity for problem in problems)
    told = ", ".join(
        f"{counts[kind]} {kind}{'s' if counts[kind] != 1 else ''}" for kind in ("error", "warning")
    )
    variants = sum(one.variants for one in checked)
    tell(f"{len(checked)} questions, {variants} variants: {told}, {counts['advice']} advice")


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
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "question": problem.question,
        "message": problem.message,
        "fix": problem.fix,
    }
