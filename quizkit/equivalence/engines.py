"""What do two engines say together of one comparison? The ladder, and SymPy as the second.

The second engine works out of line, for authors and audits, never on the way to a verdict. What both decide
must be the same; if it is not, one of them is wrong, which is a fault of ours and says nothing of the
formulas. What the ladder only sampled, the second engine may prove; what it left open, the second may
decide. This module knows SymPy only by what it found (``second_engine``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from quizkit.equivalence.comparison import Comparison, Finding
from quizkit.equivalence.evidence import Fault, OneSided, Proved, ProvedAlmostEverywhere, Sampled
from quizkit.mathlang.arrays import Value
from quizkit.mathlang.domains import Domain
from quizkit.mathlang.nodes import Node

Plain: TypeAlias = "Fraction | bool | str"
"""What a name is known to be: an exact number, true or false, a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two formulas, and all that is known of their names; can be sent to another process."""

    expected: Node
    response: Node
    domains: Mapping[str, Domain] = field(default_factory=dict)
    """Where the free letters live; names in no mapping are real."""
    values: Mapping[str, Value[Plain]] = field(default_factory=dict)
    lets: Mapping[str, Node] = field(default_factory=dict)
    """Formulas that names stand for."""
    assume: tuple[Node, ...] = ()
    """Conditions that hold for the letters together."""
    single_points: bool = True
    """Whether a difference at a single point counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """What each engine found of the same two formulas."""

    ladder: Comparison
    second: Finding

    @property
    def second_comparison(self) -> Comparison:
        """What the second engine found, as a comparison."""
        return self._as(self.second)

    @property
    def agree(self) -> bool | None:
        """Whether the engines agree; None where only one of them can tell.

        SymPy judges values and not domains: a side without a value somewhere is for the ladder alone.
        """
        relations = (self.ladder.relation, self.second.relation)
        if not set(relations) <= {"equal", "different"}:
            return None
        if relations == ("different", "equal") and isinstance(self.ladder.evidence, OneSided):
            return None
        return relations[0] == relations[1]

    def agreement(self) -> str:
        """Whether the engines agree, in words."""
        if self.agree is not None:
            return "the engines agree" if self.agree else "the engines contradict each other"
        if self.second.relation == "undecided":
            return "neither can tell" if self.ladder.relation == "undecided" else "only the ladder can tell"
        if self.ladder.relation == "undecided":
            return "only SymPy can tell"
        return "the values agree where both sides have one, and SymPy judges nothing else"

    @property
    def is_lifted(self) -> bool:
        """Whether the second engine proves what the ladder sampled."""
        return self.agree is True and isinstance(self.ladder.evidence, Sampled)

    @property
    def comparison(self) -> Comparison:
        """What follows from both: undecided, by a fault of ours, where they contradict each other."""
        if self.agree is False:
            message = f"the ladder says {self.ladder.relation}, SymPy says {self.second.relation}"
            return self._as(Finding("undecided", Fault(message=message)))
        evidence = self.ladder.evidence
        if self.is_lifted and isinstance(evidence, Sampled):
            return self._as(Finding("equal", _lifted(evidence)))
        if self.ladder.relation == "undecided" and self.second.relation != "undecided":
            return self.second_comparison
        return self.ladder

    def _as(self, finding: Finding) -> Comparison:
        return replace(self.ladder, relation=finding.relation, evidence=finding.evidence)

    def to_json(self) -> dict[str, object]:
        """What follows, with what each engine found beside it."""
        engines = {"ladder": self.ladder.to_json(), "sympy": self.second_comparison.to_json()}
        return {**self.comparison.to_json(), "engines": engines, "agree": self.agree}


def _lifted(sampled: Sampled) -> Proved | ProvedAlmostEverywhere:
    """Proved out of line; points that did not count before do not count now."""
    if sampled.exception is None:
        return Proved(domain=sampled.domain, engine="sympy")
    return ProvedAlmostEverywhere(domain=sampled.domain, exception=sampled.exception, engine="sympy")
