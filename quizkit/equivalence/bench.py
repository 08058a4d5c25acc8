"""What do all comparisons of one question share? Its names, its arena, its points and what is known there.

A bench is used by one comparison at a time; ``Frame`` sees to that.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import fmpq

from quizkit.equivalence.arena import Arena, Coordinate
from quizkit.equivalence.bound_names import BoundNames, map_constants
from quizkit.equivalence.enclosures import enclose
from quizkit.equivalence.floattable import FloatTable
from quizkit.equivalence.indices import Assignment, index_values
from quizkit.equivalence.limits import MAX_DRAWS, ROOM, SWEEP_POINTS
from quizkit.equivalence.lowering import Lowering
from quizkit.equivalence.points import Point, Points, Series, points_of
from quizkit.equivalence.ranges import Range, Ranges
from quizkit.equivalence.readable import rounded
from quizkit.equivalence.recalled import Recalled
from quizkit.equivalence.resident import Resident
from quizkit.mathlang.arrays import Array, Shape, Value, entries_of, shape_of
from quizkit.mathlang.balls import Exact, fraction, precision
from quizkit.mathlang.domains import UNDECLARED, Domain
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.nodes import Node

if TYPE_CHECKING:
    from quizkit.equivalence.prover import Prover

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
        "_prover",
        "_ranges",
        "_recalled",
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
        self.points = points_of(symbols)
        self._floats: FloatTable | None = None
        self._values = values
        self._assume = tuple(assume)
        self._has_arrays = any(domain.shape for domain in symbols.values())
        self._allowed: dict[tuple[Series, int], bool] = {}
        self._residents: list[Resident] | None = None
        self._prover: Prover | None = None
        self._ranges = Ranges(symbols)
        self._clear()

    def _clear(self) -> None:
        self.arena = Arena()
        self.lowering = Lowering(self.arena)
        self._recalled = Recalled(self.lowering)
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
            return evaluate(self.lets[name], BoundNames(self, {}), self.lowering)
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
            self._prover = None
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
            value = evaluate(node, BoundNames(self, assignment), self.lowering, self._recalled)
            shape = shape_of(value)
            roots.extend(self.lowering.as_number(entry) for entry in entries_of(value))
        return Lowered(shape, tuple(roots))

    def _truncate(self) -> None:
        if len(self.arena) > self._base:
            self.arena.truncate(self._base)
            self._recalled.truncate(self._base)
            for name, value in list(self._found.items()):
                if max(entries_of(value), default=0) >= self._base:
                    del self._found[name]
            self._truncated(self._base)

    def _truncated(self, size: int) -> None:
        for resident in self._residents or ():
            del resident.column[size:]
        if self._floats is not None:
            self._floats.truncate(size)
        self._ranges.truncate(size)

    def assignments(self, *nodes: Node) -> list[Assignment]:
        """Every value of the symbols that the formulas use as an index; one empty one if there are none."""
        if not self._has_arrays:
            return [{}]
        return index_values(self.symbols, nodes, lambda name: name in self._values or name in self.lets)

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

    def ranges(self) -> list[Range | None]:
        """Between which bounds each node lies, of those that have a value on the whole domain."""
        return self._ranges.extended(self.arena)

    def prover(self) -> Prover:
        """The proofs of this question's formulas, with what they keep of the expected sides."""
        if self._prover is None:
            from quizkit.equivalence.prover import Prover

            self._prover = Prover(self)
        return self._prover

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

    @property
    def has_conditions(self) -> bool:
        """Whether the question has joint conditions."""
        return bool(self._assume)

    def conditions(self) -> list[int]:
        """The nodes of the question's joint conditions."""
        self.lowering.restart()
        return [
            entry
            for node in self._assume
            for entry in entries_of(evaluate(node, BoundNames(self, {}), self.lowering))
        ]

    def allows(self, point: Point) -> bool:
        """Whether the question's joint conditions certainly hold at a point."""
        if not self._assume:
            return True
        key = (point.series, point.number)
        is_plain = point.series != "fresh" and not point.is_moved
        if is_plain and key in self._allowed:
            return self._allowed[key]
        conditions = self.conditions()
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
