"""What is said of a node's values holds at every point, and much that is total is known to be."""

from collections.abc import Mapping

import pytest
from flint import arb, fmpq

from quizkit.equivalence import compare
from quizkit.equivalence.ball_operations import Unknown
from quizkit.equivalence.bench import Bench
from quizkit.equivalence.enclosures import enclose
from quizkit.equivalence.ranges import Range
from quizkit.mathlang.balls import precision
from quizkit.mathlang.domains import Domain, parse_domain
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope
from tests.equivalence.growing import LARGEST, Growing

DOMAINS = {"x": parse_domain("real"), "y": parse_domain("positive"), "p": parse_domain("0 .. 1")}


def bench_of(domains: Mapping[str, Domain]) -> Bench:
    return Bench(domains, {}, {}, (), b"")


def range_of(text: str, domains: Mapping[str, Domain] = DOMAINS) -> Range | None:
    bench = bench_of(domains)
    scope = Scope(open=True, shapes={name: domain.shape for name, domain in domains.items()})
    lowered = bench.response(parse(text, scope), [{}])
    return bench.ranges()[lowered.roots[0]]


TOTAL = [
    "log(p) + log(1 - p)",
    "p/(1 - p)",
    "1/(1 + exp(-x))",
    "log(exp(x) + exp(-x))",
    "sqrt(x^2 + 1)",
    "sqrt(1 - p^2)",
    "1/cosh(x)",
    "y^x",
    "atanh(2p - 1)",
    "acos(tanh(x))",
    "log(1 + tanh(x))",
    "acosh(1 + y)",
    "1/(-y - 1)",
    "cases(x > 0 -> x, -x)",
    "xlogy(x, p)",
    "log(max(p, y))",
    "log(2 - erf(x))",
    "1/(y*p)",
]

PERHAPS_NOT = [
    "1/x",
    "log(x)",
    "sqrt(x)",
    "1/(p - 1/2)",
    "log(1 - y)",
    "tan(x)",
    "x^(1/3)",
    "x^(-1)",
    "1/(0*p)",
    "log(-(0*p))",
    "1/(p - p)",
    "cases(x > 0 -> x)",
    "acosh(p)",
    "asin(x)",
    "atanh(x)",
    "atan2(x, y)",
    "1/(p*0)^2",
    "log(exp(x) - 1)",
]


@pytest.mark.parametrize("text", TOTAL)
def test_it_is_known_that_a_formula_always_has_a_value(text: str) -> None:
    assert range_of(text) is not None


@pytest.mark.parametrize("text", PERHAPS_NOT)
def test_what_may_have_no_value_has_no_range(text: str) -> None:
    assert range_of(text) is None


def test_excluded_values_and_ends_of_integer_ranges_are_reached() -> None:
    assert range_of("1/n", {"n": parse_domain("integer 0 .. 5")}) is None
    assert range_of("1/n", {"n": parse_domain("integer 1 .. 5")}) is not None
    assert range_of("1/n", {"n": parse_domain("[-1, 2]")}) is None
    assert range_of("1/q1", {"q": parse_domain("simplex(3)")}) is not None
    assert range_of("1/q1", {"q": parse_domain("onehot(3)")}) is None


SETTINGS = [
    {"x": "real", "y": "real"},
    {"x": "positive", "y": "0 .. 1"},
    {"x": "-2 .. 3", "y": "integer -3 .. 4"},
    {"x": "[-1, 0, 2]", "y": "1 .. 5"},
]


def violations(node: Node, domains: Mapping[str, Domain]) -> list[str]:
    """Where a value of some node lies outside its range, or there is none."""
    bench = bench_of(domains)
    bench.response(node, [{}])
    ranges = bench.ranges()
    found = []
    for point, _ in zip(bench.allowed_points(bench.points, "generic"), range(8), strict=False):
        with precision(128):
            column = enclose(bench.arena, range(len(bench.arena)), bench.coordinate(point))
            for place, known in enumerate(ranges):
                value = column[place]
                if known is None or isinstance(value, bool | Unknown):
                    continue
                if value is None:
                    found.append(f"node {place} {bench.arena.nodes[place]} has no value")
                elif value.is_finite() and not holds(known, value):
                    found.append(f"node {place} {bench.arena.nodes[place]}: {value} outside {known}")
    return found


def holds(known: Range, value: arb) -> bool:
    low = known.low is None or not value < known.low
    high = known.high is None or not value > known.high
    return low and high


@pytest.mark.parametrize("declared", SETTINGS)
def test_values_lie_in_their_range(declared: Mapping[str, str]) -> None:
    domains = {name: parse_domain(text) for name, text in declared.items()}
    growing = Growing(5, wide=True)
    nodes = [growing.formula(LARGEST) for _ in range(300)]
    assert [found for node in nodes for found in violations(node, domains)] == []


def test_an_end_that_is_reached_is_not_open() -> None:
    for text, low in (("p*0", 0), ("x^2", 0), ("|x|", 0), ("relu(x)", None), ("cos(x)", -1)):
        found = range_of(text)
        assert found is not None
        if low is None:
            assert found.low is None or not found.low_is_open
        else:
            assert found.low == fmpq(low)
            assert not found.low_is_open
    negative = range_of("-(p*0)")
    assert negative is not None
    assert not negative.is_positive()


def test_a_difference_of_domain_is_still_found_before_anything_is_proved() -> None:
    comparison = compare("log(x) + log(y)", "log(x*y)", {"x": "real", "y": "real"})
    assert (comparison.relation, comparison.evidence.kind) == ("different", "domain")
    assert compare("x", "x^2/x", {"x": "real"}).evidence.kind == "proved"
