"""What does a name mean where it stands?

Names are those declared, then constants, then functions. Of a declared vector ``p``, ``p1`` and ``p_1`` are
its first entry, and ``p_i`` is entry i where ``i`` is a declared whole number. A name that means nothing is
refused with the nearest one that does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from quizkit.errors import did_you_mean, nearest, quoted
from quizkit.mathlang import calls, cases, products, refusals
from quizkit.mathlang.alphabet import GREEK, plain_name
from quizkit.mathlang.functions import CONSTANTS, FUNCTIONS, SPELLINGS
from quizkit.mathlang.nodes import Index, Name, Node, Number
from quizkit.mathlang.tokens import END

if TYPE_CHECKING:
    from quizkit.mathlang.parser import Parser

KEYWORDS = frozenset(["and", "or", "not", "if", "else"])
_CONSTANTS = {**{name: name for name in CONSTANTS}, "inf": "infinity", "oo": "infinity", "Inf": "infinity"}
_ALSO = {"lambda": "lam", "lam": "lambda", "epsilon": "eps", "eps": "epsilon"}
"""Letters whose names are often shortened."""

_GREEK_NAMES = frozenset(GREEK.values())
_LONGEST_PRODUCT = 24
"""The longest word that is taken apart for the hint 'write x*y'."""


def named(parser: Parser, text: str, first: int) -> Node:
    """What a name that is not declared as it stands means."""
    if text in parser.scope.integers:
        return Name(text, parser.starts[first], parser.ends[first])
    constant = _CONSTANTS.get(text)
    if constant is not None:
        return Name(constant, parser.starts[first], parser.ends[first])
    canonical = function(parser, text)
    if canonical is not None:
        return calls.applied(parser, canonical, first)
    rule = cases.WORDS.get(text)
    if rule is not None and parser.texts[parser.at] == "(":
        return rule(parser, first)
    if text in KEYWORDS:
        refusals.no_operand(parser, first)
    plain = plain_name(text)
    if plain != text:
        parser.texts[first] = plain
        return _declared(parser, plain, first) or named(parser, plain, first)
    return (
        _spelled_otherwise(parser, text, first)
        or _logarithm(parser, text, first)
        or _undeclared(parser, text, first)
    )


def function(parser: Parser, text: str) -> str | None:
    """The canonical name of the function that a name stands for, if its writer may use it."""
    if text in parser.scope.extra:
        return text
    canonical = SPELLINGS.get(text)
    if canonical is not None and FUNCTIONS[canonical].author_only and not parser.author:
        return None
    return canonical


def value(parser: Parser, text: str, at: int) -> Node:
    """The number that a letter in an exponent stands for."""
    if parser.scope.declares(text):
        return Name(text, parser.starts[at], parser.ends[at])
    if text not in _CONSTANTS and not parser.scope.open:
        _refuse_unknown(parser, text, at)
    return Name(_CONSTANTS.get(text, text), parser.starts[at], parser.ends[at])


def _spelled_otherwise(parser: Parser, text: str, first: int) -> Node | None:
    """A declared name in another spelling, or an entry of a declared vector or matrix."""
    scope, start, end = parser.scope, parser.starts[first], parser.ends[first]
    typed = parser.text[start:end]
    for other in (typed, _ALSO.get(text, typed)):
        if scope.declares(other):
            return Name(other, start, end)
    entry = _entry(parser, text, first)
    if entry is not None:
        return entry
    bare = text.replace("_", "")
    for name in scope.shapes:
        if name.replace("_", "") == bare:
            return Name(name, start, end)
    return None


def separate_letters(parser: Parser) -> None:
    """In LaTeX letters multiply: ``xy`` is x y, where both are declared and the word is not."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for text, start, end in zip(parser.texts, parser.starts, parser.ends, strict=True):
        if _is_a_product(parser, text) and parser.text[start:end] == text:
            texts += [*text]
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            texts.append(text)
            starts.append(start)
            ends.append(end)
    parser.texts, parser.starts, parser.ends = texts, starts, ends


def _is_a_product(parser: Parser, text: str) -> bool:
    """Whether a word means nothing as a whole, but each of its letters does."""
    scope = parser.scope
    if not 1 < len(text) <= _LONGEST_PRODUCT or not text.isalpha():
        return False
    if scope.declares(text) or text in _CONSTANTS or text in KEYWORDS or text in cases.WORDS:
        return False
    letters = all(scope.declares(letter) or letter in _CONSTANTS for letter in text)
    return letters and function(parser, text) is None


def _declared(parser: Parser, text: str, first: int) -> Name | None:
    if parser.scope.declares(text):
        return Name(text, parser.starts[first], parser.ends[first])
    return None


# Entries: z_1, z1, p_i, M_12, M_1_2, M_{1,2}.


def _entry(parser: Parser, text: str, first: int) -> Node | None:
    """The entry of a declared vector or matrix that a name spells."""
    for name in sorted(parser.scope.shapes, key=len, reverse=True):
        shape = parser.scope.shapes[name]
        if not shape or len(name) >= len(text) or not text.startswith(name):
            continue
        rest = text[len(name) :]
        places = _places(parser, rest, len(shape))
        if places is None:
            continue
        start, end = parser.starts[first], parser.ends[first]
        indices: list[Node] = []
        for place, size in zip(places, shape, strict=False):
            if not place.isdigit():
                indices.append(Name(place, start, end))
                continue
            if not 1 <= int(place) <= size:
                parser.refuse(
                    f"{quoted(name)} has {_entries(name, shape)}: there is no {quoted(text)}", first
                )
            indices.append(Number(int(place), 1, place, start, end))
        return Index(Name(name, start, start + len(name)), tuple(indices), 1, start, end)
    return None


def _places(parser: Parser, rest: str, axes: int) -> list[str] | None:
    """The indices that the end of a name spells, at most one for each axis."""
    underlined = rest.startswith("_")
    parts = re.split("[_,]", rest.removeprefix("_"))
    if axes == 2 and len(parts) == 1 and len(parts[0]) == 2:
        parts = [*parts[0]]
    if len(parts) > axes or (axes == 2 and len(parts) == 1 and not underlined):
        return None
    for part in parts:
        digits = part.isdigit() and len(part) < 5
        if not digits and not (underlined and part in parser.scope.integers):
            return None
    return parts


def _entries(name: str, shape: tuple[int, ...]) -> str:
    if len(shape) == 2:
        return f"{shape[0]} rows and {shape[1]} columns"
    return f"{shape[0]} entries, {name}_1 to {name}_{shape[0]}"


def _logarithm(parser: Parser, text: str, first: int) -> Node | None:
    """``log_2(x)``, ``log_10 x``, ``log_a(x)`` with a declared ``a``."""
    if not text.startswith("log_"):
        return None
    base = text.removeprefix("log_")
    start, end = parser.starts[first], parser.ends[first]
    known = {"2": "log2", "10": "log10", "e": "log"}.get(base)
    if known is not None:
        return calls.applied(parser, known, first)
    if base.isdigit() and len(base) < 5:
        return calls.applied(parser, "log", first, Number(int(base), 1, base, start, end))
    if parser.scope.declares(base):
        return calls.applied(parser, "log", first, Name(base, start, end))
    return None


# Names that mean nothing.


def _undeclared(parser: Parser, text: str, first: int) -> Node:
    """A name that is not declared: a real number where the scope is open, else refused."""
    at = parser.at
    called = parser.texts[at] == "(" and parser.starts[at] == parser.ends[first]
    stem = text.partition("_")[0].rstrip("0123456789")
    if not parser.scope.open or (called and len(stem) > 1 and stem not in _GREEK_NAMES):
        _refuse_unknown(parser, text, first)
    return Name(text, parser.starts[first], parser.ends[first])


def _refuse_unknown(parser: Parser, text: str, first: int) -> NoReturn:
    at = parser.at
    scope = parser.scope
    called = parser.texts[at] == "("
    kind = "function" if called else "name"
    shown = quoted(text)
    if parser.texts[at] == "." and parser.texts[at + 1 : at + 2] and parser.texts[at + 1][:1].isalpha():
        parser.refuse(
            f"names are written without a prefix: {parser.shown(at + 1)}, not {shown} and a dot", first
        )
    if text == "lambda" and parser.texts[at][:1].isalpha():
        parser.refuse("functions cannot be defined in a formula: 'lambda' is not declared here", first)
    if text in scope.units:
        parser.refuse(f"the unit {shown} can only stand at the end", first)
    product = _as_product(parser, text)
    if product:
        parser.refuse(f"unknown {kind} {shown}; write {product}", first)
    stem = text.rpartition("_")[0]
    if parser.shapes.get(stem):
        parser.refuse(
            f"unknown name {shown}; {quoted(stem)} has {_entries(stem, parser.shapes[stem])}", first
        )
    follows_number = first > 0 and parser.texts[first - 1][0] in "0123456789.)"
    if scope.units and follows_number and parser.texts[at] == END:
        units = sorted(scope.units)
        hint = did_you_mean(text, units) or f"; the units here are {', '.join(units[:6])}"
        parser.refuse(f"unknown unit {shown}{hint}", first)
    functions = [*scope.extra, *(spelling for spelling in SPELLINGS if function(parser, spelling))]
    if called and nearest(text, functions):
        parser.refuse(f"unknown function {shown}{did_you_mean(text, functions)}", first)
    if text in {"Sigma", "Pi"}:
        parser.refuse(f"unknown {kind} {shown}; a sum is written sum(v), a product is written out", first)
    hint = did_you_mean(text, [*scope.shapes, *scope.integers, *scope.units, *CONSTANTS])
    if not hint and products.opens_operand(parser.texts[at]):
        hint = did_you_mean(text, functions)
    if not hint and scope.shapes and not called:
        listed = [*scope.shapes][:6]
        hint = f"; the names here are {', '.join(listed)}{', …' if len(scope.shapes) > 6 else ''}"
    parser.refuse(f"unknown {kind} {shown}{hint}", first)


def _as_product(parser: Parser, text: str) -> str | None:
    """``x*y`` for ``xy``, ``p*log(p)`` for ``plogp``: a word made of names and functions that are known."""
    if len(text) > _LONGEST_PRODUCT or parser.scope.open:
        return None
    joint = " " if any(parser.shapes.get(letter) for letter in text) else "*"
    names = {name for name in (*parser.scope.shapes, *parser.scope.integers, *CONSTANTS) if name in text}
    functions = {name for name in SPELLINGS if name in text and function(parser, name)}
    best: dict[int, str | None] = {len(text): ""}
    for begin in range(len(text) - 1, -1, -1):
        best[begin] = None
        for end in range(len(text), begin, -1):
            piece, rest = text[begin:end], best[end]
            if rest is None:
                continue
            if piece in names:
                best[begin] = f"{piece}{joint}{rest}" if rest else piece
                break
            argument, star, after = rest.partition(joint)
            if piece in functions and argument and "(" not in argument:
                best[begin] = f"{piece}({argument}){star}{after}"
                break
    found = best[0]
    return found if found and found != text else None
