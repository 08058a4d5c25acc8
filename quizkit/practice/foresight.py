"""What did the scheduler expect of each review, and what came of it? Recall predicted against measured.

Replaying the reviews gives, before each of them, what was remembered of its question, and so the chance
that it would be recalled. ``memory`` does the same with all that it keeps; here only stability and
difficulty are followed, with FSRS-6's formulas written out, so that a history of years is replayed in a
moment. They give, to the bit, what ``scheduler.reviewed`` gives.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from quizkit.practice.rating import Rating, rating
from quizkit.practice.reviews import Review
from quizkit.practice.scheduler import WEIGHTS, recall
from quizkit.typeset.tables import Table

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Predictions are gathered between these; the upper edge belongs to the bin below it."""
_LEAST_STABILITY = 0.001
_EASIEST = WEIGHTS[4] - math.e ** (WEIGHTS[5] * 3) + 1
_FORGOTTEN = math.e ** (WEIGHTS[17] * WEIGHTS[18])
_WIDTH = 1.6449
"""Standard deviations on each side that hold 90 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A review, its day, and what was expected of it."""

    review: Review
    day: date
    rated: Rating | None
    """None if the review says nothing of what is remembered."""
    recall: float | None
    """The chance of recall just before it; None at the first meeting, and at a second one on a day."""


def foreseen(reviews: Iterable[Review]) -> tuple[Foreseen, ...]:
    """Reviews in the order in which they were written, each with what was expected of it. One pass."""
    known: dict[str, tuple[float, float, date]] = {}
    found = []
    for review in reviews:
        day = review.day
        before = known.get(review.question)
        rated = rating(review, first_meeting=before is None)
        expected = None
        if rated is None:
            pass
        elif before is None:
            stability = max(WEIGHTS[rated - 1], _LEAST_STABILITY)
            hard = WEIGHTS[4] - math.e ** (WEIGHTS[5] * (rated - 1)) + 1
            known[review.question] = (stability, min(max(hard, 1.0), 10.0), day)
        else:
            stability, hard, last = before
            gone = max(0, (day - last).days)
            if gone:
                expected = recall(stability, gone)
            if gone or rated is Rating.AGAIN:
                moved = (_stability(stability, hard, gone, rated), _difficulty(hard, rated))
                known[review.question] = (*moved, max(day, last))
        found.append(Foreseen(review, day, rated, expected))
    return tuple(found)


def _stability(stability: float, difficulty: float, days: int, rated: int) -> float:
    """The stability after a review, so many days after the one before. Source: FSRS-6."""
    if not days:
        moved = (math.e ** (WEIGHTS[17] * (rated - 3 + WEIGHTS[18]))) * (stability ** -WEIGHTS[19])
        return float(max(stability * (moved if rated == 1 else max(moved, 1.0)), _LEAST_STABILITY))
    recalled = recall(stability, days)
    if rated == 1:
        lasting = (
            WEIGHTS[11]
            * (difficulty ** -WEIGHTS[12])
            * (((stability + 1) ** (WEIGHTS[13])) - 1)
            * (math.e ** ((1 - recalled) * WEIGHTS[14]))
        )
        return float(max(min(lasting, stability / _FORGOTTEN), _LEAST_STABILITY))
    return float(
        stability
        * (
            1
            + (math.e ** (WEIGHTS[8]))
            * (11 - difficulty)
            * (stability ** -WEIGHTS[9])
            * ((math.e ** ((1 - recalled) * WEIGHTS[10])) - 1)
            * (WEIGHTS[15] if rated == 2 else 1)
            * (WEIGHTS[16] if rated == 4 else 1)
        )
    )


def _difficulty(difficulty: float, rated: int) -> float:
    moved = difficulty + (10.0 - difficulty) * -(WEIGHTS[6] * (rated - 3)) / 9.0
    return float(min(max(WEIGHTS[7] * _EASIEST + (1 - WEIGHTS[7]) * moved, 1.0), 10.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallBin:
    """Reviews of which about the same was expected."""

    low: float
    high: float
    reviews: int
    predicted: float
    """The mean of what was expected."""
    recalled: int

    @property
    def measured(self) -> float:
        """The share that was recalled."""
        return self.recalled / self.reviews

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies with 90 % confidence: Wilson's interval."""
        count, square = self.reviews, _WIDTH**2
        middle = (self.recalled + square / 2) / (count + square)
        reach = (
            _WIDTH
            * math.sqrt(self.recalled * (count - self.recalled) / count + square / 4)
            / (count + square)
        )
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Recall predicted against measured."""

    bins: tuple[RecallBin, ...]
    """From low to high; only those that hold a review."""

    @property
    def reviews(self) -> int:
        """How many reviews something was expected of."""
        return sum(each.reviews for each in self.bins)

    @property
    def predicted(self) -> float | None:
        """The mean of what was expected; None without reviews."""
        return sum(each.predicted * each.reviews for each in self.bins) / self.reviews if self.bins else None

    @property
    def measured(self) -> float | None:
        """The share that was recalled; None without reviews."""
        return sum(each.recalled for each in self.bins) / self.reviews if self.bins else None

    @property
    def points(self) -> tuple[tuple[float, float, int], ...]:
        """What a calibration plot shows: predicted, measured, and of how many."""
        return tuple((each.predicted, each.measured, each.reviews) for each in self.bins)

    def table(self) -> Table:
        """A row for each bin."""
        return Table(
            title="Recall, predicted against measured",
            heading=("predicted", "mean", "recalled", "90 % interval", "reviews"),
            rows=tuple(
                (
                    f"{each.low:.2f} to {each.high:.2f}",
                    f"{each.predicted:.2f}",
                    f"{each.measured:.2f}",
                    f"{each.interval[0]:.2f} to {each.interval[1]:.2f}",
                    str(each.reviews),
                )
                for each in self.bins
            ),
            note="Recalled: rated better than Again. Predicted: by the scheduler, just before each review.",
        )


def recall_bins(reviews: Sequence[Foreseen]) -> Recall:
    """What was expected of reviews against what came of them."""
    count = len(EDGES) - 1
    sizes, sums, recalled = [0] * count, [0.0] * count, [0] * count
    for each in reviews:
        if each.recall is None:
            continue
        place = next(place for place in range(count) if each.recall <= EDGES[place + 1])
        sizes[place] += 1
        sums[place] += each.recall
        recalled[place] += each.rated is not Rating.AGAIN
    return Recall(
        bins=tuple(
            RecallBin(
                low=EDGES[place],
                high=EDGES[place + 1],
                reviews=sizes[place],
                predicted=sums[place] / sizes[place],
                recalled=recalled[place],
            )
            for place in range(count)
            if sizes[place]
        )
    )
