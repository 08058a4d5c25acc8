"""Real verdicts and comparisons of every kind keep to the schemas that are printed for them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from quizkit.equivalence import compare
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.engines import Both
from quizkit.equivalence.evidence import Limited, Proved, Unproved, Witness
from quizkit.equivalence.seen import Seen, Written
from quizkit.grading import grade
from quizkit.grading.feedback import fault
from quizkit.workshop.schemas import SCHEMAS, comparison_schema, verdict_schema
from tests.grading.field_bank import QUESTIONS
from tests.grading.field_bank import variant as field_variant
from tests.grading.small_bank import variant

COMPARISON = Draft7Validator(comparison_schema())
VERDICT = Draft7Validator(verdict_schema())

SEEN = Seen(Written(point={"x": "2"}, expected="1", response="2"))

COMPARED = [
    ("x + 1", "1 + x", None, "identical"),
    ("sigma(x)", "(1 + tanh(x/2))/2", {"x": "real"}, "proved"),
    ("log(x/y)", "log(x) - log(y)", None, "proved"),
    ("asin(sqrt(p))", "atan(sqrt(p/(1 - p)))", {"p": "0 .. 1"}, "sampled"),
    ("x^2", "3x", {"x": "real"}, "witness"),
    ("softmax(z)", "exp(z)", {"z": "vector(2)"}, "witness"),
    ("x", "1/0", {"x": "real"}, "domain"),
    ("[1, 2]", "3", None, "shape"),
    ("x", "cases(x^2 == 2 -> 0, x)", {"x": "real"}, "unproved"),
    ("log(-1 - x^2)", "log(-2 - x^2)", {"x": "real"}, "limit"),
    ("x +", "x", None, "unreadable"),
    ("x", "1/2x", None, "ambiguous"),
    ("x", " ", None, "blank"),
]
JUDGED = [
    ("nll", "0.35667"),
    ("nll", "-log(0.7)"),
    ("nll", "0.51457 nats"),
    ("nll", "0.357"),
    ("nll", "half"),
    ("nll", ""),
    ("nll", "1/0"),
    ("nll", "log 2 p"),
    ("exact", "9"),
    ("gelu", "phi(x)*x + Phi(x)"),
    ("gelu", "Phi(x)"),
    ("gelu", "x"),
    ("gelu", "[x, x]"),
    ("logit-gradient", "[1, 2]"),
    ("logit-gradient", "[0.2, 0.3, 9]"),
    ("jacobian", "[[1, 2], [3, 4]]"),
]


def told(value: object) -> Any:
    """A JSON form as another program reads it."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name]())


@pytest.mark.parametrize(("expected", "response", "symbols", "kind"), COMPARED)
def test_a_comparison_keeps_to_its_schema(
    expected: str, response: str, symbols: dict[str, str] | None, kind: str
) -> None:
    comparison = told(compare(expected, response, symbols).to_json())
    assert comparison["evidence"]["kind"] == kind
    assert list(COMPARISON.iter_errors(comparison)) == []


@pytest.mark.parametrize(
    "second",
    [
        Finding("equal", Proved(engine="sympy")),
        Finding(
            "different", Witness(Seen(Written(point={"x": "2"}, expected="1", response="2")), engine="sympy")
        ),
        Finding("undecided", Limited(name="seconds", value=20)),
        Finding("undecided", Unproved(points=3, engine="sympy")),
    ],
)
def test_what_two_engines_found_keeps_to_the_schema(second: Finding) -> None:
    both = Both(ladder=compare("sin(2x)", "2 sin(x) cos(x)"), second=second)
    assert list(COMPARISON.iter_errors(told(both.to_json()))) == []
    assert list(COMPARISON.iter_errors(told(both.second_comparison.to_json()))) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"relation": "same"}, "'same' is not one of"),
        ({"relation": "different"}, "'identical' is not one of"),
        ({"evidence": {"kind": "sampled", "points": 8}}, "'digits' is a required property"),
        ({"evidence": {"kind": "believed"}}, "'believed' is not one of"),
        ({"schema": 2}, "1 was expected"),
    ],
)
def test_what_is_no_comparison_breaks_the_schema(change: dict[str, object], complaint: str) -> None:
    comparison = told(compare("x", "x").to_json()) | change
    assert any(complaint in error.message for error in COMPARISON.iter_errors(comparison))


@pytest.mark.parametrize(("question", "response"), JUDGED)
def test_a_verdict_keeps_to_its_schema(question: str, response: str) -> None:
    verdict = told(grade(variant(question), response).to_json())
    assert list(VERDICT.iter_errors(verdict)) == []


def test_the_verdicts_above_are_of_every_outcome_but_undecided() -> None:
    outcomes = {grade(variant(question), response).outcome for question, response in JUDGED}
    assert outcomes == {"correct", "partly-correct", "incorrect", "invalid"}


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_verdicts_on_keys_and_on_nonsense_keep_to_the_schema(question: str) -> None:
    posed = field_variant(question)
    kind = posed.question.kind
    answers: list[Any] = ["7", "(", "x", "-1.5"]
    if kind == "parts":
        answers = [{part.id: text for part in posed.parts} for text in ("7", "", "x+")]
    for answer in answers:
        assert list(VERDICT.iter_errors(told(grade(posed, answer).to_json()))) == []


def test_a_fault_of_ours_keeps_to_the_schema() -> None:
    verdict = told(fault(variant("nll")).to_json())
    assert verdict["outcome"] == "undecided"
    assert list(VERDICT.iter_errors(verdict)) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"credit": 1.5}, "1.5 is greater than the maximum of 1"),
        ({"outcome": "invalid"}, "'tolerance' is not one of"),
        ({"caret": [1]}, "is not valid under any of the given schemas"),
        ({"parts": {"a": {"schema": 1}}}, "'outcome' is a required property"),
    ],
)
def test_what_is_no_verdict_breaks_the_schema(change: dict[str, object], complaint: str) -> None:
    verdict = told(grade(variant("exact"), "9").to_json()) | change
    assert any(complaint in error.message for error in VERDICT.iter_errors(verdict))
