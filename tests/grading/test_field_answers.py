"""What is said of answers to questions of the field, told whole."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from quizkit.grading import grade
from tests.grading.field_bank import QUESTIONS, variant

TABLE = yaml.safe_load(Path(__file__).with_name("field_answers.yaml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(question, entry.get("given", {}), *row, id=f"{question}: {row[0]}")
    for question, entry in TABLE.items()
    for row in entry["answers"]
]


@pytest.mark.parametrize(("question", "given", "response", "outcome", "slip", "message"), ROWS)
def test_an_answer_is_told_what_is_certain_about_it(
    question: str, given: dict[str, str], response: str, outcome: str, slip: str | None, message: str
) -> None:
    verdict = grade(variant(question, **given), response)
    assert (verdict.outcome, verdict.mistake, verdict.message) == (outcome, slip, message)
    assert verdict.credit == (1.0 if outcome == "correct" else 0.0)
    assert verdict.sentence()


def test_every_question_of_the_bank_has_answers() -> None:
    assert TABLE.keys() == set(QUESTIONS)
