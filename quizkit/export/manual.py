"""What can no machine mark by comparing numbers? Such questions go to a person, with the key beside them.

To mark a right answer wrong is worse than not to mark it. So where an answer may be right in ways that
another program cannot see, a person marks it; where the program is only more lenient, it marks.
"""

from __future__ import annotations

from quizkit.bank.question import Task
from quizkit.export.losses import Losses
from quizkit.mathlang.nodes import Node, names
from quizkit.variants import Variant
from quizkit.variants.parsed import ParsedBody


def needs_person(variant: Variant, part: str) -> str | None:
    """Why a part cannot be marked by comparing numbers and options, as a loss; None where it can."""
    task = variant.task(part)
    if task.kind == "text":
        return "marks of free text" if task.cues_decide else ""
    if task.kind in {"choice", "select"}:
        return None
    if task.kind == "expression" or variant.is_symbolic(part):
        return "equality of formulas"
    if task.accept_if:
        return "conditions on the answer (accept_if)"
    if task.up_to is not None:
        return f"equality up to {task.up_to}"
    if task.accept and task.kind != "number":
        return "other accepted answers"
    return None


def note_leniency(losses: Losses, question: str, task: Task) -> None:
    """Note what a program that compares plain numbers does not ask for, though the question does."""
    if task.kind in {"choice", "select", "text"}:
        return
    if task.form != "number":
        losses.note(question, "answers typed as formulas")
    if task.form not in {None, "number"}:
        losses.note(question, f"form: {task.form}")
    if task.precision is not None:
        losses.note(question, "figures that must be shown")
    if task.units:
        losses.note(question, "units typed with the number")
    if len(set(task.units.values())) > 1:
        losses.note(question, "other units")
    if task.unit_required:
        losses.note(question, "the unit as part of the answer")


def follows_through(body: ParsedBody) -> bool:
    """Whether a part may be right for the learner's own earlier answers."""
    earlier: set[str] = set()
    for part, task in body.tasks.items():
        if task.key is not None and task.task.follow_through and _reads(task.key, earlier, body):
            return True
        earlier.add(part)
    return False


def _reads(node: Node, parts: set[str], body: ParsedBody) -> bool:
    """Whether a formula reads one of these parts, directly or through lets."""
    pending, seen = set(names(node)), set[str]()
    while pending:
        name = pending.pop()
        seen.add(name)
        if name in parts:
            return True
        if name in body.lets:
            pending |= names(body.lets[name]) - seen
    return False
