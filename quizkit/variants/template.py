r"""What does a text say once the numbers are drawn? Holes filled, Markdown out.

Outside mathematics a value is text: ``0.35``, ``-3``, ``1/3``, ``rain``, ``[0.2, 0.3, 0.5]``; inside it is
LaTeX. A matrix alone on a line is displayed. What is exact and short is shown exactly; anything else to
six figures, unless a format says otherwise. A formula with free letters is shown as a formula, in text
between backticks, so that Markdown does not read its stars.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import assert_never

from flint import arb

from quizkit.bank.template import Column, Format, Hole, Layout, Piece, Text, parse_template
from quizkit.errors import Unreadable
from quizkit.mathlang.arrays import Array, Value, entries_of
from quizkit.mathlang.balls import FIRST_BITS, Exact, Real, Workings, precision, real
from quizkit.mathlang.latex import latex
from quizkit.mathlang.nodes import Binary, Name, Negative, Node, Number, names
from quizkit.mathlang.tidy import one_line
from quizkit.variants.expressions import with_numbers
from quizkit.variants.rounding import (
    At,
    figures_text,
    is_tellable,
    places_text,
    plain_text,
    to_figures,
    to_places,
)
from quizkit.variants.valueless import NO_VALUE

_SPECIAL = {
    **{character: rf"\{character}" for character in "{}$%#_&"},
    "\\": r"\textbackslash{}",
    "^": r"\^{}",
    "~": r"\~{}",
}
_COMMAND = re.compile(r"\\[A-Za-z]+$")


@functools.lru_cache(maxsize=4096)
def _pieces(text: str, code_templated: bool) -> tuple[Piece, ...]:  # noqa: FBT001 - a key of the cache
    return parse_template(text, code_templated=code_templated)


class Filling:
    """The values with which the templates of one variant are filled."""

    __slots__ = ("_told", "code_templated", "read", "symbolic", "workings")

    def __init__(
        self,
        workings: Workings,
        symbolic: AbstractSet[str],
        read: Callable[[str], Node],
        *,
        code_templated: bool = False,
    ) -> None:
        self.workings = workings
        self.symbolic = symbolic
        """The names that have no value."""
        self.read = read
        """Reads a formula of the author."""
        self.code_templated = code_templated
        """Whether code spans and fences have holes too."""
        self._told: dict[tuple[str, int], Value[Exact]] = {}
        """The values of formulas that can be told, by their text and the bits."""

    def fill(self, text: str, *, markdown: bool = True) -> str:
        """The template with every hole filled; without ``markdown``, as one would type it.

        Raises Unreadable, with the offset of the hole, where a value does not exist.
        """
        if "{{" not in text:
            return text
        filled = ""
        after_table = False
        for piece in _pieces(text, self.code_templated):
            match piece:
                case Text(plain):
                    crowded = after_table and plain.strip() and not plain.startswith("\n\n")
                    filled += f"\n{plain}" if crowded else plain
                case Hole():
                    shown = self._hole(piece, markdown=markdown)
                    # LaTeX would read \cdot and x as \cdotx.
                    apart = piece.in_math and shown[:1].isalpha() and _COMMAND.search(filled)
                    filled += f" {shown}" if apart else shown
                case Layout():
                    filled = _on_its_own(filled, piece.indent) + self._table(piece)
                case _:
                    assert_never(piece)
            after_table = isinstance(piece, Layout)
        return filled

    def _hole(self, hole: Hole, *, markdown: bool) -> str:
        node = self._read(hole.formula, hole.start)
        mathematics = hole.in_math or hole.format.mathematics
        if hole.format.expression or not names(node).isdisjoint(self.symbolic):
            shown = self._expression(hole, node, mathematics=mathematics, markdown=markdown)
        else:
            shown = self._value(hole, node, mathematics=mathematics, markdown=markdown)
        if hole.script:
            return f"{{{shown}}}"
        return f"${shown}$" if mathematics and not (hole.in_math or hole.in_code) else shown

    def _read(self, formula: str, start: int) -> Node:
        try:
            return self.read(formula)
        except Unreadable as fault:
            raise Unreadable(fault.message, start + fault.start, start + fault.end, kind=fault.kind) from None

    def _expression(self, hole: Hole, node: Node, *, mathematics: bool, markdown: bool) -> str:
        fold = not hole.format.expression
        written = with_numbers(node, self.workings, self.symbolic, fold=fold)
        if not mathematics:
            return f"`{one_line(written)}`" if markdown and not hole.in_code else one_line(written)
        shown = latex(written)
        return rf"\left({shown}\right)" if _needs_brackets(hole, written) else shown

    def _value(self, hole: Hole, node: Node, *, mathematics: bool, markdown: bool) -> str:
        def at(bits: int) -> Value[Exact]:
            return self._evaluated(node, bits, hole.formula, hole.start)

        value = at(FIRST_BITS)
        if not isinstance(value, Array):
            (shown,) = _shown_entries(at, hole.format, mathematics=mathematics)
            return _bracketed(hole, shown) if mathematics else shown
        displayed = hole.alone and not hole.in_code and markdown and len(value.shape) == 2
        entries = _shown_entries(at, hole.format, mathematics=mathematics or displayed)
        if mathematics or displayed:
            shown = _latex_array(value, entries)
            return f"$${shown}$$" if displayed and not mathematics else shown
        if all(isinstance(entry, str) for entry in value.entries) and len(value.shape) == 1:
            return ", ".join(entries)
        return _text_array(value, entries)

    def _evaluated(self, node: Node, bits: int, formula: str, start: int) -> Value[Exact]:
        known = self._told.get((formula, bits))
        if known is not None:
            return known
        reason = "it is too large or too small to be shown"
        try:
            value = self.workings.value(node, bits)
            scalars: tuple[Exact, ...] = entries_of(value)
            if all(map(is_tellable, scalars)):
                self._told[formula, bits] = value
                return value
        except NO_VALUE as fault:
            reason = str(fault)
        except KeyError as fault:
            reason = f"nothing is known of {fault.args[0]!r}"
        raise Unreadable(f"{{{{ {formula} }}}} has no value: {reason}", start, start + len(formula))

    def _table(self, layout: Layout) -> str:
        columns = [self._column(column) for column in layout.columns]
        lengths = {len(cells) for cells, _ in columns}
        if len(lengths) > 1:
            found = ", ".join(str(len(cells)) for cells, _ in columns)
            raise Unreadable(
                f"the columns of a table are equally long: here they have {found} entries",
                layout.start,
                layout.columns[-1].start + len(layout.columns[-1].formula),
            )
        rows = [
            [column.heading for column in layout.columns],
            ["---:" if numbers else "---" for _, numbers in columns],
            *map(list, zip(*(cells for cells, _ in columns), strict=True)),
        ]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return f"\n{layout.indent}".join(lines)

    def _column(self, column: Column) -> tuple[list[str], bool]:
        """The cells of a column, and whether they are numbers."""
        node = self._read(column.formula, column.start)

        def at(bits: int) -> Value[Exact]:
            return self._evaluated(node, bits, column.formula, column.start)

        value = at(FIRST_BITS)
        if not isinstance(value, Array) or len(value.shape) != 1:
            raise Unreadable(
                "a column of a table is a vector",
                column.start,
                column.start + len(column.formula),
            )
        mathematics = column.format.mathematics
        cells = _shown_entries(at, column.format, mathematics=mathematics)
        numbers = not any(isinstance(entry, str) for entry in value.entries)
        if mathematics:
            return [f"${cell}$" for cell in cells], numbers
        return [cell.replace("|", r"\|") for cell in cells], numbers


def _shown_entries(at: Callable[[int], Value[Exact]], form: Format, *, mathematics: bool) -> list[str]:
    """The entries of a value, as their format says."""
    first: tuple[Exact, ...] = entries_of(at(FIRST_BITS))

    def more(place: int, bits: int) -> Exact:
        scalars: tuple[Exact, ...] = entries_of(at(bits))
        return scalars[place]

    return [
        _shown_entry(entry, functools.partial(more, place), form, mathematics=mathematics)
        for place, entry in enumerate(first)
    ]


def _shown_entry(entry: Exact, more: Callable[[int], Exact], form: Format, *, mathematics: bool) -> str:
    """An entry as its format says; ``more`` gives it with more bits."""
    if isinstance(entry, bool):
        entry_word = "true" if entry else "false"
        return rf"\text{{{entry_word}}}" if mathematics else entry_word
    if isinstance(entry, str):
        return rf"\text{{{_escaped(entry)}}}" if mathematics else entry
    if isinstance(entry, arb) and not entry.is_finite():
        sign = "-" if entry < 0 else ""
        return sign + (r"\infty" if mathematics else "infinity")

    def worth(bits: int) -> Real:
        number = real(entry if bits == FIRST_BITS else more(bits))
        if not form.percent:
            return number
        with precision(bits):
            return number * 100

    shown = _number(worth, form)
    if mathematics:
        return _latex_number(shown) + (r"\%" if form.percent else "")
    return shown + ("%" if form.percent else "")


def _number(at: At, form: Format) -> str:
    if form.figures is not None:
        return figures_text(to_figures(at, form.figures))
    if form.places is not None:
        return places_text(to_places(at, form.places))
    return plain_text(at)


def _latex_number(shown: str) -> str:
    """``1/3`` as a fraction, ``1e-12`` as a power of ten."""
    if "/" in shown:
        over, _, under = shown.removeprefix("-").partition("/")
        return ("-" if shown.startswith("-") else "") + rf"\frac{{{over}}}{{{under}}}"
    mantissa, mark, exponent = shown.partition("e")
    if not mark:
        return shown
    power = f"10^{{{exponent}}}"
    if mantissa in {"1", "-1"}:
        return mantissa.removesuffix("1") + power
    return rf"{mantissa} \times {power}"


def _latex_array(value: Array[Exact], entries: Sequence[str]) -> str:
    if len(value.shape) == 1:
        return f"[{', '.join(entries)}]"
    rows = Array(value.shape, tuple(entries)).rows()
    written = r" \\ ".join(" & ".join(row.entries) for row in rows)
    return rf"\begin{{bmatrix}} {written} \end{{bmatrix}}"


def _text_array(value: Array[Exact], entries: Sequence[str]) -> str:
    if len(value.shape) == 1:
        return f"[{', '.join(entries)}]"
    rows = Array(value.shape, tuple(entries)).rows()
    lines = [f"[{', '.join(row.entries)}]" for row in rows]
    return f"[{', '.join(lines)}]"


def _bracketed(hole: Hole, shown: str) -> str:
    """A number in brackets where its sign or its form would be misread."""
    negative = shown.startswith("-")
    compound = r"\times" in shown or r"\frac" in shown or "10^" in shown
    if (negative and hole.follows) or (hole.raised and (negative or compound)):
        return rf"\left({shown}\right)" if r"\frac" in shown else f"({shown})"
    return shown


def _needs_brackets(hole: Hole, written: Node) -> bool:
    """Whether a formula must be held together where the hole stands."""
    loose = isinstance(written, Negative) or (isinstance(written, Binary) and written.operator in {"+", "-"})
    if hole.raised:
        return not isinstance(written, Number | Name)
    return (loose and hole.follows in {"-", "*"}) or (hole.follows == "+" and isinstance(written, Negative))


def _escaped(word: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in word)


def _on_its_own(filled: str, indent: str) -> str:
    """The text so far, with the empty line that Markdown needs before a table."""
    before = filled.removesuffix(indent)
    if not before or before.endswith("\n\n"):
        return filled
    return f"{before.rstrip(' ')}\n{indent}" if before.endswith("\n") else filled
