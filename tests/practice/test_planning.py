"""The daily plan: due by urgency, few new ones, requirements first, strategies apart, the time kept."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.bank import Bank
from quizkit.bank.question import Body, Question
from quizkit.practice.interleaving import strategy
from quizkit.practice.memory import Goal, Memory, replayed, retrievability
from quizkit.practice.planning import BLOCK, DailyPlan, daily_plan, due_order, duration, forecast
from quizkit.practice.reviews import Review
from tests.practice.reviewing import DAY, failed, review

TODAY = DAY.date()


def question(id_: str, **said: object) -> Question:
    """A question with numbers to draw; its strategy is its first letter."""
    body = Body(given={"n": "1 .. 9"})
    return replace(
        Question(
            id=id_, kind="number", title=id_, topic="t", strategy=id_[0], minutes=1.0, bodies={"": body}
        ),
        **said,  # type: ignore[arg-type]
    )


def banked(*questions: Question) -> dict[str, Question]:
    return {one.id: one for one in questions}


NONE_NEW = Goal(new=0)
SIX = banked(*map(question, ("a1", "a2", "b1", "b2", "c1", "c2")))


def known(*names: str, days: float = -20) -> list[Review]:
    return [review(days, question=name) for name in names]


def ids(plan: DailyPlan) -> list[str]:
    return [step.question for step in plan.steps]


# What is due.


def test_due_questions_come_by_recall_the_lowest_first() -> None:
    memories = replayed(
        [*known("a1", days=-9), *known("b1", days=-30), *known("c1", days=-15), *known("c2", days=0)]
    )
    assert due_order(SIX, memories, TODAY) == ("b1", "c1", "a1")
    recalls = [retrievability(memories[id_], TODAY) for id_ in due_order(SIX, memories, TODAY)]
    assert recalls == sorted(recalls)


def test_a_topic_of_weight_comes_first() -> None:
    bank = banked(question("a1", topic="light"), question("b1", topic="heavy"))
    memories = replayed([*known("a1", days=-30), *known("b1", days=-10)])
    assert due_order(bank, memories, TODAY) == ("a1", "b1")
    assert due_order(bank, memories, TODAY, {"heavy": 5.0}) == ("b1", "a1")


def test_what_is_not_in_the_bank_or_not_asked_for_is_passed_over() -> None:
    memories = replayed(known("a1", "b1", "gone"))
    plan = daily_plan(SIX, memories, TODAY, NONE_NEW)
    assert set(plan.due) == {"a1", "b1"}
    assert daily_plan(SIX, memories, TODAY, NONE_NEW, among={"b1"}).due == ("b1",)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([f"{one}{two}" for one in "abcd" for two in range(5)]), st.integers(-60, 0)
    )
)
def test_no_neighbours_of_one_strategy_where_that_can_be_avoided(practised: dict[str, int]) -> None:
    bank = banked(*[question(f"{one}{two}") for one in "abcd" for two in range(5)])
    memories = replayed([each for id_, days in practised.items() for each in known(id_, days=days)])
    plan = daily_plan(bank, memories, TODAY, NONE_NEW)
    assert sorted(ids(plan)) == sorted(plan.due)
    counts = [sum(id_[0] == one for id_ in plan.due) for one in "abcd"]
    neighbours = sum(one[0] == other[0] for one, other in itertools.pairwise(ids(plan)))
    assert neighbours == max(0, 2 * max(counts) - 1 - len(plan.due))


# What is new.


def test_new_questions_are_few_and_begin_with_two_in_a_row() -> None:
    plan = daily_plan(SIX, {}, TODAY, Goal(new=3))
    assert len(plan.new) == 3
    runs = [(id_, len(list(run))) for id_, run in itertools.groupby(ids(plan))]
    assert sorted(runs) == [(id_, BLOCK) for id_ in sorted(plan.new)]
    assert plan.minutes == 3 * BLOCK


def test_a_question_whose_variants_are_alike_begins_with_one() -> None:
    bank = banked(question("a1", bodies={"": Body()}))
    assert ids(daily_plan(bank, {}, TODAY)) == ["a1"]


def test_those_begun_today_count() -> None:
    memories = replayed(known("a1", "b1", days=0))
    assert len(daily_plan(SIX, memories, TODAY, Goal(new=3)).new) == 1
    assert daily_plan(SIX, memories, TODAY, Goal(new=2)).new == ()
    assert len(daily_plan(SIX, memories, TODAY + timedelta(days=1), Goal(new=2)).new) == 2


def test_new_questions_come_easy_first_from_the_topic_that_was_met_least() -> None:
    bank = banked(
        question("a1", topic="x", difficulty=3),
        question("a2", topic="x", difficulty=1),
        question("b1", topic="y", difficulty=2),
        question("b2", topic="y", difficulty=1),
    )
    assert daily_plan(bank, {}, TODAY, Goal(new=3)).new == ("a2", "b2", "b1")
    assert daily_plan(bank, replayed(known("b1", days=0)), TODAY, Goal(new=3)).new == ("a2", "b2")


def test_what_a_question_requires_comes_before_it() -> None:
    bank = banked(
        question("a1", requires=("b1",)),
        question("b1", requires=("c1", "elsewhere")),
        question("c1"),
        question("d1"),
    )
    assert daily_plan(bank, {}, TODAY, Goal(new=1)).new == ("c1",)
    plan = daily_plan(bank, {}, TODAY, Goal(new=4))
    order = ids(plan)
    assert order.index("c1") < order.index("b1") < order.index("a1")
    assert daily_plan(bank, replayed(known("b1", days=0)), TODAY, Goal(new=9)).new[0] in {"a1", "c1"}


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 12), st.integers(1, 40), st.sampled_from([None, 10.0, 30.0]))
def test_the_plan_of_the_shipped_bank_keeps_its_promises(
    bank: Bank, new: int, share: int, minutes: float | None
) -> None:
    names = list(bank)[::share]
    memories = replayed(known(*names))
    plan = daily_plan(bank, memories, TODAY, Goal(new=new), minutes=minutes)
    order = ids(plan)
    assert len(plan.new) <= new
    assert not set(plan.new) & set(memories)
    for id_ in plan.new:
        for required in bank[id_].requires:
            assert required in memories or order.index(required) < order.index(id_)
    assert minutes is None or plan.minutes <= minutes
    assert plan.minutes == pytest.approx(sum(duration(bank[id_]) for id_ in order))
    if minutes is None:
        assert set(plan.due) <= set(order)
        assert plan.postponed == ()
    else:
        assert set(plan.postponed) == set(plan.due) - set(order)


def test_new_ones_are_mixed_among_the_due() -> None:
    bank = banked(*[question(f"{one}1") for one in "abcdefgh"], question("x1"), question("y1"))
    memories = replayed(known(*[f"{one}1" for one in "abcdefgh"]))
    order = ids(daily_plan(bank, memories, TODAY, Goal(new=2)))
    assert order[0] not in {"x1", "y1"}
    assert order[-1] not in {"x1", "y1"}
    assert abs(order.index("x1") - order.index("y1")) > BLOCK


# Little time.


def test_where_time_is_short_the_most_urgent_stay() -> None:
    memories = replayed([*known("a1", days=-9), *known("b1", days=-30), *known("c1", days=-15)])
    plan = daily_plan(SIX, memories, TODAY, minutes=2.0)
    assert set(ids(plan)) == {"b1", "c1"}
    assert plan.postponed == ("a1",)
    assert plan.new == ()


def test_where_time_is_short_a_composite_stands_for_what_it_requires() -> None:
    bank = banked(question("a1"), question("b1"), question("c1"), question("d1", requires=("a1", "b1")))
    memories = replayed([*known("a1", "b1", "c1", days=-30), *known("d1", days=-10)])
    assert set(ids(daily_plan(bank, memories, TODAY, NONE_NEW, minutes=2.0))) == {"c1", "d1"}
    assert set(ids(daily_plan(bank, memories, TODAY, NONE_NEW))) == {"a1", "b1", "c1", "d1"}


# Failures.


def struggling() -> dict[str, Memory]:
    return replayed([*known("b1", "c1"), *[failed(days, question="a1") for days in (-20, -15, -8, -2)]])


def test_four_failures_call_for_the_weakest_prerequisite() -> None:
    bank = banked(question("a1", requires=("b1", "c1", "d1")), question("b1"), question("c1"), question("d1"))
    plan = daily_plan(bank, struggling(), TODAY, NONE_NEW)
    assert "a1" not in ids(plan)
    (step,) = [step for step in plan.steps if step.reason == "prerequisite"]
    assert (step.question, step.instead_of) == ("d1", "a1")
    assert plan.postponed == ()


def test_after_the_prerequisite_the_question_itself_comes_again_that_day() -> None:
    bank = banked(question("a1", requires=("b1",)), question("b1"))
    assert ids(daily_plan(bank, struggling(), TODAY, NONE_NEW)) == ["b1"]
    done = replayed([*known("b1", days=0), *[failed(days, question="a1") for days in (-20, -15, -8, -2)]])
    assert ids(daily_plan(bank, done, TODAY, NONE_NEW)) == ["a1"]


def test_a_question_that_requires_nothing_comes_however_often_it_failed() -> None:
    assert ids(daily_plan(banked(question("a1")), struggling(), TODAY, NONE_NEW)) == ["a1"]


# Ahead.


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(list(SIX)), st.integers(-60, 0)), st.integers(1, 40))
def test_the_forecast_counts_every_question_once(practised: dict[str, int], days: int) -> None:
    memories = replayed([each for id_, ago in practised.items() for each in known(id_, days=ago)])
    ahead = forecast(memories, TODAY, days)
    assert len(ahead) == days
    assert ahead[0] == len(due_order(SIX, memories, TODAY))
    assert sum(ahead) == sum((memory.due - TODAY).days < days for memory in memories.values())
    assert forecast(memories, TODAY, days, among=()) == (0,) * days


def test_the_strategy_else_the_topic_tells_kinds_apart() -> None:
    assert strategy(question("a1")) == "a"
    assert strategy(question("a1", strategy="")) == "t"
