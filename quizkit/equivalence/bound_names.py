"""What does a name of a formula stand for in the arena?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from quizkit.equivalence.indices import Assignment
from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import Exact
from quizkit.mathlang.functions import CONSTANTS

if TYPE_CHECKING:
    from quizkit.equivalence.bench import Bench


class BoundNames(Mapping[str, "Value[int]"]):
    """The names of a bench; index symbols have a number."""

    __slots__ = ("_assignment", "_bench")

    def __init__(self, bench: Bench, assignment: Assignment) -> None:
        self._bench = bench
        self._assignment = assignment

    def __getitem__(self, name: str) -> Value[int]:
        if name in CONSTANTS and not self._bench.has_name(name):
            raise KeyError(name)
        if name in self._assignment:
            return self._bench.lowering.number(self._assignment[name], 1)
        return self._bench.named(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._bench.symbols)

    def __len__(self) -> int:
        return len(self._bench.symbols)


def map_constants(function: Callable[[Exact], int], value: Value[Exact]) -> Value[int]:
    """Exact values as nodes, in the same shape."""
    if isinstance(value, Array):
        return Array(value.shape, tuple(function(entry) for entry in value.entries))
    return function(value)
