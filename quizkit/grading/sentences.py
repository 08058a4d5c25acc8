"""What does a verdict rest on, in a sentence that a learner understands?

One sentence for every kind of evidence; what was sampled is never worded as proved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizkit.grading.verdict import Evidence, Outcome, Verdict


def sentence(verdict: Verdict) -> str:
    """Why a verdict is what it is."""
    if verdict.parts is not None:
        right = sum(part.outcome == "correct" for part in verdict.parts.values())
        return f"{right} of {len(verdict.parts)} parts are right."
    return because(verdict.evidence, verdict.outcome)


def because(evidence: Evidence, outcome: Outcome) -> str:
    """The sentence of one piece of evidence."""
    details = evidence.details
    match evidence.kind:
        case "identical":
            return "Yours is the same formula as the right answer, up to the order of its terms."
        case "proved":
            return "Yours was proved equal to the right answer."
        case "proved-almost-everywhere":
            return "Yours was proved equal to the right answer, single points apart."
        case "sampled":
            return _sampled(details)
        case "accepted":
            return "Yours is another answer that this question accepts."
        case "carried":
            return f"Yours is right for your own earlier {_listed(details.get('from'))}."
        case "tolerance":
            return _tolerance(details, outcome)
        case "choice":
            return "That option is right." if outcome == "correct" else "Not what is right was chosen."
        case "form":
            return "The value is right, but not in the form that was asked for."
        case "unit":
            return f"A unit belongs to the number: {_listed(details.get('expected'))}."
        case "rubric":
            return _rubric(details)
        case "witness" | "domain":
            return _difference(evidence.kind, details)
        case "shape":
            return "Yours has another shape than the right answer."
        case "unreadable":
            if "undefined" in details:
                return "Yours can be read, but it has no value; no try was spent."
            return "Yours cannot be read; no try was spent."
        case "ambiguous":
            return "Yours can be read in more than one way; no try was spent."
        case "blank":
            return "Nothing was typed; no try was spent."
        case "limit":
            return "The work allowed for one answer did not suffice; no mark is lost."
        case "unproved":
            return "Yours agrees wherever it was tried, but by cases that is no proof; no mark is lost."
        case "key":
            return "The right answer itself could not be worked out; no mark is lost."
        case _:
            return "A fault of ours kept this from being judged; no mark is lost."


def _sampled(details: Mapping[str, object]) -> str:
    points = details.get("points")
    where = "1 point" if points == 1 else f"{points} points"
    return (
        f"Yours agrees with the right answer at {where} to {details.get('digits')} digits: strong evidence, "
        "but no proof."
    )


def _tolerance(details: Mapping[str, object], outcome: Outcome) -> str:
    rule = details.get("rule")
    exactly = rule == "exact"
    if outcome == "correct":
        found = "Yours is the right number" if exactly else f"Yours is within {rule} of the right number"
    else:
        found = "Yours is another number" if exactly else f"Yours is not within {rule} of the right number"
    right, count = details.get("right_entries"), details.get("of")
    if right is not None:
        return f"{right} of {count} entries are right."
    return f"{found}, as worked out from your formula." if details.get("formula") else f"{found}."


def _rubric(details: Mapping[str, object]) -> str:
    points, of = details.get("points"), details.get("of")
    if details.get("by") == "cues":
        return f"{points} of {of} points, by the words in your text."
    if details.get("by") == "ticks":
        return f"{points} of {of} points, as ticked."
    return f"Your words suggest {points} of {of} points; a person decides."


def _difference(kind: str, details: Mapping[str, object]) -> str:
    point = details.get("point")
    where = (
        " at " + ", ".join(f"{name} = {_value(value)}" for name, value in point.items())
        if isinstance(point, Mapping) and point
        else ""
    )
    if kind == "domain":
        return f"Only one of yours and the right answer has a value{where}."
    return f"Yours certainly differs from the right answer{where}."


def _value(value: object) -> str:
    return f"[{', '.join(map(_value, value))}]" if isinstance(value, list) else str(value)


def _listed(words: object) -> str:
    return ", ".join(map(str, words)) if isinstance(words, list) else "value"
