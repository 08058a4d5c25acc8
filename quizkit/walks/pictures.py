"""What do the pictures of a walk look like as text, and what are they as tables?"""

from __future__ import annotations

import math
from itertools import groupby

from quizkit.mathlang.glyphs import UNICODE, Glyphs
from quizkit.typeset.charts import Bar, bars
from quizkit.typeset.plots import line_plot, series_table
from quizkit.typeset.tables import Table, filled
from quizkit.walks.numerals import texts
from quizkit.walks.walk import Array, Bars, Block, Plot, flat

WIDEST = 72


def picture(block: Plot | Bars, width: int, *, glyphs: Glyphs = UNICODE) -> list[str]:
    """The title and the picture."""
    size = min(width, WIDEST)
    match block:
        case Plot():
            drawn = line_plot(
                block.series,
                size,
                block.height,
                x_label=block.x_label,
                y_label=block.y_label,
                y_range=block.y_range,
                glyphs=glyphs,
            )
        case Bars():
            lengths = flat(block.lengths.values)
            told = texts(lengths)
            rows = [
                Bar(label, value, text)
                for label, value, text in zip(block.labels, lengths, told, strict=True)
            ]
            drawn = bars(rows, size, glyphs=glyphs)
    return [*filled(block.title, width, glyphs=glyphs), *drawn]


def table(block: Plot | Bars) -> Table:
    """The numbers of a picture."""
    match block:
        case Plot():
            return series_table(block.series, title=block.title, x_label=block.x_label, most=block.rows)
        case Bars():
            told = texts(flat(block.lengths.values))
            rows = tuple(zip(block.labels, told, strict=True))
            return Table(title=block.title, heading=("", block.lengths.name), rows=rows)


def grouped(blocks: tuple[Block, ...]) -> list[Block | list[Array]]:
    """The blocks, with arrays that follow each other put together."""
    found: list[Block | list[Array]] = []
    for is_array, group in groupby(blocks, key=lambda block: isinstance(block, Array)):
        listed = list(group)
        if is_array:
            found.append([block for block in listed if isinstance(block, Array)])
        else:
            found += listed
    return found


def finite(value: float) -> float | None:
    """A number that JSON can hold; a gap in a curve is None."""
    return value if math.isfinite(value) else None
