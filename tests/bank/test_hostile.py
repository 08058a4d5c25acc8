"""Whatever stands in a file, it is told what is wrong: nothing raises, and every place is in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.bank.compiler import compile_file
from quizkit.bank.findings import MAX_PROBLEMS, MAX_SOURCE

SOUND = Path(__file__).with_name("all_types.yaml").read_text(encoding="utf-8")
HEAD = "quizkit: 1\nquestions:\n  q:\n    type: number\n    title: T\n    prompt: P\n    answer: 1\n"

scraps = (
    st.sampled_from([*"{}[]:|>\"'#?&*!@%`$\\^()\t\n", " ", "  "])
    | st.sampled_from(["- ", "{{", "}}", "&a ", "*a", "!x ", "null", "true", "1e999", "..", "->"])
    | st.text(max_size=3)
)
edits = st.lists(
    st.tuples(st.integers(0, len(SOUND)), st.integers(0, 12), scraps), min_size=1, max_size=4
)  # fmt: skip


@given(edits)
@settings(max_examples=150, deadline=None)
def test_a_damaged_bank_is_told_its_faults_at_places_that_exist(edits: list[tuple[int, int, str]]) -> None:
    text = SOUND
    for start, length, scrap in edits:
        text = text[:start] + scrap + text[start + length :]
    content = text.encode("utf-8", "surrogatepass")
    compiled = compile_file(content, "f", {}).compiled
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in compiled.problems:
        assert problem.message
        assert 0 <= problem.line <= len(lines) + 1
        if 0 < problem.line <= len(lines):
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 2


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_bank_or_told_why_not(content: bytes) -> None:
    compiled = compile_file(content, "f", {}).compiled
    assert compiled.problems
    assert not compiled.questions


@pytest.mark.parametrize(
    "text",
    [
        "a:" + " " * 1_000_000 + "b: c\n",
        "a: b" + " " * 1_000_000 + ": c\n",
        "- " * 500_000,
        "{" * 1_000_000,
        'a: "' + "\\" * 1_000_000,
        "\r\n" * 1_000_000,
        HEAD + "    solution: '{{ " + "(" * 20_000 + " }}'\n",
        HEAD + "    solution: '" + "{{ " * 30_000 + "'\n",
        HEAD + "    solution: '" + "{a" * 30_000 + "$$ `" * 4_000 + "{{'\n",
        HEAD + "    given: {p: " + "[" * 25 + "1" + "]" * 25 + "}\n",
        HEAD + "    let:\n" + "".join(f"      a{i}: a{(i + 1) % 300}\n" for i in range(300)),
    ],
)
def test_a_bank_made_to_be_slow_is_refused_by_counting(text: str) -> None:
    (problem, *_) = compile_file(text.encode(), "f", {}).compiled.problems
    assert len(problem.message) < 300
    assert len(problem.source) <= MAX_SOURCE


def test_of_very_many_problems_the_first_are_kept_and_no_question_slips_through() -> None:
    twice = "".join(f"    k{i}: 1\n    k{i}: 1\n" for i in range(MAX_PROBLEMS + 5))
    text = HEAD + twice + "  sound: {type: number, title: T, prompt: P, answer: 1}\n"
    compiled = compile_file(text.encode(), "f", {}).compiled
    assert len(compiled.problems) == MAX_PROBLEMS
    assert not compiled.questions
