"""What a comparer found out about one answer, before feedback is added.

Every comparer of this room returns a ``Finding``; ``grading.grader`` makes a ``Verdict`` of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from quizkit.errors import LimitReached, NotComputable, Undecidable, Undefined, Unreadable
from quizkit.grading.verdict import Evidence, ReadAs
from quizkit.mathlang.arrays import Shape, describe
from quizkit.mathlang.nodes import Node

Result = Literal["right", "wrong", "invalid", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Right or wrong, and why."""

    result: Result
    evidence: Evidence
    credit: float = 0.0
    message: str = ""
    mistake: str | None = None
    read_as: ReadAs | None = None
    caret: tuple[int, int] | None = None
    carried: bool = False

    def reading(self, node: Node) -> Finding:
        """The same finding with what was understood."""
        return replace(self, read_as=ReadAs(node))


def right(evidence: Evidence, credit: float = 1.0, message: str = "") -> Finding:
    """An answer that is right."""
    return Finding(result="right", evidence=evidence, credit=credit, message=message)


def wrong(evidence: Evidence, credit: float = 0.0, message: str = "", mistake: str | None = None) -> Finding:
    """An answer that is wrong, perhaps with part of the credit and a mistake's name."""
    return Finding(result="wrong", evidence=evidence, credit=credit, message=message, mistake=mistake)


def misshapen(expected: Shape, response: Shape, *, is_transposed: bool) -> Finding:
    """An answer of another shape than the one asked for."""
    evidence = Evidence("shape", {"expected": list(expected), "response": list(response)})
    asked = describe(expected)
    message = f"{asked[:1].upper()}{asked[1:]} is asked for; yours is {describe(response)}."
    if is_transposed:
        return wrong(evidence, message=f"{message} It is the transpose of the answer.", mistake="transposed")
    return wrong(evidence, message=message)


def invalid(error: Unreadable, shift: int = 0) -> Finding:
    """A response that cannot be read. ``shift`` is what was put before the text to read it."""
    details: dict[str, object] = {"readings": list(error.readings)} if error.readings else {}
    return Finding(
        result="invalid",
        evidence=Evidence(error.kind, details),
        message=error.message,
        caret=(max(0, error.start - shift), max(0, error.end - shift)),
    )


BLANK = Finding(result="invalid", evidence=Evidence("blank"), message="nothing was typed", caret=(0, 0))
"""Nothing was typed."""


def without_value(error: Undefined) -> Finding:
    """A response that can be read but has no value, such as 1/0."""
    return Finding(
        result="invalid",
        evidence=Evidence("unreadable", {"undefined": str(error)}),
        message=f"this has no value: {error}",
    )


def beyond(error: Undecidable | LimitReached | NotComputable) -> Finding:
    """An answer that our limits do not let us judge."""
    if isinstance(error, LimitReached):
        details: dict[str, object] = {"name": error.limit, "value": error.value}
    else:
        details = {"name": "precision", "what": str(error)}
    return Finding(
        result="undecided",
        evidence=Evidence("limit", details),
        message=f"this could not be decided ({error}); no mark is lost",
    )
