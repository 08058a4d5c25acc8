"""``check --watch``: what a save makes known, and what is not proved again."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from quizkit.bank.files import MISCONCEPTIONS
from quizkit.cli import rechecking
from quizkit.cli.rechecking import Watched
from quizkit.cli.watching import saved
from tests.cli.running import Quizkit, command, environment

HEAD = "quizkit: 1\ntitle: T\ntopic: t\nquestions:\n"
QUESTION = """\
  {name}:
    type: number
    title: Surprisal
    minutes: 1
    given: {{p: 0.1 .. 0.9 by 0.1}}
    prompt: An outcome has the probability {{{{ p }}}}. What is its surprisal, in nats?
    answer: -log(p)
    tol: 0.1%
    mistakes: {{half: {{is: -log(p)/2, say: Half of it., credit: 0}}}}
    hints: [Take the logarithm.]
    solution: It is {{{{ answer | 4sf }}}}.
    verify: [{{ref: surprisal(p)}}]
"""
WRONG = ("answer: -log(p)", "answer: -log2(p)")
UNREADABLE = ("answer: -log(p)", "answer: -lgo(p)")


def question(name: str, *swaps: tuple[str, str]) -> str:
    """A sound question with some texts swapped."""
    text = QUESTION.format(name=name)
    for old, new in swaps:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


class Desk:
    """Somebody at work: a folder of banks that is watched, and what was proved since the last look."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], asked: list[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.proved = asked
        self.watched = Watched([folder.name])

    def write(self, name: str, *questions: str) -> Path:
        """Save a bank file."""
        path = Path(self.folder.name, name)
        path.write_text(HEAD + "".join(questions), "utf-8")
        return path

    def start(self) -> None:
        """The first check."""
        self.watched.first_check()
        self.heard()

    def heard(self) -> tuple[list[str], str]:
        """The lines on stdout and what is on stderr, since the last look."""
        captured = self.capsys.readouterr()
        self.proved.clear()
        return captured.out.splitlines(), captured.err

    def save(self, *paths: Path) -> tuple[list[str], list[str], str]:
        """What was proved, and what was said on stdout and stderr, after these were saved."""
        self.watched.saved(paths)
        proved = list(self.proved)
        return (proved, *self.heard())


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A folder ``b`` with a bank of three sound questions and one of one."""
    monkeypatch.chdir(tmp_path)
    asked: list[str] = []
    check_bank = rechecking.check_bank

    def noted(compiled: object, *rest: object, **named: object) -> object:
        asked.extend(compiled.bank)  # type: ignore[attr-defined]
        return check_bank(compiled, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(rechecking, "check_bank", noted)
    folder = tmp_path / "b"
    folder.mkdir()
    desk = Desk(folder, capsys, asked)
    desk.write("one.yaml", *map(question, ("a", "b", "c")))
    desk.write("two.yaml", question("d"))
    return desk


def test_only_the_question_that_changed_is_proved_again(desk: Desk) -> None:
    desk.start()
    path = desk.write("one.yaml", question("a"), question("b", WRONG), question("c"))
    proved, out, err = desk.save(path)
    assert proved == ["b"]
    assert out[:2] == ["b/one.yaml", "  ✗  b  9 of 9, all  ref  1 mistake"]
    assert out[2].startswith("    b/one.yaml:28:14: QK501 the key disagrees with the reference surprisal(p)")
    assert err == "4 questions: 1 error; watching\n"
    proved, out, err = desk.save(desk.write("one.yaml", *map(question, ("a", "b", "c"))))
    assert (proved, out[1:]) == (["b"], ["  ✓  b  9 of 9, all  ref  1 mistake"])
    assert err == "4 questions: 0 errors; watching\n"


def test_another_wording_is_proved_again_and_a_save_without_a_change_is_not(desk: Desk) -> None:
    desk.start()
    path = Path("b/one.yaml")
    assert desk.save(path)[:2] == ([], ["b/one.yaml"])
    reworded = question("c", ("An outcome", "Some outcome"))
    proved, out, _ = desk.save(desk.write("one.yaml", question("a"), question("b"), reworded))
    assert (proved, out[1:]) == (["c"], ["  ✓  c  9 of 9, all  ref  1 mistake"])


def test_findings_of_questions_that_only_moved_get_fresh_places(desk: Desk) -> None:
    desk.write("one.yaml", question("a"), question("b", WRONG))
    desk.start()
    proved, out, err = desk.save(
        desk.write("one.yaml", "  # one\n  # two\n", question("a"), question("b", WRONG))
    )
    assert proved == []
    assert out[1].startswith("    b/one.yaml:30:14: QK501 ")
    assert out[2] == "        verify: [{ref: surprisal(p)}]"
    assert err == "3 questions: 1 error; watching\n"


def test_faults_of_loading_are_said_once_and_mended_by_the_next_save(desk: Desk) -> None:
    desk.start()
    broken = question("b", UNREADABLE)
    proved, out, err = desk.save(desk.write("one.yaml", question("a"), broken, question("c")))
    assert proved == []
    assert [line for line in out if "QK301" in line] == [
        "    b/one.yaml:23:14: QK301 unknown function 'lgo'; did you mean 'lg'?"
    ]
    assert err == "3 questions: 1 error; watching\n"
    proved, out, err = desk.save(desk.write("one.yaml", *map(question, ("a", "b", "c"))))
    assert proved == ["b"]
    assert err == "4 questions: 0 errors; watching\n"


@pytest.mark.parametrize("half", ["", "quizkit: 1\nquestions:\n  a:\n    type: num", 'a: "', "\x00"])
def test_a_file_that_is_half_written_gives_its_problem_and_the_next_save_mends_it(
    desk: Desk, half: str
) -> None:
    desk.start()
    path = Path("b/one.yaml")
    whole = path.read_text("utf-8")
    path.write_text(half, "utf-8")
    _, out, err = desk.save(path)
    assert out[0] == "b/one.yaml"
    assert "    b/one.yaml" in out[1]
    assert "QK" in out[1]
    assert not err.startswith("4 questions: 0 errors")
    path.write_text(whole, "utf-8")
    _, _, err = desk.save(path)
    assert err == "4 questions: 0 errors; watching\n"


def test_a_file_that_is_gone_takes_its_questions_along_and_a_new_one_is_found(desk: Desk) -> None:
    desk.write("two.yaml", question("d", WRONG))
    desk.start()
    path = Path("b/two.yaml")
    path.unlink()
    proved, out, err = desk.save(path)
    assert (proved, out) == ([], [])
    assert err == "b/two.yaml is gone\n3 questions: 0 errors; watching\n"
    path = desk.write("three.yaml", question("e"))
    assert path in desk.watched.files()
    proved, out, err = desk.save(path)
    assert (proved, out[0]) == (["e"], "b/three.yaml")
    assert err == "4 questions: 0 errors; watching\n"


def test_a_file_that_was_named_and_is_gone_is_a_problem(desk: Desk) -> None:
    desk.watched = Watched(["b/two.yaml"])
    desk.start()
    Path("b/two.yaml").unlink()
    _, out, err = desk.save(Path("b/two.yaml"))
    assert out[1].startswith("    b/two.yaml: QK101 there is no such file")
    assert err == "0 questions: 1 error; watching\n"


def test_an_id_used_in_two_files_is_said(desk: Desk) -> None:
    desk.start()
    _, out, err = desk.save(desk.write("two.yaml", question("a")))
    assert any("b/two.yaml:5:3: QK209 the id 'a' is used twice" in line for line in out)
    assert ": 1 error; watching" in err


def test_misconceptions_concern_the_questions_that_use_them(desk: Desk) -> None:
    sharing = question("a", ("{is: -log(p)/2, say: Half of it., credit: 0}", "-log(p)/2"))
    desk.write("one.yaml", sharing, question("b"))
    shared = Path("b", MISCONCEPTIONS)
    shared.write_text("half: {say: One half., credit: 0.5}\n", "utf-8")
    desk.start()
    shared.write_text("half: {say: Half., credit: 0.25}\n", "utf-8")
    proved, out, err = desk.save(shared)
    assert proved == ["a"]
    assert "b/one.yaml" in out
    assert err == "3 questions: 0 errors; watching\n"
    shared.write_text("half: {credit: 0.25}\n", "utf-8")
    _, out, err = desk.save(shared)
    assert any(f"b/{MISCONCEPTIONS}:1:1: QK202" in line for line in out)
    assert "0 errors" not in err


def test_questions_that_lean_on_an_anchor_of_another_are_read_with_it(desk: Desk) -> None:
    first = question("a", ("given: {p: ", "given: &drawn {p: "))
    second = question("b", ("given: {p: 0.1 .. 0.9 by 0.1}", "given: *drawn"))
    desk.write("one.yaml", first, second)
    desk.start()
    changed = second.replace("Take the", "Take a")
    proved, out, err = desk.save(desk.write("one.yaml", first, changed))
    assert (proved, out[1]) == (["b"], "  ✓  b  9 of 9, all  ref  1 mistake")
    assert err == "3 questions: 0 errors; watching\n"


def test_what_stands_below_the_questions_is_kept_while_one_is_read_early(desk: Desk) -> None:
    square = "  {}:\n    type: expression\n    title: S\n    prompt: Its square?\n    answer: x^2\n"
    below = "symbols: {x: real}\n"
    desk.write("one.yaml", square.format("a"), square.format("b"), below)
    desk.start()
    reworded = square.replace("Its square", "The square")
    path = desk.write("one.yaml", reworded.format("a"), square.format("b"), below)
    proved, out, _ = desk.save(path)
    assert proved == ["a"]
    assert not [line for line in out if "QK302" in line]


# The loop, and the command.


def test_saves_during_the_first_check_are_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("1", "utf-8")
    changes = saved(lambda: [path], lambda seconds: None)
    path.write_text("22", "utf-8")
    assert next(changes) == {path}


def test_watching_goes_from_save_to_save_until_it_is_interrupted(desk: Desk, quizkit: Quizkit) -> None:
    acts: list[Callable[[], object]] = [
        lambda: None,
        lambda: desk.write("two.yaml", question("d", UNREADABLE)),
        lambda: desk.write("two.yaml", question("d")),
        lambda: desk.write("new.yaml", question("e")),
    ]

    def pause(_: float) -> None:
        if not acts:
            raise KeyboardInterrupt
        acts.pop(0)()

    quizkit.monkeypatch.setattr("quizkit.cli.check.time.sleep", pause)
    ran = quizkit("check", "b", "--watch")
    assert ran.code == 130
    assert ran.out.count("QK301") == 1
    assert [line for line in ran.err.splitlines() if line.endswith("watching")] == [
        "3 questions: 1 error; watching",
        "4 questions: 0 errors; watching",
        "5 questions: 0 errors; watching",
    ]


def test_a_bank_that_does_not_load_is_watched_until_it_does(desk: Desk, quizkit: Quizkit) -> None:
    Path("b/one.yaml").unlink()
    Path("b/two.yaml").write_text("- a\n", "utf-8")
    acts = [lambda: desk.write("two.yaml", question("d"))]

    def pause(_: float) -> None:
        if not acts:
            raise KeyboardInterrupt
        acts.pop(0)()

    quizkit.monkeypatch.setattr("quizkit.cli.check.time.sleep", pause)
    ran = quizkit("check", "b", "--watch")
    assert ran.code == 130
    assert "QK106" in ran.out
    assert ran.err.rstrip().endswith("watching; ctrl+c ends\n1 question: 0 errors; watching")


@pytest.mark.parametrize("other", ["--json", "--audit", "--format=sarif"])
def test_watching_is_told_as_text(quizkit: Quizkit, other: str) -> None:
    ran = quizkit("check", "--watch", other)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("quizkit: --watch tells findings as text; ")


@pytest.mark.usefixtures("desk")
def test_an_interrupt_ends_the_process_quietly() -> None:
    process = subprocess.Popen(
        command("check", "b", "--watch"),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    assert process.stderr is not None
    while b"ctrl+c ends" not in (line := process.stderr.readline()):
        assert line, "the process ended"
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out.count(b"\n") == 7
    assert err.strip() == b""
