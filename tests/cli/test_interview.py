"""A mock interview: timed, silent until its end, and the same for everybody who is given its seed."""

from __future__ import annotations

import io
import itertools
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizkit.bank import Bank
from quizkit.cli.interview_lines import go_on, sit_interview
from quizkit.cli.output import Ended, Exit
from quizkit.cli.places import history_path
from quizkit.practice.blueprint import blueprint, problems_in
from quizkit.practice.history import History
from quizkit.practice.keeping import Keeper
from quizkit.practice.resuming import resumed
from quizkit.practice.selection import NothingToDo
from quizkit.variants import Variant
from tests.cli.running import Quizkit
from tests.grading.small_bank import variant

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
PLAN = (variant("nll", p="0.7"), variant("exact"), variant("why"))
VERDICTS = ("✓", "✗", "◐", "Correct", "Not right", "bits", "Solution")


class Sat:
    """An interview with these lines typed, ten seconds after each other."""

    def __init__(
        self, path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.path = path
        self.capsys = capsys
        self.monkeypatch = monkeypatch
        self.seconds = 0.0
        self.code = Exit.DONE

    def clock(self) -> datetime:
        """The time: it goes on when a line is read."""
        return AT + timedelta(seconds=self.seconds)

    def _type(self, typed: tuple[str, ...]) -> None:
        def lines() -> Iterator[str]:
            for line in typed:
                self.seconds += 10
                yield f"{line}\n"
            while True:
                yield ""

        given = lines()
        stdin = io.StringIO()
        self.monkeypatch.setattr(stdin, "readline", lambda *_: next(given))
        self.monkeypatch.setattr(sys, "stdin", stdin)
        self.capsys.readouterr()

    def _out(self) -> tuple[str, str]:
        """What was said before the report, and the report."""
        before, _, report = self.capsys.readouterr().out.partition("Report: ")
        return before, report

    def __call__(
        self, *typed: str, plan: tuple[Variant, ...] = PLAN, limit: float | None = 600
    ) -> tuple[str, str]:
        """What was said before the report, and the report."""
        self._type(typed)
        with History.open(self.path) as history:
            keeper = Keeper(history)
            keeper.begin("s", plan, at=AT, mode="interview", limit=limit)
            try:
                sit_interview(keeper, self.clock)
            except Ended as ended:
                self.code = ended.code
        return self._out()

    def again(self, *typed: str) -> tuple[str, str]:
        """The interview, gone on with."""
        self._type(typed)
        with History.open(self.path) as history:
            bank = {one.question.id: one.question for one in PLAN}
            found = resumed(history, bank, at=self.clock())
            assert found is not None
            go_on_with = found.keeper
            go_on_with.offset = lambda _: 0
            self.monkeypatch.setattr("quizkit.cli.interview_lines.sit_interview", self._sit)
            go_on(found)
        return self._out()

    def _sit(self, keeper: Keeper) -> None:
        sit_interview(keeper, self.clock)


@pytest.fixture
def sat(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Sat:
    return Sat(tmp_path / "history.db", capsys, monkeypatch)


def test_nothing_is_told_until_the_end(sat: Sat) -> None:
    exact = PLAN[1].key_text()
    before, report = sat("-log2(0.7)", "3", exact, "2", "because", "", "1", "end", "1")
    assert not any(word in before for word in VERDICTS)
    assert before.count("Kept.") == 3
    assert report.startswith("3.5 of 5 points")
    assert report.count("◐ partly") == 2
    assert "✓ correct" in report
    assert "bits-for-nats 0.5" in report


def test_what_cannot_be_read_is_told_at_once_and_is_no_answer(sat: Sat) -> None:
    before, report = sat("((", "end")
    assert "! This cannot be read." in before
    assert "It is not kept." in before
    assert "· open" in report


def test_answers_may_be_changed_and_problems_turned_to(sat: Sat) -> None:
    before, report = sat("7", "", "back", "flag", "list", "0.3567", "3", "go 2", "next", "end")
    assert "Your answer so far: 7" in before
    assert "Flagged." in before
    assert "  1  One token: answered, flagged" in before
    first = next(line for line in report.splitlines() if line.startswith("1  "))
    assert "✓ correct" in first
    assert first.endswith("sure")
    assert "sure 1 time, right 1" in report


def test_a_word_that_leads_nowhere_is_told(sat: Sat) -> None:
    before, _ = sat("go 9", "go 0", "hint", "solution", "end")
    assert before.count("There are problems 1 to 3.") == 2
    assert "There is no hint in an interview." in before


def test_when_the_time_is_up_it_is_handed_in_and_the_line_is_no_answer(sat: Sat) -> None:
    before, report = sat("0.3567", "", PLAN[1].key_text(), limit=25)
    assert before.rstrip().endswith("The time is up.")
    assert report.startswith("1 of 5 points")
    assert "0:25 of 0:25 used" in report
    assert "the time was up" in report
    with History.open(sat.path) as history:
        assert [event["kind"] for event in history.events("s")][-1] == "time-out"
        assert [review.ending for review in history.reviews()] == ["correct", "unanswered", "unanswered"]
        assert sum(review.seconds for review in history.reviews()) == 25.0


def test_free_texts_are_ticked_at_the_end_or_left(sat: Sat) -> None:
    before, report = sat("go 3", "Products become sums.", "", "", "end", "9", "1, 2")
    assert before.count("Which of these does your answer say?") == 2
    assert "Numbers from 1 to 2, please." in before
    assert "3 of 3" in report
    _, report = Sat(sat.path.with_name("other.db"), sat.capsys, sat.monkeypatch)(
        "go 3", "because", "", "", "end", "skip"
    )
    assert "? undecided" in report
    assert "It was not compared with its rubric." in report


def test_an_interview_that_was_left_goes_on_with_its_time(sat: Sat) -> None:
    sat("0.3567", "3", "quit")
    assert sat.code == Exit.INTERRUPTED
    sat.seconds += 100_000
    before, report = sat.again("go 1", "end")
    assert "The interview goes on." in before
    assert "9:30 left" in before
    assert "Your answer so far: 0.3567" in before
    assert "0:50 of 10:00 used" in report
    assert "✓ correct" in report


def test_the_end_of_the_input_hands_in(sat: Sat) -> None:
    _, report = sat("0.3567")
    assert "✓ correct" in report
    with History.open(sat.path) as history:
        assert history.unfinished() is None


def test_the_command_says_how_to_share_it(
    quizkit: Quizkit, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZKIT_DATA_DIR", str(tmp_path / "data"))
    words = ("interview", "--plain", "--bank", small, "--minutes", "20", "--seed", "11")
    ran = quizkit(*words, stdin="7\n\nend\n")
    assert ran.code == 0
    assert ran.err == (
        f"the same interview again: quizkit interview --minutes 20 --count 4 --bank {small} --seed 11\n"
    )
    again = quizkit(*words, stdin="7\n\nend\n")
    assert again.out == ran.out
    with History.open(history_path()) as history:
        assert [sitting.mode for sitting in history.sittings()] == ["interview", "interview"]
        assert history.sittings()[0].options["seed"] == 11


def test_an_interview_on_an_unknown_topic_names_the_nearest(quizkit: Quizkit) -> None:
    ran = quizkit("interview", "--plain", "--topic", "q99")
    assert ran.code == 3
    assert "no questions on 'q99'" in ran.err


def test_a_blueprint_takes_of_every_topic_alike_and_mixes(bank: Bank) -> None:
    plan = blueprint(bank, topics=("q25", "q29", "q31"), count=8, seed=4)
    assert plan == blueprint(bank, topics=("q25", "q29", "q31"), count=8, seed=4)
    assert plan != blueprint(bank, topics=("q25", "q29", "q31"), count=8, seed=5)
    of = Counter(bank[question].topic for question, _ in plan)
    assert sorted(of.values()) == [2, 3, 3]
    topics = [bank[question].topic for question, _ in plan]
    assert all(one != other for one, other in itertools.pairwise(topics))
    with pytest.raises(NothingToDo):
        blueprint(bank, topics=("nosuch",), count=3, seed=0)
    assert len(blueprint(bank, count=1, seed=0)) == 1


def test_eight_problems_fit_into_three_quarters_of_an_hour() -> None:
    assert [problems_in(minutes) for minutes in (1, 20, 45, 90)] == [1, 4, 8, 16]
