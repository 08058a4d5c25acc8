"""Banks are loaded from folders, files and texts; what is bad is named and what is good still works."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizkit.bank import compile_bank, load_bank, load_texts
from quizkit.bank.files import shipped_folder
from quizkit.errors import BankError, UnknownQuestion


def bank_text(*ids: str, extra: str = "") -> str:
    """A sound bank with one number question for each id."""
    questions = "".join(
        f"  {name}:\n    type: number\n    title: Title of {name}\n    prompt: One and one?\n"
        f"    answer: 2\n{extra}"
        for name in ids
    )
    return f"quizkit: 1\ntopic: q25\nquestions:\n{questions}"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZKIT_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for a bank."""
    place = tmp_path / "bank"
    place.mkdir()
    return place


def said(problems: tuple[object, ...], folder: Path) -> list[str]:
    """The problems, with the folder's name for its path."""
    return [
        str(problem).replace(f"{folder}{os.sep}", "").replace(str(folder), "bank") for problem in problems
    ]


# Folders.


def test_a_folder_is_its_yaml_files_in_order_of_name_and_each_in_order_of_the_file(folder: Path) -> None:
    (folder / "b.yaml").write_text(bank_text("z", "a"))
    (folder / "a.yaml").write_text(bank_text("m"))
    (folder / "notes.txt").write_text("no bank")
    bank = load_bank(folder)
    assert list(bank) == ["m", "z", "a"]
    assert bank["z"].title == "Title of z"
    assert (bank["z"].file, bank["z"].line) == (str(folder / "b.yaml"), 4)
    assert bank["z"].topic == "q25"
    assert not bank.problems


def test_a_bad_file_among_good_ones_is_named_and_the_good_ones_work(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one"))
    (folder / "b.yaml").write_text("quizkit: 1\nquestions:\n  two: {{ p }}\n")
    (folder / "c.yaml").write_bytes(b"quizkit: 1\ntitle: caf\xe9\n")
    (folder / "d.yaml").write_text("")
    (folder / "e.yaml").write_text(bank_text("three"))
    bank = load_bank(folder)
    assert list(bank) == ["one", "three"]
    assert said(bank.problems, folder) == [
        (
            "b.yaml:3:8: QK110 a value that begins with {{ is a mapping to YAML; "
            "put it in quotes, or on the next line after |"
        ),
        "c.yaml:2:11: QK102 the file is not UTF-8 text: byte 0xe9; save it as UTF-8",
        "d.yaml: QK104 the file is empty: it holds no questions",
    ]


def test_a_bad_question_among_good_ones_is_named_and_the_good_ones_work(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one", "two", "three").replace("answer: 2", "answer: 2 +", 1))
    bank = load_bank(folder)
    assert list(bank) == ["two", "three"]
    assert said(bank.problems, folder) == ["a.yaml:8:16: QK303 expected a value after '+', found the end"]
    assert bank.problems[0].question == "one"


def test_an_id_used_twice_across_files_names_both_places_and_the_first_counts(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one", "two"))
    (folder / "b.yaml").write_text(bank_text("two").replace("Title of two", "Another"))
    bank = load_bank(folder)
    assert bank["two"].title == "Title of two"
    (problem,) = bank.problems
    assert problem.drawn() == (
        f"{folder / 'b.yaml'}:4:3: QK209 the id 'two' is used twice: first in {folder / 'a.yaml'}:9:3; "
        "give this question another id\n"
        "    two:\n"
        "    ^"
    )


def test_a_question_may_require_another_of_its_folder_only(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one", extra="    requires: [two, thre]\n"))
    (folder / "b.yaml").write_text(bank_text("two", "three"))
    bank = load_bank(folder)
    assert said(bank.problems, folder) == [
        "a.yaml:9:21: QK210 no question 'thre' to require; did you mean 'three'?"
    ]
    assert not load_bank(folder / "a.yaml").problems, "a lone file cannot know what stands beside it"


def test_a_file_with_another_ending_is_passed_over_with_a_warning(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one"))
    (folder / "b.yml").write_text(bank_text("two"))
    (folder / ".#a.yaml").write_text("an editor's lock")
    bank = load_bank(folder)
    assert list(bank) == ["one"]
    assert said(bank.problems, folder) == ["bank: QK123 b.yml is passed over; name it .yaml"]
    assert [problem.severity for problem in bank.problems] == ["warning"]


def test_links_that_lead_nowhere_or_in_a_circle_are_named(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one"))
    (folder / "again.yaml").symlink_to(folder / "a.yaml")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "lost.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "inner.yaml").mkdir()
    (folder / "up").symlink_to(folder)
    bank = load_bank(folder)
    assert list(bank) == ["one"]
    assert said(bank.problems, folder) == [
        "inner.yaml: QK101 expected a file, found a folder",
        "loop.yaml: QK101 it cannot be read: too many levels of symbolic links",
        "lost.yaml: QK101 this is a link to nothing",
    ]


def test_a_pipe_is_no_bank_and_is_not_waited_for(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one"))
    os.mkfifo(folder / "pipe.yaml")
    bank = load_bank(folder)
    assert said(bank.problems, folder) == ["pipe.yaml: QK101 expected a file, found something else"]


# When nothing loads.


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.yaml", None, "missing.yaml: QK101 there is no such file"),
        ("missing", None, "missing: QK101 there is no such file or folder"),
        ("misconceptions.yaml", None, "misconceptions.yaml: QK101 there is no such file"),
        ("misconceptions.yaml", b"m: {say: S}", ("misconceptions.yaml: QK123 there are no questions in this "
         "file; name a file or folder that has some")),
        ("empty.yaml", b"", "empty.yaml: QK104 the file is empty: it holds no questions"),
        ("list.yaml", b"- a\n", "list.yaml:1:1: QK106 expected a mapping of keys to values, found a list"),
        ("tab.yaml", b"quizkit: 1\nquestions:\n\tq:\n", ("tab.yaml:3:1: QK108 a tab in the indentation; "
         "use spaces, two for each level")),
        ("utf16.yaml", "quizkit: 1\n".encode("utf-16"), ("utf16.yaml:1:1: QK102 the file is not UTF-8 text: "
         "byte 0xff; save it as UTF-8")),
        ("object.yaml", b"quizkit: !!python/object:os.system 1\n", ("object.yaml:1:10: QK116 the tag "
         "'!!python/object:os.system': a bank holds text, numbers, lists and mappings only; "
         "delete the tag, or put the text in quotes if '!' belongs to it")),
        ("null\0.yaml", None, "null\\x00.yaml: QK101 this can be no file's name"),
    ],
)  # fmt: skip
def test_a_bank_of_which_nothing_loads_raises_with_every_problem(
    folder: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(BankError) as caught:
        load_bank(folder / name)
    assert message in said(caught.value.problems, folder)


def test_an_empty_folder_raises(folder: Path) -> None:
    with pytest.raises(BankError) as caught:
        load_bank(folder)
    assert said(caught.value.problems, folder) == ["bank: QK123 the folder holds no *.yaml file"]
    (folder / "misconceptions.yaml").write_text(SIGN)
    with pytest.raises(BankError) as caught:
        load_bank(folder)
    assert said(caught.value.problems, folder) == [
        "bank: QK123 the folder holds no *.yaml file besides misconceptions.yaml"
    ]


def test_a_folder_that_may_not_be_read_is_told_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", denied)
    with pytest.raises(BankError) as caught:
        load_bank(folder)
    assert said(caught.value.problems, folder) == ["bank: QK101 permission to read it is denied"]


def test_a_file_name_cannot_command_the_terminal(folder: Path) -> None:
    (folder / "\x1b[31m.yaml").write_text("")
    with pytest.raises(BankError) as caught:
        load_bank(folder)
    assert said(caught.value.problems, folder) == [
        "\\x1b[31m.yaml: QK104 the file is empty: it holds no questions"
    ]


# Misconceptions.

SIGN = "sign-flipped: {say: Look at the sign., credit: 0.5, see: q26}\n"
WITH_MISTAKE = "    mistakes: {sign-flipped: -2}\n"


def test_a_mistake_says_what_its_misconception_says(folder: Path) -> None:
    (folder / "misconceptions.yaml").write_text(SIGN)
    (folder / "a.yaml").write_text(bank_text("one", extra=WITH_MISTAKE))
    for bank in (load_bank(folder), load_bank(folder / "a.yaml")):
        (mistake,) = bank["one"].bodies[""].tasks[0].mistakes
        assert (mistake.say, mistake.credit, mistake.see) == ("Look at the sign.", 0.5, "q26")
        assert bank.misconceptions["sign-flipped"].say == "Look at the sign."


def test_what_a_mistake_says_itself_comes_first(folder: Path) -> None:
    (folder / "misconceptions.yaml").write_text(SIGN)
    own = "    mistakes: {sign-flipped: {is: -2, say: Mine., credit: 0}}\n"
    (folder / "a.yaml").write_text(bank_text("one", extra=own))
    (mistake,) = load_bank(folder)["one"].bodies[""].tasks[0].mistakes
    assert (mistake.say, mistake.credit) == ("Mine.", 0.0)


def test_where_a_folder_has_no_misconceptions_the_shipped_ones_serve(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one", extra=WITH_MISTAKE))
    bank = load_bank(folder)
    assert bank["one"].bodies[""].tasks[0].mistakes[0].say == bank.misconceptions["sign-flipped"].say != ""


def test_the_files_of_a_folder_may_all_be_named_and_a_faulty_misconception_is_told_once(folder: Path) -> None:
    (folder / "misconceptions.yaml").write_text(SIGN + "mute: {credit: 1}\n")
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text(bank_text(name, extra=WITH_MISTAKE))
    bank = load_bank(*sorted(folder.iterdir()))
    assert list(bank) == ["one", "two"]
    assert said(bank.problems, folder) == ["misconceptions.yaml:2:1: QK202 the key 'say' is missing"]


def test_a_misconception_has_no_placeholder_even_in_code(folder: Path) -> None:
    (folder / "misconceptions.yaml").write_text("shows: {say: 'read `{{ p }}`'}\n")
    (folder / "a.yaml").write_text(bank_text("one"))
    (problem,) = said(load_bank(folder).problems, folder)
    assert problem == (
        "misconceptions.yaml:1:24: QK306 a misconception is shared by questions, so that its text has no "
        "placeholders; give the question's mistake a 'say' of its own"
    )


def test_faulty_misconceptions_are_told_and_the_sound_ones_serve(folder: Path) -> None:
    (folder / "misconceptions.yaml").write_text(
        f"{SIGN}a b: {{say: x}}\nmute: {{credit: 1}}\nshows: {{say: 'it is {{{{ answer }}}}'}}\n"
        "rich: {say: x, credit: 2}\nbare: text\nodd: {say: x, sya: y}\n"
    )
    (folder / "a.yaml").write_text(bank_text("one", extra=WITH_MISTAKE))
    bank = load_bank(folder)
    assert list(bank) == ["one"]
    assert said(bank.problems, folder) == [
        (
            "misconceptions.yaml:2:1: QK208 'a b' cannot be an id; "
            "an id is letters, digits, '-', '_' and '.', and begins with a letter or a digit"
        ),
        "misconceptions.yaml:3:1: QK202 the key 'say' is missing",
        (
            "misconceptions.yaml:4:24: QK306 a misconception is shared by questions, so that its text has no "
            "placeholders; give the question's mistake a 'say' of its own"
        ),
        "misconceptions.yaml:5:24: QK205 expected a number from 0 to 1, found 2",
        "misconceptions.yaml:6:1: QK203 expected a mapping with 'say', found 'text'",
        "misconceptions.yaml:7:15: QK201 unknown key 'sya'; did you mean 'say'?",
    ]


# Several banks, and names.


def test_with_several_banks_ids_are_bare_where_unique(tmp_path: Path) -> None:
    for name, ids in (("north", ["one", "two"]), ("south", ["two", "three"])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text(bank_text(*ids))
    bank = load_bank(tmp_path / "north", tmp_path / "south")
    assert list(bank) == ["one", "north/two", "south/two", "three"]
    assert len(bank) == 4
    assert bank["north/one"] is bank["one"]
    assert bank["south/two"].file == str(tmp_path / "south" / "a.yaml")
    assert bank["south/two"].id == "two"
    assert "south/three" in bank
    assert "two" not in bank
    assert not bank.problems


def test_banks_of_one_name_are_told_apart_by_their_place(tmp_path: Path) -> None:
    for name in ("north", "south"):
        (tmp_path / name / "bank").mkdir(parents=True)
        (tmp_path / name / "bank" / "a.yaml").write_text(bank_text("one"))
    bank = load_bank(tmp_path / "north" / "bank", tmp_path / "south" / "bank")
    assert list(bank) == ["bank-1/one", "bank-2/one"]


def test_a_path_given_twice_counts_once(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one"))
    assert list(load_bank(folder, str(folder), folder / ".." / "bank")) == ["one"]


def test_an_unknown_id_names_the_nearest(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("entropy", "surprisal"))
    bank = load_bank(folder)
    with pytest.raises(UnknownQuestion, match="no question 'entopy'; did you mean 'entropy'\\?"):
        bank["entopy"]
    assert bank.get("entopy") is None
    assert "entopy" not in bank


def test_texts_make_a_bank_without_a_disk() -> None:
    bank = load_texts(
        {
            "misconceptions.yaml": SIGN,
            "a.yaml": bank_text("one", extra=WITH_MISTAKE),
            "b.yaml": bank_text("one", "two").encode(),
        }
    )
    assert list(bank) == ["one", "two"]
    assert bank["one"].bodies[""].tasks[0].mistakes[0].say == "Look at the sign."
    assert [str(problem) for problem in bank.problems] == [
        "b.yaml:4:3: QK209 the id 'one' is used twice: first in a.yaml:4:3; give this question another id"
    ]


# The shipped questions.


def test_the_shipped_questions_load_without_a_problem() -> None:
    bank = load_bank()
    assert [str(problem) for problem in bank.problems] == []
    assert len(bank) > 30
    assert bank.misconceptions


def test_the_shipped_questions_are_what_their_folder_holds() -> None:
    assert dict(load_bank()) == dict(load_bank(os.path.relpath(shipped_folder())))


# Pointing into the files.


def test_a_compiled_bank_knows_where_everything_stands(folder: Path) -> None:
    (folder / "a.yaml").write_text(
        "quizkit: 1\nquestions:\n  q:\n    type: number\n    title: T\n    given: {p: 1 .. 3}\n"
        "    mistakes: {half: {is: p/2, say: Half.}}\n    verify: {expect: answer > 0}\n"
        "    settings:\n      one:\n        prompt: P\n        answer: p +\n          p\n"
        "      two: {prompt: Q, answer: p}\n"
    )
    compiled = compile_bank(folder)
    question = compiled.bank["q"]
    file = compiled.file_of(question)
    assert file is not None
    assert file.place("q") == (3, 3)
    assert file.place("q", ("answer",), setting="one") == (12, 17)
    assert file.place("q", ("answer",), setting="one", offset=4) == (13, 11)
    assert file.place("q", ("answer",), setting="two") == (14, 32)
    assert file.place("q", ("mistakes", "half", "is"), setting="two") == (7, 27)
    assert file.place("q", ("verify", 0), setting="two") == (8, 13)
    assert file.place("q", ("solution",)) == (3, 3)
    assert file.place("nobody") == (0, 0)
    assert file.line(12) == "        answer: p +"
    assert file.line(99) == ""
