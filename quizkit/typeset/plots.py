"""How are curves drawn as text? Lines of braille dots between axes with round numbers, told apart by marks.

Every function gives rows of text, none of them wider than was asked. Nothing is told by colour: of several
series each has a mark of its own. In the ASCII form lines are dots. ``series_table`` gives the same numbers
as a table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from quizkit.mathlang.glyphs import UNICODE, Glyphs, cells
from quizkit.typeset.axes import Axis, axis
from quizkit.typeset.drawing import LEAST_COLUMNS, LEAST_ROWS, Drawing, Drawn, Point, Series, is_finite, mark
from quizkit.typeset.tables import Table, cut, packed, padded

__all__ = ["FEW", "Drawn", "Point", "Series", "calibration_plot", "line_plot", "series_table"]

FEW = 10
"""Of fewer cases than these a share says little: they are marked otherwise."""


def line_plot(
    series: Sequence[Series],
    width: int,
    height: int,
    *,
    x_label: str = "",
    y_label: str = "",
    x_range: Point | None = None,
    x_whole: bool = False,
    y_range: Point | None = None,
    glyphs: Glyphs = UNICODE,
) -> list[str]:
    """Curves between axes, in ``height`` rows of at most ``width`` columns, axes and names included.

    A range that is given cuts lines off at its ends; otherwise the axes hold all points. With
    ``x_whole`` only whole numbers are written below. A plot needs at
    least about 20 columns and 6 rows, and takes them.
    """
    finite = [point for one in series for point in one.points if is_finite(point)]
    if not finite:
        return [cut("nothing to show yet", width, glyphs=glyphs)]
    below = _below(series, x_label, width, glyphs)
    above = [cut(glyphs.text(y_label), width, glyphs=glyphs)] if y_label else []
    rows = max(LEAST_ROWS, height - len(above) - len(below) - 2)
    y_axis = _axis([y for _, y in finite], y_range, rows // 2 + 1, widen=True)
    margin = max(len(text) for _, text in y_axis.ticks) + 2
    columns = max(LEAST_COLUMNS, width - margin)
    x_axis = _axis([x for x, _ in finite], x_range, max(2, columns // 9), widen=False, whole=x_whole)
    drawing = Drawing(columns, rows, x_axis, y_axis, glyphs)
    for place, one in enumerate(series):
        drawing.draw(one, place, len(series))
    return [*above, *drawing.framed(margin), *below]


def calibration_plot(
    points: Sequence[tuple[float, float, int]],
    width: int,
    height: int,
    *,
    low: float = 0.0,
    x_label: str = "predicted",
    y_label: str = "measured",
    legend: bool = True,
    glyphs: Glyphs = UNICODE,
) -> list[str]:
    """Shares that were predicted against those measured, ``(predicted, measured, cases)``, from low to 1.

    On the line both are equal; above it more came true than was predicted. Shares of fewer than ``FEW``
    cases have a mark of their own, which the legend tells. Points below ``low``
    are not shown: choose it under all of them.
    """
    if not points:
        return [cut("nothing to show yet", width, glyphs=glyphs)]
    enough = tuple((x, y) for x, y, count in points if count >= FEW)
    few = tuple((x, y) for x, y, count in points if count < FEW)
    series = [
        Series(name=f"from {FEW} cases" if legend else "", points=enough, drawn="marks"),
        Series(name="fewer" if legend else "", points=few, drawn="marks"),
        Series(name="as predicted" if legend else "", points=((low, low), (1.0, 1.0)), drawn="line"),
    ]
    ends = (low, 1.0)
    return line_plot(
        series,
        width,
        height,
        x_label=x_label,
        y_label=y_label,
        x_range=ends,
        y_range=ends,
        glyphs=glyphs,
    )


def series_table(series: Sequence[Series], *, title: str = "", x_label: str = "x", most: int = 20) -> Table:
    """The numbers of a line plot: a row for each x, at most ``most`` of them evenly taken."""
    values = [dict(one.points) for one in series]
    every = sorted({x for one in values for x in one if math.isfinite(x)})
    last = len(every) - 1
    taken = every if last < most else [every[round(place * last / (most - 1))] for place in range(most)]
    return Table(
        title=title,
        heading=(x_label, *(one.name for one in series)),
        rows=tuple((f"{x:.4g}", *(_number(one.get(x)) for one in values)) for x in taken),
        note="" if len(taken) == len(every) else f"{len(taken)} of {len(every)} points",
    )


def _number(value: float | None) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{value + 0.0:.4g}"


def _axis(
    values: Sequence[float], ends: Point | None, most: int, *, widen: bool, whole: bool = False
) -> Axis:
    if ends is not None:
        return axis(*ends, most, whole=whole)
    return axis(min(values), max(values), most, widen=widen, whole=whole)


def _below(series: Sequence[Series], x_label: str, width: int, glyphs: Glyphs) -> list[str]:
    """What the marks mean, and at the right what the numbers below are; in more rows if one is too short."""
    line = "⠒⠒" if glyphs.name == "unicode" else ".."
    told = []
    for place, one in enumerate(series):
        if one.points and one.name:
            sign = line if one.drawn == "line" or len(series) == 1 else mark(place, glyphs)
            told.append(f"{sign} {glyphs.text(one.name)}")
    right = glyphs.text(x_label)
    if not told:
        return [cut(right, width, glyphs=glyphs).rjust(width)] if right else []
    lines = packed(told, width, "   ", glyphs=glyphs)
    if right and cells(lines[-1]) + cells(right) + 3 <= width:
        lines[-1] += " " * (width - cells(lines[-1]) - cells(right)) + right
    elif right:
        lines.insert(0, padded(cut(right, width, glyphs=glyphs), width, right=True))
    return lines
