"""A bank with faults is told every one of them, each at its place and in full."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizkit.bank.codes import CODES
from quizkit.bank.compiler import compile_file
from quizkit.bank.misconception import Misconception

PRELUDE = "quizkit: 1\nquestions:\n  q:\n    type: number\n    title: T\n    prompt: P\n"
KNOWN = {"sign-flipped": Misconception(id="sign-flipped", say="Right size, wrong sign.")}


def cases() -> dict[str, tuple[str, str]]:
    """Each case of ``faults.txt``: its bank, and what is said of it."""
    found = {}
    text = Path(__file__).with_name("faults.txt").read_text(encoding="utf-8")
    for case in text.split("\n### ")[1:]:
        name, _, rest = case.partition("\n")
        bank, _, said = f"\n{rest}".rpartition("\n---\n")
        bank = bank.removeprefix("\n") + "\n"
        found[name] = (PRELUDE + bank if bank.startswith("    ") else bank, said.strip("\n"))
    return found


CASES = cases()


@pytest.mark.parametrize("name", CASES)
def test_every_fault_is_told_at_its_place(name: str) -> None:
    bank, expected = CASES[name]
    problems = compile_file(bank.encode(), "f", KNOWN).compiled.problems
    said = [re.sub("^f:( ?)", "", str(problem)) for problem in problems]
    assert "\n".join(said) == expected


def test_every_code_that_is_told_is_explained() -> None:
    told = {code for _, said in CASES.values() for code in re.findall(r"QK\d{3}", said)}
    assert told <= CODES.keys()
    assert len(told) > 30


def test_every_code_in_the_program_is_in_the_table() -> None:
    package = Path(compile_file.__code__.co_filename).parents[1]
    written = {
        code
        for module in package.rglob("*.py")
        if module.name != "codes.py"
        for code in re.findall(r"QK\d{3}", module.read_text(encoding="utf-8"))
    }
    assert written <= CODES.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_question_with_an_error_is_left_out(name: str) -> None:
    compiled = compile_file(CASES[name][0].encode(), "f", KNOWN).compiled
    faulty = {problem.question for problem in compiled.problems if problem.severity == "error"}
    assert faulty.isdisjoint(compiled.questions)
    assert not ("" in faulty and compiled.questions)


def test_the_source_line_of_a_problem_is_the_line_as_written() -> None:
    bank, _ = CASES["an unknown name names the nearest"]
    (problem,) = compile_file(bank.encode(), "f", KNOWN).compiled.problems
    assert problem.drawn() == (
        "f:8:18: QK302 unknown name 'porb'; did you mean 'prob'?\n    answer: -log(porb)\n                 ^"
    )
