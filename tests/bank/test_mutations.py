"""One slip in one line of a shipped bank: whatever it makes of the file is told at a place in the file."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pytest

from quizkit.bank.catalogue import compile_misconceptions
from quizkit.bank.compiler import CompiledFile, compile_file
from quizkit.errors import Problem
from tests.conftest import QUESTIONS

BANKS = sorted(path for path in QUESTIONS.glob("*.yaml") if path.name != "misconceptions.yaml")
KNOWN = compile_misconceptions((QUESTIONS / "misconceptions.yaml").read_bytes(), "m").misconceptions
BRACKETS = "()[]{}'\""
SECONDS = 20.0
"""Of the processor, for one file; a shipped one takes less than one."""

Mutation = Callable[[list[str], int, random.Random], None]


def _deleted(lines: list[str], place: int, _: random.Random) -> None:
    del lines[place]


def _swapped(lines: list[str], place: int, _: random.Random) -> None:
    other = min(place + 1, len(lines) - 1)
    lines[place], lines[other] = lines[other], lines[place]


def _doubled(lines: list[str], place: int, _: random.Random) -> None:
    lines.insert(place, lines[place])


def _unclosed(lines: list[str], place: int, chance: random.Random) -> None:
    marks = [at for at, character in enumerate(lines[place]) if character in BRACKETS]
    if marks:
        at = chance.choice(marks)
        lines[place] = lines[place][:at] + lines[place][at + 1 :]


def _shifted(lines: list[str], place: int, chance: random.Random) -> None:
    plain = lines[place].lstrip(" ")
    depth = len(lines[place]) - len(plain)
    lines[place] = " " * max(0, depth + chance.choice([-4, -2, -1, 1, 2, 4])) + plain


def _replaced(lines: list[str], place: int, chance: random.Random) -> None:
    words = list(re.finditer(r"\w+", lines[place]))
    if len(words) > 1:
        first = chance.randrange(len(words) - 1)
        one, other = words[first], words[first + 1]
        lines[place] = lines[place][: one.start()] + other[0] + lines[place][one.end() :]


def _misspelt(lines: list[str], place: int, chance: random.Random) -> None:
    letters = [at for at, character in enumerate(lines[place]) if character.isalpha()]
    if letters:
        at = chance.choice(letters)
        lines[place] = lines[place][:at] + lines[place][at + 1 :]


MUTATIONS: tuple[Mutation, ...] = (
    _deleted,
    _swapped,
    _doubled,
    _unclosed,
    _shifted,
    _replaced,
    _misspelt,
)


def mutated(number: int) -> tuple[str, int, list[str]]:
    """The bank, the line (from 1) and the lines of a mutation; the same for a number forever."""
    chance = random.Random(number)
    bank = chance.choice(BANKS)
    lines = bank.read_text(encoding="utf-8").split("\n")
    place = chance.choice([at for at, line in enumerate(lines) if line.strip()])
    chance.choice(MUTATIONS)(lines, place, chance)
    return bank.name, place + 1, lines


def compiled(name: str, lines: list[str]) -> CompiledFile:
    return compile_file("\n".join(lines).encode(), name, KNOWN)


def assert_placed(problem: Problem, lines: list[str]) -> None:
    """Every problem says something, at a character of the file or just behind a line of it."""
    assert problem.message
    assert 1 <= problem.line <= len(lines)
    assert 1 <= problem.column <= len(lines[problem.line - 1]) + 2
    assert problem.source == lines[problem.line - 1][: len(problem.source)]


def check(number: int) -> CompiledFile:
    name, _, lines = mutated(number)
    started = time.process_time()
    file = compiled(name, lines)
    assert time.process_time() - started < SECONDS
    for problem in file.compiled.problems:
        assert_placed(problem, lines)
    faulty = {each.question for each in file.compiled.problems if each.severity == "error"}
    assert faulty.isdisjoint(file.questions)
    return file


@pytest.mark.parametrize("number", range(12))
def test_a_slip_in_one_line_is_told_at_its_place(number: int) -> None:
    check(number)


@pytest.mark.endurance
def test_two_thousand_slips_are_told_at_their_places() -> None:
    told = sum(bool(check(number).compiled.problems) for number in range(2000))
    assert told > 800
