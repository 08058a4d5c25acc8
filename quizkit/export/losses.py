"""What can the other tool not carry? Every export says so: what, and of which questions."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a format cannot carry."""

    what: str
    """In an author's words: ``follow-through``, ``credit 0.45 as 0.4``."""
    questions: tuple[str, ...]
    """The ids of the questions that lose it, in order."""

    def __str__(self) -> str:
        number = len(self.questions)
        return f"{self.what} ({number} question{'' if number == 1 else 's'})"


@dataclass(slots=True)
class Losses:
    """The losses of one export, as they are met."""

    _questions: dict[str, dict[str, None]] = field(default_factory=dict)

    def note(self, question: str, what: str) -> None:
        """A question loses something; it counts once, however many variants lose it."""
        self._questions.setdefault(what, {})[question] = None

    def found(self) -> tuple[Loss, ...]:
        """All losses, the most frequent first."""
        losses = [Loss(what, tuple(questions)) for what, questions in self._questions.items()]
        return tuple(sorted(losses, key=lambda loss: -len(loss.questions)))
