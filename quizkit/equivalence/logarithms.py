"""What is a logarithm in normal form? A sum of kernels log|f| over the irreducible factors."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpz, fmpz_mpoly

from quizkit.equivalence.kernels import Exponential, Kernels, Logarithm, Parity, Root
from quizkit.equivalence.limits import MAX_PRIME_BITS
from quizkit.equivalence.quotients import GivesUp, NoValue, Quotient
from quizkit.equivalence.signs import Signs


class Logarithms:
    """Logarithms in one cell."""

    __slots__ = ("kernels", "ring", "signs")

    def __init__(self, kernels: Kernels, signs: Signs) -> None:
        self.kernels = kernels
        self.ring = kernels.ring
        self.signs = signs

    def of(self, argument: Quotient) -> Quotient:
        """The natural logarithm of the size; of what is negative everywhere, NoValue."""
        if argument[0].is_zero():
            raise NoValue
        sign = self.signs.known_sign(argument)
        if sign is not None and sign <= 0:
            raise NoValue
        return self.of_size(argument)

    def of_size(self, argument: Quotient) -> Quotient:
        """log|argument|."""
        ring = self.ring
        result = ring.nought
        for polynomial, direction in zip(argument, (1, -1), strict=True):
            if polynomial.is_one():
                continue
            content, factors = self.signs.factors(polynomial)
            for prime, exponent in self._primes(abs(content)):
                term = self._log_factor(ring.whole(prime))
                result = ring.add(result, ring.scaled(term, Fraction(direction * exponent)))
            for factor, exponent in factors:
                term = self._log_factor(factor)
                result = ring.add(result, ring.scaled(term, Fraction(direction * exponent)))
        return result

    def _primes(self, number: int) -> list[tuple[int, int]]:
        if number == 1:
            return []
        if number.bit_length() > MAX_PRIME_BITS:
            raise GivesUp("digits")
        return [(int(prime), int(exponent)) for prime, exponent in fmpz(number).factor()]

    def _log_factor(self, factor: fmpz_mpoly) -> Quotient:
        """log|factor|."""
        ring = self.ring
        place = self.kernels.single(factor)
        if place is not None:
            match self.kernels.listed[place]:
                case Exponential(exponent):
                    return exponent
                case Root(degree, radicand):
                    return ring.scaled(self._log_factor(radicand), Fraction(1, degree))
                case Parity():
                    return ring.nought
                case _:
                    pass
        if factor.leading_coefficient() < 0:
            factor = -factor
        turned = self._conjugate(factor)
        if turned is not None:
            return ring.negate(self._log_kernel(turned))
        return self._log_kernel(factor)

    def _log_kernel(self, factor: fmpz_mpoly) -> Quotient:
        generator = self.kernels.generator(("log", str(factor)), lambda: Logarithm(factor))
        return generator, self.ring.one

    def _conjugate(self, factor: fmpz_mpoly) -> fmpz_mpoly | None:
        """For a + b√c with a² - b²c = ±1 the conjugate, if that is the usual one of the two.

        So log(√(x²+1) - x) is -log(√(x²+1) + x).
        """
        for place, (degree, _) in self.ring.relations.items():
            if degree != 2 or factor.degrees()[place] != 1 or self.ring.is_idempotent(place):
                continue
            root = self.ring.generators[place]
            slope = factor.derivative(place)
            other = factor - 2 * slope * root
            norm = self.ring.lowered(factor * other)
            if not norm.is_one() and not (-norm).is_one():
                continue
            if other.leading_coefficient() < 0:
                other = -other
            return other if str(other) < str(factor) else None
        return None
