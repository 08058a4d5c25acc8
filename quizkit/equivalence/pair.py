"""One comparison under way: two sides in one arena, what is asked of them, and what was seen so far.

The rungs of the ladder take a ``Pair`` and give a ``Finding``, or None to leave it to the next rung.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from flint import arb

from quizkit.equivalence.arena import Coordinate
from quizkit.equivalence.ball_operations import Enclosure
from quizkit.equivalence.bench import FIRST_BITS, Bench, Lowered
from quizkit.equivalence.comparison import EqualityPolicy, Finding
from quizkit.equivalence.enclosures import Standing, enclose, standing
from quizkit.equivalence.evidence import OneSided, Witness
from quizkit.equivalence.indices import Assignment
from quizkit.equivalence.limits import SLOW_OPERATIONS, Work
from quizkit.equivalence.points import Point
from quizkit.equivalence.readable import Shown, is_showable, nested, rational_text, told_apart
from quizkit.equivalence.seen import Seen, Written, entry_of
from quizkit.mathlang.balls import precision
from quizkit.mathlang.domains import UNDECLARED, Domain

if TYPE_CHECKING:
    from quizkit.equivalence.prover import Proof

SHOWN_BITS = 512
"""Bits enough to tell two shown values apart."""

Column: TypeAlias = "Mapping[int, Enclosure] | Sequence[Enclosure]"
"""The balls of nodes, by number."""

RISING_BITS = (FIRST_BITS, 333, 2500)
"""How far precision is raised for a point that is not known to matter."""


class Pair:
    """Two sides to compare."""

    def __init__(
        self,
        bench: Bench,
        expected: Lowered,
        response: Lowered,
        assignments: Sequence[Assignment],
        policy: EqualityPolicy | None,
    ) -> None:
        self.bench = bench
        self.expected = expected
        self.response = response
        self.assignments = assignments
        self.asked = policy
        self.work = Work()
        self.places = [
            place
            for place, roots in enumerate(zip(expected.roots, response.roots, strict=True))
            if roots[0] != roots[1]
        ]
        """The entries whose nodes differ; the others are equal whatever their value."""
        self.entries = [(expected.roots[place], response.roots[place]) for place in self.places]
        self.one_sided: Seen | None = None
        """A point at which only one side has a value, and that does not count."""
        self.exception: Seen | None = None
        """A single point at which the values differ, and that does not count."""
        self.agreed = False
        """Whether a point was met at which both sides have values that balls do not tell apart."""
        self.proof: Proof | None = None
        """What the algebra said, if it was asked."""

    @functools.cached_property
    def order(self) -> list[int]:
        """The nodes of both sides, arguments first."""
        return self.bench.arena.reached(root for entry in self.entries for root in entry)

    @functools.cached_property
    def cost(self) -> int:
        """How many operations one evaluation of both sides counts for."""
        nodes = self.bench.arena.nodes
        return len(self.order) + 7 * sum(nodes[place][0] in SLOW_OPERATIONS for place in self.order)

    @functools.cached_property
    def coordinates(self) -> tuple[Coordinate, ...]:
        """The entries of symbols that occur, by name and place."""
        found = self.bench.arena.occurring(root for entry in self.entries for root in entry)
        return tuple(sorted(found, key=lambda leaf: (leaf.symbol, leaf.entry)))

    @functools.cached_property
    def symbols(self) -> frozenset[str]:
        """The symbols that occur."""
        return frozenset(coordinate.symbol for coordinate in self.coordinates)

    @functools.cached_property
    def policy(self) -> EqualityPolicy:
        """Where both sides must agree: as asked, else everywhere if every symbol has a declared domain."""
        if self.asked is not None:
            return self.asked
        domains = [self.bench.symbols.get(name, UNDECLARED) for name in self.symbols]
        return "everywhere" if all(domain.declared for domain in domains) else "common domain"

    @functools.cached_property
    def is_switched(self) -> bool:
        """Whether a symbol stands under a switch: agreement at points is then not enough."""
        switched = self.bench.arena.switched
        return any(switched[root] for entry in self.entries for root in entry)

    @functools.cached_property
    def is_total(self) -> bool:
        """Whether both sides certainly have a value on the whole domain."""
        ranges = self.bench.ranges()
        return all(ranges[root] is not None for entry in self.entries for root in entry)

    @functools.cached_property
    def is_finite(self) -> bool:
        """Whether the symbols have few joint values, so that all can be tried."""
        return bool(self.symbols) and self.bench.points.is_exhausted_by(self.symbols)

    @functools.cached_property
    def nowhere_defined(self) -> frozenset[int]:
        """The entries that have no value whatever the symbols are: ``x + log(0)``."""
        sides = {side for entry in self.entries for side in entry}
        with precision(FIRST_BITS):
            column = enclose(self.bench.arena, self.order, lambda _: None)
        return frozenset(side for side in sides if column[side] is None)

    def narrowed(self, left: int, right: int) -> Pair:
        """One entry of both sides, as a pair of its own; its work counts here."""
        pair = Pair(
            self.bench, Lowered((), (left,)), Lowered((), (right,)), self.assignments[:1], self.policy
        )
        pair.work = self.work
        return pair

    def at(
        self, point: Point, bits: int, known: Mapping[int, Enclosure] | None = None
    ) -> tuple[Standing, int, Mapping[int, Enclosure]]:
        """How the sides stand at a point: in which of ``entries`` it shows, and the balls."""
        self.work.charge(self.cost, bits)
        with precision(bits):
            column = enclose(self.bench.arena, self.order, self.bench.coordinate(point), known)
            found, index = standing(self.entries, column)
        return found, index, column

    def judged(self, point: Point, bits: Sequence[int] = RISING_BITS) -> Finding | None:
        """The finding at a point, with more bits as long as too little is known."""
        for attempt in bits:
            found, index, column = self.at(point, attempt)
            if found != "unknown":
                return self.finding(point, found, index, column, attempt)
        return None

    def finding(
        self,
        point: Point,
        found: Standing,
        index: int,
        column: Column,
        bits: int,
    ) -> Finding | None:
        """What follows from how the sides stand at a point; None if nothing does."""
        if found == "different":
            return self._different(point, index, column, bits)
        if found == "one side undefined":
            return self._undefined(point, index, column, bits)
        return None

    def _different(self, point: Point, index: int, column: Column, bits: int) -> Finding | None:
        if self.asked == "almost everywhere" and self.is_special(point):
            if self.exception is None and point.series != "friendly":
                self.exception = self.seen(point, index, column)
            return None
        return Finding("different", Witness(self._best_seen(point, "different", index, column, bits)))

    def _undefined(self, point: Point, index: int, column: Column, bits: int) -> Finding | None:
        """A side without a value: a difference where the domain counts, else a thing to remember."""
        left, right = self.entries[index]
        without = left if column[left] is None else right
        if self.policy == "same domain" or without in self.nowhere_defined:
            counts = True
        elif self.policy == "common domain":
            counts = False
        else:
            counts = not self.is_special(point)
        if counts:
            return Finding(
                "different", OneSided(self._best_seen(point, "one side undefined", index, column, bits))
            )
        if self.one_sided is None:
            self.one_sided = self._best_seen(point, "one side undefined", index, column, bits)
        return None

    def is_special(self, point: Point) -> bool:
        """Whether a point may lie just where one side has a hole or a jump: it was not chosen at random."""
        return point.is_special and not all(
            self.bench.symbols.get(name, UNDECLARED).kind in {"values", "integers", "onehot"}
            for name in self.symbols
        )

    def _best_seen(
        self,
        point: Point,
        wanted: Standing,
        index: int,
        column: Column,
        bits: int,
    ) -> Seen:
        """A known difference, at the point where it is easiest to follow."""
        if point.series == "friendly" and not point.is_moved:
            return self.seen(point, index, column)
        for candidate in self.bench.readable_points(point, self.coordinates):
            found, where, balls = self.at(candidate, bits)
            if found == wanted:
                return self.seen(candidate, where, balls)
        return self.seen(point, index, column)

    def seen(self, point: Point, index: int, column: Column) -> Seen:
        """Both values at a point, as they are shown."""
        left, right = (_ball(column[side]) for side in self.entries[index])
        for bits in RISING_BITS[1:]:
            if is_showable(left) and is_showable(right):
                break
            _, _, better = self.at(point, bits)
            left, right = (_ball(better[side]) for side in self.entries[index])
        size = max(1, len(self.expected.roots) // len(self.assignments))
        number, entry = divmod(self.places[index], size)
        assignment, names, domains = self.assignments[number], self.symbols, self.bench.symbols
        shape = self.expected.shape

        def write() -> Written:
            with precision(SHOWN_BITS):
                expected, response = told_apart(left, right)
            return Written(
                point={
                    **_shown(point, sorted(names), domains),
                    **{name: str(value) for name, value in assignment.items()},
                },
                expected=expected,
                response=response,
                entry=entry_of(shape, entry),
            )

        return Seen(write)


Rung: TypeAlias = Callable[[Pair], Finding | None]


def _shown(point: Point, names: Sequence[str], domains: Mapping[str, Domain]) -> dict[str, Shown]:
    """The values of some symbols at a point, as texts."""
    shown: dict[str, Shown] = {}
    for name in names:
        texts = [rational_text(value) for value in point.entries(name)]
        shown[name] = nested(texts, domains.get(name, UNDECLARED).shape)
    return shown


def _ball(value: Enclosure) -> arb | None:
    return value if isinstance(value, arb) else None
