"""The second engine decides by SymPy, and only what it can show; what both engines say is put together."""

from __future__ import annotations

import dataclasses
import json
import pickle
from fractions import Fraction

import pytest

from quizkit.equivalence.comparison import Comparison, Finding
from quizkit.equivalence.engines import Both, Case
from quizkit.equivalence.evidence import (
    Evidence,
    Fault,
    Limited,
    OneSided,
    Proved,
    ProvedAlmostEverywhere,
    Sampled,
    Unproved,
    Witness,
)
from quizkit.equivalence.second_engine import second_finding
from quizkit.equivalence.seen import Seen, Written
from quizkit.equivalence.texts import ReadTexts, read_texts
from quizkit.mathlang.domains import parse_domain
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope

SEEN = Seen(Written(point={"x": "2"}, expected="4", response="6"))
BY_SYMPY = Proved(engine="sympy")


def case(expected: str, response: str, **domains: str) -> Case:
    texts = read_texts(expected, response, domains or None)
    assert isinstance(texts, ReadTexts), texts.sentence()
    return Case(expected=texts.expected, response=texts.response, domains=texts.domains)


EQUAL = [
    ("x*Phi(x)", "x/2*(1 + erf(x/sqrt(2)))", {"x": "real"}),
    ("log(x^2)", "2 log(x)", {"x": "positive"}),
    ("log(p/(1 - p))", "log(p) - log(1 - p)", {"p": "0 .. 1"}),
    ("p1 + p2", "1 - p3", {"p": "simplex(3)"}),
    ("cross_entropy(y, p)", "-log(dot(p, y))", {"p": "simplex(3)", "y": "onehot(3)"}),
    ("softmax(z)", "softmax(z + c)", {"z": "vector(2)", "c": "real"}),
    ("relu(x)", "(x + abs(x))/2", {"x": "real"}),
    ("max(x, y)", "(x + y + abs(x - y))/2", {"x": "real", "y": "real"}),
    ("p_i", "p_i*1", {"p": "simplex(3)", "i": "integer 1 .. 3"}),
    ("(W @ x)_1", "W[0, 0]*x_1 + W[0, 1]*x_2", {"W": "matrix(2, 2)", "x": "vector(2)"}),
    ("x/x", "1", {"x": "real"}),
    ("cos(pi*n)", "(-1)^n", {"n": "integer"}),
]
DIFFERENT = [
    ("x^2", "3x", {"x": "real"}, "at x = 2 the expected value is 4 and yours is 6"),
    ("x > 0", "x >= 0", {"x": "real"}, "at x = 0 the expected value is 0 and yours is 1"),
    ("1/3", "0.3333", {}, "the expected value is 0.33333 and yours is 0.3333"),
    ("[x, 1]", "[x, 2]", {"x": "real"}, "at x = 2, in entry 2 the expected value is 1 and yours is 2"),
    ("[x, 1]", "x", {"x": "real"}, "a vector of 2 entries is expected, and yours is a number"),
    (
        "p_i",
        "p_1",
        {"p": "simplex(3)", "i": "integer 1 .. 3"},
        "at i = 2, p = [1/3, 0.5, 1/6] the expected value is 0.5 and yours is 0.3333",
    ),
]
UNDECIDED = [
    ("log(x^2)", "2 log(x)", {"x": "real"}, "both agree at"),
    ("x*Phi(x)", "x/2*erfc(-x/sqrt(2)) + 10^-80", {"x": "1 .. 2"}, "both agree at"),
    ("log(-1 - x^2)", "log(-1 - x^2) + 1", {"x": "real"}, "SymPy finds neither a proof nor a difference"),
]


@pytest.mark.parametrize(("expected", "response", "domains"), EQUAL)
def test_what_sympy_brings_to_zero_is_equal(expected: str, response: str, domains: dict[str, str]) -> None:
    assert second_finding(case(expected, response, **domains)) == Finding("equal", BY_SYMPY)


@pytest.mark.parametrize(("expected", "response", "domains", "sentence"), DIFFERENT)
def test_a_difference_is_certified_at_a_point(
    expected: str, response: str, domains: dict[str, str], sentence: str
) -> None:
    finding = second_finding(case(expected, response, **domains))
    assert finding.relation == "different"
    assert finding.evidence.sentence() == sentence
    if isinstance(finding.evidence, Witness):
        assert finding.evidence.to_json()["engine"] == "sympy"


@pytest.mark.parametrize(("expected", "response", "domains", "beginning"), UNDECIDED)
def test_what_sympy_cannot_show_stays_undecided(
    expected: str, response: str, domains: dict[str, str], beginning: str
) -> None:
    finding = second_finding(case(expected, response, **domains))
    assert finding.relation == "undecided"
    assert finding.evidence.sentence().startswith(beginning)


def test_a_single_point_counts_only_where_it_is_asked_for() -> None:
    at_zero = case("step(x)", "cases(x == 0 -> 7, x > 0 -> 1, 0)", x="real")
    assert second_finding(at_zero).relation == "different"
    almost = Case(
        expected=at_zero.expected, response=at_zero.response, domains=at_zero.domains, single_points=False
    )
    assert second_finding(almost).relation == "undecided"


def test_values_formulas_and_conditions_of_a_question_are_known() -> None:
    scope = Scope(open=True, author=True)
    known = Case(
        expected=parse("cases(side == 'left' -> u - k, u + k)", scope),
        response=parse("a*(x - 1)", scope),
        domains={"x": parse_domain("real"), "a": parse_domain("1 .. 9")},
        values={"k": Fraction(3), "side": "left"},
        lets={"u": parse("k*x", scope)},
        assume=(parse("a == 3", scope),),
    )
    # The points keep to the condition, and SymPy does not know it: they agree, and nothing is proved.
    assert second_finding(known) == Finding("undecided", Unproved(points=20, engine="sympy"))
    assert second_finding(dataclasses.replace(known, assume=())).relation == "different"
    free = Case(
        expected=known.expected,
        response=parse("3*(x - 1)", scope),
        domains=known.domains,
        values=known.values,
        lets=known.lets,
    )
    assert second_finding(free).relation == "equal"


def test_a_case_survives_the_way_to_another_process() -> None:
    sent = case("cross_entropy(y, p)", "-log(dot(p, y))", p="simplex(3)", y="onehot(3)")
    assert pickle.loads(pickle.dumps(sent)) == sent  # noqa: S301 - our own case


# What follows from both.


def both(
    ladder: tuple[str, Evidence], second: tuple[str, Evidence], texts: tuple[str, str] = ("x", "y")
) -> Both:
    expected, response = (parse(text, Scope(open=True)) for text in texts)
    comparison = Comparison(
        relation=ladder[0],  # type: ignore[arg-type]
        evidence=ladder[1],
        expected_side=expected,
        response_side=response,
    )
    return Both(ladder=comparison, second=Finding(second[0], second[1]))  # type: ignore[arg-type]


SAMPLED = Sampled(points=8, digits=99)
OPEN = Unproved(points=4, engine="sympy")
JOINED = [
    # ladder, second; agree, lifted, relation, evidence kind, words
    (("equal", Proved()), ("equal", BY_SYMPY), True, False, "equal", Proved(), "the engines agree"),
    (("equal", SAMPLED), ("equal", BY_SYMPY), True, True, "equal", BY_SYMPY, "the engines agree"),
    (("equal", SAMPLED), ("undecided", OPEN), None, False, "equal", SAMPLED, "only the ladder can tell"),
    (
        ("equal", Sampled(points=8, digits=99, domain=SEEN, exception=SEEN)),
        ("equal", BY_SYMPY),
        *(True, True, "equal", ProvedAlmostEverywhere(domain=SEEN, exception=SEEN, engine="sympy")),
        "the engines agree",
    ),
    (
        ("undecided", Unproved(points=8)),
        ("equal", BY_SYMPY),
        *(None, False, "equal", BY_SYMPY, "only SymPy can tell"),
    ),
    (
        ("undecided", Limited(name="bits", value=20_000)),
        ("undecided", OPEN),
        *(None, False, "undecided", Limited(name="bits", value=20_000), "neither can tell"),
    ),
    (
        ("different", OneSided(SEEN)),
        ("equal", BY_SYMPY),
        *(None, False, "different", OneSided(SEEN)),
        "the values agree where both sides have one, and SymPy judges nothing else",
    ),
    (
        ("different", Witness(SEEN)),
        ("equal", BY_SYMPY),
        *(False, False, "undecided", Fault(message="the ladder says different, SymPy says equal")),
        "the engines contradict each other",
    ),
    (
        ("equal", Proved()),
        ("different", Witness(SEEN, engine="sympy")),
        *(False, False, "undecided", Fault(message="the ladder says equal, SymPy says different")),
        "the engines contradict each other",
    ),
]


@pytest.mark.parametrize(("ladder", "second", "agree", "lifted", "relation", "evidence", "words"), JOINED)
def test_what_follows_from_both_engines(
    ladder: tuple[str, Evidence],
    second: tuple[str, Evidence],
    *,
    agree: bool | None,
    lifted: bool,
    relation: str,
    evidence: Evidence,
    words: str,
) -> None:
    joined = both(ladder, second)
    assert (joined.agree, joined.is_lifted) == (agree, lifted)
    assert (joined.comparison.relation, joined.comparison.evidence) == (relation, evidence)
    assert joined.agreement() == words
    told = json.loads(json.dumps(joined.to_json()))
    assert told["agree"] is agree
    assert told["relation"] == relation
    assert told["engines"]["sympy"]["relation"] == second[0]


def test_evidence_of_the_second_engine_names_it_and_that_of_the_ladder_does_not() -> None:
    assert BY_SYMPY.to_json() == {"kind": "proved", "engine": "sympy"}
    assert BY_SYMPY.sentence() == "proved by SymPy (it brings the difference to 0)"
    assert Proved().to_json() == {"kind": "proved"}
    assert OPEN.to_json() == {"kind": "unproved", "engine": "sympy", "points": 4}
    assert OPEN.sentence() == "both agree at 4 points, but SymPy finds no proof"
    assert "engine" not in Witness(SEEN).to_json()
