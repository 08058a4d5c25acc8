"""Does the key follow from the numbers as they are shown?

A prompt that shows a loss of 1.2 where it computes with 1.2039 asks for another key than it marks by. So
every given, derived value or part that is shown rounded is put back as it is shown, whatever follows from
it follows, and the key must stay within its tolerance. What is shown exactly stays exact; of a value that
is shown twice the more precise counts. A value that the key does not read cannot spoil it.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flint import arb

from quizkit.bank.question import Question
from quizkit.bank.template import Format
from quizkit.equivalence.tolerance import decide, within
from quizkit.errors import Undecidable
from quizkit.mathlang.arrays import Array, Value, entries_of
from quizkit.mathlang.balls import FIRST_BITS, Exact, Real, Workings, precision, rational, real
from quizkit.mathlang.nodes import Name
from quizkit.variants import Variant
from quizkit.variants.rounding import figures_text, places_text, plain_text, to_figures, to_places
from quizkit.variants.separation import axes, flat, numbers
from quizkit.variants.valueless import NO_VALUE
from quizkit.workshop.displays import Display, displays
from quizkit.workshop.witnesses import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A rounded value from which another key follows."""

    display: Display
    told: str
    """What is shown, and the two keys."""
    value: Value[Exact] | None
    """The key as it follows from what is shown; None where it has none."""


@dataclass(frozen=True, slots=True)
class _Rounded:
    """A placeholder, and the entries that it shows rounded, as they are shown."""

    display: Display
    entries: Mapping[int, Exact]
    """By their places, row by row; 0 of a number."""


@dataclass(slots=True)
class Leaks:
    """The rounded displays of one question, setting by setting."""

    question: Question
    _displays: dict[tuple[str, str], tuple[Display, ...]] = field(default_factory=dict)

    def of(self, variant: Variant, part: str) -> Iterator[Leak]:
        """The rounded values of a variant that lead a part's key out of its tolerance.

        Each that does so alone; where only all of them together do, the first.
        """
        plan = self._displays.get((variant.setting, part))
        if plan is None:
            plan = self._displays[variant.setting, part] = tuple(displays(variant.body, part))
        if not plan:
            return
        rounded = _rounded(variant.workings_of(part), plan)
        if not rounded or _stays(variant, part, rounded):
            return
        alone = [one for one in rounded if not _stays(variant, part, [one])]
        if alone:
            yield from (_leak(variant, part, one, [one]) for one in alone)
        else:
            yield _leak(variant, part, rounded[0], rounded)


def _rounded(workings: Workings, plan: tuple[Display, ...]) -> list[_Rounded]:
    """What is shown, but nowhere exactly: each entry as its most precise placeholder has it."""
    best: dict[tuple[str, int], tuple[float, Display, Exact]] = {}
    for display in plan:
        try:
            value = workings.value(Name(display.name))
            for place, entry in _entries(display, value):
                seen = _entry_shown(workings, Name(display.name), place, entry, display.format)
                gap = _gap(seen, entry)
                if (display.name, place) not in best or gap < best[display.name, place][0]:
                    best[display.name, place] = gap, display, seen
        except NO_VALUE:
            continue
    found: dict[Display, dict[int, Exact]] = {}
    for (_, place), (gap, display, seen) in best.items():
        if gap:
            found.setdefault(display, {})[place] = seen
    return [_Rounded(display, entries) for display, entries in found.items()]


def _entries(display: Display, value: Value[Exact]) -> Iterator[tuple[int, Exact]]:
    """The entries that a placeholder shows, with their places."""
    entries: tuple[Exact, ...] = entries_of(value)
    if not display.indices:
        yield from enumerate(entries)
    elif isinstance(value, Array) and len(display.indices) == len(value.shape):
        place = _place(display.indices, value.shape)
        yield place, entries[place]


def _place(indices: tuple[int, ...], shape: tuple[int, ...]) -> int:
    """Which entry is meant, counted row by row."""
    place = 0
    for index, size in zip(indices, shape, strict=True):
        place = place * size + index
    return place


def _entry_shown(workings: Workings, node: Name, place: int, entry: Exact, form: Format) -> Exact:
    """The number that a reader sees of an entry; what is no finite number is as it is."""
    if isinstance(entry, bool | str) or (isinstance(entry, arb) and not entry.is_finite()):
        return entry

    def at(bits: int) -> Real:
        entries: tuple[Exact, ...] = entries_of(workings.value(node, bits))
        if not form.percent:
            return real(entries[place])
        with precision(bits):
            return real(entries[place]) * 100

    if form.figures is not None:
        text = figures_text(to_figures(at, form.figures))
    elif form.places is not None:
        text = places_text(to_places(at, form.places))
    else:
        text = plain_text(at)
    return rational(Fraction(text) / (100 if form.percent else 1))


def _gap(seen: Exact, entry: Exact) -> float:
    """How far what is shown is from what it stands for; 0 only where they are the same."""
    if seen == entry or isinstance(entry, str) or isinstance(seen, str):
        return 0.0
    try:
        return max(abs(float(real(seen) - real(entry))), sys.float_info.min)
    except OverflowError:
        return math.inf


def _with(variant: Variant, part: str, rounded: Iterable[_Rounded]) -> Workings:
    """The workings of a part in which these entries are worth what is shown of them."""
    workings = variant.workings_of(part)
    values: dict[str, Value[Exact]] = {}
    for one in rounded:
        name = one.display.name
        values[name] = _put(values.get(name, workings.value(Name(name))), one.entries)
    return workings.replaced(values)


def _put(value: Value[Exact], entries: Mapping[int, Exact]) -> Value[Exact]:
    """A value with some entries replaced."""
    if isinstance(value, Array):
        kept = enumerate(value.entries)
        return Array(value.shape, tuple(entries.get(place, entry) for place, entry in kept))
    return entries.get(0, value)


def _stays(variant: Variant, part: str, rounded: Iterable[_Rounded]) -> bool:
    """Whether the key stays within its tolerance; where 2,000 bits leave it open, it does."""
    key, tolerance = variant.key_node(part), variant.parsed(part).tolerance
    from_shown = _with(variant, part, rounded)

    def near(bits: int) -> bool:
        expected = numbers(variant.workings_of(part).value(key, bits))
        found = numbers(from_shown.value(key, bits))
        return axes(expected) == axes(found) and all(
            within(a, b, tolerance) for a, b in zip(flat(expected), flat(found), strict=True)
        )

    try:
        return decide(near)
    except Undecidable:
        return True
    except NO_VALUE:
        return False


def _leak(variant: Variant, part: str, blamed: _Rounded, rounded: Iterable[_Rounded]) -> Leak:
    key = variant.key_node(part)
    try:
        value = _with(variant, part, rounded).value(key, FIRST_BITS)
        found = f"key {shown(value)} from it"
    except NO_VALUE:
        value, found = None, "no key from it"
    whole = variant.workings_of(part).value(Name(blamed.display.name))
    put = next(iter(blamed.entries.values())) if blamed.display.indices else _put(whole, blamed.entries)
    seen = f"{blamed.display} is shown as {shown(put)}"
    exactly = f"{shown(variant.key_value(part))} exactly (tol {variant.parsed(part).tolerance})"
    return Leak(display=blamed.display, told=f"{seen}, {found}, {exactly}", value=value)
