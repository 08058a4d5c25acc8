"""How is a formula written on one line, so that it reads back as the same tree?

``parse(text(node)) == node`` for every tree that the parser can make. Brackets stand only where the
tree would otherwise be read differently, names and numbers are spelled as they were typed, products
carry their ``*``.
"""

from __future__ import annotations

import decimal
import re
from typing import assert_never

from quizkit.mathlang.glyphs import UNICODE
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
from quizkit.mathlang.precedence import AND, NOT, OR, POSTFIX, POWER, PRODUCT, RELATION, SIGN, SUM

_ATOM = POSTFIX + 1
"""What needs no brackets anywhere."""

_PLAIN_NUMBER = re.compile(r"\d+(\.\d*)?([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?")
_LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "@": PRODUCT}
_SPACED = {"+": " + ", "-": " - ", "*": "*", "/": "/", "@": " @ "}


def text(node: Node) -> str:
    """The formula on one line."""
    return _written(node)[0]


def number_text(number: Number) -> str:
    """A number as it was typed where that is plain, else as an exact decimal or a fraction."""
    if _PLAIN_NUMBER.fullmatch(number.text):
        return number.text
    value = number.value
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    places = max(twos, fives)
    digits = _digits(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    whole = digits[: len(digits) - places] + ("." + digits[len(digits) - places :] if places else "")
    return f"-{whole}" if value < 0 else whole


def _digits(value: int) -> str:
    """The digits of an integer of any size: ``str`` refuses more than 4,300."""
    return format(decimal.Decimal(value), "f")


def _at_least(node: Node, level: int) -> str:
    """A part, in brackets if it is looser than its place allows."""
    written, own = _written(node)
    return written if own >= level else f"({written})"


def _written(node: Node) -> tuple[str, int]:
    """The text of a formula, and how tightly it holds together."""
    match node:
        case Number():
            shown = number_text(node)
            return shown, SIGN if shown.startswith("-") else PRODUCT if "/" in shown else _ATOM
        case Name(name=name):
            return UNICODE.text(name), _ATOM
        case Word(text=word):
            quote = '"' if "'" in word else "'"
            return f"{quote}{UNICODE.text(word)}{quote}", _ATOM
        case Negative(operand=operand):
            return f"-{_at_least(operand, POWER)}", SIGN
        case Percent(operand=operand):
            return f"{_at_least(operand, POSTFIX)}%", POSTFIX
        case Binary(operator="^", left=left, right=right):
            return f"{_at_least(left, POSTFIX)}^{_at_least(right, POWER)}", POWER
        case Binary():
            return _chain(node)
        case Comparison(operands=operands, operators=operators):
            parts = [_at_least(operands[0], SUM)]
            for operator, operand in zip(operators, operands[1:], strict=True):
                parts += [operator, _at_least(operand, SUM)]
            return " ".join(parts), RELATION
        case Logical(operator=operator, left=left, right=right):
            level = AND if operator == "and" else OR
            return f"{_at_least(left, level)} {operator} {_at_least(right, level + 1)}", level
        case Not(operand=operand):
            return f"not {_at_least(operand, NOT)}", NOT
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(text, arguments))})", _ATOM
        case Cases(branches=branches, otherwise=otherwise):
            parts = [f"{text(condition)} -> {text(value)}" for condition, value in branches]
            parts += [] if otherwise is None else [text(otherwise)]
            return f"cases({', '.join(parts)})", _ATOM
        case Bracket(items=items):
            return f"[{', '.join(map(text, items))}]", _ATOM
        case Index(base=base, indices=indices, origin=origin):
            return _index(base, indices, origin), _ATOM
        case _:
            assert_never(node)


def _chain(node: Binary) -> tuple[str, int]:
    """A sum or a product. A long one is a deep tree: it is walked here, not called into."""
    level = _LEVELS[node.operator]
    links: list[Binary] = []
    first: Node = node
    while isinstance(first, Binary) and _LEVELS.get(first.operator) == level:
        links.append(first)
        first = first.left
    parts = [_at_least(first, level)]
    for link in reversed(links):
        bare = PRODUCT if level == SUM and not isinstance(link.right, Negative) else POWER
        parts += [_SPACED[link.operator], _at_least(link.right, bare)]
    return "".join(parts), level


def _index(base: Node, indices: tuple[Node, ...], origin: int) -> str:
    shown = _at_least(base, POSTFIX)
    if origin == 0:
        return f"{shown}[{', '.join(map(text, indices))}]"
    if len(indices) == 1 and isinstance(indices[0], Number | Name):
        return f"{shown}_{text(indices[0])}"
    return f"{shown}_{{{', '.join(map(text, indices))}}}"
