"""Which problems are chosen: each question once before any comes again, and by the seed alone."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.bank import Bank, load_texts
from quizkit.errors import SeedOutOfRange
from quizkit.practice.selection import NothingToDo, choose, on_topic, topics

QUESTION = """
  {id}:
    type: number
    title: T
    tags: [{tag}]
    difficulty: {difficulty}
    prompt: P
    answer: 1
    tol: exact
"""


def bank_file(topic: str, *questions: tuple[str, str, int]) -> str:
    listed = "".join(QUESTION.format(id=name, tag=tag, difficulty=level) for name, tag, level in questions)
    return f"quizkit: 1\ntitle: T\ntopic: {topic}\nquestions:{listed}"


SMALL = load_texts(
    {
        "a.yaml": bank_file("q25", ("a1", "loss", 3), ("a2", "loss", 1), ("a3", "entropy", 2)),
        "b.yaml": bank_file("q29", ("b1", "KL", 5), ("b2", "entropy", 1)),
    }
)


def test_the_topics_are_counted_in_order() -> None:
    assert topics(SMALL) == {"q25": 3, "q29": 2}


@pytest.mark.parametrize(
    ("topic", "ids"),
    [
        (None, ["a1", "a2", "a3", "b1", "b2"]),
        ("q25", ["a1", "a2", "a3"]),
        (" Q29 ", ["b1", "b2"]),
        ("kl", ["b1"]),
        ("entropy", ["a3", "b2"]),
    ],
)
def test_a_topic_is_a_topic_or_a_tag_in_any_case(topic: str | None, ids: list[str]) -> None:
    assert on_topic(SMALL, topic) == ids


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        ("q26", "no questions on 'q26'; did you mean 'q29'?"),
        ("entropi", "no questions on 'entropi'; did you mean 'entropy'?"),
        ("zzz", "no questions on 'zzz'"),
        ("\x1b[2J", "no questions on '\\x1b[2J'"),
        ("", "no questions on ''"),
    ],
)
def test_an_unknown_topic_names_the_nearest(topic: str, message: str) -> None:
    with pytest.raises(NothingToDo) as caught:
        choose(SMALL, topic=topic)
    assert str(caught.value) == message


def test_an_empty_bank_has_nothing_to_choose_from() -> None:
    with pytest.raises(NothingToDo) as caught:
        choose({})
    assert str(caught.value) == "the bank has no questions"


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(SeedOutOfRange) as caught:
        choose(SMALL, seed=seed)
    assert str(caught.value) == f"a seed is a whole number from 0 to 2^63 - 1, not '{seed}'"


@given(st.integers(0, 2**63 - 1), st.integers(1, 23), st.sampled_from([None, "q25", "entropy"]))
def test_each_question_comes_once_before_any_comes_again(seed: int, count: int, topic: str | None) -> None:
    ids = on_topic(SMALL, topic)
    plan = choose(SMALL, topic=topic, count=count, seed=seed)
    assert len(plan) == count
    for start in range(0, count, len(ids)):
        turn = [question for question, _ in plan[start : start + len(ids)]]
        assert len(set(turn)) == len(turn)
        assert set(turn) <= set(ids)
        levels = [SMALL[question].difficulty for question in turn]
        assert levels == sorted(levels)
    assert plan == choose(SMALL, topic=topic, count=count, seed=seed)


def test_a_question_that_comes_again_has_another_seed() -> None:
    plan = choose(SMALL, topic="kl", count=20, seed=5)
    assert {question for question, _ in plan} == {"b1"}
    assert len({seed for _, seed in plan}) == 20


def test_other_seeds_choose_otherwise(bank: Bank) -> None:
    first = [tuple(question for question, _ in choose(bank, count=3, seed=seed)) for seed in range(40)]
    assert len(set(first)) > 30
    met = Counter(question for plan in first for question in plan)
    assert len(met) > sum(met.values()) / 2
