"""Can a mistake be told from the key? Two values, held apart by two tolerance bands."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, fmpq

from quizkit.bank.question import UpTo
from quizkit.equivalence.relations import is_related
from quizkit.equivalence.tolerance import (
    Absolute,
    Exact,
    Relative,
    Rule,
    SignificantFigures,
    Tolerance,
    decide,
    separated,
)
from quizkit.errors import Undecidable, Undefined
from quizkit.mathlang.arrays import Array, Shape, Value
from quizkit.mathlang.balls import Exact as Scalar
from quizkit.mathlang.balls import Real, real

BANDS = 2
"""A mistake must be more than so many bands from the key."""

At = Callable[[int], Value[Scalar]]
"""A value, computed with the number of bits it is given."""


def told_apart(key: At, wrong: At, tolerance: Tolerance, up_to: UpTo | None = None) -> bool:
    """Whether the values certainly lie more than two bands apart: arrays in at least one entry.

    A wrong value that does not exist, or has another shape, cannot be taken for the key. What 2,000 bits
    leave open counts as too near.
    """

    def apart(bits: int) -> bool:
        expected = numbers(key(bits))
        try:
            other = numbers(wrong(bits))
        except Undefined:
            return True
        if axes(expected) != axes(other):
            return True
        if up_to is None:
            return _some_entry(expected, other, tolerance)
        return not is_related(flat(expected), flat(other), up_to, widened(tolerance))

    try:
        return decide(apart)
    except Undecidable:
        return False


def numbers(value: Value[Scalar]) -> Value[Real]:
    """The value with conditions counted 1 or 0. Raises ShapeMismatch for words."""
    if isinstance(value, Array):
        return Array(value.shape, tuple(map(real, value.entries)))
    return real(value)


def axes(value: Value[Real]) -> Shape:
    """The shape of a value; () for a number."""
    return value.shape if isinstance(value, Array) else ()


def flat(value: Value[Real]) -> list[Real]:
    """The entries of a value, row by row."""
    return [*value.entries] if isinstance(value, Array) else [value]


def widened(tolerance: Tolerance) -> Tolerance:
    """A tolerance at least twice as wide."""
    return Tolerance(tuple(map(_widened, tolerance.rules)))


def _widened(rule: Rule) -> Rule:
    match rule:
        case Exact():
            return rule
        case Relative(share):
            return Relative(BANDS * share)
        case Absolute(distance):
            return Absolute(BANDS * distance)
        case SignificantFigures(figures):
            # Half a unit of the last figure is at most this share of the number.
            return Relative(fmpq(BANDS, 2 * 10 ** (figures - 1)))


def _some_entry(expected: Value[Real], other: Value[Real], tolerance: Tolerance) -> bool:
    """Whether one entry is certainly apart. Raises Undecidable if some are open and none is."""
    undecided: Undecidable | None = None
    for a, b in zip(flat(expected), flat(other), strict=True):
        try:
            if _apart(a, b, tolerance):
                return True
        except Undecidable as open_question:
            undecided = open_question
    if undecided is not None:
        raise undecided
    return False


def _apart(key: Real, wrong: Real, tolerance: Tolerance) -> bool:
    if not is_finite(wrong):
        return True
    return separated(key, wrong, tolerance, BANDS)


def is_finite(value: Real) -> bool:
    """Whether a number is finite."""
    return bool(value.is_finite()) if isinstance(value, arb) else True
