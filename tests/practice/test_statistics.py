"""Statistics out of reviews made by hand, and laws that hold of any."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.practice.diary import heat_map, lately, weeks
from quizkit.practice.memory import replayed
from quizkit.practice.planning import forecast
from quizkit.practice.remembrance import remembrance
from quizkit.practice.reviews import Review
from quizkit.practice.statistics import PAGES, PERIODS, foreseen, statistics
from quizkit.practice.tallies import clock, confidence, counts, mistakes, share
from tests.practice.histories import STANDINGS, TODAY, studied
from tests.practice.reviewing import DAY, failed, review

FEW_REVIEWS = [
    review(-40, question="a", topic="q25", seconds=100.0, par=120.0, sure=3),
    failed(-35, question="b", topic="q26", seconds=200.0, par=120.0, mistakes=("bits-for-nats",), sure=3),
    review(-12, question="a", topic="q25", seconds=60.0, par=120.0, hints=1, sure=1),
    failed(-5, question="b", topic="q26", seconds=90.0, par=None, mistakes=("bits-for-nats", "no-sign")),
    failed(-4, question="b", topic="q26", seconds=90.0, par=60.0, mistakes=("bits-for-nats",) * 2),
    review(-4, question="c", topic="q27", ending="skipped", seconds=5.0),
    review(0, question="c", topic="q27", ending="unanswered", tries=0, seconds=5.0),
]


def dated(reviews: list[Review]) -> list[tuple[date, Review]]:
    return [(each.day, each) for each in reviews]


def test_counts_leave_out_what_was_put_aside_or_never_reached() -> None:
    found = counts(FEW_REVIEWS)
    assert (found.reviews, found.first_try, found.hinted) == (5, 2, 1)
    assert (found.seconds, found.timed, found.timed_seconds, found.par, found.within) == (
        90.0,
        4,
        95.0,
        120.0,
        2,
    )
    assert found.rows() == (
        ("reviews", "5"),
        ("first try", "2 of 5"),
        ("with hint", "1 of 5"),
        ("median time", "1:30"),
        ("median par", "2:00"),
        ("within par", "2 of 4"),
    )


def test_nothing_is_counted_out_of_nothing() -> None:
    found = counts([])
    assert [number for _, number in found.rows()] == ["0", "–", "–", "–", "–", "–"]


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 0, "–"), (3, 4, "3 of 4"), (9, 9, "9 of 9"), (7, 10, "70 %"), (0, 10, "0 %"), (71, 100, "71 %")],
)
def test_a_share_of_few_is_told_by_its_numbers(part: int, whole: int, told: str) -> None:
    assert share(part, whole) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(None, "–"), (0, "0:00"), (59.4, "0:59"), (59.6, "1:00"), (192, "3:12"), (3700, "61:40")],
)
def test_a_time_is_told_in_minutes_and_seconds(seconds: float | None, told: str) -> None:
    assert clock(seconds) == told


def test_the_heat_map_counts_clean_solves_on_the_learners_days() -> None:
    # 23 Nov 2026 is a Monday; half past eleven in the evening of Sunday, UTC, is Monday further east.
    late = review(-1, at=DAY.replace(day=22, hour=23, minute=30), offset=60)
    reviews = [review(0), review(0.1), failed(0.2), review(-1), late, review(-6, hints=1)]
    heat = heat_map(((each.day, each.clean) for each in reviews), TODAY, 2)
    assert heat.first == date(2026, 11, 16)
    assert heat.clean == (0, 0, 0, 0, 0, 0, 1, 3)
    assert heat.reviews == (0, 1, 0, 0, 0, 0, 1, 4)
    assert (heat.practised, heat.last, heat.weekly) == (3, TODAY, (1, 3))
    assert heat.rows[0] == ("Mon", (0, 3))
    assert heat.rows[1] == ("Tue", (0, None))
    assert heat.table().lines() == [
        "Clean solves per day",
        "week of     Mon  Tue  Wed  Thu  Fri  Sat  Sun  all",
        "2026-11-23    3    –    –    –    –    –    –    3",
        "2026-11-16    0    0    0    0    0    0    1    1",
        "Practised on 3 of 8 days.",
    ]


def test_the_last_weeks_end_today_whatever_the_day_of_the_week() -> None:
    days = [(TODAY - timedelta(days=ago), ago != 3) for ago in (0, 3, 6, 7, 13, 14)]
    found = lately(days, TODAY, 2)
    assert (found.weekly, found.practised, found.days) == ((2, 2), 5, 14)


def test_mistakes_of_the_last_days_are_set_against_those_before() -> None:
    found = mistakes(dated(FEW_REVIEWS), TODAY)
    assert [(each.mistake, each.recent, each.before, each.trend) for each in found.trends] == [
        ("bits-for-nats", 2, 1, "more"),
        ("no-sign", 1, 0, "more"),
    ]
    assert (found.recent, found.before) == (3, 2)
    assert found.table().rows[0] == ("bits for nats", "2", "1", "more")
    assert found.table().note == "Among 3 reviews in the last 30 days, 2 in those before."


def test_confidence_is_set_against_the_first_answer() -> None:
    found = confidence(FEW_REVIEWS)
    assert [(each.sure, each.reviews, each.right) for each in found.levels] == [
        (1, 1, 1),
        (2, 0, 0),
        (3, 2, 1),
    ]
    assert found.table().rows == (("sure", "1 of 2", "2"), ("unsure", "–", "0"), ("guessed", "1 of 1", "1"))


def test_weeks_add_up_minutes_and_first_tries() -> None:
    found = weeks(dated(FEW_REVIEWS), TODAY, 6)
    assert [week.monday for week in found.weeks][::5] == [date(2026, 10, 19), TODAY]
    assert [week.reviews for week in found.weeks] == [1, 0, 0, 1, 2, 0]
    assert [round(week.minutes, 1) for week in found.weeks] == [3.3, 0, 0, 1.0, 3.0, 0]
    assert [week.first_try for week in found.weeks] == [0, 0, 0, 1, 0, 0]


def test_what_is_remembered_is_sorted_by_how_long() -> None:
    reviews = [
        review(0, question="a"),
        failed(0, question="b"),
        *(review(day, question="c") for day in (-60, -50, 0)),
    ]
    memories = replayed(reviews)
    found = remembrance(memories, TODAY)
    assert found.questions == 3
    assert sum(band.questions for band in found.bands) == 3
    assert found.bands[0].questions == 1
    assert found.recall == pytest.approx(1.0)
    assert remembrance({}, TODAY).recall is None


def test_a_period_bounds_what_is_counted_but_neither_mistakes_nor_what_is_foreseen() -> None:
    reviews = foreseen(FEW_REVIEWS)
    memories = replayed(FEW_REVIEWS)
    month = statistics(reviews, memories, TODAY, days=30)
    whole = statistics(reviews, memories, TODAY, days=None)
    assert (month.counts.reviews, whole.counts.reviews) == (3, 5)
    assert (month.total, whole.total) == (5, 5)
    assert month.mistakes == whole.mistakes
    assert month.forecast == whole.forecast
    assert month.forecast.due == forecast(memories, TODAY)
    assert (month.recall.reviews, whole.recall.reviews) == (3, 3)
    assert (len(month.heat.weekly), len(whole.heat.weekly)) == (13, 52)


def test_topics_are_those_of_the_bank_and_then_those_that_only_the_history_knows() -> None:
    standing = (STANDINGS[0], STANDINGS[4])
    found = statistics(foreseen(FEW_REVIEWS), replayed(FEW_REVIEWS), TODAY, standings=standing).topics
    assert [line.topic for line in found.lines] == ["q25", "q29", "q26", "q27"]
    assert [line.known for line in found.lines] == [1, 0, 1, 0]
    assert [line.standing for line in found.lines] == [*standing, None, None]
    assert found.table().rows[1] == ("q29", "0.31", "–", "0 of 11", "0 of 11", "0", "–")
    assert found.table().rows[3] == ("q27", "–", "–", "–", "–", "0", "–")
    assert [row[0] for row in found.pace().rows] == ["q25", "q26"]


def test_only_the_questions_that_are_asked_for_are_told_of() -> None:
    reviews, memories = foreseen(FEW_REVIEWS), replayed(FEW_REVIEWS)
    found = statistics(reviews, memories, TODAY, days=None, among={"b"})
    assert (found.counts.reviews, found.memory.questions, found.total) == (3, 1, 3)
    assert [line.topic for line in found.topics.lines] == ["q26"]


def test_reviews_of_tomorrow_are_left_to_tomorrow() -> None:
    found = statistics(foreseen([review(0), review(1)]), {}, TODAY)
    assert (found.total, found.counts.reviews) == (1, 1)


def test_every_page_of_every_period_has_its_tables_even_of_nothing() -> None:
    for reviews in ([], FEW_REVIEWS, studied(60)):
        for days in PERIODS:
            found = statistics(foreseen(reviews), replayed(reviews), TODAY, days=days)
            for page in PAGES:
                for table in found.tables(page):
                    assert all(len(row) == len(table.heading) for row in table.rows), table.title
                    assert len(table.lines()) >= 2


MANY = st.lists(
    st.builds(
        lambda days, topic, ending, tries, hints, mistaken: review(
            days,
            question=f"{topic}-1",
            topic=topic,
            ending=ending,
            tries=tries,
            hints=hints,
            mistakes=mistaken,
        ),
        st.integers(-400, 3),
        st.sampled_from(["q25", "q26"]),
        st.sampled_from(["correct", "incorrect", "given-up", "skipped", "unanswered"]),
        st.integers(1, 2),
        st.integers(0, 1),
        st.sampled_from([(), ("m",), ("m", "n")]),
    ),
    max_size=40,
)


@given(reviews=MANY)
def test_the_parts_add_up_to_the_whole(reviews: list[Review]) -> None:
    whole = statistics(foreseen(reviews), replayed(reviews), TODAY, days=None)
    assert whole.counts.reviews == whole.total
    assert whole.counts.first_try <= whole.counts.reviews
    assert sum(line.counts.reviews for line in whole.topics.lines) == whole.total
    assert sum(week.reviews for week in whole.weeks.weeks) == sum(whole.heat.reviews)
    assert all(clean <= count for clean, count in zip(whole.heat.clean, whole.heat.reviews, strict=True))
    assert all(each.recent + each.before > 0 for each in whole.mistakes.trends)
    longer = [statistics(foreseen(reviews), {}, TODAY, days=days).counts.reviews for days in PERIODS]
    assert longer == sorted(longer)
