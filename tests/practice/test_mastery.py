"""The chance to solve a fresh variant, the levels and their gates, and where topics stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.bank import Bank
from quizkit.practice.mastery import (
    START,
    Level,
    Skill,
    chance,
    gains,
    level,
    practised,
    prior,
    score,
    standings,
)
from quizkit.practice.memory import Memory, replayed
from quizkit.practice.rating import Rating
from quizkit.practice.reviews import Review
from tests.practice.reviewing import DAY, failed, review

TODAY = DAY.date()


def after(*reviews: Review) -> Memory:
    return replayed(reviews)["q"]


def test_the_first_steps_are_those_of_the_formula() -> None:
    assert chance(Skill()) == pytest.approx(0.31, abs=0.001)
    once = practised(Skill(), review(), Rating.GOOD, TODAY)
    assert once.ability == pytest.approx(START + 1.8 * (1 - chance(Skill())))
    twice = practised(once, failed(), Rating.AGAIN, TODAY)
    assert twice.ability == pytest.approx(once.ability - 1.8 / 1.12 * chance(once))


@pytest.mark.parametrize(
    ("one", "rated", "worth"),
    [
        (review(), Rating.GOOD, 1.0),
        (review(seconds=999.0), Rating.HARD, 1.0),
        (review(hints=1), Rating.HARD, 0.5),
        (review(tries=2, minor=True), Rating.HARD, 0.5),
        (review(tries=2), Rating.AGAIN, 0.0),
        (failed(), Rating.AGAIN, 0.0),
    ],
)
def test_a_problem_counts_whole_half_or_not(one: Review, rated: Rating, worth: float) -> None:
    assert score(one, rated) == worth


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=30))
def test_a_solve_raises_the_chance_and_a_failure_lowers_it(outcomes: list[bool]) -> None:
    skill = Skill()
    for right in outcomes:
        moved = practised(
            skill, review() if right else failed(), Rating.GOOD if right else Rating.AGAIN, TODAY
        )
        assert (chance(moved) > chance(skill)) is right
        assert 0 < chance(moved) < 1
        assert moved.evidence == skill.evidence + 1
        skill = moved


@settings(deadline=None)
@given(st.floats(-2, 1), st.integers(0, 40))
def test_what_was_expected_in_advance_gives_way_to_evidence(expected: float, evidence: int) -> None:
    skill = Skill(ability=0.3, evidence=evidence)
    later = replace(skill, evidence=evidence + 1)
    assert abs(chance(later, expected) - chance(later)) <= abs(chance(skill, expected) - chance(skill))


MASTERLY = [review(0), review(2), review(7), review(20), review(45, mixed=True)]


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([failed(0)], "learning"),
        ([review(0)], "familiar"),
        ([review(0), failed(2)], "learning"),
        ([review(0), review(2), review(2.1)], "proficient"),
        (MASTERLY, "mastered"),
        # Each gate by itself: mixed, variants, days, stability, the chance.
        ([*MASTERLY[:-1], review(45)], "proficient"),
        ([replace(one, variant=f"v{min(number, 1)}") for number, one in enumerate(MASTERLY)], "proficient"),
        ([review(0), review(0.1), review(0.2), review(0.3), review(0.4, mixed=True)], "proficient"),
        ([review(0), *[review(1 + one / 10, mixed=True) for one in range(6)]], "proficient"),
        ([*MASTERLY, failed(80)], "familiar"),
        ([*MASTERLY, failed(80), review(95, mixed=True)], "proficient"),
        # An interview mixes.
        ([*MASTERLY[:-1], review(45, mode="interview")], "mastered"),
    ],
)
def test_a_level_is_reached_by_evidence(reviews: list[Review], expected: Level) -> None:
    assert level(after(*reviews)) == expected


def test_a_question_that_was_never_practised_is_new() -> None:
    assert level(None) == "new"


def test_the_same_variant_again_is_no_further_proof() -> None:
    same = after(*[replace(one, variant="v") for one in MASTERLY])
    assert same.skill.solved == ("v",)
    assert level(same) == "familiar"


def test_harder_questions_are_expected_to_go_worse_and_gains_on_the_topic_help(bank: Bank) -> None:
    by_difficulty = {question.difficulty: question for question in bank.values()}
    expected = [prior(by_difficulty[number]) for number in sorted(by_difficulty)]
    assert expected == sorted(expected, reverse=True)
    assert len(set(expected)) == len(expected)
    assert prior(by_difficulty[2]) == START
    assert prior(by_difficulty[2], gained=1.0) > START > prior(by_difficulty[2], gained=-1.0)


def test_standings_count_what_is_there(bank: Bank) -> None:
    names = [id_ for id_, question in bank.items() if question.topic == "q29"][:4]
    mastered = [replace(one, question=names[0]) for one in MASTERLY]
    memories = replayed([*mastered, failed(0, question=names[1]), review(0, question="gone")])
    before = {each.topic: each for each in standings(bank, {})}
    now = {each.topic: each for each in standings(bank, memories)}
    assert list(now) == sorted({question.topic for question in bank.values()})
    assert sum(each.questions for each in now.values()) == len(bank)
    assert (now["q29"].practised, now["q29"].proficient, now["q29"].mastered) == (2, 1, 1)
    assert now["q29"].evidence == 6
    assert now["q29"].chance > before["q29"].chance
    assert now["q25"] == before["q25"]
    assert gains(bank, memories).keys() == {"q29"}
