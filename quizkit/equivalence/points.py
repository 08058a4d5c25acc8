"""At which points are two formulas looked at? Exact rational points of the symbols' domains.

Points come from a counter-based hash (blake2b), not from a generator of floats: a point is a function of
its series, its number and the symbol's name, the same on every machine. The series are

``friendly``  whole numbers and simple decimals, good to show, never enough to call two formulas equal;
``generic``   53 random bits and moderate size;
``wide``      mixed scales and places near the ends of intervals, where differences hide;
``fresh``     generic points that follow from the answer itself, so that no answer can be made to fit them.

Symbols with few values run through all their joint values as the number of a point counts up.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from typing import Literal

from flint import fmpq

from quizkit.equivalence.arena import Coordinate
from quizkit.equivalence.coordinates import NICE, Chance, Profile, count, entry, friendly, listed, simplex
from quizkit.equivalence.limits import MAX_COMBINATIONS
from quizkit.mathlang.domains import UNDECLARED, Domain

Series = Literal["friendly", "generic", "wide", "fresh"]

_PROFILES: Mapping[Series, tuple[Profile, ...]] = {
    "friendly": (Profile.UNIT,),
    "generic": (
        Profile.UNIT,
        Profile.SIGNED,
        Profile.POSITIVE,
        Profile.ABOVE_ONE,
        Profile.NEGATIVE,
        Profile.NEAR_MAGNITUDES,
        Profile.LARGE,
    ),
    "wide": (
        Profile.SIGNED,
        Profile.MAGNITUDES,
        Profile.POSITIVE,
        Profile.UNIT,
        Profile.LARGE,
        Profile.MAGNITUDES,
        Profile.NEGATIVE,
        Profile.ABOVE_ONE,
    ),
    "fresh": (
        Profile.SIGNED,
        Profile.UNIT,
        Profile.POSITIVE,
        Profile.ABOVE_ONE,
        Profile.NEGATIVE,
        Profile.NEAR_MAGNITUDES,
    ),
}
"""How the coordinates of successive points are scaled; all coordinates of a point alike, so that
``log(p) + log(1 - q)`` meets points where it is defined."""


MOST_NAMES = 256
"""Symbols whose values a point keeps; any name may be typed where none is declared."""
MOST_KEPT = 160
"""Points of a series that are kept: every comparison looks at the first of them."""


class Point:
    """A value for every symbol; found when it is asked for, then kept."""

    __slots__ = ("_found", "_moved", "_source", "is_special", "number", "series")

    def __init__(
        self,
        source: Points,
        series: Series,
        number: int,
        moved: Mapping[Coordinate, fmpq] | None = None,
        *,
        is_special: bool = False,
    ) -> None:
        self.series: Series = series
        self.number = number
        self._source = source
        self._moved = moved or {}
        self.is_special = is_special
        """Whether the point may lie just where a formula has a hole or a jump: it was not drawn at random."""
        self._found: dict[str, tuple[fmpq, ...]] = {}

    def entries(self, symbol: str) -> tuple[fmpq, ...]:
        """The entries of a symbol at this point; one of a scalar."""
        found = self._found.get(symbol)
        if found is None:
            found = self._source.draw(symbol, self.series, self.number)
            for coordinate, value in self._moved.items():
                if coordinate.symbol == symbol:
                    found = (*found[: coordinate.entry], value, *found[coordinate.entry + 1 :])
            if len(self._found) >= MOST_NAMES:
                self._found.clear()
            self._found[symbol] = found
        return found

    @property
    def is_moved(self) -> bool:
        """Whether some coordinates were put elsewhere than the series says."""
        return bool(self._moved)

    def value(self, coordinate: Coordinate) -> fmpq:
        """One entry."""
        return self.entries(coordinate.symbol)[coordinate.entry]

    def moved(self, values: Mapping[Coordinate, fmpq], *, is_special: bool = False) -> Point:
        """The same point with some coordinates at other values."""
        moved = {**self._moved, **values}
        return Point(self._source, self.series, self.number, moved, is_special=is_special)


def points_of(domains: Mapping[str, Domain]) -> Points:
    """The points of some domains; all variants of a question share them."""
    return _shared(tuple(sorted(domains.items(), key=lambda item: item[0])))


@functools.lru_cache(maxsize=256)
def _shared(domains: tuple[tuple[str, Domain], ...]) -> Points:
    return Points(dict(domains))


class Points:
    """The points of some domains. ``seed`` is what the series ``fresh`` follows from."""

    __slots__ = ("_finite", "_kept", "combinations", "domains", "seed")

    def __init__(self, domains: Mapping[str, Domain], seed: bytes = b"") -> None:
        self.domains = domains
        self.seed = seed
        self._kept: dict[tuple[Series, int], Point] = {}
        finite = {name: size for name in sorted(domains) if (size := count(domains[name]))}
        product = math.prod(finite.values())
        self._finite: Mapping[str, int] = finite if product <= MAX_COMBINATIONS else {}
        self.combinations = product if product <= MAX_COMBINATIONS else 1
        """How many joint values the symbols with few values have; 1 if there are none or too many."""

    def seeded(self, seed: bytes) -> Points:
        """The same domains with another seed."""
        return Points(self.domains, seed)

    def point(self, series: Series, number: int) -> Point:
        """A point of a series."""
        point = self._kept.get((series, number))
        if point is None:
            point = Point(self, series, number, is_special=series == "friendly")
            if series != "fresh" and number < MOST_KEPT:
                self._kept[series, number] = point
        return point

    def is_exhausted_by(self, symbols: frozenset[str]) -> bool:
        """Whether the joint values of these symbols are all tried, one after the other."""
        return symbols <= self._finite.keys()

    def few(self, symbols: frozenset[str]) -> tuple[str, ...]:
        """Those of the symbols that have few values."""
        return tuple(name for name in self._finite if name in symbols)

    def draw(self, symbol: str, series: Series, number: int) -> tuple[fmpq, ...]:
        """The entries of a symbol at a point."""
        domain = self.domains.get(symbol, UNDECLARED)
        if symbol in self._finite:
            return listed(domain, self._choice(symbol, number))
        size = math.prod(domain.shape)
        if series == "friendly":
            start = number + sum(symbol.encode()) if domain.shape else self._place(symbol) + number
            return friendly(domain, start, size)
        chance = Chance(f"{series} {number} {symbol}".encode(), self.seed if series == "fresh" else b"")
        profiles = _PROFILES[series]
        shifted, place = divmod(number, self.combinations)
        profile = profiles[(place + shifted) % len(profiles)]
        if domain.kind == "simplex":
            return simplex(size, profile, chance)
        if domain.kind == "onehot":
            return listed(domain, chance.below(size))
        return tuple(entry(domain, profile, chance) for _ in range(size))

    def _place(self, symbol: str) -> int:
        """Where a symbol stands among its kind, so that two symbols do not take the same value."""
        if symbol not in self.domains:
            return len(self.domains) + sum(symbol.encode()) % len(NICE)
        return sorted(self.domains).index(symbol)

    def _choice(self, symbol: str, number: int) -> int:
        """Which of its few values a symbol takes at a point: one digit of the point's number."""
        for name, size in self._finite.items():
            if name == symbol:
                return number % size
            number //= size
        return 0
