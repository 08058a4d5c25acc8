"""The functions that rearrange, fold or compare the entries of arrays, on any algebra.

They have no formula in the table of ``mathlang.functions``; here each is computed from its arguments'
entries. Those that compare values (``argmax``, ``sort``) raise NotComputable on symbols.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from typing import TypeVar

from quizkit.errors import ShapeMismatch
from quizkit.mathlang.arrays import (
    Algebra,
    Array,
    Value,
    determinant,
    entries_of,
    entrywise,
    holds,
    inverse,
    map_entries,
    matmul,
    matrix,
    matrix_rank,
    ordering,
    product,
    total,
    transpose,
    vector,
    whole_number,
)

S = TypeVar("S")


def _array(value: Value[S], what: str) -> Array[S]:
    if not isinstance(value, Array):
        raise ShapeMismatch(f"{what} takes a vector or a matrix: here it meets a number")
    return value


def _vector(value: Value[S], what: str) -> Array[S]:
    array = _array(value, what)
    if len(array.shape) != 1:
        raise ShapeMismatch(f"{what} takes a vector: here it meets a matrix")
    return array


def _square(value: Value[S], what: str) -> Array[S]:
    array = _array(value, what)
    if len(array.shape) != 2 or array.shape[0] != array.shape[1]:
        raise ShapeMismatch(f"{what} takes a square matrix")
    return array


def _extreme(name: str, algebra: Algebra[S], values: tuple[Value[S], ...]) -> Value[S]:
    if len(values) == 1:
        return functools.reduce(algebra.operation(name), entries_of(values[0]))
    return functools.reduce(lambda a, b: entrywise(name, algebra.operation(name), a, b), values)


def _mean(algebra: Algebra[S], value: Value[S]) -> S:
    entries = entries_of(value)
    return algebra.apply("divide", total(algebra, entries), algebra.number(len(entries), 1))


def _outer(algebra: Algebra[S], left: Value[S], right: Value[S]) -> Array[S]:
    rows, columns = _vector(left, "outer").entries, _vector(right, "outer").entries
    multiply = algebra.operation("multiply")
    return matrix([[multiply(a, b) for b in columns] for a in rows])


def _diag(algebra: Algebra[S], value: Value[S]) -> Array[S]:
    array = _array(value, "diag")
    if len(array.shape) == 2:
        width = array.shape[1]
        return vector(array.entries[i * width + i] for i in range(min(array.shape)))
    zero = algebra.number(0, 1)
    size = len(array.entries)
    return matrix([[entry if i == j else zero for j in range(size)] for i, entry in enumerate(array.entries)])


def _all_of(operation: str, empty: int, algebra: Algebra[S], value: Value[S]) -> S:
    zero = algebra.number(0, 1)
    truths = [algebra.apply("unequal", entry, zero) for entry in entries_of(value)]
    if not truths:
        return algebra.number(empty, 1)
    return functools.reduce(algebra.operation(operation), truths)


def _distinct(algebra: Algebra[S], value: Value[S]) -> S:
    entries = entries_of(value)
    equal = any(holds(algebra, "equal", a, b) for i, a in enumerate(entries) for b in entries[:i])
    return algebra.apply("equal", algebra.number(int(equal), 1), algebra.number(0, 1))


def _argmax(algebra: Algebra[S], value: Value[S], operation: str) -> S:
    entries = _vector(value, "argmax").entries
    best = 0
    for place, entry in enumerate(entries[1:], start=1):
        if holds(algebra, operation, entry, entries[best]):
            best = place
    return algebra.number(best, 1)


def _cumsum(algebra: Algebra[S], value: Value[S]) -> Array[S]:
    entries = _vector(value, "cumsum").entries
    return vector(total(algebra, entries[: i + 1]) for i in range(len(entries)))


def _constant_array(algebra: Algebra[S], sizes: tuple[Value[S], ...], fill: int) -> Array[S]:
    shape = tuple(whole_number(algebra, size, "a size") for size in sizes)
    return Array(shape, (algebra.number(fill, 1),) * math.prod(shape))


def _onehot(algebra: Algebra[S], place: Value[S], size: Value[S]) -> Array[S]:
    at, n = whole_number(algebra, place, "a place"), whole_number(algebra, size, "a size")
    if not 0 <= at < n:
        raise ShapeMismatch(f"onehot({at}, {n}): places are 0 to {n - 1}")
    return vector(algebra.number(int(i == at), 1) for i in range(n))


def _eye(algebra: Algebra[S], size: Value[S]) -> Array[S]:
    n = whole_number(algebra, size, "a size")
    return matrix([[algebra.number(int(i == j), 1) for j in range(n)] for i in range(n)])


def _eigenvalues(algebra: Algebra[S], value: Value[S]) -> Array[S]:
    """The eigenvalues of a symmetric 2×2 matrix, largest first; of a diagonal matrix of any size."""
    array = _square(value, "eigvals")
    size = array.shape[0]
    entries = array.entries
    off = [entries[i * size + j] for i in range(size) for j in range(size) if i != j]
    zero = algebra.number(0, 1)
    if all(holds(algebra, "equal", entry, zero) for entry in off):
        diagonal = _diag(algebra, array).entries
        return vector(diagonal[i] for i in reversed(ordering(algebra, diagonal)))
    if size != 2 or not holds(algebra, "equal", entries[1], entries[2]):
        raise ShapeMismatch("eigvals takes a symmetric 2×2 matrix or a diagonal one")
    a, b, _, d = entries
    half = algebra.number(1, 2)
    middle = algebra.apply("multiply", half, algebra.apply("add", a, d))
    difference = algebra.apply("multiply", half, algebra.apply("subtract", a, d))
    square = algebra.apply(
        "add",
        algebra.apply("multiply", difference, difference),
        algebra.apply("multiply", b, b),
    )
    root = algebra.apply("sqrt", square)
    return vector([algebra.apply("add", middle, root), algebra.apply("subtract", middle, root)])


def _comb(algebra: Algebra[S], n: Value[S], k: Value[S]) -> S:
    whole = whole_number(algebra, n, "n"), whole_number(algebra, k, "k")
    if not 0 <= whole[1] <= whole[0] <= 1000:
        raise ShapeMismatch("comb(n, k) takes 0 <= k <= n <= 1000")
    return algebra.number(math.comb(*whole), 1)


def _round(algebra: Algebra[S], value: Value[S], places: Value[S]) -> Value[S]:
    digits = whole_number(algebra, places, "the number of places")
    scale = algebra.number(10 ** max(digits, 0), 10 ** max(-digits, 0))
    half = algebra.number(1, 2)

    def rounded(entry: S) -> S:
        scaled = algebra.apply("multiply", algebra.apply("abs", entry), scale)
        whole = algebra.apply("floor", algebra.apply("add", scaled, half))
        size = algebra.apply("divide", whole, scale)
        return algebra.apply("multiply", algebra.apply("sign", entry), size)

    return map_entries(rounded, value)


def _sums(algebra: Algebra[S], value: Value[S]) -> Array[S]:
    return vector(total(algebra, row.entries) for row in _array(value, "rowsums").rows())


STRUCTURAL: Mapping[str, Callable[..., object]] = {
    "max": lambda algebra, values: _extreme("max", algebra, values),
    "min": lambda algebra, values: _extreme("min", algebra, values),
    "sum": lambda algebra, values: total(algebra, entries_of(values[0])),
    "mean": lambda algebra, values: _mean(algebra, values[0]),
    "outer": lambda algebra, values: _outer(algebra, *values),
    "diag": lambda algebra, values: _diag(algebra, values[0]),
    "transpose": lambda algebra, values: transpose(values[0]),
    "trace": lambda algebra, values: total(algebra, _diag(algebra, _square(values[0], "trace")).entries),
    "det": lambda algebra, values: determinant(algebra, _square(values[0], "det")),
    "inv": lambda algebra, values: inverse(algebra, _square(values[0], "inv")),
    "matmul": lambda algebra, values: matmul(algebra, *values),
    "any": lambda algebra, values: _all_of("or", 0, algebra, values[0]),
    "all": lambda algebra, values: _all_of("and", 1, algebra, values[0]),
    "distinct": lambda algebra, values: _distinct(algebra, values[0]),
    "argmax": lambda algebra, values: _argmax(algebra, values[0], "greater"),
    "argmin": lambda algebra, values: _argmax(algebra, values[0], "less"),
    "sort": lambda algebra, values: vector(
        entries_of(values[0])[i] for i in ordering(algebra, entries_of(values[0]))
    ),
    "rank": lambda algebra, values: algebra.number(matrix_rank(algebra, _array(values[0], "rank")), 1),
    "eigvals": lambda algebra, values: _eigenvalues(algebra, values[0]),
    "len": lambda algebra, values: algebra.number(_array(values[0], "len").shape[0], 1),
    "prod": lambda algebra, values: product(algebra, entries_of(values[0])),
    "cumsum": lambda algebra, values: _cumsum(algebra, values[0]),
    "rowsums": lambda algebra, values: _sums(algebra, values[0]),
    "colsums": lambda algebra, values: _sums(algebra, transpose(values[0])),
    "concat": lambda algebra, values: vector(e for value in values for e in entries_of(value)),
    "zeros": lambda algebra, values: _constant_array(algebra, values, 0),
    "ones": lambda algebra, values: _constant_array(algebra, values, 1),
    "eye": lambda algebra, values: _eye(algebra, values[0]),
    "onehot": lambda algebra, values: _onehot(algebra, *values),
    "comb": lambda algebra, values: _comb(algebra, *values),
    "round": lambda algebra, values: _round(
        algebra, values[0], values[1] if len(values) > 1 else algebra.number(0, 1)
    ),
}
"""Each structural function of the table, called with the algebra and its arguments."""
