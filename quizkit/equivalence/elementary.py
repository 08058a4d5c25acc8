"""What are exponentials, logarithms, roots and powers of quotients, in normal form?

``exp`` of a sum becomes a product of kernels, ``log`` of a product a sum of kernels ``log|f|`` over the
irreducible factors, and a power of a kernel's inverse undoes it: exp(r·log|f|) is |f|^r. All of these hold
wherever the formula has a value; that log(x^2) has more of them than 2·log(x) is for others to see.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NoReturn

from flint import fmpz_mpoly

from quizkit.equivalence.kernels import (
    Applied,
    Exponential,
    Kernels,
    Logarithm,
    Parity,
    Pi,
    Root,
    Symbol,
)
from quizkit.equivalence.logarithms import Logarithms
from quizkit.equivalence.quotients import GivesUp, NoValue, Quotient, content_of
from quizkit.equivalence.signs import Signs

_HALF = Fraction(1, 2)


class Elementary:
    """Exponentials, logarithms, roots and powers in one cell."""

    __slots__ = ("kernels", "logarithms", "ring", "signs")

    def __init__(self, kernels: Kernels, signs: Signs) -> None:
        self.kernels = kernels
        self.ring = kernels.ring
        self.signs = signs
        self.logarithms = Logarithms(kernels, signs)

    def pi(self) -> Quotient:
        """π."""
        return self.kernels.generator("pi", Pi), self.ring.one

    # Exponentials.

    def exp(self, exponent: Quotient) -> Quotient:
        """The power of e."""
        result = self.ring.unit
        for rate, part in self.parts(exponent):
            result = self.ring.multiply(result, self._exp_part(rate, part))
        return result

    def parts(self, quotient: Quotient) -> Iterator[tuple[Fraction, Quotient]]:
        """A sum as rational multiples of terms of which each always has the same form."""
        n, d = quotient
        ring = self.ring
        if not d.is_constant():
            whole, n = divmod(n, d)
            yield from self.parts((whole, ring.one))
        scale = int(d.leading_coefficient()) if d.is_constant() else 1
        for exponents, coefficient in n.to_dict().items():
            term = ring.monomial(exponents)
            if d.is_constant():
                yield Fraction(int(coefficient), scale), (term, ring.one)
            else:
                above, below = ring.reduced(term, d)
                p, q = content_of(above), content_of(below)
                part = above // ring.whole(p), below // ring.whole(q)
                yield Fraction(int(coefficient) * p, q), part

    def _exp_part(self, rate: Fraction, part: Quotient) -> Quotient:
        """exp(rate·part)."""
        n, d = part
        if d.is_one():
            place = self.kernels.single(n)
            if place is not None:
                kernel = self.kernels.listed[place]
                if isinstance(kernel, Logarithm):
                    return self.size_to(kernel.argument, rate)
        key = ("exp", self.part_key(part))
        if self.kernels.is_fine(key, rate):
            whole = self.ring.scaled(part, abs(rate))
            power = self.kernels.generator((*key, abs(rate)), lambda: Exponential(whole))
            return (power, self.ring.one) if rate > 0 else (self.ring.one, power)
        degree = self.kernels.degree(key, rate)
        times = int(rate * degree)
        root = self.kernels.generator(key, lambda: Exponential(self.ring.scaled(part, Fraction(1, degree))))
        return (root**times, self.ring.one) if times >= 0 else (self.ring.one, root**-times)

    def part_key(self, part: Quotient) -> object:
        """What tells terms apart, whatever the size of the ring."""
        n, d = part
        if d.is_one() and len(n) == 1:
            return tuple((place, exponent) for place, exponent in enumerate(n.degrees()) if exponent)
        return str(n), str(d)

    def size_to(self, base: fmpz_mpoly, rate: Fraction) -> Quotient:
        """|base|^rate for a polynomial without proper factors."""
        ring = self.ring
        place = self.kernels.single(base)
        if place is not None:
            kernel = self.kernels.listed[place]
            if isinstance(kernel, Symbol) and kernel.low is not None and kernel.low >= 0:
                if rate.denominator != 1:
                    self.kernels.degree(kernel.coordinate, Fraction(rate, kernel.degree))
                return ring.power((base, ring.one), rate.numerator)
        whole = rate.numerator // rate.denominator
        rest = rate - whole
        if not rest and whole % 2 == 0:
            return ring.power((base, ring.one), whole)
        size = base if self.signs.of_factor(base) > 0 else -base
        result = ring.power((size, ring.one), whole)
        nested = self._nested(size) if rest == _HALF else None
        if nested is not None:
            return ring.multiply(result, nested)
        if rest:
            key = ("root", str(size))
            degree = self.kernels.degree(key, rest)
            root = self.kernels.generator(key, lambda: Root(degree, size))
            result = ring.multiply(result, (root ** int(rest * degree), ring.one))
        return result

    def _nested(self, size: fmpz_mpoly) -> Quotient | None:
        """√(a + b√c) = √((a+d)/2) ± √((a-d)/2), if a² - b²c is the square of d, for whole numbers a, b, c."""
        if len(size) > 2 or size.total_degree() != 1:
            return None
        ring = self.ring
        place = next((place for place, degree in enumerate(size.degrees()) if degree), -1)
        degree, radicand = ring.relations.get(place, (0, ring.zero))
        if degree != 2 or not radicand.is_constant() or ring.is_idempotent(place):
            return None
        slope = int(size.derivative(place).leading_coefficient())
        rest = size - slope * ring.generators[place]
        whole = 0 if rest.is_zero() else int(rest.leading_coefficient())
        square = whole * whole - slope * slope * int(radicand.leading_coefficient())
        side = math.isqrt(square) if square >= 0 else -1
        if side * side != square or whole <= 0:
            return None
        first = self.sqrt(ring.constant(Fraction(whole + side, 2)))
        second = self.sqrt(ring.constant(Fraction(whole - side, 2)))
        return ring.add(first, second) if slope > 0 else ring.subtract(first, second)

    # Roots and powers.

    def sqrt(self, argument: Quotient) -> Quotient:
        """The square root; of what is negative everywhere, NoValue."""
        sign = self.signs.sign(argument)
        if sign < 0:
            self.refuse_negative(argument)
        return self.size_power(argument, _HALF) if sign else self.ring.nought

    def refuse_negative(self, argument: Quotient) -> NoReturn:
        """There is no root of what is negative; where it is 0 after all, is another cell."""
        self.signs.sign(argument, jumps=True)
        raise NoValue

    def cbrt(self, argument: Quotient) -> Quotient:
        """The cube root, negative for what is negative."""
        sign = self.signs.sign(argument)
        root = self.size_power(argument, Fraction(1, 3)) if sign else self.ring.nought
        return root if sign > 0 else self.ring.negate(root)

    def size_power(self, argument: Quotient, rate: Fraction) -> Quotient:
        """|argument|^rate."""
        return self.exp(self.ring.scaled(self.logarithms.of_size(argument), rate))

    def power(self, base: Quotient, exponent: Quotient) -> Quotient:
        """A power, as the language means it: of a negative number only if the exponent is whole."""
        ring = self.ring
        rate = ring.rational(exponent)
        if rate is not None and rate.denominator == 1:
            return ring.power(base, rate.numerator)
        sign = self.signs.sign(base)
        if sign < 0 and self._is_whole(exponent):
            size = self.exp(ring.multiply(exponent, self.logarithms.of_size(base)))
            return ring.multiply(self.parity(exponent), size)
        if sign > 0:
            return self.exp(ring.multiply(exponent, self.logarithms.of_size(base)))
        if sign < 0:
            if rate is not None:
                self.refuse_negative(base)
            raise GivesUp("a power of a negative number")
        direction = self.signs.sign(exponent, jumps=True)
        if direction < 0:
            raise NoValue
        return ring.nought if direction else ring.unit

    def _is_whole(self, quotient: Quotient) -> bool:
        """Whether a quotient is a whole number wherever its symbols are."""
        n, d = quotient
        listed = self.kernels.listed
        return d.is_one() and all(
            not degree or (isinstance(kernel := listed[place], Symbol) and kernel.is_whole)
            for place, degree in enumerate(n.degrees())
        )

    def parity(self, exponent: Quotient) -> Quotient:
        """(-1)^exponent, for an exponent that is a whole number."""
        ring = self.ring
        result = ring.unit
        for exponents, coefficient in exponent[0].to_dict().items():
            if int(coefficient) % 2:
                once = tuple(int(bool(e)) for e in exponents)
                if not any(once):
                    result = ring.negate(result)
                    continue
                part = ring.monomial(once), ring.one
                result = ring.multiply(result, self._parity_kernel(part))
        return result

    def _parity_kernel(self, exponent: Quotient) -> Quotient:
        key = ("parity", self.part_key(exponent))
        return self.kernels.generator(key, lambda: Parity(exponent)), self.ring.one

    # Functions of which only the arguments are compared.

    def applied(self, name: str, *arguments: Quotient) -> Quotient:
        """A function's value: the same kernel for arguments that are equal."""
        ring = self.ring
        for place in self.kernels.applied.get(name, ()):
            kernel = self.kernels.listed[place]
            if isinstance(kernel, Applied) and all(
                ring.same(a, b) for a, b in zip(kernel.arguments, arguments, strict=True)
            ):
                return ring.generators[place], ring.one
        key = (name, *((str(n), str(d)) for n, d in arguments))
        place = self.kernels.place(key, lambda: Applied(name, arguments))
        self.kernels.applied.setdefault(name, []).append(place)
        return ring.generators[place], ring.one

    def odd(self, name: str, argument: Quotient) -> Quotient:
        """A function's value, if it is odd: erf(-x) is -erf(x)."""
        ring = self.ring
        if ring.is_zero(argument):
            return ring.nought
        for place in self.kernels.applied.get(name, ()):
            kernel = self.kernels.listed[place]
            if isinstance(kernel, Applied) and ring.same(ring.negate(kernel.arguments[0]), argument):
                return ring.negate((ring.generators[place], ring.one))
        return self.applied(name, argument)
