"""Where may a symbol live? The domains of a question's free letters.

    domain  := base [ "except" value { "," value } ]
    base    := "real" | "positive" | "integer" [ low ".." high ] | low ".." high
             | "vector(" n ")" [ "in" base ] | "matrix(" m "," n ")" [ "in" base ]
             | "simplex(" n ")" | "onehot(" n ")"
             | a list of values

Ends of an interval are not part of what is judged: an interval is open. Of an integer range both ends
belong. ``simplex(n)`` is the interior of the probability simplex.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from quizkit.errors import Unreadable, did_you_mean, quoted
from quizkit.mathlang.arrays import Shape

DomainKind = Literal["interval", "integers", "values", "simplex", "onehot"]

MAX_ENTRIES = 400
"""The most entries a declared vector or matrix may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The values a symbol may take; of a vector or matrix, the values each entry may take."""

    kind: DomainKind = "interval"
    shape: Shape = ()
    low: Fraction | None = None
    """None: unbounded below."""
    high: Fraction | None = None
    """None: unbounded above."""
    values: tuple[Fraction, ...] = ()
    """For ``values``: all there are."""
    excluded: tuple[Fraction, ...] = ()
    declared: bool = True
    """False for names that nobody declared: equality is then judged on the common domain."""

    def __str__(self) -> str:
        if self.kind in {"simplex", "onehot"}:
            return f"{self.kind}({self.shape[0]})"
        entry = self._entry()
        if not self.shape:
            return entry
        array = f"{'vector' if len(self.shape) == 1 else 'matrix'}({', '.join(map(str, self.shape))})"
        return array if entry == "real" else f"{array} in {entry}"

    def _entry(self) -> str:
        if self.kind == "values":
            return f"[{', '.join(map(_shown, self.values))}]"
        if self.low is None and self.high is None:
            base = "integer" if self.kind == "integers" else "real"
        elif self.low == 0 and self.high is None and self.kind == "interval":
            base = "positive"
        else:
            low = "-infinity" if self.low is None else _shown(self.low)
            high = "infinity" if self.high is None else _shown(self.high)
            ends = f"{low} .. {high}"
            base = f"integer {ends}" if self.kind == "integers" else ends
        return base + (f" except {', '.join(map(_shown, self.excluded))}" if self.excluded else "")

    def contains(self, value: Fraction) -> bool:
        """Whether one entry may have this value."""
        if value in self.excluded:
            return False
        if self.kind == "values":
            return value in self.values
        if self.kind == "onehot":
            return value in (0, 1)
        if self.kind == "simplex":
            return 0 < value < 1
        if self.kind == "integers" and value.denominator != 1:
            return False
        inside = self.kind == "integers"
        above = self.low is None or value > self.low or (inside and value == self.low)
        below = self.high is None or value < self.high or (inside and value == self.high)
        return above and below


REAL = Domain()
UNDECLARED = Domain(declared=False)

_RANGE = re.compile(r"(?P<low>\S.*?)\s*\.\.\s*(?P<high>\S.*)")
_ARRAY = re.compile(r"(?P<word>vector|matrix|simplex|onehot)\s*\((?P<sizes>[^()]*)\)\s*(?P<rest>.*)")
_WORDS = ("real", "positive", "integer", "vector(n)", "matrix(m, n)", "simplex(n)", "onehot(n)")


def parse_domain(specification: str | Sequence[object]) -> Domain:
    """The domain that an author wrote. Raises Unreadable with the offset and what would be right."""
    if not isinstance(specification, str):
        return _listed(specification)
    text = specification.strip()
    if text.startswith("[") and text.endswith("]"):
        return _listed([entry.strip() for entry in text[1:-1].split(",")])
    base, word, excluded = text.partition(" except ")
    domain = _base(base.strip())
    if word:
        values = tuple(_number(value.strip()) for value in excluded.split(","))
        domain = replace(domain, excluded=values)
    return domain


def _listed(values: Sequence[object]) -> Domain:
    if not values:
        raise Unreadable("a list of values must not be empty")
    return Domain(kind="values", values=tuple(_number(str(value)) for value in values))


def _base(text: str) -> Domain:
    match text:
        case "real":
            return REAL
        case "positive":
            return Domain(low=Fraction(0))
        case "integer":
            return Domain(kind="integers")
    if array := _ARRAY.fullmatch(text):
        return _array(array["word"], array["sizes"], array["rest"].strip())
    whole = text.removeprefix("integer ")
    if span := _RANGE.fullmatch(whole):
        low, high = _end(span["low"], -1), _end(span["high"], 1)
        if low is not None and high is not None and low >= high:
            raise Unreadable(f"the range {quoted(text)} is empty: {_shown(low)} is not below {_shown(high)}")
        if whole == text:
            return Domain(low=low, high=high)
        if any(end is not None and end.denominator != 1 for end in (low, high)):
            raise Unreadable(f"the ends of {quoted(text)} must be whole numbers")
        return Domain(kind="integers", low=low, high=high)
    raise Unreadable(
        f"{quoted(text)} is no domain{did_you_mean(text, _WORDS)}; "
        "write real, positive, integer, -3 .. 3, [0, 1] or vector(3) in -3 .. 3",
        0,
        len(text),
    )


def _array(word: str, sizes: str, rest: str) -> Domain:
    shape = tuple(_size(size.strip()) for size in sizes.split(","))
    if len(shape) != (2 if word == "matrix" else 1):
        raise Unreadable(f"{word} takes {'two sizes' if word == 'matrix' else 'one size'}")
    count = shape[0] * (shape[1] if len(shape) == 2 else 1)
    if count > MAX_ENTRIES:
        raise Unreadable(f"{word}({sizes}) has {count} entries; at most {MAX_ENTRIES} are allowed")
    if word in {"simplex", "onehot"}:
        if rest:
            raise Unreadable(f"{quoted(rest)} after {word}({sizes}) says nothing")
        return Domain(kind="simplex" if word == "simplex" else "onehot", shape=shape)
    if not rest:
        return Domain(shape=shape)
    keyword, _, entry = rest.partition(" ")
    if keyword != "in":
        raise Unreadable(f"expected 'in' after {word}({sizes}), found {quoted(keyword)}")
    inner = parse_domain(entry.strip())
    if inner.shape:
        raise Unreadable("the entries of a vector or matrix are numbers")
    return replace(inner, shape=shape)


def _size(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise Unreadable(f"{quoted(text)} is no size; write a whole number")
    return int(text)


def _end(text: str, sign: int) -> Fraction | None:
    if text in {"infinity", "inf", "oo", "∞", "+inf"} and sign > 0:
        return None
    if text in {"-infinity", "-inf", "-oo", "-∞"} and sign < 0:
        return None
    return _number(text)


def _number(text: str) -> Fraction:
    if not re.fullmatch(r"[-+]?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})([eE][-+]?\d{1,3}|/\d{1,60})?", text):
        raise Unreadable(f"expected a number, found {quoted(text)}")
    value, _, denominator = text.partition("/")
    if denominator and not int(denominator):
        raise Unreadable(f"expected a number, found {quoted(text)}")
    return Fraction(value) / (int(denominator) if denominator else 1)


def _shown(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    decimal = float(value)
    return repr(decimal) if Fraction(repr(decimal)) == value else str(value)
