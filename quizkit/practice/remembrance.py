"""What is remembered, for how long, and what falls due? Out of memories, on one day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from quizkit.practice.diary import WEEKDAYS
from quizkit.practice.memory import Memory, retrievability
from quizkit.practice.tallies import NOTHING
from quizkit.typeset.tables import Table

BANDS = (
    (0, "under 2 days"),
    (2, "2 to 7 days"),
    (7, "1 to 2 weeks"),
    (14, "2 to 4 weeks"),
    (28, "1 to 3 months"),
    (90, "over 3 months"),
)
"""Stabilities by their least days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How many questions fall due on each of the next days; what is overdue is due today."""

    first: date
    """Today."""
    due: tuple[int, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The days, from today on."""
        return tuple(self.first + timedelta(days=number) for number in range(len(self.due)))

    def table(self) -> Table:
        """A row for each day."""
        return Table(
            title=f"Due in the next {len(self.due)} days",
            heading=("day", "due"),
            rows=tuple(
                (f"{WEEKDAYS[day.weekday()]} {day}", str(count))
                for day, count in zip(self.days, self.due, strict=True)
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Questions that are remembered for about as long."""

    name: str
    questions: int
    recall: float | None
    """The mean chance of recall today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembrance:
    """How long the questions are remembered: by stability, the days until recall has fallen to 0.9."""

    bands: tuple[Band, ...]
    questions: int
    recall: float | None
    """The mean chance of recall today; None if nothing is remembered."""

    def table(self) -> Table:
        """A row for each band."""
        return Table(
            title="Stability: remembered for",
            heading=("stability", "questions", "recall today"),
            rows=tuple(
                (band.name, str(band.questions), NOTHING if band.recall is None else f"{band.recall:.2f}")
                for band in self.bands
            ),
            note="Stability: the days until the chance of recall has fallen to 0.9.",
        )


def remembrance(memories: Mapping[str, Memory], today: date) -> Remembrance:
    """How long the questions are remembered, as it looks today."""
    names = BANDS
    sorted_out: list[list[float]] = [[] for _ in names]
    for memory in memories.values():
        place = max(place for place, (least, _) in enumerate(names) if memory.stability >= least)
        sorted_out[place].append(retrievability(memory, today))
    return Remembrance(
        bands=tuple(
            Band(name=name, questions=len(recalls), recall=mean(recalls))
            for (_, name), recalls in zip(names, sorted_out, strict=True)
        ),
        questions=len(memories),
        recall=mean([recall for recalls in sorted_out for recall in recalls]),
    )


def mean(values: Collection[float]) -> float | None:
    """The mean; None of none."""
    return sum(values) / len(values) if values else None
