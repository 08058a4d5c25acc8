"""Which sign has a polynomial in a cell? Known, or a reason to split the cell.

What is known comes from the domains, from what kernels are (exp is positive, log|f| has the sign of f - 1),
from balls for constants, and from the cell's assumptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from flint import fmpz_mpoly

from quizkit.equivalence.cells import Cell
from quizkit.equivalence.constants import Constants
from quizkit.equivalence.definite import Bounds, Definite, definite
from quizkit.equivalence.factors import Factored, Factors
from quizkit.equivalence.kernels import (
    Applied,
    Exponential,
    Kernel,
    Kernels,
    Logarithm,
    Parity,
    Pi,
    Root,
    Shared,
    Symbol,
    Tangent,
)
from quizkit.equivalence.quotients import GivesUp, Quotient

_LINE = Bounds()
_HALF_LINE = Bounds(Fraction(0), None)
_RANGES: Mapping[str, Bounds] = {
    "erf": Bounds(Fraction(-1), Fraction(1)),
    "atan": Bounds(Fraction(-11, 7), Fraction(11, 7)),
    "asin": Bounds(Fraction(-11, 7), Fraction(11, 7)),
    "abs": Bounds(Fraction(0), None, is_strict=False),
}
_SIGN_OF_ARGUMENT = frozenset({"erf", "atan", "asin"})


class Splits(Exception):
    """The proof needs the sign of a polynomial: the cell is split by it."""

    def __init__(self, key: str, polynomial: fmpz_mpoly) -> None:
        super().__init__()
        self.key = key
        self.polynomial = polynomial


@dataclass(slots=True)
class Notes:
    """What was found in a cell, and holds in every part of it."""

    forms: dict[int, Quotient] = field(default_factory=dict)
    """The normal forms of nodes."""
    unsettled: set[int] = field(default_factory=set)
    """Nodes of which a part of the cell may know that they have no value: log(x), where x may be negative."""
    boundaries: dict[str, fmpz_mpoly] = field(default_factory=dict)
    """Polynomials at whose zeros something jumps: there a cell of its own is needed."""
    almost: bool = False
    """Whether something may jump at places that no polynomial describes."""

    def copy(self) -> Notes:
        """The same notes, to be continued in the same cell."""
        return Notes(dict(self.forms), set(self.unsettled), dict(self.boundaries), self.almost)

    def inherited(self) -> Notes:
        """What holds in a part of the cell too."""
        settled = {place: form for place, form in self.forms.items() if place not in self.unsettled}
        return Notes(settled, set(), dict(self.boundaries), self.almost)


class Signs:
    """What is known of signs in one cell."""

    __slots__ = ("_bounds", "_factors", "_found", "cell", "constants", "kernels", "known", "notes", "ring")

    def __init__(self, kernels: Kernels, cell: Cell, notes: Notes) -> None:
        self.kernels = kernels
        self.ring = kernels.ring
        self.constants = Constants(kernels)
        self.cell = cell
        self.known = {assumption.key: assumption.sign for assumption in cell.assumptions}
        self.notes = notes
        self._factors = Factors(self.ring)
        self._bounds: list[Bounds] = []
        self._found: dict[str, Definite | None] = {}

    # Signs.

    def sign(self, quotient: Quotient, *, jumps: bool = False) -> int:
        """The sign of a quotient. Raises Splits if the cell does not settle it.

        ``jumps`` says that something jumps where the quotient is 0.
        """
        n, d = quotient
        if n.is_zero():
            return 0
        if jumps and (self._has_tangent(n) or self._has_tangent(d)):
            # 1 + cos x is 2/(1 + t²): it is 0 where t is infinite, and no polynomial says so.
            self.notes.almost = True
        sign = 1
        for polynomial in (n, d):
            content, factors = self.factors(polynomial)
            sign *= 1 if content > 0 else -1
            for factor, exponent in factors:
                if exponent % 2 or (jumps and polynomial is n):
                    found = self.of_factor(factor, jumps=jumps and polynomial is n)
                    sign *= found if exponent % 2 else found * found
        return sign

    def known_sign(self, quotient: Quotient, *, jumps: bool = False) -> int | None:
        """The sign if it is settled already."""
        try:
            return self.sign(quotient, jumps=jumps)
        except (Splits, GivesUp):
            return None

    def of_factor(self, polynomial: fmpz_mpoly, *, jumps: bool = False) -> int:
        """The sign of a polynomial without proper factors."""
        turned = polynomial.leading_coefficient() < 0
        p = -polynomial if turned else polynomial
        key = str(p)
        sign = self.known.get(key)
        if sign is None:
            sign = self._unassumed(p, key, jumps=jumps)
        elif jumps and sign:
            self.notes.boundaries[key] = p
        return -sign if turned else sign

    def _unassumed(self, p: fmpz_mpoly, key: str, *, jumps: bool) -> int:
        if key not in self._found:
            self._found[key] = self._definite(p)
        found = self._found[key]
        if found is not None:
            if jumps and not found.is_strict:
                self.notes.boundaries[key] = p
            return found.sign
        sign = self._by_kernel(p, jumps=jumps)
        if sign is not None:
            return sign
        raise Splits(key, p)

    def _has_tangent(self, p: fmpz_mpoly) -> bool:
        """Whether the polynomial has no value at isolated places where the formula has one."""
        return any(
            degree and self._is_tangent(self.kernels.listed[place])
            for place, degree in enumerate(p.degrees())
        )

    def _is_tangent(self, kernel: Kernel) -> bool:
        """Whether a kernel is a tangent, or made of one."""
        below: tuple[fmpz_mpoly, ...] = ()
        match kernel:
            case Tangent():
                return True
            case Exponential(exponent):
                below = exponent
            case Logarithm(argument) | Root(_, argument):
                below = (argument,)
            case Applied(_, arguments):
                below = tuple(p for quotient in arguments for p in quotient)
            case Symbol() | Pi() | Parity() | Shared():
                pass
            case _:
                assert_never(kernel)
        return any(self._has_tangent(p) for p in below)

    def _definite(self, p: fmpz_mpoly) -> Definite | None:
        self.ring.budget.charge(len(p) * 4)
        places = [place for place, degree in enumerate(p.degrees()) if degree]
        if all(self.constants.is_constant(place) for place in places):
            return Definite(self.constants.sign(p), is_strict=True)
        return definite(p, self.bounds(), self.ring.generators)

    def _by_kernel(self, p: fmpz_mpoly, *, jumps: bool) -> int | None:
        """The sign by what a kernel is: of log|f|, of exp(m) - 1, of erf(u)."""
        place = self.kernels.single(p)
        if place is not None:
            match self.kernels.listed[place]:
                case Logarithm(argument):
                    if self.of_factor(argument) < 0:
                        argument = -argument
                    return self.sign((argument - 1, self.ring.one), jumps=jumps)
                case Applied(name, arguments) if name in _SIGN_OF_ARGUMENT:
                    return self.sign(arguments[0], jumps=jumps)
                case _:
                    return None
        found = self._of_difference(p, jumps=jumps) if len(p) == 2 else None
        return self._with_root(p, jumps=jumps) if found is None else found

    def _with_root(self, p: fmpz_mpoly, *, jumps: bool) -> int | None:
        """The sign of a + b√c by which of both parts is the larger, if a² - b²c has a known sign."""
        degrees = p.degrees()
        for place, (degree, _) in self.ring.relations.items():
            if degree != 2 or degrees[place] != 1 or not isinstance(self.kernels.listed[place], Root):
                continue
            slope = p.derivative(place)
            rest = p - slope * self.ring.generators[place]
            norm = self.ring.lowered(rest * rest - (p - rest) * (p - rest))
            larger = self.known_sign((norm, self.ring.one), jumps=jumps)
            if larger:
                return self.sign((rest if larger > 0 else slope, self.ring.one), jumps=jumps)
        return None

    def _of_difference(self, p: fmpz_mpoly, *, jumps: bool) -> int | None:
        """The sign of exp(u) - exp(v), which is that of u - v; of log|f| - log|g| likewise."""
        if {int(coefficient) for coefficient in p.coeffs()} != {1, -1}:
            return None
        ring = self.ring
        listed = self.kernels.listed
        places = {place for place, degree in enumerate(p.degrees()) if degree}
        if all(isinstance(listed[place], Exponential) for place in places):
            difference = ring.nought
            for exponents, coefficient in p.to_dict().items():
                for place in places:
                    kernel = listed[place]
                    if isinstance(kernel, Exponential) and exponents[place]:
                        rate = Fraction(int(coefficient) * int(exponents[place]))
                        difference = ring.add(difference, ring.scaled(kernel.exponent, rate))
            return self.sign(difference, jumps=jumps)
        if p.total_degree() != 1 or any(not any(exponents) for exponents in p.monoms()):
            return None
        sides: dict[int, fmpz_mpoly] = {}
        for exponents, coefficient in p.to_dict().items():
            kernel = listed[exponents.index(1)]
            if not isinstance(kernel, Logarithm):
                return None
            sides[int(coefficient)] = kernel.argument * self.of_factor(kernel.argument)
        return self.sign((sides[1] - sides[-1], ring.one), jumps=jumps)

    def factors(self, p: fmpz_mpoly) -> Factored:
        """A whole number and the irreducible factors with their exponents."""
        return self._factors.of(p)

    # Bounds.

    def bounds(self) -> list[Bounds]:
        """Where the generators may be."""
        listed = self.kernels.listed
        for kernel in listed[len(self._bounds) :]:
            self._bounds.append(_LINE)
            self._bounds[-1] = self._bound(len(self._bounds) - 1, kernel)
        return self._bounds + [_LINE] * (self.ring.size - len(self._bounds))

    def _bound(self, place: int, kernel: Kernel) -> Bounds:
        match kernel:
            case Symbol():
                return self._symbol_bound(place, kernel)
            case Exponential():
                if self.constants.is_constant(place):
                    return self.constants.bound(place)
                return _HALF_LINE
            case Root(_, radicand):
                if self.constants.is_constant(place):
                    return self.constants.bound(place)
                below = self._definite_now(radicand)
                return Bounds(Fraction(0), None, is_strict=below is not None and below.is_strict)
            case Logarithm() | Pi():
                return self.constants.bound(place) if self.constants.is_constant(place) else _LINE
            case Applied(name):
                return (
                    self.constants.bound(place)
                    if self.constants.is_constant(place)
                    else _RANGES.get(name, _LINE)
                )
            case Shared(_, True):
                return Bounds(Fraction(0), Fraction(1), is_strict=False)
            case Tangent() | Parity() | Shared():
                return _LINE
            case _:
                assert_never(kernel)

    def _definite_now(self, p: fmpz_mpoly) -> Definite | None:
        bounds = self._bounds + [_LINE] * (self.ring.size - len(self._bounds))
        return definite(p, bounds, self.ring.generators)

    def _symbol_bound(self, place: int, symbol: Symbol) -> Bounds:
        low, high = symbol.low, symbol.high
        for assumption in self.cell.assumptions:
            p = assumption.polynomial
            if not assumption.sign or len(p) > 2 or p.total_degree() != 1 or not p.degrees()[place]:
                continue
            slope = Fraction(int(p.derivative(place).leading_coefficient()))
            rest = p - int(slope) * self.ring.generators[place]
            if not rest.is_constant():
                continue
            end = -Fraction(int(rest.leading_coefficient()) if not rest.is_zero() else 0) / slope
            if slope * assumption.sign > 0:
                low = end if low is None else max(low, end)
            else:
                high = end if high is None else min(high, end)
        return Bounds(low, high, is_strict=(low, high) == (symbol.low, symbol.high))
