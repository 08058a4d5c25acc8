"""Readiness: practice helps, forgetting costs, and more evidence narrows the interval."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.bank import Bank
from quizkit.practice.mastery import chance, gains, prior
from quizkit.practice.memory import Goal, Memory, replayed, retrievability
from quizkit.practice.readiness import Outlook, outlook
from tests.practice.reviewing import DAY, failed, review

TODAY = DAY.date()


def practised(bank: Bank, share: int = 2, repeats: int = 2) -> dict[str, Memory]:
    """Every so manieth question was solved a few times."""
    names = list(bank)[::share]
    days = [number - 10 for number in range(0, 10, 10 // repeats)][:repeats]
    return replayed(review(day, question=id_, variant=f"{day}") for day in days for id_ in names)


def on(bank: Bank, memories: dict[str, Memory], days: int, goal: Goal | None = None) -> Outlook:
    return outlook(bank, memories, TODAY, TODAY + timedelta(days=days), goal or Goal())


@pytest.mark.parametrize("days", [0, 1, 5, 16, 60])
@pytest.mark.parametrize("share", [1, 2, 9])
def test_keeping_the_plan_is_never_worse_than_stopping(bank: Bank, days: int, share: int) -> None:
    found = on(bank, practised(bank, share), days)
    assert found.kept.expected >= found.stopped.expected
    for readiness in (found.kept, found.stopped):
        assert 0 <= readiness.low <= readiness.expected <= readiness.high <= 1
    if days == 0:
        assert found.kept == found.stopped
    if days >= 16:
        assert found.kept.expected > found.stopped.expected + 0.02


def test_who_stops_forgets_and_who_goes_on_gains(bank: Bank) -> None:
    memories = practised(bank)
    stopped = [on(bank, memories, days).stopped.expected for days in (0, 5, 20, 60)]
    assert stopped == sorted(stopped, reverse=True)
    assert stopped[0] > stopped[-1] + 0.01
    futures = [on(bank, memories, days) for days in (0, 5, 20, 60)]
    gained = [future.kept.expected - future.stopped.expected for future in futures]
    assert gained == sorted(gained)
    assert gained[-1] > 0.2


def test_the_score_when_stopped_is_the_mean_of_chance_times_recall(bank: Bank) -> None:
    memories = practised(bank, share=1)
    gained = gains(bank, memories)
    day = TODAY + timedelta(days=12)
    parts = [
        chance(memories[id_].skill, prior(question, gained[question.topic]))
        * retrievability(memories[id_], day)
        for id_, question in bank.items()
    ]
    assert outlook(bank, memories, TODAY, day).stopped.expected == pytest.approx(sum(parts) / len(parts))


def test_only_topics_of_weight_count(bank: Bank) -> None:
    memories = replayed(review(question=id_) for id_, one in bank.items() if one.topic == "q29")
    day = TODAY + timedelta(days=3)
    only = outlook(
        bank,
        memories,
        TODAY,
        day,
        weights=dict.fromkeys({q.topic for q in bank.values()}, 0.0) | {"q29": 2.0},
    )
    other = {id_: one for id_, one in bank.items() if one.topic == "q29"}
    assert only.stopped.expected == pytest.approx(outlook(other, memories, TODAY, day).stopped.expected)
    assert only.stopped.expected > outlook(bank, memories, TODAY, day).stopped.expected


@settings(deadline=None)
@given(st.integers(1, 30), st.floats(-2, 2))
def test_more_evidence_narrows_the_interval(bank: Bank, evidence: int, ability: float) -> None:
    few = {id_: bank[id_] for id_ in list(bank)[::40]}
    memories = practised(bank, share=40)

    def width(amount: int) -> float:
        known = {
            id_: replace(memory, skill=replace(memory.skill, evidence=amount, ability=ability))
            for id_, memory in memories.items()
        }
        found = outlook(few, known, TODAY, TODAY).stopped
        return found.high - found.low

    assert width(evidence + 3) < width(evidence)


def test_what_was_never_met_is_less_certain_than_what_was(bank: Bank) -> None:
    def width(memories: dict[str, Memory]) -> float:
        found = on(bank, memories, 0).stopped
        return found.high - found.low

    assert width({}) > 2 * width(practised(bank, share=2)) > 2 * width(practised(bank, share=1))


def test_failures_lower_what_is_expected(bank: Bank) -> None:
    good = practised(bank)
    bad = replayed(failed(-3, question=id_) for id_ in list(bank)[::2])
    assert (
        on(bank, bad, 4).stopped.expected
        < on(bank, {}, 4).stopped.expected
        < on(bank, good, 4).stopped.expected
    )


def test_more_new_questions_a_day_reach_further(bank: Bank) -> None:
    scores = [on(bank, {}, 20, Goal(new=new)).kept.expected for new in (0, 2, 8)]
    assert scores == sorted(scores)
    assert scores[0] == pytest.approx(on(bank, {}, 20).stopped.expected)
    assert scores[2] > scores[1] > scores[0]


def test_a_day_that_is_over_and_an_empty_bank_are_refused(bank: Bank) -> None:
    with pytest.raises(ValueError, match="a day that is not over"):
        on(bank, {}, -1)
    with pytest.raises(ValueError, match="asks for questions"):
        outlook({}, {}, TODAY, TODAY)
    with pytest.raises(ValueError, match="nothing to be ready for"):
        outlook(bank, {}, TODAY, TODAY, weights=dict.fromkeys({q.topic for q in bank.values()}, 0.0))
