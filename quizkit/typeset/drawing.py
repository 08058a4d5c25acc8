"""How do points become characters? Lines in dots, marks over them, and a frame with numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from quizkit.mathlang.glyphs import Glyphs
from quizkit.typeset.axes import Axis
from quizkit.typeset.tables import padded

Point = tuple[float, float]
Drawn = Literal["line", "marks", "both"]

MARKS = "●○▲△■□◆◇"
ASCII_MARKS = "*o+x#@%&"
_BRAILLE = 0x2800
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille character, by row and column of its dots."""
LEAST_COLUMNS, LEAST_ROWS = 8, 2
_APART = 10
"""Marks on a dense line stand so many columns apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points in the order in which a line joins them; one that is not finite leaves a gap."""

    name: str
    points: tuple[Point, ...]
    drawn: Drawn | None = None
    """None: a line, and marks too if there are other series."""


def is_finite(point: Point) -> bool:
    """Whether a point can be shown."""
    return math.isfinite(point[0]) and math.isfinite(point[1])


def mark(place: int, glyphs: Glyphs) -> str:
    """The mark of the series at this place."""
    marks = MARKS if glyphs.name == "unicode" else ASCII_MARKS
    return marks[place % len(marks)]


class Drawing:
    """Dots and marks between two axes."""

    def __init__(self, columns: int, rows: int, x_axis: Axis, y_axis: Axis, glyphs: Glyphs) -> None:
        self.columns, self.rows = columns, rows
        self.x_axis, self.y_axis = x_axis, y_axis
        self.glyphs = glyphs
        self.fine = (2, 4) if glyphs.name == "unicode" else (1, 1)
        self.dots: set[tuple[int, int]] = set()
        self.marks: dict[tuple[int, int], str] = {}

    def draw(self, series: Series, place: int, of: int) -> None:
        """Draw a series in the form that it asks for."""
        drawn = series.drawn or ("line" if of == 1 else "both")
        if drawn != "marks":
            for start, end in pairwise(series.points):
                self._segment(start, end)
        if drawn != "line":
            dense = drawn == "both" and len(series.points) > self.columns // 4
            points = list(self._sparse(series.points, place, of)) if dense else series.points
            for point in points:
                if is_finite(point) and self._inside(point):
                    column, row = self._dot(point)
                    at = (column // self.fine[0], row // self.fine[1])
                    self.marks.setdefault(at, mark(place, self.glyphs))

    def _sparse(self, points: Sequence[Point], place: int, of: int) -> Iterable[Point]:
        """Points of a dense line for its marks; those of other series stand elsewhere."""
        inside = [point for point in points if is_finite(point) and self._inside(point)]
        wanted = max(2, self.columns // _APART)
        for turn in range(wanted):
            part = (turn + (place + 0.5) / of) / wanted
            x = self.x_axis.low + part * (self.x_axis.high - self.x_axis.low)
            nearest = min(inside, key=lambda point: abs(point[0] - x), default=None)
            if nearest is not None:
                yield nearest

    def _inside(self, point: Point) -> bool:
        slack = 1e-9
        return all(-slack <= part <= 1 + slack for part in self._parts(point))

    def _parts(self, point: Point) -> Point:
        return self.x_axis.part(point[0]), self.y_axis.part(point[1])

    def _dot(self, point: Point) -> tuple[int, int]:
        return self._at(*self._parts(point))

    def _at(self, across: float, up: float) -> tuple[int, int]:
        wide, high = self.columns * self.fine[0] - 1, self.rows * self.fine[1] - 1
        return (
            min(wide, max(0, math.floor(across * wide + 0.5))),
            min(high, max(0, math.floor((1 - up) * high + 0.5))),
        )

    def _segment(self, start: Point, end: Point) -> None:
        """A straight line, cut off at the frame."""
        if not (is_finite(start) and is_finite(end)):
            return
        (x0, y0), (x1, y1) = self._parts(start), self._parts(end)
        first, last = 0.0, 1.0
        for origin, change in ((x0, x1 - x0), (y0, y1 - y0)):
            if change:
                ends = sorted((-origin / change, (1 - origin) / change))
                first, last = max(first, ends[0]), min(last, ends[1])
            elif not -1e-9 <= origin <= 1 + 1e-9:
                return
        if first > last:
            return
        a = self._at(x0 + first * (x1 - x0), y0 + first * (y1 - y0))
        b = self._at(x0 + last * (x1 - x0), y0 + last * (y1 - y0))
        steps = max(abs(b[0] - a[0]), abs(b[1] - a[1]), 1)
        for step in range(steps + 1):
            part = step / steps
            self.dots.add((round(a[0] + part * (b[0] - a[0])), round(a[1] + part * (b[1] - a[1]))))

    def framed(self, margin: int) -> list[str]:
        """The rows with the axes and their numbers; ``margin``: columns left of the drawing."""
        joint, bar, corner, rule, tick = "┤│└─┬" if self.glyphs.name == "unicode" else "+|+-+"
        at_row = {
            self._dot((self.x_axis.low, value))[1] // self.fine[1]: text for value, text in self.y_axis.ticks
        }
        lines = []
        for row in range(self.rows):
            text = padded(at_row.get(row, ""), margin - 2, right=True)
            lines.append(f"{text} {joint if row in at_row else bar}{self._row(row)}".rstrip())
        at_column = {
            self._dot((value, self.y_axis.low))[0] // self.fine[0]: text for value, text in self.x_axis.ticks
        }
        ruled = "".join(tick if column in at_column else rule for column in range(self.columns))
        return [*lines, f"{'':{margin - 1}}{corner}{ruled}", self._numbers(at_column, margin)]

    def _row(self, row: int) -> str:
        return "".join(
            self.marks.get((column, row)) or self._cell(column, row) for column in range(self.columns)
        )

    def _cell(self, column: int, row: int) -> str:
        if self.glyphs.name != "unicode":
            return "." if (column, row) in self.dots else " "
        bits = sum(
            _DOTS[down][right]
            for down in range(4)
            for right in range(2)
            if (column * 2 + right, row * 4 + down) in self.dots
        )
        return chr(_BRAILLE + bits) if bits else " "

    def _numbers(self, at_column: dict[int, str], margin: int) -> str:
        """The numbers of the x axis, each under its tick; one that would touch its neighbour is left out."""
        line = ""
        for column, text in sorted(at_column.items()):
            start = margin + column - len(text) // 2
            start = min(start, margin + self.columns - len(text))
            if not line or start > len(line):
                line = line.ljust(start) + text
        return line
