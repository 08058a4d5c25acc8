"""What was foreseen is what memory would have said; predicted and measured are gathered without loss."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.practice.foresight import EDGES, Recall, RecallBin, foreseen, recall_bins
from quizkit.practice.memory import Memory, remembered, retrievability
from quizkit.practice.rating import Rating
from quizkit.practice.reviews import Review
from tests.practice.histories import studied
from tests.practice.reviewing import failed, review


def expected(reviews: list[Review]) -> list[float | None]:
    """The recall before each review as memory itself tells it."""
    memories: dict[str, Memory] = {}
    found: list[float | None] = []
    for each in reviews:
        before = memories.get(each.question)
        after = remembered(before, each)
        known = before is not None and each.day > before.last and each.ending != "skipped"
        found.append(retrievability(before, each.day) if known and before is not None else None)
        if after is not None:
            memories[each.question] = after
    return found


ENDINGS = st.sampled_from(["correct", "partly-correct", "incorrect", "given-up", "skipped"])
REVIEWS = st.lists(
    st.builds(
        lambda days, question, ending, tries, hints, minor, seconds: review(
            days, question=question, ending=ending, tries=tries, hints=hints, minor=minor, seconds=seconds
        ),
        st.integers(0, 90),
        st.sampled_from(["a", "b"]),
        ENDINGS,
        st.integers(1, 2),
        st.integers(0, 1),
        st.booleans(),
        st.sampled_from([30.0, 100.0, 500.0]),
    ),
    max_size=25,
)


@given(reviews=REVIEWS)
def test_what_was_foreseen_is_to_the_bit_what_memory_would_have_said(reviews: list[Review]) -> None:
    assert [each.recall for each in foreseen(reviews)] == expected(reviews)


def test_a_long_history_is_replayed_to_the_bit() -> None:
    reviews = studied(400, 12)
    assert len(reviews) > 1500
    found = [each.recall for each in foreseen(reviews)]
    assert found == expected(reviews)
    assert sum(each is not None for each in found) > 1000


def test_nothing_is_foreseen_at_the_first_meeting_on_the_same_day_or_of_what_was_put_aside() -> None:
    reviews = [review(0), review(0.1), failed(0.2), review(3, ending="skipped"), review(3)]
    found = foreseen(reviews)
    assert [each.recall is None for each in found] == [True, True, True, True, False]
    assert [each.rated for each in found] == [Rating.GOOD, Rating.GOOD, Rating.AGAIN, None, Rating.GOOD]


@given(reviews=REVIEWS)
def test_bins_hold_every_review_of_which_something_was_foreseen(reviews: list[Review]) -> None:
    known = [each for each in foreseen(reviews) if each.recall is not None]
    recall = recall_bins(known)
    assert recall.reviews == len(known)
    assert sum(each.recalled for each in recall.bins) == sum(each.rated is not Rating.AGAIN for each in known)
    for each in recall.bins:
        assert each.low in EDGES
        assert each.low <= each.predicted <= each.high
        low, high = each.interval
        assert 0 <= low <= each.measured <= high <= 1


def test_an_interval_is_wide_where_there_is_little_and_narrow_where_there_is_much() -> None:
    few = RecallBin(low=0.9, high=0.95, reviews=5, predicted=0.92, recalled=4)
    many = RecallBin(low=0.9, high=0.95, reviews=500, predicted=0.92, recalled=400)
    for each in (few, many):
        # Wilson's ends are those shares from which what was measured is just so many deviations away.
        for end in each.interval:
            deviation = math.sqrt(end * (1 - end) / each.reviews)
            assert abs(each.measured - end) == pytest.approx(1.6449 * deviation)
    assert few.interval[1] - few.interval[0] > 5 * (many.interval[1] - many.interval[0])


def test_recall_that_is_as_predicted_lies_on_the_line() -> None:
    chance = Random(3).random
    reviews = []
    for question in range(400):
        again = review if chance() < 0.85 else failed
        reviews += [review(0, question=f"q{question}"), again(4, question=f"q{question}")]
    recall = recall_bins(foreseen(reviews))
    assert recall.predicted is not None
    assert recall.measured == pytest.approx(recall.predicted, abs=0.05)
    (point,) = recall.points
    assert point[2] == 400


def test_nothing_gives_no_means_and_an_empty_table() -> None:
    nothing = Recall(bins=())
    assert (nothing.predicted, nothing.measured, nothing.reviews, nothing.points) == (None, None, 0, ())
    assert nothing.table().rows == ()


def test_the_table_tells_the_numbers_and_how_sure_they_are() -> None:
    reviews = [review(0), review(4), review(0, question="b"), failed(4, question="b")]
    table = recall_bins(foreseen(reviews)).table()
    assert table.rows == (("0.85 to 0.90", "0.86", "0.50", "0.12 to 0.88", "2"),)
