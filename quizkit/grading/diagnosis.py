"""Why is a number, vector or matrix wrong? Findings that need no author: rounding, signs, units, slips.

Each is a wrong version of the key, and is named only if the response certainly is that version within the
question's own tolerance. The question's own mistakes go first; these speak where none fits.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from flint import fmpq

from quizkit.equivalence.relations import is_close, is_multiple, is_permutation
from quizkit.equivalence.tolerance import EXACT, Relative, Tolerance, decide, within
from quizkit.errors import QuizkitError
from quizkit.grading.finding import Finding, wrong
from quizkit.grading.lookup import response_floats
from quizkit.grading.marking import Marking
from quizkit.grading.merits import right_entries_sentence
from quizkit.grading.slips import SLIPS
from quizkit.grading.typed import entries_typed, figures_typed, is_cut_off, is_rounded
from quizkit.grading.values import figures, matches, right_entries
from quizkit.grading.verdict import Evidence
from quizkit.grading.versions import Strength, Version
from quizkit.mathlang.arrays import Array, shape_of
from quizkit.mathlang.balls import Exact, ball, rational, real, scalars
from quizkit.mathlang.nodes import Negative, Node, Number

__all__ = ["SLIPS", "diagnose", "entry_merits"]

ROUNDED = "rounded-too-early"
NEAR = Relative(fmpq(1, 20))
"""A number rounded too early is still about right."""

_SHARES: dict[Strength, fmpq | None] = {
    "plain": None,
    "fair": fmpq(1, 200),
    "faint": fmpq(1, 2000),
}
"""How near a number must be to a version of each strength, whatever the question's tolerance."""
_FIGURES: dict[Strength, int] = {"plain": 2, "fair": 3, "faint": 4}
"""To how many figures a version must have been typed to be known by its rounding."""


def diagnose(marking: Marking, node: Node) -> Finding | None:
    """What a wrong answer has in common with the key, if that is certain."""
    node = marking.in_shape(node)
    key = marking.study.value()
    floats = response_floats(marking.workings, node)
    if not isinstance(node, Number | Negative) and shape_of(marking.workings.value(node)) != shape_of(key):
        return None
    if _is_rounded(marking, node, floats):
        return wrong(
            Evidence("form", {"figures": figures(marking)}),
            message=f"Right, but rounded too early: give {figures(marking)}.",
            mistake=ROUNDED,
        )
    if _is_in_wrong_unit(marking, node):
        return _slip(marking, "wrong-unit")
    if floats is not None:
        for version in marking.study.number_versions.near(floats):
            if _is_version(marking, node, version):
                return _named(marking, version)
    return _of_array(marking, node) if isinstance(key, Array) else None


def _slip(marking: Marking, slip: str, message: str | None = None) -> Finding:
    return wrong(
        Evidence("tolerance", {"rule": marking.task.tol}),
        message=marking.said(slip) if message is None else message,
        mistake=slip,
    )


def _named(marking: Marking, version: Version) -> Finding:
    """A version, in words; one in another accepted unit says which."""
    if not version.unit:
        return _slip(marking, version.slip)
    first = next(iter(marking.task.units))
    known = {("nats", "bits"): "bits-for-nats", ("bits", "nats"): "nats-for-bits"}
    message = (
        f"That is the answer in {version.unit}, but a bare number is read in {first}: write the unit with it."
    )
    return _slip(marking, known.get((first, version.unit), version.slip), message)


def _is_rounded(marking: Marking, node: Node, floats: tuple[float, ...] | None) -> bool:
    """Whether what was typed is the key rounded or cut off, in the unit it was given in."""
    key = marking.study.floats
    # Most wrong numbers are nowhere near; rounding keeps within a twentieth.
    if key and floats and len(key) == len(floats) == 1 and abs(floats[0] - key[0]) > 0.06 * abs(key[0]):
        return False
    typed, factor = marking.as_typed(node)
    entries = entries_typed(typed)
    expected = scalars(marking.study.value())
    if len(entries) != len(expected) or not entries:
        return False
    scale: Exact | None = None if factor is None else scalars(marking.workings.value(factor))[0]
    for entry, one in zip(entries, expected, strict=True):
        target = one if scale is None else ball(one) / ball(scale)
        if not (is_rounded(entry, target) or is_cut_off(entry, target)) or not _is_near(
            marking, entry, target
        ):
            return False
    return True


def _is_near(marking: Marking, entry: Node, expected: Exact) -> bool:
    """Whether a rounded number is about as large as the expected one."""
    value = scalars(marking.workings.value(entry))[0]
    try:
        return within(real(expected), real(value), Tolerance((NEAR,))) or (
            shape_of(marking.study.value()) != () and within(real(expected), real(value), marking.tolerance)
        )
    except QuizkitError:
        return False


def _is_in_wrong_unit(marking: Marking, node: Node) -> bool:
    """Whether the number is right, but another unit than its own stands behind it."""
    typed, factor = marking.as_typed(node)
    if factor is None:
        return False
    try:
        return matches(marking, marking.key, typed)
    except QuizkitError:
        return False


def _is_version(marking: Marking, node: Node, version: Version) -> bool:
    """Whether the response certainly is the wrong version, and that version is not the key."""
    try:
        return decide(lambda bits: _is_version_at(marking, node, version, bits))
    except QuizkitError:
        # A version without a value on this key says nothing.
        return False


def _is_version_at(marking: Marking, node: Node, version: Version, bits: int) -> bool:
    expected = marking.workings.value(version.node, bits)
    response = marking.workings.value(node, bits)
    if shape_of(expected) != shape_of(response):
        return False
    entries = scalars(expected)
    if is_close(scalars(marking.study.value(bits)), entries, marking.tolerance):
        return False
    if isinstance(expected, Array):
        return is_close(entries, scalars(response), marking.tolerance)
    share = _SHARES[version.strength]
    close = is_close(entries, scalars(response), marking.tolerance) and (
        share is None
        or marking.tolerance == EXACT
        or is_close(entries, scalars(response), Tolerance((Relative(share),)))
    )
    return close or _is_rounded_version(marking, node, version, entries[0])


def _is_rounded_version(marking: Marking, node: Node, version: Version, expected: Exact) -> bool:
    """Whether what was typed is the version rounded, to figures enough to know it by."""
    typed, factor = marking.as_typed(node)
    if marking.tolerance == EXACT or figures_typed(typed) < _FIGURES[version.strength]:
        return False
    if factor is not None:
        expected = ball(expected) / ball(scalars(marking.workings.value(factor))[0])
    return is_rounded(typed, expected)


def _of_array(marking: Marking, node: Node) -> Finding | None:
    """Entries in another order, a length that does not count, and which entries are right."""
    relations: tuple[tuple[str, Callable[[Marking, Node, int], bool]], ...] = (
        ("wrong-order", _is_reordered),
        ("not-normalised", _is_unnormalised),
    )
    for slip, relation in relations:
        try:
            if decide(functools.partial(relation, marking, node)):
                return _slip(marking, slip)
        except QuizkitError:
            continue
    return None


def _pair(marking: Marking, node: Node, bits: int) -> tuple[tuple[Exact, ...], tuple[Exact, ...]]:
    return scalars(marking.study.value(bits)), scalars(marking.workings.value(node, bits))


def _is_reordered(marking: Marking, node: Node, bits: int) -> bool:
    return is_permutation(*_pair(marking, node, bits), marking.tolerance)


def _is_unnormalised(marking: Marking, node: Node, bits: int) -> bool:
    """Whether the key is normalised, in its sum or its length, and the response a multiple of it."""
    key, response = _pair(marking, node, bits)
    whole = sum((real(entry) for entry in key), rational(0))
    length = sum((real(entry) * real(entry) for entry in key), rational(0))
    one = Tolerance((Relative(fmpq(1, 10**9)),))
    is_normalised = any(within(rational(1), total, one) for total in (whole, length))
    return is_normalised and is_multiple(key, response, marking.tolerance)


def entry_merits(marking: Marking, node: Node) -> str:
    """Which entries of a wrong vector or matrix are right, in words."""
    shape = shape_of(marking.study.value())
    try:
        if not shape or shape_of(marking.workings.value(node)) != shape:
            return ""
        close = right_entries(marking, node)
    except QuizkitError:
        return ""
    return right_entries_sentence(list(_places(close, shape)), len(close))


def _places(close: tuple[bool, ...], shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    width = shape[-1]
    for place, is_right in enumerate(close):
        if is_right:
            yield (place + 1,) if len(shape) == 1 else (place // width + 1, place % width + 1)
