"""How are counts and shares drawn as text? Bars, columns, a row of small columns, and a calendar of squares.

Every function gives text no wider than was asked, with the numbers beside it where there is room; nothing
is told by colour. In the ASCII form only characters of the keyboard are used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quizkit.mathlang.glyphs import UNICODE, Glyphs, cells
from quizkit.typeset.tables import cut, packed, padded

_EIGHTHS = "▁▂▃▄▅▆▇█"
_ASCII_EIGHTHS = ".:-=+*#@"
_SHADES = "·░▒▓█"
_ASCII_SHADES = ".-+*#"
_LEAST_BAR = 4
_LONGEST_BAR = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with a name at its left and what is said of it at its right; None has no length yet."""

    label: str
    value: float | None
    text: str = ""


def bars(
    rows: Sequence[Bar], width: int, *, most: float | None = None, glyphs: Glyphs = UNICODE
) -> list[str]:
    """Bars, one a row; ``most`` is the value of a full one, else the greatest of them.

    A value above nothing is at least one block long, and only a full one is as long as it can be.
    """
    if not rows:
        return []
    full, rest = "█░" if glyphs.name == "unicode" else "#."
    top = most if most is not None else max((row.value or 0.0 for row in rows), default=0.0)
    texts = [glyphs.text(row.text) for row in rows]
    labels = [glyphs.text(row.label) for row in rows]
    said = max(map(cells, texts))
    named = min(max(map(cells, labels)), max(_LEAST_BAR, width - said - _LEAST_BAR - 4))
    length = max(_LEAST_BAR, min(_LONGEST_BAR, width - named - said - 4))
    lines = []
    for row, label, text in zip(rows, labels, texts, strict=True):
        size = _size(row.value or 0.0, top, length)
        shown = padded(cut(label, named, glyphs=glyphs), named)
        lines.append(
            cut(f"{shown}  {full * size}{rest * (length - size)}  {text}".rstrip(), width, glyphs=glyphs)
        )
    return lines


def _size(value: float, top: float, length: int) -> int:
    if value <= 0 or top <= 0:
        return 0
    if value >= top:
        return length
    return min(length - 1, max(1, round(length * value / top)))


def sparkline(values: Iterable[float], *, glyphs: Glyphs = UNICODE) -> str:
    """A row of small columns, the highest for the greatest value; nothing is a dot, or a _ in ASCII."""
    listed = list(values)
    steps, nothing = (_EIGHTHS, "·") if glyphs.name == "unicode" else (_ASCII_EIGHTHS, "_")
    top = max(listed, default=0.0)
    return "".join(
        nothing if value <= 0 else steps[min(len(steps), max(1, math.ceil(len(steps) * value / top))) - 1]
        for value in listed
    )


def columns(
    values: Sequence[float],
    labels: Sequence[str],
    width: int,
    *,
    height: int = 1,
    glyphs: Glyphs = UNICODE,
) -> list[str]:
    """Upright bars with their values above and labels below, ``height`` rows high.

    Where there is no room for that, a column is one character wide, only the first and the last label are
    written, and the greatest value is told; of too many columns only the last are shown, which is said.
    """
    if not values:
        return []
    texts = [f"{value:g}" for value in values]
    named = [glyphs.text(label) for label in labels]
    size = max(map(cells, (*texts, *named)))
    if (size + 1) * len(values) - 1 <= width:
        body = [
            " ".join(padded(bar * min(size, 2), size, right=True) for bar in row)
            for row in _upright(values, height, glyphs)
        ]
        above = " ".join(padded(text, size, right=True) for text in texts)
        below = " ".join(padded(label, size, right=True) for label in named)
        return [line.rstrip() for line in (above, *body, below)]
    shown = values[-width:]
    first, last = named[-len(shown)], named[-1]
    body = ["".join(row).rstrip() for row in _upright(shown, height, glyphs)]
    below = f"{first}{' ' * max(1, len(shown) - cells(first) - cells(last))}{last}"
    told = f"most {max(shown):g}"
    if len(shown) < len(values):
        told += f"; the last {len(shown)} of {len(values)}"
    return [*body, cut(below, width, glyphs=glyphs), cut(told, width, glyphs=glyphs)]


def _upright(values: Sequence[float], height: int, glyphs: Glyphs) -> list[list[str]]:
    """One character for each value in each row, from above."""
    top = max(values)
    rows = []
    for row in reversed(range(height)):
        line = []
        for value in values:
            eighths = 0 if value <= 0 else max(1, round(8 * height * value / top))
            line.append(_block(eighths - 8 * row, glyphs))
        rows.append(line)
    return rows


def _block(eighths: int, glyphs: Glyphs) -> str:
    if glyphs.name == "unicode":
        return " " if eighths <= 0 else _EIGHTHS[min(eighths, 8) - 1]
    return " " if eighths <= 0 else "#" if eighths >= 5 else "_"


def calendar(
    rows: Sequence[tuple[str, Sequence[int | None]]], width: int, *, glyphs: Glyphs = UNICODE
) -> list[str]:
    """Squares in rows, darker for more, and below what each shade stands for; None is left empty.

    All rows are equally long. Of too many columns only the last are shown, which is said.
    """
    shades = _SHADES if glyphs.name == "unicode" else _ASCII_SHADES
    margin = max((cells(glyphs.text(label)) for label, _ in rows), default=0) + 1
    length = max((len(values) for _, values in rows), default=0)
    room = max(1, width - margin)
    shown = [(glyphs.text(label), list(values)[-room:]) for label, values in rows]
    top = max((value or 0 for _, values in shown for value in values), default=0)
    steps = _steps(top)
    lines = [
        f"{padded(label, margin)}{''.join(_shade(value, steps, shades) for value in values)}".rstrip()
        for label, values in shown
    ]
    lines += packed([f"{shades[0]} 0", *_legend(steps, top, shades)], width, glyphs=glyphs)
    if length > room:
        lines.append(cut(f"the last {room} of {length}", width, glyphs=glyphs))
    return lines


def _steps(top: int) -> list[int]:
    """The least value of each shade but the first."""
    return sorted({top * quarter // 4 + 1 for quarter in range(4)}) if top else []


def _shade(value: int | None, steps: Sequence[int], shades: str) -> str:
    if value is None:
        return " "
    return shades[_darkness(sum(value >= step for step in steps), len(steps))]


def _darkness(step: int, of: int) -> int:
    """The shade of a step: where there are few steps, the dark end is kept."""
    return 0 if step == 0 else 4 - of + step


def _legend(steps: Sequence[int], top: int, shades: str) -> list[str]:
    told = []
    for place, step in enumerate(steps, start=1):
        last = steps[place] - 1 if place < len(steps) else top
        told.append(f"{shades[_darkness(place, len(steps))]} {step if last == step else f'{step}-{last}'}")
    return told


def beside(left: Sequence[str], right: Sequence[str], *, gap: int = 3) -> list[str]:
    """Two blocks of text next to each other."""
    size = max(map(cells, left), default=0)
    count = max(len(left), len(right))
    padding = [*left, *[""] * (count - len(left))], [*right, *[""] * (count - len(right))]
    return [f"{padded(one, size + gap)}{other}".rstrip() for one, other in zip(*padding, strict=True)]
