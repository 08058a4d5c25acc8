"""Strategies are kept apart where they can be; failed questions come back after three others."""

from __future__ import annotations

import itertools
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.practice.interleaving import APART, interleaved, with_comeback


def kind(item: str) -> str:
    """Items are called by their kind and a number: ``a3``."""
    return item[0]


def neighbours(order: list[str] | tuple[str, ...]) -> int:
    """How many neighbours are of one kind."""
    return sum(kind(one) == kind(other) for one, other in itertools.pairwise(order))


ITEMS = st.lists(st.sampled_from("abcd"), max_size=14).map(
    lambda kinds: [f"{one}{number}" for number, one in enumerate(kinds)]
)


@settings(deadline=None)
@given(ITEMS)
def test_there_are_no_more_neighbours_of_one_kind_than_there_must_be(items: list[str]) -> None:
    order = interleaved(items, kind)
    assert sorted(order) == sorted(items)
    most = max(Counter(map(kind, items)).values(), default=0)
    # The most frequent kind needs another between each two of its own.
    assert neighbours(order) == max(0, most - 1 - (len(items) - most))


@settings(deadline=None)
@given(ITEMS)
def test_an_order_without_neighbours_stays_and_each_kind_keeps_its_own(items: list[str]) -> None:
    order = interleaved(items, kind)
    for one in "abcd":
        assert [item for item in order if kind(item) == one] == [item for item in items if kind(item) == one]
    assert interleaved(order, kind) == order or neighbours(order) > 0


@settings(deadline=None)
@given(ITEMS, st.data())
def test_what_must_come_before_does(items: list[str], data: st.DataObject) -> None:
    after = {
        item: data.draw(st.sets(st.sampled_from(items[:number]), max_size=2)) if number else set()
        for number, item in enumerate(items)
    }
    order = interleaved(list(reversed(items)), kind, lambda item: {*after[item], "elsewhere"})
    assert sorted(order) == sorted(items)
    for item in items:
        assert all(order.index(one) < order.index(item) for one in after[item])


def test_a_circle_of_requirements_is_passed_over() -> None:
    after = {"a1": ["b1"], "b1": ["a1"], "c1": []}
    assert sorted(interleaved(["a1", "b1", "c1"], kind, lambda item: after[item])) == ["a1", "b1", "c1"]


def test_the_first_item_that_may_come_does() -> None:
    assert interleaved(["a1", "a2", "b1", "a3", "b2"], kind) == ["a1", "b1", "a2", "b2", "a3"]
    assert interleaved(["b1", "a1", "a2", "c1", "a3"], kind) == ["a1", "b1", "a2", "c1", "a3"]
    assert interleaved(["b1", "c1", "a1", "a2", "a3", "d1"], kind) == ["b1", "a1", "c1", "a2", "d1", "a3"]


@settings(deadline=None)
@given(ITEMS, ITEMS, st.sampled_from(["a99", "b99"]))
def test_a_failed_question_comes_back_after_three_others_or_not_at_all(
    rest: list[str], spare: list[str], failed: str
) -> None:
    others = [f"{one}s" for one in spare]
    order = with_comeback(rest, failed, kind, others)
    assert [one for one in order if one in rest] == rest
    if len(rest) + len(others) < APART:
        assert order == tuple(rest)
        return
    assert order.index(failed) >= APART
    assert order.count(failed) == 1
    assert len(order) == max(len(rest), APART) + 1


@settings(deadline=None)
@given(ITEMS.filter(lambda items: len(items) >= APART))
def test_it_comes_back_beside_another_kind_where_there_is_a_place(rest: list[str]) -> None:
    order = with_comeback(rest, "a99", kind)
    at = order.index("a99")
    beside = [kind(order[place]) for place in (at - 1, at + 1) if place < len(order)]
    possible = any(
        "a" not in {kind(one) for one in rest[place - 1 : place + 1]} for place in range(APART, len(rest) + 1)
    )
    assert ("a" not in beside) is possible


def test_a_question_that_comes_again_anyway_is_not_put_in_twice() -> None:
    assert with_comeback(["b1", "c1", "d1", "a1"], "a1", kind) == ("b1", "c1", "d1", "a1")
    assert with_comeback(["a1", "b1", "c1", "d1"], "a1", kind) == ("a1", "b1", "c1", "d1", "a1")
