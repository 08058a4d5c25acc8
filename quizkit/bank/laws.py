"""The ways to draw a given: one class for each, as an author writes them.

Every draw is a finite grid of exact rationals, words, or arrays of these; nothing here is a float. Its
bounds and sizes are numbers, or formulas of *earlier* givens until ``grids.resolved`` puts values in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, assert_never

from quizkit.bank.constants import Constant, constant_text, exact_text
from quizkit.mathlang.nodes import Node, names

Bound: TypeAlias = "Fraction | Node"
"""A number, or a formula of earlier givens."""


@dataclass(frozen=True, slots=True)
class Range:
    """``0.05 .. 0.95 by 0.05``: the numbers from ``low`` to ``high`` in equal steps."""

    low: Bound
    high: Bound
    step: Bound = Fraction(1)


@dataclass(frozen=True, slots=True)
class OneOf:
    """``[64, 128, 768]``: one of these."""

    items: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """``vector(3) of …``, ``list(n) of …``: independent draws in a row."""

    count: Bound
    of: Draw
    spread: Bound | None = None
    """The least difference between the greatest and the smallest entry; None: any."""


@dataclass(frozen=True, slots=True)
class Table:
    """``matrix(2, 3) of …``: independent draws in rows and columns."""

    rows: Bound
    columns: Bound
    of: Draw


@dataclass(frozen=True, slots=True)
class OneHot:
    """``onehot(3)``: a 1 among zeros."""

    count: Bound


@dataclass(frozen=True, slots=True)
class Simplex:
    """``simplex(3) by 0.05``: positive multiples of the step that sum to 1."""

    count: Bound
    step: Bound


@dataclass(frozen=True, slots=True)
class Dyadic:
    """``dyadic(4)``: a law whose probabilities are powers of 1/2, in any order."""

    count: Bound


@dataclass(frozen=True, slots=True)
class Chosen:
    """``choose(3) of …``: distinct values in random order; ``permutation of …`` takes all of them."""

    count: Bound | None
    """None: all."""
    of: Draw


@dataclass(frozen=True, slots=True)
class Symmetric:
    """``symmetric(2) eigs [9, 4]``: Q diag(9, 4) Qᵀ with rational Q, directions (3, 4)/5."""

    eigenvalues: tuple[Bound, Bound]


@dataclass(frozen=True, slots=True)
class Orthogonal:
    """``orthogonal(2)``: a rotation or reflection with entries ±3/5 and ±4/5."""


Draw: TypeAlias = (
    "Range | OneOf | Repeated | Table | OneHot | Simplex | Dyadic | Chosen | Symmetric | Orthogonal"
)
"""Every way to draw a given."""


def dependencies(draw: Draw) -> frozenset[str]:
    """The names that the bounds and sizes of a draw read: all must be drawn before it."""
    found: set[str] = set()
    for bound in _bounds(draw):
        if not isinstance(bound, Fraction):
            found |= names(bound)
    return frozenset(found)


def _bounds(draw: Draw) -> Iterator[Bound]:
    match draw:
        case Range(low, high, step):
            yield from (low, high, step)
        case OneOf() | Orthogonal():
            return
        case Repeated(count, of, spread):
            yield count
            yield from _bounds(of)
            if spread is not None:
                yield spread
        case Table(rows, columns, of):
            yield from (rows, columns)
            yield from _bounds(of)
        case OneHot(count) | Dyadic(count):
            yield count
        case Simplex(count, step):
            yield from (count, step)
        case Chosen(count, of):
            if count is not None:
                yield count
            yield from _bounds(of)
        case Symmetric(eigenvalues):
            yield from eigenvalues
        case _:
            assert_never(draw)


def shown(draw: Draw) -> str:
    """The draw as an author would write it, for messages."""
    match draw:
        case Range(low, high, step):
            by = "" if step == 1 else f" by {_bound_text(step)}"
            return f"{_bound_text(low)} .. {_bound_text(high)}{by}"
        case OneOf(items):
            return constant_text(items)
        case Repeated(count, of, spread):
            least = "" if spread is None else f" range >= {_bound_text(spread)}"
            return f"{'list' if _rows(of) else 'vector'}({_bound_text(count)}) of {shown(of)}{least}"
        case Table(rows, columns, of):
            return f"matrix({_bound_text(rows)}, {_bound_text(columns)}) of {shown(of)}"
        case OneHot(count):
            return f"onehot({_bound_text(count)})"
        case Simplex(count, step):
            return f"simplex({_bound_text(count)}) by {_bound_text(step)}"
        case Dyadic(count):
            return f"dyadic({_bound_text(count)})"
        case Chosen(count, of):
            how = "permutation" if count is None else f"choose({_bound_text(count)})"
            return f"{how} of {shown(of)}"
        case Symmetric((first, second)):
            return f"symmetric(2) eigs [{_bound_text(first)}, {_bound_text(second)}]"
        case Orthogonal():
            return "orthogonal(2)"
        case _:
            assert_never(draw)


def _rows(draw: Draw) -> bool:
    """Whether what is drawn has entries of its own, so that a row of it is a list, not a vector."""
    return not isinstance(draw, Range | OneOf)


def _bound_text(bound: Bound) -> str:
    if isinstance(bound, Fraction):
        return exact_text(bound)
    from quizkit.mathlang.printing import text

    return text(bound)
