"""Which numbers stand at an axis? Round ones: 1, 2, 2.5 or 5 times a power of ten apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

_MANTISSAS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
_LARGE = 10**6


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where, and the numbers to write at it with what is written."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def part(self, value: float) -> float:
        """How far along the axis a value lies: 0 at its low end, 1 at its high one."""
        return (value - self.low) / (self.high - self.low)


def round_step(span: float, most: int, *, whole: bool = False) -> Fraction:
    """The least round step with which a span has at most ``most`` steps. The span is positive and finite.

    ``whole``: only a whole number will do.
    """
    # A span such as 1 - 0.6 is a few bits more than the number it stands for.
    rough = Fraction(span) / max(1, most) * Fraction(10**9 - 1, 10**9)
    # Only a first guess at the power of ten: the exact comparison below decides.
    power = Fraction(10) ** (math.floor(math.log10(span / max(1, most))) - 1)
    while power * 10 < rough:
        power *= 10
    while True:
        for step in (power * mantissa for mantissa in _MANTISSAS):
            if step >= rough and not (whole and step.denominator > 1):
                return step
        power *= 10


def axis(low: float, high: float, most: int, *, widen: bool = False, whole: bool = False) -> Axis:
    """An axis with about ``most`` numbers.

    With ``widen`` it begins and ends at a round number, with ``whole`` all that are written are whole.
    A span of nothing is widened about its value. Raises ValueError if an end is not finite.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("an axis has finite ends")
    low, high = min(low, high), max(low, high)
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-12):
        reach = abs(low) / 2 or 1.0
        low, high = low - reach, high + reach
    step = round_step(high - low, max(1, most - 1), whole=whole)
    # A little slack: an end that is a round number but for its last bits counts as one.
    slack = step / 10**6
    inner = math.ceil((Fraction(low) - slack) / step), math.floor((Fraction(high) + slack) / step)
    outer = math.floor((Fraction(low) + slack) / step), math.ceil((Fraction(high) - slack) / step)
    first, last = outer if widen else inner
    if widen:
        low, high = float(first * step), float(last * step)
    return Axis(low, high, tuple((float(n * step), label(n * step, step)) for n in range(first, last + 1)))


def label(value: Fraction, step: Fraction) -> str:
    """A multiple of a step, with the decimals that the step needs."""
    if abs(value) >= _LARGE or (step < Fraction(1, 10_000)):
        return f"{float(value):.4g}"
    decimals = next((count for count in range(8) if (step * 10**count).denominator == 1), 8)
    return f"{float(value):.{decimals}f}"
