"""How do marks become characters?

In three manners. ``display`` takes the room it needs: fractions stand, large signs carry their limits.
``inline`` keeps to one row, as in a sentence, but for matrices and cases, which grow. ``flat`` is one
row whatever comes: ``∂L/∂zᵢ``, ``[[1, 2], [3, 4]]``. A slanted fraction gets the brackets it needs, so
all three say the same. No tree of marks makes them fail.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from quizkit.mathlang import boxes
from quizkit.mathlang.boxes import Box
from quizkit.mathlang.glyphs import UNICODE, Glyphs, cells
from quizkit.mathlang.marks import (
    NOTHING,
    Accent,
    Fence,
    Fraction,
    Gap,
    Grid,
    Mark,
    Root,
    Row,
    Scripts,
    Sign,
    kind,
)
from quizkit.mathlang.spacing import (
    Place,
    is_atom,
    is_factor,
    is_term,
    opens,
    places,
    run_together,
    space,
    touched,
)

VULGAR = {
    ("1", "2"): "½",
    ("1", "3"): "⅓",
    ("2", "3"): "⅔",
    ("1", "4"): "¼",
    ("3", "4"): "¾",
    ("1", "5"): "⅕",
    ("1", "8"): "⅛",
}
"""Fractions that are one character."""

_COMBINING = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "ddot": "\u0308"}
_BESIDE = {"hat": "ˆ", "bar": "¯", "tilde": "˜", "dot": "˙", "ddot": "¨", "vec": "→"}
_ABOVE = {"hat": "^", "tilde": "~", "dot": "˙", "ddot": "¨", "vec": "→"}

_LARGE = {"∑": "Σ", "∏": "Π"}
"""Large operators as letters: terminals draw those more clearly."""

_CONTINUED = re.compile(r"[=<>≤≥≈→⇒]")
"""How a line begins that carries on an equation."""

_BARE = re.compile(r"[<>≤≥]\w+")
"""An index such as <t, that needs no brackets."""

_SMALL_LIMIT = 5
"""The longest exponent that is drawn in small characters."""


def display(mark: Mark, *, glyphs: Glyphs = UNICODE) -> Box:
    """A formula on its own, as high as it needs to be."""
    return _Pen(glyphs, stack=True, grow=True).draw(mark)


def inline(mark: Mark, *, glyphs: Glyphs = UNICODE) -> Box:
    """A formula within a sentence: one row, unless it holds a matrix or cases."""
    return _Pen(glyphs, stack=False, grow=True).draw(mark)


def flat(mark: Mark, *, glyphs: Glyphs = UNICODE) -> str:
    """A formula in one row, whatever it holds."""
    return _Pen(glyphs, stack=False, grow=False).draw(mark).lines[0]


def listed(mark: Mark, *, glyphs: Glyphs = UNICODE) -> tuple[str, ...]:
    """A formula that holds one matrix, with each of its rows on a line; nothing for other formulas."""
    parts = mark.parts if isinstance(mark, Row) else (mark,)
    places = [place for place, part in enumerate(parts) if isinstance(part, Grid) and _is_matrix(part)]
    if len(places) != 1:
        return ()
    (place,) = places
    grid = parts[place]
    if not isinstance(grid, Grid):
        return ()
    whole = flat(mark, glyphs=glyphs)
    before, _, after = whole.partition(flat(grid, glyphs=glyphs))
    entries = [[flat(entry, glyphs=glyphs) for entry in row] for row in grid.rows]
    widths = [max(map(cells, column)) for column in zip(*entries, strict=True)]
    lines = []
    for row in entries:
        padded = (" " * (width - cells(entry)) + entry for entry, width in zip(row, widths, strict=True))
        lines.append(f"{' ' * (cells(before) + 1)}[{', '.join(padded)}]")
    lines[0] = f"{before}[{lines[0].lstrip()}"
    return (*(f"{line}," for line in lines[:-1]), f"{lines[-1]}]{after}")


def _is_matrix(grid: Grid) -> bool:
    return not grid.joined and grid.left in {"[", "("} and len(grid.rows) > 1 and len(grid.rows[0]) > 1


def chunks(mark: Mark) -> tuple[Mark, ...]:
    """The parts between which a long formula may be broken: after its relations and commas."""
    if not isinstance(mark, Row):
        return (mark,)
    found: list[list[Mark]] = [[]]
    ended, depth = False, 0
    for part in mark.parts:
        if ended and not isinstance(part, Gap):
            found.append([])
            ended = False
        found[-1].append(part)
        own = kind(part)
        depth += (own == "opening") - (own == "closing")
        wide = isinstance(part, Gap) and part.width > 1
        ended = ended or (depth <= 0 and (wide or own in {"relation", "punctuation"}))
    return tuple(Row(tuple(parts)) for parts in found)


@dataclass(frozen=True, slots=True)
class _Pen:
    glyphs: Glyphs
    stack: bool
    grow: bool

    def draw(self, mark: Mark, *, script: bool = False) -> Box:
        """The box of a mark; in a script everything is slanted and tight."""
        match mark:
            case Sign(text=text):
                large = _LARGE.get(text, text) if self.glyphs.name == "unicode" else text
                return boxes.row(self.glyphs.text(large))
            case Gap(width=width):
                return boxes.row(" " * width)
            case Row(parts=parts):
                return self._row(parts, script=script)
            case Fraction():
                return self._fraction(mark, script=script, enclosed=False)
            case Scripts():
                return self._scripts(mark, script=script)
            case Root(inside=inside, degree=degree):
                return self._root(inside, degree, script=script)
            case Fence(left=left, inside=inside, right=right):
                return boxes.fenced(left, self.draw(inside, script=script), right, self.glyphs)
            case Grid():
                return self._grid(mark, script=script)
            case Accent():
                return self._accent(mark, script=script)
            case _:
                assert_never(mark)

    def _row(self, parts: Sequence[Mark], *, script: bool) -> Box:
        marks: list[Mark] = []
        gaps: list[int | None] = []
        pending: int | None = None
        for part in parts:
            if isinstance(part, Gap):
                pending = max(pending or 0, part.width)
            else:
                marks.append(part)
                gaps.append(pending)
                pending = None
        kinds = places(marks)
        drawn: list[Box] = []
        for index, mark in enumerate(marks):
            enclosed = isinstance(mark, Fraction) and touched(kinds, index)
            box = (
                self._fraction(mark, script=script, enclosed=enclosed)
                if isinstance(mark, Fraction)
                else self.draw(mark, script=script)
            )
            if index:
                bracket = opens(mark) or (enclosed and box.lines[0].startswith("("))
                tight = script and not any(
                    _is_wordy(kinds[at], drawn_at) for at, drawn_at in ((index - 1, drawn[-1]), (index, box))
                )
                columns = space(kinds[index - 1], kinds[index], bracket=bracket, script=tight)
                if not columns and run_together(marks[index - 1], drawn[-1], mark, box):
                    columns = 1
                asked = gaps[index]
                drawn.append(boxes.row(" " * (columns if asked is None else max(columns, asked))))
            drawn.append(box)
        if pending:
            drawn.append(boxes.row(" " * pending))
        return boxes.beside(*drawn) if drawn else boxes.row("")

    def _fraction(self, mark: Fraction, *, script: bool, enclosed: bool) -> Box:
        above, below = self.draw(mark.above, script=script), self.draw(mark.below, script=script)
        slanted = script or mark.small or not self.stack
        if above.height > 1 or below.height > 1 or not slanted:
            if mark.bar:
                return boxes.fraction(above, below, self.glyphs)
            return boxes.stacked([above, boxes.row(""), below], on=1)
        upper, lower = above.lines[0], below.lines[0]
        if not mark.bar:
            return boxes.row(f"{upper} choose {lower}")
        vulgar = VULGAR.get((upper, lower))
        if vulgar and self.glyphs.name == "unicode" and (mark.small or enclosed):
            return boxes.row(vulgar)
        text = _bracketed(upper, is_term(mark.above)) + "/" + _bracketed(lower, is_factor(mark.below))
        return boxes.row(_bracketed(text, not enclosed))

    def _scripts(self, mark: Scripts, *, script: bool) -> Box:
        box = self.draw(mark.base, script=script)
        limits = mark.limits
        if isinstance(mark.base, Accent) and mark.base.accent in {"brace above", "brace below"}:
            limits = True
            if not self.stack or script:
                label = self.draw(mark.below or mark.above or NOTHING, script=True)
                return boxes.beside(box, boxes.row(" "), boxes.fenced("(", label, ")", self.glyphs))
        if limits and self.stack and not script:
            above = [self.draw(mark.above, script=True)] if mark.above else []
            below = [self.draw(mark.below, script=True)] if mark.below else []
            return boxes.stacked([*above, box, *below], on=len(above))
        if mark.below is not None:
            box = self._below(box, mark.below, script=script)
        if mark.above is not None:
            box = self._above(box, mark.above, script=script)
        return box

    def _below(self, base: Box, below: Mark, *, script: bool) -> Box:
        drawn = self.draw(below, script=True)
        text = drawn.lines[0]
        small = self.glyphs.subscript(text)
        if drawn.height > 1 or (small is None and not text.isalnum() and self.stack and not script):
            return boxes.lowered(base, drawn)
        if small is None:
            small = f"_{text}" if text.isalnum() or _BARE.fullmatch(text) else f"_{_enclosed(text)}"
        return boxes.cornered(base, small, "bottom")

    def _above(self, base: Box, above: Mark, *, script: bool) -> Box:
        drawn = self.draw(above, script=True)
        text = drawn.lines[0]
        small = text if text and not text.strip("'") else self.glyphs.superscript(text)
        standing = self.stack and not script
        if drawn.height > 1 or (standing and (small is None or len(small) > _SMALL_LIMIT)):
            return boxes.raised(base, drawn)
        if small is None or len(small) > _SMALL_LIMIT:
            small = f"^{text if is_atom(above) else _enclosed(text)}"
        return boxes.cornered(base, small, "top")

    def _root(self, inside: Mark, degree: str, *, script: bool) -> Box:
        box = self.draw(inside, script=script)
        atom = is_atom(inside)
        if box.height > 1 or (self.stack and not script and not atom):
            return boxes.root(box, self.glyphs.text(degree), self.glyphs)
        text = box.lines[0]
        if self.glyphs.name == "ascii":
            return boxes.row(f"{'root' + degree if degree else 'sqrt'}({text})")
        sign = "∛" if degree == "3" else (self.glyphs.superscript(degree) or degree) + "√"
        return boxes.row(sign + _bracketed(text, atom))

    def _grid(self, mark: Grid, *, script: bool) -> Box:
        entries = [[self.draw(entry, script=script) for entry in row] for row in mark.rows]
        if not entries or not entries[0]:
            return boxes.row(self.glyphs.text(mark.left + mark.right))
        if not self.grow:
            return boxes.row(self._flat_grid(mark, [[box.lines[0] for box in row] for row in entries]))
        gap = 3 if any(" " in box.lines[box.baseline].strip() for row in entries for box in row) else 2
        if mark.joined or mark.left == "{":
            gap = 1 if mark.joined else 2
        width = len(entries[0])
        alignments = (mark.alignments + (None,) * width)[:width]
        spread = len(entries) == 2 and mark.left == "{"
        drawn = boxes.grid(entries, alignments, gap=gap, spread=spread)
        if mark.left and not mark.right:
            drawn = boxes.beside(drawn, boxes.row(" "))
        return boxes.fenced(mark.left, drawn, mark.right, self.glyphs, padding=int(drawn.height > 1))

    def _flat_grid(self, mark: Grid, entries: Sequence[Sequence[str]]) -> str:
        if mark.left == "{":
            inside = "; ".join(" ".join(row).strip() for row in entries)
            return "{" + f" {inside} " + "}"
        if mark.joined:
            lines = [" ".join(row).strip() for row in entries]
            continued = [" " + line if _CONTINUED.match(line) else f"; {line}" for line in lines[1:]]
            return "".join(lines[:1] + continued)
        if not mark.left:
            return ", ".join(" ".join(row).strip() for row in entries)
        name = "det " if mark.left == "|" else ""
        if len(entries) == 1 or len(entries[0]) == 1:
            return name + f"[{', '.join(entry for row in entries for entry in row)}]"
        return f"{name}[" + ", ".join(f"[{', '.join(row)}]" for row in entries) + "]"

    def _accent(self, mark: Accent, *, script: bool) -> Box:
        base, accent = mark.base, mark.accent
        match base:
            case Row(parts=(only,)):
                return self._accent(Accent(only, accent), script=script)
            case Scripts(base=inner) if accent not in {"brace above", "brace below", "under"}:
                moved = Scripts(Accent(inner, accent), base.below, base.above, base.limits)
                return self.draw(moved, script=script)
            case _:
                box = self.draw(base, script=script)
        if accent == "under":
            return box
        if accent in {"brace above", "brace below"}:
            return self._braced(box, above=accent == "brace above") if self.stack and not script else box
        if self.glyphs.name == "ascii":
            text = box.lines[0]
            if box.height == 1:
                return boxes.row(f"{text}{accent}" if len(text) == 1 else f"{accent}({text})")
        if box.height == 1 and box.width == 1:
            composed = unicodedata.normalize("NFC", box.lines[0] + _COMBINING.get(accent, "  "))
            return boxes.row(composed if len(composed) == 1 else box.lines[0] + _BESIDE[accent])
        if box.height > 1 or (self.stack and not script):
            above = "_" * box.width if accent == "bar" else self.glyphs.text(_ABOVE[accent])
            return boxes.stacked([boxes.row(above), box], on=1)
        return boxes.row(_bracketed(box.lines[0], is_atom(base)) + _BESIDE[accent])

    def _braced(self, box: Box, *, above: bool) -> Box:
        side = max(box.width, 3) - 3
        left, right = side // 2, side - side // 2
        ascii_only = self.glyphs.name == "ascii"
        start, end = ("+", "+") if ascii_only else (("╭", "╮") if above else ("╰", "╯"))
        middle = "+" if ascii_only else ("┴" if above else "┬")
        line = self.glyphs.text("─")
        brace = boxes.row(start + line * left + middle + line * right + end)
        return boxes.stacked([brace, box], on=1) if above else boxes.stacked([box, brace], on=0)


def _is_wordy(place: Place, box: Box) -> bool:
    """Whether a sign between two operands is a word on this screen, as ``in`` is for ∈."""
    return place in {"binary", "relation"} and box.lines[box.baseline].isalpha()


def _bracketed(text: str, plain: bool) -> str:  # noqa: FBT001 - reads as 'bracketed unless plain'
    return text if plain else f"({text})"


def _enclosed(text: str) -> str:
    """A text between brackets, unless it is."""
    if text.startswith("(") and text.find(")") == len(text) - 1:
        return text
    return f"({text})"
