"""``quizkit due``: what is due by urgency, what comes in two weeks, and whether there is anything at all."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from subprocess import run

import pytest

import quizkit.cli.due as command
from quizkit.cli.places import history_path
from quizkit.errors import HistoryError
from quizkit.practice.history import History
from quizkit.practice.history_rows import Planned
from quizkit.practice.keeping import Scheduling
from quizkit.practice.reviews import Review
from tests.cli.running import Quizkit, environment
from tests.practice.reviewing import DAY, failed, review

TODAY = DAY.date()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own home, on a day that does not pass."""
    monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("QUIZKIT_DATA_DIR", raising=False)
    monkeypatch.setattr(command, "today", lambda: TODAY)
    return tmp_path / "home"


def practised(path: Path, *reviews: Review) -> None:
    """A history of these reviews."""
    with History.open(path) as history:
        history.begin("s", mode="practice", plan=[Planned(question="nll", seed=0)], at=DAY)
        for number, one in enumerate(reviews):
            event = {"kind": "answered", "at": one.at.isoformat()}
            history.append("s", number, event, endings={number: one}, remembers=Scheduling())


LOG = (
    review(-20, question="nll", topic="q25"),
    review(-5, question="exact", topic="q25"),
    review(0, question="gelu", topic="q25"),
    review(-9, question="gone", topic="q25"),
)


def test_what_is_due_is_told_by_urgency_with_the_two_weeks_ahead(
    quizkit: Quizkit, home: Path, small: str
) -> None:
    practised(home / "data" / "history.db", *LOG)
    ran = quizkit("due", "--bank", small)
    assert ran.code == 0
    assert ran.out == (
        "due today  recall  since       level\n"
        "nll        0.71    2026-11-05  familiar\n"
        "exact      0.84    2026-11-20  familiar\n"
        "\n"
        "day          due\n"
        "Mon 23 Nov     2\n"
        "Tue 24 Nov     0\n"
        "Wed 25 Nov     1\n"
        + "".join(
            f"{day}     0\n"
            for day in (
                "Thu 26 Nov",
                "Fri 27 Nov",
                "Sat 28 Nov",
                "Sun 29 Nov",
                "Mon 30 Nov",
                "Tue  1 Dec",
                "Wed  2 Dec",
                "Thu  3 Dec",
                "Fri  4 Dec",
                "Sat  5 Dec",
                "Sun  6 Dec",
            )
        )
    )
    assert ran.err.startswith("2 due, 4 new, about ")


def test_json_holds_the_plan_and_the_forecast(quizkit: Quizkit, home: Path, small: str) -> None:
    practised(home / "data" / "history.db", *LOG)
    said = quizkit("due", "--bank", small, "--json").json()
    assert said["schema"] == 1
    assert said["day"] == "2026-11-23"
    assert [each["question"] for each in said["due"]] == ["nll", "exact"]
    recalls = [each["recall"] for each in said["due"]]
    assert recalls == sorted(recalls)
    assert {step["question"] for step in said["plan"]} == {"nll", "exact", *said["new"]}
    assert [each["due"] for each in said["forecast"]] == [2, 0, 1, *[0] * 11]
    assert said["forecast"][13]["day"] == (TODAY + timedelta(days=13)).isoformat()


def test_a_topic_narrows_and_an_unknown_one_is_named(quizkit: Quizkit, home: Path, small: str) -> None:
    practised(home / "data" / "history.db", *LOG)
    assert len(quizkit("due", "--bank", small, "--topic", "t", "--json").json()["due"]) == 2
    ran = quizkit("due", "--bank", small, "--topic", "tt")
    assert ran.code == 3
    assert "no questions on 'tt'; did you mean 't'?" in ran.err


@pytest.mark.parametrize(("words", "code"), [((), 0), (("--exit-code",), 3)])
def test_nothing_due_is_told_and_with_exit_code_is_3(
    quizkit: Quizkit, home: Path, small: str, words: tuple[str, ...], code: int
) -> None:
    practised(home / "data" / "history.db", review(0, question="nll"))
    ran = quizkit("due", "--bank", small, *words)
    assert ran.code == code
    assert ran.out.startswith("Nothing is due before Wed 25 Nov.\n")


def test_exit_code_is_0_where_something_is_due(quizkit: Quizkit, home: Path, small: str) -> None:
    practised(home / "data" / "history.db", failed(-2, question="nll"))
    assert quizkit("due", "--bank", small, "--exit-code").code == 0


def test_without_a_history_all_is_new_and_none_is_made(quizkit: Quizkit, home: Path, small: str) -> None:
    ran = quizkit("due", "--bank", small)
    assert ran.code == 0
    assert ran.out == "Nothing was practised yet: quizkit practice begins with new questions.\n"
    assert "0 due, 5 new" in ran.err
    assert not home.exists()


def test_a_profile_has_a_history_of_its_own(quizkit: Quizkit, home: Path, small: str) -> None:
    practised(home / "data" / "profiles" / "ada" / "history.db", failed(-2, question="nll"))
    assert quizkit("due", "--bank", small, "--profile", "ada", "--exit-code").code == 0
    assert quizkit("due", "--bank", small, "--exit-code").code == 3


@pytest.mark.parametrize("name", ["../ada", "", ".", "a/b", "a b", "-x", "\x1b[2J", "a" * 65])
def test_a_profile_is_a_plain_word(name: str) -> None:
    with pytest.raises(HistoryError, match="the name of a profile is letters, digits, - and _, not"):
        history_path(name)


def test_the_history_lies_in_the_folder_that_was_chosen(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history_path() == home / "data" / "history.db"
    monkeypatch.setenv("QUIZKIT_DATA_DIR", str(home / "elsewhere"))
    assert history_path() == home / "elsewhere" / "history.db"
    assert history_path("ada") == home / "elsewhere" / "profiles" / "ada" / "history.db"


def test_a_broken_history_is_told(quizkit: Quizkit, home: Path, small: str) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "history.db").write_text("this is no history" * 100, "utf-8")
    ran = quizkit("due", "--bank", small)
    assert ran.code == 2
    assert "history.db" in ran.err
    assert ran.out == ""


def test_memories_that_cannot_be_read_are_worked_out_anew(quizkit: Quizkit, home: Path, small: str) -> None:
    path = home / "data" / "history.db"
    practised(path, *LOG)
    expected = quizkit("due", "--bank", small).out
    with History.open(path) as history:
        history.rebuild({"nll": {"form": 0}})
    assert quizkit("due", "--bank", small).out == expected


def test_neither_variants_nor_the_scheduler_are_imported(home: Path, small: str) -> None:
    practised(home / "data" / "history.db", *LOG)
    watched = "('fsrs', 'numpy', 'sympy', 'textual', 'quizkit.variants', 'quizkit.grading')"
    script = (
        "import sys\n"
        "from quizkit.cli.main import run\n"
        "try:\n"
        f"    run(['due', '--bank', {small!r}, '--json'])\n"
        "except SystemExit as left:\n"
        "    assert not left.code, left.code\n"
        f"found = [name for name in {watched} if name in sys.modules]\n"
        "assert not found, found\n"
    )
    for _ in range(2):  # the first run compiles the bank
        ended = run([sys.executable, "-c", script], capture_output=True, check=False, env=environment())
    assert ended.returncode == 0, ended.stderr.decode()


def test_today_is_a_day() -> None:
    assert type(command.today()) is date
