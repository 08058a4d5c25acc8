"""What does a verdict mean for a sitting? Does it cost a try, was it a slip, how does a problem end?"""

from __future__ import annotations

from quizkit.grading import Verdict
from quizkit.practice.reviews import Ending
from quizkit.variants import Variant

FREE_TURNS = frozenset({"form", "unit"})
"""Evidence of answers that are right but for their form: they are told, and cost no try."""


def is_free(verdict: Verdict) -> bool:
    """Whether an answer that is not correct costs no try: it cannot be judged, or only its form is wrong.

    Of parts, whether that is so of all that are not correct.
    """
    if verdict.outcome in {"invalid", "undecided"}:
        return True
    if verdict.outcome == "correct":
        return False
    if verdict.parts is None:
        return verdict.evidence.kind in FREE_TURNS
    return all(is_free(part) for part in verdict.parts.values() if part.outcome != "correct")


def is_minor(variant: Variant, verdict: Verdict) -> bool:
    """Whether an answer that is not correct was only a slip: in its form, or one its author calls minor.

    Of parts, whether that is so of all that are not correct.
    """
    if verdict.parts is not None:
        wrong = {part: inner for part, inner in verdict.parts.items() if inner.outcome != "correct"}
        return all(_is_minor(variant, part, inner) for part, inner in wrong.items())
    return _is_minor(variant, "", verdict)


def _is_minor(variant: Variant, part: str, verdict: Verdict) -> bool:
    if is_free(verdict):
        return True
    try:
        return verdict.mistake is not None and variant.parsed(part).mistake(verdict.mistake).mistake.minor
    except KeyError:
        return False


def ending_of(verdict: Verdict) -> Ending:
    """How a problem ends with its last answer. What could not be decided has no mark."""
    match verdict.outcome:
        case "correct":
            return "correct"
        case "undecided" | "invalid":
            return "skipped"
        case _:
            return ending_by(verdict.credit)


def ending_by(credit: float) -> Ending:
    """How a problem ends whose answers were wrong, in whole or in part."""
    return "partly-correct" if credit > 0 else "incorrect"
