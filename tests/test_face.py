"""The face that other programs import: names, what they return, and what they raise."""

from __future__ import annotations

from pathlib import Path

import pytest

import quizkit

JSON_OF_A_VERDICT = [
    "schema", "question", "seed", "setting", "outcome", "credit", "points", "mistake", "message", "caret",
    "read_as", "carried", "evidence", "parts",
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> quizkit.Bank:
    return quizkit.load_bank()


def test_every_name_of_the_face_is_there() -> None:
    for name in quizkit.__all__:
        assert getattr(quizkit, name) is not None
    assert dir(quizkit) == quizkit.__all__
    with pytest.raises(AttributeError, match="module 'quizkit' has no attribute 'nosuch'"):
        _ = quizkit.nosuch


def test_the_walk_from_a_bank_to_a_verdict(shipped: quizkit.Bank) -> None:
    variant = quizkit.make_variant(shipped["q25-nll"], seed=7, given={"p": "0.7"})
    assert (variant.question.id, variant.seed) == ("q25-nll", 7)
    assert variant.given["p"] == "0.7"
    assert "0.7" in variant.prompt
    assert len(variant.hash) == 32
    verdict = quizkit.grade(variant, "0.3567")
    assert (verdict.outcome, verdict.credit, verdict.points) == ("correct", 1.0, 1.0)
    assert list(verdict.to_json()) == JSON_OF_A_VERDICT


def test_the_default_seed_is_0(shipped: quizkit.Bank) -> None:
    question = shipped["q25-softmax"]
    assert quizkit.make_variant(question).hash == quizkit.make_variant(question, seed=0).hash


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"seed": -1}, "SeedOutOfRange", "a seed is a whole number from 0 to 2^63 - 1, not '-1'"),
        ({"seed": 2**63}, "SeedOutOfRange", f"a seed is a whole number from 0 to 2^63 - 1, not '{2**63}'"),
        ({"given": {"p": "2"}}, "OutsideDomain", "q25-nll: p = 2 is outside 0.05 .. 0.95 by 0.05"),
        (
            {"given": {"p": "0.71"}},
            "OffGrid",
            "q25-nll: p = 0.71 lies between two steps of 0.05 .. 0.95 by 0.05: take 0.7 or 0.75",
        ),
    ],
)
def test_what_cannot_be_drawn_is_a_value_error(
    shipped: quizkit.Bank, arguments: dict[str, object], error: str, message: str
) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared whole
        quizkit.make_variant(shipped["q25-nll"], **arguments)  # type: ignore[arg-type]
    assert (type(caught.value).__name__, str(caught.value)) == (error, message)


def test_an_unknown_question_names_the_nearest(shipped: quizkit.Bank) -> None:
    with pytest.raises(KeyError) as caught:
        shipped["q25-nl"]
    assert isinstance(caught.value, quizkit.UnknownQuestion)
    assert str(caught.value) == "no question 'q25-nl'; did you mean 'q25-nll'?"


def test_a_bank_of_which_nothing_loads_is_an_error_with_its_problems(tmp_path: Path) -> None:
    with pytest.raises(quizkit.BankError) as caught:
        quizkit.load_bank(tmp_path / "nosuch.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("QK101", "there is no such file")


@pytest.mark.parametrize(
    "response", ["((", "", "\x00", "(" * 100_000, "1/0", "\ud800", "9" * 4000, "x" * 5000]
)
def test_grading_never_raises_whatever_the_text(shipped: quizkit.Bank, response: str) -> None:
    for name in shipped:
        variant = quizkit.make_variant(shipped[name])
        parts: quizkit.grading.Response = {part.id: response for part in variant.parts}
        verdict = quizkit.grade(variant, parts if variant.question.kind == "parts" else response)
        assert verdict.evidence.kind != "fault"
        assert verdict.credit == 0.0


@pytest.mark.parametrize("response", [3, None, b"0.3567", {"a": "1"}, [1]])
def test_only_what_is_no_text_is_a_type_error(shipped: quizkit.Bank, response: object) -> None:
    with pytest.raises(TypeError):
        quizkit.grade(quizkit.make_variant(shipped["q25-nll"]), response)  # type: ignore[arg-type]


def test_two_expressions_are_compared_on_declared_domains() -> None:
    equal = quizkit.compare("log(x^2)", "2 log(x)", symbols={"x": "positive"})
    assert equal.relation == "equal"
    assert quizkit.compare("sqrt(x^2)", "x", symbols={"x": "-1 .. 1"}).relation == "different"
    assert quizkit.compare("((", "x").relation == "invalid"
    assert list(equal.to_json()) == ["schema", "relation", "evidence", "expected", "response", "invalid_side"]
