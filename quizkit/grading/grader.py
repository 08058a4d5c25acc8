"""``grade``: a variant and a response in, a verdict out. Never raises, whatever the text.

The order of judging: the key and what else is accepted, then the key carried forward from the learner's
own earlier values, then the question's mistakes in file order, then the usual slips, then wrong.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TypeAlias

from quizkit.bank.misconception import Misconception
from quizkit.bank.question import Task
from quizkit.errors import NotComputable, QuizkitError, ShapeMismatch, Undecidable, Undefined, Unreadable
from quizkit.grading.diagnosis import diagnose, entry_merits
from quizkit.grading.explanation import explain
from quizkit.grading.expressions import judge_expression, mistake_in_formula
from quizkit.grading.feedback import fault, verdict_of, whole
from quizkit.grading.finding import BLANK, Finding, invalid, right
from quizkit.grading.marking import NO_MISCONCEPTIONS, Marking, marking_of
from quizkit.grading.options import judge_choice, judge_select
from quizkit.grading.plain import judge_plain, plain_number
from quizkit.grading.response import read_response
from quizkit.grading.rubric import judge_text
from quizkit.grading.values import judge_value, mistake_in_value
from quizkit.grading.verdict import Evidence, Response, Verdict
from quizkit.mathlang.arrays import Value, shape_of
from quizkit.mathlang.balls import Exact, is_finite, real, scalars
from quizkit.mathlang.nodes import Node
from quizkit.variants import Variant

log = logging.getLogger("quizkit.grading")

Marked: TypeAlias = Callable[[str], Marking]
"""How the answers to a part are marked."""

Carried = dict[str, "Value[Exact] | Node"]
"""The learner's own values of earlier parts: numbers and arrays, or symbolic formulas."""


def grade(
    variant: Variant,
    response: Response,
    *,
    ticks: Collection[str] | None = None,
    misconceptions: Mapping[str, Misconception] = NO_MISCONCEPTIONS,
    salt: bytes = b"",
) -> Verdict:
    """The verdict on a response.

    ``response`` is a text; for ``select`` also a list of option ids; for ``parts`` a mapping from part
    ids to their responses, in which a missing part counts as blank. ``ticks`` are the rubric points that
    a person awards to a free text. ``misconceptions`` are those of the bank: a slip that no question
    foresaw is told in their words. ``salt``, in an exam, makes the points a secret at which formulas are
    compared where nothing is proved. Raises TypeError for anything that is no text, and nothing else: a
    fault of ours is ``undecided`` with the evidence ``fault``.
    """
    _require_text(variant, response)
    marked = functools.partial(marking_of, variant, misconceptions=misconceptions, salt=salt)
    if variant.question.kind == "parts":
        responses = response if isinstance(response, dict) else {}
        return _faultless(variant, lambda: _grade_parts(variant, responses, ticks, marked))
    return _faultless(variant, lambda: _grade_one(variant, "", response, ticks, marked))


def grade_part(
    variant: Variant,
    part: str,
    response: Response,
    *,
    ticks: Collection[str] | None = None,
    misconceptions: Mapping[str, Misconception] = NO_MISCONCEPTIONS,
    reasons: bool = True,
) -> Verdict:
    """The verdict on a response to one part alone, as if the others were left blank: nothing is carried.

    The part of a question without parts is the empty text. Without ``reasons``, nothing is looked for that
    explains a wrong answer which is none of the question's mistakes: outcome and credit are the same.
    Raises KeyError for a part that there is not, and TypeError for what is no text.
    """
    variant.posed(part)
    _require_text(variant, {part: response} if part else response)
    marked = functools.partial(marking_of, variant, misconceptions=misconceptions)
    return _faultless(variant, lambda: _grade_one(variant, part, response, ticks, marked, reasons=reasons))


def _faultless(variant: Variant, graded: Callable[[], Verdict]) -> Verdict:
    try:
        return graded()
    except Exception:
        # Whatever goes wrong in here is our fault, and our faults never cost a mark.
        log.exception("a fault while grading %s", variant.question.id)
        return fault(variant)


def _grade_one(
    variant: Variant,
    part: str,
    response: Response,
    ticks: Collection[str] | None,
    marked: Marked,
    *,
    reasons: bool = True,
) -> Verdict:
    task, one = variant.task(part), _one_response(response)
    finding = _find(variant, task, one, ticks, carried={}, marked=marked, reasons=reasons)[0]
    return verdict_of(variant, finding, task.points if part else variant.question.points)


def _require_text(variant: Variant, response: object) -> None:
    """Refuse what is no text; that is a fault of the caller, not of a learner."""
    if variant.question.kind == "parts":
        if not isinstance(response, Mapping):
            raise TypeError(f"{variant.question.id} has parts: expected a mapping from part ids to responses")
        known = {posed.id for posed in variant.parts}
        unknown = [part for part in response if part not in known]
        if unknown:
            raise TypeError(f"{variant.question.id} has no part {unknown[0]!r}")
        values: list[object] = list(response.values())
    else:
        values = [response]
    for value in values:
        is_list = isinstance(value, list | tuple) and all(isinstance(entry, str) for entry in value)
        if not isinstance(value, str) and not is_list:
            raise TypeError(f"a response is text, or a list of option ids; found {type(value).__name__}")


def _one_response(response: Response) -> str | list[str]:
    """The response to something without parts."""
    if isinstance(response, dict):
        raise TypeError("a part has no parts")
    return response if isinstance(response, str) else list(response)


def _grade_parts(
    variant: Variant,
    responses: Mapping[str, Response],
    ticks: Collection[str] | None,
    marked: Marked,
) -> Verdict:
    tasks = [posed.task for posed in variant.parts]
    verdicts: dict[str, Verdict] = {}
    carried: Carried = {}
    for task in tasks:
        response = _one_response(responses.get(task.id, ""))
        finding, own = _find(variant, task, response, ticks, carried=carried, marked=marked)
        verdicts[task.id] = verdict_of(variant, finding, task.points)
        if own is not None and finding.result == "wrong":
            carried[task.id] = own
    return whole(variant, verdicts, {task.id: task.points for task in tasks})


def _find(
    variant: Variant,
    task: Task,
    response: str | list[str],
    ticks: Collection[str] | None,
    *,
    carried: Carried,
    marked: Marked,
    reasons: bool = True,
) -> tuple[Finding, Value[Exact] | Node | None]:
    """What there is to say of one response, and its value for the parts that follow."""
    posed = variant.posed(task.id)
    if task.kind == "select":
        return judge_select(posed.options, response), None
    if not isinstance(response, str):
        return invalid(Unreadable("expected one text, found a list")), None
    if task.kind == "choice":
        return judge_choice(posed.options, response), None
    if task.kind == "text":
        return judge_text(task, response, ticks), None
    if not response.strip():
        return BLANK, None
    marking = marked(task.id)
    finding = judge_plain(marking, response)
    if finding is not None:
        if finding.result == "right":
            return finding, None
        plain = plain_number(response)
        if plain is not None:
            told = replace(_why(marking, plain, finding, carried, reasons=reasons), read_as=finding.read_as)
            return told, _value(marking, plain) if task.id else None
    try:
        reading = read_response(marking, response)
    except Unreadable as error:
        return invalid(error), None
    if isinstance(reading, Finding):
        return reading, None
    judge = judge_expression if marking.is_symbolic else judge_value
    finding = _why(marking, reading, judge(marking, reading), carried, reasons=reasons)
    return finding.reading(reading), reading if marking.is_symbolic else _value(marking, reading)


def _value(marking: Marking, node: Node) -> Value[Exact] | None:
    try:
        value = marking.workings.value(marking.in_shape(node))
    except QuizkitError:
        return None
    return value if is_finite(value) else None


def _why(marking: Marking, node: Node, finding: Finding, carried: Carried, *, reasons: bool) -> Finding:
    """A finding, and of a wrong answer what else there is to say of it."""
    if finding.result != "wrong":
        return finding
    onward = _onward(marking, carried)
    if onward is not None:
        forward = _carried_forward(onward, node, sorted(carried))
        if forward is not None:
            return forward
    return _explained(marking, onward, node, finding, reasons=reasons)


def _onward(marking: Marking, carried: Carried) -> Marking | None:
    """The marking on the learner's own earlier values, where these may count."""
    usable = {part: own for part, own in carried.items() if _may_be_carried(marking, part, own)}
    if not usable or not marking.task.follow_through:
        return None
    onward = marking.carried(usable)
    try:
        if onward.carry_if is not None and not onward.workings.holds(onward.carry_if):
            return None
        if not onward.is_symbolic and not is_finite(onward.workings.value(onward.key)):
            return None
    except (Undefined, Undecidable, NotComputable, ShapeMismatch):
        return None
    return onward


def _carried_forward(onward: Marking, node: Node, earlier: list[str]) -> Finding | None:
    """Right for the learner's own earlier values."""
    judged = (judge_expression if onward.is_symbolic else judge_value)(onward, node)
    if judged.result != "right":
        return None
    return replace(
        right(Evidence("carried", {"from": earlier}), credit=onward.task.follow_through),
        message="Right for your own earlier value (carried forward).",
        carried=True,
    )


def _may_be_carried(marking: Marking, part: str, own: Value[Exact] | Node) -> bool:
    """Whether a learner's value is of the right shape, finite, and does not make the rest trivial."""
    if marking.variant.is_symbolic(part):
        return True
    expected = marking.variant.key_value(part)
    if isinstance(own, Node) or shape_of(own) != shape_of(expected):
        return False
    zero = all(not (real(entry) > 0 or real(entry) < 0) for entry in scalars(own))
    key_is_zero = all(not (real(entry) > 0 or real(entry) < 0) for entry in scalars(expected))
    return not zero or key_is_zero


def _explained(
    marking: Marking, onward: Marking | None, node: Node, finding: Finding, *, reasons: bool
) -> Finding:
    """A wrong answer with the name of its mistake: the question's own; with ``reasons``, also the usual ones.

    The question's mistakes are tried on the learner's own earlier values too.
    """
    if finding.evidence.kind == "form":
        return finding
    for tried in filter(None, (marking, onward)):
        mistake = (
            mistake_in_formula(tried, node, finding) if marking.is_symbolic else mistake_in_value(tried, node)
        )
        if mistake is not None:
            earned = finding.credit > mistake.credit
            return replace(mistake, credit=finding.credit) if earned else mistake
    if finding.mistake or finding.evidence.kind == "shape" or not reasons:
        return finding
    if marking.is_symbolic:
        return explain(marking, node, finding)
    slip = diagnose(marking, node)
    if slip is not None:
        return replace(slip, credit=max(finding.credit, slip.credit))
    return replace(finding, message=entry_merits(marking, marking.in_shape(node)))
