"""A variant and a response in, a verdict out. No clock, no disk, and never an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.faces import face

if TYPE_CHECKING:
    from quizkit.grading.grader import grade, grade_part
    from quizkit.grading.record import Record, record_of
    from quizkit.grading.verdict import Attempt, Evidence, Outcome, ReadAs, Response, Verdict

__all__ = [
    "Attempt",
    "Evidence",
    "Outcome",
    "ReadAs",
    "Record",
    "Response",
    "Verdict",
    "grade",
    "grade_part",
    "record_of",
]

__getattr__ = face(
    __name__,
    {
        "Attempt": "verdict",
        "Evidence": "verdict",
        "Outcome": "verdict",
        "ReadAs": "verdict",
        "Record": "record",
        "Response": "verdict",
        "Verdict": "verdict",
        "grade": "grader",
        "grade_part": "grader",
        "record_of": "record",
    },
)
