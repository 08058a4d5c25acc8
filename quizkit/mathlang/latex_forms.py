r"""How are those commands of LaTeX read that are grammar: ``\frac``, ``\sqrt``, ``\begin``, ``\end``?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quizkit.errors import quoted
from quizkit.mathlang import brackets, products, refusals
from quizkit.mathlang.nodes import Binary, Call, Cases, Node, Number
from quizkit.mathlang.precedence import CHOICE, POSTFIX

if TYPE_CHECKING:
    from quizkit.mathlang.parser import Parser

_MATRICES = frozenset(["matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "array"])
_JOINING = frozenset(["if", "for", "when", "where", "&", ","])
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{([A-Za-z]+\*?)\}")


def fraction(parser: Parser, first: int) -> Node:
    r"""``\frac{a}{b}``, and ``\frac12``."""
    above = _argument(parser, first)
    below = _argument(parser, first)
    return Binary("/", above, below, False, parser.starts[first], parser.ends[parser.at - 1])


def root(parser: Parser, first: int) -> Node:
    r"""``\sqrt{x}``, ``\sqrt[3]{x}``."""
    degree = None
    if parser.texts[parser.at] == "[":
        parser.at += 1
        degree = brackets.enclosed(parser, parser.at - 1)[0]
    inside = _argument(parser, first)
    start, end = parser.starts[first], parser.ends[parser.at - 1]
    if degree is None or degree == Number(2):
        return Call("sqrt", (inside,), start, end)
    if degree == Number(3):
        return Call("cbrt", (inside,), start, end)
    part = Binary("/", Number(1, 1, "1", degree.start, degree.end), degree, False, degree.start, degree.end)
    return products.raised(parser, inside, part, first)


def environment(parser: Parser, first: int) -> Node:
    r"""``\begin{cases} … \end{cases}``, ``\begin{pmatrix} … \end{pmatrix}``."""
    name = _name(parser, first)
    held = parser.bars, parser.rows
    parser.bars, parser.rows = 0, False
    if name in {"cases", "dcases"}:
        node = _cases(parser, first)
    elif name in {*_MATRICES, "vmatrix"}:
        if name == "array" and parser.texts[parser.at] == "{":
            _skip_columns(parser)
        matrix = _matrix(parser, first)
        node = matrix
        if name == "vmatrix":
            node = Call("det", (matrix,), parser.starts[first], parser.ends[parser.at - 1])
    else:
        message = f"the LaTeX environment {quoted(name)} is not read here; use cases or pmatrix"
        parser.refuse(message, first)
    parser.bars, parser.rows = held
    return node


def _argument(parser: Parser, first: int) -> Node:
    """What a command takes: a group in braces, or one digit or letter."""
    at = parser.at
    text = parser.texts[at]
    if text == "{":
        parser.at += 1
        return brackets.group(parser, at)
    if len(text) > 1 and text.isdigit():
        start = parser.starts[at]
        parser.texts[at], parser.starts[at] = text[1:], start + 1
        return Number(int(text[0]), 1, text[0], start, start + 1)
    if not text[:1].isalnum():
        parser.refuse(f"expected '{{' after {parser.shown(first)}, found {parser.shown(at)}", at)
    return parser.expression(POSTFIX)


def _name(parser: Parser, at: int) -> str:
    found = _ENVIRONMENT.match(parser.text, parser.starts[at])
    return found[1].rstrip("*") if found else ""


def _close(parser: Parser, first: int) -> None:
    name = _name(parser, first)
    if parser.texts[parser.at] != r"\end" or _name(parser, parser.at) != name:
        parser.unclosed(first, rf"\end{{{name}}}")
    parser.at += 1


def _cases(parser: Parser, first: int) -> Node:
    branches: list[tuple[Node, Node]] = []
    otherwise = None
    while parser.texts[parser.at] != r"\end":
        begin = parser.at
        if otherwise is not None:
            parser.refuse("only the last line of cases may stand without a condition", begin)
        value = parser.expression(CHOICE)
        while parser.texts[parser.at] in _JOINING:
            parser.at += 1
        if parser.texts[parser.at] in {"otherwise", "else"}:
            parser.at += 1
            otherwise = value
        elif parser.texts[parser.at] in {r"\\", r"\end"}:
            otherwise = value
        else:
            branches.append((parser.expression(), value))
        while parser.texts[parser.at] in {",", "."}:
            parser.at += 1
        if parser.texts[parser.at] != r"\\":
            break
        parser.at += 1
    _close(parser, first)
    if not branches:
        parser.refuse(r"expected 'value & condition' in \begin{cases}", first, parser.at)
    return Cases(tuple(branches), otherwise, parser.starts[first], parser.ends[parser.at - 1])


def _matrix(parser: Parser, first: int) -> Node:
    if parser.texts[parser.at] == r"\end":
        refusals.no_operand(parser, parser.at)
    rows: list[list[Node]] = []
    while parser.texts[parser.at] != r"\end":
        row = [parser.expression()]
        while parser.texts[parser.at] == "&":
            parser.at += 1
            row.append(parser.expression())
        rows.append(row)
        if parser.texts[parser.at] != r"\\":
            break
        parser.at += 1
    _close(parser, first)
    return brackets.array(parser, rows, first)


def _skip_columns(parser: Parser) -> None:
    r"""``{cc}`` after ``\begin{array}``."""
    while parser.texts[parser.at] not in {"}", ""}:
        parser.at += 1
    parser.at += parser.texts[parser.at] == "}"
