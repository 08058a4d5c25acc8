"""Which names may a formula use, and in which manner is it read?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizkit.mathlang.arrays import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The names in force for one formula, and the manner it is read in.

    There are two manners. A candidate's text is read leniently: ``2x``, ``log p``, LaTeX. An author's is
    read strictly, because a bank is read by many and must mean one thing.
    """

    shapes: Mapping[str, Shape] = field(default_factory=dict)
    """The declared names: () for a number, (n,) for a vector, (m, n) for a matrix."""
    integers: frozenset[str] = frozenset()
    """Declared names that are whole numbers: ``p_i`` is then an entry of the vector ``p``."""
    units: frozenset[str] = frozenset()
    """The unit words that a response may end with."""
    open: bool = False
    """Whether names that are not declared are read as real numbers."""
    author: bool = False
    """Strict: ``*`` and brackets are required, words are quoted, every function may be used; no LaTeX."""
    extra: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    """Functions beside those of the table: the fewest and the most arguments (None: any number)."""
    decimal_comma: bool | None = None
    """Whether ``0,357`` is a decimal; None asks."""
    assignable: frozenset[str] = frozenset()
    """Declared names that may label an answer, ``y = ...``; names that are not declared always may."""

    def declares(self, name: str) -> bool:
        """Whether a name is declared."""
        return name in self.shapes or name in self.integers
