"""How is computed with fractions of polynomials, exactly and within bounds?

A quotient is a numerator and a denominator over whole numbers, in lowest terms, in the generators of one
ring: coordinates of symbols and kernels such as exp(x). A relation ``g^n = p`` of a generator (of a root)
is applied after every step. All work is counted; what grows too large gives up, by name.
"""

from __future__ import annotations

import functools
import math
from fractions import Fraction
from typing import TypeAlias

from flint import Ordering, fmpq, fmpz, fmpz_mpoly, fmpz_mpoly_ctx

from quizkit.equivalence.limits import MAX_DEGREE, MAX_PROOF_BITS, MAX_PROOF_WORK, MAX_TERMS

Quotient: TypeAlias = "tuple[fmpz_mpoly, fmpz_mpoly]"
"""Numerator and denominator."""


class GivesUp(Exception):
    """The proof is beyond what this room can do, or is allowed to."""


class NoValue(Exception):
    """The formula has no value anywhere in the cell."""


class Budget:
    """The work that one proof has done so far, in terms that were touched."""

    __slots__ = ("done",)

    def __init__(self) -> None:
        self.done = 0

    def charge(self, terms: int) -> None:
        """Count some work. Raises GivesUp when there was too much."""
        self.done += terms + 1
        if self.done > MAX_PROOF_WORK:
            raise GivesUp("work")


@functools.lru_cache(maxsize=16)
def _context(size: int) -> tuple[fmpz_mpoly_ctx, tuple[fmpz_mpoly, ...]]:
    context = fmpz_mpoly_ctx.get(tuple(f"g{place}" for place in range(size)), Ordering.degrevlex)
    return context, context.gens()


class Ring:
    """Quotients in a certain number of generators."""

    __slots__ = ("budget", "generators", "nought", "one", "relations", "size", "unit", "zero")

    def __init__(self, size: int, budget: Budget) -> None:
        self.size = size
        context, self.generators = _context(size)
        self.zero: fmpz_mpoly = context.constant(0)
        self.one: fmpz_mpoly = context.constant(1)
        self.nought: Quotient = (self.zero, self.one)
        self.unit: Quotient = (self.one, self.one)
        self.relations: dict[int, tuple[int, fmpz_mpoly]] = {}
        """For a generator g the n and p of its relation g^n = p."""
        self.budget = budget

    def whole(self, value: int) -> fmpz_mpoly:
        """A constant polynomial."""
        return _context(self.size)[0].constant(value)

    def constant(self, value: Fraction | fmpq) -> Quotient:
        """A rational."""
        numerator, denominator = (
            (value.numerator, value.denominator)
            if isinstance(value, Fraction)
            else (int(value.p), int(value.q))
        )
        if max(abs(numerator), denominator).bit_length() > MAX_PROOF_BITS:
            raise GivesUp("digits")
        return self.whole(numerator), self.whole(denominator)

    def monomial(self, exponents: tuple[int, ...]) -> fmpz_mpoly:
        """A product of powers of generators."""
        return _context(self.size)[0].from_dict({exponents: 1})

    def add(self, a: Quotient, b: Quotient) -> Quotient:
        """The sum."""
        if a[1] == b[1]:
            return self.reduced(a[0] + b[0], a[1])
        self.budget.charge(len(a[0]) * len(b[1]) + len(b[0]) * len(a[1]))
        return self.reduced(a[0] * b[1] + b[0] * a[1], a[1] * b[1])

    def negate(self, a: Quotient) -> Quotient:
        """The negative."""
        return -a[0], a[1]

    def subtract(self, a: Quotient, b: Quotient) -> Quotient:
        """The difference."""
        return self.add(a, (-b[0], b[1]))

    def multiply(self, a: Quotient, b: Quotient) -> Quotient:
        """The product."""
        if a[0].is_one() and a[1].is_one():
            return b
        if b[0].is_one() and b[1].is_one():
            return a
        self.budget.charge(len(a[0]) * len(b[0]) + len(a[1]) * len(b[1]))
        return self.reduced(a[0] * b[0], a[1] * b[1])

    def inverse(self, a: Quotient) -> Quotient:
        """The reciprocal. Raises NoValue for 0."""
        if a[0].is_zero():
            raise NoValue
        return self.reduced(a[1], a[0]) if self.relations else _positive(a[1], a[0])

    def divide(self, a: Quotient, b: Quotient) -> Quotient:
        """The quotient. Raises NoValue for a division by 0."""
        return self.multiply(a, self.inverse(b))

    def power(self, a: Quotient, exponent: int) -> Quotient:
        """A whole power."""
        if exponent < 0:
            return self.power(self.inverse(a), -exponent)
        terms = max(len(a[0]), len(a[1]))
        degree = max(a[0].total_degree(), a[1].total_degree(), 1)
        if exponent * degree > MAX_DEGREE or (terms > 1 and exponent * terms > MAX_TERMS // 4):
            raise GivesUp("powers")
        self.budget.charge((terms * exponent) ** 2 if terms > 1 else 1)
        return self.reduced(a[0] ** exponent, a[1] ** exponent)

    def scaled(self, a: Quotient, factor: Fraction) -> Quotient:
        """The product with a rational."""
        return self.multiply(a, self.constant(factor))

    def is_zero(self, a: Quotient) -> bool:
        """Whether the quotient is 0, by the relations too."""
        return bool(a[0].is_zero())

    def difference(self, a: Quotient, b: Quotient) -> fmpz_mpoly:
        """A polynomial that is 0 where both have the same value, and only there."""
        self.budget.charge(len(a[0]) * len(b[1]) + len(b[0]) * len(a[1]))
        found = a[0] - b[0] if a[1] == b[1] else a[0] * b[1] - b[0] * a[1]
        return self.lowered(found) if self.relations else found

    def same(self, a: Quotient, b: Quotient) -> bool:
        """Whether two quotients are equal, by the relations too."""
        return bool(self.difference(a, b).is_zero())

    def rational(self, a: Quotient) -> Fraction | None:
        """The rational that a quotient is, if it is one."""
        if a[0].is_zero():
            return Fraction(0)
        if a[0].is_constant() and a[1].is_constant():
            return Fraction(int(a[0].leading_coefficient()), int(a[1].leading_coefficient()))
        return None

    def reduced(self, n: fmpz_mpoly, d: fmpz_mpoly) -> Quotient:
        """The quotient in lowest terms."""
        if self.relations:
            n, d = self._without_roots_below(self.lowered(n), self.lowered(d))
        if d.is_zero():
            raise NoValue
        if n.is_zero():
            return self.nought
        if len(n) > MAX_TERMS or len(d) > MAX_TERMS:
            raise GivesUp("terms")
        if d.is_one():
            self.budget.charge(len(n))
            return n, d
        self.budget.charge(4 * len(n) + len(n) * len(d))
        divisor = n.gcd(d)
        if not divisor.is_one():
            n, d = n // divisor, d // divisor
        return _positive(n, d)

    def lowered(self, p: fmpz_mpoly) -> fmpz_mpoly:
        """The polynomial with the relations applied as long as one applies."""
        for _ in range(8):
            degrees = p.degrees()
            found = next((g for g, (n, _) in self.relations.items() if degrees[g] >= n), None)
            if found is None:
                return p
            p = self._substituted(p, found)
        raise GivesUp("roots")

    def _substituted(self, p: fmpz_mpoly, place: int) -> fmpz_mpoly:
        degree, replacement = self.relations[place]
        context = _context(self.size)[0]
        by_power: dict[int, dict[tuple[int, ...], fmpz]] = {}
        for exponents, coefficient in p.to_dict().items():
            times, rest = divmod(exponents[place], degree)
            lower = (*exponents[:place], rest, *exponents[place + 1 :])
            by_power.setdefault(times, {})[lower] = coefficient
        result = self.zero
        for times, terms in by_power.items():
            if times * max(1, len(replacement)) > MAX_TERMS // 4:
                raise GivesUp("powers")
            self.budget.charge(len(terms) * len(replacement) ** min(times, 4))
            result += context.from_dict(terms) * replacement**times
        return result

    def _without_roots_below(self, n: fmpz_mpoly, d: fmpz_mpoly) -> Quotient:
        """A root that divides the denominator moved into the numerator, so that ``1/√x`` is ``√x/x``."""
        if d.is_constant():
            return n, d
        for place, (degree, _) in self.relations.items():
            least = min((exponents[place] for exponents in d.monoms()), default=0)
            if least and not self.is_idempotent(place):
                factor = self.generators[place] ** (degree - least)
                n, d = self.lowered(n * factor), self.lowered(d * factor)
        return n, d

    def is_idempotent(self, place: int) -> bool:
        """Whether the generator stands for a condition: its square is itself, and it may be 0."""
        return bool(self.relations[place][1] == self.generators[place])


def content_of(p: fmpz_mpoly) -> int:
    """The greatest whole number that divides all coefficients."""
    return math.gcd(*(int(coefficient) for coefficient in p.coeffs()))


def _positive(n: fmpz_mpoly, d: fmpz_mpoly) -> Quotient:
    """The same quotient with a denominator whose leading coefficient is positive."""
    return (-n, -d) if d.leading_coefficient() < 0 else (n, d)
