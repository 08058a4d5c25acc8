"""What is the relation of two expressions, and what does that rest on?

A ``Comparison`` never says more than its evidence (``evidence``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from quizkit.equivalence.evidence import Evidence, Unread
from quizkit.errors import code_span
from quizkit.mathlang.latex import latex
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.printing import text

__all__ = ["Comparison", "EqualityPolicy", "Evidence", "Finding", "Relation", "Side", "Unread"]

EqualityPolicy = Literal["everywhere", "almost everywhere", "same domain", "common domain"]
"""Where two expressions must agree.

``everywhere``: at every point of the declared domain; a single point at which one side has no value is
reported and does not count. ``almost everywhere``: single points do not count at all. ``same domain``:
wherever one side has a value the other has the same. ``common domain``: where both have a value.
"""

Relation = Literal["equal", "different", "undecided", "invalid"]
Side = Literal["expected", "response"]

SCHEMA = 1
MESSAGE_LIMIT = 300
"""How much of a message, which may repeat what was typed, a notebook shows."""

_SIGNS: Mapping[Relation, str] = {
    "equal": "=",
    "different": r"\ne",
    "undecided": r"\overset{?}{=}",
    "invalid": "?",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation and its evidence: what a rung of the ladder comes to, if it decides."""

    relation: Relation
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The relation of two expressions, its evidence, and both sides as they were read."""

    relation: Relation
    evidence: Evidence
    expected_side: Node | str
    """The expected formula; its text if it cannot be read."""
    response_side: Node | str
    invalid_side: Side | None = field(default=None)

    @property
    def expected(self) -> str:
        """The expected formula as it was read; written when it is asked for, since few are shown."""
        return _written(self.expected_side)

    @property
    def response(self) -> str:
        """The response as it was read."""
        return _written(self.response_side)

    def to_json(self) -> dict[str, object]:
        """The form of design.md, for programs."""
        return {
            "schema": SCHEMA,
            "relation": self.relation,
            "evidence": self.evidence.to_json(),
            "expected": self.expected,
            "response": self.response,
            "invalid_side": self.invalid_side,
        }

    def sentence(self) -> str:
        """For people: ``different: at x = 2 the expected value is 0.11 and yours is 0.24``."""
        if self.invalid_side == "expected":
            return f"invalid: the expected side cannot be read: {self.evidence.sentence()}"
        return f"{self.relation}: {self.evidence.sentence()}"

    def _repr_latex_(self) -> str | None:
        """For notebooks: both sides with the sign between them; None if one cannot be read."""
        if isinstance(self.expected_side, str) or isinstance(self.response_side, str):
            return None
        sides = (latex(self.expected_side), _SIGNS[self.relation], latex(self.response_side))
        return rf"$\displaystyle {' '.join(sides)}$"

    def _repr_markdown_(self) -> str:
        """For notebooks: the relation, both sides, and the evidence. What was typed stays text."""
        evidence = self.evidence
        if isinstance(evidence, Unread):
            side = self.expected_side if self.invalid_side == "expected" else self.response_side
            typed = code_span(side if isinstance(side, str) else text(side))
            return f"**invalid**: {typed} cannot be read: {code_span(evidence.message, MESSAGE_LIMIT)}"
        return f"**{self.relation}**: {self._repr_latex_() or ''}\n\n{evidence.sentence()}"


def _written(side: Node | str) -> str:
    return side if isinstance(side, str) else text(side)
