"""What can be said of a draw before anything is drawn: its shape, its size, and whether it can be.

``resolved`` replaces the formulas in a draw by numbers; the counts are of the values a draw can take.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from quizkit.bank.constants import constant_shape, exact_text, leaves
from quizkit.bank.laws import (
    Bound,
    Chosen,
    Draw,
    Dyadic,
    OneHot,
    OneOf,
    Orthogonal,
    Range,
    Repeated,
    Simplex,
    Symmetric,
    Table,
    dependencies,
    shown,
)
from quizkit.errors import Unreadable
from quizkit.mathlang.arrays import Shape
from quizkit.mathlang.nodes import Node

MAX_ENTRIES = 400
"""The most entries a drawn vector or matrix may have."""
MAX_STEPS = 10**15
"""The most steps a range may have."""
MAX_POOL = 1000
"""The most values that ``choose`` and ``permutation`` take theirs from, and the finest simplex."""

DYADIC_LAWS: dict[int, tuple[tuple[int, ...], ...]] = {
    2: ((1, 1),),
    3: ((1, 2, 2),),
    4: ((1, 2, 3, 3), (2, 2, 2, 2)),
    5: ((1, 2, 3, 4, 4),),
}
"""The dyadic laws of each size, as exponents of 1/2, sorted."""


def resolved(draw: Draw, value: Callable[[Node], Fraction]) -> Draw:
    """The draw with each formula replaced by its value.

    Raises Unreadable where the values make no draw: an empty range, a size that is no whole number.
    """

    def number(bound: Bound) -> Fraction:
        return bound if isinstance(bound, Fraction) else value(bound)

    if not dependencies(draw):
        return draw
    return checked(_replaced(draw, number))


def _replaced(draw: Draw, number: Callable[[Bound], Fraction]) -> Draw:
    match draw:
        case Range(low, high, step):
            return Range(number(low), number(high), number(step))
        case OneOf() | Orthogonal():
            return draw
        case Repeated(count, of, spread):
            return Repeated(number(count), _replaced(of, number), None if spread is None else number(spread))
        case Table(rows, columns, of):
            return Table(number(rows), number(columns), _replaced(of, number))
        case OneHot(count):
            return OneHot(number(count))
        case Dyadic(count):
            return Dyadic(number(count))
        case Simplex(count, step):
            return Simplex(number(count), number(step))
        case Chosen(count, of):
            return Chosen(None if count is None else number(count), _replaced(of, number))
        case Symmetric((first, second)):
            return Symmetric((number(first), number(second)))
        case _:
            assert_never(draw)


def fixed(bound: Bound) -> Fraction:
    """A bound that is a number. Raises Unreadable for a formula."""
    if isinstance(bound, Fraction):
        return bound
    raise Unreadable("this bound depends on earlier givens")


def whole(bound: Bound) -> int:
    """A size as an int. Raises Unreadable for what is no size."""
    size = fixed(bound)
    if size.denominator != 1 or size < 1:
        raise Unreadable(f"a size must be a whole number from 1, not {exact_text(size)}")
    return size.numerator


def shape(draw: Draw) -> Shape | None:
    """The shape of what is drawn; None where only earlier givens, or the draw itself, can tell."""
    match draw:
        case Range():
            return ()
        case OneOf(items):
            shapes = {constant_shape(item) for item in items}
            return shapes.pop() if len(shapes) == 1 else None
        case Repeated(count, of):
            return _joined(_size(count), shape(of))
        case Table(rows, columns):
            return _joined(_size(rows), _joined(_size(columns), ()))
        case OneHot(count) | Dyadic(count) | Simplex(count, _):
            return _joined(_size(count), ())
        case Chosen(count, of):
            return _joined(points(of) if count is None else _size(count), shape(of))
        case Symmetric() | Orthogonal():
            return (2, 2)
        case _:
            assert_never(draw)


def widest(shapes: Mapping[str, Shape | None], ranks: Mapping[str, int]) -> dict[str, Shape]:
    """The shapes of names, for reading formulas before anything is drawn.

    A shape that only a draw decides is taken to be as large as it may be; of unknown rank, a matrix.
    """
    return {
        name: (MAX_ENTRIES,) * ranks.get(name, 2) if known is None else known
        for name, known in shapes.items()
    }


def rank(draw: Draw) -> int:
    """The number of axes of what is drawn: 0 for a number or word, 1 for a vector, 2 for a matrix."""
    match draw:
        case Range():
            return 0
        case OneOf(items):
            return len(constant_shape(items[0]))
        case Repeated(of=of) | Chosen(of=of):
            return 1 + rank(of)
        case Table() | Symmetric() | Orthogonal():
            return 2
        case OneHot() | Dyadic() | Simplex():
            return 1
        case _:
            assert_never(draw)


def _joined(size: int | None, inner: Shape | None) -> Shape | None:
    return None if size is None or inner is None else (size, *inner)


def _size(bound: Bound) -> int | None:
    return whole(bound) if isinstance(bound, Fraction) else None


def words(draw: Draw) -> bool:
    """Whether what is drawn is a word, or holds words."""
    match draw:
        case OneOf(items):
            return any(isinstance(leaf, str) for item in items for leaf in leaves(item))
        case Repeated(of=of) | Table(of=of) | Chosen(of=of):
            return words(of)
        case Range() | OneHot() | Simplex() | Dyadic() | Symmetric() | Orthogonal():
            return False
        case _:
            assert_never(draw)


def whole_numbers(draw: Draw) -> bool:
    """Whether a single whole number is drawn, so that it may count entries."""
    match draw:
        case Range(Fraction() as low, _, Fraction() as step):
            return low.denominator == step.denominator == 1
        case OneOf(items):
            return all(isinstance(item, Fraction) and item.denominator == 1 for item in items)
        case _:
            return False


def points(draw: Draw) -> int | None:
    """How many values the draw can take; None where earlier givens decide."""
    if dependencies(draw):
        return None
    match draw:
        case Range(low, high, step):
            return int((fixed(high) - fixed(low)) / fixed(step)) + 1
        case OneOf(items):
            return len(items)
        case Repeated(count, of, spread):
            size = whole(count)
            if spread is not None:
                return _spread_points(size, of, fixed(spread))
            return _power(points(of) or 0, size)
        case Table(rows, columns, of):
            return _power(points(of) or 0, whole(rows) * whole(columns))
        case OneHot(count):
            return whole(count)
        case Simplex(count, step):
            return math.comb(int(1 / fixed(step)) - 1, whole(count) - 1)
        case Dyadic(count):
            return sum(map(_arrangements, DYADIC_LAWS[whole(count)]))
        case Chosen(count, of):
            pool = points(of) or 0
            return math.perm(pool, pool if count is None else whole(count))
        case Symmetric((first, second)):
            return 1 if first == second else 4
        case Orthogonal():
            return 16
        case _:
            assert_never(draw)


def _arrangements(law: Sequence[int]) -> int:
    """The number of distinct orders of the entries."""
    count = math.factorial(len(law))
    for exponent in set(law):
        count //= math.factorial(law.count(exponent))
    return count


def _spread_points(count: int, of: Draw, spread: Fraction) -> int:
    """How many rows of grid values reach so far: all, less those within a narrower window."""
    if not isinstance(of, Range):
        return 0
    size = points(of) or 0
    width = math.ceil(spread / fixed(of.step)) - 1
    narrow = sum(
        _power(min(width + 1, size - lowest), count) - _power(min(width, size - lowest - 1), count)
        for lowest in range(size if width >= 0 else 0)
    )
    return _power(size, count) - narrow


def _power(base: int, exponent: int) -> int:
    return math.prod([base] * exponent)


def checked(draw: Draw) -> Draw:
    """The draw, if its numbers make one. Raises Unreadable."""
    match draw:
        case Range(low, high, step) if isinstance(step, Fraction):
            _check_range(draw, low, high, step)
        case Repeated(count, of) if isinstance(count, Fraction):
            _check_entries(whole(count))
            _check_spread(draw)
            checked(of)
        case Table(rows, columns, of):
            if isinstance(rows, Fraction) and isinstance(columns, Fraction):
                _check_entries(whole(rows) * whole(columns))
            checked(of)
        case Simplex(count, step) if isinstance(step, Fraction):
            if step <= 0 or (1 / step).denominator != 1 or 1 / step > MAX_POOL:
                raise Unreadable("the step of a simplex must divide 1: write simplex(3) by 0.05")
            if isinstance(count, Fraction):
                _check_entries(whole(count))
            if isinstance(count, Fraction) and whole(count) * step > 1:
                raise Unreadable(f"{whole(count)} entries of at least {exact_text(step)} cannot sum to 1")
        case OneHot(count) if isinstance(count, Fraction):
            _check_entries(whole(count))
        case Dyadic(count) if isinstance(count, Fraction):
            if whole(count) not in DYADIC_LAWS:
                raise Unreadable("there are dyadic laws of 2 to 5 entries: write dyadic(4)")
        case Chosen(count, of):
            if not isinstance(checked(of), Range | OneOf):
                raise Unreadable("distinct values are chosen from a range or a list")
            pool = points(of)
            if pool is not None and pool > MAX_POOL:
                raise Unreadable(f"distinct values are chosen from at most {MAX_POOL}, not {pool}")
            if isinstance(count, Fraction) and pool is not None and whole(count) > pool:
                raise Unreadable(f"{whole(count)} distinct values cannot be chosen from {pool}")
        case _:
            pass
    return draw


def _check_range(draw: Range, low: Bound, high: Bound, step: Fraction) -> None:
    if step <= 0:
        raise Unreadable("a step must be positive: write 0.05 .. 0.95 by 0.05")
    if not isinstance(low, Fraction) or not isinstance(high, Fraction):
        return
    if low > high:
        raise Unreadable(f"the range {shown(draw)} is empty: {exact_text(low)} is above {exact_text(high)}")
    steps = (high - low) / step
    if steps > MAX_STEPS:
        raise Unreadable(f"{shown(draw)} has more than 10^15 steps")
    if steps.denominator != 1:
        last = Range(low, low + int(steps) * step, step)
        raise Unreadable(
            f"the steps of {shown(draw)} do not meet its upper end, and both ends belong: write {shown(last)}"
        )


def _check_entries(count: int) -> None:
    if count > MAX_ENTRIES:
        raise Unreadable(f"{count} entries are too many: at most {MAX_ENTRIES} are drawn")


def _check_spread(draw: Repeated) -> None:
    if draw.spread is None or not isinstance(draw.of, Range) or dependencies(draw):
        return
    reach = fixed(draw.of.high) - fixed(draw.of.low)
    if fixed(draw.spread) > reach or whole(draw.count) < 2:
        raise Unreadable(f"no draw has a range of {exact_text(fixed(draw.spread))} or more")
