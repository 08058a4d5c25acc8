"""Which problems are chosen: each question once before any comes again, and by the seed alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.bank import Bank, load_texts
from quizkit.errors import NoVariant, SeedOutOfRange
from quizkit.practice.memory import replayed
from quizkit.practice.selection import (
    DEFAULT_COUNT,
    FRESH_TRIES,
    NothingToDo,
    choose,
    fresh,
    missed,
    on_topic,
    select,
    topics,
)
from quizkit.variants import make_variant
from tests.practice.reviewing import DAY, failed, review

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


# By what is remembered.

TODAY = DAY.date()
LOG = [
    review(-20, question="a1"),
    review(-20, question="b1"),
    review(-4, question="a2"),
    failed(-3, question="a3", mistakes=("bits-for-nats",)),
    failed(-2, question="b2"),
    failed(-1, question="a1"),
    review(-0.1, question="b2"),
    failed(-30, question="b1"),
    review(-1, question="gone"),
]
MEMORIES = replayed(LOG)


def test_what_is_due_is_chosen_by_urgency_and_once() -> None:
    plan = select(SMALL, day=TODAY, memories=MEMORIES, due=True, seed=3)
    assert len(plan) == len({question for question, _ in plan}) == 4
    due = {id_ for id_, memory in MEMORIES.items() if memory.due <= TODAY and id_ in SMALL}
    assert {question for question, _ in plan} == due
    assert plan == select(SMALL, day=TODAY, memories=MEMORIES, due=True, seed=3)
    assert plan != select(SMALL, day=TODAY, memories=MEMORIES, due=True, seed=4)


def test_a_count_takes_the_most_urgent() -> None:
    everything = select(SMALL, day=TODAY, memories=MEMORIES, due=True)
    (one,) = select(SMALL, day=TODAY, memories=MEMORIES, due=True, count=1)
    assert one in everything
    assert one[0] == "b1"


def test_mistakes_are_what_failed_lately_and_was_not_solved_since() -> None:
    assert missed(LOG, TODAY) == ["a1", "a3"]
    assert missed(LOG, TODAY, days=2) == ["a1"]
    assert missed(LOG, TODAY, mistake="bits-for-nats") == ["a3"]
    plan = select(SMALL, day=TODAY, memories=MEMORIES, reviews=LOG, mistakes=True)
    assert {question for question, _ in plan} == {"a1", "a3"}
    one = select(SMALL, day=TODAY, memories=MEMORIES, reviews=LOG, mistakes=True, topic="entropy")
    assert [question for question, _ in one] == ["a3"]


def test_due_and_mistakes_together_give_both() -> None:
    plan = select(SMALL, day=TODAY, memories=MEMORIES, reviews=LOG, due=True, mistakes=True)
    assert {question for question, _ in plan} >= {"a1", "a3", "b1"}


def test_without_a_wish_it_is_the_usual_choice() -> None:
    assert select(SMALL, day=TODAY, memories=MEMORIES, seed=5) == choose(SMALL, count=DEFAULT_COUNT, seed=5)
    assert select(SMALL, day=TODAY, memories={}, topic="q29", count=3) == choose(SMALL, topic="q29", count=3)


def test_where_nothing_is_due_the_next_day_is_named() -> None:
    memories = replayed([review(0, question="a1"), review(0, question="b1", seconds=1.0)])
    with pytest.raises(NothingToDo) as caught:
        select(SMALL, day=TODAY, memories=memories, due=True)
    assert str(caught.value) == f"nothing is due; the next on {TODAY + timedelta(days=2)}"
    with pytest.raises(NothingToDo, match=r"^nothing is due: no question was practised yet$"):
        select(SMALL, day=TODAY, memories={}, due=True)
    with pytest.raises(NothingToDo, match=r"^nothing was missed in the last 7 days$"):
        select(SMALL, day=TODAY, memories=memories, mistakes=True)
    with pytest.raises(SeedOutOfRange):
        select(SMALL, day=TODAY, memories=MEMORIES, due=True, seed=-1)


# Fresh variants.


@dataclass(frozen=True)
class Numbered:
    hash: str


def test_a_fresh_variant_is_one_that_was_never_met() -> None:
    seen: set[str] = set()
    for _ in range(7):
        found = fresh("q", seen, lambda seed: Numbered(str(seed % 7)), seed=11)
        assert found.is_new
        assert found.variant.hash == str(found.seed % 7)
        seen.add(found.variant.hash)
    assert len(seen) == 7


def test_the_first_seed_is_the_one_asked_for_and_the_rest_follow_from_it() -> None:
    def make(seed: int) -> Numbered:
        return Numbered(str(seed))

    assert fresh("q", (), make, seed=11).seed == 11
    other = fresh("q", {"11"}, make, seed=11)
    assert other.is_new
    assert other == fresh("q", {"11"}, make, seed=11)
    assert other.seed not in {11, fresh("r", {"11"}, make, seed=11).seed}


def test_where_all_variants_were_met_the_first_comes_again() -> None:
    calls: list[int] = []

    def make(seed: int) -> Numbered:
        calls.append(seed)
        return Numbered("only")

    found = fresh("q", {"only"}, make, seed=11)
    assert not found.is_new
    assert found.seed == 11
    assert len(set(calls)) == len(calls) == FRESH_TRIES


def test_a_seed_without_a_variant_is_passed_over() -> None:
    def make(seed: int) -> Numbered:
        if seed == 11:
            raise NoVariant("no draw was accepted")
        return Numbered(str(seed))

    assert fresh("q", (), make, seed=11).seed != 11

    def none(seed: int) -> Numbered:
        raise NoVariant(f"none of {seed}")

    with pytest.raises(NoVariant):
        fresh("q", (), none, seed=11)


def test_real_questions_give_fresh_variants(bank: Bank) -> None:
    question = bank["q25-nll"]
    seen: set[str] = set()
    for turn in range(8):
        found = fresh(question.id, seen, lambda seed: make_variant(question, seed=seed), seed=turn)
        assert found.is_new
        assert found.variant.seed == found.seed
        seen.add(found.variant.hash)
    assert len(seen) == 8
