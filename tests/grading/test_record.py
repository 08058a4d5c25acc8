"""A record holds what was judged and what it depends on, and nothing of when or where."""

import json
from dataclasses import replace

import pytest
from jsonschema import Draft7Validator

from quizkit import make_variant
from quizkit.grading import Response, grade, record_of
from quizkit.workshop.schemas import record_schema
from tests.grading.small_bank import variant

RECORD = Draft7Validator(record_schema())

ANSWERS: list[tuple[str, Response]] = [
    ("nll", "0.3567"),
    ("nll", "0.36"),
    ("nll", "(("),
    ("gelu", "Phi(x)"),
    ("gelu", "Phi(x) + x*phi(x)"),
    ("logit-gradient", "[1, 2]"),
    ("facts", ["zero", "metric"]),
    ("chain", {"s": "1"}),
]


def of(question: str, response: Response) -> dict[str, object]:
    posed = variant(question)
    return record_of(posed, response, grade(posed, response), id="a1").to_json()


@pytest.mark.parametrize(("question", "response"), ANSWERS)
def test_a_record_keeps_to_its_schema(question: str, response: Response) -> None:
    record = json.loads(json.dumps(of(question, response)))
    assert list(RECORD.iter_errors(record)) == []
    assert (record["id"], record["response"]) == ("a1", response)
    assert set(record["engine"]) == {"quizkit", "python-flint"}


def test_the_same_answer_has_the_same_record() -> None:
    assert of("nll", "0.3567") == of("nll", "0.3567")


def test_hashes_tell_what_changed() -> None:
    posed = variant("nll")
    verdict = grade(posed, "1")
    kept = record_of(posed, "1", verdict)
    other = make_variant(posed.question, seed=posed.seed, given={"p": "0.25"})
    elsewhere = record_of(other, "1", grade(other, "1"))
    assert kept.question == elsewhere.question
    assert kept.variant != elsewhere.variant
    assert kept.key != elsewhere.key
    reworded = replace(posed, question=replace(posed.question, hash="0" * 32))
    assert record_of(reworded, "1", verdict).question != kept.question


def test_what_is_no_record_breaks_the_schema() -> None:
    record = of("nll", "0.3567")
    assert [error.message for error in RECORD.iter_errors({**record, "hashes": {}})]
    assert [error.message for error in RECORD.iter_errors({**record, "outcome": "good"})]
    del record["engine"]
    assert [error.message for error in RECORD.iter_errors(record)] == ["'engine' is a required property"]
