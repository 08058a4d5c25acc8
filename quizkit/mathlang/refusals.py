"""What is said of a token that cannot stand where it stands?

One sentence: what was expected, what was found, and where there is one, the fix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from quizkit.errors import Unreadable, printable
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.tokens import END

if TYPE_CHECKING:
    from quizkit.mathlang.parser import Parser

_REASONS = {
    "!": "factorials ('!') are not read",
    "'": "quotes and primes are not read in an answer",
    '"': "quotes and primes are not read in an answer",
    ";": "';' only separates the rows of a matrix, inside [ ]",
    ":": "':' has no meaning in a formula, and slices are not read",
    "?": "'?' has no meaning in a formula; write cases(condition -> value, value)",
    "#": "'#' has no meaning in a formula",
    "$": "'$' may only stand around the whole answer",
    "~": "'~' has no meaning in a formula; for 'not' write not",
    "`": "'`' has no meaning in a formula",
    "&": "'&' has no meaning in a formula; for 'and' write and",
    "->": "'->' only stands inside cases(...)",
    "_": "'_' cannot begin a name",
    ".": "a point stands in numbers only",
    "≈": "'≈' may only stand before an answer",
    "∂": "'∂' may only stand before an answer: give the derivative itself",
    "∇": "'∇' may only stand before an answer: give the gradient itself",
    "′": "derivatives are written out: primes are not read",
    "⊤": "the sign of a transpose is an exponent: W^T",
}


def no_operand(parser: Parser, first: int) -> NoReturn:
    """Refuses a token where a value must begin."""
    reason = _reason(parser, first)
    if reason:
        parser.refuse(reason, first)
    before = f" after {parser.shown(first - 1)}" if first else ""
    message = f"expected a value{before}, found {parser.shown(first)}"
    if parser.texts[first] == END and not first:
        raise Unreadable("nothing was typed", parser.starts[first], kind="blank")
    if parser.texts[first] == "if":
        message = "write a choice as cases(condition -> value, value) or as 'a if condition else b'"
    parser.refuse(message, first)


def leftover(parser: Parser) -> NoReturn:
    """Refuses a token where the formula might have ended."""
    at = parser.at
    text = parser.texts[at]
    reason = _reason(parser, at)
    if reason:
        parser.refuse(reason, at)
    if text in {")", "]", "}"}:
        opening = {")": "(", "]": "[", "}": "{"}[text]
        parser.refuse(f"'{text}' closes nothing: there is no '{opening}' before it", at)
    before, after = parser.texts[at - 1], parser.texts[at + 1 : at + 2]
    touching = parser.ends[at - 1] == parser.starts[at] and parser.starts[at + 1 : at + 2] == [
        parser.ends[at]
    ]
    if text == "," and touching and before.isdigit() and after and after[0].isdigit():
        number = f"{before}.{after[0]}"
        parser.refuse(
            f"expected the end, found ','; write {printable(number)} with a point, vectors in [ ]", at
        )
    if text == ",":
        parser.refuse("expected the end, found ','; a vector stands in brackets, [1, 2]", at)
    parser.refuse(f"expected the end, found {parser.shown(at)}", at)


def misplaced(parser: Parser, left: Node, first: int) -> NoReturn:
    """Refuses an operator that the language does not have."""
    del left, first
    no_operand(parser, parser.at - 1)


def attribute(parser: Parser, left: Node, first: int) -> NoReturn:
    """Refuses ``x.diff``."""
    del left, first
    dot = parser.at - 1
    if parser.texts[parser.at][:1].isalpha():
        shown = parser.source(dot, parser.at + 1)
        parser.refuse(f"attributes such as '{shown}' are not read", dot, parser.at + 1)
    parser.refuse(_REASONS["."], dot)


def equals_sign(parser: Parser, left: Node, first: int) -> NoReturn:
    """Refuses a single equals sign."""
    del left, first
    at = parser.at - 1
    following = parser.texts[at + 1]
    if following in {"<", ">"} and parser.starts[at + 1] == parser.ends[at]:
        fix = " (or '->' inside cases)" if following == ">" else ""
        parser.refuse(f"'={following}' is written '{following}='{fix}", at, at + 2)
    parser.refuse("'=' does not belong in a formula; to compare, write ==", at)


def _reason(parser: Parser, at: int) -> str | None:
    text = parser.texts[at]
    if text[:1] in {"'", '"'}:
        if parser.author:
            return "expected the closing quote of a word" if len(text) == 1 else None
        text = text[0]
    return _REASONS.get(text)
