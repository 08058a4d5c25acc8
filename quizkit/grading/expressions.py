"""Judging symbolic answers: by the ladder of ``quizkit.equivalence``, never by a tolerance."""

from __future__ import annotations

from dataclasses import replace

from quizkit.equivalence.comparison import Comparison
from quizkit.errors import LimitReached, NotComputable, QuizkitError, ShapeMismatch
from quizkit.grading.counterexample import shown_evidence
from quizkit.grading.finding import Finding, beyond, invalid, misshapen, right, wrong
from quizkit.grading.forms import unlike_form
from quizkit.grading.likeness import related
from quizkit.grading.marking import Marking
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.arrays import Shape
from quizkit.mathlang.nodes import Call, Node
from quizkit.mathlang.shapes import infer_value
from quizkit.variants.parsed import ParsedMistake


def judge_expression(marking: Marking, node: Node) -> Finding:
    """Equal to the key or to an accepted form, different, or undecided."""
    try:
        infer_value(node, marking.scope.shapes)
        compared = _compared(marking, marking.key, node)
        if compared.relation == "equal":
            return unlike_form(marking.task, node) or right(evidence_of(compared))
        for accepted in marking.accepted:
            if _compared(marking, accepted, node).relation == "equal":
                return right(Evidence("accepted"))
    except ShapeMismatch as mismatch:
        return invalid(mismatch)
    except (LimitReached, NotComputable) as limit:
        return beyond(limit)
    if compared.relation == "undecided":
        return Finding(
            result="undecided",
            evidence=evidence_of(compared),
            message=f"This could not be decided: {compared.evidence.sentence()}. No mark is lost.",
        )
    if compared.evidence.kind == "shape":
        return _misshapen(marking, node, compared.evidence.expected, compared.evidence.response)
    return wrong(shown_evidence(marking, evidence_of(compared)))


def _misshapen(marking: Marking, node: Node, expected: Shape, response: Shape) -> Finding:
    turned = Call("transpose", (node,), start=node.start, end=node.end)
    is_turned = (
        len(expected) == 2
        and response == expected[::-1]
        and marking.compare(marking.key, turned).relation == "equal"
    )
    return misshapen(expected, response, is_transposed=is_turned)


def _compared(marking: Marking, expected: Node, node: Node) -> Comparison:
    up_to = marking.task.up_to
    found = None if up_to is None else related(marking, expected, node, up_to)
    return marking.compare(expected, node) if found is None else found


def mistake_in_formula(marking: Marking, node: Node, finding: Finding) -> Finding | None:
    """The first of the question's mistakes that the response certainly equals."""
    for known in _likely(marking, node):
        try:
            compared = marking.compare(known.node, node)
        except QuizkitError:
            continue
        if compared.relation == "equal":
            return replace(
                finding,
                evidence=recognised(finding.evidence, compared),
                credit=known.mistake.credit,
                message=marking.variant.say(known.mistake.id, marking.task.id),
                mistake=known.mistake.id,
            )
    return None


def _likely(marking: Marking, node: Node) -> list[ParsedMistake]:
    """The mistakes that a response may be; all of them where floats cannot tell."""
    values = marking.study.points.values(node)
    if values is None:
        return list(marking.mistakes)
    table = marking.study.formula_mistakes
    near = [*table.near(values), *table.unknown]
    return [known for known in marking.mistakes if known in near]


def recognised(evidence: Evidence, compared: Comparison) -> Evidence:
    """Why an answer is wrong, and how the mistake in it was recognised."""
    return Evidence(evidence.kind, {**evidence.details, "recognised": compared.evidence.to_json()})


def evidence_of(compared: Comparison) -> Evidence:
    """The evidence of a comparison, as evidence of a verdict."""
    details = compared.evidence.to_json()
    return Evidence(str(details.pop("kind")), details)
