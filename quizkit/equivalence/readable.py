"""How are the values of a comparison shown? As short decimals that tell the two sides apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from flint import arb, fmpq

Shown: TypeAlias = "str | tuple[Shown, ...]"
"""The text of a number, or of the entries of a vector or matrix."""

UNDEFINED = "undefined"
FEWEST_DIGITS = 4
MOST_DIGITS = 24
PLAIN_DIGITS = 8
"""A number with at most so many digits before the point is written without an exponent."""


def rational_text(value: fmpq) -> str:
    """The exact value: a decimal where that is finite and no longer, else a fraction."""
    denominator = int(value.q)
    twos = fives = 0
    rest = denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > MOST_DIGITS:
        return f"{value.p}/{value.q}"
    scaled = Decimal(int(value.p) * 10**places // denominator)
    return format(scaled.scaleb(-places), "f") if places else str(value.p)


def ball_text(value: arb, digits: int) -> str:
    """The value to so many significant digits, without the zeros at its end."""
    if value.contains(0):
        return "0"
    size = Decimal(value.str(2, radius=False)).adjusted()
    if 0 <= size < PLAIN_DIGITS:
        digits = max(digits, size + 1)
    shown = Decimal(value.str(digits, radius=False))
    if -FEWEST_DIGITS <= size < PLAIN_DIGITS:
        plain = format(shown, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    mantissa, _, exponent = format(shown, "e").partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def told_apart(expected: arb | None, response: arb | None) -> tuple[str, str]:
    """Both values, with as many digits as it takes to see that they differ."""
    if expected is None or response is None:
        return _one(expected), _one(response)
    for digits in (*range(FEWEST_DIGITS, 12), 16, MOST_DIGITS):
        left, right = ball_text(expected, digits), ball_text(response, digits)
        if left != right:
            return left, right
    difference = ball_text(response - expected, FEWEST_DIGITS)
    return left, f"{left} {'-' if difference.startswith('-') else '+'} {difference.lstrip('-')}"


def _one(value: arb | None) -> str:
    return UNDEFINED if value is None else ball_text(value, FEWEST_DIGITS)


def nested(texts: Sequence[str], shape: Sequence[int]) -> Shown:
    """Texts in the shape of the symbol they belong to."""
    if not shape:
        return texts[0]
    if len(shape) == 1:
        return tuple(texts)
    width = shape[1]
    return tuple(tuple(texts[row * width : (row + 1) * width]) for row in range(shape[0]))


def inline(shown: Shown) -> str:
    """A shown value on one line: ``[1, 2]``."""
    return shown if isinstance(shown, str) else f"[{', '.join(map(inline, shown))}]"


def as_json(shown: Shown) -> object:
    """A shown value as nested lists."""
    return shown if isinstance(shown, str) else [as_json(entry) for entry in shown]


def rounded(value: fmpq, digits: int) -> fmpq:
    """The nearest number with so many significant digits."""
    if value == 0:
        return value
    places = digits - 1 - Decimal(arb(abs(value)).str(2, radius=False)).adjusted()
    scale = fmpq(10**places) if places >= 0 else fmpq(1, 10**-places)
    return fmpq((value * scale + fmpq(1, 2)).floor()) / scale
