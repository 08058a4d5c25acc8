"""What do all comparisons of one question share? Its names, its arena, its points and what is known there.

A bench is used by one comparison at a time; ``Frame`` sees to that.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flint import fmpq

from quizkit.equivalence.arena import Arena, Coordinate
from quizkit.equivalence.ball_operations import Enclosure
from quizkit.equivalence.enclosures import enclose, enclose_new
from quizkit.equivalence.floattable import FloatTable
from quizkit.equivalence.limits import MAX_DRAWS, MAX_INSTANCES, ROOM, SWEEP_POINTS
from quizkit.equivalence.lowering import Lowering
from quizkit.equivalence.points import Point, Points, Series
from quizkit.equivalence.readable import rounded
from quizkit.errors import LimitReached
from quizkit.mathlang.arrays import Array, Shape, Value, entries_of, shape_of
from quizkit.mathlang.balls import Exact, fraction, precision
from quizkit.mathlang.domains import UNDECLARED, Domain
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.functions import CONSTANTS
from quizkit.mathlang.nodes import Index, Name, Node, children, names

Assignment: TypeAlias = Mapping[str, int]
"""Values of index symbols: ``{"i": 2}``."""

FIRST_BITS = 128
_FRIENDLY_POINTS = 6
_ROUNDINGS = (2, 4, 8, 17)
_MAX_KEYS = 64
"""Expected sides whose nodes are kept; beyond that the arena starts anew."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """A formula as nodes: its shape, and its entries for every assignment of the index symbols."""

    shape: Shape
    roots: tuple[int, ...]


class Resident:
    """A point at which every node's ball is kept, extended as nodes appear."""

    __slots__ = ("_bench", "column", "point")

    def __init__(self, bench: Bench, point: Point) -> None:
        self._bench = bench
        self.point = point
        self.column: list[Enclosure] = []

    def extended(self) -> list[Enclosure]:
        """The balls of all nodes, at 128 bits."""
        arena = self._bench.arena
        if len(self.column) < len(arena):
            enclose_new(arena, self.column, self._bench.coordinate(self.point))
        return self.column


class Bench:
    """One question's arena and points."""

    __slots__ = (
        "_allowed",
        "_assume",
        "_base",
        "_floats",
        "_found",
        "_has_arrays",
        "_keys",
        "_residents",
        "_values",
        "arena",
        "lets",
        "lowering",
        "points",
        "salt",
        "symbols",
    )

    def __init__(
        self,
        symbols: Mapping[str, Domain],
        values: Mapping[str, Value[Exact]],
        lets: Mapping[str, Node],
        assume: Sequence[Node],
        salt: bytes,
    ) -> None:
        self.symbols = symbols
        self.lets = lets
        self.salt = salt
        self.points = Points(symbols)
        self._floats: FloatTable | None = None
        self._values = values
        self._assume = tuple(assume)
        self._has_arrays = any(domain.shape for domain in symbols.values())
        self._allowed: dict[tuple[Series, int], bool] = {}
        self._residents: list[Resident] | None = None
        self._clear()

    def _clear(self) -> None:
        self.arena = Arena()
        self.lowering = Lowering(self.arena)
        self._found: dict[str, Value[int]] = {}
        self._keys: dict[tuple[int, tuple[tuple[str, int], ...]], tuple[Node, Lowered]] = {}
        self._base = len(self.arena)

    # Names and formulas.

    def named(self, name: str) -> Value[int]:
        """The nodes that a name stands for."""
        found = self._found.get(name)
        if found is None:
            found = self._new_name(name)
            self._found[name] = found
        return found

    def _new_name(self, name: str) -> Value[int]:
        if name in self._values:
            return map_constants(self._constant, self._values[name])
        if name in self.lets:
            return evaluate(self.lets[name], _Names(self, {}), self.lowering)
        shape = self.symbols.get(name, UNDECLARED).shape
        leaves = [self.arena.leaf("symbol", Coordinate(name, entry)) for entry in range(math.prod(shape))]
        return Array(shape, tuple(leaves)) if shape else leaves[0]

    def has_name(self, name: object) -> bool:
        """Whether a name is the question's own, and so hides a constant of the language."""
        return name in self._values or name in self.lets or name in self.symbols

    def _constant(self, value: Exact) -> int:
        match value:
            case bool():
                return self.lowering.truth(value)
            case str():
                return self.lowering.word(value)
            case fmpq():
                return self.lowering.rational(value)
            case _:
                raise TypeError("a value given to a comparison must be exact; give its formula instead")

    def expected(self, node: Node, assignments: Sequence[Assignment]) -> Lowered:
        """The nodes of an expected side. They stay in the arena when it is cut back."""
        key = (id(node), tuple(pair for assignment in assignments for pair in assignment.items()))
        known = self._keys.get(key)
        if known is not None:
            return known[1]
        if len(self._keys) >= _MAX_KEYS:
            self._clear()
            self._truncated(0)
        else:
            self._truncate()
        lowered = self._lower(node, assignments)
        self._base = len(self.arena)
        self._keys[key] = (node, lowered)
        return lowered

    def response(self, node: Node, assignments: Sequence[Assignment]) -> Lowered:
        """The nodes of a response. They go when the arena is cut back."""
        if len(self.arena) > self._base + ROOM:
            self._truncate()
        return self._lower(node, assignments)

    def _lower(self, node: Node, assignments: Sequence[Assignment]) -> Lowered:
        self.lowering.restart()
        shape: Shape = ()
        roots: list[int] = []
        for assignment in assignments:
            value = evaluate(node, _Names(self, assignment), self.lowering)
            shape = shape_of(value)
            roots.extend(self.lowering.as_number(entry) for entry in entries_of(value))
        return Lowered(shape, tuple(roots))

    def _truncate(self) -> None:
        if len(self.arena) > self._base:
            self.arena.truncate(self._base)
            for name, value in list(self._found.items()):
                if max(entries_of(value), default=0) >= self._base:
                    del self._found[name]
            self._truncated(self._base)

    def _truncated(self, size: int) -> None:
        for resident in self._residents or ():
            del resident.column[size:]
        if self._floats is not None:
            self._floats.truncate(size)

    def assignments(self, *nodes: Node) -> list[Assignment]:
        """Every value of the symbols that the formulas use as an index; one empty one if there are none."""
        if not self._has_arrays:
            return [{}]
        spans: dict[str, tuple[int, int]] = {}
        for node in nodes:
            for name, low, high in self._index_spans(node):
                before = spans.get(name, (low, high))
                spans[name] = max(low, before[0]), min(high, before[1])
        count = math.prod(max(0, high - low + 1) for low, high in spans.values())
        if count > MAX_INSTANCES:
            raise LimitReached("index values", MAX_INSTANCES)
        index_symbols = sorted(spans)
        ranges = [self._index_values(name, *spans[name]) for name in index_symbols]
        return [dict(zip(index_symbols, joint, strict=True)) for joint in itertools.product(*ranges)]

    def _index_spans(self, node: Node) -> Iterator[tuple[str, int, int]]:
        """The symbols that a formula uses as an index, and the first and last place each may name."""
        longest = max(max(domain.shape, default=0) for domain in self.symbols.values())
        waiting = [node]
        while waiting:
            part = waiting.pop()
            waiting.extend(children(part))
            if not isinstance(part, Index):
                continue
            shape = self._shape(part.base)
            for axis, index in enumerate(part.indices):
                for name in names(index):
                    if name in self._values or name in self.lets:
                        continue
                    is_plain = isinstance(index, Name) and axis < len(shape)
                    last = (shape[axis] if is_plain else longest) - 1 + part.origin
                    yield name, part.origin, last

    def _shape(self, base: Node) -> Shape:
        """The shape of a symbol whose entries are read; () if it is another formula."""
        return self.symbols.get(base.name, UNDECLARED).shape if isinstance(base, Name) else ()

    def _index_values(self, name: str, first: int, last: int) -> Sequence[int]:
        """The values of an index symbol: its own, as far as there are entries."""
        domain = self.symbols.get(name, UNDECLARED)
        if domain.kind == "values":
            return [int(value) for value in domain.values]
        low = first if domain.low is None else int(domain.low)
        high = last if domain.high is None else min(last, int(domain.high))
        return [value for value in range(low, high + 1) if value not in domain.excluded]

    # Points.

    def coordinate(self, point: Point) -> Callable[[int], fmpq | None]:
        """The value of a leaf at a point."""
        leaves = self.arena.leaves

        def value(place: int) -> fmpq | None:
            leaf = leaves[place]
            return point.value(leaf) if isinstance(leaf, Coordinate) else None

        return value

    def residents(self) -> list[Resident]:
        """The points at which every formula is tried first: a friendly one and two generic ones."""
        if self._residents is None:
            first: tuple[tuple[Series, int], ...] = (("friendly", 1), ("generic", 2))
            self._residents = [
                Resident(self, point)
                for series, count in first
                for point in itertools.islice(self.allowed_points(self.points, series), count)
            ]
        return self._residents

    def floats(self) -> FloatTable:
        """The points of mixed scale at which every formula's floats are kept."""
        if self._floats is None:
            points = itertools.islice(self.allowed_points(self.points, "wide"), SWEEP_POINTS)
            self._floats = FloatTable(list(points))
        return self._floats

    def allowed_points(self, points: Points, series: Series) -> Iterator[Point]:
        """The points of a series at which the question's joint conditions hold."""
        for number in range(MAX_DRAWS):
            point = points.point(series, number)
            if self.allows(point):
                yield point

    def readable_points(self, point: Point, coordinates: Sequence[Coordinate]) -> Iterator[Point]:
        """Where a difference seen at a point may be seen as well, the most readable first."""
        yield from itertools.islice(self.allowed_points(self.points, "friendly"), _FRIENDLY_POINTS)
        for digits in _ROUNDINGS:
            moved = {
                coordinate: value
                for coordinate in coordinates
                if self.is_between(coordinate, value := rounded(point.value(coordinate), digits))
            }
            candidate = point.moved(moved)
            if moved and self.allows(candidate):
                yield candidate

    def is_between(self, coordinate: Coordinate, value: fmpq) -> bool:
        """Whether a coordinate ranges over an interval to which the value belongs."""
        domain = self.symbols.get(coordinate.symbol, UNDECLARED)
        return domain.kind == "interval" and domain.contains(fraction(value))

    def allows(self, point: Point) -> bool:
        """Whether the question's joint conditions certainly hold at a point."""
        if not self._assume:
            return True
        key = (point.series, point.number)
        is_plain = point.series != "fresh" and not point.is_moved
        if is_plain and key in self._allowed:
            return self._allowed[key]
        self.lowering.restart()
        conditions = [
            entry
            for node in self._assume
            for entry in entries_of(evaluate(node, _Names(self, {}), self.lowering))
        ]
        order = self.arena.reached(conditions)
        allowed = False
        for bits in (FIRST_BITS, 1000):
            with precision(bits):
                column = enclose(self.arena, order, self.coordinate(point))
            if all(isinstance(column[condition], bool) for condition in conditions):
                allowed = all(column[condition] is True for condition in conditions)
                break
        if is_plain:
            self._allowed[key] = allowed
        return allowed


class _Names(Mapping[str, "Value[int]"]):
    """The names of a bench; index symbols have a number."""

    __slots__ = ("_assignment", "_bench")

    def __init__(self, bench: Bench, assignment: Assignment) -> None:
        self._bench = bench
        self._assignment = assignment

    def __getitem__(self, name: str) -> Value[int]:
        if name in self._assignment:
            return self._bench.lowering.number(self._assignment[name], 1)
        return self._bench.named(name)

    def __contains__(self, name: object) -> bool:
        return name not in CONSTANTS or self._bench.has_name(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._bench.symbols)

    def __len__(self) -> int:
        return len(self._bench.symbols)


def map_constants(function: Callable[[Exact], int], value: Value[Exact]) -> Value[int]:
    """Exact values as nodes, in the same shape."""
    if isinstance(value, Array):
        return Array(value.shape, tuple(function(entry) for entry in value.entries))
    return function(value)
