"""Is a number near enough? Tolerances, decided exactly.

    tolerance := "exact" | rule { "or" rule }
    rule      := percent "%"            relative: |response - expected| <= percent/100 · |expected|
               | number                 absolute: |response - expected| <= number
               | digits "sf"            significant figures: <= half a unit of the last figure of expected

Of several rules the widest counts. The boundary belongs to the band, and ties are decided in fractions:
0.36 is within 0.003 of 0.357, though floats say no. A relative tolerance has no hidden absolute floor: of
an expected 0 only 0 is within it. Irrational numbers are balls; ``decide`` gives them more bits until the
answer is certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, TypeVar, assert_never

from flint import arb, fmpq

from quizkit.errors import Undecidable, Unreadable, quoted
from quizkit.mathlang.balls import PRECISIONS, Real, precision, rational

MAX_FIGURES = 30

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Exact:
    """Only the very number will do."""

    def __str__(self) -> str:
        return "exact"


@dataclass(frozen=True, slots=True)
class Relative:
    """A share of the expected value."""

    share: fmpq

    def __str__(self) -> str:
        return f"{_decimal(self.share * 100)}%"


@dataclass(frozen=True, slots=True)
class Absolute:
    """A distance."""

    distance: fmpq

    def __str__(self) -> str:
        return _decimal(self.distance)


@dataclass(frozen=True, slots=True)
class SignificantFigures:
    """Half a unit of the last of so many figures of the expected value."""

    figures: int

    def __str__(self) -> str:
        return f"{self.figures}sf"


Rule: TypeAlias = Exact | Relative | Absolute | SignificantFigures


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The widest of some rules."""

    rules: tuple[Rule, ...]

    def __str__(self) -> str:
        return " or ".join(str(rule) for rule in self.rules)

    @property
    def is_exact(self) -> bool:
        """Whether nothing but the very number will do."""
        return self.rules == (Exact(),)

    def figures(self) -> str:
        """How precisely a number must be given so that rounding alone cannot spoil it."""
        return _figures(self.rules[0])


EXACT = Tolerance((Exact(),))

_NUMBER = r"(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,3})?"
_PERCENT = re.compile(rf"({_NUMBER})\s*%", re.ASCII)
_PLAIN = re.compile(_NUMBER, re.ASCII)
_FIGURES = re.compile(r"(\d{1,3})\s*sf", re.ASCII)
_OR = re.compile(r"\s+or\s+")


def parse_tolerance(text: str) -> Tolerance:
    """The tolerance that an author wrote. Raises Unreadable with the offset of the rule at fault."""
    if text.strip() == "exact":
        return EXACT
    rules = []
    start = 0
    for gap in [*_OR.finditer(text), None]:
        end = len(text) if gap is None else gap.start()
        rules.append(_rule(text[start:end], start))
        start = end if gap is None else gap.end()
    return Tolerance(tuple(rules))


def _rule(written: str, offset: int) -> Rule:
    text = written.strip()
    start = offset + len(written) - len(written.lstrip())
    end = start + len(text)
    if match := _PERCENT.fullmatch(text):
        return Relative(_positive(match[1], start, end) / 100)
    if match := _FIGURES.fullmatch(text):
        figures = int(match[1])
        if not 1 <= figures <= MAX_FIGURES:
            raise Unreadable(f"significant figures are 1 to {MAX_FIGURES}, found {figures}", start, end)
        return SignificantFigures(figures)
    if _PLAIN.fullmatch(text):
        return Absolute(_positive(text, start, end))
    if text == "exact":
        raise Unreadable("'exact' stands alone: nothing can widen it", start, end)
    raise Unreadable(
        f"expected a tolerance, found {quoted(text)}; write 1%, 0.002, 0.5% or 0.001, 3sf or exact",
        start,
        end,
    )


def _positive(text: str, start: int, end: int) -> fmpq:
    value = rational(Fraction(text))
    if value <= 0:
        raise Unreadable("a tolerance is above 0; for no tolerance at all write exact", start, end)
    return value


def within(expected: Real, response: Real, tolerance: Tolerance) -> bool:
    """Whether the response lies in the band around the expected value; the boundary belongs to it.

    Raises Undecidable if one of the two is a ball that these bits leave open; see ``decide``.
    """
    if isinstance(expected, fmpq) and isinstance(response, fmpq):
        difference = abs(response - expected)
        return any(difference <= _exact_width(rule, expected) for rule in tolerance.rules)
    return _certainly_at_most(_size(response - expected), half_width(expected, tolerance))


def half_width(expected: Real, tolerance: Tolerance) -> Real:
    """How far a response may lie from the expected value."""
    widths = [_width(rule, expected) for rule in tolerance.rules]
    widest = widths[0]
    for width in widths[1:]:
        if isinstance(widest, fmpq) and isinstance(width, fmpq):
            widest = max(widest, width)
        else:
            widest = arb(widest).max(arb(width))
    return widest


def band(expected: Real, tolerance: Tolerance) -> tuple[Real, Real]:
    """The ends of the band around the expected value; both belong to it."""
    width = half_width(expected, tolerance)
    return expected - width, expected + width


def separated(a: Real, b: Real, tolerance: Tolerance, bands: int = 2) -> bool:
    """Whether two values lie more than ``bands`` half-bands apart, whichever of them is expected.

    Raises Undecidable if these bits leave it open.
    """
    distance = _size(a - b)
    return all(not _certainly_at_most(distance, bands * half_width(value, tolerance)) for value in (a, b))


def decide(question: Callable[[int], T]) -> T:
    """The answer to a question about balls, asked with more and more bits.

    ``question`` is given the bits, computes its balls with as many, and raises Undecidable if they are too
    few. Raises Undecidable if 2,000 bits are too few as well.
    """
    last: Undecidable | None = None
    for bits in PRECISIONS:
        try:
            with precision(bits):
                return question(bits)
        except Undecidable as undecided:
            last = undecided
    raise last or Undecidable("no precision was tried")


def decided_within(
    expected: Callable[[int], Real], response: Callable[[int], Real], tolerance: Tolerance
) -> bool:
    """``within`` for values that can be had at any precision. Raises Undecidable at 2,000 bits."""
    return decide(lambda bits: within(expected(bits), response(bits), tolerance))


def _size(value: Real) -> Real:
    if isinstance(value, fmpq):
        return abs(value)
    return abs(value)


def _certainly_at_most(value: Real, bound: Real) -> bool:
    if value <= bound:
        return True
    if value > bound:
        return False
    raise Undecidable("whether a value lies within its tolerance")


def _width(rule: Rule, expected: Real) -> Real:
    if isinstance(expected, fmpq):
        return _exact_width(rule, expected)
    match rule:
        case Exact():
            return fmpq(0)
        case Relative(share):
            return arb(share) * abs(expected)
        case Absolute(distance):
            return distance
        case SignificantFigures(figures):
            return _half_unit(_leading_power(expected), figures)
        case _:
            assert_never(rule)


def _exact_width(rule: Rule, expected: fmpq) -> fmpq:
    match rule:
        case Exact():
            return fmpq(0)
        case Relative(share):
            return share * abs(expected)
        case Absolute(distance):
            return distance
        case SignificantFigures(figures):
            return fmpq(0) if expected == 0 else _half_unit(_exact_leading_power(abs(expected)), figures)
        case _:
            assert_never(rule)


def _half_unit(power: int, figures: int) -> fmpq:
    """Half a unit of the last figure of a number whose first figure stands at ``power`` of ten."""
    return fmpq(1, 2) * _power_of_ten(power - figures + 1)


def _power_of_ten(power: int) -> fmpq:
    return fmpq(10**power) if power >= 0 else fmpq(1, 10**-power)


def _exact_leading_power(size: fmpq) -> int:
    """The e with 10**e <= size < 10**(e+1)."""
    power = len(str(size.p)) - len(str(size.q))
    return power if _power_of_ten(power) <= size else power - 1


def _leading_power(value: arb) -> int:
    """The same of a ball, if all its numbers agree. Raises Undecidable if they do not."""
    size = abs(value)
    if size.contains(0) or not size.is_finite():
        raise Undecidable("the first figure of a value")
    guess = (size.log() / arb(10).log()).floor().unique_fmpz()
    if guess is None:
        raise Undecidable("the first figure of a value")
    return int(guess)


def _figures(rule: Rule) -> str:
    match rule:
        case Exact():
            return "the exact value"
        case SignificantFigures(figures):
            return f"{figures} significant figures"
        case Relative(share):
            figures = next(n for n in range(1, 2 * MAX_FIGURES) if fmpq(5, 10**n) <= share)
            return f"{figures} significant figures"
        case Absolute(distance):
            places = next((n for n in range(2 * MAX_FIGURES) if fmpq(1, 2 * 10**n) <= distance), 0)
            return f"{places} decimals" if places else "the nearest whole number"
        case _:
            assert_never(rule)


def _decimal(value: fmpq) -> str:
    """A number of a tolerance as it is written: these are decimals by their grammar."""
    places = 0
    while value.q != 1 and places < 2 * MAX_FIGURES:
        value *= 10
        places += 1
    digits = str(value.p // value.q).rjust(places + 1, "0")
    return f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else digits
