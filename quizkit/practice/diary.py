"""When was practised? Days and weeks out of reviews: the heat map, the last weeks, the minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from quizkit.practice.reviews import Review
from quizkit.practice.tallies import NOTHING, is_judged, share
from quizkit.typeset.tables import Table

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Clean solves per day of the learner's calendar: right at the first try, without a hint."""

    first: date
    """A Monday."""
    clean: tuple[int, ...]
    """One for each day from the first to today."""
    reviews: tuple[int, ...]
    """All that were judged on each day."""

    @property
    def last(self) -> date:
        """Today."""
        return self.first + timedelta(days=len(self.clean) - 1)

    @property
    def practised(self) -> int:
        """On how many days something was practised."""
        return sum(count > 0 for count in self.reviews)

    @property
    def weekly(self) -> tuple[int, ...]:
        """Clean solves per week, the last of which may have just begun."""
        return tuple(sum(self.clean[start : start + 7]) for start in range(0, len(self.clean), 7))

    @property
    def rows(self) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
        """A row for each day of the week, a column for each week; None for days to come."""
        weeks = len(self.weekly)
        days = (*self.clean, *[None] * (7 * weeks - len(self.clean)))
        return tuple((name, days[place::7]) for place, name in enumerate(WEEKDAYS))

    def table(self) -> Table:
        """A row for each week, the newest first."""
        columns = [values for _, values in self.rows]
        rows = [
            (
                str(self.first + timedelta(weeks=week)),
                *(NOTHING if column[week] is None else str(column[week]) for column in columns),
                str(total),
            )
            for week, total in enumerate(self.weekly)
        ]
        return Table(
            title="Clean solves per day",
            heading=("week of", *WEEKDAYS, "all"),
            rows=tuple(reversed(rows)),
            note=f"Practised on {self.practised} of {len(self.clean)} days.",
        )


def heat_map(days: Iterable[tuple[date, bool]], today: date, weeks: int = 13) -> HeatMap:
    """The heat map of so many weeks up to today, out of the day of each review and whether it was clean."""
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    length = (today - first).days + 1
    clean, reviews = [0] * length, [0] * length
    start = first.toordinal()
    for day, is_clean in days:
        place = day.toordinal() - start
        if 0 <= place < length:
            reviews[place] += 1
            clean[place] += is_clean
    return HeatMap(first=first, clean=tuple(clean), reviews=tuple(reviews))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """The last weeks in a line: seven days each, the last one ending today."""

    weekly: tuple[int, ...]
    """Clean solves."""
    practised: int
    """On how many of the days something was practised."""
    days: int


def lately(days: Iterable[tuple[date, bool]], today: date, weeks: int = 8) -> Lately:
    """The last weeks, out of the day of each review and whether it was clean."""
    length = 7 * weeks
    start = today.toordinal() - length + 1
    clean, practised = [0] * weeks, set()
    for day, is_clean in days:
        place = day.toordinal() - start
        if 0 <= place < length:
            practised.add(place)
            clean[place // 7] += is_clean
    return Lately(weekly=tuple(clean), practised=len(practised), days=length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week's practice."""

    monday: date
    minutes: float
    reviews: int
    first_try: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """Practice week by week, up to the present one."""

    weeks: tuple[Week, ...]

    def table(self) -> Table:
        """A row for each week, the newest first."""
        return Table(
            title="Practice by week",
            heading=("week of", "minutes", "reviews", "first try"),
            rows=tuple(
                (
                    str(week.monday),
                    f"{week.minutes:.0f}",
                    str(week.reviews),
                    share(week.first_try, week.reviews),
                )
                for week in reversed(self.weeks)
            ),
        )


def weeks(reviews: Iterable[tuple[date, Review]], today: date, number: int = 13) -> Weeks:
    """Practice in so many weeks up to the present one, out of reviews and their days."""
    first = today - timedelta(days=today.weekday() + 7 * (number - 1))
    minutes, judged, right = [0.0] * number, [0] * number, [0] * number
    for day, review in reviews:
        place = (day - first).days // 7
        if day <= today and 0 <= place < number and is_judged(review):
            minutes[place] += review.seconds / 60
            judged[place] += 1
            right[place] += review.first_try
    return Weeks(
        tuple(
            Week(
                monday=first + timedelta(weeks=place),
                minutes=minutes[place],
                reviews=judged[place],
                first_try=right[place],
            )
            for place in range(number)
        )
    )
