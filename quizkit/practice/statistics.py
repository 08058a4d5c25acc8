"""What does the history say of the learner? All that the Stats screen and ``quizkit stats`` show, as values.

``statistics`` takes reviews with what was foreseen of them, and memories; no clock, no disk. Each part has
its numbers and a table of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from quizkit.practice.diary import HeatMap, Weeks, heat_map, weeks
from quizkit.practice.foresight import Foreseen, Recall, foreseen, recall_bins
from quizkit.practice.mastery import Standing
from quizkit.practice.memory import Memory
from quizkit.practice.planning import forecast
from quizkit.practice.remembrance import Forecast, Remembrance, remembrance
from quizkit.practice.tallies import (
    Confidence,
    Counts,
    Mistakes,
    confidence,
    counts,
    is_judged,
    mistakes,
)
from quizkit.practice.topics import Topics, topic_lines
from quizkit.typeset.tables import Table

__all__ = ["DAYS", "PAGES", "PERIODS", "Foreseen", "Page", "Statistics", "foreseen", "statistics"]

DAYS = 90
"""The period that is shown where nobody chose."""
PERIODS: tuple[int | None, ...] = (30, 90, 365, None)
"""Days to choose from; None is all there is."""
AHEAD = 14
"""Days of the forecast."""
QUARTER, YEAR = 13, 52
"""Weeks of the heat map: a quarter, or a year where a longer period is shown."""

Page = Literal["overview", "topics", "memory", "time", "calibration"]
PAGES: tuple[Page, ...] = ("overview", "topics", "memory", "time", "calibration")
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What the history says, of one period up to today."""

    today: date
    days: int | None
    """The days of the period; None: all there is."""
    total: int
    """How many reviews were ever judged."""
    heat: HeatMap
    counts: Counts
    recall: Recall
    mistakes: Mistakes
    """Of the last 30 days and the 30 before, whatever the period."""
    forecast: Forecast
    confidence: Confidence
    topics: Topics
    weeks: Weeks
    memory: Remembrance

    def tables(self, page: Page) -> tuple[Table, ...]:
        """What a page shows, as tables."""
        match page:
            case "overview":
                return (
                    self.counts.table(),
                    self.heat.table(),
                    self.recall.table(),
                    self.forecast.table(),
                    self.mistakes.table(),
                )
            case "topics":
                return (self.topics.table(),)
            case "memory":
                return self.forecast.table(), self.memory.table()
            case "time":
                return self.weeks.table(), self.topics.pace()
            case "calibration":
                return self.recall.table(), self.confidence.table()


def statistics(
    reviews: Sequence[Foreseen],
    memories: Mapping[str, Memory],
    today: date,
    *,
    days: int | None = DAYS,
    standings: Iterable[Standing] = (),
    among: Collection[str] | None = None,
) -> Statistics:
    """The statistics of a period of so many days up to today.

    Args:
        reviews: All there are, in the order in which they were written, through ``foreseen``.
        memories: What is remembered of each question.
        today: The day on the learner's calendar; reviews dated after it are left out.
        days: The length of the period; None for all there is.
        standings: The topics of the bank, in the order in which they are shown.
        among: Only these questions; None for all.
    """
    wanted = [
        each for each in reviews if each.day <= today and (among is None or each.review.question in among)
    ]
    known = {id_: memory for id_, memory in memories.items() if among is None or id_ in among}
    since = date.min if days is None else today - timedelta(days=days - 1)
    within = [each for each in wanted if each.day >= since]
    dated = [(each.day, each.review) for each in wanted]
    number = QUARTER if days is not None and days <= 7 * QUARTER else YEAR
    return Statistics(
        today=today,
        days=days,
        total=sum(is_judged(each.review) for each in wanted),
        heat=heat_map(((day, review.clean) for day, review in dated if is_judged(review)), today, number),
        counts=counts([each.review for each in within]),
        recall=recall_bins(within),
        mistakes=mistakes(dated, today),
        forecast=Forecast(first=today, due=forecast(known, today, AHEAD)),
        confidence=confidence(each.review for each in within),
        topics=topic_lines(within, wanted, known, today, standings),
        weeks=weeks(dated, today, number),
        memory=remembrance(known, today),
    )
