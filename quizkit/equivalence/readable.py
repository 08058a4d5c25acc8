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
SHOWABLE_BITS = 15
MOST_DIGITS = 24
MOST_EXPONENT = 10**12
"""The most bits before or after the point of a number that is shown."""
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


def ball_text(value: arb, digits: int = FEWEST_DIGITS) -> str:
    """The value to so many significant digits, without the zeros at its end."""
    return _written(_decimal(value), digits) if is_showable(value) else _vague(value)


def is_showable(value: arb | None) -> bool:
    """Whether a value is known well enough, and of a size, to be shown as one number."""
    return (
        value is None
        or value.is_zero()
        or ((value.is_exact() or bool(value.rel_accuracy_bits() >= SHOWABLE_BITS)) and _has_usual_size(value))
    )


def _has_usual_size(value: arb) -> bool:
    """Whether the exponent of a value is short enough to read."""
    exponent = int(value.abs_upper().man_exp()[1])
    return -MOST_EXPONENT < exponent < MOST_EXPONENT


def told_apart(expected: arb | None, response: arb | None) -> tuple[str, str]:
    """Both values, with as many digits as it takes to see that they differ."""
    if expected is None or response is None:
        return _one(expected), _one(response)
    if not is_showable(expected) or not is_showable(response):
        return ball_text(expected), ball_text(response)
    first, second = _decimal(expected), _decimal(response)
    for digits in (*range(FEWEST_DIGITS, 12), 16, MOST_DIGITS):
        left, right = _written(first, digits), _written(second, digits)
        if left != right:
            return left, right
    difference = ball_text(response - expected)
    return left, f"{left} {'-' if difference.startswith('-') else '+'} {difference.lstrip('-')}"


def _vague(value: arb) -> str:
    """A value of which no single number can be shown: nearly 0, enormous, or in a wide ball."""
    size = value.abs_upper()
    if size < arb(1) / 10**MOST_DIGITS:
        return "nearly 0"
    if not _has_usual_size(size):
        return "enormous" if value.contains(0) or value > 0 else "enormous and negative"
    low, high = (_written(_decimal(end), FEWEST_DIGITS) for end in (value.lower(), value.upper()))
    return f"between {low} and {high}"


def _one(value: arb | None) -> str:
    return UNDEFINED if value is None else ball_text(value)


def _decimal(value: arb) -> Decimal:
    """The value as a decimal of more digits than are shown."""
    return Decimal(value.str(MOST_DIGITS + 6, radius=False))


def _written(value: Decimal, digits: int) -> str:
    size = value.adjusted()
    if 0 <= size < PLAIN_DIGITS:
        digits = max(digits, size + 1)
    mantissa, _, exponent = f"{value:.{digits}g}".partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


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
