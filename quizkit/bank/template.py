r"""Where are the holes in a text, and what goes into them? The templates of prompts, hints and solutions.

A template is Markdown with ``$…$``, in which ``{{ formula | format }}`` stands for a value.

- A hole opens at the *last two* of a run of braces, so ``\frac{{{ p }}}{2}`` is a fraction with p on top;
  it ends at the first ``}}``. ``\{{`` is two literal braces.
- Code spans and fences are left alone, unless the question says ``code: templated``.
- ``$`` opens mathematics if another ``$`` closes it in the same paragraph; ``\$`` is a dollar, and so is
  one before a space or behind a digit.
- ``{{ table(class: names, probability: p | 3dp) }}``, on a line of its own, lays out columns.

A hole knows what stands around it, so that a drawn -3 gets brackets after a minus or before a power, and
braces after ``^`` and ``_``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizkit.bank.constants import number
from quizkit.errors import Unreadable, did_you_mean, quoted

MAX_DIGITS = 30
"""The most figures or places that a format may ask for."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a value is printed: ``4sf``, ``3dp``, ``pct``, ``tex``, ``expr``, or several of these."""

    figures: int | None = None
    """Significant figures; None: not rounded to figures."""
    places: int | None = None
    """Places after the point; None: not rounded to places."""
    percent: bool = False
    """``pct``: as a percentage."""
    mathematics: bool = False
    """``tex``: as LaTeX, between dollars where the hole stands in text."""
    expression: bool = False
    """``expr``: the formula itself with the drawn numbers put in, not its value."""


PLAIN = Format()


@dataclass(frozen=True, slots=True)
class Text:
    """Text that stands for itself."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """``{{ formula | format }}``, and what stands around it."""

    formula: str
    format: Format = PLAIN
    start: int
    """The offset of the formula in the template."""
    in_math: bool = False
    follows: Literal["", "+", "-", "*"] = ""
    """In mathematics: the operator before the hole, any product counting as ``*``."""
    raised: bool = False
    """In mathematics: whether ``^`` follows the hole."""
    script: bool = False
    """In mathematics: whether the hole stands behind ``^`` or ``_`` without braces."""
    alone: bool = False
    """Whether nothing else stands on its line."""
    in_code: bool = False
    """Whether it stands in a code span or fence, as holes may with ``code: templated``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: its heading and the vector that fills it."""

    heading: str
    formula: str
    format: Format = PLAIN
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """``{{ table(heading: formula, …) }}``."""

    columns: tuple[Column, ...]
    start: int
    indent: str = ""


Piece: TypeAlias = "Text | Hole | Layout"

_MARK = re.compile(r"\\\{\{(?!\{)|\\[\s\S]|`+|\$\$?|\{{2,}")
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\Z")
_TABLE = re.compile(r"\s*table\s*\(")
_ROUNDING = re.compile(r"(\d{1,3})(sf|dp)")
_PRODUCT_BEFORE = re.compile(r"(\*|/|·|×|÷|\\(cdot|times|div|ast))$")


def parse_template(text: str, *, code_templated: bool = False) -> tuple[Piece, ...]:
    """The pieces of a template, in order. Raises Unreadable with the offset of what is wrong."""
    return _Scanner(text, code_templated=code_templated).pieces()


def holes(pieces: tuple[Piece, ...]) -> list[tuple[str, Format, int]]:
    """Every formula of a template, with its format and its offset: for checking names and shapes."""
    found = []
    for piece in pieces:
        match piece:
            case Hole():
                found.append((piece.formula, piece.format, piece.start))
            case Layout():
                found += [(column.formula, column.format, column.start) for column in piece.columns]
            case Text():
                pass
    return found


class _Scanner:
    """One walk over a template."""

    def __init__(self, text: str, *, code_templated: bool) -> None:
        self.text = text
        self.code_templated = code_templated
        self.fences = _fences(text)
        self.code_ends = 0
        """Where the code span ends in which holes are taken."""
        self.found: list[Piece] = []
        self.literal: list[str] = []
        self.closes: int | None = None
        """Where the mathematics that we are in is closed; None outside."""
        self.width = 1
        """With how many dollars."""

    def pieces(self) -> tuple[Piece, ...]:
        position = 0
        while mark := _MARK.search(self.text, position):
            self.literal.append(self.text[position : mark.start()])
            fence = self._fence(mark.start())
            if fence is not None and not self.code_templated:
                self.literal.append(self.text[mark.start() : fence])
                position = fence
                continue
            position = self._mark(mark)
        self.literal.append(self.text[position:])
        self._flush()
        return tuple(self.found)

    def _fence(self, place: int) -> int | None:
        """The end of the fenced code that holds this place."""
        return next((end for start, end in self.fences if start <= place < end), None)

    def _in_code(self, place: int) -> bool:
        """Whether this place is in code that takes holes."""
        return place < self.code_ends or self._fence(place) is not None

    def _mark(self, mark: re.Match[str]) -> int:
        """Take in one mark; where the walk goes on."""
        shown = mark[0]
        match shown[0]:
            case "\\":
                self.literal.append("{{" if shown == "\\{{" else shown)
                return mark.end()
            case "`":
                return self._code(mark)
            case "$":
                return self._dollars(mark)
        self.literal.append(shown[2:])
        return self._hole(mark.end() - 2)

    def _code(self, mark: re.Match[str]) -> int:
        """A code span, as a whole; where holes are taken in it, only its opening."""
        end = mark.end()
        if self.closes is None and not self._in_code(mark.start()):
            ticks = re.compile(rf"(?<!`){mark[0]}(?!`)")
            close = ticks.search(self.text, end, _paragraph_end(self.text, end))
            if close and self.code_templated:
                self.code_ends = close.end()
            elif close:
                end = close.end()
        self.literal.append(self.text[mark.start() : end])
        return end

    def _dollars(self, mark: re.Match[str]) -> int:
        dollars, end = mark[0], mark.end()
        if self._in_code(mark.start()):
            pass
        elif self.closes is not None:
            if mark.start() <= self.closes < end:
                end, self.closes = self.closes + self.width, None
        else:
            self.closes = _close(self.text, mark.start(), dollars)
            if self.closes is None and dollars == "$$":
                # Not displayed mathematics; the second dollar may still open a formula.
                end = mark.start() + 1
            self.width = len(dollars)
        self.literal.append(self.text[mark.start() : end])
        return end

    def _hole(self, place: int) -> int:
        """The hole that opens here; where it ends."""
        inside = place + 2
        end = self.text.find("}}", inside)
        if end < 0 or "{{" in self.text[inside:end]:
            raise Unreadable(
                "'{{' is not closed by '}}'; for two literal braces write \\{{", place, place + 2
            )
        content = self.text[inside:end]
        if table := _TABLE.match(content):
            self._layout(inside, inside + table.end(), end)
        else:
            formula, form, start = _formula(content, inside)
            self._value(formula, form, start, place, end + 2)
        return end + 2

    def _value(self, formula: str, form: Format, start: int, place: int, end: int) -> None:
        before = "".join(self.literal)
        in_code = self._in_code(place)
        in_math = self.closes is not None and not in_code
        self._flush()
        self.found.append(
            Hole(
                formula=formula,
                format=form,
                start=start,
                in_math=in_math,
                follows=_operator(before) if in_math else "",
                raised=in_math and self.text[end : end + 1] == "^",
                script=in_math and before[-1:] in {"^", "_"},
                alone=not in_math and self._alone(place, end),
                in_code=in_code,
            )
        )

    def _layout(self, inside: int, start: int, end: int) -> None:
        content = self.text[inside:end].rstrip()
        if not content.endswith(")"):
            raise Unreadable("expected ')' to close the table", inside + len(content))
        if self.closes is not None or not self._alone(inside - 2, end + 2):
            raise Unreadable("a table stands on a line of its own", inside, end)
        columns = []
        for first, last in _split(self.text, start, inside + len(content) - 1):
            heading, colon, rest = self.text[first:last].partition(":")
            if not colon or not heading.strip():
                raise Unreadable(
                    "a column is a heading and a vector: write table(class: names, probability: p)",
                    first,
                    last,
                )
            formula, form, offset = _formula(rest, first + len(heading) + 1)
            name = _unquoted(heading.strip())
            columns.append(Column(heading=name, formula=formula, format=form, start=offset))
        line = self.text[: inside - 2].rpartition("\n")[2]
        self._flush()
        self.found.append(Layout(columns=tuple(columns), start=inside, indent=line))

    def _alone(self, place: int, end: int) -> bool:
        before = self.text[:place].rpartition("\n")[2]
        after = self.text[end:].partition("\n")[0]
        return not before.strip() and not after.strip()

    def _flush(self) -> None:
        text = "".join(self.literal)
        if text:
            self.found.append(Text(text))
        self.literal = []


def _fences(text: str) -> list[tuple[int, int]]:
    """Where fenced code begins and ends."""
    found, position = [], 0
    while opening := _FENCE.search(text, position):
        closing = re.compile(rf"^[ \t]*{re.escape(opening[1])}[`~]*[ \t]*$", re.MULTILINE)
        close = closing.search(text, opening.end())
        position = close.end() if close else len(text)
        found.append((opening.start(), position))
    return found


def _paragraph_end(text: str, position: int) -> int:
    end = _PARAGRAPH_END.search(text, position)
    return end.start() if end else len(text)


def _close(text: str, opening: int, dollars: str) -> int | None:
    """Where the dollars that stand here are closed: as ``typeset`` reads them, in the same paragraph."""
    start = opening + len(dollars)
    if dollars == "$" and (text[start : start + 1].isspace() or text[opening - 1 : opening].isdigit()):
        return None
    end = _paragraph_end(text, start)
    for mark in re.compile(r"\\[\s\S]|\$\$?").finditer(text, start, end):
        if dollars == "$$" and mark[0] == "$$":
            return mark.start()
        if dollars == "$" and mark[0].startswith("$") and mark.start() > start:
            after = text[mark.start() + 1 : mark.start() + 2]
            if not text[mark.start() - 1].isspace() and not after.isdigit():
                return mark.start()
    return None


def _operator(before: str) -> Literal["", "+", "-", "*"]:
    stripped = before.rstrip(" {")
    if stripped.endswith("+"):
        return "+"
    if stripped.endswith(("-", "−")):
        return "-"
    return "*" if _PRODUCT_BEFORE.search(stripped) else ""


def _unquoted(heading: str) -> str:
    """A heading without the quotes around it, of either kind."""
    is_quoted = len(heading) > 1 and heading[0] == heading[-1] and heading[0] in "'\""
    return heading[1:-1] if is_quoted else heading


def _formula(content: str, offset: int) -> tuple[str, Format, int]:
    """The formula and format in the text of a hole, and where the formula starts."""
    bars = [end for _, end in _split(content, 0, len(content), "|")]
    formula, form = content, PLAIN
    if len(bars) > 1:
        formula = content[: bars[-2]]
        form = _format(content[bars[-2] + 1 :], offset + bars[-2] + 1)
    start = offset + len(formula) - len(formula.lstrip())
    formula = formula.strip()
    if not formula:
        raise Unreadable("a formula is missing between '{{' and '}}'", offset, offset + len(content))
    if number(formula) is not None:
        raise Unreadable(
            f"{quoted(formula)} is only a number: write it without braces, "
            "or put a space between LaTeX's own braces, { {2} }",
            start,
            start + len(formula),
        )
    return formula, form, start


def _format(text: str, offset: int) -> Format:
    """The format behind the bar."""
    figures: int | None = None
    places: int | None = None
    flags = dict.fromkeys(("pct", "tex", "expr"), False)
    for word in re.finditer(r"\S+", text):
        span = offset + word.start(), offset + word.end()
        if rounding := _ROUNDING.fullmatch(word[0]):
            digits, figured = int(rounding[1]), rounding[2] == "sf"
            if not (1 if figured else 0) <= digits <= MAX_DIGITS:
                raise Unreadable(f"{quoted(word[0])}: a value has 1 to {MAX_DIGITS} figures", *span)
            if figures is not None or places is not None:
                raise Unreadable("a value is rounded once, to figures (4sf) or to places (3dp)", *span)
            figures, places = (digits, None) if figured else (None, digits)
        elif word[0] in flags:
            flags[word[0]] = True
        else:
            hint = did_you_mean(word[0], [*flags, "3sf", "3dp"])
            raise Unreadable(
                f"unknown format {quoted(word[0])}{hint}; write 4sf, 3dp, pct, tex or expr", *span
            )
    if not text.strip():
        raise Unreadable(
            "a format is missing after '|': write 4sf, 3dp, pct, tex or expr; for a size write abs(x)", offset
        )
    return Format(figures, places, flags["pct"], flags["tex"], flags["expr"])


def _split(text: str, start: int, end: int, mark: str = ",") -> list[tuple[int, int]]:
    """The stretches of a text between marks outside brackets and quotes."""
    parts, first, depth, quote = [], start, 0, ""
    for place in range(start, end):
        character = text[place]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == mark and not depth:
            parts.append((first, place))
            first = place + 1
    return [*parts, (first, end)]
