"""Which variants are dealt, and how many there are."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace

import pytest

from quizkit.bank.question import Question, Task
from quizkit.variants import (
    all_variants,
    deployed_variants,
    deployment,
    every_variant,
    make_variant,
    space,
    tried,
)
from tests.variants.small_bank import (
    BACKPROP,
    CLASSES,
    DYADIC,
    FACTS,
    GELU,
    GRADIENT,
    JACOBIAN,
    LOSSES,
    NLL,
    SIDES,
    WHY,
    question,
)


@pytest.mark.parametrize(
    ("base", "size"),
    [
        (NLL, 19),
        (GRADIENT, 2016),
        (JACOBIAN, 36),
        (GELU, 4),
        (DYADIC, 13),
        (BACKPROP, 5_359_375),
        (WHY, 1),
        # Sizes that depend on a drawn n: the sum over n of laws, classes and arrangements of names.
        (CLASSES, 171 * 3 * 60 + 969 * 4 * 120 + 3876 * 5 * 120),
        (LOSSES, 36 + 9 + 81),
    ],
)
def test_the_space_is_counted_without_drawing(base: Question, size: int) -> None:
    assert space(base) == size


def test_a_space_that_cannot_be_counted_is_not() -> None:
    given = {"n": "1 .. 5000", "p": "vector(n) of 0 .. 1"}
    base = question("wide", Task(kind="number", answer="n"), given=dict(given))
    assert space(base) is None


def test_what_is_dealt_is_distinct_and_in_the_order_of_seeds() -> None:
    dealt = deployment(NLL)
    assert len(dealt.seeds) == 12
    assert list(dealt.seeds) == sorted(dealt.seeds)
    assert dealt.seeds == deployed_variants(NLL)
    assert len({variant.hash for variant in dealt.variants}) == 12
    assert dealt.distinct == 19
    passed_over = set(range(max(dealt.seeds))) - set(dealt.seeds)
    hashes = {variant.hash for variant in dealt.variants}
    assert passed_over
    assert all(make_variant(NLL, seed).hash in hashes for seed in passed_over)


def test_a_small_question_deals_all_it_has_and_says_so() -> None:
    dealt = deployment(GELU)
    assert (dealt.distinct, len(dealt.variants)) == (4, 4)
    assert {variant.given["k"] for variant in dealt.variants} == {"2", "3", "4", "5"}


def test_distinct_is_what_is_shown_and_asked_not_what_is_drawn() -> None:
    base = question(
        "even", Task(kind="number", answer="n - n + 1"), given={"n": "1 .. 40"}, prompt="What is one?"
    )
    assert deployment(base).distinct == 40
    assert deployment(LOSSES).distinct is not None


def test_a_large_question_does_not_count() -> None:
    assert deployment(GRADIENT).distinct is None
    assert deployment(FACTS).distinct is None
    assert len(deployment(FACTS).variants) == 12


def test_a_skipped_seed_is_not_dealt_under_another_one() -> None:
    first = deployed_variants(NLL)[0]
    skipped = make_variant(NLL, first).hash
    dealt = deployment(replace(NLL, skip=(first,), variants=19))
    assert len(dealt.variants) == 18
    assert skipped not in {variant.hash for variant in dealt.variants}


def test_a_question_without_any_variant_deals_none() -> None:
    body = replace(NLL.bodies[""], where=("p > 1",))
    dealt = deployment(replace(NLL, bodies={"": body}))
    assert (dealt.seeds, dealt.distinct) == ((), 0)


def test_balanced_values_take_turns() -> None:
    dealt = deployment(replace(GRADIENT, balance="y"))
    turns = [variant.given["y"] for variant in dealt.variants]
    assert turns == [("1", "0", "0"), ("0", "1", "0"), ("0", "0", "1")] * 4
    assert len(set(dealt.seeds)) == 12


def test_values_that_earlier_givens_decide_take_turns_too() -> None:
    dealt = deployment(replace(CLASSES, balance="y", variants=10))
    counts = Counter(variant.given["y"] for variant in dealt.variants)
    assert max(counts.values()) - min(counts.values()) <= 1


def test_settings_may_take_turns() -> None:
    dealt = deployment(replace(LOSSES, balance="setting", variants=6))
    assert [variant.setting for variant in dealt.variants] == ["classes", "rain", "pair"] * 2


def test_every_draw_that_is_accepted_comes_once() -> None:
    found = [variant.given["p"] for variant in every_variant(SIDES)]
    assert found == ["0.1", "0.2", "0.3", "0.4", "0.6", "0.7", "0.8", "0.9"]
    assert len({variant.hash for variant in every_variant(JACOBIAN)}) == len(list(every_variant(JACOBIAN)))


def test_all_variants_are_those_of_every_draw_of_a_small_question() -> None:
    found = all_variants(NLL)
    assert found is not None
    assert [variant.given for variant in found] == [variant.given for variant in every_variant(NLL)]
    assert all_variants(GRADIENT) is None
    assert all_variants(FACTS) is None


@pytest.mark.parametrize("base", [NLL, GRADIENT, LOSSES])
def test_a_seed_takes_the_last_of_the_draws_it_needs(base: Question) -> None:
    for seed in range(20):
        variant = make_variant(base, seed)
        draws = list(itertools.islice(tried(base, seed), variant.acceptance.tries))
        assert draws[-1] == (variant.setting, variant.given)
