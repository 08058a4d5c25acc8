"""Is this grader well? Answers whose verdicts are known, judged in every part before it counts.

A grader that has fallen sick, for want of memory say, must not hand out wrong marks in silence. What is
known is mathematics: the canaries depend on no bank.
"""

from __future__ import annotations

import functools
import json
import socket
from collections.abc import Callable, Mapping

from quizkit.batch.keyed import Key
from quizkit.batch.refusals import BatchError
from quizkit.grading import Outcome, grade
from quizkit.variants import Variant, make_variant

_BANK = {
    "quizkit": 1,
    "title": "Canaries",
    "questions": {
        "number": {
            "title": "A number",
            "prompt": "What is the natural logarithm of 2?",
            "type": "number",
            "tol": "0.05%",
            "answer": "log(2)",
            "verify": [{"expect": "exp(answer) == 2"}],
        },
        "formula": {
            "title": "A formula",
            "prompt": "Differentiate the square of x.",
            "type": "expression",
            "symbols": {"x": "real"},
            "answer": "2*x",
            "verify": [{"expect": "answer == 2*x"}],
        },
    },
}
_ANSWERS: tuple[tuple[str, str, Outcome], ...] = (
    ("number", "0.6931", "correct"),
    ("number", "0.3010", "incorrect"),
    ("formula", "x + x", "correct"),
    ("formula", "x^2", "incorrect"),
)
_KEYED: tuple[tuple[str, str, Outcome], ...] = (
    ("sin(t)^2 + cos(t)^2", "1", "correct"),
    ("exp(t)", "1 + t", "incorrect"),
)


class SickGrader(BatchError):
    """A known answer got another verdict than the one it deserves; nothing of that part was written."""

    def __init__(self, host: str, told: str) -> None:
        self.host = host
        self.told = told
        super().__init__(f"the grader on {host} is sick: {told}; the part it judged was not written")

    def __reduce__(self) -> tuple[object, ...]:
        return SickGrader, (self.host, self.told)


def require_health() -> None:
    """Judge the canaries. Raises SickGrader, which names this host."""
    for question, response, deserved in _ANSWERS:
        found = grade(_variants()[question], response).outcome
        _require(f"{response} for {question}", found, deserved)
    for expected, response, deserved in _KEYED:
        found = Key(expected, {"t": "real"}).verdict(response).outcome
        _require(f"{response} for {expected}", found, deserved)


def _require(what: str, found: Outcome, deserved: Outcome) -> None:
    if found != deserved:
        raise SickGrader(socket.gethostname(), f"{what} was judged {found}, and is {deserved}")


@functools.cache
def _variants() -> Mapping[str, Variant]:
    from quizkit.bank import load_texts

    bank = load_texts({"canaries.yaml": json.dumps(_BANK)})
    return {name: make_variant(question) for name, question in bank.items()}


prepare: Callable[[], object] = _variants
"""Read the canaries; once, before the process is forked."""
