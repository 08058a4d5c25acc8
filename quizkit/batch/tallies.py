"""What came of many answers? Counts by outcome, question, mistake and reason, with a few examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from quizkit.batch.refusals import Refusal
from quizkit.grading import Verdict

EXAMPLES = 3
"""How many ids are kept as examples of each reason."""


@dataclass(slots=True)
class Tally:
    """Counts of records and refusals. Tallies are added up in the order of the parts."""

    rows: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    questions: dict[str, Counter[str]] = field(default_factory=dict)
    """The outcomes of each question; answers with a key of their own are those of the question ''."""
    mistakes: Counter[str] = field(default_factory=Counter)
    """``question mistake``: how often it was recognised."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why answers are undecided: the evidence."""
    undecided: dict[str, list[str]] = field(default_factory=dict)
    """The ids of a few undecided answers, by reason."""
    refused: Counter[str] = field(default_factory=Counter)
    """Rows that were not graded, by code."""
    refusals: list[Refusal] = field(default_factory=list)
    """A few of them."""

    @property
    def graded(self) -> int:
        """How many answers have a verdict."""
        return self.outcomes.total()

    @property
    def ours(self) -> int:
        """Undecided answers but for those that await a person: limits, faults, keys that cannot be read."""
        return self.reasons.total() - self.reasons["rubric"]

    def note(self, id_: str, verdict: Verdict) -> None:
        """Count a verdict."""
        outcome = verdict.outcome
        self.rows += 1
        self.outcomes[outcome] += 1
        of_question = self.questions.get(verdict.question)
        if of_question is None:
            of_question = self.questions[verdict.question] = Counter()
        of_question[outcome] += 1
        if verdict.mistake:
            self.mistakes[f"{verdict.question} {verdict.mistake}"] += 1
        if outcome == "undecided":
            reason = verdict.evidence.kind
            self.reasons[reason] += 1
            examples = self.undecided.setdefault(reason, [])
            if len(examples) < EXAMPLES:
                examples.append(id_)

    def refuse(self, refusal: Refusal) -> None:
        """Count a refusal."""
        self.rows += 1
        self.refused[refusal.code] += 1
        if self.refused[refusal.code] <= EXAMPLES:
            self.refusals.append(refusal)

    def add(self, other: Tally) -> None:
        """Count what another tally counted."""
        self.rows += other.rows
        self.outcomes.update(other.outcomes)
        for question, outcomes in other.questions.items():
            self.questions.setdefault(question, Counter()).update(outcomes)
        self.mistakes.update(other.mistakes)
        self.reasons.update(other.reasons)
        for reason, ids in other.undecided.items():
            examples = self.undecided.setdefault(reason, [])
            examples.extend(ids[: EXAMPLES - len(examples)])
        for refusal in other.refusals:
            if sum(known.code == refusal.code for known in self.refusals) < EXAMPLES:
                self.refusals.append(refusal)
        self.refused.update(other.refused)

    def to_json(self) -> dict[str, object]:
        """The counts as JSON, in an order of their own, whatever order they were counted in."""
        return {
            "rows": self.rows,
            "outcomes": _sorted(self.outcomes),
            "questions": {name: _sorted(self.questions[name]) for name in sorted(self.questions)},
            "mistakes": _sorted(self.mistakes),
            "reasons": _sorted(self.reasons),
            "undecided": {reason: self.undecided[reason] for reason in sorted(self.undecided)},
            "refused": _sorted(self.refused),
            "refusals": [
                {"line": one.place, "code": one.code, "message": one.message, "id": one.id}
                for one in self.refusals
            ],
        }


def tally_from_json(stored: Mapping[str, object]) -> Tally:
    """The tally whose ``to_json`` this is. Raises ValueError if it is none."""
    match stored:
        case {
            "rows": int(rows),
            "outcomes": dict(outcomes),
            "questions": dict(questions),
            "mistakes": dict(mistakes),
            "reasons": dict(reasons),
            "undecided": dict(undecided),
            "refused": dict(refused),
            "refusals": list(refusals),
        }:
            return Tally(
                rows=rows,
                outcomes=Counter(outcomes),
                questions={name: Counter(counts) for name, counts in questions.items()},
                mistakes=Counter(mistakes),
                reasons=Counter(reasons),
                undecided={reason: list(ids) for reason, ids in undecided.items()},
                refused=Counter(refused),
                refusals=[
                    Refusal(place=one["line"], code=one["code"], message=one["message"], id=one["id"])
                    for one in refusals
                ],
            )
    raise ValueError("these are no counts")


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts)}
