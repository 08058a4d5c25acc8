"""How are brackets read: groups, vectors, matrices, entries, absolute values?

Inside ``[...]``, and in a response of several lines, a new line or ``;`` begins a row. Where a row has no
comma, spaces separate its entries (``[1 -2; 3 4]``); where it has one, they mean nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.errors import printable, quoted
from quizkit.mathlang import naming, products, refusals
from quizkit.mathlang.nodes import Binary, Bracket, Call, Comparison, Index, Logical, Name, Node, Not, Number
from quizkit.mathlang.tokens import END

if TYPE_CHECKING:
    from quizkit.mathlang.parser import Parser

CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", "|": "|"}
"""What closes each bracket."""

OPENINGS = frozenset(["(", "[", "{", r"\{"])
CLOSINGS = frozenset([")", "]", "}", r"\}"])
_IN_A_NUMBER = frozenset("+-/%")


def enclosed(parser: Parser, opening: int) -> list[Node]:
    """The expressions between a bracket, just read, and the one that closes it."""
    bars, rows = parser.bars, parser.rows
    parser.bars, parser.rows = 0, False
    nodes = [parser.expression()]
    while parser.texts[parser.at] == ",":
        parser.at += 1
        nodes.append(parser.expression())
    parser.close(opening)
    parser.bars, parser.rows = bars, rows
    return nodes


def group(parser: Parser, first: int) -> Node:
    """``(x + 1)`` is what stands inside; ``(1, 2)`` is a vector."""
    if parser.author and parser.texts[first] != "(":
        refusals.no_operand(parser, first)
    nodes = enclosed(parser, first)
    if len(nodes) == 1:
        return nodes[0]
    if parser.texts[first] != "(":
        parser.refuse("a vector stands in square brackets: [1, 2]", first, parser.at)
    return Bracket(tuple(nodes), parser.starts[first], parser.ends[parser.at - 1])


def bars(parser: Parser, first: int) -> Node:
    """``|x|``."""
    rows = parser.rows
    parser.rows = False
    parser.bars += 1
    inside = parser.expression()
    if parser.texts[parser.at] != "|":
        parser.unclosed(first, "|")
    parser.at += 1
    parser.bars -= 1
    parser.rows = rows
    if not parser.author and products.rank(parser, inside):
        parser.refuse(
            "of a vector or matrix write norm(v), det(A), or abs(v) for each entry", first, parser.at
        )
    return Call("abs", (inside,), parser.starts[first], parser.ends[parser.at - 1])


def bracket(parser: Parser, first: int) -> Node:
    """``[1, 2]`` is a vector, ``[[1, 2], [3, 4]]`` and ``[1 2; 3 4]`` are matrices."""
    if parser.texts[parser.at] == "]":
        parser.refuse("a vector has at least one entry", first, parser.at + 1)
    if parser.author:
        items = enclosed(parser, first)
        return Bracket(tuple(items), parser.starts[first], parser.ends[parser.at - 1])
    held = parser.bars, parser.rows, parser.spaced
    parser.bars, parser.rows = 0, True
    rows = _rows(parser, "]")
    parser.close(first)
    parser.bars, parser.rows, parser.spaced = held
    if parser.latex and len(rows) == 1 == len(rows[0]):
        return rows[0][0]
    return array(parser, rows, first)


def lines(parser: Parser) -> Node:
    """A formula that may run over several lines, or a vector or matrix with a line for each row."""
    rows = _rows(parser, END)
    return rows[0][0] if len(rows) == 1 == len(rows[0]) else array(parser, rows, 0)


def array(parser: Parser, rows: list[list[Node]], first: int) -> Bracket:
    """The vector or matrix of these rows; one row or one column is a vector."""
    start, end = parser.starts[first], parser.ends[parser.at - 1]
    if len(rows) == 1:
        return Bracket(tuple(rows[0]), start, end)
    width = len(rows[0])
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != width:
            message = (
                f"the rows of a matrix must be equally long: row 1 has {width}, row {number} has {len(row)}"
            )
            parser.refuse(message, first, parser.at)
    if width == 1:
        return Bracket(tuple(row[0] for row in rows), start, end)
    return Bracket(tuple(Bracket(tuple(row), row[0].start, row[-1].end) for row in rows), start, end)


def entry_ends(parser: Parser) -> bool:
    """Whether an entry of a row ends here, because a new line or a separating space stands here."""
    at = parser.at
    gap = parser.text[parser.ends[at - 1] : parser.starts[at]]
    if not gap or not (parser.spaced or "\n" in gap):
        return False
    text = parser.texts[at]
    if text in {"+", "-"}:
        # As in MATLAB, and as NumPy prints: [1 -2] has two entries, [1 - 2] has one.
        joined = parser.ends[at] == parser.starts[at + 1]
        return joined and parser.texts[at + 1][:1] in {*"0123456789."}
    return text == "[" or products.opens_operand(text)


def index(parser: Parser, left: Node, first: int) -> Node:
    """``z[0]``, ``M[0, 1]``; of numbers ``2[1, 2]`` is a product, ``1[x > 0]`` an indicator."""
    opening = parser.at - 1
    if isinstance(left, Number) and not parser.author:
        vector = bracket(parser, opening)
        if isinstance(vector, Bracket) and len(vector.items) == 1 and _is_indicator(left, vector.items[0]):
            vector = vector.items[0]
        return Binary("*", left, vector, True, parser.starts[first], parser.ends[parser.at - 1])
    _refuse_entries_of_a_number(parser, left, first, opening)
    indices = enclosed(parser, opening)
    return Index(left, tuple(indices), 0, parser.starts[first], parser.ends[parser.at - 1])


def subscript(parser: Parser, left: Node, first: int) -> Node:
    """``z_{i + 1}``, ``softmax(z)_1``, ``M_{1, 2}``: entries counted from 1."""
    underline = parser.at - 1
    if parser.starts[underline] > parser.ends[underline - 1]:
        refusals.no_operand(parser, underline)
    indices: list[Node] = []
    while True:
        at = parser.at
        text = parser.texts[at]
        parser.at += 1
        wrapped = text == "{" and parser.texts[at + 2 : at + 3] == ["}"]
        if (
            isinstance(left, Name)
            and not parser.shapes.get(left.name)
            and parser.texts[at + wrapped][:1].isalnum()
        ):
            # No vector, so the subscript is part of a name that was typed in two pieces: \hat{y}₁, x_{ 1 }.
            parser.at += 2 * wrapped
            return naming.named(parser, f"{left.name}_{parser.texts[at + wrapped]}", first)
        if text in {"{", "("}:
            indices += enclosed(parser, at)
        elif not text[:1].isalnum():
            refusals.no_operand(parser, at)
        elif text[0].isdigit():
            indices.append(parser.number(at))
        else:
            indices.append(naming.value(parser, text, at))
        if parser.texts[parser.at] != "_":
            break
        parser.at += 1
    start, end = parser.starts[first], parser.ends[parser.at - 1]
    if len(indices) == 1 and _is_indicator(left, indices[0]) and not parser.author:
        return Binary("*", left, indices[0], True, start, end)
    if isinstance(left, Index) and left.origin == 1:
        indices = [*left.indices, *indices]
        left = left.base
    _refuse_entries_of_a_number(parser, left, first, underline)
    return Index(left, tuple(indices), 1, start, end)


def transposed(parser: Parser, left: Node, first: int) -> Node:
    """``W.T``."""
    return Call("transpose", (left,), parser.starts[first], parser.ends[parser.at - 1])


def _is_indicator(left: Node, inside: Node) -> bool:
    """Whether ``1[x > 0]``, 1 where the condition holds and else 0, is what was typed."""
    return left == Number(1) and isinstance(inside, (Comparison, Logical, Not))


def _refuse_entries_of_a_number(parser: Parser, left: Node, first: int, until: int) -> None:
    if isinstance(left, Number) and parser.texts[until] == "_":
        together = parser.source(first, parser.at)
        parser.refuse(f"write {printable(together.replace('_', ''))} without '_'", first, parser.at)
    if isinstance(left, Number) or (isinstance(left, Name) and parser.shapes.get(left.name) == ()):
        parser.refuse(f"{quoted(parser.source(first, until))} is a number: it has no entries", first, until)


def _rows(parser: Parser, closing: str) -> list[list[Node]]:
    rows: list[list[Node]] = []
    while True:
        parser.spaced = _has_spaced_entries(parser, closing)
        row = [parser.expression()]
        while True:
            if parser.texts[parser.at] == ",":
                parser.at += 1
            elif not entry_ends(parser) or _on_a_new_line(parser):
                break
            row.append(parser.expression())
        rows.append(row)
        if parser.texts[parser.at] == ";":
            parser.at += 1
        elif not entry_ends(parser):
            return rows


def _on_a_new_line(parser: Parser) -> bool:
    return "\n" in parser.text[parser.ends[parser.at - 1] : parser.starts[parser.at]]


def _has_spaced_entries(parser: Parser, closing: str) -> bool:
    """Whether spaces separate the entries of the row that begins here: it has no comma of its own.

    Without brackets around the rows, only numbers are separated so; ``2 x`` on a line is a product.
    """
    level = 0
    for at in range(parser.at, len(parser.texts)):
        text = parser.texts[at]
        if level == 0:
            if text == ",":
                return False
            new_line = at > parser.at and "\n" in parser.text[parser.ends[at - 1] : parser.starts[at]]
            if text in {";", closing, END} or new_line:
                break
            if closing == END and not (text[0].isdigit() or text[0] == "." or text in _IN_A_NUMBER):
                return False
        level += (text in OPENINGS) - (text in CLOSINGS)
    return True
