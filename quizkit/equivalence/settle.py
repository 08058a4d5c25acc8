"""What does one point say, with as many bits as it takes?

Precision is raised until no term is hidden and some sixty digits of both sides are certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flint import arb

from quizkit.equivalence.absorption import hidden_bits
from quizkit.equivalence.ball_operations import Enclosure
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.limits import MAX_BITS
from quizkit.equivalence.pair import Pair
from quizkit.equivalence.points import Point
from quizkit.mathlang.balls import precision

START_BITS = 333
ENOUGH_BITS = 200
"""How many bits of both values must be certain where they agree."""
MARGIN = 30
"""A term this many bits above the last is certainly seen."""
MAX_UNKNOWN_BITS = 2500
"""How far precision is raised for a value of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Both sides agree at the point, to so many bits."""

    bits: int


Skipped: TypeAlias = Literal["undefined", "unknown", "hidden"]
"""Why a point says nothing."""


def settle(
    pair: Pair, point: Point, known: Mapping[int, Enclosure] | None = None
) -> Agreed | Finding | Skipped:
    """What a point says with as many bits as it takes."""
    bits = START_BITS
    while True:
        found, index, column = pair.at(point, bits, known)
        if found == "unknown":
            if bits >= MAX_UNKNOWN_BITS:
                return "unknown"
            bits = MAX_UNKNOWN_BITS
            continue
        if found != "agree":
            return pair.finding(point, found, index, column, bits) or "undefined"
        with precision(bits):
            hidden = hidden_bits(pair.bench.arena, pair.order, column)
            certain = certain_bits(pair, column)
        if hidden > bits - MARGIN:
            bits = hidden + 4 * MARGIN
        elif certain < ENOUGH_BITS:
            bits *= 4
        else:
            return Agreed(certain)
        if bits > MAX_BITS:
            return "hidden"


def certain_bits(pair: Pair, column: Mapping[int, Enclosure]) -> int:
    """To how many bits both sides are known in every entry: of a value that may be 0, after the point."""
    return min(
        _certain(value) for entry in pair.entries for side in entry if isinstance(value := column[side], arb)
    )


def _certain(value: arb) -> int:
    if value.is_exact():
        return MAX_BITS
    if not value.contains(0):
        return int(value.rel_accuracy_bits())
    mantissa, exponent = value.rad().abs_upper().man_exp()
    return -(int(exponent) + int(mantissa).bit_length())
