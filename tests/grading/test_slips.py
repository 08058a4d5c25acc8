"""No label is shown that another evaluation, by mpmath at sixty digits, does not confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from quizkit.bank import load_bank
from quizkit.errors import QuizkitError
from quizkit.grading import Verdict, grade
from quizkit.grading.marking import Marking, marking_of
from quizkit.grading.response import read_response
from quizkit.grading.rewrites import rewritten
from quizkit.grading.slips import SLIPS
from quizkit.mathlang.arrays import Array, entries_of
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.nodes import Binary, Negative, Node, Number, names
from quizkit.mathlang.printing import text
from tests.equivalence.reference import DIGITS, Mpmath
from tests.grading.field_bank import variant

FORMULAS = (
    "bce-gradient",
    "sigmoid-slope",
    "coin-entropy",
    "coin-kl",
    "silu-slope",
    "gaussian-kl",
    "attention-scale",
    "softmax-gradient",
    "weight-gradient",
)
NUMBERS = ("mean-loss", "accuracy", "parameters", "divergence", "deviation")
IDS = {slip.id for slip in SLIPS}
SAME = mpmath.mpf(10) ** -30

WHOLE: Mapping[str, Callable[[Any], list[Any]]] = {
    "sign-flipped": lambda k: [-k],
    "bits-for-nats": lambda k: [k / mpmath.log(2)],
    "nats-for-bits": lambda k: [k * mpmath.log(2)],
    "decimal-log": lambda k: [k / mpmath.log(10), k * mpmath.log(2) / mpmath.log(10)],
    "wrong-log-base": lambda k: [k * mpmath.log(2), k / mpmath.log(2), k * mpmath.log(10)],
    "percent-for-fraction": lambda k: [100 * k],
    "fraction-for-percent": lambda k: [k / 100],
    "upside-down": lambda k: [1 / k] if k else [],
    "complement-given": lambda k: [1 - k],
    "factor-of-two": lambda k: [2 * k, k / 2],
    "factor-of-three": lambda k: [3 * k, k / 3],
    "square-or-root": lambda k: [k * k, mpmath.sqrt(k)] if k >= 0 else [k * k],
    "exponentiated": lambda k: [mpmath.exp(k), mpmath.log(k)] if k > 0 else [mpmath.exp(k)],
    "off-by-one": lambda k: [k + 1, k - 1],
}
"""What a slip makes of the whole answer."""

OTHERWISE = {"constant-factor", "constant-offset", "value-for-derivative"}


def values(marking: Marking, node: Node, at: int) -> list[Any] | None:
    """The entries of a formula at a point of this test's own."""
    point: dict[str, Any] = {}
    for name, domain in marking.variant.body.domains.items():
        size = mpmath.mpf(1)
        places = range(1) if not domain.shape else range(int(mpmath.fprod(domain.shape)))
        low, high = domain.low, domain.high
        entries = []
        for place in places:
            share = mpmath.mpf((37 * (at + 1) + 23 * place + 11 * sum(name.encode())) % 97 + 1) / 99
            if domain.kind == "onehot":
                entries.append(mpmath.mpf(place == at % len(places)))
            elif low is not None and high is not None:
                entries.append(number(low) + (number(high) - number(low)) * share)
            else:
                entries.append((number(low) if low is not None else -2 * size) + 4 * share)
        point[name] = Array(domain.shape, tuple(entries)) if domain.shape else entries[0]
    for name, value in marking.workings.values.items():
        found = tuple(mpmath.mpf(int(entry.p)) / int(entry.q) for entry in entries_of(value))
        point[name] = Array(value.shape, found) if isinstance(value, Array) else found[0]
    try:
        return [+entry for entry in entries_of(evaluate(node, point, Mpmath()))]
    except (QuizkitError, KeyError, AttributeError):
        return None


def number(value: Fraction) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator


def versions(marking: Marking, slip: str) -> list[Node]:
    """The formulas that a local slip may lead to, and their negatives."""
    found = [node for name, node in rewritten(marking.study.written_out) if name == slip]
    return found + [Negative(node) for node in found]


def is_confirmed(marking: Marking, node: Node, slip: str, near: Any) -> bool:
    """Whether the response is, at every point, what a slip makes of the key."""
    with mpmath.workdps(DIGITS):
        points = [
            (key, own)
            for at in range(4)
            if (key := values(marking, marking.study.written_out, at)) and (own := values(marking, node, at))
        ]
        if slip == "constant-factor":
            return _is_steady(
                [own / key for keys, owns in points for key, own in zip(keys, owns, strict=True) if key]
            )
        if slip == "constant-offset":
            return _is_steady(
                [own - key for keys, owns in points for key, own in zip(keys, owns, strict=True)]
            )
        wholes = [
            all(
                any(_is_near(own, version, near) for version in WHOLE[slip](key))
                for key, own in zip(keys, owns, strict=True)
            )
            for keys, owns in points
            if slip in WHOLE
        ]
        if wholes and all(wholes):
            return True
        return any(_is_version(marking, node, version, near) for version in versions(marking, slip))


def _is_version(marking: Marking, node: Node, version: Node, near: Any) -> bool:
    told = 0
    for at in range(4):
        left, right = values(marking, version, at), values(marking, node, at)
        if left is None or right is None or len(left) != len(right):
            continue
        told += 1
        if not all(_is_near(own, one, near) for one, own in zip(left, right, strict=True)):
            return False
    return told > 0


def _is_near(own: Any, version: Any, near: Any) -> bool:
    return bool(abs(own - version) <= near * max(abs(own), abs(version), SAME))


def _is_steady(found: list[Any]) -> bool:
    return len(found) > 1 and max(found) - min(found) <= SAME * max(1, abs(found[0]))


def responses(marking: Marking) -> Iterator[str]:
    """Wrong answers of many sorts: every slip, some twice over, and none of them."""
    key = marking.study.written_out
    for _, node in rewritten(key):
        yield text(node)
    for _, node in list(rewritten(key))[::3]:
        yield text(Negative(node))
    for _, first in list(rewritten(key))[::9]:
        for _, second in list(rewritten(first))[::9]:
            yield text(second)
    for factor in (2, 3, 7):
        yield text(Binary("*", Number(factor), key))
        yield text(Binary("+", key, Number(factor)))
    for letter in sorted(names(key)):
        yield f"{text(key)} + {letter}/1000000000000"
        yield letter


def labelled(question: str) -> Iterator[tuple[Marking, Node, Verdict]]:
    """The verdicts that name a slip, with what was understood."""
    posed = variant(question)
    marking = marking_of(posed)
    for response in dict.fromkeys(responses(marking)):
        verdict = grade(posed, response)
        assert 0 <= verdict.credit <= 1
        assert verdict.evidence.kind != "fault"
        if verdict.mistake is not None:
            node = read_response(marking, response)
            assert verdict.mistake in IDS
            assert not hasattr(node, "result")
            yield marking, marking.in_shape(node), verdict


@pytest.mark.parametrize("question", FORMULAS)
def test_every_slip_named_in_a_formula_is_confirmed(question: str) -> None:
    checked = 0
    for marking, node, verdict in labelled(question):
        if verdict.mistake in {"roles-exchanged", "transposed", "wrong-order", "value-for-derivative"}:
            continue
        assert is_confirmed(marking, node, verdict.mistake, SAME), (text(node), verdict.mistake)
        checked += 1
    assert checked >= 6


@pytest.mark.parametrize("question", NUMBERS)
def test_every_slip_named_in_a_number_is_confirmed(question: str) -> None:
    checked = 0
    posed = variant(question)
    marking = marking_of(posed)
    with mpmath.workdps(DIGITS):
        expected = values(marking, marking.study.written_out, 0)
    assert expected is not None
    for _, version in rewritten(marking.study.written_out):
        with mpmath.workdps(DIGITS):
            found = values(marking, version, 0)
        if found is None or len(found) != 1:
            continue
        response = mpmath.nstr(found[0], 8, min_fixed=-20, max_fixed=20)
        verdict = grade(posed, response)
        if verdict.outcome == "correct":
            assert _is_near(found[0], expected[0], mpmath.mpf("0.0006"))
            continue
        if verdict.mistake in {
            None,
            "roles-exchanged",
            "rounded-too-early",
            "given-repeated",
            "count-factor",
        }:
            continue
        node = read_response(marking, response)
        assert not hasattr(node, "result")
        assert is_confirmed(marking, node, verdict.mistake or "", mpmath.mpf("0.0006")), (response, verdict)
        checked += 1
    assert checked >= 2


def test_the_slips_are_catalogued_in_the_same_words() -> None:
    catalogue = load_bank().misconceptions
    assert {slip.id: slip.say for slip in SLIPS} == {slip.id: catalogue[slip.id].say for slip in SLIPS}


def test_a_bank_tells_a_slip_in_its_own_words() -> None:
    from quizkit.bank.misconception import Misconception

    own = {"sign-flipped": Misconception(id="sign-flipped", say="Mind the sign.")}
    posed = variant("coin-entropy")
    wrong = "p*log(p) + (1-p)*log(1-p)"
    assert grade(posed, wrong, misconceptions=own).message == "Mind the sign."
    assert grade(posed, wrong).message.startswith("Right size, wrong sign")
