"""What can be drawn: exact numbers, words, and arrays of these, and how each is written.

``number`` and ``exact_text`` are inverse to each other, and so are ``parse_constant`` and ``constant_text``:
what is shown is what is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from quizkit.errors import Unreadable, quoted
from quizkit.mathlang.arrays import Shape

Constant: TypeAlias = "Fraction | str | tuple[Constant, ...]"
"""A drawn value: a number, a word, or a nested tuple of these."""

MAX_ITEMS = 1000
"""The most items a list may have."""
MAX_NESTING = 3
"""The most levels of lists: a list of matrices."""
TOO_MANY = f"a list has at most {MAX_ITEMS:,} items"
TOO_DEEP = "a list holds values, vectors or matrices: here it is nested deeper"

_BREAKS = re.compile(r"[,\[\]]")
"""What ends a word without quotes in a list."""
_QUOTED = re.compile(r"'(?:[^']|'')*'" + r'|"(?:[^"]|"")*"')
_NUMBER = re.compile(r"[-+−]?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})([eE][-+]?\d{1,3})?(\s*/\s*\d{1,60})?")


def number(text: str) -> Fraction | None:
    """The number that a text spells: ``0.35``, ``-3``, ``1e-6``, ``1/3``; None if it spells none."""
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        return None
    over, _, under = stripped.replace("−", "-").partition("/")
    divisor = int(under) if under else 1
    return Fraction(over.strip()) / divisor if divisor else None


def exact_text(value: Fraction) -> str:
    """An exact number as text: ``0.35``, ``-3``, ``1e-12``, ``1/3``. ``number`` reads it back."""
    places = _places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator)
    sign = "-" if value.numerator < 0 else ""
    significant = digits.rstrip("0") or "0"
    exponent = len(digits) - 1 - places
    if value.numerator and (exponent < -4 or (exponent >= 15 and len(digits) - len(significant) >= 6)):
        mantissa = significant[0] + (f".{significant[1:]}" if len(significant) > 1 else "")
        return f"{sign}{mantissa}e{exponent}"
    if not places:
        return sign + digits
    digits = digits.rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def _places(denominator: int) -> int | None:
    """The number of decimal places that show a fraction exactly; None if none do."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


def constant_text(value: Constant) -> str:
    """A drawn value as text: ``0.35``, ``rain``, ``'7'``, ``[0.2, 0.3, 0.5]``."""
    match value:
        case Fraction():
            return exact_text(value)
        case str():
            return word_text(value)
        case _:
            return f"[{', '.join(map(constant_text, value))}]"


def word_text(word: str) -> str:
    """A word as text, in quotes where it would be read as something else: ``'7'``, ``'a, b'``."""
    plain = word.strip() == word and not _BREAKS.search(word) and word[:1] not in {"'", '"'}
    if word and plain and number(word) is None:
        return word
    doubled = word.replace("'", "''")
    return f"'{doubled}'"


def quoted_word(text: str, start: int = 0) -> tuple[str, int] | None:
    """The word whose opening quote stands here, and where it ends; None if the quote is not closed.

    A doubled quote inside is a quote.
    """
    match = _QUOTED.match(text, start)
    if match is None:
        return None
    quote = match[0][0]
    return match[0][1:-1].replace(quote * 2, quote), match.end()


def constant_shape(value: Constant) -> Shape:
    """The shape of a drawn value."""
    if not isinstance(value, tuple):
        return ()
    return (len(value), *constant_shape(value[0]))


def leaves(value: Constant) -> Iterator[Fraction | str]:
    """The numbers and words of a drawn value, row by row."""
    if isinstance(value, tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def parse_constant(text: str) -> Constant:
    """The number, word or list that a text spells: ``0.7``, ``rain``, ``'7'``, ``[0.2, 0.8]``.

    Raises Unreadable with the offset.
    """
    value, end = _constant(text, 0, 0)
    rest = text[end:]
    if rest.strip():
        raise Unreadable(f"unexpected {quoted(rest.strip())} after the value", end, len(text))
    return value


def rectangular(items: tuple[Constant, ...]) -> bool:
    """Whether nested rows are equally long, and no deeper than a list of matrices."""
    shapes = {constant_shape(item) for item in items}
    return (
        len(shapes) == 1
        and len(next(iter(shapes))) <= 2
        and all(rectangular(item) for item in items if isinstance(item, tuple))
    )


def _constant(text: str, start: int, depth: int) -> tuple[Constant, int]:
    """The value that starts here, within so many lists, and where it ends."""
    position = _skip(text, start)
    if text[position : position + 1] == "[":
        return _list(text, position, depth + 1)
    if text[position : position + 1] in {"'", '"'}:
        found = quoted_word(text, position)
        if found is None:
            raise Unreadable("the quote is not closed", position, len(text))
        return found
    end = position
    while end < len(text) and text[end] not in ",[]":
        end += 1
    spelled = text[position:end].strip()
    if not spelled:
        raise Unreadable("a number or a word is missing here", position)
    value = number(spelled)
    return (spelled if value is None else value), end


def _list(text: str, start: int, depth: int) -> tuple[Constant, int]:
    if depth > MAX_NESTING:
        raise Unreadable(TOO_DEEP, start, start + 1)
    items: list[Constant] = []
    position = start + 1
    while True:
        item, position = _constant(text, position, depth)
        items.append(item)
        position = _skip(text, position)
        mark = text[position : position + 1]
        if mark == "]":
            break
        if mark != ",":
            found = quoted(mark) if mark else "the end"
            raise Unreadable(f"expected ',' or ']' in the list, found {found}", position)
        position += 1
    if len(items) > MAX_ITEMS:
        raise Unreadable(TOO_MANY, start, position)
    nested = {isinstance(item, tuple) for item in items}
    if len(nested) > 1:
        raise Unreadable("a list holds single values or inner lists, not both", start, position)
    if True in nested and not rectangular(tuple(items)):
        raise Unreadable("the inner lists must be equally long", start, position)
    return tuple(items), position + 1


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position
