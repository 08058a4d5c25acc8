"""Where does a proof take place? The symbols as generators, what is known of them, and boundaries of cells.

A symbol with listed values may stand for one of them; the last entry of a probability vector is 1 minus the
others. On a boundary p = 0 a coordinate in which p is linear is expressed by the others, so that exp(x) is 1
where x is 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from flint import fmpz_mpoly

from quizkit.equivalence.arena import Coordinate
from quizkit.equivalence.cells import Assumption, Cell, is_empty
from quizkit.equivalence.definite import Bounds
from quizkit.equivalence.kernels import Exponential, Kernels, Root, Symbol
from quizkit.equivalence.quotients import Quotient, Ring
from quizkit.equivalence.signs import Notes, Signs
from quizkit.mathlang.domains import UNDECLARED, Domain


class Terrain:
    """The symbols of a question as they are in one proof."""

    __slots__ = ("_domains", "_replaced", "cell", "is_thin", "kernels", "ring", "values")

    def __init__(
        self,
        domains: Mapping[str, Domain],
        kernels: Kernels,
        values: Mapping[Coordinate, Fraction],
        cell: Cell = Cell(),  # noqa: B008 - frozen
        *,
        is_thin: bool = False,
    ) -> None:
        self._domains = domains
        self.kernels = kernels
        self.ring: Ring = kernels.ring
        self.values = values
        """Symbols that stand for one of their values."""
        self._replaced: dict[int, Quotient] = {}
        """Generators that others express, on boundaries."""
        self.is_thin = is_thin
        """Whether it is only a boundary of other cells."""
        self.cell = cell
        """The assumptions, after what is 0 was put in."""

    def symbol(self, coordinate: Coordinate) -> Quotient:
        """A coordinate in normal form."""
        value = self.values.get(coordinate)
        if value is not None:
            return self.ring.constant(value)
        domain = self._domains.get(coordinate.symbol, UNDECLARED)
        if domain.kind == "simplex" and coordinate.entry == math.prod(domain.shape) - 1:
            return self._last_of_simplex(coordinate)
        degree = self.kernels.degrees.get(coordinate, 1)
        place = self.kernels.place(coordinate, lambda: _symbol(coordinate, domain, degree))
        replaced = self._replaced.get(place)
        if replaced is not None:
            return replaced
        return self.ring.generators[place] ** degree, self.ring.one

    def _last_of_simplex(self, coordinate: Coordinate) -> Quotient:
        rest = self.ring.unit
        for entry in range(coordinate.entry):
            rest = self.ring.subtract(rest, self.symbol(Coordinate(coordinate.symbol, entry)))
        return rest

    # Boundaries.

    def at(self, cell: Cell) -> Terrain | None:
        """The same terrain in a cell, with what the cell's zeros determine put in; None if it is empty."""
        if is_empty(cell, self._positive(cell)):
            return None
        if not cell.is_thin:
            return Terrain(self._domains, self.kernels, self.values, cell)
        found = Terrain(self._domains, self.kernels, self.values, is_thin=True)
        for assumption in cell.assumptions:
            if assumption.sign == 0 and not found._solve(assumption.polynomial):
                return None
        kept = []
        for assumption in cell.assumptions:
            moved = found._moved(assumption)
            if moved is None:
                return None
            kept.extend(moved)
        found.cell = Cell(tuple(kept))
        return found

    def _solve(self, polynomial: fmpz_mpoly) -> bool:
        """Express a coordinate by others where a polynomial is 0; False if that cannot be."""
        if not self._is_plain(polynomial):
            return True
        n, _ = self._composed(polynomial)
        if n.is_constant():
            return bool(n.is_zero())
        for place, degree in enumerate(n.degrees()):
            if degree != 1:
                continue
            slope = n.derivative(place)
            kernel = self.kernels.listed[place]
            if not slope.is_constant() or not isinstance(kernel, Symbol) or kernel.degree != 1:
                continue
            value = self.ring.reduced(slope * self.ring.generators[place] - n, slope)
            exact = self.ring.rational(value)
            if exact is not None and not _holds(
                self._domains.get(kernel.coordinate.symbol, UNDECLARED), exact
            ):
                return False
            self._replaced = {g: self._put(old, place, value) for g, old in self._replaced.items()}
            self._replaced[place] = value
            return True
        return True

    def _put(self, quotient: Quotient, place: int, value: Quotient) -> Quotient:
        below = Terrain(self._domains, self.kernels, self.values)
        below._replaced = {place: value}
        n, d = below._composed(quotient[0]), below._composed(quotient[1])
        return self.ring.divide(n, d)

    def _moved(self, assumption: Assumption) -> list[Assumption] | None:
        """What an assumption says after what is 0 was put in; None if it cannot hold."""
        if not self._replaced or not self._is_plain(assumption.polynomial):
            return [assumption]
        n, d = self._composed(assumption.polynomial)
        if n.is_zero():
            return []
        if assumption.sign == 0:
            return None if n.is_constant() else [normal_assumption(n, 0)]
        if n.is_constant():
            sign = 1 if n.leading_coefficient() * d.leading_coefficient() > 0 else -1
            return [] if sign == assumption.sign else None
        content, factors = Signs(self.kernels, Cell(), Notes()).factors(n)
        odd = [factor for factor, exponent in factors if exponent % 2]
        if len(odd) != 1:
            return []
        sign = assumption.sign if content > 0 else -assumption.sign
        return [normal_assumption(odd[0], sign)]

    def _is_plain(self, polynomial: fmpz_mpoly) -> bool:
        """Whether only symbols occur."""
        listed = self.kernels.listed
        return all(
            not degree or isinstance(listed[place], Symbol)
            for place, degree in enumerate(polynomial.degrees())
        )

    def _composed(self, polynomial: fmpz_mpoly) -> Quotient:
        """A polynomial with what was replaced put in."""
        if not self._replaced:
            return polynomial, self.ring.one
        ring = self.ring
        total = ring.nought
        for exponents, coefficient in polynomial.to_dict().items():
            term = ring.constant(Fraction(int(coefficient)))
            for place, exponent in enumerate(exponents):
                if exponent:
                    base = self._replaced.get(place, (ring.generators[place], ring.one))
                    term = ring.multiply(term, ring.power(base, exponent))
            total = ring.add(total, term)
        return total

    # What is known.

    def _positive(self, cell: Cell) -> Iterable[fmpz_mpoly]:
        """Polynomials in the monomials of a cell's assumptions that are positive everywhere."""
        monomials = {
            exponents
            for assumption in cell.assumptions
            for exponents in assumption.polynomial.monoms()
            if any(exponents)
        }
        for exponents in sorted(monomials):
            places = [place for place, exponent in enumerate(exponents) if exponent]
            if all(exponents[place] % 2 == 0 or self._bound(place).is_positive for place in places):
                yield self.ring.monomial(exponents)
            if len(places) == 1 and exponents[places[0]] == 1:
                yield from self._ends(places[0])

    def _ends(self, place: int) -> Iterable[fmpz_mpoly]:
        bounds = self._bound(place)
        generator = self.ring.generators[place]
        if bounds.low is not None:
            yield bounds.low.denominator * generator - bounds.low.numerator
        if bounds.high is not None:
            yield bounds.high.numerator - bounds.high.denominator * generator

    def _bound(self, place: int) -> Bounds:
        match self.kernels.listed[place]:
            case Symbol(_, low, high):
                return Bounds(low, high)
            case Exponential() | Root():
                return Bounds(Fraction(0), None)
            case _:
                return Bounds()


def normal_assumption(polynomial: fmpz_mpoly, sign: int) -> Assumption:
    """An assumption on a polynomial whose leading coefficient is positive."""
    if polynomial.leading_coefficient() < 0:
        polynomial, sign = -polynomial, -sign
    return Assumption(str(polynomial), polynomial, sign)


def _symbol(coordinate: Coordinate, domain: Domain, degree: int) -> Symbol:
    low, high = domain.low, domain.high
    match domain.kind:
        case "simplex":
            low, high = Fraction(0), Fraction(1)
        case "onehot":
            low, high = Fraction(-1), Fraction(2)
        case "values":
            low, high = min(domain.values) - 1, max(domain.values) + 1
        case "integers":
            low = None if low is None else low - 1
            high = None if high is None else high + 1
        case _:
            pass
    if degree > 1:
        low, high = Fraction(0), Fraction(1) if high == 1 else None
    is_whole = domain.kind in {"integers", "onehot"}
    return Symbol(coordinate, low, high, is_whole, degree)


def _holds(domain: Domain, value: Fraction) -> bool:
    return domain.contains(value)
