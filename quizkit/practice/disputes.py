"""A verdict that a learner holds to be wrong, as a file for whoever wrote the question."""

from __future__ import annotations

from datetime import UTC, datetime

from quizkit.grading import Attempt, record_of
from quizkit.variants import Variant

SCHEMA = 1
"""The version of the JSON form."""


def dispute_to_json(variant: Variant, attempt: Attempt, reason: str, at: datetime) -> dict[str, object]:
    """A disputed attempt as JSON: the record of the answer, what was drawn and shown, and the reason."""
    return {
        "schema": SCHEMA,
        "reason": reason,
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "question": variant.question.id,
        "seed": variant.seed,
        "setting": variant.setting,
        "given": variant.to_json()["given"],
        "prompt": variant.prompt,
        "key": variant.key_text(),
        "response": attempt.response,
        "answered": attempt.at.astimezone(UTC).isoformat(timespec="seconds"),
        "record": record_of(variant, attempt.response, attempt.verdict).to_json(),
    }
