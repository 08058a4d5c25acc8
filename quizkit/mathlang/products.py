"""What does it mean that two operands meet: products without a sign, dots, powers?

Numbers next to each other multiply. Vectors and matrices next to each other, or with a dot between them,
multiply as matrices do; only ``*`` works entry by entry. Where custom knows two readings, both are
spelled out and the writer is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quizkit.errors import Unreadable, quoted
from quizkit.mathlang import limits, naming, refusals
from quizkit.mathlang.alphabet import FRACTIONS, SUPERSCRIPTS
from quizkit.mathlang.functions import FUNCTIONS
from quizkit.mathlang.nodes import (
    Binary,
    Bracket,
    Call,
    Comparison,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Percent,
)
from quizkit.mathlang.precedence import POWER, PRODUCT

if TYPE_CHECKING:
    from quizkit.mathlang.parser import Parser

_OPEN_AN_OPERAND = frozenset(["(", "{", r"\{", "|", "√", "∛", r"\frac", r"\sqrt", r"\begin", *FRACTIONS])
_SUPERSCRIPT = re.compile("(-?)([0-9]+|[A-Za-z])")


def opens_operand(text: str) -> bool:
    """Whether a token that is no operator begins an operand."""
    return text[:1].isalnum() or text in _OPEN_AN_OPERAND or (text[:1] == "." and text[1:2].isdigit())


def meet(parser: Parser, first: int, last: str, sign: int) -> None:
    """Refuses, or asks about, an operand that follows another without a sign between them.

    ``first`` is the token that the formula on the left begins with; ``last`` and ``sign`` the operator that
    was applied last in it, and its place.
    """
    at = parser.at
    text = parser.texts[at]
    if not opens_operand(text) or text == "not":
        refusals.leftover(parser)
    if last == "%":
        parser.refuse("'%' means percent; for a product write *, there is no remainder", at - 1, at + 1)
    if parser.author or text[0].isdigit() or text[0] == "." or text in FRACTIONS:
        _refuse_missing_operator(parser, at)
    if text == "(" and parser.shapes.get(parser.texts[at - 1]) and parser.starts[at] == parser.ends[at - 1]:
        name = parser.texts[at - 1]
        parser.refuse(
            f"{quoted(name)} is no function; write {name}[0] for an entry, {name}*(...) for a product", at - 1
        )
    if last == "/":
        _ask_what_is_divided_by(parser, first, sign)
    if last in {"^", "**"} and _is_doubtful_exponent(parser, first, sign):
        _ask_what_is_the_exponent(parser, first, sign)
    if parser.texts[at - 1] == "|" and not parser.bars:
        _ask_which_bars_pair(parser, first)


def implicit(parser: Parser, left: Node, first: int) -> Node:
    """The product of an operand and the one that follows it without a sign."""
    middle = parser.at
    right = parser.expression(PRODUCT)
    start, end = parser.starts[first], parser.ends[parser.at - 1]
    if not _both_are_arrays(parser, left, right):
        return Binary("*", left, right, True, start, end)
    if rank(parser, left) == rank(parser, right) == 1 and not (
        _is_row(parser, left) or _is_row(parser, right)
    ):
        one, other = parser.source(first, middle), parser.source(middle, parser.at)
        parser.ask(first, f"{one} @ {other}", f"{one}*{other}")
    return _array_product(parser, left, right, first)


def dot(parser: Parser, left: Node, first: int) -> Node:
    """``a · b``: of two vectors or matrices the matrix product."""
    right = parser.expression(PRODUCT)
    if not _both_are_arrays(parser, left, right):
        return Binary("*", left, right, False, parser.starts[first], parser.ends[parser.at - 1])
    return _array_product(parser, left, right, first)


def power(parser: Parser, left: Node, first: int) -> Node:
    """``x^2``; ``W^T`` is the transpose."""
    if _is_transpose(parser):
        return Call("transpose", (left,), parser.starts[first], parser.ends[parser.at - 1])
    exponent = parser.expression(POWER - 1)
    return raised(parser, left, exponent, first)


def superscript(parser: Parser, left: Node, first: int) -> Node:
    """``x²``, ``x⁻¹``, ``xⁿ``, ``Wᵀ``."""
    at = parser.at - 1
    start, end = parser.starts[at], parser.ends[at]
    spelled = "".join(SUPERSCRIPTS[character] for character in parser.text[start:end])
    if spelled == "T":
        return Call("transpose", (left,), parser.starts[first], end)
    found = _SUPERSCRIPT.fullmatch(spelled)
    if found is None:
        parser.refuse("expected a number or a letter as the exponent; write ^(...)", at)
    if found[2].isdigit():
        if len(found[2]) > limits.DIGITS:
            parser.refuse(limits.TOO_MANY_DIGITS, at)
        exponent: Node = Number(int(found[2]), 1, found[2], start, end)
    else:
        exponent = naming.value(parser, found[2], at)
    return raised(parser, left, Negative(exponent, start, end) if found[1] else exponent, first)


def rank(parser: Parser, node: Node) -> int:
    """How many axes a formula has as far as its text tells: 0 for a number, 2 for a matrix.

    Shapes proper are inferred later; this decides only what a missing sign means.
    """
    if isinstance(node, Number):
        return 0
    if isinstance(node, Name):
        return len(parser.shapes.get(node.name, ()))
    return _rank(parser, node, 0)


def _rank(parser: Parser, node: Node, height: int) -> int:
    if height > limits.HEIGHT:
        raise Unreadable(limits.TOO_HIGH, node.start, node.end)

    def of(part: Node) -> int:
        return _rank(parser, part, height + 1)

    match node:
        case Name(name=name):
            return len(parser.shapes.get(name, ()))
        case Bracket(items=items):
            return 1 + of(items[0])
        case Negative(operand=operand) | Percent(operand=operand):
            return of(operand)
        case Binary(operator="@", left=left, right=right):
            return max(of(left) + of(right) - 2, 0)
        case Binary(left=left, right=right):
            return max(of(left), of(right))
        case Comparison(operands=operands):
            return max(map(of, operands))
        case Index(base=base, indices=indices):
            return max(of(base) - len(indices), 0)
        case Call(function=function, arguments=arguments):
            ranks = [of(argument) for argument in arguments]
            return _rank_of_call(function, ranks)
        case _:
            return 0


def _rank_of_call(function: str, ranks: list[int]) -> int:
    match function:
        case "transpose" | "inv" | "softmax" | "log_softmax" | "sort" | "cumsum":
            return ranks[0]
        case "outer" | "eye":
            return 2
        case "diag":
            return 2 if ranks[0] == 1 else 1
        case "matmul":
            return max(sum(ranks) - 2, 0)
        case _:
            row = FUNCTIONS.get(function)
            return max(ranks, default=0) if row is not None and row.treatment == "entrywise" else 0


def _both_are_arrays(parser: Parser, left: Node, right: Node) -> bool:
    return rank(parser, right) > 0 and rank(parser, left) > 0


def _array_product(parser: Parser, left: Node, right: Node, first: int) -> Node:
    """The matrix product; a column times a row, ``p p^T``, is the outer product."""
    start, end = parser.starts[first], parser.ends[parser.at - 1]
    if rank(parser, left) == 1 and _is_row(parser, right) and not _is_row(parser, left):
        column = right.arguments[0] if isinstance(right, Call) and right.function == "transpose" else right
        return Call("outer", (left, column), start, end)
    return Binary("@", left, right, False, start, end)


def _is_row(parser: Parser, node: Node) -> bool:
    """Whether a vector was typed as a row: ``x^T``, ``x^T W``, ``-x^T``."""
    while True:
        match node:
            case Negative(operand=operand):
                node = operand
            case Binary(operator="@", left=left) | Binary(operator="/", left=left):
                node = left
            case Binary(operator="*", left=left, right=right):
                node = left if rank(parser, left) else right
            case Call(function="transpose"):
                return rank(parser, node) == 1
            case _:
                return False


def _is_transpose(parser: Parser) -> bool:
    """Whether the exponent that begins here is the sign of a transpose; if so it is read."""
    texts, at = parser.texts, parser.at
    wrapped = texts[at] in {"{", "("}
    sign = texts[at + 1] if wrapped else texts[at]
    if sign != "⊤" and (sign != "T" or parser.scope.open or parser.scope.declares("T")):
        return False
    if wrapped and texts[at + 2] not in {"}", ")"}:
        return False
    parser.at += 3 if wrapped else 1
    return True


def raised(parser: Parser, left: Node, exponent: Node, first: int) -> Node:
    """A power; of a matrix only the inverse is clear."""
    start, end = parser.starts[first], parser.ends[parser.at - 1]
    inverse = exponent == Negative(Number(1))
    if (inverse or not parser.author) and rank(parser, left) == 2:
        if inverse and parser.author:
            parser.refuse("write inv(A) for the inverse, or 1/A entry by entry", first, parser.at)
        if inverse:
            return Call("inv", (left,), start, end)
        if isinstance(left, Name) and exponent == Number(2):
            parser.ask(first, f"{left.name} @ {left.name}", f"{left.name}*{left.name}")
        parser.refuse(
            "write a power of a matrix as a product: A @ A, or A*A entry by entry", first, parser.at
        )
    return Binary("^", left, exponent, False, start, end)


def _refuse_missing_operator(parser: Parser, at: int) -> None:
    left, right = parser.shown(at - 1), parser.shown(at)
    if parser.texts[at][0] == "." and parser.texts[at - 1][0].isdigit():
        parser.refuse("a number has one decimal point", at - 1, at + 1)
    fix = "a product is written with *"
    if parser.texts[at - 1][0].isdigit() and parser.texts[at][0].isdigit():
        fix += ", a vector with brackets and commas"
    parser.refuse(f"expected an operator between {left} and {right}; {fix}", at - 1, at + 1)


def _ask_what_is_divided_by(parser: Parser, first: int, sign: int) -> None:
    at = parser.at
    above, below = parser.source(first, sign), parser.source(sign + 1, at)
    parser.expression(PRODUCT)
    factor = parser.source(at, parser.at)
    parser.ask(first, f"{above}/({below}*{factor})", f"({above}/{below})*{factor}")


def _is_doubtful_exponent(parser: Parser, first: int, sign: int) -> bool:
    """Whether ``e^2x`` was typed: a bare number as exponent, and at once another factor.

    ``x^2y`` is not: of a variable everybody means the square.
    """
    texts, at = parser.texts, parser.at
    exponent = sign + 1 + (texts[sign + 1] in {"+", "-"})
    base = texts[first]
    constant = base[0].isdigit() or (base == "e" and not parser.scope.declares("e"))
    touching = parser.starts[at] == parser.ends[at - 1]
    return constant and sign == first + 1 and exponent == at - 1 and texts[exponent][0].isdigit() and touching


def _ask_what_is_the_exponent(parser: Parser, first: int, sign: int) -> None:
    at = parser.at
    base, exponent = parser.source(first, sign), parser.source(sign + 1, at)
    parser.expression(PRODUCT)
    factor = parser.source(at, parser.at)
    parser.ask(first, f"{base}^({exponent}*{factor})", f"({base}^{exponent})*{factor}")


def _ask_which_bars_pair(parser: Parser, first: int) -> None:
    """``|x|y|x|`` is |x|*y*|x|, or the absolute value of x*|y|*x."""
    texts, at = parser.texts, parser.at
    if texts[at] == "|" or texts[at + 1] != "|" or "|" not in texts[at + 2 :]:
        return
    closing = texts.index("|", at + 2)
    outer, inner, rest = (
        parser.source(first, at),
        parser.source(at, at + 1),
        parser.source(at + 1, closing + 1),
    )
    parser.at = closing + 1
    parser.ask(first, f"{outer}*{inner}*{rest}", f"{outer[:-1]}*|{inner}|*{rest[1:]}")
