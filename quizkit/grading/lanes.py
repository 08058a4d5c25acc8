"""What is a formula worth at several points at once? One walk over the tree for all of them.

A scalar is a lane of exact numbers or balls, one for each point; None where there is no value, or where the
bits in force do not tell.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from quizkit.errors import Undecidable, Undefined
from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import BALLS, Exact
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.nodes import Node

Lane: TypeAlias = "tuple[Exact | None, ...]"


class Lanes:
    """The algebra of lanes."""

    __slots__ = ("width",)

    def __init__(self, width: int) -> None:
        self.width = width

    def number(self, numerator: int, denominator: int) -> Lane:
        """The rational, at every point."""
        return (BALLS.number(numerator, denominator),) * self.width

    def constant(self, name: str) -> Lane:
        """A constant, at every point."""
        return (BALLS.constant(name),) * self.width

    def word(self, text: str) -> Lane:
        """A word, at every point."""
        return (text,) * self.width

    def apply(self, operation: str, *arguments: Lane) -> Lane:
        """One operation, point by point."""
        return tuple(_applied(operation, scalars) for scalars in zip(*arguments, strict=True))

    def operation(self, name: str, /) -> Callable[..., Lane]:
        """One operation, for many lanes."""
        return functools.partial(self.apply, name)

    def decide(self, condition: Lane) -> bool | None:
        """Whether a condition holds, if it is the same at all points."""
        found = {None if scalar is None else _truth(scalar) for scalar in condition}
        return found.pop() if len(found) == 1 else None

    def choose(self, condition: Lane, then: Lane, otherwise: Lane | None) -> Lane:
        """``then`` where the condition holds."""
        other: Lane = (None,) * self.width if otherwise is None else otherwise
        branches = {True: then, False: other}
        truths = [None if scalar is None else _truth(scalar) for scalar in condition]
        return tuple(None if truth is None else branches[truth][at] for at, truth in enumerate(truths))

    def exactly(self, scalar: Lane) -> Fraction | None:
        """The scalar as a fraction, if it is the same at all points."""
        found = {None if one is None else BALLS.exactly(one) for one in scalar}
        return found.pop() if len(found) == 1 else None


def _applied(operation: str, scalars: tuple[Exact | None, ...]) -> Exact | None:
    known = [scalar for scalar in scalars if scalar is not None]
    if len(known) < len(scalars):
        return None
    try:
        return BALLS.apply(operation, *known)
    except (Undefined, Undecidable):
        return None


def _truth(scalar: Exact) -> bool | None:
    try:
        return BALLS.decide(scalar)
    except (Undefined, Undecidable):
        return None


class LaneNames(Mapping[str, "Value[Lane]"]):
    """Names with values at several points; those that are formulas are evaluated when they are read."""

    __slots__ = ("_algebra", "_formulas", "_found")

    def __init__(
        self,
        constants: Mapping[str, Value[Exact]],
        symbols: Sequence[Mapping[str, Value[Exact]]],
        formulas: Mapping[str, Node],
    ) -> None:
        self._algebra = Lanes(len(symbols))
        self._formulas = formulas
        self._found: dict[str, Value[Lane]] = {
            name: _repeated(value, len(symbols)) for name, value in constants.items()
        }
        for name in symbols[0]:
            self._found[name] = _side_by_side([values[name] for values in symbols])

    def value(self, node: Node) -> Value[Lane]:
        """The value of a formula at the points. Raises ShapeMismatch, NotComputable or KeyError."""
        return evaluate(node, self, self._algebra)

    def __getitem__(self, name: str) -> Value[Lane]:
        if name not in self._found:
            self._found[name] = self.value(self._formulas[name])
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._found or name in self._formulas

    def __iter__(self) -> Iterator[str]:
        return iter({**self._found, **self._formulas})

    def __len__(self) -> int:
        return len({**self._found, **self._formulas})


def _repeated(value: Value[Exact], width: int) -> Value[Lane]:
    if isinstance(value, Array):
        return Array(value.shape, tuple((entry,) * width for entry in value.entries))
    return (value,) * width


def _side_by_side(values: Sequence[Value[Exact]]) -> Value[Lane]:
    first = values[0]
    if isinstance(first, Array):
        columns = [value.entries for value in values if isinstance(value, Array)]
        return Array(first.shape, tuple(zip(*columns, strict=True)))
    return tuple(value for value in values if not isinstance(value, Array))


def lanes_of(value: Value[Lane]) -> tuple[Lane, ...]:
    """The lanes of all entries, row by row."""
    return value.entries if isinstance(value, Array) else (value,)
