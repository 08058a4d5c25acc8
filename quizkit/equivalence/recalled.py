"""Was this function lowered before, with the same arguments? Then its nodes are known.

``sigma(x)`` stands in the key and in most responses; its definition is walked once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from quizkit.equivalence.lowering import Lowering
from quizkit.mathlang.arrays import Value, entries_of
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.functions import FUNCTIONS
from quizkit.mathlang.nodes import Call, Name

Nodes: TypeAlias = Value[int]

_DEFINED = frozenset(name for name, row in FUNCTIONS.items() if row.definition is not None)
_ARGUMENTS = tuple(Name(f"argument {place}") for place in range(4))


class Recalled(Mapping[str, Callable[[tuple[Nodes, ...]], Nodes]]):
    """The functions with a definition, remembering what they were applied to."""

    __slots__ = ("_found", "_lowering")

    def __init__(self, lowering: Lowering) -> None:
        self._lowering = lowering
        self._found: dict[tuple[str, tuple[Nodes, ...]], Nodes] = {}

    def truncate(self, size: int) -> None:
        """Forget what is made of nodes from number ``size`` on."""
        self._found = {
            key: value
            for key, value in self._found.items()
            if all(max(entries_of(nodes), default=0) < size for nodes in (value, *key[1]))
        }

    def __getitem__(self, name: str) -> Callable[[tuple[Nodes, ...]], Nodes]:
        if name not in _DEFINED:
            raise KeyError(name)
        return functools.partial(self._applied, name)

    def __iter__(self) -> Iterator[str]:
        return iter(_DEFINED)

    def __len__(self) -> int:
        return len(_DEFINED)

    def _applied(self, name: str, values: tuple[Nodes, ...]) -> Nodes:
        key = name, values
        found = self._found.get(key)
        if found is None:
            names = _ARGUMENTS[: len(values)]
            bound = {argument.name: value for argument, value in zip(names, values, strict=True)}
            found = self._found[key] = evaluate(Call(name, names), bound, self._lowering)
        return found
