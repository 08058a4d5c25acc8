"""What are the nodes worth in floats, at about a hundred points at once?

Only a scout: floats say where balls should look. NumPy is imported when the first table is filled, which
most answers never need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.equivalence.arena import Arena, Coordinate
from quizkit.equivalence.points import Point

if TYPE_CHECKING:
    import numpy as np

    from quizkit.mathlang.floats import Floating


class FloatTable:
    """For every node its floats at the points; extended as nodes appear."""

    __slots__ = ("_columns", "points", "values")

    def __init__(self, points: list[Point]) -> None:
        self.points = points
        self.values: list[Floating] = []
        self._columns: dict[Coordinate, np.ndarray] = {}

    def extended(self, arena: Arena) -> list[Floating]:
        """The floats of all nodes."""
        from quizkit.mathlang.floats import FLOATS, SORTED_OPERATIONS, quiet

        values = self.values
        start = len(values)
        if start == len(arena):
            return values
        operations = SORTED_OPERATIONS
        with quiet():
            for place, (operation, a, b, c) in enumerate(arena.nodes[start:], start):
                if c >= 0:
                    values.append(FLOATS.choose(values[a], values[b], values[c]))
                elif b >= 0:
                    values.append(operations[operation](values[a], values[b]))
                elif a >= 0:
                    values.append(operations[operation](values[a]))
                else:
                    values.append(self._leaf(arena, place))
        return values

    def truncate(self, size: int) -> None:
        """Forget all nodes from number ``size`` on."""
        del self.values[size:]

    def _leaf(self, arena: Arena, place: int) -> Floating:
        from quizkit.mathlang.floats import FLOATS

        content = arena.leaves[place]
        match content:
            case Coordinate():
                return self._column(content)
            case bool():
                return FLOATS.truth(content)
            case None:
                return FLOATS.undefined
            case str():
                return FLOATS.constant("pi") if arena.nodes[place][0] == "pi" else FLOATS.undefined
            case _:
                return FLOATS.number(int(content.p), int(content.q))

    def _column(self, coordinate: Coordinate) -> np.ndarray:
        import numpy as np

        column = self._columns.get(coordinate)
        if column is None:
            values = (point.value(coordinate) for point in self.points)
            column = np.array([int(value.p) / int(value.q) for value in values])
            self._columns[coordinate] = column
        return column
