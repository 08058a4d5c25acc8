"""The tree of a formula, in the order it was typed.

Nodes know where they stood in the text (``start``, ``end``), and compare without it: two nodes are
equal when they say the same thing. Numbers are exact rationals. Trees are never rewritten on the way
in; what was typed is what is drawn back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

ArithmeticOperator = Literal["+", "-", "*", "/", "^", "@"]
ComparisonOperator = Literal["<", "<=", ">", ">=", "==", "!="]
LogicalOperator = Literal["and", "or"]


def _at() -> int:
    return field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact rational, with the text it was typed as."""

    numerator: int
    denominator: int = 1
    text: str = field(default="", compare=False, repr=False)
    start: int = _at()
    end: int = _at()

    @property
    def value(self) -> Fraction:
        """The number as a fraction in lowest terms."""
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, a given, or a constant (``e``, ``pi``, ``infinity``)."""

    name: str
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Word:
    """A quoted word in an author's formula: ``outcome == 'rain'``."""

    text: str
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Negative:
    """``-x``."""

    operand: Node
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Percent:
    """``35.7%``: a hundredth of its operand."""

    operand: Node
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic. ``implicit`` marks a product written without a sign (``2x``)."""

    operator: ArithmeticOperator
    left: Node
    right: Node
    implicit: bool = field(default=False, compare=False, repr=False)
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Comparison:
    """``a < b``, or a chain ``a < b <= c``: one more operand than operators."""

    operands: tuple[Node, ...]
    operators: tuple[ComparisonOperator, ...]
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Logical:
    """``a and b``, ``a or b``."""

    operator: LogicalOperator
    left: Node
    right: Node
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Not:
    """``not a``."""

    operand: Node
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Call:
    """A function, by its canonical name (``ln`` is ``log``), applied to its arguments."""

    function: str
    arguments: tuple[Node, ...]
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Cases:
    """``cases(x < 0 -> a, x > 0 -> 1)``: (condition, value) branches; the first that holds counts.

    Where no condition holds the value is ``otherwise``; if that is None it is undefined.
    """

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node | None = None
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Bracket:
    """``[1, 2]``, a vector of its items; of equally long brackets, a matrix by rows."""

    items: tuple[Node, ...]
    start: int = _at()
    end: int = _at()


@dataclass(frozen=True, slots=True)
class Index:
    """An entry: ``z[0]`` counts from ``origin`` 0, the subscript forms ``z_1``, ``p_i`` from 1."""

    base: Node
    indices: tuple[Node, ...]
    origin: Literal[0, 1] = 0
    start: int = _at()
    end: int = _at()


Node = (
    Number
    | Name
    | Word
    | Negative
    | Percent
    | Binary
    | Comparison
    | Logical
    | Not
    | Call
    | Cases
    | Bracket
    | Index
)
"""Every node of a formula."""


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, in the order typed."""
    match node:
        # The commonest first: patterns are tried one after the other.
        case Number() | Name() | Word():
            return ()
        case Binary(left=left, right=right) | Logical(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case Negative(operand=operand) | Percent(operand=operand) | Not(operand=operand):
            return (operand,)
        case Comparison(operands=operands):
            return operands
        case Cases(branches=branches, otherwise=otherwise):
            inside = tuple(part for branch in branches for part in branch)
            return inside if otherwise is None else (*inside, otherwise)
        case Bracket(items=items):
            return items
        case Index(base=base, indices=indices):
            return (base, *indices)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


MAX_REMEMBERED = 4096
_names: dict[int, tuple[Node, frozenset[str]]] = {}
"""By the identity of a formula, which is held, so that its id stays its own."""


def names(node: Node) -> frozenset[str]:
    """Every name the formula reads. Remembered: the same formulas are asked again and again."""
    known = _names.get(id(node))
    if known is not None:
        return known[1]
    found = _named(node)
    if len(_names) >= MAX_REMEMBERED:
        _names.clear()
    _names[id(node)] = node, found
    return found


def _named(node: Node) -> frozenset[str]:
    found: set[str] = set()
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, Name):
            found.add(part.name)
        elif not isinstance(part, Number):
            pending += children(part)
    return frozenset(found)
