"""``quizkit preview``: on a screen, as JSON, as a page on disk, and anew whenever the bank is saved.

``python -m tests.cli.test_preview`` draws the approved screens anew; look at every one before it is kept.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizkit.cli import preview as command_preview
from quizkit.typeset import text
from quizkit.workshop.preview_screen import screen
from tests.cli.running import Quizkit, command, environment
from tests.typeset import pages
from tests.workshop.preview_bank import FOLDER, KINDS, previewed

APPROVED = Path(__file__).parent / "previews"
BANK = ("--bank", str(FOLDER))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the bank, to be edited."""
    folder = tmp_path / "own"
    shutil.copytree(FOLDER, folder)
    return folder


# On the screen.


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_looks_as_it_was_approved(quizkit: Quizkit, kind: str) -> None:
    ran = quizkit("preview", kind, *BANK)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (APPROVED / f"{kind}.txt").read_text("utf-8")


def test_there_is_an_approved_screen_of_every_kind() -> None:
    assert {path.stem for path in APPROVED.glob("*.txt")} == set(KINDS)
    assert {previewed(kind).variant.question.kind for kind in KINDS} == {
        *("number", "expression", "vector", "matrix", "choice", "select", "text", "parts")
    }


def test_seed_and_given_choose_the_numbers(quizkit: Quizkit) -> None:
    shown = quizkit("preview", "a-number", "--given", "p=0.4", "--seed", "3", *BANK).out
    assert "seed: 3\np: 0.4\n" in shown
    assert "The right token has probability 0.4." in shown


def test_several_questions_follow_each_other_under_a_rule(quizkit: Quizkit) -> None:
    shown = quizkit("preview", "a-choice", "an-essay", *BANK).out
    one, other = shown.split(f"\n{'-' * 80}\n")
    assert one.startswith("Which is never negative? [a-choice]")
    assert other.startswith("\nWhy logarithms? [an-essay]")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["a-numbr"], 2, "no question 'a-numbr'; did you mean 'a-number'?"),
        ([], 2, "preview needs the ID of a question, or --topic"),
        (["a-number", "--topic", "previews"], 2, "preview needs the ID of a question, or --topic"),
        (["a-number", "a-choice", "--given", "p=0.2"], 2, "--given is for one question"),
        (["a-number", "--given", "p=0.3"], 2, "p"),
        (["a-number", "--seed", "-1"], 2, "a seed is a whole number"),
        (["a-number", "--json", "--html", "x"], 2, "--json and --html do not go together"),
        (["a-number", "--watch", "--json"], 2, "--watch"),
        (["a-number", "--watch", "--html", "-"], 2, "--watch"),
        (["--topic", "preview"], 3, "did you mean 'previews'?"),
        (["a-number", "--html", "missing/folder/page.html"], 2, "cannot be written: no such file"),
        (["a-number", "--html", "."], 2, "cannot be written: is a directory"),
    ],
)
def test_what_cannot_be_shown_is_said(quizkit: Quizkit, words: list[str], code: int, told: str) -> None:
    ran = quizkit("preview", *words, *BANK)
    assert ran.code == code
    assert told in ran.err
    assert ran.out == ""


def test_a_bank_that_is_wrong_in_one_place_still_shows_the_rest(quizkit: Quizkit, own: Path) -> None:
    file = own / "bank.yaml"
    file.write_text(file.read_text("utf-8").replace("answer: q - onehot(y, 3)", "answer: q - ("), "utf-8")
    ran = quizkit("preview", "a-choice", "--bank", str(own))
    assert ran.code == 0
    assert "QK3" in ran.err
    assert ran.out == (APPROVED / "a-choice.txt").read_text("utf-8")
    ran = quizkit("preview", "a-vector", "--bank", str(own))
    assert (ran.code, ran.out) == (2, "")
    assert "'a-vector' can be shown when its errors are mended" in ran.err


def test_json_holds_every_question(quizkit: Quizkit) -> None:
    found = quizkit("preview", "--topic", "previews", "--json", *BANK).json()
    assert found["schema"] == 1
    assert [one["question"] for one in found["questions"]] == list(KINDS)
    assert found["questions"] == [json.loads(json.dumps(previewed(kind).to_json())) for kind in KINDS]


# On a terminal.


def on_a_terminal(*words: str, **extra: str) -> str:
    """What the command writes to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    usual = {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "NO_COLOR": "", "QUIZKIT_PLAIN": ""}
    ran = subprocess.Popen(
        command("preview", *words, *BANK),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=environment({**usual, **extra}),
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:
        # So a terminal ends whose other side is closed.
        pass
    finally:
        os.close(ours)
    assert ran.wait(timeout=60) == 0
    return shown.decode().replace("\r\n", "\n")


def test_a_terminal_gets_drawn_formulas_in_style() -> None:
    shown = on_a_terminal("a-matrix")
    assert "⎡" in shown
    assert "\x1b[1;4mJacobian of softmax [a-matrix]\x1b[0m" in shown
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == drawn("a-matrix", pictures=True)


def test_without_colours_a_terminal_gets_the_same_words_and_drawings() -> None:
    assert on_a_terminal("a-matrix", NO_COLOR="1") == drawn("a-matrix", pictures=True)


def test_a_plain_terminal_gets_what_a_pipe_gets() -> None:
    assert on_a_terminal("a-matrix", QUIZKIT_PLAIN="1") == drawn("a-matrix", pictures=False)


def drawn(kind: str, *, pictures: bool) -> str:
    """The screen of 80 columns, as text."""
    return text(screen(previewed(kind), 80, pictures=pictures)) + "\n"


# As a page.


def test_the_page_is_one_file_that_is_written_whole(quizkit: Quizkit, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("before", "utf-8")
    ran = quizkit("preview", "--topic", "previews", "--html", str(file), *BANK)
    assert (ran.code, ran.out) == (0, "")
    root = pages.document(file.read_text("utf-8"))
    assert pages.text(root).count("What each answer earns") == 9
    assert root.findtext(f"{pages.XHTML}head/{pages.XHTML}title") == "previews: 8 questions"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_the_page_may_go_to_stdout(quizkit: Quizkit, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    quizkit("preview", "a-matrix", "--html", str(file), *BANK)
    ran = quizkit("preview", "a-matrix", "--html", "-", *BANK)
    assert ran.out == file.read_text("utf-8")


def test_a_page_that_is_a_link_stays_one_and_may_be_read_as_before(quizkit: Quizkit, tmp_path: Path) -> None:
    file, link = tmp_path / "page.html", tmp_path / "link.html"
    link.symlink_to(file)
    quizkit("preview", "a-choice", "--html", str(link), *BANK)
    assert link.is_symlink()
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>")
    plain = tmp_path / "plain"
    plain.write_text("", "utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_where_the_page_cannot_be_written_the_one_before_stays(
    quizkit: Quizkit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "page.html"
    file.write_text("before", "utf-8")

    def full(self: Path, text: str, encoding: str) -> int:
        self.write_bytes(text[:10].encode(encoding))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    ran = quizkit("preview", "a-choice", "--html", str(file), *BANK)
    assert ran.code == 2
    assert "cannot be written: no space left on device" in ran.err
    assert file.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


# Whenever the bank is saved.


def edited(file: Path, old: str, new: str) -> Callable[[], None]:
    """A save in which one text stands for another."""

    def save() -> None:
        before = file.read_text("utf-8")
        assert old in before
        file.write_text(before.replace(old, new), "utf-8")

    return save


def watched(
    monkeypatch: pytest.MonkeyPatch, quizkit: Quizkit, words: list[str], steps: list[Callable[[], None]]
) -> tuple[int, str, str]:
    """What ``--watch`` prints while these things happen, one between two looks; then somebody interrupts."""
    waiting: Iterator[Callable[[], None]] = iter(steps)

    def pause(seconds: float) -> None:
        assert 0 < seconds < 1
        step = next(waiting, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr(command_preview.time, "sleep", pause)
    ran = quizkit("preview", *words, "--watch")
    return ran.code, ran.out, ran.err


def test_every_save_shows_the_question_anew(
    monkeypatch: pytest.MonkeyPatch, quizkit: Quizkit, own: Path
) -> None:
    save = edited(own / "bank.yaml", "Tick all that hold.", "Tick everything that holds!")
    code, out, err = watched(
        monkeypatch, quizkit, ["a-selection", "--bank", str(own)], [lambda: None, save, lambda: None]
    )
    assert code == 130
    before, after = out.split("Which hold? [a-selection]")[1:]
    assert "Tick all that hold." in before
    assert "Tick everything that holds!" in after
    assert err == "watching 2 files; ctrl+c ends\n"


def test_a_terminal_is_cleared_before_every_look(
    monkeypatch: pytest.MonkeyPatch, quizkit: Quizkit, own: Path
) -> None:
    monkeypatch.setattr(command_preview, "is_terminal", lambda stream: stream is sys.stdout)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("QUIZKIT_PLAIN", raising=False)
    save = edited(own / "bank.yaml", "By Jensen.", "By Gibbs.")
    _, out, _ = watched(monkeypatch, quizkit, ["a-choice", "--bank", str(own)], [save])
    clear = "\x1b[2J\x1b[3J\x1b[H"
    before, after = out.split(clear)[1:]
    assert out.startswith(clear)
    assert "By Jensen." in before
    assert "By Gibbs." in after


def test_a_save_of_the_misconceptions_counts_too(
    monkeypatch: pytest.MonkeyPatch, quizkit: Quizkit, own: Path
) -> None:
    save = edited(own / "misconceptions.yaml", "Right size, wrong sign.", "The sign is wrong.")
    _, out, _ = watched(monkeypatch, quizkit, ["a-formula", "--bank", str(own)], [save])
    assert "The sign is wrong." in out


def test_while_the_file_has_errors_these_are_shown_and_the_last_page_stays(
    monkeypatch: pytest.MonkeyPatch, quizkit: Quizkit, own: Path, tmp_path: Path
) -> None:
    file, page = own / "bank.yaml", tmp_path / "page.html"
    seen: list[str] = []
    code, out, err = watched(
        monkeypatch,
        quizkit,
        ["a-choice", "--bank", str(own), "--html", str(page)],
        [
            lambda: seen.append(page.read_text("utf-8")),
            edited(file, "answer: q - onehot(y, 3)", "answer: q - ("),
            lambda: seen.append(page.read_text("utf-8")),
            edited(file, "answer: q - (", "answer: q - onehot(y, 3)"),
            edited(file, "By Jensen.", "By Gibbs."),
            lambda: seen.append(page.read_text("utf-8")),
        ],
    )
    assert (code, out) == (130, "")
    assert "QK3" in err
    assert seen[0] == seen[1] != seen[2]
    assert "By Jensen." in seen[0]
    assert "By Gibbs." in seen[2]


def test_errors_in_another_file_are_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch, quizkit: Quizkit, own: Path
) -> None:
    (own / "other.yaml").write_text("quizkit: 1\ntitle: Other\nquestions:\n  x: {type: number}\n", "utf-8")
    _, out, err = watched(monkeypatch, quizkit, ["a-choice", "--bank", str(own)], [])
    assert out == (APPROVED / "a-choice.txt").read_text("utf-8")
    assert "QK" not in err


def test_a_file_that_comes_only_later_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, quizkit: Quizkit, own: Path
) -> None:
    file = own / "bank.yaml"
    kept = file.read_text("utf-8")
    file.unlink()
    _, out, err = watched(
        monkeypatch,
        quizkit,
        ["a-choice", "--bank", str(file)],
        [lambda: None, lambda: file.write_text(kept, "utf-8") and None],
    )
    assert "there is no such file" in err
    assert out == (APPROVED / "a-choice.txt").read_text("utf-8")


def test_an_interrupt_ends_watching_quietly(own: Path) -> None:
    ran = subprocess.Popen(
        command("preview", "a-choice", "--bank", str(own), "--watch"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert ran.stderr is not None
    assert ran.stderr.readline() == b"watching 2 files; ctrl+c ends\n"
    ran.send_signal(signal.SIGINT)
    _, rest = ran.communicate(timeout=60)
    assert (ran.returncode, rest) == (130, b"")


if __name__ == "__main__":
    for name in KINDS:
        (APPROVED / f"{name}.txt").write_text(drawn(name, pictures=False), "utf-8")
