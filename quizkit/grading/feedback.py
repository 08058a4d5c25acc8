"""From a finding to a verdict: the words, the credit and the points."""

from __future__ import annotations

from collections.abc import Mapping

from quizkit.grading.finding import Finding
from quizkit.grading.verdict import Evidence, Outcome, Verdict
from quizkit.variants import Variant


def verdict_of(variant: Variant, finding: Finding, worth: float) -> Verdict:
    """The verdict that a finding amounts to, for something worth this many points."""
    credit = max(0.0, min(1.0, finding.credit))
    return Verdict(
        question=variant.question.id,
        seed=variant.seed,
        setting=variant.setting,
        outcome=_outcome(finding, credit),
        credit=credit,
        points=credit * worth,
        evidence=finding.evidence,
        message=finding.message,
        mistake=finding.mistake,
        read_as=finding.read_as,
        caret=finding.caret,
        carried=finding.carried,
    )


def _outcome(finding: Finding, credit: float) -> Outcome:
    match finding.result:
        case "right" if credit >= 1:
            return "correct"
        case "right" | "wrong":
            return "partly-correct" if credit > 0 else "incorrect"
        case "invalid":
            return "invalid"
        case "undecided":
            return "undecided"


def whole(variant: Variant, parts: Mapping[str, Verdict], worths: Mapping[str, float]) -> Verdict:
    """The verdict on all parts together: credit by their points."""
    total = sum(worths.values())
    credit = sum(verdict.credit * worths[part] for part, verdict in parts.items()) / total if total else 0.0
    outcomes = [verdict.outcome for verdict in parts.values()]
    outcome: Outcome
    if all(one == "correct" for one in outcomes):
        outcome, credit = "correct", 1.0
    elif "invalid" in outcomes:
        outcome = "invalid"
    elif "undecided" in outcomes:
        outcome = "undecided"
    else:
        outcome = "partly-correct" if credit > 0 else "incorrect"
    return Verdict(
        question=variant.question.id,
        seed=variant.seed,
        setting=variant.setting,
        outcome=outcome,
        credit=credit,
        points=credit * variant.question.points,
        evidence=_joint_evidence(parts, outcome),
        mistake=next((verdict.mistake for verdict in parts.values() if verdict.mistake), None),
        carried=any(verdict.carried for verdict in parts.values()),
        parts=parts,
    )


def _joint_evidence(parts: Mapping[str, Verdict], outcome: Outcome) -> Evidence:
    """The evidence of the part that decides the whole outcome: the first that shares it."""
    deciding = next(
        (part for part, verdict in parts.items() if verdict.outcome == outcome), next(iter(parts))
    )
    return Evidence(parts[deciding].evidence.kind, {"part": deciding})


def fault(variant: Variant) -> Verdict:
    """Our own fault: undecided, and no mark is lost."""
    return Verdict(
        question=variant.question.id,
        seed=variant.seed,
        setting=variant.setting,
        outcome="undecided",
        credit=0.0,
        points=0.0,
        evidence=Evidence("fault"),
        message="A fault of ours: this answer could not be judged. No mark is lost.",
    )
