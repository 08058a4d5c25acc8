"""Stored things for tests: reviews, events, and what a scheduler would remember."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quizkit.practice.history import History
from quizkit.practice.history_rows import Planned
from quizkit.practice.reviews import Review

AT = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
PLAN = (Planned(question="nll", seed=7, content="c1", variant="v1"), Planned(question="pick", seed=9))


def later(seconds: float) -> datetime:
    """So many seconds after AT."""
    return AT + timedelta(seconds=seconds)


def event(number: int = 0, kind: str = "hint") -> dict[str, object]:
    """An event as JSON."""
    return {"kind": kind, "at": later(number).isoformat(), "text": "π ≠ 3"}


def review(question: str = "nll", at: datetime = AT, **said: object) -> Review:
    """A clean solve, unless something else is said."""
    whole: dict[str, object] = {
        "question": question,
        "topic": "q25",
        "variant": "v1",
        "content": "c1",
        "at": at,
        "seconds": 41.5,
        "par": 60.0,
        "ending": "correct",
        "credit": 1.0,
        "tries": 1,
        "hints": 0,
        "last_hint": False,
        **said,
    }
    return Review(**whole)  # type: ignore[arg-type]


class Counting:
    """Remembers how many reviews there were, and the sum of their credits."""

    def after(self, memory: Mapping[str, object] | None, review: Review) -> Mapping[str, object]:
        """One more."""
        match memory:
            case None:
                return {"count": 1, "credit": review.credit}
            case {"count": int(count), "credit": float(credit)}:
                return {"count": count + 1, "credit": credit + review.credit}
        raise ValueError("no memory")

    def replayed(self, reviews: Sequence[Review]) -> Mapping[str, object] | None:
        """All of them."""
        memory: Mapping[str, object] | None = None
        for one in reviews:
            memory = self.after(memory, one)
        return memory


COUNTING = Counting()


def begun(path: Path, sitting: str = "s1") -> History:
    """A history in which one sitting was begun."""
    history = History.open(path, patience=0.2)
    history.begin(sitting, mode="practice", plan=PLAN, at=AT, options={"topics": ["q25"]})
    return history
