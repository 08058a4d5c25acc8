"""How are numbers written in a walk? To six figures of the largest entry; exactly, where four decimals do.

All entries of an array have the same decimals, so that they can be read down a column. An entry that would
vanish so is written with an exponent, like all its neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from quizkit.mathlang.glyphs import cells
from quizkit.typeset.tables import aligned
from quizkit.walks.walk import Array, Columns, Values, flat

FIGURES = 6
EXACT = 4
"""A number with at most so many decimals is written exactly."""
NOISE = 1e-14
"""An entry this much smaller than the largest one is a rounding error, and written as 0."""
_GAP = 2


def number(value: float) -> str:
    """A number in a sentence."""
    return texts([float(value)])[0]


def texts(values: Sequence[float], *, error: bool = False) -> list[str]:
    """The entries of an array, all with the same decimals."""
    if error:
        return [f"{value:.1e}" if value else "0" for value in values]
    top = max((abs(value) for value in values), default=0.0)
    least = min((abs(value) for value in values if abs(value) > NOISE * max(top, 1.0)), default=1.0)
    exact = _exact(values) if top < 10**9 else None
    decimals = min(8, max(0, FIGURES - 1 - math.floor(math.log10(top)))) if top > NOISE else FIGURES
    if exact is not None:
        decimals = exact
    elif top >= 10**9 or least < 10.0 ** (1 - max(decimals, 2)):
        return [f"{value:.{FIGURES - 2}g}" if abs(value) > NOISE * max(top, 1.0) else "0" for value in values]
    # Adding 0 turns the rounded minus zero into a zero.
    return [f"{round(value, decimals) + 0.0:.{decimals}f}" for value in values]


def array_lines(arrays: Sequence[Array], width: int) -> list[str]:
    """Arrays below each other: name, shape, and the numbers in brackets."""
    names = [array.name for array in arrays]
    shapes = [str(array.shape) if array.shape else "" for array in arrays]
    first, second = max(map(cells, names)), max(map(len, shapes))
    lines: list[str] = []
    for array, name, shape in zip(arrays, names, shapes, strict=True):
        head = f"{name}{' ' * (first - cells(name))}  {shape:<{second}}".rstrip()
        rows = _rows(array)
        margin = first + second + (4 if second else 2)
        if margin + max(map(len, rows)) > width and margin > 4:
            lines.append(head)
            lines += [f"    {piece}" for row in rows for piece in _wrapped(row, width - 4)]
        else:
            lines.append(f"{head:<{margin}}{rows[0]}")
            lines += [f"{'':<{margin}}{row}" for row in rows[1:]]
    return lines


def columns_lines(columns: Columns, width: int) -> list[str]:
    """Vectors beside each other; with a row for each name, or one for each vector if that is too wide."""
    lines = aligned(column_rows(columns), max(width, 16))
    if max(map(cells, lines)) <= width:
        return lines
    return array_lines(columns.columns, width)


def column_rows(columns: Columns) -> list[tuple[str, ...]]:
    """The heading and the rows as text."""
    told = [texts(flat(column.values), error=column.error) for column in columns.columns]
    heading = (columns.heading, *(column.name for column in columns.columns))
    return [heading, *zip(columns.labels, *told, strict=True)]


def _rows(array: Array) -> list[str]:
    """The rows of an array in brackets; of a number, the number."""
    shown = texts(flat(array.values), error=array.error)
    if not isinstance(array.values, tuple):
        return shown
    size = max(map(len, shown))
    shown = [text.rjust(size) for text in shown]
    length = _length(array.values)
    cut = [shown[start : start + length] for start in range(0, len(shown), length)]
    return [f"[{(' ' * _GAP).join(row)}]" for row in cut]


def _length(values: Values) -> int:
    """The entries of a row."""
    assert isinstance(values, tuple)  # noqa: S101  a number has been dealt with
    return _length(values[0]) if isinstance(values[0], tuple) else len(values)


def _wrapped(row: str, width: int) -> list[str]:
    """A row in pieces no wider than this, broken between entries."""
    pieces = [""]
    for word in row.split():
        if pieces[-1] and len(pieces[-1]) + _GAP + len(word) > width:
            pieces.append(" ")
        pieces[-1] += f"{' ' * _GAP if pieces[-1].strip() else ''}{word}"
    return pieces


def _exact(values: Sequence[float]) -> int | None:
    """The decimals with which all entries are exact, if few will do."""
    for decimals in range(EXACT + 1):
        if all(abs(value - round(value, decimals)) <= NOISE * max(1.0, abs(value)) for value in values):
            return decimals
    return None
