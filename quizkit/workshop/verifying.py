"""Do the witnesses of a key agree with it, on this variant?

A symbolic key is tried at points: the free letters that a witness does not bind itself are drawn from
their domains, by streams, so that every run tries the same points.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from quizkit.bank.constants import Constant
from quizkit.bank.given import parse_given
from quizkit.bank.grids import resolved
from quizkit.bank.laws import Draw
from quizkit.bank.question import Specification, Witness
from quizkit.equivalence.tolerance import Tolerance, parse_tolerance
from quizkit.errors import QuizkitError, Undecidable, Undefined
from quizkit.mathlang.arrays import Array, Shape, Value, shape_of
from quizkit.mathlang.balls import BALLS, Exact, Workings, is_finite, rational, scalars
from quizkit.mathlang.domains import Domain
from quizkit.mathlang.nodes import Name, Node
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope
from quizkit.reference import REFERENCE
from quizkit.variants import Variant
from quizkit.variants.draws import drawn
from quizkit.variants.streams import Stream
from quizkit.workshop.witnesses import BITS, agreement, gradient, property_holds, reference_value, shown

POINTS = 6
"""At how many points a symbolic key is tried on each variant."""
SPREAD = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A witness that does not agree, or could not be heard."""

    code: str
    place: int
    """Which witness of the task, from 0."""
    message: str
    shown: str


def verify(variant: Variant, part: str) -> Iterator[Doubt]:
    """What the witnesses of a part have against its key, on this variant."""
    for place, witness in enumerate(variant.task(part).verify):
        doubt = _heard(variant, part, place, witness)
        if doubt is not None:
            yield doubt


def has_value(variant: Variant, part: str) -> bool:
    """Whether the key of a part is finite: of a symbolic one, at some point of its domain."""
    if variant.task(part).answer is None:
        return True
    for attempt in range(POINTS if variant.is_symbolic(part) else 1):
        stream = _stream(variant, part, "key", attempt)
        try:
            values = {name: point(domain, stream, name) for name, domain in variant.symbols.items()}
            if is_finite(variant.workings_of(part).replaced(values).value(variant.key_node(part), BITS)):
                return True
        except (Undefined, Undecidable):
            continue
    return False


def _heard(variant: Variant, part: str, place: int, witness: Witness) -> Doubt | None:
    """What one witness has against the key: tried at several points where there are any to choose."""
    was_heard = False
    silence = ""
    for attempt in range(POINTS if variant.is_symbolic(part) or witness.given else 1):
        try:
            doubt = _doubt(variant, part, place, witness, attempt)
        except (Undefined, Undecidable) as error:
            # At this point the loss or the key has no value; the others must speak.
            silence = str(error)
            continue
        except QuizkitError as error:
            return Doubt(code="QK502", place=place, message="the witness cannot be heard", shown=str(error))
        if doubt is not None:
            return doubt
        was_heard = True
    if was_heard:
        return None
    return Doubt(code="QK501", place=place, message="the witness has no value", shown=silence)


def _doubt(variant: Variant, part: str, place: int, witness: Witness, attempt: int) -> Doubt | None:
    """What a witness has against the key at one point."""
    workings, scope, drawn_here = _workings(variant, part, place, witness, attempt)
    formula = _read(witness.formula, scope)
    key = variant.parsed(part).key
    if witness.kind == "expect":
        if property_holds(formula, workings):
            return None
        # A choice has no formula for a key.
        told = [] if key is None else [f"key {shown(workings.value(key, BITS))}"]
        return Doubt(
            code="QK501",
            place=place,
            message=f"the property fails: {witness.formula}",
            shown=_told(drawn_here, *told),
        )
    if witness.kind == "grad":
        found = gradient(formula, _read(witness.wrt or "", scope), workings)
        name, word = "the numeric gradient", "gradient"
    else:
        found = reference_value(formula, workings)
        name, word = f"the reference {witness.formula}", "reference"
    tolerance = None if witness.tol is None else _tolerance(witness.tol)
    agreed = agreement(workings.value(variant.key_node(part), BITS), found, tolerance)
    if agreed.holds:
        return None
    return Doubt(
        code="QK501",
        place=place,
        message=f"the key disagrees with {name}",
        shown=_told(drawn_here, f"key {agreed.key}", f"{word} {agreed.witness}"),
    )


def _told(drawn_here: Mapping[str, Value[Exact]], *more: str) -> str:
    """The values that were drawn for a witness, and what came of them."""
    return ", ".join([*(f"{name} = {shown(value)}" for name, value in drawn_here.items()), *more])


def _stream(variant: Variant, part: str, purpose: str, attempt: int) -> Stream:
    """Chance of its own for each witness, so that adding one moves no other's points."""
    return Stream(
        question=variant.question.id,
        setting=f"{variant.setting}/{part}/{purpose}",
        seed=variant.seed,
        attempt=attempt,
    )


def _workings(
    variant: Variant, part: str, place: int, witness: Witness, attempt: int
) -> tuple[Workings, _Letters, Mapping[str, Value[Exact]]]:
    """The variant's workings with values for the free letters and for the witness's own names.

    And how the witness's formulas are read, now that every name has a shape; and the values drawn here.
    """
    stream = _stream(variant, part, f"witness {place}", attempt)
    found = variant.workings_of(part)
    values: dict[str, Value[Exact]] = {}
    for name, specification in witness.given.items():
        ready = resolved(_given(specification), functools.partial(_number, found.replaced(values)))
        values[name] = _value(drawn(ready, stream, name))
    bound = set(witness.let) | set(values)
    for name, domain in variant.symbols.items():
        if name not in bound:
            values[name] = point(domain, stream, name)
    found = found.replaced(values)
    scope = variant.scope
    shapes = {**scope.shapes, **{name: shape_of(value) for name, value in values.items()}}
    for name, formula in witness.let.items():
        found = found.extended({name: _read(formula, _Letters(_items(shapes), scope.integers))})
        shapes[name] = shape_of(found.value(Name(name)))
    return found, _Letters(_items(shapes), scope.integers), values


@dataclass(frozen=True, slots=True)
class _Letters:
    """How a witness's formulas are read: the shapes of all names, and which are whole numbers."""

    shapes: tuple[tuple[str, Shape], ...]
    integers: frozenset[str]


@functools.lru_cache(maxsize=128)
def _tolerance(text: str) -> Tolerance:
    return parse_tolerance(text)


@functools.lru_cache(maxsize=1024)
def _given(specification: Specification) -> Draw:
    return parse_given(specification)


def _items(shapes: Mapping[str, Shape]) -> tuple[tuple[str, Shape], ...]:
    return tuple(sorted(shapes.items()))


@functools.lru_cache(maxsize=1024)
def _read(formula: str, letters: _Letters) -> Node:
    """A witness's formula. Most variants of a question read it alike."""
    scope = Scope(
        shapes=dict(letters.shapes), integers=letters.integers, author=True, open=True, extra=_extra()
    )
    return parse(formula, scope)


@functools.cache
def _extra() -> Mapping[str, tuple[int, int | None]]:
    """How many arguments the reference functions take."""
    return {name: (entry.least, entry.most) for name, entry in REFERENCE.items()}


def _number(workings: Workings, node: Node) -> Fraction:
    """The size or bound that a formula gives."""
    exact = BALLS.exactly(scalars(workings.value(node))[0])
    if exact is None:
        raise Undefined("a size or bound that is not rational")
    return exact


def _value(constant: Constant) -> Value[Exact]:
    if not isinstance(constant, tuple):
        return constant if isinstance(constant, str) else rational(constant)
    if constant and isinstance(constant[0], tuple):
        rows = [[_scalar(entry) for entry in row] for row in constant if isinstance(row, tuple)]
        return Array((len(rows), len(rows[0])), tuple(entry for row in rows for entry in row))
    return Array((len(constant),), tuple(_scalar(entry) for entry in constant))


def _scalar(constant: Constant) -> Exact:
    if isinstance(constant, tuple):
        raise Undefined("a value of more than two axes")
    return constant if isinstance(constant, str) else rational(constant)


def point(domain: Domain, stream: Stream, name: str) -> Value[Exact]:
    """A point of a domain, with short binary fractions inside intervals."""
    count = math.prod(domain.shape)
    if domain.kind == "onehot":
        hot = stream.index(count, name)
        return Array(domain.shape, tuple(rational(int(place == hot)) for place in range(count)))
    if domain.kind == "simplex":
        shares = [1 + stream.index(SPREAD, name, (place,)) for place in range(count)]
        total = sum(shares)
        return Array(domain.shape, tuple(rational(Fraction(share, total)) for share in shares))
    if not domain.shape:
        return rational(_entry(domain, stream, name, 0))
    return Array(domain.shape, tuple(rational(_entry(domain, stream, name, i)) for i in range(count)))


def _entry(domain: Domain, stream: Stream, name: str, place: int) -> Fraction:
    if domain.kind == "values":
        return domain.values[stream.index(len(domain.values), name, (place,))]
    low = domain.low if domain.low is not None else (domain.high or Fraction(3)) - 6
    high = domain.high if domain.high is not None else low + 6
    if domain.kind == "integers":
        return low + stream.index(int(high - low) + 1, name, (place,))
    for again in range(100):
        share = Fraction(1 + stream.index(SPREAD - 1, name, (place, again)), SPREAD)
        value = low + (high - low) * share
        if value not in domain.excluded:
            return value
    raise Undefined(f"no point of {domain} was found")
