"""Which numbers may a reader choose, and are those that were typed among them?

A value is written as numbers between commas, rows between semicolons: ``2, 1, 0.1; 0.5, 1, 0``. Square
brackets may stand around them, as in Python. Fractions such as ``1/3`` are read too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn

import numpy as np

from quizkit.errors import OutsideDomain, UnknownGiven, did_you_mean, quoted

LONGEST = 2_000
"""The most characters of a value."""

_NUMBER = re.compile(r"[-+−]?(?:\d{1,15}(?:\.\d{0,17})?|\.\d{1,17})(?:[eE][-+]?\d{1,2})?(?:/\d{1,9})?")
_ALLOWED = re.compile(r"[\[\](]*[^\[\]();]*(?:[\])]?;[\[(]?[^\[\]();]*)*[\])]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A number, vector or matrix that a walk begins with."""

    name: str
    about: str
    rank: Literal[0, 1, 2] = 0
    low: float
    high: float
    above: bool = False
    """Whether the low end itself is left out."""
    whole: bool = False
    law: bool = False
    """Whether the entries sum to 1."""
    rows: tuple[int, int] = (1, 1)
    """The fewest and the most rows of a matrix."""
    entries: tuple[int, int] = (1, 1)
    """The fewest and the most entries of a vector, or of a row."""

    @property
    def domain(self) -> str:
        """Which values there are, in words."""
        what = "whole number" if self.whole else "number"
        ends = (
            f"above {self.low:g}, at most {self.high:g}"
            if self.above
            else f"from {self.low:g} to {self.high:g}"
        )
        if self.rank == 0:
            return f"a {what} {ends}"
        if self.law:
            return f"{_span(self.entries)} probabilities above 0 that sum to 1"
        row = f"{_span(self.entries)} {what}s {ends}"
        return row if self.rank == 1 else f"{_span(self.rows)} rows of {row}"

    def read(self, text: str) -> np.ndarray:
        """The value that was typed, of this rank; OutsideDomain says what is expected."""
        if len(text) > LONGEST:
            self.refuse(text)
        plain = re.sub(r"[\])]\s*[,;]\s*[\[(]", ";", "".join(text.split()))
        if not _ALLOWED.fullmatch(plain):
            self.refuse(text)
        rows = [self._row(row, text) for row in plain.strip("[]()").split(";")]
        if len({len(row) for row in rows}) > 1 or (len(rows) > 1 and self.rank < 2):
            self.refuse(text)
        if self.rank == 0 and len(rows[0]) > 1:
            self.refuse(text)
        value = np.array(rows if self.rank == 2 else rows[0] if self.rank == 1 else rows[0][0], dtype=float)
        if not self._holds(value):
            self.refuse(text)
        return value

    def refuse(self, found: str) -> NoReturn:
        """OutsideDomain for this value."""
        raise OutsideDomain(f"{self.name} is {self.domain}; found {quoted(found)}")

    def _row(self, row: str, text: str) -> list[float]:
        numbers = []
        for word in row.split(","):
            if not _NUMBER.fullmatch(word):
                self.refuse(text)
            above, _, below = word.replace("−", "-").partition("/")
            if below and not int(below):
                self.refuse(text)
            numbers.append(float(above) / int(below) if below else float(above))
        return numbers

    def _holds(self, value: np.ndarray) -> bool:
        sizes = {2: (self.rows, self.entries), 1: (self.entries,), 0: ()}[self.rank]
        if any(not least <= size <= most for size, (least, most) in zip(value.shape, sizes, strict=True)):
            return False
        low_enough = bool((value <= self.high).all())
        high_enough = bool(((value > self.low) if self.above else (value >= self.low)).all())
        if not (low_enough and high_enough):
            return False
        if self.whole and bool((value != np.floor(value)).any()):
            return False
        return not self.law or math.isclose(float(value.sum()), 1.0, abs_tol=1e-9)


def chosen(texts: Mapping[str, str], givens: Sequence[Given], topic: str) -> dict[str, np.ndarray]:
    """The values that were typed, by name; UnknownGiven or OutsideDomain for what does not fit."""
    known = {given.name: given for given in givens}
    for name in texts:
        if name not in known:
            hint = did_you_mean(name, known) or f"; it has {', '.join(known)}"
            raise UnknownGiven(f"walk {topic} has no number {quoted(name)}{hint}")
    return {name: known[name].read(text) for name, text in texts.items()}


def _span(ends: tuple[int, int]) -> str:
    least, most = ends
    return f"{least}" if least == most else f"{least} to {most}"
