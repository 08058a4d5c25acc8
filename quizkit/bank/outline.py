"""What is a question about? The little that is asked of all questions at once, kept apart from the rest.

Counting topics and choosing what to practise look at every question of a bank; the index keeps this of each,
so that none has to be made for it. A ``Question`` has all of it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from quizkit.bank.question import Question


class Subject(Protocol):
    """What is asked of all questions at once: of an outline or of the question itself."""

    @property
    def topic(self) -> str:
        """The topic."""
        ...

    @property
    def tags(self) -> tuple[str, ...]:
        """What else it is about."""
        ...

    @property
    def difficulty(self) -> int:
        """1 (warm-up) to 5."""
        ...

    @property
    def hash(self) -> str:
        """Of everything that bears on variants and marks."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a question is about; each field as in ``Question``."""

    topic: str
    tags: tuple[str, ...]
    difficulty: int
    hash: str


def outline_to_json(question: Question) -> list[object]:
    """The outline of a question as plain values."""
    return [question.topic, list(question.tags), question.difficulty, question.hash]


def outline_from_json(data: object) -> Outline:
    """The outline that ``outline_to_json`` wrote. Raises TypeError or ValueError for other data."""
    if not isinstance(data, list):
        raise TypeError("an outline is a list")
    topic, tags, difficulty, hash_ = data
    return Outline(topic=topic, tags=tuple(tags), difficulty=difficulty, hash=hash_)
