"""What is remembered follows from the reviews alone, and recall falls with time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.practice.history import History
from quizkit.practice.history_rows import Planned
from quizkit.practice.keeping import Scheduling
from quizkit.practice.memory import (
    Goal,
    Memory,
    Rating,
    interval,
    is_due,
    is_struggling,
    memories_from_json,
    recall,
    remembered,
    replayed,
    rescheduled,
    retrievability,
)
from quizkit.practice.reviews import Review
from quizkit.practice.scheduler import WEIGHTS, recalled_stability, spread
from quizkit.variants.streams import Stream
from tests.practice.reviewing import DAY, failed, review
from tests.practice.test_rating import REVIEWS

TODAY = DAY.date()


def after(*reviews: Review, goal: Goal | None = None) -> Memory:
    memory = replayed(reviews, goal or Goal())["q"]
    assert memory is not None
    return memory


def random_reviews(count: int, seed: int) -> Iterator[Review]:
    """Reviews of forty questions in the order of time, of every kind."""
    endings = ("correct", "correct", "correct", "incorrect", "partly-correct", "given-up", "skipped")
    days = 0.0
    for number in range(count):
        stream = Stream(question="", setting="reviews", seed=seed, attempt=number)

        def draw(size: int, name: str, stream: Stream = stream) -> int:
            return stream.index(size, name)

        days += draw(1000, "pause") / 10_000
        yield review(
            days,
            question=f"q{draw(40, 'question')}",
            variant=f"v{draw(500, 'variant')}",
            ending=endings[draw(len(endings), "ending")],
            tries=1 + draw(2, "tries"),
            hints=draw(3, "hints"),
            last_hint=draw(9, "last") == 0,
            minor=draw(9, "minor") == 0,
            seconds=float(draw(600, "seconds")),
            offset=(-480, 0, 330)[draw(3, "offset")],
            mixed=draw(2, "mixed") == 0,
        )


# Replaying.


def test_replaying_thousands_of_reviews_gives_what_was_kept_step_by_step() -> None:
    kept: dict[str, Memory] = {}
    reviews = list(random_reviews(4000, seed=1))
    for one in reviews:
        now = remembered(kept.get(one.question), one)
        if now is not None:
            # As a history keeps it: through JSON at every step.
            kept[one.question] = Memory.from_json(json.loads(json.dumps(now.to_json())))
    assert len(kept) == 40
    assert replayed(reviews) == kept
    assert sum(memory.reps for memory in kept.values()) > 1000


def test_without_its_void_reviews_a_question_is_as_if_they_never_were() -> None:
    reviews = list(random_reviews(3000, seed=2))
    void = {
        number for number in range(3000) if Stream(question="", setting="", seed=number).index(5, "void") == 0
    }
    left = [one for number, one in enumerate(reviews) if number not in void]
    whole = replayed(left)
    for question in {one.question for one in reviews}:
        alone = replayed(one for one in left if one.question == question)
        assert alone.get(question) == whole.get(question)
    assert whole != replayed(reviews)


def test_a_history_keeps_what_replaying_its_reviews_gives_also_when_some_are_void(tmp_path: Path) -> None:
    scheduling = Scheduling()
    with History.open(tmp_path / "history.db") as history:
        history.begin("s", mode="practice", plan=[Planned(question="q0", seed=0)], at=DAY)
        for number, one in enumerate(random_reviews(300, seed=3)):
            event = {"kind": "answered", "at": one.at.isoformat()}
            history.append("s", number, event, endings={number: one}, remembers=scheduling, durable=False)
        for number, place in enumerate(range(0, 300, 7), start=300):
            event = {"kind": "undone", "at": DAY.isoformat()}
            history.append("s", number, event, void=place, remembers=scheduling, durable=False)
        kept = memories_from_json(history.memories())
        assert kept == replayed(history.reviews())
        assert kept != replayed(random_reviews(300, seed=3))


def test_a_history_with_memories_of_another_form_works_them_out_anew(tmp_path: Path) -> None:
    with History.open(tmp_path / "history.db") as history:
        history.begin("s", mode="practice", plan=[Planned(question="q", seed=0)], at=DAY)
        event = {"kind": "answered", "at": DAY.isoformat()}
        history.append("s", 0, event, endings={0: review(0)}, remembers=Scheduling())
        history.rebuild({"q": {"form": 0}})
        history.append("s", 1, event, endings={1: review(3)}, remembers=Scheduling())
        assert memories_from_json(history.memories()) == replayed([review(0), review(3)])


@settings(deadline=None)
@given(st.lists(REVIEWS, max_size=12))
def test_questions_do_not_touch_each_other(reviews: list[Review]) -> None:
    whole = replayed(reviews)
    for question in "abcd":
        own = replayed(one for one in reviews if one.question == question)
        assert own == {name: memory for name, memory in whole.items() if name == question}


@settings(deadline=None)
@given(st.lists(REVIEWS, min_size=1, max_size=10))
def test_a_memory_survives_json_exactly(reviews: list[Review]) -> None:
    memories = replayed(reviews)
    stored = json.loads(json.dumps({name: memory.to_json() for name, memory in memories.items()}))
    assert memories_from_json(stored) == memories


@pytest.mark.parametrize(
    "change", [{"form": 2}, {"due": "soon"}, {"skill": {}}, {"latest": 9}, {"stability": "1"}]
)
def test_a_memory_of_another_form_calls_for_replaying(change: dict[str, object]) -> None:
    stored = {**after(review()).to_json(), **change}
    assert memories_from_json({"q": stored}) is None


# Days.


def test_good_answers_lead_to_two_eleven_and_forty_six_days() -> None:
    memory = after(review(0))
    assert [interval(memory.stability, 0.9)] == [2]
    memory = after(review(0), review(2))
    assert interval(memory.stability, 0.9) == 11
    memory = after(review(0), review(2), review(13))
    assert interval(memory.stability, 0.9) == 46


def test_a_morning_after_an_evening_is_a_day_later() -> None:
    evening, morning = review(0.55), review(0.9)
    assert (morning.at - evening.at) < timedelta(hours=23)
    assert after(evening, replace(morning, at=evening.at + timedelta(hours=11))).reps == 2


def test_a_second_problem_on_one_day_counts_for_memory_only_if_it_failed() -> None:
    once = after(review(0))
    again = after(review(0), review(0.1))
    assert replace(again, skill=once.skill) == once
    assert again.skill.evidence == 2
    spoilt = after(review(0), failed(0.1))
    assert spoilt.reps == 2
    assert spoilt.lapses == 1
    assert spoilt.stability < once.stability
    assert spoilt.due == TODAY + timedelta(days=1)


def test_a_problem_put_aside_does_not_use_up_the_day() -> None:
    skipped = review(0, ending="skipped")
    assert replayed([skipped]) == {}
    assert after(skipped, review(0.1)) == after(review(0.1))


def test_the_time_zone_decides_whether_it_is_the_same_day() -> None:
    first, second = review(0), review(0.5)
    assert after(first, second).reps == 1
    assert after(first, replace(second, offset=8 * 60)).reps == 2
    assert first.at.tzinfo is UTC


def test_a_clock_that_was_set_back_stays_on_the_latest_day() -> None:
    memory = after(review(10), failed(3))
    assert memory.last == TODAY + timedelta(days=10)
    assert memory.due > memory.last
    assert memory == after(review(10), failed(10))
    assert retrievability(memory, TODAY) == 1.0


# Recall and intervals.


@settings(deadline=None)
@given(st.floats(0.01, 400), st.integers(0, 1000))
def test_recall_falls_with_time_and_rises_with_stability(stability: float, days: int) -> None:
    assert 0 < recall(stability, days + 1) < recall(stability, days) <= 1
    assert recall(stability * 2, days + 1) > recall(stability, days + 1)
    assert recall(stability, stability) == pytest.approx(0.9, abs=1e-12)


@settings(deadline=None)
@given(st.floats(0.001, 500), st.integers(0, 3000))
def test_recall_is_the_librarys(stability: float, days: int) -> None:
    card = fsrs.Card(card_id=1, state=fsrs.State.Review, stability=stability, difficulty=5.0, last_review=DAY)
    expected = fsrs.Scheduler().get_card_retrievability(card, DAY + timedelta(days=days))
    assert recall(stability, days) == pytest.approx(expected, abs=1e-12)


def test_the_weights_are_the_librarys_defaults() -> None:
    assert fsrs.Scheduler().parameters == WEIGHTS


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Rating)), st.integers(1, 60)), min_size=1, max_size=12))
def test_stability_difficulty_and_intervals_are_the_librarys(steps: list[tuple[Rating, int]]) -> None:
    said = {
        Rating.AGAIN: {"ending": "given-up"},
        Rating.HARD: {"hints": 1},
        Rating.GOOD: {},
        Rating.EASY: {"seconds": 1.0},
    }
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = fsrs.Card(card_id=1)
    memory, days = None, 0
    for rated, pause in steps:
        told = Rating.GOOD if memory is None and rated is Rating.EASY else rated
        memory = remembered(memory, review(days, **said[rated]))
        card, _ = scheduler.review_card(
            card, fsrs.Rating(told), datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=days)
        )
        assert memory is not None
        assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
        assert card.last_review is not None
        assert interval(memory.stability, 0.9) == (card.due - card.last_review).days
        days += pause


@settings(deadline=None)
@given(st.floats(0.3, 300), st.floats(1, 10), st.integers(1, 90))
def test_the_stability_of_an_outlook_is_the_librarys_after_a_good(
    stability: float, hard: float, days: int
) -> None:
    card = fsrs.Card(
        card_id=1, state=fsrs.State.Review, stability=stability, difficulty=hard, last_review=DAY
    )
    card, _ = fsrs.Scheduler(enable_fuzzing=False).review_card(
        card, fsrs.Rating.Good, DAY + timedelta(days=days)
    )
    assert recalled_stability(stability, hard, recall(stability, days)) == pytest.approx(
        card.stability, rel=1e-12
    )


@settings(deadline=None)
@given(st.lists(REVIEWS, min_size=1, max_size=8), st.sampled_from([0.8, 0.9, 0.95]))
def test_what_is_due_lies_after_the_last_review_and_within_the_longest_interval(
    reviews: list[Review], retention: float
) -> None:
    goal = Goal(retention=retention)
    for memory in replayed(reviews, goal).values():
        assert 1 <= (memory.due - memory.last).days <= goal.longest
        assert is_due(memory, memory.due)
        assert not is_due(memory, memory.due - timedelta(days=1))


@settings(deadline=None)
@given(st.lists(REVIEWS, min_size=1, max_size=8), st.integers(1, 200))
def test_no_interval_is_longer_than_half_the_days_to_the_interview(reviews: list[Review], days: int) -> None:
    goal = Goal(interview=TODAY + timedelta(days=days))
    for memory in replayed(reviews, goal).values():
        left = (TODAY + timedelta(days=days) - memory.last).days
        if left > 1:
            assert (memory.due - memory.last).days <= left / 2


@settings(deadline=None)
@given(st.lists(REVIEWS, max_size=10), st.integers(1, 100), st.sampled_from([0.8, 0.93]))
def test_another_goal_changes_only_what_is_due(reviews: list[Review], days: int, retention: float) -> None:
    goal = Goal(interview=TODAY + timedelta(days=days), retention=retention)
    moved = {name: rescheduled(memory, goal) for name, memory in replayed(reviews).items()}
    assert moved == replayed(reviews, goal)


def test_a_higher_retention_is_asked_for_sooner() -> None:
    days = [interval(10.0, retention) for retention in (0.8, 0.85, 0.9, 0.95)]
    assert days == sorted(days, reverse=True)
    assert days[2] == 10


@pytest.mark.parametrize("wrong", [{"retention": 0.5}, {"retention": 1.0}, {"longest": 0}, {"new": -1}])
def test_a_goal_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"retention|interval"):
        Goal(**wrong)  # type: ignore[arg-type]


def test_days_are_spread_by_the_name_and_near_the_interval() -> None:
    spreads = [spread(f"q{number}", 3, 11, 90) for number in range(300)]
    assert set(spreads) == {9, 10, 11, 12, 13}
    assert abs(sum(spreads) / 300 - 11) < 0.3
    assert spreads == [spread(f"q{number}", 3, 11, 90) for number in range(300)]
    assert {spread("q", turn, 2, 90) for turn in range(20)} == {2}
    assert {spread(f"q{number}", 1, 60, 60) for number in range(200)} <= set(range(50, 61))


# Failures.


def test_four_failures_in_thirty_days_are_a_struggle() -> None:
    memory = after(*[failed(days) for days in (0, 5, 12, 20)])
    assert is_struggling(memory, TODAY + timedelta(days=20))
    assert is_struggling(memory, TODAY + timedelta(days=29))
    assert not is_struggling(memory, TODAY + timedelta(days=30))
    assert not is_struggling(after(*[failed(days) for days in (0, 5, 12)]), TODAY + timedelta(days=12))
    assert not is_struggling(after(*[failed(days) for days in (0, 5, 12, 31)]), TODAY + timedelta(days=31))


def test_lapses_are_the_failures_after_the_first_meeting() -> None:
    assert after(failed(0)).lapses == 0
    assert after(failed(0), review(1), failed(4)).lapses == 1


# Times.


def test_a_moment_counts_as_the_day_of_its_own_calendar() -> None:
    memory = after(review(0))
    midnight = datetime(2026, 11, 24, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert retrievability(memory, midnight) == retrievability(memory, date(2026, 11, 24)) < 1


def test_what_is_due_is_told_without_the_library() -> None:
    script = (
        "import sys; from quizkit.practice import memory, mastery, planning, readiness; "
        "assert 'fsrs' not in sys.modules and 'numpy' not in sys.modules and 'sympy' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
