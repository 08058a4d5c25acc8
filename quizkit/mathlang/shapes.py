"""Do the parts of a formula fit together? Shapes, inferred before any value exists.

So a product that cannot be formed is told as such ("`W2` is a 3×4 matrix and `x` a vector of 5
entries"), and is never mistaken for a wrong answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from quizkit.errors import ShapeMismatch
from quizkit.mathlang.arrays import Shape, describe, matmul_shape, stretched_shape
from quizkit.mathlang.functions import FUNCTIONS, Function
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
from quizkit.mathlang.printing import text

MAX_QUOTE = 30
"""The longest part of a formula that a message repeats."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What a formula stands for: its shape, and whether it is a condition.

    ``shape`` is None where only values can tell, as of ``zeros(n)`` or of a reference function.
    """

    shape: Shape | None
    condition: bool = False


def infer(node: Node, shapes: Mapping[str, Shape | None]) -> Sort:
    """The sort of a formula whose names have these shapes; names that are not among them are numbers.

    A shape of None is not known until values are drawn, nor is then the shape of what depends on it.
    Raises ShapeMismatch, with the span of the part that does not fit.
    """
    return _Inference(shapes).sort(node)


def infer_value(node: Node, shapes: Mapping[str, Shape | None]) -> Shape | None:
    """The shape of a formula that must be a value; a bare condition is refused."""
    sort = infer(node, shapes)
    if sort.condition:
        raise ShapeMismatch(
            "this is a condition, which is true or false; a value is needed", node.start, node.end
        )
    return sort.shape


class _Inference:
    __slots__ = ("shapes",)

    def __init__(self, shapes: Mapping[str, Shape | None]) -> None:
        self.shapes = shapes

    def sort(self, node: Node) -> Sort:
        match node:
            case Number() | Word():
                return Sort(())
            case Name(name):
                return Sort(self.shapes.get(name, ()))
            case Negative(operand) | Percent(operand):
                return Sort(self.sort(operand).shape)
            case Not(operand):
                return Sort(self._condition(operand).shape, condition=True)
            case Binary("@", left, right):
                return Sort(self._located(node, self._product, left, right))
            case Binary(operator, left, right):
                return Sort(self._located(node, self._stretched, operator, left, right))
            case Comparison(operands):
                shape = self._located(node, self._stretched, "a comparison", *operands)
                return Sort(shape, condition=True)
            case Logical(operator, left, right):
                shape = self._joined(operator, self._condition(left), self._condition(right))
                return Sort(shape, condition=True)
            case Call(function, arguments):
                return self._call(node, function, arguments)
            case Cases(branches, otherwise):
                return self._cases(node, branches, otherwise)
            case Bracket(items):
                return Sort(self._bracket(node, items))
            case Index(base, indices):
                return Sort(self._index(node, base, indices))
            case _:
                assert_never(node)

    def _condition(self, node: Node) -> Sort:
        sort = self.sort(node)
        if not sort.condition and not isinstance(node, Call | Name | Index):
            raise ShapeMismatch("a condition is needed here, such as x > 0", node.start, node.end)
        return sort

    def _located(self, node: Node, rule: Callable[..., Shape | None], *parts: object) -> Shape | None:
        """The rule's shape; a mismatch is told at the node's own place, unless a part told its own."""
        try:
            return rule(*parts)
        except ShapeMismatch as mismatch:
            if mismatch.end:
                raise
            raise ShapeMismatch(mismatch.message, node.start, node.end) from None

    def _product(self, left: Node, right: Node) -> Shape | None:
        first, second = self.sort(left).shape, self.sort(right).shape
        if first is None or second is None:
            return None
        try:
            return matmul_shape(first, second)
        except ShapeMismatch:
            if first == () or second == ():
                raise
            raise ShapeMismatch(
                f"{_called(left, first)} and {_called(right, second)}: "
                f"the product @ cannot be formed, {first[-1]} is not {second[0]}"
            ) from None

    def _stretched(self, operator: str, *operands: Node) -> Shape | None:
        found = [(operand, self.sort(operand).shape) for operand in operands]
        if any(shape is None for _, shape in found):
            return None
        wide = [(operand, shape) for operand, shape in found if shape]
        shapes = [shape for _, shape in found if shape is not None]
        try:
            return stretched_shape(shapes, operator)
        except ShapeMismatch:
            (left, first), (right, second) = _two_that_differ(wide)
            hint = "; for a matrix product write @" if operator == "*" else ""
            raise ShapeMismatch(
                f"{_called(left, first)} and {_called(right, second)}: "
                f"{operator} works entry by entry, on equal shapes{hint}"
            ) from None

    def _joined(self, what: str, *sorts: Sort) -> Shape | None:
        shapes = [sort.shape for sort in sorts]
        known = [shape for shape in shapes if shape is not None]
        return None if len(known) < len(shapes) else stretched_shape(known, what)

    def _cases(self, node: Node, branches: Sequence[tuple[Node, Node]], otherwise: Node | None) -> Sort:
        for condition, _ in branches:
            if self._condition(condition).shape not in {(), None}:
                raise ShapeMismatch(
                    "the condition of a case must be one condition, not an array of them",
                    condition.start,
                    condition.end,
                )
        values = [value for _, value in branches] + ([] if otherwise is None else [otherwise])
        return Sort(self._located(node, self._stretched, "cases", *values))

    def _bracket(self, node: Node, items: Sequence[Node]) -> Shape | None:
        shapes = [self.sort(item).shape for item in items]
        if any(shape is None for shape in shapes):
            return None
        kinds = set(shapes)
        if kinds == {()}:
            return (len(items),)
        if len(kinds) == 1 and len(width := next(iter(kinds)) or ()) == 1:
            return (len(items), width[0])
        lengths = ", ".join(str(shape[0]) if shape else "1" for shape in shapes)
        raise ShapeMismatch(
            f"the rows of a matrix must be equally long: here they have {lengths} entries",
            node.start,
            node.end,
        )

    def _index(self, node: Node, base: Node, indices: Sequence[Node]) -> Shape | None:
        shape = self.sort(base).shape
        for index in indices:
            if self.sort(index).shape not in {(), None}:
                raise ShapeMismatch("an index must be a whole number", index.start, index.end)
        if shape is None:
            return None
        if len(indices) > len(shape):
            raise ShapeMismatch(
                f"{_called(base, shape)}: it has {len(shape) or 'no'} "
                f"{'index' if len(shape) == 1 else 'indices'}, not {len(indices)}",
                node.start,
                node.end,
            )
        origin = node.origin if isinstance(node, Index) else 0
        for index, size in zip(indices, shape, strict=False):
            if isinstance(index, Number) and not origin <= index.value <= size - 1 + origin:
                raise ShapeMismatch(
                    f"{_called(base, shape)}: its entries are {origin} to {size - 1 + origin}",
                    node.start,
                    node.end,
                )
        return shape[len(indices) :]

    def _call(self, node: Node, function: str, arguments: Sequence[Node]) -> Sort:
        row = FUNCTIONS.get(function)
        if row is None:
            for argument in arguments:
                self.sort(argument)
            return Sort(None)
        rule = _SHAPES.get(function, _BY_TREATMENT.get(row.treatment))
        shapes = [self.sort(argument).shape for argument in arguments]
        if any(shape is None for shape in shapes) or rule is None:
            return Sort(None, condition=function in _CONDITIONS)
        known = [shape for shape in shapes if shape is not None]
        try:
            return Sort(rule(row, known), condition=function in _CONDITIONS)
        except ShapeMismatch as mismatch:
            raise ShapeMismatch(mismatch.message, node.start, node.end) from None


def _two_that_differ(
    found: Sequence[tuple[Node, Shape | None]],
) -> tuple[tuple[Node, Shape], tuple[Node, Shape]]:
    first, shape = found[0]
    for other, another in found[1:]:
        if another != shape:
            return (first, shape or ()), (other, another or ())
    raise ShapeMismatch("shapes that do not fit")


def _called(node: Node, shape: Shape) -> str:
    """``W2 is a 3×4 matrix``."""
    shown = text(node)
    quoted = f"`{shown}`" if len(shown) <= MAX_QUOTE else f"`{shown[: MAX_QUOTE - 1]}…`"
    return f"{quoted} is {describe(shape)}"


# What each function makes of the shapes it is given.


def _same(row: Function, shapes: Sequence[Shape]) -> Shape:
    return stretched_shape(shapes, row.name)


def _of_vectors(row: Function, shapes: Sequence[Shape]) -> Shape:
    """Vector functions: of a matrix, row by row."""
    for shape in shapes:
        if shape == ():
            raise ShapeMismatch(f"{row.name} takes a vector: here it meets a number")
    wide = {shape[-1] for shape in shapes}
    if len(wide) > 1:
        raise ShapeMismatch(
            f"{row.name} takes vectors of one length: here {describe(shapes[0])} meets {describe(shapes[1])}"
        )
    longest = max(shapes, key=len)
    return longest if row.name in {"softmax", "log_softmax"} else longest[:-1]


def _number(row: Function, shapes: Sequence[Shape]) -> Shape:  # noqa: ARG001 - a rule's signature
    return ()


def _equal_vectors(row: Function, shapes: Sequence[Shape]) -> Shape:
    stretched_shape(shapes, row.name)
    return ()


def _array_to_number(row: Function, shapes: Sequence[Shape]) -> Shape:
    if shapes[0] == ():
        raise ShapeMismatch(f"{row.name} takes a vector or a matrix: here it meets a number")
    return ()


def _square(row: Function, shapes: Sequence[Shape]) -> Shape:
    shape = shapes[0]
    if len(shape) != 2 or shape[0] != shape[1]:
        raise ShapeMismatch(f"{row.name} takes a square matrix: here it meets {describe(shape)}")
    return shape


def _square_to_number(row: Function, shapes: Sequence[Shape]) -> Shape:
    _square(row, shapes)
    return ()


def _outer(row: Function, shapes: Sequence[Shape]) -> Shape:
    if any(len(shape) != 1 for shape in shapes):
        wrong = next(shape for shape in shapes if len(shape) != 1)
        raise ShapeMismatch(f"{row.name} takes two vectors: here it meets {describe(wrong)}")
    return (shapes[0][0], shapes[1][0])


def _diag(row: Function, shapes: Sequence[Shape]) -> Shape:
    match shapes[0]:
        case (n,):
            return (n, n)
        case (m, n):
            return (min(m, n),)
        case shape:
            raise ShapeMismatch(f"{row.name} takes a vector or a matrix: here it meets {describe(shape)}")


def _transpose(row: Function, shapes: Sequence[Shape]) -> Shape:
    if shapes[0] == ():
        raise ShapeMismatch(f"{row.name} takes a matrix: here it meets a number")
    return tuple(reversed(shapes[0]))


def _extreme(row: Function, shapes: Sequence[Shape]) -> Shape:
    return () if len(shapes) == 1 else stretched_shape(shapes, row.name)


def _vector_itself(row: Function, shapes: Sequence[Shape]) -> Shape:
    if len(shapes[0]) != 1:
        raise ShapeMismatch(f"{row.name} takes a vector: here it meets {describe(shapes[0])}")
    return shapes[0]


def _vector_to_number(row: Function, shapes: Sequence[Shape]) -> Shape:
    _vector_itself(row, shapes)
    return ()


def _eigenvalues(row: Function, shapes: Sequence[Shape]) -> Shape:
    return _square(row, shapes)[:1]


def _lines(axis: int) -> Callable[[Function, Sequence[Shape]], Shape]:
    def sums(row: Function, shapes: Sequence[Shape]) -> Shape:
        if len(shapes[0]) != 2:
            raise ShapeMismatch(f"{row.name} takes a matrix: here it meets {describe(shapes[0])}")
        return (shapes[0][axis],)

    return sums


def _joined(row: Function, shapes: Sequence[Shape]) -> Shape:  # noqa: ARG001 - a rule's signature
    total = 0
    for shape in shapes:
        size = 1
        for length in shape:
            size *= length
        total += size
    return (total,)


_BY_TREATMENT: Mapping[str, Callable[[Function, Sequence[Shape]], Shape]] = {
    "entrywise": _same,
    "vector": _of_vectors,
}

_SHAPES: Mapping[str, Callable[[Function, Sequence[Shape]], Shape]] = {
    "max": _extreme,
    "min": _extreme,
    "sum": _number,
    "mean": _number,
    "prod": _number,
    "dot": _equal_vectors,
    "norm": _array_to_number,
    "outer": _outer,
    "diag": _diag,
    "transpose": _transpose,
    "trace": _square_to_number,
    "det": _square_to_number,
    "inv": _square,
    "matmul": lambda row, shapes: matmul_shape(shapes[0], shapes[1]),
    "any": _number,
    "all": _number,
    "distinct": _number,
    "argmax": _vector_to_number,
    "argmin": _vector_to_number,
    "sort": _vector_itself,
    "cumsum": _vector_itself,
    "rank": _array_to_number,
    "len": _array_to_number,
    "eigvals": _eigenvalues,
    "rowsums": _lines(0),
    "colsums": _lines(1),
    "concat": _joined,
    "comb": _number,
    "round": lambda row, shapes: shapes[0],
}

_CONDITIONS = frozenset({"any", "all", "distinct"})
