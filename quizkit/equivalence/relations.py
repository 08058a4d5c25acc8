"""How do some numbers relate to others, if not each to its own? By a sign, a factor, a direction, an order.

Each relation takes the entries of two values of one shape, and is decided exactly, in rationals or balls,
with the tolerance of a question. All raise Undecidable where the bits of a ball do not suffice (see
``tolerance.decide``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from flint import fmpq

from quizkit.equivalence.tolerance import Tolerance, half_width, within
from quizkit.errors import Undecidable
from quizkit.mathlang.arrays import Array, transpose
from quizkit.mathlang.balls import Exact, Real, real

UpTo = Literal["sign", "scale", "direction", "constant", "factor", "order"]
"""What may differ without making a difference: a question's ``up_to``."""


def entries_within(
    expected: Sequence[Exact], response: Sequence[Exact], tolerance: Tolerance
) -> tuple[bool, ...]:
    """For each entry whether it is near enough."""
    return tuple(
        within(real(left), real(right), tolerance) for left, right in zip(expected, response, strict=True)
    )


def is_close(expected: Sequence[Exact], response: Sequence[Exact], tolerance: Tolerance) -> bool:
    """Whether every entry is near enough."""
    return all(entries_within(expected, response, tolerance))


def is_related(
    expected: Sequence[Exact], response: Sequence[Exact], up_to: UpTo, tolerance: Tolerance
) -> bool:
    """Whether the response is the expected value up to what a question leaves open."""
    return _RELATIONS[up_to](expected, response, tolerance)


def is_same_or_negative(expected: Sequence[Exact], response: Sequence[Exact], tolerance: Tolerance) -> bool:
    """Whether the response is the expected value, or its negative as a whole."""
    return is_close(expected, response, tolerance) or is_close(
        [-real(entry) for entry in expected], response, tolerance
    )


def is_multiple(expected: Sequence[Exact], response: Sequence[Exact], tolerance: Tolerance) -> bool:
    """Whether the response is the expected value times one number that is not 0.

    The number is read off where the expected value is largest.
    """
    left, right = [real(entry) for entry in expected], [real(entry) for entry in response]
    largest = max(range(len(left)), key=lambda place: _rough_size(left[place]))
    if _is_zero(left[largest]):
        return all(_is_zero(entry) for entry in right)
    factor = right[largest] / left[largest]
    if _is_zero(factor):
        return False
    return is_close([entry * factor for entry in left], right, tolerance)


def is_shifted(expected: Sequence[Exact], response: Sequence[Exact], tolerance: Tolerance) -> bool:
    """Whether the response is the expected value plus one number in every entry."""
    left, right = [real(entry) for entry in expected], [real(entry) for entry in response]
    shift = right[0] - left[0]
    return is_close([entry + shift for entry in left], right, tolerance)


def aligned(expected: Sequence[Exact], response: Sequence[Exact], tolerance: Tolerance) -> bool:
    """Whether both point the same way or opposite ways: 1 - |cos| of their angle is within the tolerance.

    Decided without a root: (a·b)² >= (1 - t)² (a·a)(b·b), where t is what the tolerance leaves of 1.
    A vector of zeros points nowhere.
    """
    left, right = [real(entry) for entry in expected], [real(entry) for entry in response]
    inner, first, second = _dot(left, right), _dot(left, left), _dot(right, right)
    if _is_zero(first) or _is_zero(second):
        return False
    share = 1 - half_width(fmpq(1), tolerance)
    if share <= 0:
        return True
    return _at_most(share * share * first * second, inner * inner)


def is_permutation(expected: Sequence[Exact], response: Sequence[Exact], tolerance: Tolerance) -> bool:
    """Whether each expected entry can be paired with a response entry near enough to it."""
    near = [
        [place for place, b in enumerate(response) if within(real(a), real(b), tolerance)] for a in expected
    ]
    taken: dict[int, int] = {}
    return len(expected) == len(response) and all(
        _can_place(number, near, taken, set()) for number in range(len(near))
    )


def is_transposed(expected: Array[Exact], response: Array[Exact], tolerance: Tolerance) -> bool:
    """Whether a matrix was given with rows and columns exchanged, and is another by that."""
    if len(expected.shape) != 2 or response.shape != expected.shape[::-1]:
        return False
    turned: Array[Exact] = transpose(expected)
    if not is_close(turned.entries, response.entries, tolerance):
        return False
    return expected.shape != response.shape or not is_close(expected.entries, response.entries, tolerance)


def _can_place(number: int, near: Sequence[Sequence[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Find a partner for an expected entry, moving earlier ones where that helps (augmenting paths)."""
    for place in near[number]:
        if place in tried:
            continue
        tried.add(place)
        if place not in taken or _can_place(taken[place], near, taken, tried):
            taken[place] = number
            return True
    return False


def _dot(left: Sequence[Real], right: Sequence[Real]) -> Real:
    whole: Real = fmpq(0)
    for a, b in zip(left, right, strict=True):
        whole = whole + a * b
    return whole


def _rough_size(value: Real) -> fmpq:
    """The size of a number; of a ball, of its midpoint."""
    if isinstance(value, fmpq):
        return abs(value)
    mantissa, exponent = value.mid().man_exp()
    power = int(exponent)
    return abs(fmpq(mantissa)) * (fmpq(1 << power) if power >= 0 else fmpq(1, 1 << -power))


def _is_zero(value: Real) -> bool:
    if isinstance(value, fmpq):
        return bool(value == 0)
    if not value.contains(0):
        return False
    if value.is_zero():
        return True
    raise Undecidable("whether a value is 0")


def _at_most(left: Real, right: Real) -> bool:
    if left <= right:
        return True
    if left > right:
        return False
    raise Undecidable("which of two values is the larger")


_RELATIONS: Mapping[UpTo, Callable[[Sequence[Exact], Sequence[Exact], Tolerance], bool]] = {
    "sign": is_same_or_negative,
    "scale": is_multiple,
    "factor": is_multiple,
    "direction": aligned,
    "constant": is_shifted,
    "order": is_permutation,
}
