"""``quizkit stats``: tables and JSON out of a history, and what to do when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

import quizkit.cli.stats as command
from quizkit.cli.places import history_path
from quizkit.practice.history import History
from quizkit.practice.history_rows import Planned
from quizkit.practice.keeping import Scheduling
from quizkit.practice.reviews import Review
from tests.cli.running import Quizkit
from tests.practice.reviewing import DAY, failed, review

LOG = (
    review(-20, question="nll", topic="t", sure=3),
    failed(-10, question="nll", topic="t", mistakes=("bits-for-nats",), sure=3),
    review(-5, question="exact", topic="t", hints=1),
    review(-2, question="gone", topic="q99"),
    review(-200, question="gelu", topic="t"),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own home, on a day that does not pass."""
    monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("QUIZKIT_DATA_DIR", raising=False)
    monkeypatch.setattr(command, "today", DAY.date)
    return tmp_path / "home"


def practise(*reviews: Review, profile: str | None = None) -> None:
    """Keep a history of these reviews."""
    with History.open(history_path(profile)) as history:
        history.begin("s", mode="practice", plan=[Planned(question="nll", seed=0)], at=DAY)
        for number, one in enumerate(reviews):
            event = {"kind": "answered", "at": one.at.isoformat()}
            history.append("s", number, event, endings={number: one}, remembers=Scheduling())


@pytest.mark.usefixtures("home")
def test_the_history_is_told_in_tables(quizkit: Quizkit, small: str) -> None:
    practise(*LOG)
    ran = quizkit("stats", "--bank", small)
    assert ran.code == 0
    assert ran.out.startswith(
        "Reviews\n"
        "what         number\n"
        "reviews           4\n"
        "first try    3 of 4\n"
        "with hint    1 of 4\n"
        "median time    1:40\n"
        "median par     2:00\n"
        "within par   4 of 4\n"
    )
    assert "bits for nats          1            0  more\n" in ran.out
    assert ran.err == "the last 90 days, up to 2026-11-23; 5 reviews in all\n"
    assert ran.out.count("Recall, predicted against measured") == 1


@pytest.mark.usefixtures("home")
def test_json_holds_every_number_with_days_in_iso_form(quizkit: Quizkit, small: str) -> None:
    practise(*LOG)
    told = quizkit("stats", "--json", "--bank", small, "--days", "365").json()
    assert (told["schema"], told["today"], told["days"], told["total"]) == (1, "2026-11-23", 365, 5)
    assert told["counts"]["reviews"] == 5
    assert len(told["heat"]["clean"]) == len(told["heat"]["reviews"]) == 51 * 7 + 1
    assert told["heat"]["first"] == "2025-12-01"
    assert told["recall"]["reviews"] == 1
    assert told["recall"]["bins"][0]["recalled"] == 0
    assert told["mistakes"]["trends"] == [{"mistake": "bits-for-nats", "recent": 1, "before": 0}]
    assert len(told["forecast"]["due"]) == 14
    assert told["confidence"][2] == {"sure": 3, "reviews": 2, "right": 1}
    assert {line["topic"]: line["counts"]["reviews"] for line in told["topics"]}["q99"] == 1
    assert told["weeks"][-1]["monday"] == "2026-11-23"
    assert sum(band["questions"] for band in told["memory"]["bands"]) == 4


@pytest.mark.usefixtures("home")
def test_a_topic_bounds_what_is_told_and_one_that_left_the_bank_is_still_known(
    quizkit: Quizkit, small: str
) -> None:
    practise(*LOG)
    told = quizkit("stats", "--json", "--bank", small, "--topic", "Q99").json()
    assert (told["total"], [line["topic"] for line in told["topics"]]) == (1, ["q99"])
    told = quizkit("stats", "--json", "--bank", small, "--topic", "T").json()
    assert told["total"] == 4
    ran = quizkit("stats", "--bank", small, "--topic", "q98")
    assert (ran.code, ran.out) == (3, "")
    assert "no questions on 'q98'" in ran.err


@pytest.mark.usefixtures("home")
def test_no_history_says_what_to_do(quizkit: Quizkit, small: str) -> None:
    expected = (
        "Nothing was practised yet: quizkit practice begins, and quizkit stats tells what came of it.\n"
    )
    for words in (("stats",), ("stats", "--json"), ("stats", "--profile", "ann")):
        ran = quizkit(*words, "--bank", small)
        assert (ran.code, ran.out, ran.err) == (3, "", expected)
    assert not history_path().exists()
    practise()
    assert quizkit("stats", "--bank", small).code == 3


@pytest.mark.usefixtures("home")
def test_each_profile_has_its_own_statistics(quizkit: Quizkit, small: str) -> None:
    practise(*LOG, profile="ann")
    assert quizkit("stats", "--bank", small, "--profile", "ann").code == 0
    assert quizkit("stats", "--bank", small).code == 3
    assert quizkit("stats", "--bank", small, "--profile", "../ann").code == 2


@pytest.mark.usefixtures("home")
def test_a_history_that_cannot_be_read_is_told_of(quizkit: Quizkit, small: str) -> None:
    path = history_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database, but long enough to be taken for one " * 40)
    ran = quizkit("stats", "--bank", small)
    assert (ran.code, ran.out) == (2, "")
    assert "history" in ran.err


@pytest.mark.parametrize("days", ["0", "-3", "many"])
def test_a_period_is_at_least_a_day(quizkit: Quizkit, days: str) -> None:
    assert quizkit("stats", "--days", days).code == 2
