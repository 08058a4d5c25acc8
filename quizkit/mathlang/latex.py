"""How is a formula written in LaTeX, in the order it was typed?

The text is plain LaTeX mathematics, without dollar signs, that KaTeX, MathJax and latex2mathml read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from quizkit.mathlang.glyphs import GREEK
from quizkit.mathlang.lettering import FUNCTIONS, lettering
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

# How tightly a written part holds together; a looser part gets brackets.
_OR, _AND, _NOT, _RELATION, _SUM, _PRODUCT, _FACTOR, _ATOM = range(8)

_COMMANDS = {
    **{
        name: rf"\{name}"
        for name in ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth")
    },
    **{name: rf"\{name}" for name in ("max", "min", "det")},
    "log": r"\ln",
    "log2": r"\log_{2}",
    "log10": r"\log_{10}",
    "asin": r"\arcsin",
    "acos": r"\arccos",
    "atan": r"\arctan",
    "sigma": r"\sigma",
    "Phi": r"\Phi",
    "phi": r"\varphi",
}
"""Functions for which LaTeX has a command."""

_BARS = {
    "abs": (r"\left|", r"\right|"),
    "norm": (r"\left\|", r"\right\|"),
    "floor": (r"\left\lfloor ", r"\right\rfloor"),
    "ceil": (r"\left\lceil ", r"\right\rceil"),
}
_RELATIONS = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "==": "=", "!=": r"\ne"}
_SIGNS = {"*": r" \cdot ", "@": r"\,"}
_HIGH = (r"\frac", r"\begin", r"\left", r"\sqrt")
_SPECIAL = {"_": r"\_", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "{": r"\{", "}": r"\}", "\\": "/"}


def latex(node: Node) -> str:
    """The formula in LaTeX."""
    return _written(node)[0]


def _at_least(node: Node, level: int) -> str:
    """A part, in brackets if it is looser than its place allows."""
    written, own = _written(node)
    return written if own >= level else _fenced(written)


def _fenced(written: str) -> str:
    """A part in brackets, that grow where it is high."""
    if any(high in written for high in _HIGH):
        return rf"\left({written}\right)"
    return f"({written})"


def _written(node: Node) -> tuple[str, int]:
    """The LaTeX of a formula, and how tightly it holds together."""
    match node:
        case Number():
            return _number(node)
        case Name(name=name):
            return _name(name), _ATOM
        case Word(text=word):
            return _words(f"‘{word}’"), _ATOM
        case Negative(operand=operand):
            return f"-{_at_least(operand, _PRODUCT)}", _SUM
        case Percent(operand=operand):
            return rf"{_at_least(operand, _ATOM)}\%", _ATOM
        case Binary(operator="^", left=left, right=right):
            return f"{_at_least(left, _ATOM)}^{{{latex(right)}}}", _FACTOR
        case Binary(operator="/", left=left, right=right):
            return rf"\frac{{{latex(left)}}}{{{latex(right)}}}", _FACTOR
        case Binary(operator="+" | "-"):
            return _sum(node), _SUM
        case Binary():
            return _product(node), _PRODUCT
        case Comparison(operands=operands, operators=operators):
            parts = [_at_least(operands[0], _SUM)]
            for operator, operand in zip(operators, operands[1:], strict=True):
                parts += [_RELATIONS[operator], _at_least(operand, _SUM)]
            return " ".join(parts), _RELATION
        case Logical(operator=operator, left=left, right=right):
            level = _AND if operator == "and" else _OR
            sides = _at_least(left, level), _at_least(right, level + 1)
            return rf"{sides[0]} \text{{ {operator} }} {sides[1]}", level
        case Not(operand=operand):
            return rf"\text{{not }} {_at_least(operand, _NOT)}", _NOT
        case Call(function=function, arguments=arguments):
            return _call(function, arguments)
        case Cases(branches=branches, otherwise=otherwise):
            rows = [rf"{latex(value)} & \text{{if }} {latex(condition)}" for condition, value in branches]
            rows += [] if otherwise is None else [rf"{latex(otherwise)} & \text{{otherwise}}"]
            return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}", _OR
        case Bracket(items=items):
            return _bracket(items), _ATOM
        case Index(base=base, indices=indices, origin=origin):
            return _index(base, indices, origin), _ATOM
        case _:
            assert_never(node)


def _number(number: Number) -> tuple[str, int]:
    shown = number_text(number)
    if "/" in shown:
        above, _, below = shown.lstrip("-").partition("/")
        written = rf"\frac{{{above}}}{{{below}}}"
        return (f"-{written}", _SUM) if shown.startswith("-") else (written, _FACTOR)
    digits, mark, exponent = shown.lower().partition("e")
    if mark:
        return rf"{digits} \cdot 10^{{{exponent.lstrip('+')}}}", _PRODUCT
    return shown, _SUM if shown.startswith("-") else _ATOM


def _name(name: str) -> str:
    if name == "infinity":
        return r"\infty"
    parts = lettering(name)
    written = _word(parts.base)
    if parts.accent:
        written = rf"\{parts.accent}{{{written}}}"
    return f"{written}_{{{_word(parts.index)}}}" if parts.index else written


def _word(word: str) -> str:
    """One letter or number as it is, a longer word upright."""
    if word in GREEK:
        return {"eps": r"\epsilon", "lam": r"\lambda"}.get(word, rf"\{word}")
    if len(word) == 1 or word.isdecimal():
        return _escaped(word)
    return rf"\mathrm{{{_escaped(word)}}}"


def _words(text: str) -> str:
    return rf"\text{{{_escaped(text)}}}"


def _escaped(text: str) -> str:
    printed = "".join(character if character.isprintable() else " " for character in text)
    return "".join(_SPECIAL.get(character, character) for character in printed)


def _links(node: Binary, operators: str) -> tuple[Node, list[Binary]]:
    """The leftmost operand of a chain, and its links. A long chain is a deep tree: it is walked here."""
    links: list[Binary] = []
    first: Node = node
    while isinstance(first, Binary) and first.operator in operators:
        links.append(first)
        first = first.left
    return first, links[::-1]


def _sum(node: Binary) -> str:
    first, links = _links(node, "+-")
    return _at_least(first, _SUM) + "".join(
        f" {link.operator} {_at_least(link.right, _PRODUCT)}" for link in links
    )


def _product(node: Binary) -> str:
    first, links = _links(node, "*@")
    written = latex(first) if isinstance(first, Negative) else _at_least(first, _PRODUCT)
    for place, link in enumerate(links):
        if place and link.operator != links[place - 1].operator:
            written = _fenced(written)
        sign = _SIGNS[link.operator]
        if link.implicit and not isinstance(link.right, Number):
            sign = " " if isinstance(link.left, Number) else r"\,"
        written += sign + _at_least(link.right, _FACTOR)
    return written


def _call(function: str, arguments: Sequence[Node]) -> tuple[str, int]:
    if len(arguments) == 1:
        (argument,) = arguments
        match function:
            case "exp":
                return f"e^{{{latex(argument)}}}", _FACTOR
            case "sqrt":
                return rf"\sqrt{{{latex(argument)}}}", _FACTOR
            case "cbrt":
                return rf"\sqrt[3]{{{latex(argument)}}}", _FACTOR
            case "transpose":
                return rf"{_at_least(argument, _ATOM)}^{{\top}}", _FACTOR
            case "inv":
                return f"{_at_least(argument, _ATOM)}^{{-1}}", _FACTOR
            case "abs" | "norm" | "floor" | "ceil":
                left, right = _BARS[function]
                return f"{left}{latex(argument)}{right}", _ATOM
            case _:
                pass
    if function == "log_b" and len(arguments) == 2:
        return rf"\log_{{{latex(arguments[1])}}}{_fenced(latex(arguments[0]))}", _ATOM
    head = _COMMANDS.get(function)
    if head is None:
        head = rf"\operatorname{{{_escaped(FUNCTIONS.get(function, function))}}}"
    between = r" \,\|\, " if function == "kl" and len(arguments) == 2 else ", "
    return head + _fenced(between.join(map(latex, arguments))), _ATOM


def _bracket(items: Sequence[Node]) -> str:
    rows = [item.items for item in items if isinstance(item, Bracket)]
    if rows and len(rows) == len(items) and len({len(entries) for entries in rows}) == 1 and rows[0]:
        written = r" \\ ".join(" & ".join(map(latex, entries)) for entries in rows)
        return rf"\begin{{bmatrix}} {written} \end{{bmatrix}}"
    return rf"\left[{', '.join(map(latex, items))}\right]"


def _index(base: Node, indices: Sequence[Node], origin: int) -> str:
    written = _at_least(base, _ATOM)
    if isinstance(base, Index) or "_" in written:
        written = f"{{{written}}}"
    if origin == 0:
        return f"{written}[{', '.join(map(latex, indices))}]"
    parts = list(map(latex, indices))
    return f"{written}_{{{(', ' if any(len(part) > 1 for part in parts) else '').join(parts)}}}"
