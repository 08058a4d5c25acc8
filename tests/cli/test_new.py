"""``quizkit new``: every template is clean as it is, wherever it is put, and nothing else is changed."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from quizkit.bank import compile_bank, load_bank
from quizkit.bank.question import Kind
from quizkit.workshop.check import check_bank
from quizkit.workshop.templates import KINDS, proposed_id, template, title_of
from tests.cli.running import Quizkit

FIRST = """\
quizkit: 1
title: Sums
questions:
  one-and-one:
    type: number
    title: One and one
    prompt: One and one?
    answer: 2     # two
    tol: exact
    solution: |
      Two.
"""
WIDE = re.sub("^ +", lambda found: found[0] * 2, FIRST, flags=re.MULTILINE)
EXISTING = {
    "plain": FIRST.encode(),
    "windows line ends": FIRST.replace("\n", "\r\n").encode(),
    "indented by four": WIDE.encode(),
    "comments at the end": (FIRST + "    # of the last question\n\n  # indented\n# at the edge\n\n").encode(),
    "no final newline": FIRST.rstrip().encode(),
    "a byte-order mark": b"\xef\xbb\xbf" + FIRST.encode(),
    "keys behind the questions": (FIRST + "\n# about the file\ntopic: sums\n").encode(),
    "an end of the document": (FIRST + "...\n").encode(),
    "a text that keeps its blank lines": (FIRST.replace("|", "|+") + "\n\n").encode(),
    "old line ends": FIRST.replace("\n", "\r").encode(),
    "defaults": FIRST.replace("questions:", "defaults: {tol: 1%, minutes: 2}\nquestions:").encode(),
}


def names_in(folder: Path) -> list[str]:
    """What is in a folder, hidden or not."""
    return sorted(each.name for each in folder.iterdir())


def said_of(path: Path) -> list[str]:
    """Everything that loading and checking a bank brings to light, advice too, of the added question."""
    compiled = compile_bank(path)
    problems = [*compiled.bank.problems, *(each for one in check_bank(compiled) for each in one.problems)]
    return [str(each) for each in problems if each.question != "one-and-one"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_printed_and_clean_as_it_is(quizkit: Quizkit, tmp_path: Path, kind: str) -> None:
    ran = quizkit("new", kind, "--id", "my-first-question")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# yaml-language-server: $schema=./quizkit.schema.json\n")
    assert 25 <= ran.out.count("\n") <= 45
    assert ran.out.count("# ") >= 6
    path = tmp_path / "mine.yaml"
    path.write_text(ran.out, "utf-8")
    (question,) = load_bank(path).values()
    assert (question.id, question.kind, question.title) == ("my-first-question", kind, "My first question")
    assert said_of(path) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("id_", ["Q25.nll_2", "0"])
def test_a_template_is_clean_whatever_its_id(tmp_path: Path, kind: Kind, id_: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(template(kind, id_), "utf-8")
    assert said_of(path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_makes_a_file_that_is_not_there(quizkit: Quizkit, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.yaml"
    ran = quizkit("new", kind, "--id", "q", "--into", str(path))
    assert (ran.code, ran.out) == (0, "")
    assert path.read_text("utf-8") == quizkit("new", kind, "--id", "q").out
    assert said_of(path) == []
    assert names_in(tmp_path) == ["mine.yaml"]


ASKED = ("windows line ends", "indented by four", "comments at the end", "no final newline")


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        *((form, kind) for form in ASKED for kind in KINDS),
        *((form, "number") for form in EXISTING if form not in ASKED),
    ],
)
def test_a_template_goes_behind_the_questions_and_changes_no_byte_of_them(
    quizkit: Quizkit, tmp_path: Path, kind: str, form: str
) -> None:
    before = EXISTING[form]
    path = tmp_path / "bank.yaml"
    path.write_bytes(before)
    old = load_bank(path)["one-and-one"]
    ran = quizkit("new", kind, "--id", "added", "--into", str(path))
    assert (ran.code, ran.out) == (0, ""), ran.err
    after = path.read_bytes()
    start = next(at for at in range(len(before), -1, -1) if after.startswith(before[:at]))
    assert after.endswith(before[start:])
    added = after[start : len(after) - len(before) + start].decode()
    ends = set(re.findall(r"\r\n|\r|\n", added))
    assert ends == {b"\r\n": {"\r\n"}, b"\r": {"\r"}}.get(re.search(rb"\r\n|\r|\n", before)[0], {"\n"})  # type: ignore[index]
    bank = load_bank(path)
    assert list(bank) == ["one-and-one", "added"]
    if form != "no final newline":
        assert bank["one-and-one"] == old
    indent = "    " if form == "indented by four" else "  "
    assert re.search(rf"[\r\n]{indent}added:[\r\n]+{indent * 2}type: {kind}\b", after.decode())
    assert said_of(path) == []


def test_comments_at_the_end_stay_the_end(quizkit: Quizkit, tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_bytes(EXISTING["comments at the end"])
    quizkit("new", "text", "--id", "added", "--into", str(path))
    lines = path.read_text("utf-8").splitlines()
    assert lines[11:15] == ["    # of the last question", "", "  # indented", ""]
    assert lines[15] == "  added:"
    assert lines[-2:] == ["# at the edge", ""]


def test_several_questions_may_be_added_one_after_the_other(quizkit: Quizkit, tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_bytes(EXISTING["indented by four"])
    for kind in KINDS:
        assert quizkit("new", kind, "--id", f"my-{kind}", "--into", str(path)).code == 0
    assert list(load_bank(path)) == ["one-and-one", *(f"my-{kind}" for kind in KINDS)]
    assert not load_bank(path).problems


def test_the_mode_of_the_file_is_kept_and_a_link_stays_a_link(quizkit: Quizkit, tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(FIRST)
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert quizkit("new", "text", "--id", "added", "--into", str(link)).code == 0
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "added" in load_bank(path)


# What is refused, with nothing written.

LISTED = ", ".join(KINDS)
RULE = "an id is letters, digits, '-', '_' and '.', and begins with a letter or a digit"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["numbr", "--id", "q"], f"no kind 'numbr'; did you mean 'number'?; one of {LISTED}"),
        (["essay", "--id", "q"], f"no kind 'essay'; one of {LISTED}"),
        (["number", "--id", "Größe 1!"], f"'Größe 1!' cannot be an id: {RULE}; try Grosse-1"),
        (["number", "--id", ""], f"'' cannot be an id: {RULE}; try my-question"),
        (["number", "--id", "null"], "'null' cannot be an id: to YAML it is nothing; try the-null"),
    ],
)
def test_a_kind_or_an_id_that_cannot_be_is_refused(quizkit: Quizkit, words: list[str], message: str) -> None:
    ran = quizkit("new", *words)
    assert (ran.code, ran.out, ran.err) == (2, "", f"quizkit: {message}\n")


def test_an_id_that_is_taken_is_refused_with_its_place(quizkit: Quizkit, tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(FIRST)
    (tmp_path / "other.yaml").write_text(
        FIRST.replace("one-and-one", "other").replace("answer: 2", "answer: (")
    )
    for name, place in (("one-and-one", f"{path}:4:3"), ("other", f"{tmp_path / 'other.yaml'}:4:3")):
        for into in (path, tmp_path / "new.yaml"):
            ran = quizkit("new", "text", "--id", name, "--into", str(into))
            assert ran.code == 2
            assert ran.err == f"quizkit: the id '{name}' is used already: {place}; choose another\n"
    assert path.read_text() == FIRST
    assert names_in(tmp_path) == ["bank.yaml", "other.yaml"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (FIRST.replace("answer: 2", "answer: 2 +"), "QK303 expected a value after '+'"),
        (FIRST.replace("title: Sums", "titel: Sums"), "QK201 unknown key 'titel'"),
        ("", "QK104 the file is empty"),
        ("quizkit: 1\nquestions: {q: {type: number, title: T, prompt: P, answer: 1}}\n",
         "its questions stand between { and }: write each on lines of its own"),
        ("{quizkit: 1, questions: {q: {type: number, title: T, prompt: P, answer: 1}}}\n",
         "its questions stand between { and }"),
        (FIRST.replace("questions:", "defaults: {unit_required: true}\nquestions:")
         .replace("tol:", "units: {apples: 1}\n    tol:"),
         "the question would not be right in this file; give it a file of its own"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_take_it_is_refused(
    quizkit: Quizkit, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(content)
    ran = quizkit("new", "number", "--id", "added", "--into", str(path))
    assert ran.code == 2
    assert said in ran.err
    assert "nothing was written" in ran.err
    assert path.read_text() == content


def test_what_is_no_file_is_refused(quizkit: Quizkit, tmp_path: Path) -> None:
    def refusal(path: Path) -> str:
        ran = quizkit("new", "text", "--id", "q", "--into", str(path))
        assert ran.code == 2
        return ran.err.replace(f"{tmp_path}{os.sep}", "").strip()

    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "lost.yaml").symlink_to(tmp_path / "nowhere")
    assert refusal(tmp_path / "folder") == (
        "quizkit: folder is a folder; name a file in it, such as folder/q.yaml"
    )
    assert refusal(tmp_path / "pipe.yaml") == "pipe.yaml: QK101 expected a file, found something else"
    assert refusal(tmp_path / "lost.yaml") == "lost.yaml: QK101 this is a link to nothing"
    assert refusal(tmp_path / "no" / "q.yaml") == "quizkit: there is no folder no"
    assert refusal(tmp_path / "q.yml") == "quizkit: q.yml would not be found in its folder; name it .yaml"


def test_a_file_that_changes_meanwhile_is_left_as_it_is(
    quizkit: Quizkit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(FIRST)
    saved = FIRST.replace("Two.", "It is two.")

    def synced(_: int) -> None:
        path.write_text(saved)

    monkeypatch.setattr(os, "fsync", synced)
    ran = quizkit("new", "text", "--id", "added", "--into", str(path))
    assert (ran.code, ran.err) == (
        2,
        f"quizkit: {path}: it was changed meanwhile: try again; nothing was written\n",
    )
    assert path.read_text() == saved
    assert names_in(tmp_path) == ["bank.yaml"]


def test_a_file_that_cannot_be_written_is_told(
    quizkit: Quizkit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(FIRST)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = quizkit("new", "text", "--id", "added", "--into", str(path))
    assert (ran.code, ran.err) == (2, f"quizkit: {path} cannot be written: no space left on device\n")
    assert path.read_text() == FIRST
    assert names_in(tmp_path) == ["bank.yaml"]


# Titles and proposals.


@pytest.mark.parametrize(
    ("id_", "title"),
    [("loss-to-perplexity", "Loss to perplexity"), ("q25-KL_div.2", "Q25 KL div 2"), ("a-", "A")],
)
def test_the_title_is_made_from_the_id(id_: str, title: str) -> None:
    assert title_of(id_) == title


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("a b", "a-b"),
        ("naïve Bayes?", "naive-Bayes"),
        ("../x", "x"),
        ("交差", "my-question"),
        ("x" * 99, "x" * 80),
    ],
)
def test_a_proposal_is_an_id(text: str, proposal: str) -> None:
    assert proposed_id(text) == proposal
