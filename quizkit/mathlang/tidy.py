"""How does a formula read once numbers stand in it? Substitution, and the tidying that it needs.

``put_in`` replaces names by formulas; ``tidied`` then removes what nobody would write: ``1*x`` is ``x``,
``a + -3`` is ``a - 3``, ``x^1`` is ``x``, ``0*x`` is ``0``. For display only: a factor 0 takes away a
factor only where that factor has a value everywhere, and nothing is computed that was not written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

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
    walk,
)
from quizkit.mathlang.printing import text

_ENTIRE = frozenset(
    {"exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "erf", "erfc"}
    | {"Phi", "phi", "sigma", "softplus", "relu"}
)
"""Functions of one number that have a value everywhere."""


def number_node(value: Fraction, spelled: str = "") -> Node:
    """A number as a formula; a negative one as the negative of a number, as it would be read."""
    if value < 0:
        return Negative(number_node(-value, spelled.lstrip("-")))
    if "/" in spelled or (value.denominator > 1 and not spelled):
        return Binary("/", Number(value.numerator), Number(value.denominator))
    return Number(value.numerator, value.denominator, spelled)


def map_children(function: Callable[[Node], Node], node: Node) -> Node:
    """The node with a function applied to each of its parts."""
    match node:
        case Number() | Name() | Word():
            return node
        case Negative() | Percent() | Not():
            return replace(node, operand=function(node.operand))
        case Binary() | Logical():
            return replace(node, left=function(node.left), right=function(node.right))
        case Comparison():
            return replace(node, operands=tuple(map(function, node.operands)))
        case Call():
            return replace(node, arguments=tuple(map(function, node.arguments)))
        case Cases():
            return replace(
                node,
                branches=tuple((function(condition), function(value)) for condition, value in node.branches),
                otherwise=None if node.otherwise is None else function(node.otherwise),
            )
        case Bracket():
            return replace(node, items=tuple(map(function, node.items)))
        case Index():
            return replace(node, base=function(node.base), indices=tuple(map(function, node.indices)))
        case _:
            assert_never(node)


def put_in(node: Node, formulas: Mapping[str, Node]) -> Node:
    """The formula with names replaced; an entry of an array that was put in is taken out of it."""
    if isinstance(node, Name):
        return formulas.get(node.name, node)
    inner = map_children(lambda part: put_in(part, formulas), node)
    return _entry(inner) if isinstance(inner, Index) else inner


def _entry(node: Index) -> Node:
    """The entry itself, where both the array and the place are written out."""
    found: Node = node.base
    for index in node.indices:
        if not isinstance(found, Bracket) or not isinstance(index, Number):
            return node
        place = index.value - node.origin
        if place.denominator != 1 or not 0 <= place < len(found.items):
            return node
        found = found.items[place.numerator]
    return found


def tidied(node: Node) -> Node:
    """The formula as one would write it."""
    inner = map_children(tidied, node)
    match inner:
        case Negative(Negative(operand)):
            return operand
        case Negative(operand) if _is(operand, 0):
            return operand
        case Binary("*", left, right):
            return _product(inner, left, right)
        case Binary("/", left, right) if _is(right, 1):
            return left
        case Binary("/", Negative(operand), right):
            return Negative(replace(inner, left=operand))
        case Binary("+", left, right):
            return _sum(inner, left, right)
        case Binary("-", left, right):
            return _difference(inner, left, right)
        case Binary("^", left, right) if _is(right, 1):
            return left
        case Binary("^", left, right) if _is(right, 0) and _entire(left):
            return Number(1)
        case _:
            return inner


def one_line(node: Node) -> str:
    """A tidied formula as text, its signs where one would type them: ``-3*x``, not ``-(3*x)``."""
    return text(_signs_inside(node))


def _signs_inside(node: Node) -> Node:
    inner = map_children(_signs_inside, node)
    if isinstance(inner, Negative) and isinstance(inner.operand, Binary) and inner.operand.operator in "*/":
        return replace(inner.operand, left=_signs_inside(Negative(inner.operand.left)))
    return inner


def _product(node: Binary, left: Node, right: Node) -> Node:
    if (_is(left, 0) and _entire(right)) or (_is(right, 0) and _entire(left)):
        return Number(0)
    if _is(left, 1):
        return right
    if _is(right, 1):
        return left
    if isinstance(left, Negative) and _is(left.operand, 1):
        return tidied(Negative(right))
    if isinstance(left, Negative):
        # -(a*b) and (-a)*b are drawn alike; the sign in front lets a sum around it take it over.
        return Negative(_product(node, left.operand, right))
    implicit = isinstance(left, Number) and not _starts_with_number(right)
    return replace(node, left=left, right=right, implicit=implicit)


def _sum(node: Binary, left: Node, right: Node) -> Node:
    if _is(left, 0):
        return right
    if _is(right, 0):
        return left
    if isinstance(right, Negative):
        return replace(node, operator="-", right=right.operand)
    return node


def _difference(node: Binary, left: Node, right: Node) -> Node:
    if _is(right, 0):
        return left
    if isinstance(right, Negative):
        return _sum(replace(node, operator="+", right=right.operand), left, right.operand)
    if _is(left, 0):
        return Negative(right)
    return node


def _is(node: Node, value: int) -> bool:
    return isinstance(node, Number) and node.value == value


def _entire(node: Node) -> bool:
    """Whether the formula certainly has a value everywhere."""
    return all(
        isinstance(part, Number | Name | Negative | Percent)
        or (isinstance(part, Binary) and part.operator in {"+", "-", "*"})
        or (isinstance(part, Binary) and part.operator == "^" and _whole(part.right))
        or (isinstance(part, Call) and part.function in _ENTIRE)
        for part in walk(node)
    )


def _whole(node: Node) -> bool:
    return isinstance(node, Number) and node.denominator == 1


def _starts_with_number(node: Node) -> bool:
    while isinstance(node, Binary):
        node = node.left
    return isinstance(node, Number | Negative)
