"""Has a polynomial one sign wherever its generators may be?

Exact sufficient tests: all terms have the sign, if need be after intervals were stretched to half-lines
(x = (a + b·t)/(1 + t) runs from a to b as t runs through the positive numbers); or it is a quadratic form
that is positive by elimination.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpz, fmpz_mpoly

MAX_STRETCHED_TERMS = 40
MAX_STRETCHED_DEGREE = 12


@dataclass(frozen=True, slots=True)
class Bounds:
    """An open interval, None being infinity; ``is_strict`` says that its ends are not reached."""

    low: Fraction | None = None
    high: Fraction | None = None
    is_strict: bool = True

    @property
    def is_positive(self) -> bool:
        """Whether it lies at or above 0."""
        return self.low is not None and self.low >= 0

    @property
    def is_half_line(self) -> bool:
        """Whether it is all positive numbers."""
        return self.low == 0 and self.high is None


@dataclass(frozen=True, slots=True)
class Definite:
    """The sign of a polynomial, and whether it is never 0."""

    sign: int
    is_strict: bool


def definite(
    polynomial: fmpz_mpoly, bounds: Sequence[Bounds], generators: Sequence[fmpz_mpoly]
) -> Definite | None:
    """The sign that a polynomial has wherever its generators may be; None if that cannot be told."""
    found = _by_terms(polynomial, bounds)
    if found is not None and found.is_strict:
        return found
    degrees = polynomial.degrees()
    stretched = polynomial
    changed = list(bounds)
    for place, degree in enumerate(degrees):
        limits = bounds[place]
        if not degree or limits.is_half_line or (limits.low is None and limits.high is None):
            continue
        if len(stretched) > MAX_STRETCHED_TERMS or degree > MAX_STRETCHED_DEGREE:
            return found
        stretched = _stretched(stretched, place, degree, limits, generators)
        changed[place] = Bounds(Fraction(0), None, limits.is_strict)
    better = _by_terms(stretched, changed) if stretched is not polynomial else None
    if better is not None:
        return better
    return found or _quadratic(polynomial)


def _by_terms(polynomial: fmpz_mpoly, bounds: Sequence[Bounds]) -> Definite | None:
    coefficients = polynomial.coeffs()
    sign = 1 if coefficients[0] > 0 else -1
    is_strict = False
    for coefficient in coefficients:
        if coefficient * sign < 0:
            return None
    for exponents in polynomial.monoms():
        never_zero = True
        for place, exponent in enumerate(exponents):
            if exponent:
                limits = bounds[place]
                if not limits.is_positive:
                    if exponent % 2:
                        return None
                    never_zero = False
                never_zero = never_zero and limits.is_strict
        is_strict = is_strict or never_zero
    return Definite(sign, is_strict)


def _stretched(
    polynomial: fmpz_mpoly,
    place: int,
    degree: int,
    limits: Bounds,
    generators: Sequence[fmpz_mpoly],
) -> fmpz_mpoly:
    """The polynomial, times something positive, with a generator that runs through the half-line."""
    context = polynomial.context()
    t = generators[place]
    low, high = limits.low, limits.high
    if low is not None and high is not None:
        scale = low.denominator * high.denominator
        above = context.constant(int(low * scale)) + int(high * scale) * t
        below = scale * (t + 1)
    elif low is not None:
        above = context.constant(low.numerator) + low.denominator * t
        below = context.constant(low.denominator)
    else:
        end = high or Fraction(0)
        above = context.constant(end.numerator) - end.denominator * t
        below = context.constant(end.denominator)
    by_power: dict[int, dict[tuple[int, ...], fmpz]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        rest = (*exponents[:place], 0, *exponents[place + 1 :])
        by_power.setdefault(exponents[place], {})[rest] = coefficient
    result = context.constant(0)
    for power, terms in by_power.items():
        result += context.from_dict(terms) * above**power * below ** (degree - power)
    return result


def _quadratic(polynomial: fmpz_mpoly) -> Definite | None:
    """The sign of a polynomial of degree 2 that is a sum of squares with a positive number over."""
    if polynomial.total_degree() != 2:
        return None
    used = [place for place, degree in enumerate(polynomial.degrees()) if degree]
    size = len(used) + 1
    rows = [[Fraction(0)] * size for _ in range(size)]
    for exponents, coefficient in polynomial.to_dict().items():
        factors = [index for index, place in enumerate(used) for _ in range(exponents[place])]
        i, j = [*factors, size - 1, size - 1][:2]
        rows[i][j] += Fraction(int(coefficient), 2)
        rows[j][i] += Fraction(int(coefficient), 2)
    sign = 1 if rows[0][0] > 0 else -1
    for k in range(size - 1):
        pivot = rows[k][k] * sign
        if pivot <= 0:
            return None
        for i in range(k + 1, size):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, size):
                rows[i][j] -= factor * rows[k][j]
    last = rows[-1][-1] * sign
    return Definite(sign, last > 0) if last >= 0 else None
