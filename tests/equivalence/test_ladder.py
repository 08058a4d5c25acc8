"""Each rung decides what it can, and leaves the rest."""

import pytest

from quizkit.equivalence.bench import Bench
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.evidence import Limited, Sampled, Unproved, Witness
from quizkit.equivalence.frame import Frame
from quizkit.equivalence.identity import identity
from quizkit.equivalence.pair import Pair
from quizkit.equivalence.points import Points
from quizkit.equivalence.precision import precision
from quizkit.equivalence.readable import inline
from quizkit.equivalence.shared import agrees_whatever_is_shared
from quizkit.equivalence.sweep import suspects, sweep
from quizkit.equivalence.switches import switches
from quizkit.equivalence.witness import witness
from quizkit.mathlang.domains import Domain, parse_domain
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope


def formula(text: str, domains: dict[str, Domain] | None = None) -> Node:
    shapes = {name: domain.shape for name, domain in (domains or {}).items()}
    return parse(text, Scope(open=True, shapes=shapes))


def pair(expected: str, response: str, *, salt: bytes = b"", **symbols: str) -> Pair:
    domains = {name: parse_domain(written) for name, written in symbols.items()}
    bench = Bench(domains, {}, {}, (), salt)
    nodes = [formula(text, domains) for text in (expected, response)]
    assignments = bench.assignments(*nodes)
    left, right = bench.expected(nodes[0], assignments), bench.response(nodes[1], assignments)
    return Pair(bench, left, right, assignments, None)


def point_of(finding: Finding | None) -> dict[str, str]:
    assert finding is not None
    assert isinstance(finding.evidence, Witness)
    return {name: inline(shown) for name, shown in finding.evidence.point.items()}


def test_identity_leaves_everything_that_is_not_the_same_node() -> None:
    assert identity(pair("x + 1", "1 + x")) is not None
    assert identity(pair("x + 1", "x + 2")) is None


def test_a_witness_is_shown_at_a_friendly_point() -> None:
    assert point_of(witness(pair("x^2", "x^3", x="real"))) == {"x": "2"}
    assert point_of(witness(pair("p + q", "p - q", p="0 .. 1", q="0 .. 1"))) == {"p": "0.3", "q": "0.7"}


def test_a_difference_that_hides_at_a_friendly_point_is_shown_at_another() -> None:
    assert point_of(witness(pair("x^2", "2x", x="real"))) == {"x": "3"}


def test_a_witness_needs_no_floats() -> None:
    tried = pair("x^2", "2x", x="real")
    witness(tried)
    assert tried.bench._floats is None


def test_the_witness_rung_leaves_a_region_it_cannot_see() -> None:
    region = pair("x", "x + relu(x - 30)", x="real")
    assert witness(region) is None
    finding = sweep(region)
    assert finding is not None
    assert finding.relation == "different"


@pytest.mark.parametrize(
    ("expected", "response"),
    [
        ("(10^16 + x) - 10^16", "x"),
        ("exp(x)/(1 + exp(x))", "1/(1 + exp(-x))"),
        ("sqrt(x^2 + 1) - x", "1/(sqrt(x^2 + 1) + x)"),
    ],
)
def test_suspects_that_cancellation_or_overflow_made_are_cleared(expected: str, response: str) -> None:
    tried = pair(expected, response, x="real")
    assert suspects(tried), "floats should have been fooled"
    assert sweep(tried) is None


@pytest.mark.parametrize(
    "response",
    [
        "x + relu(x - 10^9)",
        "x + relu(-x - 10^9)",
        "x + relu(2x - 10^9)/10^9",
        "x + relu(x - exp(20))",
        "sqrt((x - 10^9)^2) - 10^9 + 2x",
        "x*sign(10^12 - x)",
        "cases(x < -12345678 -> 1, x)",
        "max(x, -10^6)",
        "min(x, 10^6)",
        "floor(x/10^7)/2 - floor(x/10^7)/2 + cases(x > 10^8 -> 1, x)",
        "x + relu(0.001 - |x - 0.5|)",
        "cases(x == 17 -> 0, x)",
    ],
)
def test_regions_behind_a_switch_are_found(response: str) -> None:
    finding = switches(pair("x", response, x="real"))
    assert finding is not None
    assert finding.relation == "different"


def test_a_switch_that_stands_under_constants_only_is_no_place_to_look() -> None:
    constant = "relu(x - cases(log(3) > 1 -> 2, 3))"
    assert switches(pair(constant, "relu(x - 2)", x="real")) is None


def test_a_condition_on_what_may_not_exist_decides_nothing() -> None:
    frame = Frame({"x": parse_domain("real")})
    for condition in ("x <= log(x - x)", "x > log(sin(x)^2 + cos(x)^2 - 1)", "1 < 2 and x > log(x - x)"):
        comparison = frame.compare(formula(f"({condition}) + 1"), formula(f"({condition}) + 3"))
        assert comparison.relation == "undecided", comparison.sentence()


def test_a_switch_between_two_symbols_is_found() -> None:
    finding = switches(pair("x*y", "x*y + relu(x - 10^6*y - 10^6)", x="real", y="real"))
    assert finding is not None
    assert finding.relation == "different"


def test_a_function_without_switches_is_left() -> None:
    assert switches(pair("sin(x)", "x", x="real")) is None


def test_precision_says_at_how_many_points_and_to_how_many_digits() -> None:
    finding = precision(pair("sin(2x)", "2sin(x)*cos(x)", x="real"))
    assert isinstance(finding.evidence, Sampled)
    assert finding.evidence.points == 8
    assert finding.evidence.digits >= 60


HIDDEN = [
    "x + 1 + exp(-10000)",
    "x + 1 + 10^-300",
    "x + (1 + 10^-350)",
    "x + tanh(500)",
    "x + 1 + erfc(40)",
    "x + erf(40)",
    "x + cos(10^-150)",
    "x + exp(10^-200)",
    "x + 2^(10^-200)",
    "x + 2/pi*atan(10^200)",
    "x + 10^200*sin(10^-200)",
    "x + asinh(10^100)/log(2*10^100)",
    "(x + 1)*sigma(900)",
    "x + 1 + 10^-40*sin(sin(x))",
    "x + cosh(400)/sinh(400)",
]


@pytest.mark.parametrize("response", HIDDEN)
def test_a_term_that_few_bits_hide_is_seen_with_more(response: str) -> None:
    finding = precision(pair("x + 1", response, x="real"))
    assert finding.relation == "different", finding


@pytest.mark.parametrize("response", ["x + 1 + exp(-exp(exp(3)))", "x + 1 + exp(-100000)", "x + tanh(10^5)"])
def test_a_term_that_all_bits_hide_leaves_it_undecided(response: str) -> None:
    finding = precision(pair("x + 1", response, x="real"))
    assert finding == Finding("undecided", Limited(name="bits", value=20_000))


def test_an_answer_made_to_fit_the_fixed_points_is_different() -> None:
    points = Points({"x": parse_domain("real")})
    fixed = [
        points.point(series, number).entries("x")[0]
        for series, count in (("friendly", 6), ("generic", 6))
        for number in range(count)
    ]
    product = "*".join(f"(x - ({value}))" for value in fixed)
    finding = Frame({"x": parse_domain("real")}).compare(
        formula("x + 1"), formula(f"x + 1 + 10^-40*sin(sin({product}))")
    )
    assert finding.relation == "different"


def test_the_deciding_points_follow_from_the_answer_and_the_salt() -> None:
    def seeds(response: str, salt: bytes) -> list[str]:
        tried = pair("x + 1", response, salt=salt, x="real")
        seen: list[str] = []
        judged = Pair.at

        def at(self: Pair, point, bits, known=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            seen.append(str(point.entries("x")[0]))
            return judged(self, point, bits, known)

        Pair.at = at  # type: ignore[method-assign]
        try:
            precision(tried)
        finally:
            Pair.at = judged  # type: ignore[method-assign]
        return seen

    first = seeds("(x^2 - 1)/(x - 1)", b"")
    assert first == seeds("(x^2 - 1)/(x - 1)", b"")
    assert not set(first) & set(seeds("(x^3 + 1)/(x^2 - x + 1)", b""))
    assert not set(first) & set(seeds("(x^2 - 1)/(x - 1)", b"this term's exam"))


def test_agreement_at_points_does_not_settle_a_formula_by_cases() -> None:
    finding = precision(pair("relu(x)", "(x + |x|)/2", x="real"))
    assert finding == Finding("undecided", Unproved(points=8))


@pytest.mark.parametrize(
    ("expected", "response"),
    [
        ("2relu(x)*(x + 1)", "relu(x)*x*2 + 2relu(x)"),
        ("(x > 0)*(x^2 - 1)", "(x > 0)*(x - 1)*(x + 1)"),
        ("cases(x < 0 -> x^2 - 1, x > 0 -> 2x)", "cases(x > 0 -> x + x, x < 0 -> (x - 1)*(x + 1))"),
        ("cases(x > 0 -> log(x^2), 0)", "cases(x > 0 -> 2log(x), 0)"),
        ("|x|^2 - 1", "(|x| - 1)*(|x| + 1)"),
        ("[relu(x) + relu(x), x]", "[2relu(x), x + 0]"),
    ],
)
def test_switches_that_both_sides_share_need_no_proof(expected: str, response: str) -> None:
    assert precision(pair(expected, response, x="real")).relation == "equal"


@pytest.mark.parametrize(
    ("expected", "response"),
    [
        ("relu(x)^2", "x*relu(x)"),
        ("(x > 0)*x", "(x > 0)*|x|"),
        ("cases(x > 0 -> x^2, x)", "cases(x > 0 -> x^3, x)"),
        ("step(x)^2", "2step(x)"),
    ],
)
def test_what_holds_only_for_some_value_of_a_switch_is_not_granted(expected: str, response: str) -> None:
    tried = pair(expected, response, x="real")
    assert not agrees_whatever_is_shared(tried, tried.bench.points.seeded(b"seed"))


def test_few_values_are_tried_in_full_and_need_no_proof() -> None:
    finding = precision(pair("|b|", "b^2", b="integer -1 .. 1"))
    assert finding.relation == "equal"
    assert isinstance(finding.evidence, Sampled)
    assert finding.evidence.points == 3
