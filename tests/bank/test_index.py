"""A file that was read before is read back from the index, the same to the last field, and cheaply."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quizkit
from quizkit.bank import index, load_bank, stored
from quizkit.bank.misconception import Misconception
from quizkit.bank.question import (
    AuthorTest,
    Body,
    Mistake,
    Option,
    Question,
    RubricPoint,
    Task,
    Witness,
)
from quizkit.bank.stored import (
    misconception_from_json,
    problem_from_json,
    question_from_json,
    question_hash,
    to_json,
)
from quizkit.errors import Problem

BANK = """\
quizkit: 1
questions:
  good:
    type: number
    title: Good
    given: {p: 1 .. 3}
    prompt: One and {{ p }}?
    answer: 1 + p
    requires: [bad, gone]
  bad: {type: number, title: Bad, prompt: P, answer: 1 + pp}
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    place = tmp_path / "cache"
    monkeypatch.setenv("QUIZKIT_CACHE_DIR", str(place))
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one bank file, of which one question is faulty."""
    place = tmp_path / "bank"
    place.mkdir()
    (place / "a.yaml").write_text(BANK)
    return place


def entries(cache: Path) -> list[Path]:
    """The entries for bank files."""
    return sorted(cache.glob("bank-*.json"))


def test_a_warm_load_gives_what_the_cold_one_gave(cache: Path, folder: Path) -> None:
    cold = load_bank(folder)
    assert len(entries(cache)) == 1
    warm = load_bank(folder)
    assert dict(warm) == dict(cold)
    assert warm.problems == cold.problems
    assert warm.misconceptions == cold.misconceptions
    assert [problem.code for problem in warm.problems] == ["QK302", "QK210"]


def test_a_warm_load_names_the_file_as_it_is_named_now(cache: Path, folder: Path) -> None:
    load_bank(folder)
    (folder / "a.yaml").rename(folder / "b.yaml")
    bank = load_bank(folder)
    assert len(entries(cache)) == 1
    assert bank["good"].file == str(folder / "b.yaml")
    assert {problem.file for problem in bank.problems} == {str(folder / "b.yaml")}


def test_a_changed_file_is_read_afresh(cache: Path, folder: Path) -> None:
    before = load_bank(folder)["good"]
    (folder / "a.yaml").write_text(BANK.replace("1 + p\n", "2 + p\n"))
    after = load_bank(folder)["good"]
    assert after.bodies[""].tasks[0].answer == "2 + p"
    assert after.hash != before.hash
    assert len(entries(cache)) == 2


def test_changed_misconceptions_and_another_version_are_read_afresh(
    cache: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_bank(folder)
    (folder / "misconceptions.yaml").write_text("sign-flipped: {say: Sign.}\n")
    load_bank(folder)
    assert len(entries(cache)) == 2
    monkeypatch.setattr(quizkit, "__version__", "999")
    load_bank(folder)
    monkeypatch.setattr(index, "INDEX_FORMAT", 999)
    load_bank(folder)
    assert len(entries(cache)) == 4


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"Good", b"Evil"),
        lambda content: b"\x00" * 100,
        lambda content: b"{}",
    ],
)
def test_a_damaged_entry_is_as_good_as_none(cache: Path, folder: Path, damage: object) -> None:
    cold = load_bank(folder)
    (entry,) = entries(cache)
    sound = entry.read_bytes()
    entry.write_bytes(damage(sound))  # type: ignore[operator]
    assert dict(load_bank(folder)) == dict(cold)
    assert entry.read_bytes() == sound


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("QUIZKIT_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert list(load_bank(folder)) == ["good"]
    assert list(load_bank(folder)) == ["good"]


def test_nothing_is_left_beside_the_entries(cache: Path, folder: Path) -> None:
    load_bank(folder)
    assert all(found.suffix == ".json" and not found.name.startswith(".") for found in cache.iterdir())


def test_an_entry_holds_no_path_of_this_machine(cache: Path, folder: Path) -> None:
    load_bank(folder)
    assert all(str(folder) not in found.read_text() for found in cache.iterdir())


def test_reading_from_the_index_loads_none_of_the_heavy_packages(cache: Path, folder: Path) -> None:
    load_bank(folder)
    script = (
        "import sys; from quizkit.bank import load_bank; "
        f"bank = load_bank({str(folder)!r}); "
        "assert [question.title for question in bank.values()] == ['Good']; "
        "assert len(bank.problems) == 2; "
        "print([name for name in ('yaml', 'pydantic', 'numpy', 'sympy', 'flint') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"
    assert entries(cache)


# Records as JSON.

text = st.text(max_size=8)
texts = st.lists(text, max_size=3).map(tuple)
numbers = st.floats(allow_nan=False, allow_infinity=False)
maps = st.dictionaries(text, text, max_size=3)
specifications = st.recursive(text, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=4)
specified = st.dictionaries(text, specifications, max_size=3)

mistakes = st.builds(
    Mistake,
    id=text,
    formula=text,
    say=text,
    credit=numbers,
    when=st.none() | text,
    tol=st.none() | text,
    minor=st.booleans(),
    see=st.none() | text,
)
options = st.builds(
    Option,
    id=text,
    text=text,
    correct=text,
    say=text,
    mistake=st.none() | text,
    pin=st.sampled_from([None, "last"]),
)
points = st.builds(
    RubricPoint,
    id=text,
    points=numbers,
    award=text,
    missing=text,
    look_for=st.lists(texts, max_size=3).map(tuple),
)
witnesses = st.builds(
    Witness,
    kind=st.sampled_from(["ref", "grad", "expect"]),
    formula=text,
    wrt=st.none() | text,
    given=specified,
    let=maps,
    tol=st.none() | text,
)
tasks = st.builds(
    Task,
    id=text,
    kind=st.sampled_from(["number", "text"]),
    ask=text,
    answer=st.none() | text,
    units=maps,
    unit_required=st.booleans(),
    accept=texts,
    accept_if=texts,
    up_to=st.sampled_from([None, "sign"]),
    mistakes=st.lists(mistakes, max_size=2).map(tuple),
    options=st.lists(options, max_size=2).map(tuple),
    choose_wrong=st.none() | st.integers(0, 9),
    rubric=st.lists(points, max_size=2).map(tuple),
    red_flags=st.dictionaries(text, numbers, max_size=2),
    points=numbers,
    carry_if=st.none() | text,
    hints=texts,
    verify=st.lists(witnesses, max_size=2).map(tuple),
    tests=st.lists(st.builds(AuthorTest, response=text, expects=text), max_size=2).map(tuple),
)
bodies = st.builds(
    Body,
    given=specified,
    let=maps,
    symbols=specified,
    assume=texts,
    where=texts,
    prompt=text,
    hints=texts,
    solution=text,
    tasks=st.lists(tasks, max_size=2).map(tuple),
)
questions = st.builds(
    Question,
    id=text,
    kind=st.sampled_from(["number", "parts"]),
    title=text,
    tags=texts,
    difficulty=st.integers(1, 5),
    minutes=st.none() | numbers,
    sources=texts,
    requires=texts,
    walk=st.none() | text,
    skip=st.lists(st.integers(0, 2**63 - 1), max_size=2).map(tuple),
    balance=st.none() | text,
    bodies=st.dictionaries(text, bodies, max_size=2),
    file=text,
    line=st.integers(0, 99),
    hash=text,
)


@given(questions)
@settings(max_examples=60)
def test_a_question_read_back_is_the_one_written(question: Question) -> None:
    stored = json.loads(json.dumps(to_json(question)))
    assert question_from_json(stored) == question


@given(questions)
@settings(max_examples=30)
def test_the_hash_is_of_what_a_question_says_and_not_of_where_it_stands(question: Question) -> None:
    stored = to_json(question)
    moved = question_from_json({**stored, "file": "elsewhere.yaml", "line": 7, "hash": "other"})
    assert question_hash(moved) == question_hash(question)
    assert question_hash(question_from_json({**stored, "title": question.title + "!"})) != question_hash(
        question
    )


def test_every_shipped_question_is_read_back_the_same(cache: Path) -> None:
    for question in load_bank().values():
        assert question_from_json(json.loads(json.dumps(to_json(question)))) == question
        assert question.hash == question_hash(question)
    assert entries(cache)


def test_problems_and_misconceptions_are_read_back_the_same() -> None:
    problem = Problem(
        code="QK301",
        file="f",
        line=3,
        column=4,
        message="m",
        fix="x",
        severity="advice",
        source="s",
        question="q",
    )
    misconception = Misconception(id="m", say="s", credit=0.0, see="q25")
    assert problem_from_json(json.loads(json.dumps(to_json(problem)))) == problem
    assert misconception_from_json(json.loads(json.dumps(to_json(misconception)))) == misconception


@pytest.mark.parametrize("data", [None, [], "text", {"id": "x"}, {"id": "x", "bodies": []}, {"nonsense": 1}])
def test_other_data_is_no_question(data: object) -> None:
    with pytest.raises((TypeError, KeyError, ValueError)):
        question_from_json(data)  # type: ignore[arg-type]


@pytest.mark.usefixtures("cache")
def test_no_question_is_made_before_it_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_bank(folder)
    made: list[object] = []

    def counted(data: Mapping[str, object]) -> Question:
        made.append(data["id"])
        return question_from_json(data)

    monkeypatch.setattr(stored, "question_from_json", counted)
    bank = load_bank(folder)
    assert "good" in bank
    assert list(bank) == ["good"]
    assert made == []
    assert bank["good"] is bank["good"]
    assert made == ["good"]
