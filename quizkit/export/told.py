"""How are the key and the mistakes of a variant told to a person? As short text, rounded where need be."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from quizkit.bank.question import Mistake
from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import Exact, Real, Workings, real
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.tidy import one_line
from quizkit.variants import Variant
from quizkit.variants.expressions import with_numbers
from quizkit.variants.parsed import ParsedMistake
from quizkit.variants.rounding import plain_text
from quizkit.variants.valueless import NO_VALUE


@dataclass(frozen=True, slots=True)
class ToldMistake:
    """A mistake as it comes out in one variant."""

    mistake: Mistake
    text: str
    """What whoever makes it would write."""
    say: str
    """Markdown: what to say to them."""


def key_told(variant: Variant, part: str) -> str:
    """The key of a part: a formula, numbers with six figures, letters of options; empty for free text."""
    key = variant.parsed(part).key
    if key is None:
        return variant.key_text(part)
    return _with_unit(variant, part, _told(variant, part, key))


def accepted_told(variant: Variant, part: str) -> tuple[str, ...]:
    """The other answers that earn full marks."""
    return tuple(_told(variant, part, node) for node in variant.parsed(part).accept)


def mistakes_told(variant: Variant, part: str) -> tuple[ToldMistake, ...]:
    """The mistakes that can be made in this variant, in file order; those without a value are left out."""
    found = []
    for known in armed(variant, part):
        try:
            text = _told(variant, part, known.node)
        except NO_VALUE:
            continue
        found.append(ToldMistake(known.mistake, text, variant.say(known.mistake.id, part)))
    return tuple(found)


def armed(variant: Variant, part: str) -> tuple[ParsedMistake, ...]:
    """The mistakes whose condition holds for the numbers drawn."""
    workings = variant.workings_of(part)
    known = variant.parsed(part).mistakes
    return tuple(one for one in known if one.when is None or workings.holds(one.when))


def _told(variant: Variant, part: str, node: Node) -> str:
    workings = variant.workings_of(part)
    if variant.is_symbolic(part) or variant.task(part).kind == "expression":
        return one_line(with_numbers(node, workings, variant.body.symbolic_in(part), fold=True))
    return _value_told(workings, node)


def _value_told(workings: Workings, node: Node) -> str:
    value = workings.value(node)
    if not isinstance(value, Array):
        return plain_text(functools.partial(_entry_at, workings, node, 0))
    entries = [
        plain_text(functools.partial(_entry_at, workings, node, at)) for at in range(len(value.entries))
    ]
    if len(value.shape) == 1:
        return _listed(entries)
    width = value.shape[1]
    rows = [entries[start : start + width] for start in range(0, len(entries), width)]
    return f"[{', '.join(map(_listed, rows))}]"


def _listed(entries: list[str]) -> str:
    return f"[{', '.join(entries)}]"


def _entry_at(workings: Workings, node: Node, place: int, bits: int) -> Real:
    value: Value[Exact] = workings.value(node, bits)
    return real(value.entries[place] if isinstance(value, Array) else value)


def _with_unit(variant: Variant, part: str, text: str) -> str:
    units = variant.task(part).units
    return f"{text} {next(iter(units))}" if units else text
