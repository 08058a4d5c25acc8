"""What may be chosen instead of drawn? Values from outside, read and held against what is drawn.

A chosen value is a number, a text as typed on a command line (``0.7``, ``rain``, ``[0.2, 0.3, 0.5]``), or
nested lists of these. It must be one that the seed could have drawn; each refusal says what is drawn.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NoReturn, assert_never

from quizkit.bank.constants import (
    MAX_ITEMS,
    MAX_NESTING,
    TOO_DEEP,
    TOO_MANY,
    Constant,
    constant_shape,
    constant_text,
    exact_text,
    number,
    parse_constant,
    rectangular,
)
from quizkit.bank.grids import fixed, rank, whole
from quizkit.bank.laws import (
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
    shown,
)
from quizkit.errors import OffGrid, OutsideDomain, Unreadable, printable, quoted
from quizkit.mathlang.arrays import describe
from quizkit.variants.draws import every, reach

MAX_CHARACTERS = 10_000
"""The longest text that is read as a value."""
_DESCRIBED = ("a number or a word", "a vector", "a matrix")


def read_value(name: str, value: object, depth: int = 0) -> Constant:
    """A value as it was handed in, within so many lists, exactly.

    Raises OutsideDomain for what can be no value.
    """
    match value:
        case bool():
            raise OutsideDomain(f"{name}: a number, a word or a list is needed, not {value}")
        case int() | Fraction():
            return Fraction(value)
        case float() | Decimal():
            # The shortest decimal that means this float is what was typed.
            exact = number(repr(value) if isinstance(value, float) else str(value))
            if exact is None:
                raise OutsideDomain(f"{name}: {value} is no number that can be drawn")
            return exact
        case str():
            return _read_text(name, value)
        case list() | tuple():
            if depth == MAX_NESTING or len(value) > MAX_ITEMS:
                raise OutsideDomain(f"{name}: {TOO_MANY if depth < MAX_NESTING else TOO_DEEP}")
            items = tuple(read_value(name, item, depth + 1) for item in value)
            if not items or not rectangular(items):
                raise OutsideDomain(f"{name}: the lists must hold something and be equally long")
            return items
        case _:
            kind = printable(type(value).__name__)
            raise OutsideDomain(f"{name}: a number, a word or a list is needed, not a value of type {kind}")


def _read_text(name: str, text: str) -> Constant:
    if len(text) > MAX_CHARACTERS:
        raise OutsideDomain(f"{name}: a value has at most {MAX_CHARACTERS:,} characters")
    try:
        return parse_constant(text)
    except Unreadable as fault:
        raise OutsideDomain(f"{name}: {quoted(text)} cannot be read: {fault.message}") from None


def admitted(name: str, value: Constant, draw: Draw) -> Constant:
    """The chosen value, if the resolved draw could have given it. Raises OutsideDomain or OffGrid."""
    axes = len(constant_shape(value))
    if axes != rank(draw):
        raise OutsideDomain(
            f"{name} is drawn from {shown(draw)}, {_DESCRIBED[rank(draw)]}; "
            f"{quoted(constant_text(value))} is {_DESCRIBED[min(axes, 2)]}"
        )
    match draw:
        case Range():
            return _on_range(name, value, draw)
        case OneOf(items):
            if value in items:
                return value
            # A word that looks like a number may be typed without its quotes.
            meant = [item for item in items if _unquoted(item) == value]
            if len(meant) == 1:
                return meant[0]
            raise _outside(name, value, draw)
        case Repeated(count, of, spread):
            entries = _entries(name, value, whole(count), draw)
            found = tuple(admitted(f"{name}[{place}]", entry, of) for place, entry in enumerate(entries))
            if spread is not None and reach(found) < fixed(spread):
                raise OutsideDomain(
                    f"{name}: the entries of {constant_text(value)} must lie "
                    f"{exact_text(fixed(spread))} or more apart"
                )
            return found
        case Table(rows, columns, of):
            lines = _entries(name, value, whole(rows), draw)
            row = Repeated(columns, of)
            return tuple(admitted(f"{name}[{place}]", line, row) for place, line in enumerate(lines))
        case Simplex(count, step):
            return _on_simplex(name, _entries(name, value, whole(count), draw), fixed(step), draw)
        case Chosen(count, of):
            return _distinct(name, value, draw, of, None if count is None else whole(count))
        case OneHot() | Dyadic() | Symmetric() | Orthogonal():
            if value not in every(draw):
                raise _outside(name, value, draw)
            return value
        case _:
            assert_never(draw)


def _unquoted(value: Constant) -> Constant:
    """A value with numbers for the words that look like numbers."""
    if isinstance(value, tuple):
        return tuple(map(_unquoted, value))
    spelled = number(value) if isinstance(value, str) else None
    return value if spelled is None else spelled


def _on_range(name: str, value: Constant, draw: Range) -> Fraction:
    low, high, step = fixed(draw.low), fixed(draw.high), fixed(draw.step)
    if not isinstance(value, Fraction):
        raise OutsideDomain(
            f"{name} is drawn from {shown(draw)}; {quoted(constant_text(value))} is no number"
        )
    if not low <= value <= high:
        raise _outside(name, value, draw)
    below = low + (value - low) // step * step
    if below != value:
        _off_grid(name, value, below, below + step, shown(draw))
    return value


def _on_simplex(name: str, entries: tuple[Constant, ...], step: Fraction, draw: Draw) -> tuple[Constant, ...]:
    for place, entry in enumerate(entries):
        if not isinstance(entry, Fraction) or not step <= entry <= 1:
            raise OutsideDomain(
                f"{name}[{place}] = {printable(constant_text(entry))} is outside {shown(draw)}: "
                f"every entry is at least {exact_text(step)}"
            )
        below = entry // step * step
        if below != entry:
            _off_grid(f"{name}[{place}]", entry, below, below + step, shown(draw))
    total = sum(_numbers(entries))
    if total != 1:
        raise OutsideDomain(f"{name}: the entries must sum to 1, these sum to {exact_text(Fraction(total))}")
    return entries


def _distinct(name: str, value: Constant, draw: Chosen, of: Draw, count: int | None) -> Constant:
    everything = len(list(every(of)))
    entries = _entries(name, value, everything if count is None else count, draw)
    found = tuple(admitted(f"{name}[{place}]", entry, of) for place, entry in enumerate(entries))
    if len(set(found)) < len(found):
        raise OutsideDomain(f"{name}: the entries of {printable(constant_text(value))} must all differ")
    return found


def _entries(name: str, value: Constant, count: int, draw: Draw) -> tuple[Constant, ...]:
    """The entries of a value that must have so many."""
    if not isinstance(value, tuple) or len(value) != count:
        size = describe((len(value),)) if isinstance(value, tuple) else "one value"
        raise OutsideDomain(
            f"{name} is drawn from {shown(draw)}, with {count} {_called(draw, count)}; here is {size}"
        )
    return value


def _called(draw: Draw, count: int) -> str:
    word = "row" if rank(draw) == 2 else "entry"
    return word if count == 1 else {"row": "rows", "entry": "entries"}[word]


def _numbers(entries: tuple[Constant, ...]) -> list[Fraction]:
    return [entry for entry in entries if isinstance(entry, Fraction)]


def _outside(name: str, value: Constant, draw: Draw) -> OutsideDomain:
    return OutsideDomain(
        f"{name} = {printable(constant_text(value))} is outside {printable(shown(draw), 200)}"
    )


def _off_grid(name: str, value: Fraction, below: Fraction, above: Fraction, drawn: str) -> NoReturn:
    raise OffGrid(
        f"{name} = {exact_text(value)} lies between two steps of {drawn}: "
        f"take {exact_text(below)} or {exact_text(above)}"
    )
