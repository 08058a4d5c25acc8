"""Which numbers do the generators of a proof stand for?

A generator is a coordinate of a symbol or a kernel: a real number that is no rational function of the
others as far as this room knows, like exp(x) or log|p|. What it stands for is the same in every cell, so
that all cells of a proof share one table. Equalities between kernels that nobody noticed cost a proof and
never make a wrong one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from flint import fmpz_mpoly

from quizkit.equivalence.arena import Coordinate
from quizkit.equivalence.limits import MAX_KERNELS, MAX_MULTIPLE, MAX_ROOT
from quizkit.equivalence.quotients import GivesUp, Quotient, Ring


@dataclass(frozen=True, slots=True)
class Symbol:
    """A coordinate, or its root of some degree if it is positive: x is the generator to that power."""

    coordinate: Coordinate
    low: Fraction | None
    high: Fraction | None
    is_whole: bool
    degree: int


@dataclass(frozen=True, slots=True)
class Exponential:
    """exp(exponent)."""

    exponent: Quotient


@dataclass(frozen=True, slots=True)
class Logarithm:
    """log|argument|."""

    argument: fmpz_mpoly


@dataclass(frozen=True, slots=True)
class Root:
    """The positive root of a polynomial, in cells where that is not negative."""

    degree: int
    radicand: fmpz_mpoly


@dataclass(frozen=True, slots=True)
class Tangent:
    """tan(angle); sine and cosine of twice the angle are rational in it."""

    angle: Quotient


@dataclass(frozen=True, slots=True)
class Pi:
    """π."""


@dataclass(frozen=True, slots=True)
class Parity:
    """(-1)^exponent, for an exponent that is a whole number."""

    exponent: Quotient


@dataclass(frozen=True, slots=True)
class Applied:
    """A function of which only this is known: equal arguments give equal values."""

    name: str
    arguments: tuple[Quotient, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A node of both sides of which nothing is asked; of a condition, 1 where it holds and else 0."""

    node: int
    is_condition: bool


Kernel: TypeAlias = Symbol | Exponential | Logarithm | Root | Tangent | Pi | Parity | Applied | Shared


class Finer(Exception):
    """A kernel must be replaced by a root of itself: exp(x) by exp(x/2). The proof starts again."""

    def __init__(self, key: object, degree: int) -> None:
        super().__init__()
        self.key = key
        self.degree = degree


class Larger(Exception):
    """The ring has too few generators. The proof starts again with more."""


class Kernels:
    """The generators of a ring in the order in which they were needed."""

    __slots__ = ("_places", "applied", "degrees", "listed", "ring")

    def __init__(self, ring: Ring, degrees: dict[object, int]) -> None:
        self.ring = ring
        self.degrees = degrees
        """By kernel, of which degree is the root that stands for it."""
        self.listed: list[Kernel] = []
        self.applied: dict[str, list[int]] = {}
        """By name, the generators of applied functions."""
        self._places: dict[object, int] = {}

    def place(self, key: object, make: Callable[[], Kernel]) -> int:
        """The number of a kernel's generator."""
        place = self._places.get(key)
        if place is not None:
            return place
        place = len(self.listed)
        if place >= MAX_KERNELS:
            raise GivesUp("kernels")
        if place >= self.ring.size:
            raise Larger
        kernel = make()
        self._places[key] = place
        self.listed.append(kernel)
        self._relate(place, kernel)
        return place

    def generator(self, key: object, make: Callable[[], Kernel]) -> fmpz_mpoly:
        """The generator of a kernel."""
        return self.ring.generators[self.place(key, make)]

    def is_fine(self, key: object, rate: Fraction) -> bool:
        """Whether a rate is so fine or large a multiple that it is left as a kernel of its own."""
        degree = math.lcm(self.degrees.get(key, 1), rate.denominator)
        return degree > MAX_ROOT or abs(rate) * degree > MAX_MULTIPLE

    def degree(self, key: object, rate: Fraction) -> int:
        """Of which degree the kernel's root is, after seeing that the rate is a whole number of them."""
        degree = self.degrees.get(key, 1)
        if (rate * degree).denominator != 1:
            raise Finer(key, degree * (rate * degree).denominator)
        return degree

    def cut(self, size: int) -> None:
        """Forget all kernels from number ``size`` on."""
        if size == len(self.listed):
            return
        del self.listed[size:]
        self._places = {key: place for key, place in self._places.items() if place < size}
        for place in [place for place in self.ring.relations if place >= size]:
            del self.ring.relations[place]
        for name, places in self.applied.items():
            self.applied[name] = [place for place in places if place < size]

    def single(self, p: fmpz_mpoly) -> int | None:
        """The generator that a polynomial is, if it is one."""
        if len(p) != 1 or p.total_degree() != 1 or p.leading_coefficient() != 1:
            return None
        return p.degrees().index(1)

    def _relate(self, place: int, kernel: Kernel) -> None:
        match kernel:
            case Root(degree, radicand):
                self.ring.relations[place] = (degree, radicand)
            case Parity():
                self.ring.relations[place] = (2, self.ring.one)
            case Shared(_, True):
                self.ring.relations[place] = (2, self.ring.generators[place])
            case _:
                pass
