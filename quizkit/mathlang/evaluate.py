"""What is a formula worth? One walk over the tree, on any algebra.

``evaluate`` climbs a tree once and leaves all arithmetic to an ``Algebra``: balls (``mathlang.balls``),
NumPy floats (``mathlang.floats``), SymPy (``mathlang.symbolic``), or the arena of
``quizkit.equivalence``. Functions with a definition are evaluated through it, so their meaning stands in
one place, the table of ``mathlang.functions``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar, cast

from quizkit.errors import NotComputable, ShapeMismatch
from quizkit.mathlang.arrays import (
    Algebra,
    Array,
    Value,
    entries_of,
    entrywise,
    map_entries,
    matmul,
    matrix,
    shape_of,
    whole_number,
)
from quizkit.mathlang.functions import CONSTANTS, FUNCTIONS, Function
from quizkit.mathlang.nodes import (
    Binary,
    Bracket,
    Call,
    Cases,
    Comparison,
    Index,
    Logical,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Percent,
    Word,
)
from quizkit.mathlang.structural import STRUCTURAL

S = TypeVar("S")

ARITHMETIC = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "^": "power",
}
COMPARISONS = {
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "==": "equal",
    "!=": "unequal",
}
Extra: TypeAlias = Mapping[str, Callable[[tuple[Value[S], ...]], Value[S]]]
"""Functions that go before those of the table: the reference functions of a witness."""


def evaluate(
    node: Node,
    names: Mapping[str, Value[S]],
    algebra: Algebra[S],
    extra: Extra[S] | None = None,
) -> Value[S]:
    """The value of a formula where each name has the value that ``names`` gives it.

    Raises Undefined, Undecidable or NotComputable where the algebra does, and ShapeMismatch for shapes
    that do not fit.
    """
    return _Walk(names, algebra, extra).value(node)


class _Walk(Generic[S]):
    """One evaluation: the names in force and the algebra to compute with."""

    __slots__ = ("algebra", "extra", "names", "operation", "steps")

    def __init__(
        self,
        names: Mapping[str, Value[S]],
        algebra: Algebra[S],
        extra: Extra[S] | None,
    ) -> None:
        self.names = names
        self.algebra = algebra
        self.operation = algebra.operation
        self.extra = extra
        self.steps = cast("Mapping[type[Node], Callable[[_Walk[S], Node], Value[S]]]", STEPS)

    def value(self, node: Node) -> Value[S]:
        """The value of a node, by its kind."""
        return self.steps[type(node)](self, node)

    def entrywise(self, what: str, operation: str, *values: Value[S]) -> Value[S]:
        """An operation of the algebra on each entry."""
        return entrywise(what, self.operation(operation), *values)

    def pairwise(self, what: str, operation: str, left: Value[S], right: Value[S]) -> Value[S]:
        """An operation on two values; most often they are scalars."""
        if isinstance(left, Array) or isinstance(right, Array):
            return entrywise(what, self.operation(operation), left, right)
        return self.operation(operation)(left, right)

    def number(self, node: Number) -> Value[S]:
        return self.algebra.number(node.numerator, node.denominator)

    def name(self, node: Name) -> Value[S]:
        try:
            return self.names[node.name]
        except KeyError:
            if node.name in CONSTANTS:
                return self.algebra.constant(node.name)
            raise KeyError(node.name) from None

    def word(self, node: Word) -> Value[S]:
        return self.algebra.word(node.text)

    def negative(self, node: Negative) -> Value[S]:
        return self.entrywise("-", "negate", self.value(node.operand))

    def percent(self, node: Percent) -> Value[S]:
        hundred = self.algebra.number(100, 1)
        return self.pairwise("/", "divide", self.value(node.operand), hundred)

    def binary(self, node: Binary) -> Value[S]:
        left, right = self.value(node.left), self.value(node.right)
        if node.operator == "@":
            return matmul(self.algebra, left, right)
        return self.pairwise(node.operator, ARITHMETIC[node.operator], left, right)

    def logical(self, node: Logical) -> Value[S]:
        return self.pairwise(node.operator, node.operator, self.value(node.left), self.value(node.right))

    def opposite(self, node: Not) -> Value[S]:
        return self.entrywise("not", "not", self.value(node.operand))

    def comparison(self, node: Comparison) -> Value[S]:
        values = [self.value(operand) for operand in node.operands]
        links = [
            self.pairwise(operator, COMPARISONS[operator], left, right)
            for operator, left, right in zip(node.operators, values, values[1:], strict=False)
        ]
        return functools.reduce(functools.partial(self.pairwise, "and", "and"), links)

    def cases(self, node: Cases) -> Value[S]:
        return self._cases(node.branches, node.otherwise)

    def bracket(self, node: Bracket) -> Value[S]:
        return joined([self.value(item) for item in node.items])

    def entry(self, node: Index) -> Value[S]:
        return self._entry(self.value(node.base), node.indices, node.origin)

    def call(self, node: Call) -> Value[S]:
        values = tuple([self.value(argument) for argument in node.arguments])
        own = None if self.extra is None else self.extra.get(node.function)
        if own is not None:
            return own(values)
        return self.function(FUNCTIONS[node.function], values)

    def _cases(self, branches: Sequence[tuple[Node, Node]], otherwise: Node | None) -> Value[S]:
        if not branches:
            if otherwise is None:
                zero = self.algebra.number(0, 1)
                return self.algebra.choose(self.algebra.apply("less", zero, zero), zero, None)
            return self.value(otherwise)
        (condition, then), *rest = branches
        truth = self.value(condition)
        if isinstance(truth, Array):
            raise ShapeMismatch("the condition of a case must be one condition, not an array of them")
        decided = self.algebra.decide(truth)
        if decided is True:
            return self.value(then)
        if decided is False:
            return self._cases(rest, otherwise)
        held = self.value(then)
        if not rest and otherwise is None:
            return map_entries(lambda entry: self.algebra.choose(truth, entry, None), held)
        return entrywise(
            "cases",
            lambda entry, other: self.algebra.choose(truth, entry, other),
            held,
            self._cases(rest, otherwise),
        )

    def _entry(self, base: Value[S], indices: Sequence[Node], origin: int) -> Value[S]:
        if not isinstance(base, Array):
            raise ShapeMismatch("a number has no entries")
        places = []
        for index, size in zip(indices, base.shape, strict=False):
            place = whole_number(self.algebra, self.value(index), "an index") - origin
            if not 0 <= place < size:
                raise ShapeMismatch(
                    f"there is no entry {place + origin}: the entries are {origin} to {size - 1 + origin}"
                )
            places.append(place)
        if len(base.shape) == 1:
            return base.entries[places[0]]
        if len(places) == 1:
            return base.rows()[places[0]]
        return base.entries[places[0] * base.shape[1] + places[1]]

    def function(self, row: Function, values: tuple[Value[S], ...]) -> Value[S]:
        """A function of the table on values."""
        if row.treatment == "entrywise":
            if row.definition is None:
                return self.entrywise(row.name, row.name, *values)
            return entrywise(row.name, functools.partial(self._scalar, row), *values)
        if row.treatment == "structural":
            return cast("Value[S]", STRUCTURAL[row.name](self.algebra, values))
        first = shape_of(values[0])
        if row.treatment == "vector" and len(first) == 2:
            return self._by_rows(row, values)
        if row.treatment == "vector" and first == ():
            raise ShapeMismatch(f"{row.name} takes a vector: here it meets a number")
        return self._defined(row, values)

    def _by_rows(self, row: Function, values: tuple[Value[S], ...]) -> Array[S]:
        height = shape_of(values[0])[0]
        columns = [
            value.rows() if isinstance(value, Array) and len(value.shape) == 2 else (value,) * height
            for value in values
        ]
        return joined([self._defined(row, entry) for entry in zip(*columns, strict=True)])

    def _scalar(self, row: Function, *arguments: S) -> S:
        return entries_of(self._defined(row, arguments))[0]

    def _defined(self, row: Function, values: Sequence[Value[S]]) -> Value[S]:
        body, defaults = definition(row.name)
        bound = dict(zip(row.parameters, values, strict=False))
        for name, default in zip(reversed(row.parameters), reversed(defaults), strict=False):
            if name not in bound:
                bound[name] = evaluate(default, {}, self.algebra)
        return _Walk(bound, self.algebra, None).value(body)


STEPS: Mapping[type[Node], Callable[..., object]] = {
    Binary: _Walk.binary,
    Bracket: _Walk.bracket,
    Call: _Walk.call,
    Cases: _Walk.cases,
    Comparison: _Walk.comparison,
    Index: _Walk.entry,
    Logical: _Walk.logical,
    Name: _Walk.name,
    Negative: _Walk.negative,
    Not: _Walk.opposite,
    Number: _Walk.number,
    Percent: _Walk.percent,
    Word: _Walk.word,
}
"""How each kind of node is evaluated: found by its type, which is far quicker than matching patterns."""


def joined(items: Sequence[Value[S]]) -> Array[S]:
    """A vector of numbers, or a matrix of equally long rows. Raises ShapeMismatch."""
    shapes = {shape_of(item) for item in items}
    if shapes == {()}:
        return Array((len(items),), tuple([entries_of(item)[0] for item in items]))
    if len(shapes) == 1 and len(next(iter(shapes))) == 1:
        return matrix([entries_of(item) for item in items])
    raise ShapeMismatch("the rows of a matrix must be equally long")


@functools.cache
def definition(function: str) -> tuple[Node, tuple[Node, ...]]:
    """The parsed definition of a function and of its defaults."""
    from quizkit.mathlang.parser import Scope, parse

    row = FUNCTIONS[function]
    if row.definition is None:
        raise NotComputable(f"{function} has no definition")
    scope = Scope(open=True, author=True)
    body = parse(row.definition, scope)
    return body, tuple(parse(default, scope) for default in row.defaults)
