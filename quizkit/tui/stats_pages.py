"""What stands on each page of the statistics? Blocks of text for a width: plots, or the same as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from quizkit.mathlang.glyphs import UNICODE, Glyphs
from quizkit.practice.statistics import Page, Statistics
from quizkit.practice.tallies import FEW, SURENESS, share
from quizkit.typeset.charts import Bar, bars, beside, calendar, columns
from quizkit.typeset.plots import Series, calibration_plot, line_plot
from quizkit.typeset.tables import aligned, cut, filled

Block = Sequence[str]
"""Rows of text; the first is a heading."""

NAMES: dict[Page, str] = {
    "overview": "Overview",
    "topics": "Topics",
    "memory": "Memory",
    "time": "Time",
    "calibration": "Calibration",
}
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_ROOMY = 74
"""From so many columns on, two plots stand beside each other."""
_NARROWEST = 30
"""A plot with axes has at least so many columns."""
_WIDEST = 110
"""Plots grow no wider: the eye loses the line."""
_MISTAKES = 3
"""The most frequent ones, on the first page; the table has all."""
_EMPTY = """Nothing was practised yet.
Esc leads back to Home, and Enter there begins a sitting. Every problem that you answer is counted here: how \
often the first answer was right, how long it took, which mistakes come back, and what is due next.
After some days you see whether you remember as much as the schedule expects."""


def period(days: int | None) -> str:
    """The period in words."""
    return "all there is" if days is None else f"last {days} days"


def blocks(
    statistics: Statistics, page: Page, width: int, *, tables: bool = False, glyphs: Glyphs = UNICODE
) -> list[Block]:
    """What stands on a page, no wider than ``width``; an empty history is told what to do."""
    if not statistics.total:
        return [filled(line, min(width, _ROOMY), glyphs=glyphs) for line in _EMPTY.splitlines()]
    if tables:
        return [table.lines(min(width, _WIDEST), glyphs=glyphs) for table in statistics.tables(page)]
    found = _drawn(statistics, page, min(width, _WIDEST), glyphs)
    if not statistics.counts.reviews:
        told = f"Nothing was practised in the {period(statistics.days)}; p shows a longer period."
        found.insert(0, filled(told, width, glyphs=glyphs))
    return [[cut(glyphs.text(line), width, glyphs=glyphs) for line in block] for block in found]


def _drawn(statistics: Statistics, page: Page, width: int, glyphs: Glyphs) -> list[Block]:
    match page:
        case "overview":
            return _overview(statistics, width, glyphs)
        case "topics":
            return _topics(statistics, width, glyphs)
        case "memory":
            return _memory(statistics, width, glyphs)
        case "time":
            return _time(statistics, width, glyphs)
        case "calibration":
            return _calibration(statistics, width, glyphs)
        case _:
            assert_never(page)


def _overview(statistics: Statistics, width: int, glyphs: Glyphs) -> list[Block]:
    days = statistics.heat.rows
    squares = calendar(days, width, glyphs=glyphs)
    heat = [f"Clean solves a day since {statistics.heat.first}", *squares]
    counts = aligned([("", ""), *statistics.counts.rows()], width, glyphs=glyphs)
    both = [heat[0], *beside(squares[: len(days)], counts), *squares[len(days) :]]
    widest = max(map(len, both))
    above: list[Block]
    if width >= _ROOMY and widest + 3 + _NARROWEST <= width:
        recall = _recall(statistics, min(48, width - widest - 3), len(heat), glyphs, legend=False)
        above = [beside(both, recall)]
    else:
        above = [
            both if widest <= width else heat,
            *([] if widest <= width else [["Reviews", *counts[1:]]]),
            _recall(statistics, min(width, 56), 9, glyphs),
        ]
    return [*above, _due(statistics, width, 1, glyphs), _mistakes(statistics, width, glyphs)]


def _recall(
    statistics: Statistics, width: int, height: int, glyphs: Glyphs, *, legend: bool = True
) -> list[str]:
    title = "Recall: predicted and measured"
    points = statistics.recall.points
    if not points:
        told = "Nothing to compare yet: a question must come again on a later day."
        return [title, *filled(told, width, glyphs=glyphs)]
    least = min(min(predicted, measured) for predicted, measured, _ in points)
    low = next(low for low in (0.8, 0.6, 0.4, 0.2, 0.0) if low <= least)
    plot = calibration_plot(
        points, width, height - 1, low=low, x_label="predicted", y_label="", legend=legend, glyphs=glyphs
    )
    return [title, *plot]


def _due(statistics: Statistics, width: int, height: int, glyphs: Glyphs) -> list[str]:
    forecast = statistics.forecast
    names = [_WEEKDAYS[day.weekday()] for day in forecast.days]
    drawn = columns(forecast.due, names, width, height=height, glyphs=glyphs)
    return [f"Due in the next {len(forecast.due)} days", *drawn]


def _mistakes(statistics: Statistics, width: int, glyphs: Glyphs) -> list[str]:
    table = statistics.mistakes.table()
    if not table.rows:
        return ["Most frequent mistakes", "none that has a name"]
    heading = ("Most frequent mistakes", *table.heading[1:])
    rows = aligned([heading, *table.rows[:_MISTAKES]], width, glyphs=glyphs)
    left = len(table.rows) - _MISTAKES
    return [*rows, f"and {left} more: t shows them"] if left > 0 else rows


def _topics(statistics: Statistics, width: int, glyphs: Glyphs) -> list[Block]:
    lines = statistics.topics.lines
    standing = [
        Bar(
            line.topic,
            line.standing.chance if line.known else None,
            f"{line.standing.chance:.2f}  {line.standing.proficient} of {line.standing.questions} proficient"
            if line.known
            else f"new   0 of {line.standing.questions}",
        )
        for line in lines
        if line.standing is not None
    ]
    recall = [Bar(line.topic, line.recall, f"{line.recall:.2f}") for line in lines if line.recall is not None]
    tried = [
        Bar(
            line.topic,
            line.counts.first_try / line.counts.reviews,
            share(line.counts.first_try, line.counts.reviews)
            + (f" of {line.counts.reviews}" if line.counts.reviews >= FEW else ""),
        )
        for line in lines
        if line.counts.reviews
    ]
    found: list[Block] = []
    if standing:
        found.append(["Chance to solve a fresh variant", *bars(standing, width, most=1.0, glyphs=glyphs)])
    if recall:
        found.append(["Recall today", *bars(recall, width, most=1.0, glyphs=glyphs)])
    if tried:
        title = f"Right at the first try, {period(statistics.days)}"
        found.append([title, *bars(tried, width, most=1.0, glyphs=glyphs)])
    return found


def _memory(statistics: Statistics, width: int, glyphs: Glyphs) -> list[Block]:
    memory = statistics.memory
    bands = [
        Bar(
            band.name,
            band.questions,
            str(band.questions) + ("" if band.recall is None else f"  recall {band.recall:.2f}"),
        )
        for band in memory.bands
    ]
    told = f"{memory.questions} remembered"
    if memory.recall is not None:
        told += f", today with a chance of {memory.recall:.2f} on average"
    return [
        _due(statistics, width, 4, glyphs),
        ["Questions remembered for", *bars(bands, width, glyphs=glyphs)],
        filled(told, width, glyphs=glyphs),
    ]


def _time(statistics: Statistics, width: int, glyphs: Glyphs) -> list[Block]:
    weeks = statistics.weeks.weeks
    names = [f"{week.monday:%m-%d}" for week in weeks]
    minutes = columns([round(week.minutes) for week in weeks], names, width, height=4, glyphs=glyphs)
    points = [
        (float(place + 1 - len(weeks)), week.first_try, week.reviews) for place, week in enumerate(weeks)
    ]
    enough = tuple((ago, right / of) for ago, right, of in points if of >= FEW)
    few = tuple((ago, right / of) for ago, right, of in points if 0 < of < FEW)
    tried = line_plot(
        [
            Series(name=f"from {FEW} reviews", points=enough, drawn="both"),
            Series(name="fewer", points=few, drawn="marks"),
        ],
        min(width, 64),
        9,
        x_label="weeks from now",
        x_range=(points[0][0], 0.0),
        x_whole=True,
        y_range=(0.0, 1.0),
        glyphs=glyphs,
    )
    pace = statistics.topics.pace()
    slow = [aligned([("Time by topic", *pace.heading[1:]), *pace.rows], width, glyphs=glyphs)]
    return [
        ["Minutes by week, from Monday", *minutes],
        ["Right at the first try, by week", *tried],
        *(slow if pace.rows else []),
    ]


def _calibration(statistics: Statistics, width: int, glyphs: Glyphs) -> list[Block]:
    recall = statistics.recall
    found: list[Block] = [_recall(statistics, min(width, 64), 13, glyphs)]
    if recall.predicted is not None and recall.measured is not None:
        found.append(
            filled(
                f"On average {recall.predicted:.2f} was predicted and {recall.measured:.2f} measured, "
                f"in {recall.reviews} reviews.",
                width,
                glyphs=glyphs,
            )
        )
    confidence = statistics.confidence
    if not confidence.reviews:
        told = "An interview asks how sure you are; here you will see how often you were right then."
        return [*found, ["Confidence: said and right", *filled(told, width, glyphs=glyphs)]]
    said = [
        Bar(
            SURENESS[each.sure],
            each.right / each.reviews if each.reviews else None,
            share(each.right, each.reviews) + (f" of {each.reviews}" if each.reviews >= FEW else ""),
        )
        for each in reversed(confidence.levels)
    ]
    return [
        *found,
        ["Confidence: right at the first try", *bars(said, width, most=1.0, glyphs=glyphs)],
    ]
