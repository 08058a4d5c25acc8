"""How did it go? Counts, times, mistakes and confidence out of reviews; each also as a table.

Where a share rests on few reviews, the numbers themselves are told in its place.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from quizkit.practice.reviews import Review
from quizkit.typeset.tables import Table

FEW = 10
"""Of fewer reviews than these a share is told as so many of so many."""
RECENTLY = 30
"""Days: mistakes of the last ones are set against those of as many before."""
SURENESS = {1: "guessed", 2: "unsure", 3: "sure"}
NOTHING = "–"


def is_judged(review: Review) -> bool:
    """Whether an answer was handed in or given up on: problems put aside or never reached count nowhere."""
    return review.ending not in {"skipped", "unanswered"}


def share(part: int, whole: int) -> str:
    """``71 %``; of few ``3 of 4``; of none a dash."""
    if whole < FEW:
        return f"{part} of {whole}" if whole else NOTHING
    return f"{part / whole:.0%}".replace("%", " %")


def clock(seconds: float | None) -> str:
    """``3:12``, in minutes and seconds; of None a dash."""
    if seconds is None:
        return NOTHING
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def median(values: Sequence[float]) -> float | None:
    """The middle one; None of none."""
    return statistics.median(values) if values else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many reviews, and how they went."""

    reviews: int
    first_try: int
    """Right at the first answer."""
    hinted: int
    """With at least one hint."""
    seconds: float | None
    """The median time of a review."""
    timed: int
    """How many reviews had a par time."""
    timed_seconds: float | None
    """Their median time."""
    par: float | None
    """Their median par time."""
    within: int
    """How many of them took no longer than their own par time."""

    def rows(self) -> tuple[tuple[str, str], ...]:
        """What is told, and its number."""
        return (
            ("reviews", str(self.reviews)),
            ("first try", share(self.first_try, self.reviews)),
            ("with hint", share(self.hinted, self.reviews)),
            ("median time", clock(self.seconds)),
            ("median par", clock(self.par)),
            ("within par", share(self.within, self.timed)),
        )

    def table(self) -> Table:
        """A row for each number."""
        return Table(
            title="Reviews",
            heading=("what", "number"),
            rows=self.rows(),
            note=f"{self.timed} of {self.reviews} reviews had a par time; their median time "
            f"is {clock(self.timed_seconds)}.",
        )


def counts(reviews: Sequence[Review]) -> Counts:
    """How many of these reviews, and how they went; those never judged are left out."""
    judged = [review for review in reviews if is_judged(review)]
    timed = [(review.seconds, review.par) for review in judged if review.par is not None]
    return Counts(
        reviews=len(judged),
        first_try=sum(review.first_try for review in judged),
        hinted=sum(review.hints > 0 for review in judged),
        seconds=median([review.seconds for review in judged]),
        timed=len(timed),
        timed_seconds=median([seconds for seconds, _ in timed]),
        par=median([par for _, par in timed]),
        within=sum(seconds <= par for seconds, par in timed),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MistakeTrend:
    """How often one misconception was recognised: in how many reviews."""

    mistake: str
    recent: int
    before: int

    @property
    def trend(self) -> str:
        """``more``, ``fewer`` or ``same``."""
        return "same" if self.recent == self.before else "more" if self.recent > self.before else "fewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """Misconceptions in the last days and in as many days before, the most frequent first."""

    trends: tuple[MistakeTrend, ...]
    recent: int
    """How many reviews there were in the last days; without them the counts cannot be compared."""
    before: int

    def table(self) -> Table:
        """A row for each misconception."""
        return Table(
            title="Mistakes over time",
            heading=("mistake", f"last {RECENTLY} d", f"{RECENTLY} d before", "now"),
            rows=tuple(
                (named(each.mistake), str(each.recent), str(each.before), each.trend) for each in self.trends
            ),
            note=f"Among {self.recent} reviews in the last {RECENTLY} days, {self.before} in those before.",
        )


def named(id_: str) -> str:
    """The id of a misconception as words."""
    return id_.replace("-", " ")


def mistakes(reviews: Iterable[tuple[date, Review]], today: date) -> Mistakes:
    """Mistakes over time, out of reviews and their days; one that is repeated in a problem counts once."""
    counted: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    sizes = [0, 0]
    for day, review in reviews:
        gone = (today - day).days
        if not 0 <= gone < 2 * RECENTLY or not is_judged(review):
            continue
        sizes[gone // RECENTLY] += 1
        counted[gone // RECENTLY].update(set(review.mistakes))
    recent, before = counted
    trends = [
        MistakeTrend(mistake=mistake, recent=recent[mistake], before=before[mistake])
        for mistake in {*recent, *before}
    ]
    trends.sort(key=lambda each: (-each.recent, -each.before, each.mistake))
    return Mistakes(trends=tuple(trends), recent=sizes[0], before=sizes[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """How often the learner was right when that sure."""

    sure: int
    """1 (guessed) to 3 (sure)."""
    reviews: int
    right: int
    """At the first answer."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """Confidence against correctness."""

    levels: tuple[Sureness, ...]
    """From guessed to sure, all three."""

    @property
    def reviews(self) -> int:
        """Of how many reviews the learner said how sure."""
        return sum(each.reviews for each in self.levels)

    def table(self) -> Table:
        """A row for each degree."""
        return Table(
            title="Confidence against correctness",
            heading=("said", "right", "reviews"),
            rows=tuple(
                (SURENESS[each.sure], share(each.right, each.reviews), str(each.reviews))
                for each in reversed(self.levels)
            ),
            note="Right means at the first answer. Asked in interviews.",
        )


def confidence(reviews: Iterable[Review]) -> Confidence:
    """Confidence against correctness, of the reviews in which the learner said how sure."""
    said: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for review in reviews:
        if review.sure in SURENESS and is_judged(review):
            said[review.sure] += 1
            right[review.sure] += review.first_try
    return Confidence(tuple(Sureness(sure=each, reviews=said[each], right=right[each]) for each in SURENESS))
