"""How is a table written as text? In aligned columns, numbers to the right, the first cut if it must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizkit.mathlang.glyphs import UNICODE, Glyphs, cells

_GAP = "  "
_LEAST = 8
"""The first column is never cut below so many columns of the screen."""
_NUMBER_STARTS = frozenset("0123456789+-−–.<>▲▼=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a heading; what a plot shows, for who cannot see it or wants the numbers."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Each as long as the heading."""
    note: str = ""
    """What one must know to read the numbers."""

    def lines(self, width: int = 80, *, glyphs: Glyphs = UNICODE) -> list[str]:
        """The title, the aligned rows and the note. Wider than ``width`` only if numbers are."""
        body = aligned([self.heading, *self.rows], width, glyphs=glyphs) if self.rows else ["nothing yet"]
        return [glyphs.text(self.title), *body, *filled(self.note, width, glyphs=glyphs)]


def aligned(rows: Sequence[Sequence[str]], width: int, *, glyphs: Glyphs = UNICODE) -> list[str]:
    """Rows in columns two spaces apart; the first row is a heading. Columns of numbers stand at the right."""
    shown = [[glyphs.text(cell) for cell in row] for row in rows]
    sizes = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    right = [
        all(not cell or cell[0] in _NUMBER_STARTS for cell in column)
        for column in zip(*([row[1:] for row in rows[1:]] or [rows[0][1:]]), strict=True)
    ]
    over = sum(sizes) + len(_GAP) * (len(sizes) - 1) - width
    sizes[0] = min(sizes[0], max(_LEAST, sizes[0] - over)) if over > 0 else sizes[0]
    lines = []
    for row in shown:
        first, *rest = row
        placed = [padded(cut(first, sizes[0], glyphs=glyphs), sizes[0])]
        placed += [
            padded(cell, size, right=at_right)
            for cell, size, at_right in zip(rest, sizes[1:], right, strict=True)
        ]
        lines.append(_GAP.join(placed).rstrip())
    return lines


def padded(text: str, size: int, *, right: bool = False) -> str:
    """Text filled up with spaces to so many columns of the screen."""
    room = " " * max(0, size - cells(text))
    return room + text if right else text + room


def cut(text: str, size: int, *, glyphs: Glyphs = UNICODE) -> str:
    """Text that takes at most so many columns of the screen; where it was cut there is a mark."""
    if cells(text) <= size:
        return text
    mark = "…" if glyphs.name == "unicode" else "~"
    while text and cells(text) > size - 1:
        text = text[:-1]
    return (text.rstrip() + mark)[:size]


def packed(pieces: Sequence[str], width: int, gap: str = "  ", *, glyphs: Glyphs = UNICODE) -> list[str]:
    """Pieces in lines no wider than this, cut only if it is wider by itself."""
    lines: list[str] = []
    for piece in pieces:
        if lines and cells(lines[-1]) + cells(gap) + cells(piece) <= width:
            lines[-1] += f"{gap}{piece}"
        else:
            lines.append(piece)
    return [cut(line, width, glyphs=glyphs) for line in lines]


def filled(text: str, width: int, *, glyphs: Glyphs = UNICODE) -> list[str]:
    """A paragraph in lines no wider than this, broken between words."""
    return packed(glyphs.text(text).split(), width, " ", glyphs=glyphs)
