"""Why is a formula wrong? The slip in it where one certainly fits, what is right in it, and a counterexample.

Floats find what it may be; the comparison that judges whole answers certifies it. What is not certified is
not said.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from flint import arb, fmpq

from quizkit.equivalence import Comparison
from quizkit.equivalence.readable import ball_text, rational_text
from quizkit.errors import QuizkitError
from quizkit.grading.counterexample import counterexample
from quizkit.grading.derivatives import derivative
from quizkit.grading.expressions import recognised
from quizkit.grading.finding import Finding
from quizkit.grading.likeness import Anchor, multiple, shifted
from quizkit.grading.lookup import SAME, TINY
from quizkit.grading.marking import Marking
from quizkit.grading.merits import merits
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.balls import FIRST_BITS, Exact, precision, rational, real, scalars
from quizkit.mathlang.nodes import Binary, Negative, Node, names
from quizkit.mathlang.tidy import number_node

FEWEST_DIGITS = 3
MOST_DIGITS = 12
MAX_DENOMINATOR = 60


def explain(marking: Marking, node: Node, finding: Finding) -> Finding:
    """A wrong formula, with all that is certain about why."""
    values = marking.study.points.values(node)
    if values is not None:
        for search in (_derivative, _slip, _constant):
            named = search(marking, node, finding, values)
            if named is not None:
                return named
    digits = None if values is None else _digits_in_common(marking, values)
    remark = merits(marking, node) or _approximation(finding.evidence, digits)
    evidence = finding.evidence
    if digits is not None and _is_close_everywhere(evidence, digits):
        evidence = Evidence(evidence.kind, {**evidence.details, "agrees_to_digits": digits})
    remarks = remark, counterexample(finding.evidence)
    return replace(finding, evidence=evidence, message=" ".join(filter(None, remarks)))


def _slip(marking: Marking, node: Node, finding: Finding, values: tuple[float, ...]) -> Finding | None:
    """A wrong version of the key, or its negative, that the response certainly equals."""
    table = marking.study.formula_versions
    for version in table.near(values):
        compared = _equal(marking, version.node, node)
        if compared is not None:
            return _named(marking, finding, version.slip, compared)
    for version in table.near(tuple(-value for value in values)):
        compared = _equal(marking, Negative(version.node), node)
        if compared is not None:
            message = f"{marking.said(version.slip)} And the sign of the whole is wrong."
            return _named(marking, finding, version.slip, compared, message)
    return None


def _equal(marking: Marking, expected: Node, node: Node) -> Comparison | None:
    """The comparison, if both are certainly equal as far as the ladder can be certain."""
    try:
        compared = marking.compare(expected, node)
    except QuizkitError:
        return None
    return compared if compared.relation == "equal" else None


def _named(
    marking: Marking, finding: Finding, slip: str, compared: Comparison, message: str | None = None
) -> Finding:
    return replace(
        finding,
        evidence=recognised(finding.evidence, compared),
        message=marking.said(slip) if message is None else message,
        mistake=slip,
    )


def _derivative(marking: Marking, node: Node, finding: Finding, values: tuple[float, ...]) -> Finding | None:
    """The function where its derivative was asked, or the other way round."""
    expected = marking.study.expected
    for letter in marking.study.letters:
        known = marking.study.slopes.get(letter)
        if known is not None and _looks_equal(known[1], values):
            compared = _equal(marking, known[0], node)
            if compared is not None:
                return _named(marking, finding, "value-for-derivative", compared)
        slope = derivative(node, letter) if letter in names(node) else None
        if slope is None or not _looks_equal(expected, marking.study.points.values(slope)):
            continue
        compared = _equal(marking, marking.key, slope)
        if compared is not None:
            return _named(marking, finding, "value-for-derivative", compared)
    return None


def _looks_equal(first: tuple[float, ...] | None, second: tuple[float, ...] | None) -> bool:
    if first is None or second is None or len(first) != len(second):
        return False
    return all(abs(a - b) <= SAME * max(abs(a), abs(b), TINY) for a, b in zip(first, second, strict=True))


def _constant(marking: Marking, node: Node, finding: Finding, values: tuple[float, ...]) -> Finding | None:
    """Right up to a factor, or up to a constant that is added."""
    expected = marking.study.expected
    if expected is None or len(values) != len(expected):
        return None
    for slip, relation in (("constant-factor", multiple), ("constant-offset", shifted)):
        if not _is_steady(slip, expected, values) or _is_flat(expected):
            continue
        try:
            found = relation(marking, node)
        except QuizkitError:
            continue
        if found is not None and found[0].relation == "equal":
            message = f"{marking.said(slip)} {_by_how_much(marking, node, slip, found[1])}"
            return _named(marking, finding, slip, found[0], message)
    return None


def _is_flat(expected: tuple[float, ...]) -> bool:
    """Whether the key is constant itself, so that every constant is right up to one."""
    return max(expected) - min(expected) <= SAME * max(map(abs, expected))


def _is_steady(slip: str, expected: tuple[float, ...], values: tuple[float, ...]) -> bool:
    """Whether ratio or difference look the same at all points."""
    if slip == "constant-factor":
        ratios = [own / one for own, one in zip(values, expected, strict=True) if one]
        zeros = all(own == 0 for own, one in zip(values, expected, strict=True) if not one)
        return bool(ratios) and zeros and ratios[0] != 0 and _spread(ratios) <= SAME * abs(ratios[0])
    gaps = [own - one for own, one in zip(values, expected, strict=True)]
    return _spread(gaps) <= SAME * max(map(abs, (*values, *expected)))


def _spread(values: list[float]) -> float:
    return max(values) - min(values)


def _by_how_much(marking: Marking, node: Node, slip: str, anchor: Anchor) -> str:
    """``Yours is 5 times the right answer``, where it certainly is; else about how much."""
    key, own = scalars(anchor.key_value), scalars(anchor.response_value)
    place = max(range(len(key)), key=lambda at: abs(_middle(key[at])))
    with precision(FIRST_BITS):
        one, other = real(key[place]), real(own[place])
        amount = other / one if slip == "constant-factor" else other - one
    exact = _exactly(marking, node, slip, amount)
    with precision(FIRST_BITS):
        if slip == "constant-factor":
            return f"Yours is {_written(exact or amount)} times the right answer."
        size = exact or amount
        return f"Yours is {_written(-size if size < 0 else size)} too {'large' if size > 0 else 'small'}."


def _exactly(marking: Marking, node: Node, slip: str, amount: fmpq | arb) -> fmpq | None:
    """The simple fraction that a factor or an offset certainly is."""
    guess = Fraction(_middle(amount)).limit_denominator(MAX_DENOMINATOR)
    if not guess:
        return None
    operator: Literal["*", "+"] = "*" if slip == "constant-factor" else "+"
    version = Binary(operator, number_node(guess), marking.study.written_out)
    return rational(guess) if _equal(marking, version, node) else None


def _middle(value: Exact) -> float:
    number = real(value)
    return int(number.p) / int(number.q) if isinstance(number, fmpq) else float(number.mid())


def _written(value: fmpq | arb) -> str:
    return rational_text(value) if isinstance(value, fmpq) else f"about {ball_text(value)}"


def _approximation(evidence: Evidence, digits: int | None) -> str:
    if digits is None:
        return ""
    if _is_close_everywhere(evidence, digits):
        return (
            f"An approximation? It agrees with the right answer to {digits} digits at the points tried, "
            "but it is not equal to it."
        )
    if digits == MOST_DIGITS:
        return "It agrees with the right answer at the points tried at random, but not everywhere."
    return ""


def _digits_in_common(marking: Marking, values: tuple[float, ...]) -> int | None:
    """To how many digits key and response agree at the points tried; None if hardly."""
    expected = marking.study.expected
    if expected is None or len(values) != len(expected):
        return None
    gaps = list(_relative_gaps(expected, values))
    digits = min(MOST_DIGITS if gap == 0 else math.floor(-math.log10(gap)) for gap in gaps)
    return min(digits, MOST_DIGITS) if digits >= FEWEST_DIGITS else None


def _relative_gaps(expected: tuple[float, ...], values: tuple[float, ...]) -> Iterator[float]:
    for one, other in zip(expected, values, strict=True):
        size = max(abs(one), abs(other))
        yield abs(one - other) / size if size else 0.0


def _is_close_everywhere(evidence: Evidence, digits: int) -> bool:
    """Whether the two are near each other where they were seen to differ, too."""
    try:
        one, other = (float(str(evidence.details[side])) for side in ("expected", "response"))
    except (KeyError, ValueError):
        return digits < MOST_DIGITS
    return abs(one - other) <= 0.01 * max(abs(one), abs(other))
