"""Which value does an index stand for? Draws that are resolved, point by point.

``nth`` numbers the values of a draw from 0, exactly and without gaps; ``drawn`` takes the index from a
stream. The entries of a vector or matrix are drawn one by one, each from its own address, so that one
more entry changes none of the others. ``every`` goes through all of them.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from quizkit.bank.constants import Constant, constant_shape, leaves
from quizkit.bank.grids import DYADIC_LAWS, fixed, points, whole
from quizkit.bank.laws import (
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
)
from quizkit.errors import NoVariant, ShapeMismatch
from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import BALLS, Exact, Workings, rational
from quizkit.mathlang.nodes import Node, names
from quizkit.variants.streams import Stream, arrangement

SPREAD_TRIES = 1000
"""How often a vector is drawn again because its range is too small."""

_DIRECTIONS = ((3, 4), (4, 3), (3, -4), (4, -3))
"""The first eigenvectors of a drawn symmetric matrix, times 5."""
_TURNS = tuple((x * a, y * b) for a, b in ((3, 4), (4, 3)) for x in (1, -1) for y in (1, -1))
"""The first columns of the drawn rotations and reflections, times 5."""


Path = tuple[int, ...]


def drawn(draw: Draw, stream: Stream, variable: str) -> Constant:
    """The value of a resolved draw that belongs to a stream."""
    return _drawing(draw, stream, variable)(())


def _drawing(draw: Draw, stream: Stream, variable: str) -> Callable[[Path], Constant]:
    """What draws at a path: the sizes are looked at once for all entries."""
    match draw:
        case Repeated(count, of, None):
            entry, places = _drawing(of, stream, variable), range(whole(count))
            return lambda path: tuple([entry((*path, place)) for place in places])
        case Repeated(spread=spread) if spread is not None:
            return functools.partial(_spread, draw, fixed(spread), stream, variable)
        case Table(rows, columns, of):
            entry, height, width = _drawing(of, stream, variable), range(whole(rows)), range(whole(columns))
            return lambda path: tuple(
                [tuple([entry((*path, row, column)) for column in width]) for row in height]
            )
        case _:
            size = points(draw) or 1
            return lambda path: nth(draw, stream.index(size, variable, path))


def _spread(draw: Repeated, spread: Fraction, stream: Stream, variable: str, path: Path) -> Constant:
    """The first of many vectors whose entries lie far enough apart."""
    entry, places = _drawing(draw.of, stream, variable), range(whole(draw.count))
    for attempt in range(SPREAD_TRIES):
        entries = tuple([entry((*path, attempt, place)) for place in places])
        if reach(entries) >= spread:
            return entries
    raise NoVariant(f"no draw of {variable} has a range of {spread} or more")


def reach(entries: tuple[Constant, ...]) -> Fraction:
    """The difference between the greatest and the smallest entry."""
    numbers = [entry for entry in entries if isinstance(entry, Fraction)]
    return max(numbers) - min(numbers)


def nth(draw: Draw, index: int) -> Constant:
    """The value of this index, from 0, of a resolved draw that takes a single index."""
    match draw:
        case Range(low, _, step):
            start, by = fixed(low), fixed(step)
            steps = start.numerator * by.denominator + index * by.numerator * start.denominator
            return Fraction(steps, start.denominator * by.denominator)
        case OneOf(items):
            return items[index]
        case OneHot(count):
            return tuple(Fraction(int(place == index)) for place in range(whole(count)))
        case Simplex(count, step):
            return _simplex(whole(count), fixed(step), index)
        case Dyadic(count):
            laws = [order for law in DYADIC_LAWS[whole(count)] for order in _orders(law)]
            return tuple(Fraction(1, 2**exponent) for exponent in laws[index])
        case Chosen(count, of):
            pool = points(of) or 0
            taken = arrangement(index, pool if count is None else whole(count), pool)
            return tuple(nth(of, place) for place in taken)
        case Symmetric((first, second)):
            return _symmetric(fixed(first), fixed(second), _DIRECTIONS[index])
        case Orthogonal():
            return _orthogonal(_TURNS[index // 2], reflected=index % 2 == 1)
        case Repeated() | Table():
            raise TypeError("the entries of an array have an index each")
        case _:
            assert_never(draw)


def every(draw: Draw) -> Iterator[Constant]:
    """All values of a resolved draw; those of a single index in its order."""
    match draw:
        case Repeated(count, of, spread):
            for entries in itertools.product(every(of), repeat=whole(count)):
                if spread is None or reach(entries) >= fixed(spread):
                    yield entries
        case Table(rows, columns, of):
            row = Repeated(columns, of)
            yield from every(Repeated(rows, row))
        case _:
            for index in range(points(draw) or 0):
                yield nth(draw, index)


def exact_value(value: Constant) -> Value[Exact]:
    """A drawn value for the algebra of exact numbers."""
    scalars: list[Exact] = [leaf if isinstance(leaf, str) else rational(leaf) for leaf in leaves(value)]
    return Array(constant_shape(value), tuple(scalars)) if isinstance(value, tuple) else scalars[0]


def bound_value(node: Node, values: Mapping[str, Constant]) -> Fraction:
    """What a bound or a size comes to, once what it reads is drawn."""
    read = {name: exact_value(values[name]) for name in names(node) if name in values}
    value = Workings(read).value(node)
    exact = None if isinstance(value, Array) else BALLS.exactly(value)
    if exact is None:
        raise ShapeMismatch("a bound or a size must be a rational number")
    return exact


def _simplex(count: int, step: Fraction, index: int) -> Constant:
    """Differences of the ``count - 1`` distinct cut points, among 1 … 1/step - 1, of this rank."""
    end = int(1 / step)
    cuts = [0]
    for left in range(count - 1, 0, -1):
        cut = cuts[-1] + 1
        while index >= (ways := math.comb(end - 1 - cut, left - 1)):
            index -= ways
            cut += 1
        cuts.append(cut)
    return tuple((b - a) * step for a, b in itertools.pairwise([*cuts, end]))


def _orders(law: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The distinct orders of a law's exponents, sorted."""
    return sorted(set(itertools.permutations(law)))


def _symmetric(first: Fraction, second: Fraction, direction: tuple[int, int]) -> Constant:
    x, y = (Fraction(part, 5) for part in direction)
    middle = (first - second) * x * y
    return (first * x * x + second * y * y, middle), (middle, first * y * y + second * x * x)


def _orthogonal(column: tuple[int, int], *, reflected: bool) -> Constant:
    x, y = (Fraction(part, 5) for part in column)
    return ((x, y), (y, -x)) if reflected else ((x, -y), (y, x))
