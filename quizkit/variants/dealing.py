"""Which variants does a question deal, and how many are there?

Variant n is the n-th accepted, distinct seed counting from 0, without those that the author skips; with
``balance``, the values of one given take turns. So ``variants: 12`` is the whole record of what is dealt.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizkit.bank.constants import Constant
from quizkit.bank.grids import points, resolved
from quizkit.bank.laws import Draw, dependencies
from quizkit.bank.question import Question
from quizkit.errors import NoVariant, Unreadable
from quizkit.variants.draws import bound_value, every
from quizkit.variants.making import make_variant, one_try
from quizkit.variants.parsed import parsed
from quizkit.variants.settings import SETTING
from quizkit.variants.streams import Stream
from quizkit.variants.valueless import NO_VALUE
from quizkit.variants.variant import GivenValue, Variant, given_value

SMALL = 200
"""Up to so many draws, all are tried to count the distinct variants."""
SCAN = 1000
SCAN_EACH = 50
"""Seeds that are looked at: so many, and so many more for each variant wanted."""
MAX_SPLIT = 1000
"""The most values of a given that others depend on, when the space is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """The variants that a question deals."""

    variants: tuple[Variant, ...]
    distinct: int | None
    """How many distinct variants there are, where all were tried; None where they are too many."""

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds that are dealt, in order."""
        return tuple(variant.seed for variant in self.variants)


def deployed_variants(question: Question) -> tuple[int, ...]:
    """The seeds that a question deals: distinct variants, at most as many as it asks for."""
    return deployment(question).seeds


def deployment(question: Question) -> Deployment:
    """The variants that a question deals, and how many there are."""
    distinct = _distinct(question)
    if question.balance is None:
        found = itertools.islice(_accepted(question, distinct), question.variants)
        return Deployment(variants=tuple(found), distinct=distinct)
    return Deployment(variants=_balanced(question, question.balance, distinct), distinct=distinct)


def space(question: Question) -> int | None:
    """How many draws there are, over all settings; None where they cannot be counted."""
    sizes = [_size(list(parsed(question, setting).draws.items()), {}) for setting in question.bodies]
    return None if any(size is None for size in sizes) else sum(size or 0 for size in sizes)


def every_variant(question: Question) -> Iterator[Variant]:
    """Every draw of a question that is accepted, once; of options, only one order each.

    They carry the seed 0 whatever they are: it is their ``given`` that tells them apart.
    """
    for setting in question.bodies:
        body = parsed(question, setting)
        stream = Stream(question=question.id, setting=setting, seed=0)
        for values in _every_draw(list(body.draws.items()), {}):
            made = one_try(question, body, stream, values)
            if isinstance(made, Variant):
                yield made


def all_variants(question: Question) -> tuple[Variant, ...] | None:
    """Every variant of a small question without options; None of any other question."""
    tasks = [task for body in question.bodies.values() for task in body.tasks]
    size = space(question)
    if size is None or size > SMALL or any(task.options for task in tasks):
        return None
    return tuple(every_variant(question))


def _distinct(question: Question) -> int | None:
    """The number of distinct variants, where all can be tried."""
    found = all_variants(question)
    return None if found is None else len({variant.hash for variant in found})


def _accepted(question: Question, distinct: int | None) -> Iterator[Variant]:
    """The distinct variants of the seeds from 0, as far as they are looked for."""
    skipped = _skipped(question)
    seen = set(skipped)
    for seed in range(SCAN + SCAN_EACH * question.variants):
        if distinct is not None and len(seen) >= distinct:
            return
        try:
            variant = make_variant(question, seed)
        except NoVariant:
            continue
        if variant.hash not in seen:
            seen.add(variant.hash)
            yield variant


def _skipped(question: Question) -> set[str]:
    """The hashes of what is never dealt, under whatever seed it comes."""
    found = set()
    for seed in question.skip:
        try:
            found.add(make_variant(question, seed).hash)
        except NoVariant:
            continue
    return found


def _balanced(question: Question, name: str, distinct: int | None) -> tuple[Variant, ...]:
    """The variants dealt round by round, one for each value of a given."""
    hands: dict[GivenValue | None, list[Variant]] = {}
    for variant in _accepted(question, distinct):
        hands.setdefault(_turn(variant, name), []).append(variant)
        if _enough(question, hands, name):
            break
    ordered = sorted(hands, key=lambda value: _place(question, name, value))
    rounds = itertools.zip_longest(*(hands[value] for value in ordered))
    dealt = [variant for turn in rounds for variant in turn if variant is not None]
    return tuple(dealt[: question.variants])


def _enough(question: Question, hands: Mapping[GivenValue | None, list[Variant]], name: str) -> bool:
    """Whether every value of the given has been met as often as it will be dealt."""
    values = _values(question, name)
    wanted = -(-question.variants // max(len(values), 1))
    return bool(values) and all(len(hands.get(value, [])) >= wanted for value in values)


def _turn(variant: Variant, name: str) -> GivenValue | None:
    return variant.setting if name == SETTING else variant.given.get(name)


def _values(question: Question, name: str) -> list[GivenValue]:
    """The values that take turns, in the order of the bank; none where earlier givens decide them."""
    if name == SETTING:
        return list(question.bodies)
    found: dict[GivenValue, None] = {}
    for setting in question.bodies:
        draw = parsed(question, setting).draws.get(name)
        if draw is not None and (points(draw) or MAX_SPLIT + 1) <= MAX_SPLIT:
            found |= dict.fromkeys(map(given_value, every(draw)))
    return list(found)


def _place(question: Question, name: str, value: GivenValue | None) -> tuple[int, str]:
    """Where a value stands among those that take turns; one that is not listed comes last."""
    values = _values(question, name)
    return (values.index(value) if value in values else len(values)), str(value)


# Going through draws that depend on each other.


def _size(draws: list[tuple[str, Draw]], values: Mapping[str, Constant]) -> int | None:
    """How many ways there are to draw these; None if they cannot be counted."""
    if not draws:
        return 1
    (name, draw), *rest = draws
    ready = _ready(draw, values)
    if ready is None:
        return 0
    ways = points(ready) or 0
    if not any(name in dependencies(other) for _, other in rest):
        after = _size(rest, values)
        return None if after is None else ways * after
    if ways > MAX_SPLIT:
        return None
    sizes = [_size(rest, {**values, name: value}) for value in every(ready)]
    return None if any(size is None for size in sizes) else sum(size or 0 for size in sizes)


def _every_draw(
    draws: list[tuple[str, Draw]], values: Mapping[str, Constant]
) -> Iterator[Mapping[str, Constant]]:
    if not draws:
        yield values
        return
    (name, draw), *rest = draws
    ready = _ready(draw, values)
    for value in every(ready) if ready is not None else ():
        yield from _every_draw(rest, {**values, name: value})


def _ready(draw: Draw, values: Mapping[str, Constant]) -> Draw | None:
    """The draw with its bounds worked out; None where they make no draw."""
    try:
        return resolved(draw, lambda node: bound_value(node, values))
    except (Unreadable, *NO_VALUE):
        return None
