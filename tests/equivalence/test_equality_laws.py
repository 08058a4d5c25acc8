"""Laws of equality, on random formulas, judged by a second engine."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizkit.equivalence.frame import Frame
from quizkit.mathlang.domains import REAL
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.printing import text
from tests.equivalence.formulas import formulas, mutated, rewritten
from tests.equivalence.reference import seen_to_differ

DOMAINS = {"x": REAL, "y": REAL}
law = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
endurance = settings(law, max_examples=50_000, derandomize=False)


def sentence(expected: Node, response: Node) -> str:
    return f"{text(expected)} | {text(response)}: {Frame().compare(expected, response).sentence()}"


@law
@given(formulas)
def test_every_formula_equals_itself(node: Node) -> None:
    comparison = Frame(DOMAINS).compare(node, node)
    assert comparison.relation == "equal"
    assert comparison.evidence.kind == "identical"


@law
@given(st.one_of(rewritten(), mutated()))
def test_the_relation_is_the_same_from_either_side(pair: tuple[Node, Node]) -> None:
    left, right = pair
    assert Frame(DOMAINS).compare(left, right).relation == Frame(DOMAINS).compare(right, left).relation


@law
@given(rewritten())
def test_no_rewrite_is_called_different(pair: tuple[Node, Node]) -> None:
    assert Frame().compare(*pair).relation != "different", sentence(*pair)


@law
@given(mutated())
def test_nothing_that_differs_is_called_equal(pair: tuple[Node, Node]) -> None:
    if seen_to_differ(*pair):
        assert Frame().compare(*pair).relation != "equal", sentence(*pair)


@law
@given(mutated())
def test_what_is_called_different_differs_for_the_second_engine_or_has_a_witness(
    pair: tuple[Node, Node],
) -> None:
    comparison = Frame().compare(*pair)
    if comparison.relation == "different" and seen_to_differ(*pair) is False:
        # Sixteen points of another engine may miss a region: then the witness stands for itself.
        assert comparison.evidence.kind in {"witness", "domain"}, sentence(*pair)


@law
@given(st.lists(st.one_of(rewritten(), mutated()), min_size=3, max_size=6))
def test_what_was_graded_before_changes_no_verdict(pairs: list[tuple[Node, Node]]) -> None:
    shared = Frame(DOMAINS)
    together = [shared.compare(*pair).to_json() for pair in pairs]
    assert together == [Frame(DOMAINS).compare(*pair).to_json() for pair in pairs]


@pytest.mark.endurance
def test_verdicts_of_many_random_pairs_are_never_wrong_and_rarely_undecided() -> None:
    counts: Counter[str] = Counter()

    @endurance
    @given(rewritten())
    def equal(pair: tuple[Node, Node]) -> None:
        relation = Frame().compare(*pair).relation
        counts[f"equal pairs found {relation}"] += 1
        assert relation != "different", sentence(*pair)

    @endurance
    @given(mutated())
    def different(pair: tuple[Node, Node]) -> None:
        relation = Frame().compare(*pair).relation
        differs = seen_to_differ(*pair)
        if differs:
            counts[f"different pairs found {relation}"] += 1
            assert relation != "equal", sentence(*pair)

    equal()
    different()
    print(dict(counts))
