"""Banks written in a test, and what ``check`` says of them."""

from __future__ import annotations

import textwrap
from pathlib import Path

from quizkit.bank import compile_bank
from quizkit.workshop.check import Checked, check_bank
from quizkit.workshop.faults import Shown

HEAD = "quizkit: 1\ntitle: T\ntopic: t\nquestions:\n"


def written(folder: Path, questions: str) -> Path:
    """A bank file with these questions, in a folder."""
    path = folder / "bank.yaml"
    path.write_text(HEAD + textwrap.indent(textwrap.dedent(questions).strip("\n"), "  ") + "\n", "utf-8")
    return path


def proved(folder: Path, questions: str, seeds: int = 0) -> list[Checked]:
    """What ``check`` finds out about these questions."""
    compiled = compile_bank(written(folder, questions))
    if compiled.bank.problems:
        raise AssertionError("\n".join(map(str, compiled.bank.problems)))
    return check_bank(compiled, seeds)


def told(folder: Path, questions: str) -> list[tuple[str, str, str]]:
    """Code, line as written, and message of every problem that ``check`` finds."""
    checked = proved(folder, questions)
    return [(one.code, one.source.strip(), one.message) for each in checked for one in each.problems]


def advice(folder: Path, questions: str) -> list[Shown]:
    """The advice on these questions, at its places."""
    checked = check_bank(compile_bank(written(folder, questions)), advise=True)
    return [one for each in checked for one in each.problems if one.severity == "advice"]


def advised(folder: Path, questions: str, code: str) -> list[tuple[str, str]]:
    """What the advice of one kind says, and what stands at its place."""
    found = [one for one in advice(folder, questions) if one.code == code]
    return [(one.message, one.source[one.column - 1 :]) for one in found]
