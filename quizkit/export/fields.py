"""Which numbers does another program look for in each field, and what does it give for them?

Programs that mark numbers compare one number with a list, each with its own tolerance, and take the first
that is near enough. So the key goes first, then what else is accepted, then the mistakes in file order.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from flint import arb, fmpq

from quizkit.equivalence.tolerance import SignificantFigures, Tolerance, decide, half_width, within
from quizkit.errors import Undecidable
from quizkit.export.told import armed
from quizkit.mathlang.arrays import Array, Shape, shape_of
from quizkit.mathlang.balls import FIRST_BITS, PRECISIONS, Real, ball, precision, real, scalars
from quizkit.mathlang.nodes import Node
from quizkit.variants import Variant
from quizkit.variants.parsed import ParsedMistake
from quizkit.variants.rounding import At, figures_text, short_text, to_figures
from quizkit.variants.valueless import NO_VALUE

DIGITS = 14
"""The significant figures of a number that survive in a database of doubles."""
ROUNDED = 4
"""The figures that are taken for exact where the number is no decimal: of 1/3, say."""
_FOUR_FIGURES = Tolerance((SignificantFigures(ROUNDED),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A number that is looked for in a field."""

    value: str
    """A decimal: ``0.3567``, ``1.2e-7``."""
    tolerance: str
    """How far a response may lie from it; the end belongs to it."""
    credit: float
    mistake: str = ""
    say: str = ""
    """Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields of a part: one for each entry of its key."""

    shape: Shape
    wanted: tuple[tuple[Wanted, ...], ...]
    """For each entry, row by row, the numbers looked for, the key first."""
    rounded: bool
    """Whether an exact key is no decimal, so that four figures of it are taken."""
    misshapen: tuple[str, ...]
    """Mistakes of another shape than the key."""


def fields(variant: Variant, part: str) -> Fields:
    """The fields of a part whose key is a number, a vector or a matrix of numbers."""
    task = variant.parsed(part)
    key = variant.key_node(part)
    shape = shape_of(variant.key_value(part))
    size = len(scalars(variant.key_value(part)))
    scale = _first_unit(variant, part)
    entries = [_Entry(variant, part, scale, place) for place in range(size)]
    misshapen, rounded = [], False
    wanted: list[list[Wanted]] = []
    for entry in entries:
        is_rounded = task.tolerance.is_exact and not is_decimal(entry.at(key))
        rounded = rounded or is_rounded
        found = entry.wanted(key, task.tolerance, 1.0)
        # Of arrays, what is accepted instead of the key is accepted as a whole: a field cannot tell.
        found_too = [entry.wanted(node, task.tolerance, 1.0) for node in task.accept if not shape]
        wanted.append([found, *found_too])
    for known in armed(variant, part):
        try:
            fits = shape_of(variant.mistake_value(part, known.mistake.id)) == shape
        except NO_VALUE:
            continue
        if not fits:
            misshapen.append(known.mistake.id)
            continue
        say = variant.say(known.mistake.id, part)
        for entry, looked_for in zip(entries, wanted, strict=True):
            if not (shape and entry.is_key(key, known, task.tolerance)):
                one = entry.wanted(known.node, known.tolerance, known.mistake.credit)
                looked_for.append(replace(one, mistake=known.mistake.id, say=say))
    return Fields(
        shape=shape,
        wanted=tuple(tuple(_distinct(looked_for) if shape else looked_for) for looked_for in wanted),
        rounded=rounded,
        misshapen=tuple(misshapen),
    )


def _distinct(wanted: list[Wanted]) -> list[Wanted]:
    """The first of those that look for the same number: the others are never reached."""
    return list({(one.value, one.tolerance): one for one in reversed(wanted)}.values())[::-1]


def _first_unit(variant: Variant, part: str) -> Node | None:
    """The factor of the unit in which bare numbers are read; None where it is 1 or there are no units."""
    factor = next(iter(variant.task(part).units.values()), "1")
    return None if factor == "1" else variant.body.read(factor)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the values of a part, in the unit of bare numbers."""

    variant: Variant
    part: str
    scale: Node | None
    place: int

    def at(self, node: Node) -> At:
        """The number that a formula has in this entry."""
        return functools.partial(self._scaled, functools.partial(self._number, node))

    def wanted(self, node: Node, tolerance: Tolerance, credit: float) -> Wanted:
        """What is looked for where a formula is right. Raises as ``Workings.value`` does."""
        at = self.at(node)
        allowed = _FOUR_FIGURES if tolerance.is_exact and not is_decimal(at) else tolerance
        width = functools.partial(self._scaled, lambda bits: half_width(self._number(node, bits), allowed))
        return Wanted(value=digits(at), tolerance=digits(_settled(width)), credit=credit)

    def is_key(self, key: Node, known: ParsedMistake, tolerance: Tolerance) -> bool:
        """Whether a mistake has this entry right."""
        try:
            return decide(
                lambda bits: within(self._number(key, bits), self._number(known.node, bits), tolerance)
            )
        except Undecidable:
            return False

    def _number(self, node: Node, bits: int) -> Real:
        value = self.variant.workings_of(self.part).value(node, bits)
        return real(value.entries[self.place] if isinstance(value, Array) else value)

    def _scaled(self, at: At, bits: int) -> Real:
        number = at(bits)
        if self.scale is None:
            return number
        factor = real(scalars(self.variant.workings_of(self.part).value(self.scale, bits))[0])
        if isinstance(number, fmpq) and isinstance(factor, fmpq):
            return number / factor
        with precision(bits):
            quotient: arb = ball(number) / ball(factor)
        return quotient


def digits(at: At) -> str:
    """A number as a decimal: exact where that is short, else to fourteen figures."""
    text = short_text(at(FIRST_BITS))
    return figures_text(to_figures(at, DIGITS)) if text is None or "/" in text else text


def is_decimal(at: At) -> bool:
    """Whether a number can be given exactly in digits."""
    text = short_text(at(FIRST_BITS))
    return text is not None and "/" not in text and len(text.lstrip("-0.").replace(".", "")) <= DIGITS


def _settled(at: At) -> At:
    """The value with as many more bits as it takes to tell it."""

    def told(bits: int) -> Real:
        for enough in PRECISIONS:
            if enough >= bits:
                try:
                    return at(enough)
                except Undecidable:
                    continue
        return at(PRECISIONS[-1])

    return told
