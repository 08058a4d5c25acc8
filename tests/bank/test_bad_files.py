"""What may happen to files: links in circles, edits while they are read, sizes, encodings, bad company.

Every case names what is wrong and leaves everything else to be used. What YAML and the format forbid is
tested elsewhere (``faults.txt``, ``test_hostile.py``).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizkit.bank import compile_bank, load_bank, loader
from quizkit.bank.files import MAX_BYTES, BankFile, read_bytes
from quizkit.bank.findings import Findings
from quizkit.errors import BankError, NoVariant, QuizkitError
from quizkit.variants import make_variant
from quizkit.workshop.check import check_bank
from tests.cli.running import Quizkit


def bank_text(*ids: str, answer: str = "2") -> str:
    """A bank with one number question for each id."""
    questions = "".join(
        f"  {name}:\n    type: number\n    title: Title of {name}\n    prompt: One and one?\n"
        f"    answer: {answer}\n    tol: exact\n"
        for name in ids
    )
    return f"quizkit: 1\ntopic: sums\nquestions:\n{questions}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for a bank."""
    monkeypatch.setenv("QUIZKIT_CACHE_DIR", str(tmp_path / "cache"))
    place = tmp_path / "bank"
    place.mkdir()
    return place


@pytest.fixture
def quizkit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Quizkit:
    """The command, run in this process."""
    return Quizkit(capsys, monkeypatch)


def said(folder: Path, *paths: Path) -> list[str]:
    """Every problem of a bank, loaded or not, without the folder's own path."""
    try:
        problems = load_bank(*(paths or (folder,))).problems
    except BankError as error:
        problems = error.problems
    return [str(each).replace(f"{folder}{os.sep}", "") for each in problems]


def refusal(path: Path) -> str:
    """Why a file cannot be read."""
    found = read_bytes(BankFile(path))
    assert isinstance(found, Findings), "it was read"
    (problem,) = found.problems
    return f"{problem.code} {problem.message}"


# Links.


def test_a_bank_that_is_a_link_to_itself_is_told(folder: Path) -> None:
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "there").symlink_to(folder / "back")
    (folder / "back").symlink_to(folder / "there")
    for name in ("loop", "there"):
        assert said(folder, folder / name) == [
            f"{name}: QK101 it cannot be read: too many levels of symbolic links"
        ]


def test_a_folder_that_holds_itself_is_read_once_by_whatever_way_it_is_named(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one"))
    (folder / "self").symlink_to(folder, target_is_directory=True)
    assert list(load_bank(folder, folder / "self", folder / "self" / "self" / "a.yaml")) == ["one"]
    assert said(folder, folder / "self") == []


def test_a_folder_named_like_a_file_is_a_bank_where_it_is_named_itself(folder: Path) -> None:
    (folder / "x.yaml").mkdir()
    (folder / "x.yaml" / "a.yaml").write_text(bank_text("inner"))
    (folder / "b.yaml").write_text(bank_text("outer"))
    assert list(load_bank(folder / "x.yaml")) == ["inner"]
    both = load_bank(folder, folder / "x.yaml")
    assert list(both) == ["outer", "inner"]
    assert said(folder) == ["x.yaml: QK101 expected a file, found a folder"]


# Files that are edited while they are read.


def test_a_file_that_goes_away_between_the_listing_and_the_reading_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (folder / f"{name}.yaml").write_text(bank_text(name))

    def reading(file: BankFile) -> bytes | Findings:
        (folder / "b.yaml").unlink(missing_ok=True)
        return read_bytes(file)

    monkeypatch.setattr(loader, "read_bytes", reading)
    bank = load_bank(folder)
    assert list(bank) == ["a", "c"]
    assert [str(each) for each in bank.problems] == [f"{folder / 'b.yaml'}: QK101 there is no such file"]


@pytest.mark.parametrize("times", [1, 2])
def test_a_file_saved_in_the_midst_of_reading_is_read_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path = folder / "a.yaml"
    path.write_text(bank_text("old"))
    looks = 0
    really = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        # Each reading looks at the file before and after.
        nonlocal looks
        looks += 1
        if looks in {2, 4} and looks <= 2 * times:
            path.write_text(bank_text("new", *(f"n{number}" for number in range(looks))))
        return really(descriptor)

    monkeypatch.setattr(os, "fstat", fstat)
    content = read_bytes(BankFile(path))
    assert content == path.read_bytes()
    assert b"new:" in content


def test_a_file_that_never_stands_still_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "a.yaml"
    path.write_text(bank_text("one"))
    really = os.fstat

    def growing(descriptor: int) -> os.stat_result:
        with path.open("a") as file:
            file.write("# more\n")
        return really(descriptor)

    monkeypatch.setattr(os, "fstat", growing)
    assert refusal(path) == "QK101 it changes while it is read"
    assert said(folder) == ["a.yaml: QK101 it changes while it is read; try again once it is saved"]


def test_a_file_that_becomes_a_pipe_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "a.yaml"
    path.write_text(bank_text("one"))
    really = os.open

    def late(name: Path, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return really(name, flags)

    monkeypatch.setattr(os, "open", late)
    assert refusal(path) == "QK101 expected a file, found something else"


def test_a_file_cut_short_anywhere_costs_no_other_file(folder: Path) -> None:
    whole = bank_text("one", "two") + "    solution: 'It is two.'\n"
    (folder / "b.yaml").write_text(bank_text("sound"))
    told = 0
    for length in range(0, len(whole), 9):
        (folder / "a.yaml").write_text(whole[:length])
        bank = load_bank(folder)
        assert "sound" in bank
        assert {each.file for each in bank.problems} <= {str(folder / "a.yaml")}
        told += bool(bank.problems)
    assert told > 20


# Sizes and rights.


def test_a_file_of_fifty_megabytes_is_refused_without_being_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    really = os.open

    def opened(name: Path, flags: int) -> int:
        assert name != path, "it was opened"
        return really(name, flags)

    monkeypatch.setattr(os, "open", opened)
    assert said(folder) == ["a.yaml: QK105 the file is larger than 4 MB; give each topic a file of its own"]


def test_of_a_file_that_grows_while_it_is_read_no_more_is_taken_than_a_bank_may_have(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.yaml"
    path.write_text(bank_text("one"))
    really = os.open

    def late(name: Path, flags: int) -> int:
        os.truncate(path, 50_000_000)
        return really(name, flags)

    monkeypatch.setattr(os, "open", late)
    assert refusal(path) == f"QK105 the file is larger than {MAX_BYTES // 1_000_000} MB"


def test_a_file_without_permission_is_told_and_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.yaml").write_text(bank_text("one"))
    (folder / "b.yaml").write_text(bank_text("two"))
    really = os.open

    def denied(name: Path, flags: int) -> int:
        if name == folder / "a.yaml":
            raise PermissionError(13, "Permission denied", str(name))
        return really(name, flags)

    monkeypatch.setattr(os, "open", denied)
    assert list(load_bank(folder)) == ["two"]
    assert said(folder) == ["a.yaml: QK101 permission to read it is denied"]


@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() == 0, reason="whoever may read all is not denied"
)
def test_rights_taken_away_are_told(folder: Path) -> None:
    (folder / "a.yaml").write_text(bank_text("one"))
    (folder / "a.yaml").chmod(0)
    assert said(folder) == ["a.yaml: QK101 permission to read it is denied"]


# Encodings.

ZEROS = "the file is not UTF-8 text: it is full of zero bytes, as UTF-16 is"


@pytest.mark.parametrize(
    ("encoding", "title", "message"),
    [
        ("utf-16", "T", "a.yaml:1:1: QK102 the file is not UTF-8 text: byte 0xff; save it as UTF-8"),
        ("utf-16-le", "T", f"a.yaml: QK102 {ZEROS}; save it as UTF-8"),
        ("utf-16-be", "T", f"a.yaml: QK102 {ZEROS}; save it as UTF-8"),
        ("utf-32-be", "T", f"a.yaml: QK102 {ZEROS}; save it as UTF-8"),
        ("latin-1", "Café", "a.yaml:2:11: QK102 the file is not UTF-8 text: byte 0xe9; save it as UTF-8"),
        ("cp1252", "“T”", "a.yaml:2:8: QK102 the file is not UTF-8 text: byte 0x93; save it as UTF-8"),
        ("mac-roman", "Café", "a.yaml:2:11: QK102 the file is not UTF-8 text: byte 0x8e; save it as UTF-8"),
        ("shift-jis", "計算", "a.yaml:2:8: QK102 the file is not UTF-8 text: byte 0x8c; save it as UTF-8"),
    ],
)
def test_another_encoding_is_told_with_what_to_do(
    folder: Path, encoding: str, title: str, message: str
) -> None:
    text = bank_text("one").replace("topic: sums", f"title: {title}")
    (folder / "a.yaml").write_bytes(text.encode(encoding))
    assert said(folder) == [message]


def test_a_byte_order_mark_and_windows_line_ends_make_the_same_questions_with_the_same_problems(
    folder: Path,
) -> None:
    text = bank_text("one", "two").replace("answer: 2", "answer: 2 +", 1)
    (folder / "a.yaml").write_text(text)
    plain, told = load_bank(folder)["two"], said(folder)
    for content in (text.replace("\n", "\r\n"), "\ufeff" + text, "\ufeff" + text.replace("\n", "\r\n")):
        (folder / "a.yaml").write_bytes(content.encode())
        assert load_bank(folder)["two"] == plain
        assert said(folder) == told == ["a.yaml:8:16: QK303 expected a value after '+', found the end"]


# Company.

FAULTY = """\
quizkit: 1
questions:
  sound:
    type: number
    title: Sound
    prompt: One and one?
    answer: 2
  bad-key:
    type: number
    title: Bad key
    prompt: One and one?
    answer: 2 +
  bad-word:
    type: numbr
    title: Bad word
    prompt: One and one?
    answer: 2
  n07:
    type: number
    title: An id of another file
    prompt: One and one?
    answer: 2
  wrong-key:
    type: number
    title: Wrong key
    prompt: One and one?
    answer: 3
    solution: It is {{ answr }}.
    verify:
      - expect: answer == 1 + 1
  false-witness:
    type: number
    title: False witness
    prompt: One and one?
    answer: 3
    verify:
      - expect: answer == 1 + 1
"""
ITS_OWN = [
    (12, "QK303"),
    (14, "QK204"),
    (18, "QK209"),
    (28, "QK302"),
    (37, "QK501"),
]


def test_one_bad_file_of_a_hundred_reports_exactly_its_own_errors(folder: Path, quizkit: Quizkit) -> None:
    for number in range(99):
        (folder / f"n{number:02}.yaml").write_text(bank_text(f"n{number:02}"))
    (folder / "n50-bad.yaml").write_text(FAULTY)
    compiled = compile_bank(folder)
    assert len(compiled.bank) == 99 + 2
    assert "sound" in compiled.bank
    assert compiled.bank["n07"].title == "Title of n07"
    problems = [*compiled.bank.problems, *(each for one in check_bank(compiled) for each in one.problems)]
    errors = sorted((each.line, each.code) for each in problems if each.severity == "error")
    assert errors == ITS_OWN
    assert {each.file for each in problems if each.severity == "error"} == {str(folder / "n50-bad.yaml")}
    twice = next(each for each in problems if each.code == "QK209")
    assert f"first in {folder / 'n07.yaml'}:4:3" in twice.message
    ran = quizkit("check", "--json", str(folder))
    found = ran.json()["problems"]
    assert ran.code == 1
    assert sorted((each["line"], each["code"]) for each in found if each["severity"] == "error") == ITS_OWN


def test_bad_files_of_every_sort_leave_the_good_one_to_be_used(folder: Path) -> None:
    bad: dict[str, bytes] = {
        "QK101": b"",
        "QK102": b"quizkit: 1\ntitle: \xff\n",
        "QK103": b"quizkit: 1\ntitle: \x07\n",
        "QK104": b"# nothing\n",
        "QK105": b"quizkit: 1\ntitle: " + b"x" * 100_001 + b"\n",
        "QK106": b"- a\n",
        "QK108": b"quizkit: 1\nquestions:\n\tq: 1\n",
        "QK116": b"quizkit: !!python/name:os.system 1\n",
        "QK117": b"quizkit: 1\na: &a [x, x]\n" + b"".join(
            b"%c: &%c [%s]\n" % (98 + i, 98 + i, b", ".join([b"*%c" % (97 + i)] * 9)) for i in range(9)
        ),
        "QK118": bank_text("first").encode() + b"---\n" + bank_text("second").encode(),
        "QK119": b"quizkit: 1\ntitle: 'never closed\n",
        "QK202": b"questions: {q1: {type: number, title: T, prompt: P, answer: 1}}\n",
        "QK206": b"quizkit: 2\nquestions: {q2: {type: number, title: T, prompt: P, answer: 1}}\n",
    }  # fmt: skip
    for code, content in bad.items():
        (folder / f"{code}.yaml").write_bytes(content)
    (folder / "QK101.yaml").unlink()
    (folder / "QK101.yaml").mkdir()
    (folder / "good.yaml").write_text(bank_text("good"))
    bank = load_bank(folder)
    assert list(bank) == ["good"]
    assert [(Path(each.file).stem, each.code) for each in bank.problems] == [(code, code) for code in bad]


# Questions that are sound as they are written, and bad as they are drawn.

DRAWN = """\
quizkit: 1
questions:
  by-zero:
    type: number
    title: Divided by 0 on some draws
    given: {k: 1 .. 5, m: 1 .. 9}
    prompt: "{{ k }} and {{ m }}"
    answer: m/(k - 3)
  shown-by-zero:
    type: number
    title: Shown divided by 0
    given: {k: 1 .. 5, m: 1 .. 9}
    prompt: "{{ k }} and {{ 1/(k - 3) }} and {{ m }}"
    answer: k + m
  never:
    type: number
    title: Never
    given: {a: 1 .. 1000, b: 1 .. 1000}
    where: [a == b, a == 7, b == 8]
    prompt: "{{ a }} {{ b }}"
    answer: a
  shapes:
    type: number
    title: Wrong shapes
    given: {z: vector(3) of 1 .. 3, y: 0 .. 2}
    prompt: "{{ z }} {{ y }}"
    answer: -log(softmax(z)[y])
    verify:
      - ref: nll(y, z)
      - ref: nll(z, [y, y])
"""


def test_a_key_that_some_draws_leave_without_a_value_is_drawn_again(folder: Path) -> None:
    (folder / "a.yaml").write_text(DRAWN)
    question = load_bank(folder)["by-zero"]
    drawn = {make_variant(question, seed=seed).given["k"] for seed in range(60)}
    assert len(drawn) == 4
    with pytest.raises(NoVariant, match="the key has no value"):
        make_variant(question, given={"k": "3"})


def test_what_is_bad_on_some_draws_only_is_told_by_check_at_its_place(folder: Path) -> None:
    (folder / "a.yaml").write_text(DRAWN)
    checked = {one.question: one for one in check_bank(compile_bank(folder))}
    errors = {
        name: [(each.code, each.line, each.message) for each in one.problems if each.severity == "error"]
        for name, one in checked.items()
    }
    assert errors["by-zero"] == []
    ((code, line, message),) = errors["shown-by-zero"]
    assert (code, line) == ("QK407", 13)
    assert message == (
        "a placeholder cannot be filled: {{ 1/(k - 3) }} has no value: a division by 0, "
        "on 9 of 45 variants, such as k = 3, m = 1"
    )
    ((code, line, message),) = errors["never"]
    assert (code, line) == ("QK404", 19)
    assert "breaks a == b" in message
    assert [(code, line) for code, line, _ in errors["shapes"]] == [("QK502", 29), ("QK502", 30)]


def test_a_draw_that_cannot_be_shown_ends_in_words(folder: Path, quizkit: Quizkit) -> None:
    (folder / "a.yaml").write_text(DRAWN)
    question = load_bank(folder)["shown-by-zero"]
    with pytest.raises(QuizkitError, match="a division by 0"):
        _ = make_variant(question, given={"k": "3"}).prompt
    ran = quizkit("ask", "shown-by-zero", "--bank", str(folder), "--given", "k=3")
    assert (ran.code, ran.err) == (
        2,
        "quizkit: shown-by-zero: {{ 1/(k - 3) }} has no value: a division by 0\n",
    )
