"""How is a given drawn? The grammar of draw specifications.

    draw   := range | list | array | law
    range  := bound ".." bound [ "by" bound ]              both ends belong; the step is 1 if none is given
    list   := "[" item { "," item } "]"                    one of the items
    item   := number | word | 'quoted word' | list         an inner list is a vector, or a matrix by rows
    array  := "vector" "(" size ")" "of" draw [ "range" ">=" bound ]
            | "list" "(" size ")" "of" draw                of vectors: a matrix by rows
            | "matrix" "(" size "," size ")" "of" draw
    law    := "onehot" "(" size ")"
            | "simplex" "(" size ")" "by" bound            multiples of the step, none 0, that sum to 1
            | "dyadic" "(" size ")"                        (1/2, 1/4, 1/4) and the like, in any order
            | "choose" "(" size ")" "of" draw              distinct, in random order
            | "permutation" "of" draw
            | "symmetric" "(" 2 ")" "eigs" "[" bound "," bound "]"
            | "orthogonal" "(" 2 ")"

A bound or size is a number or a formula of earlier givens. A specification that is a list already, as
YAML makes of ``[64, 128]``, is read item by item; an item in quotes is a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import NoReturn

from quizkit.bank.constants import (
    MAX_ITEMS,
    MAX_NESTING,
    TOO_DEEP,
    TOO_MANY,
    Constant,
    constant_shape,
    number,
    parse_constant,
    quoted_word,
    rectangular,
)
from quizkit.bank.grids import checked, rank
from quizkit.bank.laws import (
    Bound,
    Chosen,
    Draw,
    Dyadic,
    OneHot,
    OneOf,
    Orthogonal,
    Range,
    Repeated,
    Simplex,
    Symmetric,
    Table,
)
from quizkit.bank.question import Specification
from quizkit.errors import Unreadable, did_you_mean, quoted
from quizkit.mathlang.arrays import Array
from quizkit.mathlang.functions import CONSTANTS
from quizkit.mathlang.nodes import names

MAX_CHARACTERS = 20_000
"""The longest text that is read as a draw."""
MAX_LEVELS = 3
"""The most draws of draws that are read; two of them make a matrix."""

_TWO_AXES = "a draw has at most two axes, rows and columns"
_FORMS = {
    "vector": "vector(3) of -2 .. 2",
    "list": "list(3) of 1 .. 6",
    "matrix": "matrix(2, 3) of -2 .. 2",
    "onehot": "onehot(3)",
    "simplex": "simplex(3) by 0.05",
    "dyadic": "dyadic(4)",
    "choose": "choose(3) of [cat, dog, bird, fox]",
    "permutation": "permutation of [cat, dog, bird]",
    "symmetric": "symmetric(2) eigs [9, 4]",
    "orthogonal": "orthogonal(2)",
}
"""The first word of each draw, and the right form to show where it is written wrongly."""

_WORD = re.compile(r"\s*([A-Za-z]+)\b")


def parse_given(specification: Specification) -> Draw:
    """The draw that an author wrote. Raises Unreadable with the offset and the right form."""
    if isinstance(specification, str):
        if len(specification) > MAX_CHARACTERS:
            raise Unreadable(f"a draw has at most {MAX_CHARACTERS:,} characters")
        return _Reader(specification).draw()
    return _one_of(_all_listed(specification, 1))


def _all_listed(items: tuple[Specification, ...], depth: int) -> tuple[Constant, ...]:
    """The items of a list within so many, itself included."""
    if depth > MAX_NESTING or len(items) > MAX_ITEMS:
        raise Unreadable(TOO_MANY if depth <= MAX_NESTING else TOO_DEEP)
    return tuple(_listed(item, depth) for item in items)


def _listed(item: Specification, depth: int) -> Constant:
    if not isinstance(item, str):
        items = _all_listed(item, depth + 1)
        if not items or not rectangular(items):
            raise Unreadable("the inner lists must hold something and be equally long")
        return items
    word = quoted_word(item)
    if word is not None and word[1] == len(item):
        return word[0]
    value = number(item)
    return item if value is None else value


def _one_of(items: tuple[Constant, ...]) -> OneOf:
    if not items:
        raise Unreadable("there is nothing to draw from an empty list")
    axes = {len(constant_shape(item)) for item in items}
    if len(axes) > 1:
        raise Unreadable("a list holds single values or inner lists, not both")
    sorts = {type(item) for item in items}
    if sorts == {Fraction, str}:
        word = next(item for item in items if isinstance(item, str))
        raise Unreadable(
            f"the list mixes numbers and words: {quoted(word)} is no number; "
            "quote the numbers to make them words"
        )
    if len(set(items)) < len(items):
        raise Unreadable("the list holds the same value twice")
    return OneOf(items)


class _Reader:
    """A specification being read; all offsets count from its beginning."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.levels = 0
        """How many draws of draws have been met."""

    def draw(self) -> Draw:
        return self._draw(0, len(self.text), spread=False)[0]

    def _draw(self, start: int, end: int, *, spread: bool) -> tuple[Draw, Bound | None]:
        """The draw in this stretch of the text, and the ``range >=`` behind it if one may stand there."""
        start, end = self._trimmed(start, end)
        if start == end:
            raise Unreadable(f"a draw is missing here: write {_FORMS['vector'][13:]}", start)
        least: Bound | None = None
        word = _WORD.match(self.text, start, end)
        innermost = not word or word[1] not in _FORMS
        if spread and innermost and (mark := self._keyword("range", start, end)):
            least = self._spread(mark, end)
            end = self._trimmed(start, mark[0])[1]
        return self._located(start, end, lambda: self._plain(start, end)), least

    def _located(self, start: int, end: int, read: Callable[[], Draw]) -> Draw:
        """What is read, its numbers checked; a fault without a place of its own is put here."""
        try:
            return checked(read())
        except Unreadable as fault:
            if fault.end:
                raise
            raise Unreadable(fault.message, start, end, kind=fault.kind) from None

    def _plain(self, start: int, end: int) -> Draw:
        if self.text[start] == "[":
            return self._list(start, end)
        word = _WORD.match(self.text, start, end)
        if word and word[1] in _FORMS:
            return self._law(word[1], word.end(), start, end)
        dots = self._find("..", start, end)
        if dots < 0 or self._keyword("of", start, end):
            return self._refused(word, start, end)
        return self._range(dots, start, end)

    def _refused(self, word: re.Match[str] | None, start: int, end: int) -> Draw:
        hint = did_you_mean(word[1], _FORMS) if word else ""
        if number(self.text[start:end]) is not None:
            raise Unreadable(
                f"{quoted(self.text[start:end])} is one value: put what is not drawn under let",
                start,
                end,
            )
        if _is_formula(self.text[start:end]):
            told = f"{quoted(self.text[start:end])} is a formula, and nothing is drawn: put it under let"
            raise Unreadable(told, start, end)
        raise Unreadable(
            f"{quoted(self.text[start:end])} is no draw{hint}; "
            "write 2 .. 8, 0.1 .. 0.9 by 0.1, [a, b, c] or vector(3) of -2 .. 2",
            start,
            end,
        )

    def _list(self, start: int, end: int) -> Draw:
        try:
            value = parse_constant(self.text[start:end])
        except Unreadable as fault:
            raise Unreadable(fault.message, start + fault.start, start + fault.end) from None
        return _one_of(value if isinstance(value, tuple) else (value,))

    def _range(self, dots: int, start: int, end: int) -> Range:
        by = self._keyword("by", dots, end)
        high_end = by[0] if by else end
        if self.text.startswith("...", dots):
            raise Unreadable("a range has two dots: write 1 .. 9", dots, dots + 3)
        comma = self._find(",", dots, high_end)
        if comma >= 0:
            raise Unreadable("a step stands behind 'by': write 0.1 .. 0.9 by 0.1", comma, comma + 1)
        low = self._bound(start, dots)
        high = self._bound(dots + 2, high_end)
        return Range(low, high, self._bound(by[1], end) if by else Fraction(1))

    def _law(self, word: str, position: int, start: int, end: int) -> Draw:
        """A draw that begins with a word of its own."""
        sizes: tuple[Bound, ...] = ()
        if word != "permutation":
            sizes, position = self._sizes(word, position, end)
        match word:
            case "vector" | "list":
                of, least = self._of(word, position, end, spread=True)
                if least is not None and (rank(of) or not isinstance(of, Range)):
                    self._misformed(word, position, end)
                return self._nested(Repeated(sizes[0], of, least), start, end)
            case "matrix":
                of, _ = self._of(word, position, end)
                if rank(of):
                    raise Unreadable("the entries of a matrix are numbers or words", position, end)
                return Table(sizes[0], sizes[1], of)
            case "choose" | "permutation":
                of, _ = self._of(word, position, end)
                return self._nested(Chosen(sizes[0] if sizes else None, of), start, end)
            case "simplex":
                by = self._expected("by", word, position, end)
                return Simplex(sizes[0], self._bound(by, end))
            case "symmetric":
                return self._symmetric(sizes[0], self._expected("eigs", word, position, end), end)
        self._nothing_more(word, position, end)
        if word == "orthogonal":
            _only_two(word, sizes[0])
            return Orthogonal()
        return OneHot(sizes[0]) if word == "onehot" else Dyadic(sizes[0])

    def _nested(self, draw: Repeated | Chosen, start: int, end: int) -> Draw:
        if rank(draw) > 2:
            raise Unreadable(_TWO_AXES, start, end)
        return draw

    def _symmetric(self, size: Bound, start: int, end: int) -> Symmetric:
        _only_two("symmetric", size)
        start, end = self._trimmed(start, end)
        parts = self._split(start + 1, end - 1) if self.text[start:end][::-1][:1] == "]" else []
        if len(parts) != 2 or self.text[start] != "[":
            self._misformed("symmetric", start, end)
        return Symmetric((self._bound(*parts[0]), self._bound(*parts[1])))

    def _sizes(self, word: str, position: int, end: int) -> tuple[tuple[Bound, ...], int]:
        open_at, _ = self._trimmed(position, end)
        close = self._find(")", open_at + 1, end) if self.text[open_at : open_at + 1] == "(" else -1
        if close < 0:
            self._misformed(word, position, end)
        parts = self._split(open_at + 1, close)
        if len(parts) != (2 if word == "matrix" else 1):
            wanted = "two sizes" if word == "matrix" else "one size"
            raise Unreadable(f"{word} takes {wanted}: write {_FORMS[word]}", open_at, close + 1)
        return tuple(self._bound(*part) for part in parts), close + 1

    def _of(self, word: str, start: int, end: int, *, spread: bool = False) -> tuple[Draw, Bound | None]:
        self.levels += 1
        if self.levels > MAX_LEVELS:
            raise Unreadable(_TWO_AXES, start, end)
        return self._draw(self._expected("of", word, start, end), end, spread=spread)

    def _spread(self, mark: tuple[int, int], end: int) -> Bound:
        sign, _ = self._trimmed(mark[1], end)
        if self.text[sign : sign + 2] != ">=":
            raise Unreadable("expected '>=' after range: write range >= 1", sign)
        return self._bound(sign + 2, end)

    def _expected(self, keyword: str, word: str, start: int, end: int) -> int:
        """Where the text goes on behind a keyword that must stand here."""
        found = _WORD.match(self.text, start, end)
        if not found or found[1] != keyword:
            self._misformed(word, start, end)
        return found.end()

    def _nothing_more(self, word: str, start: int, end: int) -> None:
        start, end = self._trimmed(start, end)
        if start < end:
            self._misformed(word, start, end)

    def _misformed(self, word: str, start: int, end: int) -> NoReturn:
        start, end = self._trimmed(start, end)
        found = quoted(self.text[start:end]) if start < end else "the end"
        raise Unreadable(f"write {_FORMS[word]}; found {found}", start, end)

    def _bound(self, start: int, end: int) -> Bound:
        start, end = self._trimmed(start, end)
        if start == end:
            raise Unreadable("a number is missing here", start)
        return _bound(self.text[start:end], start)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        inside = self.text[start:end]
        lead = len(inside) - len(inside.lstrip())
        return start + lead, max(start + lead, start + len(inside.rstrip()))

    def _keyword(self, keyword: str, start: int, end: int) -> tuple[int, int] | None:
        """Where a keyword stands outside all brackets: its first place and the one behind it."""
        for found in re.finditer(rf"\b{keyword}\b", self.text[:end]):
            if found.start() >= start and self._depth(start, found.start()) == 0:
                return found.span()
        return None

    def _find(self, mark: str, start: int, end: int) -> int:
        place = self.text.find(mark, start, end)
        while place >= 0 and self._depth(start, place):
            place = self.text.find(mark, place + 1, end)
        return place

    def _depth(self, start: int, end: int) -> int:
        inside = self.text[start:end]
        return sum(map(inside.count, "([")) - sum(map(inside.count, ")]"))

    def _split(self, start: int, end: int) -> list[tuple[int, int]]:
        parts, first = [], start
        while (comma := self._find(",", first, end)) >= 0:
            parts.append((first, comma))
            first = comma + 1
        return [*parts, (first, end)]


def _is_formula(text: str) -> bool:
    """Whether a text is a formula of some names, and more than a name."""
    from quizkit.mathlang.nodes import Name
    from quizkit.mathlang.parser import Scope, parse

    try:
        node = parse(text, Scope(open=True, author=True))
    except Unreadable:
        return False
    return not isinstance(node, Name) and bool(names(node))


def _only_two(word: str, size: Bound) -> None:
    if size != 2:
        raise Unreadable(f"{word} draws 2×2 matrices: write {_FORMS[word]}")


def _bound(text: str, offset: int) -> Bound:
    """A number, or a formula; one that reads no names is worth its value."""
    value = number(text)
    if value is not None:
        return value
    # Most bounds are plain numbers, and then neither the parser nor flint is loaded.
    from quizkit.mathlang.parser import Scope, parse

    try:
        node = parse(text, Scope(open=True, author=True))
    except Unreadable as fault:
        raise Unreadable(fault.message, offset + fault.start, offset + fault.end, kind=fault.kind) from None
    if names(node) - set(CONSTANTS):
        return node
    from quizkit.mathlang.balls import BALLS, Workings

    worth = Workings({}).value(node)
    exact = None if isinstance(worth, Array) else BALLS.exactly(worth)
    if exact is None:
        raise Unreadable(f"{quoted(text)} is no rational number", offset, offset + len(text))
    return exact
