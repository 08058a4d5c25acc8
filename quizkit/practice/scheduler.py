"""How is memory scheduled? FSRS: the forgetting curve, the intervals that follow from it, and the library.

The ``fsrs`` library moves stability and difficulty, and is imported only when a review is taken in. The two
formulas that follow from them, recall and interval, are written out here, so that nothing is imported to
show what is due. There is no chance: days are spread by a hash.
"""

from __future__ import annotations

import functools
import hashlib
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from quizkit.practice.rating import Rating

if TYPE_CHECKING:
    from fsrs import Scheduler

WEIGHTS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
"""The default weights of FSRS-6. Given to the library, so that another release schedules alike."""
DECAY: float = -WEIGHTS[20]
FACTOR: float = 0.9 ** (1 / DECAY) - 1
"""Chosen such that recall is 0.9 after as many days as the stability."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What the learner aims at. Raises ValueError for a retention or a number that makes no sense."""

    retention: float = 0.9
    """The chance of recall at which a question is due, 0.7 to 0.97."""
    interview: date | None = None
    """The day to be ready on; no interval is longer than half the days that were left to it."""
    longest: int = 90
    """The longest interval, in days."""
    new: int = 5
    """How many new questions a day at most."""

    def __post_init__(self) -> None:
        if not 0.7 <= self.retention <= 0.97:
            raise ValueError(f"the desired retention is from 0.7 to 0.97, not {self.retention}")
        if self.longest < 1 or self.new < 0:
            raise ValueError("the longest interval is at least 1 day, and new questions at least 0")

    def longest_from(self, day: date) -> int:
        """The longest interval that may begin on a day."""
        left = (self.interview - day).days if self.interview is not None else 0
        return self.longest if left <= 0 else min(self.longest, max(1, left // 2))


GOAL = Goal()
"""What is aimed at where nobody said."""


def recall(stability: float, days: float) -> float:
    """FSRS-6's forgetting curve: R(t, S) = (1 + F·t/S)^D with D = −w20 and F = 0.9^(1/D) − 1.

    Source: open-spaced-repetition, "The Algorithm", FSRS-6; the library computes the same, to the bit.
    """
    return float((1 + FACTOR * days / stability) ** DECAY)


def interval(stability: float, retention: float) -> int:
    """The days after which recall has fallen to the retention: the curve turned round, whole, at least 1."""
    return max(1, round(stability / FACTOR * (float(retention ** (1 / DECAY)) - 1)))


def recalled_stability(stability: float, difficulty: float, recalled: float) -> float:
    """The stability after a Good at this recall, FSRS-6's: for outlooks, where no review has been made."""
    gain = math.exp(WEIGHTS[8]) * (11 - difficulty) * stability ** -WEIGHTS[9]
    return float(stability * (1 + gain * math.expm1((1 - recalled) * WEIGHTS[10])))


def spread(question: str, turn: int, days: int, most: int) -> int:
    """A number of days near these, at most ``most``: questions met on one day shall not stay together.

    As far as the library's own fuzz reaches, but by a hash of the question's id and how often it came:
    replaying gives the same.
    """
    if days < 3:
        return days
    reach = 1 + 0.15 * (min(days, 7) - 2.5) + 0.1 * max(min(days, 20) - 7, 0) + 0.05 * max(days - 20, 0)
    high = min(most, round(days + reach))
    low = min(max(2, round(days - reach)), high)
    digest = hashlib.blake2b(f"{turn}\0{question}".encode(), digest_size=8, person=b"quizkit-due").digest()
    return low + int.from_bytes(digest, "big") % (high - low + 1)


@dataclass(frozen=True, slots=True)
class Trace:
    """What FSRS keeps of a question."""

    stability: float
    """Days until recall has fallen to 0.9."""
    difficulty: float
    """1 to 10: FSRS's own, nothing an author wrote."""


def reviewed(before: Trace | None, last: date, rated: Rating, day: date) -> Trace:
    """The trace after a review of this rating on this day; ``last`` was the day of the one before."""
    import fsrs

    card = fsrs.Card(card_id=1, due=_midnight(day))
    if before is not None:
        card.state, card.step = fsrs.State.Review, None
        card.stability, card.difficulty = before.stability, before.difficulty
        card.last_review = _midnight(last)
    card, _ = _scheduler().review_card(card, fsrs.Rating(rated), _midnight(day))
    if card.stability is None or card.difficulty is None:
        raise ArithmeticError("the scheduler gave no stability")
    return Trace(float(card.stability), float(card.difficulty))


@functools.cache
def _scheduler() -> Scheduler:
    """FSRS without steps within a day and without chance; intervals are ours."""
    import fsrs

    return fsrs.Scheduler(parameters=WEIGHTS, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def _midnight(day: date) -> datetime:
    # The library counts whole days of 24 hours, and takes no other UTC than this one.
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
