"""How do words, some of them high, fill lines of a given width?

A sentence is a sequence of pieces: atoms, which are not broken, spaces, at which lines are, and forced
breaks. An atom is a box, so a matrix stands in its sentence with its baseline on the line. No line
comes out wider than asked, unless a single high atom is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from quizkit.mathlang.boxes import Alignment, Box, row
from quizkit.mathlang.glyphs import cells
from quizkit.typeset.spans import Line, Span, Style, joined


@dataclass(frozen=True, slots=True)
class Atom:
    """A box that stays in one piece, and its style."""

    box: Box
    style: Style = "plain"


class Between(Enum):
    """What may stand between atoms."""

    SPACE = " "
    BREAK = "\n"


Piece = Atom | Between

_Word = tuple[Atom, ...]


def filled(pieces: Sequence[Piece], width: int, alignment: Alignment = "left") -> tuple[Line, ...]:
    """The lines that pieces fill."""
    lines: list[Line] = []
    current: list[_Word] = []
    used = 0
    for word in _words(pieces, max(width, 1)):
        if word is None:
            lines += _set(current, width, alignment) if current else [()]
            current, used = [], 0
            continue
        needed = _width(word)
        if current and used + 1 + needed > width:
            lines += _set(current, width, alignment)
            current, used = [], 0
        used += needed + bool(current)
        current.append(word)
    if current:
        lines += _set(current, width, alignment)
    return tuple(lines)


def natural_width(pieces: Sequence[Piece]) -> int:
    """The columns that pieces take if their lines are never broken."""
    widest = used = 0
    for piece in pieces:
        if piece is Between.BREAK:
            used = 0
        used += piece.box.width if isinstance(piece, Atom) else int(piece is Between.SPACE)
        widest = max(widest, used)
    return widest


def least_width(pieces: Sequence[Piece]) -> int:
    """The columns that the longest word takes."""
    return max((_width(word) for word in _words(pieces, 10_000) if word), default=0)


def _width(word: _Word) -> int:
    return sum(atom.box.width for atom in word)


def _words(pieces: Sequence[Piece], width: int) -> list[_Word | None]:
    """Atoms that nothing separates, cut where they are wider than a line; None is a forced break."""
    words: list[_Word | None] = []
    current: list[Atom] = []
    for piece in (*pieces, Between.SPACE):
        if isinstance(piece, Atom):
            current.append(piece)
            continue
        if current:
            words += _cut(tuple(current), width)
            current = []
        if piece is Between.BREAK:
            words.append(None)
    return words


def _cut(word: _Word, width: int) -> list[_Word]:
    """A word in parts no wider than a line; high atoms stay whole."""
    if _width(word) <= width:
        return [word]
    parts: list[_Word] = []
    current: list[Atom] = []
    for atom in word:
        rest = atom
        while rest.box.width > width - _width(tuple(current)):
            text = rest.box.lines[0]
            head, tail = _split(text, width - _width(tuple(current)))
            if not head and not current:
                # A wide character on a line of one column: it has to go somewhere.
                head, tail = text[:1], text[1:]
            if current and (not head or rest.box.height > 1 or rest.box.width <= width):
                parts.append(tuple(current))
                current = []
                continue
            if rest.box.height > 1 or not tail:
                break
            parts.append((*current, Atom(row(head), rest.style)))
            current = []
            rest = Atom(row(tail), rest.style)
        current.append(rest)
    return [*parts, tuple(current)]


def _split(text: str, width: int) -> tuple[str, str]:
    """A text in two, the first as wide as fits."""
    used = 0
    for place, character in enumerate(text):
        used += cells(character)
        if used > width:
            return text[:place], text[place:]
    return text, ""


def _set(words: Sequence[_Word], width: int, alignment: Alignment) -> list[Line]:
    """The rows of one line of words."""
    atoms = [atom for word in words for atom in word]
    above = max(atom.box.baseline for atom in atoms)
    below = max(atom.box.below for atom in atoms)
    total = sum(map(_width, words)) + len(words) - 1
    spare = max(width - total, 0)
    margin = " " * {"left": 0, "centre": spare // 2, "right": spare, "point": spare}[alignment]
    rows: list[Line] = []
    for place in range(-above, below + 1):
        spans = [Span(margin)]
        for number, word in enumerate(words):
            if number:
                before, after = words[number - 1][-1].style, word[0].style
                spans.append(Span(" ", before if before == after and not place else "plain"))
            for atom in word:
                at = atom.box.baseline + place
                if 0 <= at < atom.box.height:
                    spans.append(Span(atom.box.lines[at], atom.style))
                else:
                    spans.append(Span(" " * atom.box.width))
        rows.append(joined(spans))
    return rows
