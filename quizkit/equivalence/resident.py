"""What are all nodes worth at a point that every comparison looks at? Their balls, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.equivalence.ball_operations import Enclosure
from quizkit.equivalence.enclosures import enclose_new
from quizkit.equivalence.points import Point

if TYPE_CHECKING:
    from quizkit.equivalence.bench import Bench


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
