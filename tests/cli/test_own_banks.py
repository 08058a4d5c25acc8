"""Banks of one's own: anywhere, several at once, with the shipped one and without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizkit.bank import load_bank
from quizkit.errors import UnknownQuestion
from tests.cli.running import Quizkit


def text_of(*ids: str, answer: str = "2") -> str:
    """A bank with a number question for each id."""
    questions = "".join(
        f"  {name}:\n    type: number\n    title: Title of {name}\n    prompt: The number of {name}?\n"
        f"    answer: {answer}\n    tol: exact\n"
        for name in ids
    )
    return f"quizkit: 1\ntopic: sums\nquestions:\n{questions}"


@pytest.fixture
def banks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two banks of one name, and a file with an id of the shipped bank."""
    for name, ids, answer in (("north", ["one", "two"], "2"), ("south", ["two", "three"], "3")):
        (tmp_path / name / "bank").mkdir(parents=True)
        (tmp_path / name / "bank" / "a.yaml").write_text(text_of(*ids, answer=answer), "utf-8")
    (tmp_path / "own.yaml").write_text(text_of("q25-nll", "mine"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


BOTH = ("--bank", "north/bank", "--bank", "south/bank")
WITH_SHIPPED = ("--bank", "own.yaml", "--bank", "shipped")


def listed(quizkit: Quizkit, *words: str) -> list[str]:
    """The ids that ``list`` prints."""
    return [each["id"] for each in quizkit("list", "--json", *words).json()]


@pytest.mark.usefixtures("banks")
def test_ids_are_bare_where_unique_and_banks_of_one_name_are_numbered(quizkit: Quizkit) -> None:
    assert listed(quizkit, *BOTH) == ["one", "bank-1/two", "bank-2/two", "three"]
    assert listed(quizkit, *BOTH, "--bank", "own.yaml", "--topic", "sums") == [
        "one", "bank-1/two", "bank-2/two", "three", "q25-nll", "mine",
    ]  # fmt: skip


@pytest.mark.usefixtures("banks")
def test_the_shipped_bank_goes_with_others_under_the_word_shipped(quizkit: Quizkit) -> None:
    ids = listed(quizkit, *WITH_SHIPPED)
    assert ids[:2] == ["own/q25-nll", "mine"]
    assert "shipped/q25-nll" in ids
    assert "q25-nll" not in ids
    assert len(ids) == 2 + len(load_bank())
    assert listed(quizkit, "--bank", "shipped") == list(load_bank())
    own = quizkit("ask", "own/q25-nll", "--json", *WITH_SHIPPED).json()
    shipped = quizkit("ask", "shipped/q25-nll", "--json", *WITH_SHIPPED).json()
    assert own["title"] == "Title of q25-nll" != shipped["title"]
    assert quizkit("ask", "shipped/mine", *WITH_SHIPPED).code == 2


@pytest.mark.usefixtures("banks")
def test_a_folder_called_shipped_is_named_by_its_path(quizkit: Quizkit, banks: Path) -> None:
    (banks / "shipped").mkdir()
    (banks / "shipped" / "a.yaml").write_text(text_of("sum"), "utf-8")
    assert listed(quizkit, "--bank", "./shipped") == ["sum"]
    assert "sum" not in listed(quizkit, "--bank", "shipped")


@pytest.mark.usefixtures("banks")
def test_asking_and_trying_reach_every_question_of_every_bank(quizkit: Quizkit) -> None:
    for name, key in (("one", "2"), ("bank-1/one", "2"), ("bank-1/two", "2"), ("bank-2/two", "3")):
        assert quizkit("try", name, key, *BOTH).code == 0, name
        assert quizkit("try", name, "7", *BOTH).code == 1, name
    asked = quizkit("ask", "bank-2/two", *BOTH)
    assert asked.code == 0
    assert "quizkit try bank-2/two ANSWER" in asked.out + asked.err


@pytest.mark.usefixtures("banks")
def test_an_id_that_two_banks_use_names_both(quizkit: Quizkit) -> None:
    ran = quizkit("ask", "two", *BOTH)
    assert (ran.code, ran.err) == (2, "quizkit: 'two' is in several banks: write bank-1/two or bank-2/two\n")
    with pytest.raises(UnknownQuestion, match="in several banks"):
        load_bank("own.yaml", "shipped")["q25-nll"]
    assert quizkit("ask", "bank-3/two", *BOTH).err.startswith("quizkit: no question 'bank-3/two'; did you")


@pytest.mark.usefixtures("banks")
def test_a_sitting_draws_from_all_banks(quizkit: Quizkit) -> None:
    ran = quizkit("practice", "--plain", "--count", "4", "--seed", "1", *BOTH, stdin="2\n" * 20)
    assert ran.code == 0
    assert {name for name in ("one", "two", "three") if f"number of {name}?" in ran.out} == {
        "one", "two", "three",
    }  # fmt: skip
    assert ran.out.count("number of two?") == 2


@pytest.mark.usefixtures("banks")
def test_one_bad_bank_leaves_the_others_to_be_used(quizkit: Quizkit) -> None:
    ran = quizkit("list", "--json", "--bank", "north/bank", "--bank", "nowhere", "--bank", "own.yaml")
    assert [each["id"] for each in ran.json()] == ["one", "two", "q25-nll", "mine"]
    assert ran.err.startswith("nowhere: QK101 there is no such file or folder\n")
    assert ran.code == 0
    ran = quizkit("list", "--bank", "nowhere", "--bank", "neither.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "nowhere: QK101 there is no such file or folder",
        "neither.yaml: QK101 there is no such file",
    ]


@pytest.mark.usefixtures("banks")
@pytest.mark.parametrize(
    "paths",
    [
        ["north/bank", "north/bank/a.yaml"],
        ["north/bank/a.yaml", "north/bank"],
        ["north/bank", "north/bank/", "./north/../north/bank", "north/bank/a.yaml", "north/bank/a.yaml"],
    ],
)
def test_a_file_is_read_once_also_where_its_folder_is_named(quizkit: Quizkit, paths: list[str]) -> None:
    assert list(load_bank(*paths)) == ["one", "two"]
    ran = quizkit("check", "--json", *paths)
    assert [each["question"] for each in ran.json()["questions"]] == ["one", "two"]


def test_files_of_a_folder_that_it_does_not_read_are_banks_of_their_own(banks: Path) -> None:
    folder = banks / "north" / "bank"
    (folder / "b.yml").write_text(text_of("hidden"), "utf-8")
    (folder / ".c.yaml").write_text(text_of("dotted"), "utf-8")
    bank = load_bank(folder, folder / "b.yml", folder / ".c.yaml")
    assert list(bank) == ["one", "two", "hidden", "dotted"]
