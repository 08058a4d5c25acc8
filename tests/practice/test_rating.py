"""The rating follows from what happened, by the table; skipped and unreached problems have none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.practice.rating import Rating, rating
from quizkit.practice.reviews import Review
from tests.practice.reviewing import DAY, review

TABLE: list[tuple[dict[str, Any], Rating | None]] = [
    # Right at the first try, without a hint: by the par time of 120 s.
    ({"seconds": 60.0}, Rating.EASY),
    ({"seconds": 60.1}, Rating.GOOD),
    ({"seconds": 360.0}, Rating.GOOD),
    ({"seconds": 360.1}, Rating.HARD),
    ({"seconds": 1.0, "par": None}, Rating.GOOD),
    ({"seconds": 9999.0, "par": None}, Rating.GOOD),
    # With hints.
    ({"hints": 1}, Rating.HARD),
    ({"hints": 2, "seconds": 10.0}, Rating.HARD),
    ({"hints": 3, "last_hint": True}, Rating.AGAIN),
    ({"hints": 1, "last_hint": True}, Rating.AGAIN),
    # Wrong content, whatever came after it.
    ({"tries": 2}, Rating.AGAIN),
    ({"ending": "incorrect", "tries": 2}, Rating.AGAIN),
    ({"ending": "partly-correct", "credit": 0.8}, Rating.AGAIN),
    # Nothing wrong but a slip.
    ({"tries": 2, "minor": True}, Rating.HARD),
    ({"ending": "incorrect", "minor": True}, Rating.HARD),
    ({"ending": "partly-correct", "minor": True, "credit": 0.5}, Rating.HARD),
    ({"tries": 2, "minor": True, "hints": 3, "last_hint": True}, Rating.AGAIN),
    ({"ending": "incorrect", "minor": True, "hints": 3, "last_hint": True}, Rating.AGAIN),
    # Given up, timed out.
    ({"ending": "given-up", "tries": 0}, Rating.AGAIN),
    ({"ending": "given-up", "tries": 1, "minor": True}, Rating.AGAIN),
    ({"ending": "unanswered", "tries": 0, "mode": "interview", "seconds": 120.0}, Rating.AGAIN),
    # Nothing that says anything.
    ({"ending": "skipped", "tries": 1}, None),
    ({"ending": "unanswered", "tries": 0}, None),
    ({"ending": "unanswered", "tries": 0, "mode": "interview", "seconds": 0.0}, None),
    ({"ending": "unanswered", "tries": 0, "mode": "interview", "par": None}, None),
]


@pytest.mark.parametrize(("changes", "expected"), TABLE)
def test_the_rating_is_the_one_of_the_table(changes: dict[str, Any], expected: Rating | None) -> None:
    assert rating(review(**changes), first_meeting=False) is expected


def test_the_first_meeting_is_never_easy() -> None:
    quick = review(seconds=5.0)
    assert rating(quick, first_meeting=False) is Rating.EASY
    assert rating(quick, first_meeting=True) is Rating.GOOD


REVIEWS = st.builds(
    Review,
    question=st.sampled_from("abcd"),
    topic=st.just("t"),
    variant=st.sampled_from([f"v{number}" for number in range(9)]),
    content=st.just("c"),
    at=st.floats(0, 60).map(lambda days: review(days).at),
    seconds=st.floats(0, 1000),
    par=st.sampled_from([None, 60.0, 120.0]),
    ending=st.sampled_from(
        ["correct", "correct", "correct", "partly-correct", "incorrect", "given-up", "skipped", "unanswered"]
    ),
    credit=st.floats(0, 1),
    tries=st.integers(1, 2),
    hints=st.integers(0, 3),
    last_hint=st.booleans(),
    minor=st.booleans(),
    mode=st.sampled_from(["practice", "interview"]),
    offset=st.sampled_from([-600, 0, 60, 345, 840]),
    mixed=st.booleans(),
)


@settings(deadline=None)
@given(one=REVIEWS, first=st.booleans())
def test_only_a_right_answer_or_a_slip_passes(*, one: Review, first: bool) -> None:
    given = rating(one, first_meeting=first)
    if given is not None and given > Rating.AGAIN:
        assert one.ending == "correct" or one.minor
        assert not one.last_hint
    if given is Rating.EASY:
        assert one.clean
        assert not first


@settings(deadline=None)
@given(REVIEWS)
def test_slower_is_never_better(one: Review) -> None:
    given = [rating(replace(one, seconds=float(seconds)), first_meeting=False) for seconds in (10, 100, 900)]
    told = [each for each in given if each is not None]
    if one.ending != "unanswered":
        assert told == sorted(told, reverse=True)


def test_the_day_is_that_of_the_learners_calendar() -> None:
    late = review(days=0.6, offset=120)
    assert late.at.date() == DAY.date()
    assert late.at.hour == 23
    assert (late.day - DAY.date()).days == 1
