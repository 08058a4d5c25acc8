"""A variant and a response in, a verdict out. No clock, no disk, and never an exception."""

from quizkit.grading.grader import grade
from quizkit.grading.record import Record, record_of
from quizkit.grading.verdict import Attempt, Evidence, Outcome, ReadAs, Response, Verdict

__all__ = ["Attempt", "Evidence", "Outcome", "ReadAs", "Record", "Response", "Verdict", "grade", "record_of"]
