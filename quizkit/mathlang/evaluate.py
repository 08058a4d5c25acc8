"""What is a formula worth? One walk over the tree, on any algebra.

``evaluate`` climbs a tree once and leaves all arithmetic to an ``Algebra``: balls (``mathlang.balls``),
NumPy floats (``mathlang.floats``), SymPy (``mathlang.symbolic``), or the arena of
``quizkit.equivalence``. Functions with a definition are evaluated through it, so their meaning stands in
one place, the table of ``mathlang.functions``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar, assert_never, cast

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

    __slots__ = ("algebra", "extra", "names")

    def __init__(
        self,
        names: Mapping[str, Value[S]],
        algebra: Algebra[S],
        extra: Extra[S] | None,
    ) -> None:
        self.names = names
        self.algebra = algebra
        self.extra = extra

    def value(self, node: Node) -> Value[S]:
        match node:
            case Name(name):
                return self._name(name)
            case Binary(operator, left, right):
                a, b = self.value(left), self.value(right)
                if operator == "@":
                    return matmul(self.algebra, a, b)
                return entrywise(operator, self._operation(ARITHMETIC[operator]), a, b)
            case Number(numerator, denominator):
                return self.algebra.number(numerator, denominator)
            case Call(function, arguments):
                return self._call(function, arguments)
            case Word(text):
                return self.algebra.word(text)
            case Negative(operand):
                return map_entries(self._operation("negate"), self.value(operand))
            case Percent(operand):
                hundred = self.algebra.number(100, 1)
                return map_entries(
                    lambda entry: self.algebra.apply("divide", entry, hundred), self.value(operand)
                )
            case Comparison(operands, operators):
                return self._comparison(operands, operators)
            case Logical(operator, left, right):
                return entrywise(operator, self._operation(operator), self.value(left), self.value(right))
            case Not(operand):
                return map_entries(self._operation("not"), self.value(operand))
            case Cases(branches, otherwise):
                return self._cases(branches, otherwise)
            case Bracket(items):
                return self._bracket([self.value(item) for item in items])
            case Index(base, indices, origin):
                return self._entry(self.value(base), indices, origin)
            case _:
                assert_never(node)

    def _operation(self, name: str) -> Callable[..., S]:
        return functools.partial(self.algebra.apply, name)

    def _name(self, name: str) -> Value[S]:
        value = self.names.get(name)
        if value is not None:
            return value
        if name in CONSTANTS:
            return self.algebra.constant(name)
        raise KeyError(name)

    def _comparison(self, operands: Sequence[Node], operators: Sequence[str]) -> Value[S]:
        values = [self.value(operand) for operand in operands]
        links = [
            entrywise(operator, self._operation(COMPARISONS[operator]), left, right)
            for operator, left, right in zip(operators, values[:-1], values[1:], strict=True)
        ]
        return functools.reduce(lambda a, b: entrywise("and", self._operation("and"), a, b), links)

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

    def _bracket(self, items: Sequence[Value[S]]) -> Array[S]:
        shapes = {shape_of(item) for item in items}
        if shapes == {()}:
            return Array((len(items),), tuple(entries_of(item)[0] for item in items))
        if len(shapes) == 1 and len(next(iter(shapes))) == 1:
            return matrix([entries_of(item) for item in items])
        raise ShapeMismatch("the rows of a matrix must be equally long")

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

    def _call(self, function: str, arguments: Sequence[Node]) -> Value[S]:
        values = tuple(self.value(argument) for argument in arguments)
        own = None if self.extra is None else self.extra.get(function)
        if own is not None:
            return own(values)
        return self.apply(FUNCTIONS[function], values)

    def apply(self, row: Function, values: tuple[Value[S], ...]) -> Value[S]:
        """A function of the table on values."""
        if row.treatment == "entrywise":
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
        results = [self._defined(row, entry) for entry in zip(*columns, strict=True)]
        return self._bracket(results)

    def _scalar(self, row: Function, *arguments: S) -> S:
        if row.definition is None:
            return self.algebra.apply(row.name, *arguments)
        return entries_of(self._defined(row, arguments))[0]

    def _defined(self, row: Function, values: Sequence[Value[S]]) -> Value[S]:
        body, defaults = definition(row.name)
        bound = dict(zip(row.parameters, values, strict=False))
        for name, default in zip(reversed(row.parameters), reversed(defaults), strict=False):
            if name not in bound:
                bound[name] = evaluate(default, {}, self.algebra)
        return _Walk(bound, self.algebra, None).value(body)


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
