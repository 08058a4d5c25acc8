"""Which digits does a value have? Rounding that is decided, not computed.

A value is a rational or a ball at whatever precision is asked. Its digits are certain once both ends of
the ball round alike; until then it is computed again with more bits. Ties of rationals go away from
zero. A ball that still straddles a tie at 2,000 bits is taken to sit on it, and one that still holds 0
to be 0: nothing is shown that depends on the machine, and -0 is never shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from flint import arb, fmpq, fmpz

from quizkit.bank.constants import exact_text
from quizkit.errors import Undefined
from quizkit.mathlang.balls import PRECISIONS, Exact, Real, fraction

At = Callable[[int], Real]
"""A value: computed with the number of bits it is given."""
T = TypeVar("T")

FIGURES = 6
"""Significant figures of an irrational value that no format rounds."""
MAX_EXACT_FIGURES = 12
"""An exact decimal with more figures is rounded unless a format says otherwise."""
MAX_EXACT_FRACTION = 10_000
"""A fraction is shown as such if both its numbers are below this."""
MAX_INTEGER_DIGITS = 30
"""Whole numbers are shown in full up to here."""
MAX_BITS = 100_000
"""A number beyond 2 to this power, or as near to 0, is not told: its digits would take long."""
_MAX_SHORT_BITS = 400
_BIT = math.log10(2)
_SCIENTIFIC_BELOW = -4
_SCIENTIFIC_FROM = 12
"""Rounded figures are shown with a power of ten outside these exponents."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """A rational with ``places`` digits after the point (negative: zeros before it)."""

    value: Fraction
    places: int

    @property
    def exponent(self) -> int:
        """The power of ten of the first digit; 0 of zero."""
        return _exponent(self.value)


def to_places(at: At, places: int) -> Rounded:
    """The value, rounded to places after the point."""
    return _settled(at, lambda value: Rounded(_nearest(value, places), places))


def to_figures(at: At, figures: int) -> Rounded:
    """The value, rounded to significant figures; zero has them all after the point."""

    def rounded(value: Fraction) -> Rounded:
        places = figures - 1 - _exponent(value)
        nearest = _nearest(value, places)
        # 9.996 has three figures as 10.0, one place less.
        places = figures - 1 - _exponent(nearest)
        return Rounded(nearest, places)

    return _settled(at, rounded)


def to_float(at: At) -> float:
    """The double nearest to the value. Raises OverflowError beyond the greatest."""
    return _settled(at, float)


def exact(at: At) -> Fraction | None:
    """The value, if it is known to be rational."""
    value = at(PRECISIONS[0])
    return fraction(value) if isinstance(value, fmpq) else None


def figures_text(rounded: Rounded) -> str:
    """Rounded figures as text: ``0.3567``, ``12300``, ``1.23e-7``."""
    if not rounded.value or _SCIENTIFIC_BELOW <= rounded.exponent < _SCIENTIFIC_FROM:
        return places_text(rounded)
    shift = rounded.exponent
    mantissa = Rounded(rounded.value / Fraction(10) ** shift, rounded.places + shift)
    return f"{places_text(mantissa)}e{shift}"


def places_text(rounded: Rounded) -> str:
    """A rounded value with all its places: ``0.350``."""
    places = max(rounded.places, 0)
    # ``str`` refuses integers of more than 4,300 digits, and 2^20000 has more.
    scaled = Decimal(abs(round(rounded.value * 10**places)))
    digits = format(scaled, "f").rjust(places + 1, "0")
    whole = digits[: len(digits) - places] + (f".{digits[len(digits) - places :]}" if places else "")
    return f"-{whole}" if rounded.value < 0 else whole


def plain_text(at: At) -> str:
    """A value that no format rounds: exact where that is short, else to six figures."""
    value = exact(at)
    if value is not None and is_short(value):
        return exact_text(value)
    return figures_text(to_figures(at, FIGURES))


def is_short(value: Fraction) -> bool:
    """Whether an exact number is shown in full: 0.35 and 1/3 are, 0.9^20 is not."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MAX_SHORT_BITS:
        return False
    if value.denominator == 1:
        return bool(abs(value.numerator) < 10**MAX_INTEGER_DIGITS)
    shown = exact_text(value)
    if "/" in shown:
        return abs(value.numerator) < MAX_EXACT_FRACTION and value.denominator < MAX_EXACT_FRACTION
    digits = shown.partition("e")[0].replace(".", "").lstrip("-0")
    return len(digits) <= MAX_EXACT_FIGURES


def is_tellable(value: Exact) -> bool:
    """Whether a value can be told: the digits of exp(exp(exp(3))) cannot."""
    match value:
        case fmpq():
            return bool(value.height_bits() <= MAX_BITS)
        case arb():
            return all(_size(part) <= MAX_BITS for part in (value.mid(), value.rad()) if part.is_finite())
        case _:
            return True


def _size(value: arb) -> int:
    """How far the first digit of an exact ball lies from the point, in bits."""
    mantissa, exponent = value.man_exp()
    return abs(int(exponent) + int(mantissa).bit_length())


def _settled(at: At, rounding: Callable[[Fraction], T]) -> T:
    """The rounding that both ends of the value agree on."""
    low = high = Fraction(0)
    for bits in PRECISIONS:
        value = at(bits)
        if isinstance(value, fmpq):
            return rounding(fraction(value))
        low, high = ends(value)
        agreed = rounding(low)
        if agreed == rounding(high):
            return agreed
    if low <= 0 <= high:
        return rounding(Fraction(0))
    # Both neighbours are as near as 2,000 bits can tell: a tie, which goes away from zero.
    return rounding(high if high > 0 else low)


def ends(value: arb) -> tuple[Fraction, Fraction]:
    """The lowest and the highest number in a ball. Raises Undefined unless both are finite."""
    if not value.is_finite():
        raise Undefined("an infinite value")
    middle, radius = _dyadic(value.mid()), _dyadic(value.rad())
    return middle - radius, middle + radius


def _dyadic(value: arb) -> Fraction:
    mantissa, exponent = value.man_exp()
    power = int(fmpz(exponent))
    return Fraction(int(mantissa)) * (Fraction(2**power) if power >= 0 else Fraction(1, 2**-power))


def _nearest(value: Fraction, places: int) -> Fraction:
    """The multiple of 10^-places nearest to the value; of two, the one away from zero."""
    scale = Fraction(10) ** places
    whole = math.floor(abs(value) * scale + Fraction(1, 2))
    return (whole if value >= 0 else -whole) / scale


def _exponent(value: Fraction) -> int:
    """The power of ten of a number's first digit, exactly; 0 of zero."""
    if not value:
        return 0
    size = abs(value)
    guess = int((size.numerator.bit_length() - size.denominator.bit_length()) * _BIT)
    while size < Fraction(10) ** guess:
        guess -= 1
    while size >= Fraction(10) ** (guess + 1):
        guess += 1
    return guess
