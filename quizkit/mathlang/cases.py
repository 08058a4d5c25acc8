"""How is a formula written that has several cases?

``cases(x < 0 -> a, x > 0 -> 1)`` is our own form; ``a if c else b``, ``where(c, a, b)`` and
``piecewise((a, c), b)`` are those of Python, NumPy and SymPy. All give one kind of node.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from quizkit.mathlang import brackets
from quizkit.mathlang.nodes import Cases, Node
from quizkit.mathlang.precedence import CHOICE

if TYPE_CHECKING:
    from quizkit.mathlang.parser import Parser


def choice(parser: Parser, left: Node, first: int) -> Node:
    """``a if c else b``."""
    condition = parser.expression(CHOICE)
    if parser.texts[parser.at] != "else":
        parser.refuse(f"expected 'else' after the condition, found {parser.shown(parser.at)}", parser.at)
    parser.at += 1
    otherwise = parser.expression()
    return Cases(((condition, left),), otherwise, parser.starts[first], parser.ends[parser.at - 1])


def cases(parser: Parser, first: int) -> Node:
    """``cases(x < 0 -> a, x > 0 -> 1)``; the last entry may stand without an arrow."""
    opening = parser.at
    parser.at += 1
    bars, rows = parser.bars, parser.rows
    parser.bars, parser.rows = 0, False
    branches: list[tuple[Node, Node]] = []
    otherwise = None
    while otherwise is None:
        begin = parser.at
        if parser.texts[begin] in {"otherwise", "else"} and parser.texts[begin + 1] == "->":
            parser.at += 2
            otherwise = parser.expression()
        else:
            condition = parser.expression()
            if parser.texts[parser.at] == "->":
                parser.at += 1
                branches.append((condition, parser.expression()))
            else:
                otherwise = condition
        if parser.texts[parser.at] not in {",", ";"}:
            break
        if otherwise is not None:
            parser.refuse("only the last entry of cases may stand without '->'", begin, parser.at)
        parser.at += 1
    parser.close(opening)
    if not branches:
        parser.refuse("expected 'condition -> value' in cases(...)", first, parser.at)
    parser.bars, parser.rows = bars, rows
    return Cases(tuple(branches), otherwise, parser.starts[first], parser.ends[parser.at - 1])


def piecewise(parser: Parser, first: int) -> Node:
    """``piecewise((value, condition), ..., otherwise)``, as NumPy and SymPy users write it."""
    opening = parser.at
    bars, rows = parser.bars, parser.rows
    parser.bars, parser.rows = 0, False
    branches: list[tuple[Node, Node]] = []
    otherwise = None
    while otherwise is None:
        parser.at += 1
        begin = parser.at
        if not _is_pair(parser, begin):
            otherwise = parser.expression()
            break
        parser.at += 1
        value = parser.expression()
        parser.at += 1
        if parser.texts[parser.at] in {"True", "otherwise"} and not parser.scope.declares(
            parser.texts[parser.at]
        ):
            otherwise = value
            parser.at += 1
        else:
            branches.append((parser.expression(), value))
        parser.close(begin)
        if parser.texts[parser.at] != ",":
            break
    parser.close(opening)
    if not branches:
        parser.refuse("expected (value, condition) in piecewise(...)", first, parser.at)
    parser.bars, parser.rows = bars, rows
    return Cases(tuple(branches), otherwise, parser.starts[first], parser.ends[parser.at - 1])


def _is_pair(parser: Parser, begin: int) -> bool:
    """Whether ``(value, condition)`` stands here, and not a formula that begins with a bracket."""
    if parser.texts[begin] != "(":
        return False
    level = commas = 0
    for at in range(begin, len(parser.texts)):
        text = parser.texts[at]
        level += (text in brackets.OPENINGS) - (text in brackets.CLOSINGS)
        commas += level == 1 and text == ","
        if level == 0:
            return commas == 1 and parser.texts[at + 1] in {",", ")"}
    return False


def where(parser: Parser, first: int) -> Node:
    """``where(condition, value, otherwise)``."""
    opening = parser.at
    parser.at += 1
    parts = brackets.enclosed(parser, opening)
    if len(parts) != 3:
        parser.refuse(
            f"expected where(condition, value, otherwise), found {len(parts)} arguments", first, parser.at
        )
    condition, value, otherwise = parts
    return Cases(((condition, value),), otherwise, parser.starts[first], parser.ends[parser.at - 1])


WORDS: Mapping[str, Callable[[Parser, int], Node]] = MappingProxyType(
    {"cases": cases, "piecewise": piecewise, "Piecewise": piecewise, "where": where}
)
"""Words that are read like functions, but whose arguments are not all evaluated."""
