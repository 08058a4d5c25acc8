"""Which digits does a value have? Rounding that is decided, not computed.

A value is a rational or a ball at whatever precision is asked. Its digits are certain once both ends of
the ball round alike; until then it is computed again with more bits. Ties of rationals go away from
zero. A ball that still straddles a tie at 2,000 bits is taken to sit on it, and one that still holds 0
to be 0: nothing is shown that depends on the machine, and -0 is never shown.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from flint import arb, fmpq, fmpz

from quizkit.bank.constants import exact_text
from quizkit.errors import Undefined
from quizkit.mathlang.balls import PRECISIONS, Exact, Real, fraction, precision

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
_SPARE_BITS = 32
"""What rounding computes with beyond the bits of a ball."""
_HALF = fmpq(1, 2)
_BIT = math.log10(2)
_SCIENTIFIC_BELOW = -4
_SCIENTIFIC_FROM = 12
"""Rounded figures are shown with a power of ten outside these exponents."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number with ``places`` digits after the point (negative: zeros before it)."""

    whole: fmpz
    """The number times 10**places."""
    places: int

    @property
    def exponent(self) -> int:
        """The power of ten of the first digit; 0 of zero."""
        return len(str(abs(self.whole))) - 1 - self.places if self.whole else 0


def to_places(at: At, places: int) -> Rounded:
    """The value, rounded to places after the point."""
    return Rounded(_settled(at, lambda value: _nearest(value, places)), places)


def to_figures(at: At, figures: int) -> Rounded:
    """The value, rounded to significant figures; zero has them all after the point."""
    return _settled(at, lambda value: _figures(value, figures))


def to_float(at: At) -> float:
    """The double nearest to the value. Raises OverflowError beyond the greatest."""
    return _settled(at, _double)


def figures_text(rounded: Rounded) -> str:
    """Rounded figures as text: ``0.3567``, ``12300``, ``1.23e-7``."""
    shift = rounded.exponent
    if not rounded.whole or _SCIENTIFIC_BELOW <= shift < _SCIENTIFIC_FROM:
        return places_text(rounded)
    return f"{places_text(Rounded(rounded.whole, rounded.places + shift))}e{shift}"


def places_text(rounded: Rounded) -> str:
    """A rounded value with all its places: ``0.350``."""
    places = max(rounded.places, 0)
    # Python's own integers refuse to be written with more than 4,300 digits, and 2^20000 has more.
    digits = str(abs(rounded.whole) * 10 ** (places - rounded.places)).rjust(places + 1, "0")
    whole = digits[: len(digits) - places] + (f".{digits[len(digits) - places :]}" if places else "")
    return f"-{whole}" if rounded.whole < 0 else whole


def plain_text(at: At) -> str:
    """A value that no format rounds: exact where that is short, else to six figures."""
    text = short_text(at(PRECISIONS[0]))
    return figures_text(to_figures(at, FIGURES)) if text is None else text


def short_text(value: Exact) -> str | None:
    """A rational that is shown in full, as text; None for any other value."""
    return _short(int(value.p), int(value.q)) if isinstance(value, fmpq) else None


@functools.lru_cache(maxsize=4096)
def _short(numerator: int, denominator: int) -> str | None:
    value = Fraction(numerator, denominator)
    return exact_text(value) if is_short(value) else None


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
            parts = (value.mid(), value.rad())
            return all(abs(_bits(part)) <= MAX_BITS for part in parts if part.is_finite())
        case _:
            return True


def _settled(at: At, rounding: Callable[[Real], T | None]) -> T:
    """The rounding that all numbers of the value's ball agree on.

    ``rounding`` gives None where they do not, as far as balls can tell; of a rational it never does.
    """
    value: Real = fmpq(0)
    for bits in PRECISIONS:
        value = at(bits)
        if isinstance(value, arb) and not value.is_finite():
            raise Undefined("an infinite value")
        with precision(bits + _SPARE_BITS):
            found = rounding(value)
        if found is not None:
            return found
    low, high = ends(value)
    if low <= 0 <= high:
        return _agreed(rounding, fmpq(0))
    # Both neighbours are as near as 2,000 bits can tell: a tie, which goes away from zero.
    return _agreed(rounding, high if high > 0 else low)


def _agreed(rounding: Callable[[Real], T | None], value: fmpq) -> T:
    found = rounding(value)
    if found is None:
        raise TypeError("a rational is rounded in one way only")
    return found


def ends(value: Real) -> tuple[fmpq, fmpq]:
    """The lowest and the highest number in a finite ball."""
    if isinstance(value, fmpq):
        return value, value
    middle, radius = _dyadic(value.mid()), _dyadic(value.rad())
    return middle - radius, middle + radius


def _dyadic(value: arb) -> fmpq:
    mantissa, exponent = value.man_exp()
    power = int(exponent)
    return fmpq(mantissa) * (fmpq(2**power) if power >= 0 else fmpq(1, 2**-power))


def _nearest(value: Real, places: int) -> fmpz | None:
    """The whole number nearest to the value times 10**places; of two, the one away from zero."""
    size = _size(value) * _power_of_ten(places) + _HALF
    whole: fmpz | None = size.floor() if isinstance(size, fmpq) else size.floor().unique_fmpz()
    return -whole if whole is not None and value < 0 else whole


def _size(value: Real) -> Real:
    if isinstance(value, fmpq):
        return abs(value)
    return abs(value)


def _figures(value: Real, figures: int) -> Rounded | None:
    """The value to so many figures."""
    if isinstance(value, fmpq) and not value:
        return Rounded(fmpz(0), figures - 1)
    if isinstance(value, arb) and value.contains(0):
        return None
    places = figures - 1 - _exponent(_size(value))
    nearest = _nearest(value, places)
    if nearest is not None and abs(nearest) == _power_of_ten(figures):
        # 9.996 has three figures as 10.0, one place less.
        return Rounded(nearest // 10, places - 1)
    return None if nearest is None else Rounded(nearest, places)


def _exponent(size: Real) -> int:
    """The power of ten of the first digit of a number above 0; of a ball, that of its smallest numbers."""
    guess = int(_BIT * _bits(size))
    while size < _power_of_ten(guess):
        guess -= 1
    while size >= _power_of_ten(guess + 1):
        guess += 1
    # A ball may hold the power itself and numbers below it.
    return guess if size >= _power_of_ten(guess) else guess - 1


def _bits(size: Real) -> int:
    """About the logarithm of a number above 0 to the base 2."""
    if isinstance(size, fmpq):
        return int(size.p.bit_length() - size.q.bit_length())
    mantissa, exponent = size.mid().man_exp()
    return int(exponent + mantissa.bit_length())


@functools.lru_cache(maxsize=256)
def _power_of_ten(power: int) -> fmpq:
    return fmpq(10**power) if power >= 0 else fmpq(1, 10**-power)


def _double(value: Real) -> float | None:
    """The double nearest to the value."""
    if isinstance(value, fmpq):
        return float(fraction(value))
    low, high = float(value.lower()), float(value.upper())
    if math.isinf(low) and low == high:
        raise OverflowError("a number beyond the greatest double")
    return low if low == high else None
