"""Plain mode: a sitting line by line, for pipes, screen readers and any terminal.

The same machine as the terminal app's: this face only asks, prints and turns lines into events.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from quizkit.bank.question import Kind
from quizkit.cli.output import Exit, aligned, count, end, flush, is_terminal, say, width, write
from quizkit.cli.posing import labelled, problem_lines, solution_lines, verdict_lines
from quizkit.errors import printable
from quizkit.grading import Response, Verdict
from quizkit.practice.session import (
    Answered,
    Closed,
    Continued,
    Event,
    GivenUp,
    HintShown,
    Sitting,
    Skipped,
    Ticked,
    advance,
    is_free,
    ladder,
)
from quizkit.variants import PosedTask, Variant

HOW: Mapping[Kind, str] = {
    "number": "Answer with a number, or a formula for it.",
    "expression": "Answer with a formula.",
    "vector": "Answer like [1, 2, 3].",
    "matrix": "Answer like [[1, 2], [3, 4]].",
    "choice": "Answer with a letter.",
    "select": "Answer with every letter that holds, such as A C.",
    "text": "Answer in your own words; an empty line ends the answer.",
    "parts": "Answer part by part.",
}
COMMANDS = "Instead of an answer: hint, skip, solution (give up), quit, ? (how to type mathematics)."
TYPING = (
    "Write 2x or 2*x, x^2, sqrt(x), log(x) (natural; log2(x) for bits), exp(x), 1/3, 35%.",
    "Vectors [1, 2, 3]; matrices [[1, 2], [3, 4]]; pieces cases(x < 0 -> 0, x > 0 -> 1).",
    "A formula counts like its value: -log(0.7) and 0.3567 are the same answer.",
    COMMANDS,
)
ENDINGS = {
    "correct": "correct",
    "partly-correct": "partly",
    "incorrect": "wrong",
    "given-up": "gave up",
    "skipped": "skipped",
    "unanswered": "open",
}
ECHO = 200
"""How much of a line from a pipe is repeated, so that the transcript can be read."""


class _InputEnded(Exception):
    """stdin has no more lines."""


class _Left(Exception):
    """The learner wishes to end the sitting."""


@dataclass(slots=True)
class _Problem:
    """What one problem has been answered so far; of parts, the newest answer to each."""

    variant: Variant
    columns: int
    responses: dict[str, Response] = field(default_factory=dict)

    @property
    def response(self) -> Response:
        """The whole response."""
        return dict(self.responses) if self.variant.question.kind == "parts" else self.responses[""]


def sit(plan: Sequence[Variant]) -> None:
    """Pose the problems of a plan one after the other, and print what came of them."""
    sitting = Sitting(plan=tuple(plan))
    code, message = Exit.DONE, ""
    try:
        while sitting.phase != "closed":
            sitting = _advanced(sitting, _next_event(sitting))
    except (_InputEnded, _Left, KeyboardInterrupt) as stopped:
        sitting = stopped_sitting(sitting)
        say("")
        if isinstance(stopped, KeyboardInterrupt):
            code = Exit.INTERRUPTED
        elif isinstance(stopped, _InputEnded) and all(one.ending == "unanswered" for one in sitting.results):
            code, message = Exit.NOTHING, "quizkit: the input ended before an answer was given"
    say(*summary_lines(sitting))
    end(code, message)
