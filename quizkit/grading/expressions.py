"""Judging symbolic answers: by the ladder of ``quizkit.equivalence``, never by a tolerance."""

from __future__ import annotations

from quizkit.equivalence.comparison import Comparison
from quizkit.errors import LimitReached, NotComputable, ShapeMismatch
from quizkit.grading.finding import Finding, beyond, invalid, right, wrong
from quizkit.grading.marking import Marking
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.shapes import infer_value


def judge_expression(marking: Marking, node: Node) -> Finding:
    """Equal to the key or to an accepted form, different, or undecided."""
    try:
        infer_value(node, marking.scope.shapes)
        compared = marking.compare(marking.key, node)
        if compared.relation == "equal":
            return right(_evidence(compared))
        for accepted in marking.accepted:
            if marking.compare(accepted, node).relation == "equal":
                return right(Evidence("accepted"))
    except ShapeMismatch as mismatch:
        return invalid(mismatch)
    except (LimitReached, NotComputable) as limit:
        return beyond(limit)
    if compared.relation == "undecided":
        return Finding(result="undecided", evidence=_evidence(compared), message=compared.sentence())
    return wrong(_evidence(compared), message=_difference(compared))


def matching_mistake(marking: Marking, node: Node) -> Finding | None:
    """The first of the question's mistakes that the response certainly equals."""
    for mistake, formula in marking.mistakes:
        try:
            compared = marking.compare(formula, node)
        except (LimitReached, NotComputable, ShapeMismatch):
            continue
        if compared.relation == "equal":
            return wrong(
                _evidence(compared),
                credit=mistake.credit,
                message=marking.variant.say(mistake.id, marking.task.id),
                mistake=mistake.id,
            )
    return None


def _evidence(compared: Comparison) -> Evidence:
    details = compared.evidence.to_json()
    return Evidence(str(details.pop("kind")), details)


def _difference(compared: Comparison) -> str:
    """What tells the two apart, without saying what would be right elsewhere."""
    return compared.sentence()
