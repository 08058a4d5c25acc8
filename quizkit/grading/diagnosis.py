"""Why is it wrong? Findings that need no author: rounding, signs, units, the usual slips.

Each is a transform of the key, and is named only if the response certainly equals the transformed key
within the question's own tolerance. The question's own mistakes go first; these speak where none fits.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flint import arb, fmpq

from quizkit.equivalence.relations import is_close
from quizkit.equivalence.tolerance import decide
from quizkit.errors import QuizkitError
from quizkit.grading.finding import Finding, wrong
from quizkit.grading.marking import Marking
from quizkit.grading.values import is_rounded
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.arrays import Array, Value, map_entries, shape_of, transpose
from quizkit.mathlang.balls import Exact, ball, real, scalars
from quizkit.mathlang.nodes import Node

Transform = Callable[[Value[Exact]], Value[Exact] | None]
"""A plausible wrong version of a key; None where it does not apply."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip that people make whatever the question."""

    id: str
    say: str
    transform: Transform


def _negated(key: Value[Exact]) -> Value[Exact]:
    return map_entries(lambda entry: -real(entry), key)


def _scaled(factor: Callable[[], arb | fmpq]) -> Transform:
    return lambda key: map_entries(lambda entry: real(entry) * factor(), key)


def _reciprocal(key: Value[Exact]) -> Value[Exact] | None:
    if any(not (real(entry) > 0 or real(entry) < 0) for entry in scalars(key)):
        return None
    return map_entries(lambda entry: fmpq(1) / real(entry), key)


def _complement(key: Value[Exact]) -> Value[Exact] | None:
    entry = real(scalars(key)[0])
    return None if isinstance(key, Array) or not (entry > 0 and entry < 1) else fmpq(1) - entry


def _exponential(key: Value[Exact]) -> Value[Exact] | None:
    if isinstance(key, Array) or not real(key) < 100:
        return None
    return ball(key).exp()


def _logarithm(key: Value[Exact]) -> Value[Exact] | None:
    if isinstance(key, Array) or not real(key) > 0:
        return None
    return ball(key).log()


def _transposed(key: Value[Exact]) -> Value[Exact] | None:
    return transpose(key) if len(shape_of(key)) == 2 and shape_of(key)[0] == shape_of(key)[1] else None


def _reversed(key: Value[Exact]) -> Value[Exact] | None:
    return Array(key.shape, key.entries[::-1]) if isinstance(key, Array) and len(key.shape) == 1 else None


SLIPS = (
    Slip("sign-flipped", "Right size, wrong sign: check which quantity is subtracted from which.", _negated),
    Slip(
        "transposed",
        "This is the transpose: a gradient has its parameter's shape; Jacobian rows are outputs.",
        _transposed,
    ),
    Slip("wrong-order", "The entries are right, but in reverse order.", _reversed),
    Slip(
        "bits-for-nats",
        "That is in bits (logarithm to base 2). For nats, multiply by ln 2.",
        _scaled(lambda: 1 / arb(2).log()),
    ),
    Slip(
        "nats-for-bits",
        "That is in nats (natural logarithm). For bits, divide by ln 2.",
        _scaled(lambda: arb(2).log()),
    ),
    Slip(
        "wrong-log-base",
        "That is with logarithms to base 10; the natural logarithm is ln 10 = 2.303 times larger.",
        _scaled(lambda: 1 / arb(10).log()),
    ),
    Slip(
        "percent-for-fraction", "A fraction was asked for; this is a percentage.", _scaled(lambda: fmpq(100))
    ),
    Slip(
        "fraction-for-percent",
        "A percentage was asked for; this is a fraction.",
        _scaled(lambda: fmpq(1, 100)),
    ),
    Slip("reciprocal", "Upside-down: this is one over the answer.", _reciprocal),
    Slip("complement", "You gave the complement: this is 1 minus the answer.", _complement),
    Slip("factor-two", "A factor of 2 too large.", _scaled(lambda: fmpq(2))),
    Slip("factor-half", "A factor of 2 was lost.", _scaled(lambda: fmpq(1, 2))),
    Slip("exponentiated", "Exponentiated: take the logarithm of this to get the answer.", _exponential),
    Slip("logarithm-for-value", "This is the logarithm of the answer.", _logarithm),
)
"""In the order in which they are tried."""

ROUNDED = "rounded-too-early"


def diagnose(marking: Marking, node: Node) -> Finding | None:
    """What a wrong answer has in common with the key, if that is certain."""
    key = marking.workings.value(marking.key)
    response = marking.workings.value(node)
    if shape_of(key) == shape_of(response) == () and _is_rounded(marking, node, scalars(key)[0]):
        return wrong(
            Evidence("form", {"figures": figures(marking)}),
            message=f"Right, but rounded too early: give {figures(marking)}.",
            mistake=ROUNDED,
        )
    for slip in _fitting(marking, node):
        return wrong(Evidence("tolerance", {"rule": marking.task.tol}), message=slip.say, mistake=slip.id)
    return None


def _is_rounded(marking: Marking, node: Node, key: Exact) -> bool:
    """Whether the number typed is the key rounded, in the unit it was given in."""
    typed, factor = marking.as_typed(node)
    if factor is None:
        return is_rounded(typed, key)
    return is_rounded(typed, ball(key) / ball(scalars(marking.workings.value(factor))[0]))


def _fitting(marking: Marking, node: Node) -> Iterator[Slip]:
    """The slips whose version of the key the response certainly is."""
    for slip in SLIPS:
        try:
            if decide(functools.partial(_is_slip, marking, node, slip)):
                yield slip
        except QuizkitError:
            # A transform without a value on this key says nothing.
            continue


def _is_slip(marking: Marking, node: Node, slip: Slip, bits: int) -> bool:
    """Whether the response is within tolerance of the wrong version, and that version is not the key."""
    key = marking.workings.value(marking.key, bits)
    version = slip.transform(key)
    response = marking.workings.value(node, bits)
    if version is None or shape_of(version) != shape_of(response):
        return False
    wrong_entries = scalars(version)
    return is_close(wrong_entries, scalars(response), marking.tolerance) and not is_close(
        scalars(key), wrong_entries, marking.tolerance
    )


def figures(marking: Marking) -> str:
    """How precisely the question wants its number: ``4 significant figures``."""
    if marking.task.precision:
        return marking.task.precision.replace("sf", " significant figures").replace("dp", " decimals")
    return marking.tolerance.figures()
