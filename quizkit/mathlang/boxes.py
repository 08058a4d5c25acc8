"""How are pieces of a formula put together on a grid of characters?

A ``Box`` is a rectangle of text with a baseline, the row on which its neighbours stand. Every function
here makes a larger box of smaller ones. The invariant, held by ``Box`` itself: there is at least one
row, all rows are equally wide in terminal columns, and the baseline is one of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quizkit.mathlang.glyphs import Glyphs, cells

Alignment = Literal["left", "centre", "right", "point"]
"""How the entries of a column stand; ``point`` puts decimal points below one another."""

_DECIMAL = re.compile(r"[-−+]?\d+(\.\d*)?")


@dataclass(frozen=True, slots=True)
class Box:
    """Rows of text, equally wide, and the row its neighbours stand on."""

    lines: tuple[str, ...]
    baseline: int = 0

    def __post_init__(self) -> None:
        if not self.lines or not 0 <= self.baseline < len(self.lines):
            raise ValueError(f"a box of {len(self.lines)} rows has no row {self.baseline}")
        if len(self.lines) > 1 and len({cells(line) for line in self.lines}) > 1:
            raise ValueError("the rows of a box must be equally wide")

    def __str__(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def width(self) -> int:
        """The number of terminal columns."""
        return cells(self.lines[0])

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.lines)

    @property
    def below(self) -> int:
        """The number of rows under the baseline."""
        return len(self.lines) - self.baseline - 1

    def padded(self, width: int, alignment: Alignment = "centre") -> Box:
        """The box widened with spaces."""
        spare = max(width - self.width, 0)
        left = {"left": 0, "centre": spare // 2, "right": spare, "point": spare}[alignment]
        return Box(tuple(" " * left + row + " " * (spare - left) for row in self.lines), self.baseline)


def row(text: str) -> Box:
    """A box of one row."""
    return Box((text,))


def beside(*boxes: Box) -> Box:
    """Boxes next to each other, baseline on baseline."""
    if all(box.height == 1 for box in boxes):
        return Box(("".join(box.lines[0] for box in boxes),))
    above = max(box.baseline for box in boxes)
    below = max(box.below for box in boxes)
    columns = []
    for box in boxes:
        empty = " " * box.width
        top, bottom = above - box.baseline, below - box.below
        columns.append((empty,) * top + box.lines + (empty,) * bottom)
    return Box(tuple("".join(parts) for parts in zip(*columns, strict=True)), above)


def stacked(boxes: Sequence[Box], on: int) -> Box:
    """Boxes centred below each other; the result stands on the baseline of the box numbered ``on``."""
    width = max(box.width for box in boxes)
    baseline = sum(box.height for box in boxes[:on]) + boxes[on].baseline
    return Box(tuple(line for box in boxes for line in box.padded(width).lines), baseline)


def fraction(above: Box, below: Box, glyphs: Glyphs) -> Box:
    """Numerator over denominator, with a bar one column wider on both sides."""
    width = max(above.width, below.width) + 2
    return stacked([above, row(glyphs.text("─") * width), below], on=1)


def raised(base: Box, exponent: Box) -> Box:
    """An exponent above the right end of its base."""
    lines = [" " * base.width + line for line in exponent.lines]
    lines += [line + " " * exponent.width for line in base.lines]
    return Box(tuple(lines), exponent.height + base.baseline)


def lowered(base: Box, index: Box) -> Box:
    """An index below the right end of its base."""
    lines = [line + " " * index.width for line in base.lines]
    lines += [" " * base.width + line for line in index.lines]
    return Box(tuple(lines), base.baseline)


def cornered(base: Box, text: str, at: Literal["top", "bottom"]) -> Box:
    """Small text at the right of the first or last row of a high box."""
    place = 0 if at == "top" else base.height - 1
    empty = " " * cells(text)
    lines = tuple(line + (text if i == place else empty) for i, line in enumerate(base.lines))
    return Box(lines, base.baseline)


def fenced(left: str, inside: Box, right: str, glyphs: Glyphs, *, padding: int = 0) -> Box:
    """A box between brackets that are as high as it is; ``""`` leaves a side open."""
    sides = zip(
        glyphs.fence(left, inside.height),
        inside.lines,
        glyphs.fence(right, inside.height),
        strict=True,
    )
    before, after = " " * padding * bool(left), " " * padding * bool(right)
    return Box(tuple(f"{a}{before}{line}{after}{b}" for a, line, b in sides), inside.baseline)


def root(inside: Box, degree: str, glyphs: Glyphs) -> Box:
    """A root with a roof; ``degree`` stands before the sign, ``""`` for the square root."""
    if glyphs.name == "ascii":
        name = f"root{degree}" if degree else "sqrt"
        return beside(row(name), fenced("(", inside, ")", glyphs))
    small = glyphs.superscript(degree) or degree
    if inside.height == 1:
        sign = f"{small}√"
        return Box((" " * cells(sign) + "_" * inside.width, sign + inside.lines[0]), 1)
    roof = row("─" * (inside.width + 1))
    stem = Box(("┌", *["│"] * inside.height), inside.baseline + 1)
    hook = Box((*[" "] * inside.height, "╲"), inside.baseline + 1)
    body = Box((roof.lines[0], *(" " + line for line in inside.lines)), inside.baseline + 1)
    drawn = beside(hook, stem, body)
    if not small:
        return drawn
    empty = " " * cells(small)
    lines = [empty] * drawn.height
    lines[-2] = small
    return beside(Box(tuple(lines), drawn.baseline), drawn)


def grid(
    rows: Sequence[Sequence[Box]],
    alignments: Sequence[Alignment | None],
    *,
    gap: int,
    spread: bool = False,
) -> Box:
    """Entries in rows and columns. A column without alignment is centred, or lined up at its points.

    Rows higher than one line, and all rows if ``spread``, are kept apart by an empty one.
    """
    columns = [
        _column([entries[place] for entries in rows], alignments[place]) for place in range(len(rows[0]))
    ]
    space = row(" " * gap)
    lines: list[str] = []
    starts: list[int] = []
    for place, entries in enumerate(zip(*columns, strict=True)):
        pieces = [piece for entry in entries for piece in (space, entry)][1:]
        drawn = beside(*pieces)
        if lines and (spread or drawn.height > 1 or starts[-1] < len(lines) - 1):
            lines.append(" " * cells(lines[0]))
        starts.append(len(lines))
        lines += drawn.lines
        if 2 * place + 1 == len(rows):
            middle = starts[-1] + drawn.baseline
    return Box(tuple(lines), middle if len(rows) % 2 else (len(lines) - 1) // 2)


def _column(entries: Sequence[Box], alignment: Alignment | None) -> list[Box]:
    numbers = all(box.height == 1 and _DECIMAL.fullmatch(box.lines[0]) for box in entries)
    if alignment == "point" or (alignment is None and numbers):
        after = [len(box.lines[0]) - (box.lines[0] + ".").index(".") for box in entries]
        entries = [
            Box((box.lines[0] + " " * (max(after) - tail),)) for box, tail in zip(entries, after, strict=True)
        ]
        alignment = "right"
    width = max(box.width for box in entries)
    return [box.padded(width, alignment or "centre") for box in entries]
