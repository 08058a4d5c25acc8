"""Which of many wrong versions of a key may an answer be? A quick look-up; floats only propose.

The versions are evaluated once for all answers: at one point where the key is a value, at three generic
points of the symbols where it is a formula. An answer is then looked up among them by its own values there.
Whatever is found still has to be certified.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flint import arb, fmpq

from quizkit.equivalence.points import points_of
from quizkit.equivalence.tolerance import Tolerance, half_width
from quizkit.errors import QuizkitError
from quizkit.grading.lanes import LaneNames, lanes_of
from quizkit.mathlang.arrays import Array, Shape, Value, shape_of
from quizkit.mathlang.balls import FIRST_BITS, Exact, Workings, precision, real, scalars
from quizkit.mathlang.domains import Domain
from quizkit.mathlang.nodes import Negative, Node, Number

T = TypeVar("T")

POINTS = 3
MAX_TRIES = 24
SAME = 1e-9
"""Two floats that differ by less than this share may belong to equal numbers."""
REACH = 0.006
"""How far a number may lie from a version that it may yet be, rounded to three figures."""
TINY = 1e-25
"""A value known to within this is known well enough, also where it may be 0."""


def floats_of(value: Value[Exact]) -> tuple[float, ...] | None:
    """The entries as floats; None if one is no finite number, or is hardly known."""
    found = []
    for entry in scalars(value):
        one = float_of(entry)
        if one is None:
            return None
        found.append(one)
    return tuple(found)


def response_floats(workings: Workings, node: Node) -> tuple[float, ...] | None:
    """The entries of a response as floats; None if floats cannot hold them, or there are none.

    A number typed in digits is not evaluated: it is what most learners type.
    """
    match node:
        case Number(numerator, denominator):
            return _quotient(numerator, denominator)
        case Negative(Number(numerator, denominator)):
            return _quotient(-numerator, denominator)
        case _:
            try:
                return floats_of(workings.value(node))
            except (QuizkitError, KeyError):
                return None


def _quotient(numerator: int, denominator: int) -> tuple[float, ...] | None:
    try:
        return (numerator / denominator,)
    except OverflowError:
        return None


def float_of(entry: Exact) -> float | None:
    """A scalar as a float; None if it is no finite number, or is hardly known."""
    match entry:
        case bool():
            return float(entry)
        case fmpq():
            try:
                return int(entry.p) / int(entry.q)
            except OverflowError:
                return None
        case arb() if entry.is_finite() and (float(entry.rad()) <= TINY or entry.rel_accuracy_bits() >= 42):
            found = float(entry.mid())
            return found if abs(found) < float("inf") else None
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Row(Generic[T]):
    what: T
    values: tuple[float, ...]
    reach: tuple[float, ...]


class NumberTable(Generic[T]):
    """Things with values near one of which an answer may lie."""

    __slots__ = ("_rows", "_size")

    def __init__(
        self, workings: Workings, entries: Sequence[tuple[T, Node, Tolerance]], shape: Shape
    ) -> None:
        self._size = math.prod(shape)
        self._rows: list[_Row[T]] = []
        for what, node, tolerance in entries:
            row = _row(workings, what, node, tolerance, shape)
            if row is not None:
                self._rows.append(row)

    def rows(self) -> Iterator[tuple[T, tuple[float, ...], tuple[float, ...]]]:
        """Everything with its values and how far from them an answer may lie."""
        for row in self._rows:
            yield row.what, row.values, row.reach

    def near(self, response: tuple[float, ...]) -> Iterator[T]:
        """What a response may be, in order."""
        if len(response) != self._size:
            return
        if len(response) == 1:
            (one,) = response
            for row in self._rows:
                if -row.reach[0] <= one - row.values[0] <= row.reach[0]:
                    yield row.what
            return
        for row in self._rows:
            if all(
                abs(one - value) <= reach
                for one, value, reach in zip(response, row.values, row.reach, strict=True)
            ):
                yield row.what


def _row(workings: Workings, what: T, node: Node, tolerance: Tolerance, shape: Shape) -> _Row[T] | None:
    try:
        value = workings.value(node)
        if shape_of(value) != shape:
            return None
    except (QuizkitError, KeyError):
        # A version without a value is nobody's answer.
        return None
    return _Row(what, *zip(*(_span(entry, tolerance) for entry in scalars(value)), strict=True))


def _span(entry: Exact, tolerance: Tolerance) -> tuple[float, float]:
    """A number in floats, and how far from it an answer may lie; any answer may be what is hardly known."""
    value = float_of(entry)
    try:
        with precision(FIRST_BITS):
            width = float_of(half_width(real(entry), tolerance))
    except QuizkitError:
        width = None
    if value is None or width is None:
        return 0.0, float("inf")
    return value, 2 * width + REACH * abs(value) + TINY


class SamplePoints:
    """Three generic points of the symbols at which a key has a value."""

    __slots__ = ("_names",)

    def __init__(
        self, workings: Workings, symbols: Mapping[str, Domain], assume: Sequence[Node], key: Node
    ) -> None:
        found = _points(workings, symbols, assume, key)
        self._names = LaneNames(workings.values, found, workings.formulas) if len(found) == POINTS else None

    def values(self, node: Node) -> tuple[float, ...] | None:
        """The entries of a formula at the first point, then at the second and third; None if one lacks."""
        if self._names is None:
            return None
        try:
            with precision(FIRST_BITS):
                lanes = lanes_of(self._names.value(node))
        except (QuizkitError, KeyError):
            return None
        found: list[float] = []
        for scalar in (lane[point] for point in range(POINTS) for lane in lanes):
            one = None if scalar is None else float_of(scalar)
            if one is None:
                return None
            found.append(one)
        return tuple(found)

    def shape(self, node: Node) -> Shape | None:
        """The shape of a formula; None if it cannot be formed."""
        if self._names is None:
            return None
        try:
            with precision(FIRST_BITS):
                return shape_of(self._names.value(node))
        except (QuizkitError, KeyError):
            return None


class FormulaTable(Generic[T]):
    """Formulas, by their values at the sample points."""

    __slots__ = ("_places", "_projections", "_whats", "unknown")

    def __init__(self, points: SamplePoints, entries: Sequence[tuple[T, Node]]) -> None:
        rows: list[tuple[float, int, T]] = []
        self.unknown: list[T] = []
        """What lacks a value at one of the points."""
        for place, (what, node) in enumerate(entries):
            values = points.values(node)
            if values is None:
                self.unknown.append(what)
            else:
                rows.append((projected(values), place, what))
        rows.sort(key=lambda row: row[:2])
        self._projections = [projection for projection, _, _ in rows]
        self._places = [place for _, place, _ in rows]
        self._whats = [what for _, _, what in rows]

    def near(self, response: tuple[float, ...]) -> list[T]:
        """The formulas that have the same values as far as floats can tell, in their order."""
        one = projected(response)
        slack = SAME * (TINY + max(map(abs, response)))
        first = bisect.bisect_left(self._projections, one - slack)
        last = bisect.bisect_right(self._projections, one + slack)
        found = sorted(zip(self._places[first:last], range(first, last), strict=True))
        return [self._whats[place] for _, place in found]


def projected(values: Sequence[float]) -> float:
    """One number that hardly two different rows of values share."""
    return sum(value * (0.5 + place * 0.6180339887498949 % 1) for place, value in enumerate(values))


def _points(
    workings: Workings, symbols: Mapping[str, Domain], assume: Sequence[Node], key: Node
) -> list[dict[str, Value[Exact]]]:
    """Values of the symbols at which the key has a value, too."""
    points = points_of(symbols)
    found: list[dict[str, Value[Exact]]] = []
    for number in range(MAX_TRIES):
        point = points.point("generic", number)
        values = {name: _joined(domain.shape, point.entries(name)) for name, domain in symbols.items()}
        there = workings.replaced(values)
        try:
            if all(there.holds(condition) for condition in assume) and floats_of(there.value(key)):
                found.append(values)
        except (QuizkitError, KeyError):
            continue
        if len(found) == POINTS:
            break
    return found


def _joined(shape: Shape, entries: tuple[fmpq, ...]) -> Value[Exact]:
    return Array(shape, tuple(entries)) if shape else entries[0]
