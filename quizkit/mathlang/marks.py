"""What stands on the page: signs, fractions, scripts, brackets.

A formula has two trees. ``nodes`` says what it means; this one says what it looks like. Both our own
formulas (``layout``) and authors' LaTeX (``typeset``) are turned into marks, so that ``drawing`` can set
every formula of a page in the same way. Texts are Unicode; what a screen cannot show is replaced when
the marks are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quizkit.mathlang.boxes import Alignment

Kind = Literal[
    "ordinary",
    "function",
    "operator",
    "binary",
    "tight",
    "relation",
    "opening",
    "closing",
    "punctuation",
    "word",
]
"""How a mark meets its neighbours, as in TeX.

A ``function`` is a name such as ln, an ``operator`` a large sign such as Σ, ``tight`` a binary sign
without spaces (``·``, ``/``), a ``word`` prose between formulas, as in *a if b*.
"""

AccentName = Literal["hat", "bar", "tilde", "dot", "ddot", "vec", "under", "brace above", "brace below"]


@dataclass(frozen=True, slots=True)
class Sign:
    """A letter, a number, a word or a symbol."""

    text: str
    kind: Kind = "ordinary"


@dataclass(frozen=True, slots=True)
class Gap:
    """Space that was asked for, in columns."""

    width: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Marks next to each other; a row within a row is one ordinary mark, as braces are in TeX."""

    parts: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another; ``small`` asks for ½ or a/b even where there is room."""

    above: Mark
    below: Mark
    small: bool = False
    bar: bool = True


@dataclass(frozen=True, slots=True)
class Scripts:
    """A base with an index or an exponent; ``limits`` puts them below and above a large operator."""

    base: Mark
    below: Mark | None = None
    above: Mark | None = None
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """A root; ``degree`` is ``""`` for the square root."""

    inside: Mark
    degree: str = ""


@dataclass(frozen=True, slots=True)
class Fence:
    """Brackets that grow with what they hold; ``""`` leaves a side open."""

    left: str
    inside: Mark
    right: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Entries in rows and columns, all rows equally long, between brackets or none.

    ``joined`` columns belong together, as the two sides of an aligned equation do.
    """

    rows: tuple[tuple[Mark, ...], ...]
    left: str = ""
    right: str = ""
    alignments: tuple[Alignment | None, ...] = ()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark over or under its base."""

    base: Mark
    accent: AccentName


Mark = Sign | Gap | Row | Fraction | Scripts | Root | Fence | Grid | Accent
"""Everything that can stand on the page."""

NOTHING = Row(())
"""An empty place."""


def row(*parts: Mark) -> Mark:
    """Marks next to each other; one alone is itself."""
    return parts[0] if len(parts) == 1 else Row(parts)


def kind(mark: Mark) -> Kind:
    """How a mark meets its neighbours."""
    match mark:
        case Sign(kind=own):
            return own
        case Scripts(base=base) | Accent(base=base):
            inner = kind(base)
            return "ordinary" if inner in {"opening", "binary", "tight", "punctuation"} else inner
        case Row(parts=(only,)):
            return kind(only)
        case _:
            return "ordinary"
