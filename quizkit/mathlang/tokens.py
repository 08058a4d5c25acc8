r"""What are the names, numbers and signs of a text, and where do they stand?

One compiled pattern cuts the text; every piece keeps its place in the text as typed, also where it is
spelled anew: ``×`` becomes ``*``, ``σ₁`` the name sigma_1, ``\log_{2}`` the name log_2. Nothing is
judged here but the alphabet and the counts; whether a token makes sense is the parser's question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import gcd

from quizkit.errors import Unreadable
from quizkit.mathlang import latex_input, limits
from quizkit.mathlang.alphabet import (
    ACCENTS,
    GREEK,
    HATTED,
    SIGNS,
    SPACES,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    plain_name,
    refuse_strangers,
)

END = ""
"""The token after the last one."""
SUPERSCRIPT = "^^"
"""The token that stands for any run of superscripts."""

_BELOW = "".join(SUBSCRIPTS)
_SUBSCRIPT = rf"(?:_(?:[A-Za-z0-9]+|\{{[A-Za-z0-9,]+\}})|[{_BELOW}]+)*"
_PIECE = re.compile(
    rf"""
      [{re.escape(SPACES)}]+
    | [A-Za-z][A-Za-z0-9]*[{"".join(ACCENTS)}]?{_SUBSCRIPT}
    | (?:[0-9]+(?:\.[0-9]+|\.(?![A-Za-z.]))?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?
    | \*\*|<=|>=|==|!=|->|&&|\.T\b
    | [{"".join(GREEK)}][0-9]*{_SUBSCRIPT}
    | [{"".join(HATTED)}]{_SUBSCRIPT}
    | [{"".join(SUPERSCRIPTS)}]+
    | [{_BELOW}]+
    | {latex_input.PIECE}
    | '[^'\n]*'|"[^"\n]*"
    | .
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, the last of them ``END``.

    ``texts`` spells them as the grammar does; the text as typed holds each from its ``start`` to its
    ``end``.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]


def tokenise(text: str, begin: int = 0, end: int | None = None) -> Tokens:
    """The tokens of a text, or of the part from ``begin`` to ``end``.

    Raises Unreadable if the text is too long, or holds a character that is not in the alphabet.
    """
    if len(text) > limits.CHARACTERS:
        raise Unreadable(limits.too_long(len(text)), limits.CHARACTERS, len(text))
    end = len(text) if end is None else end
    refuse_strangers(text, begin, end)
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = begin
    for piece in _PIECE.findall(text, begin, end):
        start = at
        at += len(piece)
        if piece[0] in SPACES:
            continue
        texts.append(piece)
        starts.append(start)
        ends.append(at)
    if len(texts) > limits.TOKENS:
        raise Unreadable(limits.TOO_MANY_TOKENS, starts[limits.TOKENS], ends[-1])
    tokens = Tokens(texts, starts, ends)
    if "\\" in text or not text.isascii():
        tokens = _spelled(tokens)
    last = tokens.ends[-1] if tokens.ends else begin
    tokens.texts.append(END)
    tokens.starts.append(last)
    tokens.ends.append(last)
    return tokens


def _spelled(tokens: Tokens) -> Tokens:
    """The tokens as the grammar spells them, without those that only lay LaTeX out."""
    spelled = Tokens([], [], [])
    for piece, start, end in zip(tokens.texts, tokens.starts, tokens.ends, strict=True):
        if piece[0] == "\\":
            canonical = latex_input.canonical(piece, start)
        elif piece in SIGNS:
            canonical = SIGNS[piece]
        elif piece[0] in SUPERSCRIPTS:
            canonical = SUPERSCRIPT
        elif piece[0].isalpha():
            canonical = plain_name(piece)
        else:
            canonical = piece
        if piece[0] in SUBSCRIPTS:
            spelled.texts.append("_")
            spelled.starts.append(start)
            spelled.ends.append(end)
            canonical = "".join(SUBSCRIPTS[character] for character in piece)
        if canonical:
            spelled.texts.append(canonical)
            spelled.starts.append(start)
            spelled.ends.append(end)
    return spelled


@lru_cache(maxsize=1024)
def exact(digits: str) -> tuple[int, int] | str:
    """The number that a literal denotes, as a numerator and denominator in lowest terms.

    A literal beyond the limits gives the reason instead.
    """
    if digits.isdigit():
        return (int(digits), 1) if len(digits) <= limits.DIGITS else limits.TOO_MANY_DIGITS
    mantissa, _, power = digits.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    if len(whole) + len(decimals) > limits.DIGITS:
        return limits.TOO_MANY_DIGITS
    if len(power) > len(str(limits.EXPONENT)) + 8 or abs(int(power or "0")) > limits.EXPONENT:
        return limits.TOO_LARGE_EXPONENT
    scale = int(power or "0") - len(decimals)
    numerator = int(whole + decimals)
    if scale >= 0:
        return numerator * 10**scale, 1
    denominator = 10**-scale
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common
