"""Independent checks of a key: a reference function, a numeric gradient, a property.

All three work on balls of several hundred bits, so that a difference of two nearly equal losses keeps its
figures and a loss at logits of ±1000 does not overflow. Only ``ref`` passes through floats, those of the
reference function itself.

A gradient is the central difference of the author's loss with a step of 2**-80: its error is of the order
of 2**-160, far below any tolerance, unless the loss has a kink between the two points.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flint import arb, fmpq

from quizkit.equivalence.tolerance import Tolerance, within
from quizkit.errors import QuizkitError, Undecidable, Unreadable
from quizkit.mathlang.arrays import Array, Value, from_nested, shape_of
from quizkit.mathlang.balls import Balls, Exact, Workings, ball, precision, real, scalars
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.exact import OPERATIONS_ON_SCALARS
from quizkit.mathlang.functions import FUNCTIONS
from quizkit.mathlang.nodes import Index, Name, Node, Number
from quizkit.reference import REFERENCE

STEP = fmpq(1, 2**80)
BITS = 400
CLOSE = fmpq(1, 10**9)
"""How far a witness may be from the key, relative to the larger of them (or to 1 below it), if it says
nothing else."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a witness says of a key: whether they agree, and if not the two values as short texts."""

    holds: bool
    key: str = ""
    witness: str = ""


class Approximate(Balls):
    """Balls whose ``==`` means equal to nine figures, for properties of irrational keys.

    ``<=`` holds of what is equal in this sense. ``<`` compares the numbers themselves, so that
    ``abs(a - b) < 1e-12`` can be said; balls that overlap are equal, so neither is below the other.
    """

    __slots__ = ()

    @staticmethod
    def operation(name: str, /) -> Callable[..., Exact]:
        """One operation; comparisons allow for the last figures."""
        return _APPROXIMATE[name]


def _is_near(left: Exact, right: Exact) -> bool:
    a, b = ball(left), ball(right)
    gap = abs(a - b)
    allowed = ball(CLOSE) * (abs(a).max(abs(b))).max(arb(1))
    if gap <= allowed:
        return True
    if gap > allowed:
        return False
    raise Undecidable("whether two values agree to nine figures")


def _is_below(left: Exact, right: Exact) -> bool:
    return bool(ball(left) < ball(right))


_NEAR: Mapping[str, Callable[[Exact, Exact], bool]] = {
    "equal": _is_near,
    "unequal": lambda a, b: not _is_near(a, b),
    "less_equal": lambda a, b: _is_below(a, b) or _is_near(a, b),
    "greater_equal": lambda a, b: _is_below(b, a) or _is_near(a, b),
    "less": _is_below,
    "greater": lambda a, b: _is_below(b, a),
}


def _of_numbers(operation: str) -> Callable[[Exact, Exact], Exact]:
    """A comparison that allows for the last figures of numbers; words are compared as they are."""
    near, strict = _NEAR[operation], OPERATIONS_ON_SCALARS[operation]

    def compare(left: Exact, right: Exact) -> Exact:
        if isinstance(left, str) or isinstance(right, str):
            return strict(left, right)
        return near(left, right)

    return compare


_APPROXIMATE: Mapping[str, Callable[..., Exact]] = {
    **OPERATIONS_ON_SCALARS,
    **{operation: _of_numbers(operation) for operation in _NEAR},
}


def property_holds(condition: Node, workings: Workings) -> bool:
    """Whether an ``expect`` condition holds, equality to nine figures."""
    with precision(BITS):
        found = evaluate(condition, workings.at(BITS), Approximate(), _references(beside_the_language=True))
        return all(bool(entry) for entry in scalars(found))


def reference_value(formula: Node, workings: Workings) -> Value[Exact]:
    """The value of a ``ref`` formula; reference functions compute in float64.

    A name that both the language and the reference know means the reference's: the language's own is
    what the key may be written in, and would be no independent witness.
    """
    with precision(BITS):
        return evaluate(formula, workings.at(BITS), Approximate(), _references(beside_the_language=False))


@functools.cache
def _references(*, beside_the_language: bool) -> Mapping[str, Callable[..., Value[Exact]]]:
    """The reference functions on exact values: floats in, the float they give as an exact value out."""
    return {
        name: functools.partial(_call, name)
        for name in REFERENCE
        if not (beside_the_language and name in FUNCTIONS)
    }


def _call(name: str, arguments: tuple[Value[Exact], ...]) -> Value[Exact]:
    result = REFERENCE[name](*(_as_floats(argument) for argument in arguments))
    nested = result if isinstance(result, float | int) else result.tolist()
    return from_nested(nested, _exactly)


def _exactly(leaf: object) -> Exact:
    # A whole number may be beyond the greatest double.
    value = leaf if isinstance(leaf, float) else float(str(leaf))
    if not math.isfinite(value):
        raise Undecidable("a reference function gave no finite number")
    return fmpq(*value.as_integer_ratio())


def _as_floats(value: Value[Exact]) -> object:
    if isinstance(value, Array):
        return Array(value.shape, tuple(map(_as_float, value.entries))).nested()
    return _as_float(value)


def _as_float(entry: Exact) -> float | str:
    """A scalar as reference functions take it: a float; words such as ``'mean'`` as they are."""
    if isinstance(entry, str):
        return entry
    number = real(entry)
    if isinstance(number, fmpq):
        return int(number.p) / int(number.q)
    return float(number)


def gradient(loss: Node, wrt: Node, workings: Workings) -> Value[Exact]:
    """The derivative of ``loss`` by a variable, or by one entry of it, by central differences.

    Of a scalar loss by an array it has the array's shape; of a vector by a vector it is the Jacobian,
    rows are outputs.
    """
    name, point, places = _variable(wrt, workings)
    columns = [_difference(loss, workings, name, point, place) for place in places]
    if shape_of(point) == () or isinstance(wrt, Index):
        return columns[0]
    inner = shape_of(columns[0])
    if inner == ():
        return Array(shape_of(point), tuple(scalars(column)[0] for column in columns))
    rows = zip(*(scalars(column) for column in columns), strict=True)
    return Array((*inner, *shape_of(point)), tuple(itertools.chain.from_iterable(rows)))


def _variable(wrt: Node, workings: Workings) -> tuple[str, Value[Exact], list[int]]:
    """The variable differentiated by, where it stands, and which of its entries."""
    match wrt:
        case Name(name):
            point = workings.value(wrt, BITS)
            return name, point, list(range(len(scalars(point))))
        case Index(Name(name) as base, indices, origin):
            point = workings.value(base, BITS)
            shape = shape_of(point)
            place = 0
            for index, size in zip(indices, shape, strict=True):
                if not isinstance(index, Number) or index.denominator != 1:
                    raise Unreadable("wrt: an entry is named by whole numbers", index.start, index.end)
                place = place * size + index.numerator - origin
            return name, point, [place]
        case _:
            raise Unreadable("wrt: expected a variable or one of its entries", wrt.start, wrt.end)


def _difference(loss: Node, workings: Workings, name: str, point: Value[Exact], place: int) -> Value[Exact]:
    with precision(BITS):
        ends = [_moved(point, place, step) for step in (STEP, -STEP)]
    ahead, behind = (workings.replaced({name: end}).value(loss, BITS) for end in ends)
    with precision(BITS):
        return (
            Array(
                shape_of(ahead),
                tuple(
                    (ball(a) - ball(b)) / (2 * ball(STEP))
                    for a, b in zip(scalars(ahead), scalars(behind), strict=True)
                ),
            )
            if shape_of(ahead)
            else (ball(scalars(ahead)[0]) - ball(scalars(behind)[0])) / (2 * ball(STEP))
        )


def _moved(point: Value[Exact], place: int, step: fmpq) -> Value[Exact]:
    if not isinstance(point, Array):
        return real(point) + ball(step)
    entries = list(point.entries)
    entries[place] = real(entries[place]) + ball(step)
    return Array(point.shape, tuple(entries))


def agreement(key: Value[Exact], witness: Value[Exact], tolerance: Tolerance | None = None) -> Agreement:
    """Whether a key and a witness have one shape and the same entries.

    The same is within the tolerance of the key; without one, to nine figures.
    """
    holds = False
    with precision(BITS):
        if shape_of(key) == shape_of(witness):
            pairs = zip(scalars(key), scalars(witness), strict=True)
            try:
                holds = all(
                    _is_near(a, b) if tolerance is None else within(real(a), real(b), tolerance)
                    for a, b in pairs
                )
            except QuizkitError:
                holds = False
    return Agreement(holds) if holds else Agreement(holds, shown(key), shown(witness))


def shown(value: Value[Exact]) -> str:
    """A value in short: six figures an entry."""
    if isinstance(value, Array):
        rows = [f"[{', '.join(shown(entry) for entry in row.entries)}]" for row in _rows(value)]
        return rows[0] if len(value.shape) == 1 else f"[{', '.join(rows)}]"
    number = _as_float(value)
    return number if isinstance(number, str) else f"{number:.6g}"


def _rows(value: Array[Exact]) -> tuple[Array[Exact], ...]:
    return value.rows() if len(value.shape) == 2 else (value,)
