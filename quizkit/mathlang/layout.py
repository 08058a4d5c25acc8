"""What does a formula look like, in the order it was typed?

``draw`` gives a picture with fractions, roots and growing brackets; ``line`` the same in one row, for
where the picture is too wide (``draw(node).width``). Nothing is reordered, simplified or left out, so a
learner sees how the text was read. No tree makes them fail.

An ``OPEN`` name is drawn as the place that is still to be typed, ``EMPTY`` as an empty entry.
"""

from __future__ import annotations

import re
from typing import assert_never

from quizkit.mathlang import drawing
from quizkit.mathlang.boxes import Box
from quizkit.mathlang.glyphs import ASCII, GREEK, UNICODE, Glyphs
from quizkit.mathlang.lettering import FUNCTIONS, lettering
from quizkit.mathlang.marks import (
    Accent,
    Fence,
    Fraction,
    Gap,
    Grid,
    Mark,
    Root,
    Row,
    Scripts,
    Sign,
)
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
from quizkit.mathlang.printing import number_text

__all__ = ["ASCII", "EMPTY", "OPEN", "UNICODE", "Box", "Glyphs", "draw", "line", "marks"]

OPEN = Name("▒")
"""Stands where a formula is not finished."""

EMPTY = Name("□")
"""Stands for an entry that nobody has filled in yet."""

_LETTERS = {"sigma": "σ", "Phi": "Φ", "phi": "φ"}
_BASES = {"log2": "2", "log10": "10"}
_BARS = {"abs": ("|", "|"), "norm": ("‖", "‖"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
_RELATIONS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}
_SCIENTIFIC = re.compile(r"(?P<digits>[\d.]+)[eE](?P<exponent>[-+]?\d+)")

# How tightly a drawn part holds together; a looser part gets brackets.
_OR, _AND, _NOT, _RELATION, _SUM, _PRODUCT, _FACTOR, _POWER, _ATOM = range(9)


def draw(node: Node, *, glyphs: Glyphs = UNICODE) -> Box:
    """The picture of a formula."""
    return drawing.display(marks(node), glyphs=glyphs)


def line(node: Node, *, glyphs: Glyphs = UNICODE) -> str:
    """A formula in one row of characters."""
    return drawing.flat(marks(node), glyphs=glyphs)


def marks(node: Node) -> Mark:
    """The marks of a formula, ready to be drawn with others."""
    return _marks(node)[0]


def _at_least(node: Node, level: int) -> Mark:
    """The marks of a part, in brackets if it is looser than its place allows."""
    drawn, own = _marks(node)
    return drawn if own >= level else Fence("(", drawn, ")")


def _marks(node: Node) -> tuple[Mark, int]:
    """The marks of a formula, and how tightly they hold together."""
    match node:
        case Number():
            return _number(node)
        case Name(name=name):
            return _name(name), _ATOM
        case Word(text=text):
            return Sign(f"‘{text}’"), _ATOM
        case Negative(operand=operand):
            return _joined(Sign("−", "binary"), _at_least(operand, _PRODUCT)), _SUM
        case Percent(operand=operand):
            return _joined(_at_least(operand, _ATOM), Sign("%")), _ATOM
        case Binary(operator="+" | "-"):
            return _sum(node), _SUM
        case Binary(operator="*" | "@"):
            return _product(node), _PRODUCT
        case Binary(operator="/", left=left, right=right):
            return Fraction(marks(left), marks(right)), _FACTOR
        case Binary(left=left, right=right):
            return _power(left, marks(right)), _POWER
        case Comparison(operands=operands, operators=operators):
            parts = [_at_least(operands[0], _SUM)]
            for operator, operand in zip(operators, operands[1:], strict=True):
                parts += [Sign(_RELATIONS[operator], "relation"), _at_least(operand, _SUM)]
            return _joined(*parts), _RELATION
        case Logical(operator=operator, left=left, right=right):
            level = _AND if operator == "and" else _OR
            words = (Gap(), Sign(operator, "word"), Gap())
            return _joined(_at_least(left, level), *words, _at_least(right, level + 1)), level
        case Not(operand=operand):
            return _joined(Sign("not", "word"), Gap(), _at_least(operand, _NOT)), _NOT
        case Call(function=function, arguments=arguments):
            return _call(function, arguments)
        case Cases(branches=branches, otherwise=otherwise):
            return _cases(branches, otherwise), _OR
        case Bracket(items=items):
            return _bracket(items), _ATOM
        case Index(base=base, indices=indices, origin=origin):
            return _index(base, indices, origin), _ATOM
        case _:
            assert_never(node)


def _joined(*parts: Mark) -> Mark:
    """Marks in one row; rows among them are taken apart."""
    spread = [mark for part in parts for mark in (part.parts if isinstance(part, Row) else (part,))]
    return spread[0] if len(spread) == 1 else Row(tuple(spread))


def _number(number: Number) -> tuple[Mark, int]:
    text = number_text(number)
    if text.startswith("-"):
        return _joined(Sign("−", "binary"), Sign(text[1:])), _SUM
    if "/" in text:
        above, _, below = text.partition("/")
        return Fraction(Sign(above), Sign(below)), _FACTOR
    if found := _SCIENTIFIC.fullmatch(text):
        exponent = found["exponent"].lstrip("+").replace("-", "−")
        power = Scripts(Sign("10"), above=Sign(exponent))
        return _joined(Sign(found["digits"]), Sign("·", "tight"), power), _PRODUCT
    return Sign(text), _ATOM


def _name(name: str) -> Mark:
    if name == "infinity":
        return Sign("∞")
    parts = lettering(name)
    drawn: Mark = Sign(GREEK.get(parts.base, parts.base))
    if parts.accent:
        drawn = Accent(drawn, parts.accent)
    return Scripts(drawn, below=Sign(GREEK.get(parts.index, parts.index))) if parts.index else drawn


def _spine(node: Node, operators: tuple[str, ...]) -> tuple[Node, list[Binary]]:
    """The leftmost operand of a chain of operators, and the links, first typed first.

    A long sum is a deep tree: it is walked here, not called into.
    """
    links: list[Binary] = []
    while isinstance(node, Binary) and node.operator in operators:
        links.append(node)
        node = node.left
    return node, links[::-1]


def _sum(node: Binary) -> Mark:
    first, links = _spine(node, ("+", "-"))
    parts = [_at_least(first, _SUM)]
    for link in links:
        parts += [Sign(link.operator.replace("-", "−"), "binary"), _at_least(link.right, _PRODUCT)]
    return _joined(*parts)


def _product(node: Binary) -> Mark:
    first, links = _spine(node, ("*", "@"))
    parts = [marks(first) if isinstance(first, Negative) else _at_least(first, _PRODUCT)]
    mixed = len({link.operator for link in links}) > 1
    for place, link in enumerate(links):
        right = _at_least(link.right, _FACTOR)
        if mixed and place and link.operator != links[place - 1].operator:
            parts = [Fence("(", _joined(*parts), ")")]
        if link.operator == "@":
            parts += [Sign("@", "binary"), right]
        elif link.implicit:
            close = isinstance(right, Fence) or (
                isinstance(link.left, Number) and not _has_digits(link.right)
            )
            parts += [right] if close else [Gap(), right]
        else:
            parts += [Sign("·", "tight"), right]
    return _joined(*parts)


def _has_digits(node: Node) -> bool:
    """Whether a drawn part begins with a digit."""
    while isinstance(node, Binary):
        node = node.left
    return isinstance(node, Number)


def _power(base: Node, exponent: Mark) -> Mark:
    drawn = _at_least(base, _ATOM)
    match drawn:
        case Scripts(base=inner, below=below, above=None):
            return Scripts(inner, below, exponent)
        case _:
            return Scripts(drawn, above=exponent)


def _call(function: str, arguments: tuple[Node, ...]) -> tuple[Mark, int]:
    if len(arguments) == 1:
        (argument,) = arguments
        match function:
            case "exp":
                return Scripts(Sign("e"), above=marks(argument)), _POWER
            case "sqrt":
                return Root(marks(argument)), _POWER
            case "cbrt":
                return Root(marks(argument), "3"), _POWER
            case "transpose":
                return _power(argument, Sign("T")), _POWER
            case "inv":
                return _power(argument, Sign("−1")), _POWER
            case "abs" | "norm" | "floor" | "ceil":
                left, right = _BARS[function]
                return Fence(left, marks(argument), right), _ATOM
            case _:
                pass
    head: Mark = Sign(_LETTERS.get(function) or FUNCTIONS.get(function, function))
    if function in _BASES:
        head = Scripts(Sign("log"), below=Sign(_BASES[function]))
    if function == "log_b" and len(arguments) == 2:
        head = Scripts(Sign("log"), below=marks(arguments[1]))
        arguments = arguments[:1]
    if function == "kl" and len(arguments) == 2:
        law, model = map(marks, arguments)
        return _joined(Sign("KL"), Fence("(", _joined(law, Gap(), Sign("‖"), Gap(), model), ")")), _ATOM
    return _joined(head, Fence("(", _listed(arguments), ")")), _ATOM


def _listed(items: tuple[Node, ...]) -> Mark:
    parts: list[Mark] = []
    for item in items:
        parts += [Sign(",", "punctuation"), marks(item)] if parts else [marks(item)]
    return _joined(*parts)


def _cases(branches: tuple[tuple[Node, Node], ...], otherwise: Node | None) -> Mark:
    rows = [
        (marks(value), _joined(Sign("if", "word"), Gap(), marks(condition))) for condition, value in branches
    ]
    if otherwise is not None:
        rows.append((marks(otherwise), Sign("otherwise")))
    return Grid(tuple(rows), left="{", alignments=("left", "left"))


def _bracket(items: tuple[Node, ...]) -> Mark:
    rows = [item.items for item in items if isinstance(item, Bracket)]
    if rows and len(rows) == len(items) and len({len(entries) for entries in rows}) == 1 and rows[0]:
        return Grid(tuple(tuple(map(marks, entries)) for entries in rows), "[", "]")
    return Grid((tuple(map(marks, items)),), "[", "]")


def _index(base: Node, indices: tuple[Node, ...], origin: int) -> Mark:
    drawn = _at_least(base, _ATOM)
    if isinstance(base, Index) or isinstance(drawn, Scripts | Accent):
        drawn = Fence("(", drawn, ")")
    if origin == 0:
        return _joined(drawn, Fence("[", _listed(indices), "]"))
    parts = [marks(index) for index in indices]
    if all(isinstance(part, Sign) and len(part.text) == 1 for part in parts):
        return Scripts(drawn, below=Sign("".join(part.text for part in parts if isinstance(part, Sign))))
    return Scripts(drawn, below=_listed(indices))
