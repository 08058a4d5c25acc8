"""``quizkit history`` and ``quizkit resume``: what was practised, and the file that it is kept in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from quizkit.cli.places import history_path
from quizkit.cli.plain import sit
from quizkit.cli.sittings import keeper_of
from quizkit.practice.history import History
from tests.cli.running import Quizkit, command, environment
from tests.grading.small_bank import variant
from tests.practice.stored import AT, COUNTING, begun, event, review


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("QUIZKIT_DATA_DIR", raising=False)
    return tmp_path / "home"


@pytest.fixture
def practised(home: Path) -> Path:
    """A history with two problems that were ended."""
    path = history_path()
    with begun(path) as history:
        history.append("s1", 0, event(), endings={0: review()}, remembers=COUNTING)
        missed = review("pick", ending="incorrect", credit=0.0, tries=2, mistakes=("sign-flipped",))
        history.append("s1", 1, event(1), endings={1: missed}, remembers=COUNTING)
    assert home in path.parents
    return path


@pytest.mark.parametrize("words", [(), ("check",), ("export",), ("backup", "x.db"), ("delete", "--yes")])
def test_without_a_history_there_is_nothing_to_do(quizkit: Quizkit, words: tuple[str, ...]) -> None:
    ran = quizkit("history", *words)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == f"quizkit: there is no history yet: {history_path()}\n"
    assert not history_path().exists()


def test_without_a_history_programs_read_an_empty_one(quizkit: Quizkit) -> None:
    ran = quizkit("history", "--json")
    assert ran.code == 3
    assert ran.json() == {"schema": 1, "sittings": [], "reviews": []}


def test_the_newest_problem_is_listed_first(quizkit: Quizkit, practised: Path) -> None:
    ran = quizkit("history", "--profile", "other")
    assert ran.code == 3
    ran = quizkit("history")
    heading, first, second = ran.out.splitlines()
    assert heading.split() == ["when", "question", "ended", "credit", "tries", "hints", "time", "mistakes"]
    assert first.split()[2:] == ["pick", "incorrect", "0%", "2", "0", "0:42", "sign-flipped"]
    assert second.split()[2:] == ["nll", "correct", "100%", "1", "0", "0:42"]
    assert ran.err == "2 of 2 problems, the newest first\n"
    assert len(quizkit("history", "--last", "1").out.splitlines()) == 2
    assert practised.exists()


@pytest.mark.usefixtures("practised")
def test_the_list_is_json_and_csv_for_programs(quizkit: Quizkit) -> None:
    found = quizkit("history", "--json").json()
    assert [one["question"] for one in found["reviews"]] == ["nll", "pick"]
    assert found["sittings"][0]["plan"][0] == {"question": "nll", "seed": 7}
    lines = quizkit("history", "--csv", "--last", "1").out.splitlines()
    assert lines[0].startswith("question,topic,variant,")
    assert lines[1].startswith("pick,q25,")


@pytest.mark.usefixtures("practised")
def test_a_backup_is_a_history_and_replaces_nothing(quizkit: Quizkit, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    ran = quizkit("history", "backup", str(copy))
    assert (ran.code, ran.err) == (0, f"the history is copied to {copy}\n")
    with History.open(copy) as history:
        assert len(list(history.reviews())) == 2
    ran = quizkit("history", "backup", str(copy))
    assert (ran.code, ran.err) == (2, f"quizkit: {copy} is there already; choose another name\n")
    assert quizkit("history", "backup").code == 2
    ran = quizkit("history", "backup", str(tmp_path / "no" / "such" / "copy.db"))
    assert ran.code == 2
    assert "copy.db" in ran.err


@pytest.mark.usefixtures("practised")
def test_an_export_has_a_line_for_everything(quizkit: Quizkit, tmp_path: Path) -> None:
    out = quizkit("history", "export", "-").out
    records = [json.loads(line)["record"] for line in out.splitlines()]
    assert records == ["sitting", "event", "event", "review", "review"]
    file = tmp_path / "all.jsonl"
    assert quizkit("history", "export", str(file)).code == 0
    assert file.read_text("utf-8") == out
    ran = quizkit("history", "export", str(tmp_path))
    assert (ran.code, ran.err) == (2, f"quizkit: {tmp_path} cannot be written: is a directory\n")


def test_a_whole_file_is_whole_and_a_damaged_one_is_rescued(quizkit: Quizkit, practised: Path) -> None:
    assert quizkit("history", "check").out == f"{practised} is whole\n"
    with History.open(practised) as history:
        history.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    practised.write_bytes(b"garbage" * 900)
    ran = quizkit("history", "check")
    assert ran.code == 2
    assert ran.err == (
        f"quizkit: {practised} is no history, or is damaged (file is not a database): "
        "quizkit history rescue keeps what can be read\n"
    )
    ran = quizkit("history", "rescue")
    assert ran.code == 0
    assert ran.err == f"the damaged file is kept: {practised}.damaged\n"
    assert Path(f"{practised}.damaged").read_bytes() == b"garbage" * 900
    assert quizkit("history", "check").code == 0


def test_a_history_is_deleted_only_when_that_is_meant(quizkit: Quizkit, practised: Path) -> None:
    ran = quizkit("history", "delete")
    assert (ran.code, ran.err) == (2, "quizkit: nobody can be asked here; say --yes to delete\n")
    assert practised.exists()
    ran = quizkit("history", "delete", "--yes")
    assert (ran.code, ran.err) == (0, f"deleted: {practised}\n")
    assert list(practised.parent.iterdir()) == []


def test_each_profile_has_a_history_of_its_own(quizkit: Quizkit, practised: Path) -> None:
    begun(history_path("guest")).close()
    assert quizkit("history", "delete", "--profile", "guest", "--yes").code == 0
    assert practised.exists()
    ran = quizkit("history", "--profile", "../x")
    assert ran.code == 2
    assert "the name of a profile" in ran.err


# Going on.


def test_with_nothing_left_open_there_is_nothing_to_go_on_with(quizkit: Quizkit) -> None:
    ran = quizkit("resume", "--plain")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "quizkit: no sitting was left open; quizkit practice begins one\n"
    assert not history_path().exists()


SITTING = """
import sys
from quizkit.bank import load_bank
from quizkit.cli.plain import sit
from quizkit.cli.sittings import keeper_of
from quizkit.variants import make_variant
bank = load_bank(sys.argv[1])
plan = [make_variant(bank["nll"], seed=3), make_variant(bank["pick"], seed=0)]
sit(plan, keeper_of(), {"banks": [sys.argv[1]]})
"""


def killed_after(small: str, *typed: str) -> str:
    """A sitting in its own process, killed when it asks again after these lines; gives what it printed."""
    process = subprocess.Popen(
        [command()[0], "-c", SITTING, small],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    printed = b""
    for number in range(len(typed) + 1):
        while not printed.endswith(b"> "):
            got = os.read(process.stdout.fileno(), 4096)
            assert got, printed
            printed += got
        if number < len(typed):
            process.stdin.write(typed[number].encode() + b"\n")
            process.stdin.flush()
            printed += b"."
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return printed.decode()


def test_after_kill_9_a_sitting_goes_on_where_it_was(quizkit: Quizkit, small: str) -> None:
    out = killed_after(small, "hint", "7")
    assert "1 try left" in out
    ran = quizkit("resume", "--plain", stdin="8\nskip\n")
    assert ran.code == 0, ran.err
    assert "Going on at problem 1 of 2." in ran.out
    assert "✗ Not right." in ran.out
    assert "Summary\n  wrong    0 of 1   nll\n  skipped  no mark  pick\n" in ran.out
    with History.open(history_path()) as history:
        sitting = history.sittings()[0]
        kinds = [one["kind"] for one in history.events(sitting.id)]
        assert kinds == ["answer", "pause", "resume", "answer", "next", "skip"]
        assert [one.ending for one in history.reviews()] == ["incorrect", "skipped"]
        assert sitting.ended is not None
    assert quizkit("resume", "--plain").code == 3


def test_a_bank_that_has_changed_since_is_told(quizkit: Quizkit, small: str) -> None:
    killed_after(small, "7")
    path = Path(small, "bank.yaml")
    path.write_text(path.read_text("utf-8").replace("answer: -log(p)\n", "answer: -log2(p)\n", 1), "utf-8")
    ran = quizkit("resume", "--plain", stdin="quit\n")
    assert ran.code == 0, ran.err
    assert (
        "nll was changed since it was asked: here it is as it was; skip it if its key was wrong." in ran.out
    )


def test_a_history_that_cannot_be_used_is_told_once_and_practice_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    history_path().mkdir(parents=True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("7\n8\nskip\n"))
    sit([variant("nll", p="0.7"), variant("pick")], keeper_of())
    told = capsys.readouterr()
    assert told.err == (
        f"quizkit: {history_path()} is a folder, not a file: move it away; what you do now is not kept\n"
    )
    assert "Summary" in told.out


def test_the_moments_of_the_history_are_those_of_the_learner(practised: Path) -> None:
    with History.open(practised) as history:
        assert history.sittings()[0].started == AT
