"""Judging numbers, vectors and matrices: by value, within the tolerance, decided exactly.

Shape first, then entries. What was typed may be a formula: it is evaluated in exact numbers and balls,
with as many bits as the tolerance needs.
"""

from __future__ import annotations

from fractions import Fraction

from quizkit.equivalence.relations import entries_within, is_close, is_related
from quizkit.equivalence.tolerance import decide
from quizkit.errors import NotComputable, ShapeMismatch, Undecidable, Undefined
from quizkit.grading.finding import Finding, beyond, invalid, right, without_value, wrong
from quizkit.grading.marking import Marking
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.arrays import Shape, describe, shape_of
from quizkit.mathlang.balls import PRECISIONS, Exact, ball, is_finite, precision, rational, real, scalars
from quizkit.mathlang.nodes import Binary, Bracket, Call, Negative, Node, Number, Percent
from quizkit.mathlang.shapes import infer_value


def judge_value(marking: Marking, node: Node) -> Finding:
    """Right, a known mistake, or wrong: the response against the key of a number, vector or matrix."""
    try:
        infer_value(node, marking.scope.shapes)
        node = marking.in_shape(node)
        response = marking.workings.value(node)
    except ShapeMismatch as mismatch:
        return invalid(mismatch)
    except Undefined as undefined:
        return without_value(undefined)
    except (Undecidable, NotComputable) as limit:
        return beyond(limit)
    if not is_finite(response):
        return without_value(Undefined("it is infinite"))
    try:
        return _judged(marking, node)
    except (Undecidable, NotComputable) as limit:
        return beyond(limit)


def _judged(marking: Marking, node: Node) -> Finding:
    expected = marking.workings.value(marking.key)
    response = marking.workings.value(node)
    if shape_of(expected) != shape_of(response):
        return _misshapen(marking, node, shape_of(expected), shape_of(response))
    is_number = is_plain(marking.as_typed(node)[0])
    rule = Evidence("tolerance", {"rule": marking.task.tol, "formula": not is_number})
    if matches(marking, marking.key, node):
        if marking.task.form == "number" and not is_number:
            return wrong(
                Evidence("form", {"form": "number"}),
                message="Right; but give it in numbers, not as a formula.",
            )
        return right(rule)
    if any(matches(marking, accepted, node) for accepted in marking.accepted):
        return right(Evidence("accepted", {"rule": marking.task.tol}))
    with_response = marking.workings.replaced({"response": response})
    if any(with_response.holds(condition) for condition in marking.accepted_if):
        return right(Evidence("accepted", {"rule": "condition"}))
    return wrong(_entries(marking, node, rule), credit=_entry_credit(marking, node))


def matches(marking: Marking, expected: Node, response: Node) -> bool:
    """Whether a response is right for what ``expected`` gives, as the question allows.

    Equal formulas match, however many bits their value would need.
    """
    if expected == response:
        return True
    up_to = marking.task.up_to

    def is_match(bits: int) -> bool:
        key = marking.workings.value(expected, bits)
        value = marking.workings.value(response, bits)
        if shape_of(key) != shape_of(value):
            return False
        if up_to is None:
            return is_close(scalars(key), scalars(value), marking.tolerance)
        return is_related(scalars(key), scalars(value), up_to, marking.tolerance)

    return decide(is_match)


def _misshapen(marking: Marking, node: Node, expected: Shape, response: Shape) -> Finding:
    evidence = Evidence("shape", {"expected": list(expected), "response": list(response)})
    message = f"{_capital(describe(expected))} is asked for; yours is {describe(response)}."
    if len(expected) == 2 and response == expected[::-1]:
        turned = Call("transpose", (node,), start=node.start, end=node.end)
        if matches(marking, marking.key, turned):
            return wrong(
                evidence, message=f"{message} It is the transpose of the answer.", mistake="transposed"
            )
    return wrong(evidence, message=message)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _entries(marking: Marking, node: Node, rule: Evidence) -> Evidence:
    """The evidence of a wrong answer: the rule, and how many entries of an array are right."""
    close = right_entries(marking, node)
    if len(close) == 1:
        return rule
    return Evidence("tolerance", {**rule.details, "right_entries": sum(close), "of": len(close)})


def right_entries(marking: Marking, node: Node) -> tuple[bool, ...]:
    """Which entries of the response are within the tolerance of the key's."""
    return decide(
        lambda bits: entries_within(
            scalars(marking.workings.value(marking.key, bits)),
            scalars(marking.workings.value(node, bits)),
            marking.tolerance,
        )
    )


def _entry_credit(marking: Marking, node: Node) -> float:
    if not marking.task.credit_by_entry:
        return 0.0
    close = right_entries(marking, node)
    return sum(close) / len(close)


def is_plain(node: Node) -> bool:
    """Whether numbers were typed as such: digits, a sign, a percent sign, a fraction of these."""
    match node:
        case Number():
            return True
        case Binary("/", left, right):
            return is_plain(left) and is_plain(right)
        case Bracket(items):
            return all(map(is_plain, items))
        case Negative(operand) | Percent(operand):
            return is_plain(operand)
        case _:
            return False


def is_rounded(node: Node, expected: Exact) -> bool:
    """Whether a plain decimal is the expected value rounded to the figures typed.

    A whole number ending in zeros counts with all its figures: 30 is 30 rounded to units.
    """
    step = _last_place(node)
    if step is None:
        return False
    typed = _typed(node)
    with precision(PRECISIONS[1]):
        gap = abs(ball(real(expected)) - ball(rational(typed)))
        return bool(gap <= ball(rational(step / 2)))


def _last_place(node: Node) -> Fraction | None:
    """The value of one unit in the last place typed; None if no plain decimal was."""
    match node:
        case Negative(operand):
            return _last_place(operand)
        case Percent(operand):
            inner = _last_place(operand)
            return None if inner is None else inner / 100
        case Number(text=text) if text and set(text) <= set("0123456789.eE+-"):
            digits, _, exponent = text.lower().partition("e")
            places = len(digits.partition(".")[2])
            return Fraction(10) ** (int(exponent or 0) - places)
        case _:
            return None


def _typed(node: Node) -> Fraction:
    match node:
        case Negative(operand):
            return -_typed(operand)
        case Percent(operand):
            return _typed(operand) / 100
        case Number():
            return node.value
        case _:
            raise NotComputable("no plain number")
