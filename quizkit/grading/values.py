"""Judging numbers, vectors and matrices: by value, within the tolerance, decided exactly.

Shape first, then entries. What was typed may be a formula: it is evaluated in exact numbers and balls,
with as many bits as the tolerance needs.
"""

from __future__ import annotations

from quizkit.equivalence.relations import entries_within, is_close, is_related
from quizkit.equivalence.tolerance import Tolerance, decide
from quizkit.errors import NotComputable, ShapeMismatch, Undecidable, Undefined
from quizkit.grading.finding import Finding, beyond, invalid, misshapen, right, without_value, wrong
from quizkit.grading.forms import unlike_form
from quizkit.grading.lookup import response_floats
from quizkit.grading.marking import Marking
from quizkit.grading.typed import figures_typed, is_plain
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.arrays import Shape, Value, shape_of
from quizkit.mathlang.balls import Exact, is_finite, scalars
from quizkit.mathlang.nodes import Call, Node
from quizkit.mathlang.shapes import infer_value
from quizkit.variants.parsed import ParsedMistake


def judge_value(marking: Marking, node: Node) -> Finding:
    """Right or wrong: the response against the key of a number, vector or matrix."""
    try:
        infer_value(node, marking.scope.shapes)
        node = marking.in_shape(node)
        response = marking.workings.value(node)
        if not is_finite(response):
            return without_value(Undefined("it is infinite"))
        return _judged(marking, node, response)
    except ShapeMismatch as mismatch:
        return invalid(mismatch)
    except Undefined as undefined:
        return without_value(undefined)
    except (Undecidable, NotComputable) as limit:
        return beyond(limit)


def _judged(marking: Marking, node: Node, response: Value[Exact]) -> Finding:
    expected = marking.study.value()
    if shape_of(expected) != shape_of(response):
        return _misshapen(marking, node, shape_of(expected), shape_of(response))
    typed = marking.as_typed(node)[0]
    is_number = is_plain(typed)
    rule = Evidence("tolerance", {"rule": marking.task.tol, "formula": not is_number})
    if matches(marking, marking.key, node):
        return unlike_form(marking.task, typed) or _too_short(marking, typed) or right(rule)
    if any(matches(marking, accepted, node) for accepted in marking.accepted):
        return right(Evidence("accepted", {"rule": marking.task.tol}))
    with_response = marking.workings.replaced({"response": response})
    if any(with_response.holds(condition) for condition in marking.accepted_if):
        return right(Evidence("accepted", {"rule": "condition"}))
    return wrong(_entries(marking, node, rule), credit=_entry_credit(marking, node))


def _too_short(marking: Marking, typed: Node) -> Finding | None:
    """A right number with fewer figures than were asked for, unless it is the very number."""
    asked = marking.task.precision
    if asked is None or not asked.endswith("sf") or not is_plain(typed):
        return None
    shown = figures_typed(typed)
    if (
        not 0 < shown < int(asked.removesuffix("sf"))
        or marking.workings.value(typed) == marking.study.value()
    ):
        return None
    return wrong(
        Evidence("form", {"form": "precision", "figures": asked}),
        message=f"Right as far as it goes; but give {figures(marking)}.",
    )


def figures(marking: Marking) -> str:
    """How precisely the question wants its number: ``4 significant figures``."""
    if marking.task.precision:
        return marking.task.precision.replace("sf", " significant figures").replace("dp", " decimals")
    return marking.tolerance.figures()


def matches(marking: Marking, expected: Node, response: Node, tolerance: Tolerance | None = None) -> bool:
    """Whether a response is right for what ``expected`` gives, as the question allows.

    Equal formulas match, however many bits their value would need.
    """
    if expected == response:
        return True
    up_to = marking.task.up_to
    allowed = marking.tolerance if tolerance is None else tolerance
    is_key = expected is marking.key

    def is_match(bits: int) -> bool:
        key = marking.study.value(bits) if is_key else marking.workings.value(expected, bits)
        value = marking.workings.value(response, bits)
        if shape_of(key) != shape_of(value):
            return False
        if up_to is None:
            return is_close(scalars(key), scalars(value), allowed)
        return is_related(scalars(key), scalars(value), up_to, allowed)

    return decide(is_match)


def mistake_in_value(marking: Marking, node: Node) -> Finding | None:
    """The first of the question's mistakes that the response certainly is."""
    node = marking.in_shape(node)
    for known in _likely(marking, node):
        try:
            fits = matches(marking, known.node, node, known.tolerance)
        except (Undefined, Undecidable, NotComputable, ShapeMismatch):
            continue
        if fits:
            return wrong(
                Evidence("tolerance", {"rule": known.rule}),
                credit=known.mistake.credit,
                message=marking.variant.say(known.mistake.id, marking.task.id),
                mistake=known.mistake.id,
            )
    return None


def _likely(marking: Marking, node: Node) -> tuple[ParsedMistake, ...]:
    """The mistakes that a response may be; all of them where floats cannot tell."""
    if marking.task.up_to is not None:
        return marking.mistakes
    response = response_floats(marking.workings, node)
    if response is None or (len(response) > 1 and not _has_shape_of_key(marking, node)):
        return marking.mistakes
    return tuple(marking.study.mistakes.near(response))


def _has_shape_of_key(marking: Marking, node: Node) -> bool:
    return shape_of(marking.workings.value(node)) == shape_of(marking.study.value())


def _misshapen(marking: Marking, node: Node, expected: Shape, response: Shape) -> Finding:
    turned = Call("transpose", (node,), start=node.start, end=node.end)
    is_turned = len(expected) == 2 and response == expected[::-1] and matches(marking, marking.key, turned)
    return misshapen(expected, response, is_transposed=is_turned)


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
            scalars(marking.study.value(bits)),
            scalars(marking.workings.value(node, bits)),
            marking.tolerance,
        )
    )


def _entry_credit(marking: Marking, node: Node) -> float:
    if not marking.task.credit_by_entry:
        return 0.0
    close = right_entries(marking, node)
    return sum(close) / len(close)
