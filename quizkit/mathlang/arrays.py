"""Vectors and matrices of any kind of scalar, and the functions that rearrange or fold them.

The scalars may be floats, balls, symbols or nodes of an arena: an ``Algebra`` says how to compute with
them, and everything here is written once for all of them.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, Protocol, TypeAlias, TypeVar

from quizkit.errors import NotComputable, ShapeMismatch, Undecidable

S = TypeVar("S")
Shape = tuple[int, ...]
"""() for a number, (n,) for a vector, (m, n) for a matrix of m rows."""


class Algebra(Protocol[S]):
    """A way of computing with scalars of one kind.

    ``apply`` knows the operations of ``OPERATIONS``. Conditions are scalars too; used as a number a
    condition counts as 1 where it holds and 0 where not.
    """

    def number(self, numerator: int, denominator: int) -> S:
        """The exact rational as a scalar."""

    def constant(self, name: str) -> S:
        """``e``, ``pi`` or ``infinity``."""

    def word(self, text: str) -> S:
        """A word as a scalar, for comparison with other words."""

    def apply(self, operation: str, *arguments: S) -> S:
        """One of ``OPERATIONS`` on scalars."""

    def operation(self, name: str, /) -> Callable[..., S]:
        """One of ``OPERATIONS``, for many scalars."""

    def decide(self, condition: S) -> bool | None:
        """Whether the condition holds; None if that depends on symbols or on the sample point."""

    def choose(self, condition: S, then: S, otherwise: S | None) -> S:
        """``then`` where the condition holds, else ``otherwise`` (None: undefined)."""

    def exactly(self, scalar: S) -> Fraction | None:
        """The scalar as a rational, if it certainly is one."""


OPERATIONS = frozenset(
    {
        "negate",
        "add",
        "subtract",
        "multiply",
        "divide",
        "power",
        "less",
        "less_equal",
        "greater",
        "greater_equal",
        "equal",
        "unequal",
        "and",
        "or",
        "not",
        "exp",
        "log",
        "log2",
        "log10",
        "sqrt",
        "cbrt",
        "abs",
        "sign",
        "floor",
        "ceil",
        "max",
        "min",
        "xlogy",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "atan2",
        "sinh",
        "cosh",
        "tanh",
        "asinh",
        "acosh",
        "atanh",
        "erf",
        "erfc",
    }
)
"""The primitive operations that every algebra must know."""


@dataclass(frozen=True, slots=True)
class Array(Generic[S]):
    """A vector or matrix: its shape, and its entries row by row."""

    shape: Shape
    entries: tuple[S, ...]

    def rows(self) -> tuple[Array[S], ...]:
        """The rows of a matrix, as vectors."""
        height, width = self.shape
        return tuple(Array((width,), self.entries[row * width : (row + 1) * width]) for row in range(height))

    def nested(self) -> list[S] | list[list[S]]:
        """The entries as lists, nested by rows."""
        if len(self.shape) == 1:
            return list(self.entries)
        return [list(row.entries) for row in self.rows()]


MAX_SIZE = 6
"""The largest matrix whose determinant is expanded: cofactors grow as n!."""

Value: TypeAlias = S | Array[S]
"""A number or an array of numbers, in some algebra."""


def shape_of(value: Value[S]) -> Shape:
    """The shape of a value; () for a scalar."""
    return value.shape if isinstance(value, Array) else ()


def entries_of(value: Value[S]) -> tuple[S, ...]:
    """All entries of a value, row by row; of a scalar, itself."""
    return value.entries if isinstance(value, Array) else (value,)


def vector(entries: Iterable[S]) -> Array[S]:
    """A vector of these entries."""
    listed = tuple(entries)
    return Array((len(listed),), listed)


def matrix(rows: Iterable[Sequence[S]]) -> Array[S]:
    """A matrix of these equally long rows. Raises ShapeMismatch if there are none."""
    listed = [tuple(row) for row in rows]
    if not listed:
        raise ShapeMismatch("a matrix without rows")
    return Array((len(listed), len(listed[0])), tuple(entry for row in listed for entry in row))


def from_nested(value: object, leaf: Callable[[object], S]) -> Value[S]:
    """A value from nested lists, each leaf converted."""
    if not isinstance(value, (list, tuple)):
        return leaf(value)
    if value and isinstance(value[0], (list, tuple)):
        return matrix([[leaf(entry) for entry in row] for row in value])
    return vector(leaf(entry) for entry in value)


def map_entries(function: Callable[[S], S], value: Value[S]) -> Value[S]:
    """The value with a function applied to each entry."""
    if isinstance(value, Array):
        return Array(value.shape, tuple(map(function, value.entries)))
    return function(value)


def describe(shape: Shape) -> str:
    """A shape in words: ``a number``, ``a vector of 3 entries``, ``a 2×3 matrix``."""
    match shape:
        case ():
            return "a number"
        case (n,):
            return f"a vector of {n} {'entry' if n == 1 else 'entries'}"
        case _:
            return f"a {'×'.join(map(str, shape))} matrix"


def stretched_shape(shapes: Sequence[Shape], what: str) -> Shape:
    """The one shape that numbers and equal arrays share entry by entry."""
    wide = {shape for shape in shapes if shape != ()}
    if len(wide) > 1:
        first, second = [shape for shape in dict.fromkeys(shapes) if shape != ()][:2]
        hint = "; for a matrix product write @" if what == "*" else ""
        raise ShapeMismatch(
            f"{what} works entry by entry, on equal shapes: "
            f"here {describe(first)} meets {describe(second)}{hint}"
        )
    return wide.pop() if wide else ()


def entrywise(what: str, function: Callable[..., S], *values: Value[S]) -> Value[S]:
    """A function of scalars applied to each entry; scalars are stretched to fit."""
    shapes = [value.shape for value in values if isinstance(value, Array)]
    if not shapes:
        return function(*values)
    shape = shapes[0] if shapes.count(shapes[0]) == len(shapes) else stretched_shape(shapes, what)
    columns = [value.entries if isinstance(value, Array) else itertools.repeat(value) for value in values]
    return Array(shape, tuple(map(function, *columns)))


def total(algebra: Algebra[S], entries: Iterable[S]) -> S:
    """The sum of some scalars; 0 if there are none."""
    listed = list(entries)
    if not listed:
        return algebra.number(0, 1)
    return functools.reduce(algebra.operation("add"), listed)


def product(algebra: Algebra[S], entries: Iterable[S]) -> S:
    """The product of some scalars; 1 if there are none."""
    listed = list(entries)
    if not listed:
        return algebra.number(1, 1)
    return functools.reduce(algebra.operation("multiply"), listed)


def matmul(algebra: Algebra[S], left: Value[S], right: Value[S]) -> Value[S]:
    """The product ``left @ right`` of vectors and matrices."""
    shape = matmul_shape(shape_of(left), shape_of(right))
    rows = _lines(left)
    turned: Value[S] = transpose(right)
    columns = _lines(turned)
    entries = tuple(_inner(algebra, row.entries, column.entries) for row in rows for column in columns)
    return entries[0] if shape == () else Array(shape, entries)


def _lines(value: Value[S]) -> tuple[Array[S], ...]:
    """The rows of a matrix; a vector is its only line."""
    if isinstance(value, Array) and len(value.shape) == 2:
        return value.rows()
    return (vector(entries_of(value)),)


def _inner(algebra: Algebra[S], left: Sequence[S], right: Sequence[S]) -> S:
    multiply = algebra.operation("multiply")
    return total(algebra, [multiply(a, b) for a, b in zip(left, right, strict=True)])


def matmul_shape(left: Shape, right: Shape) -> Shape:
    """The shape of ``left @ right``; ShapeMismatch if the product cannot be formed."""
    if left == () or right == ():
        raise ShapeMismatch(
            f"@ multiplies vectors and matrices: here {describe(left)} meets {describe(right)}"
        )
    if left[-1] != right[0]:
        raise ShapeMismatch(
            f"{describe(left)} @ {describe(right)} cannot be formed: {left[-1]} is not {right[0]}"
        )
    return left[:-1] + right[1:]


def transpose(value: Value[S]) -> Array[S]:
    """A matrix with rows and columns exchanged; a vector is its own transpose."""
    if not isinstance(value, Array):
        raise ShapeMismatch("transpose takes a matrix: here it meets a number")
    if len(value.shape) == 1:
        return value
    height, width = value.shape
    return Array(
        (width, height),
        tuple(value.entries[i * width + j] for j in range(width) for i in range(height)),
    )


def determinant(algebra: Algebra[S], square: Array[S]) -> S:
    """The determinant, by cofactors along the first row: no division, so exact on any scalar."""
    return _determinant(algebra, _rows(square))


def _rows(square: Array[S]) -> list[list[S]]:
    if square.shape[0] > MAX_SIZE:
        raise ShapeMismatch(f"det and inv work up to {MAX_SIZE}×{MAX_SIZE}")
    return [list(row.entries) for row in square.rows()]


def _determinant(algebra: Algebra[S], rows: list[list[S]]) -> S:
    if len(rows) == 1:
        return rows[0][0]
    terms = []
    for column, entry in enumerate(rows[0]):
        minor = [row[:column] + row[column + 1 :] for row in rows[1:]]
        term = algebra.apply("multiply", entry, _determinant(algebra, minor))
        terms.append(term if column % 2 == 0 else algebra.apply("negate", term))
    return total(algebra, terms)


def inverse(algebra: Algebra[S], square: Array[S]) -> Array[S]:
    """The inverse, as the adjugate over the determinant."""
    rows = _rows(square)
    size = len(rows)
    whole = _determinant(algebra, rows)
    if size == 1:
        return Array((1, 1), (algebra.apply("divide", algebra.number(1, 1), whole),))

    def cofactor(i: int, j: int) -> S:
        minor = [row[:j] + row[j + 1 :] for k, row in enumerate(rows) if k != i]
        value = _determinant(algebra, minor)
        return value if (i + j) % 2 == 0 else algebra.apply("negate", value)

    return matrix(
        [[algebra.apply("divide", cofactor(j, i), whole) for j in range(size)] for i in range(size)]
    )


def whole_number(algebra: Algebra[S], value: Value[S], what: str) -> int:
    """A scalar that must certainly be a whole number, as an int."""
    exact = None if isinstance(value, Array) else algebra.exactly(value)
    if exact is None or exact.denominator != 1:
        raise ShapeMismatch(f"{what} must be a whole number")
    return exact.numerator


def holds(algebra: Algebra[S], operation: str, left: S, right: S) -> bool:
    """Whether a comparison of two scalars holds; NotComputable if that depends on symbols."""
    decided = algebra.decide(algebra.apply(operation, left, right))
    if decided is None:
        raise NotComputable("a comparison that depends on symbols")
    return decided


def ordering(algebra: Algebra[S], entries: Sequence[S]) -> list[int]:
    """The positions of the entries from the smallest to the largest, equal ones in order."""

    def compare(i: int, j: int) -> int:
        if holds(algebra, "less", entries[i], entries[j]):
            return -1
        if holds(algebra, "less", entries[j], entries[i]):
            return 1
        return i - j

    return sorted(range(len(entries)), key=functools.cmp_to_key(compare))


def matrix_rank(algebra: Algebra[S], value: Array[S]) -> int:
    """The rank of a matrix of rationals, by elimination."""
    rows = [[algebra.exactly(entry) for entry in row.entries] for row in value.rows()]
    exact = [[entry for entry in row if entry is not None] for row in rows]
    if any(len(row) != value.shape[1] for row in exact):
        raise Undecidable("the rank of a matrix that is not exact")
    rank = 0
    for column in range(value.shape[1]):
        pivot = next((i for i in range(rank, len(exact)) if exact[i][column]), None)
        if pivot is None:
            continue
        exact[rank], exact[pivot] = exact[pivot], exact[rank]
        for i in range(rank + 1, len(exact)):
            factor = exact[i][column] / exact[rank][column]
            exact[i] = [a - factor * b for a, b in zip(exact[i], exact[rank], strict=True)]
        rank += 1
    return rank
