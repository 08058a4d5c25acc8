"""How does a formula read when the drawn numbers stand in it?

A formula with symbols has no value, but most of its names do. ``with_numbers`` puts their values in
where these are short exact numbers, the formulas behind the names where they are not, and tidies the
result for display. Nothing is ever graded from what comes out here.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from flint import fmpq

from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import Exact, Workings, fraction
from quizkit.mathlang.nodes import Binary, Bracket, Call, Cases, Index, Name, Node, Word, names
from quizkit.mathlang.tidy import map_children, number_node, tidied
from quizkit.variants.rounding import short_text
from quizkit.variants.valueless import NO_VALUE


def with_numbers(node: Node, workings: Workings, symbolic: AbstractSet[str], *, fold: bool) -> Node:
    """The formula with numbers for names, tidied.

    With ``fold``, what reads only numbers is computed too: ``x^(n - 1)`` is ``x^2`` for n = 3. Without,
    only names are replaced, so that ``w*x + b`` can be shown as ``2*3 + 1``.
    """
    written = _Writing(workings, symbolic, fold=fold)
    if isinstance(node, Name) and node.name in workings.formulas and not fold:
        return tidied(written.of(workings.formulas[node.name]))
    return tidied(written.of(node))


class _Writing:
    """One formula being written with numbers."""

    __slots__ = ("fold", "symbolic", "workings")

    def __init__(self, workings: Workings, symbolic: AbstractSet[str], *, fold: bool) -> None:
        self.workings = workings
        self.symbolic = symbolic
        self.fold = fold

    def of(self, node: Node) -> Node:
        if self._replaceable(node):
            value = self._value(node)
            if value is not None:
                return value
        match node:
            case Name(name) if name in self.workings.formulas:
                return self.of(self.workings.formulas[name])
            case Cases() if self.fold:
                return self._cases(node)
            case _:
                return map_children(self.of, node)

    def _replaceable(self, node: Node) -> bool:
        """Whether the value may stand for this part: it reads drawn numbers and nothing else."""
        read = names(node)
        if not read & (self.workings.values.keys() | self.workings.formulas.keys()):
            return False
        if not read.isdisjoint(self.symbolic):
            return False
        return isinstance(node, Name | Index) or (self.fold and isinstance(node, Binary | Call | Name))

    def _value(self, node: Node) -> Node | None:
        """The part's value as a formula, if it is exact and short."""
        try:
            return value_node(self.workings.value(node))
        except (*NO_VALUE, KeyError):
            return None

    def _cases(self, node: Cases) -> Node:
        """The cases that the drawn numbers leave open."""
        branches: list[tuple[Node, Node]] = []
        for condition, value in node.branches:
            decided = self._decided(condition)
            if decided is True and not branches:
                return self.of(value)
            if decided is not False:
                branches.append((self.of(condition), self.of(value)))
        otherwise = None if node.otherwise is None else self.of(node.otherwise)
        if not branches and otherwise is not None:
            return otherwise
        return Cases(tuple(branches), otherwise)

    def _decided(self, condition: Node) -> bool | None:
        if not names(condition).isdisjoint(self.symbolic):
            return None
        try:
            return self.workings.holds(condition)
        except (*NO_VALUE, KeyError):
            return None


def value_node(value: Value[Exact]) -> Node | None:
    """A value as a formula, if all of it is exact and short."""
    if isinstance(value, Array):
        if len(value.shape) == 2:
            return _bracket([value_node(row) for row in value.rows()])
        return _bracket([value_node(entry) for entry in value.entries])
    if isinstance(value, str):
        return Word(value)
    if isinstance(value, bool) or not isinstance(value, fmpq):
        return None
    text = short_text(value)
    return None if text is None else number_node(fraction(value), text)


def _bracket(items: list[Node | None]) -> Node | None:
    found = tuple(item for item in items if item is not None)
    return Bracket(found) if len(found) == len(items) else None
