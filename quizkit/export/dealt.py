"""Which variants of a question go out? Those that it deals, in order."""

from __future__ import annotations

from dataclasses import dataclass

from quizkit.bank import Question
from quizkit.variants import Variant, deployment


@dataclass(frozen=True, slots=True)
class Dealt:
    """A question with the variants of it that go out."""

    question: Question
    variants: tuple[Variant, ...]


def deal(question: Question, most: int | None) -> Dealt:
    """The first dealt variants of a question, at most so many."""
    return Dealt(question, deployment(question).variants[:most])
