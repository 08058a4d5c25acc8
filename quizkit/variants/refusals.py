"""Which draws make a question? Each draw is held against what its author and its marking need.

A draw is accepted if every ``where`` certainly holds, every key is a finite value of the right shape,
and every armed mistake lies more than two tolerance bands from its key. What cannot be decided with
2,000 bits is refused. So a mistake is never silently equal to the key, and no author has to think of the
numbers for which it would be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quizkit.bank.question import Kind
from quizkit.errors import VariantError
from quizkit.mathlang.balls import Workings
from quizkit.mathlang.nodes import Node, names
from quizkit.variants.parsed import ParsedBody, ParsedMistake, ParsedTask
from quizkit.variants.rounding import is_tellable
from quizkit.variants.separation import axes, flat, is_finite, numbers, told_apart
from quizkit.variants.valueless import NO_VALUE

_AXES: Mapping[Kind, int] = {"number": 0, "vector": 1, "matrix": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """How many draws were tried, and why the others were refused."""

    tries: int = 0
    accepted: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    """What refused a draw, and how often; the first reason met counts."""

    @property
    def rate(self) -> float:
        """The share of draws that are accepted; 0 if none was tried."""
        return self.accepted / self.tries if self.tries else 0.0

    def __add__(self, other: Acceptance) -> Acceptance:
        return Acceptance(
            tries=self.tries + other.tries,
            accepted=self.accepted + other.accepted,
            reasons=Counter(self.reasons) + Counter(other.reasons),
        )

    def worst_first(self) -> list[tuple[str, int]]:
        """The reasons, the most frequent first."""
        return sorted(self.reasons.items(), key=lambda entry: (-entry[1], entry[0]))


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a draw is refused."""

    reason: str
    condition: Node | None = None
    """The ``where`` that does not hold, if it is one."""
    refusal: VariantError | None = None
    """What to raise if a chosen value fits none of the draws."""


def broken_condition(body: ParsedBody, workings: Workings) -> Objection | None:
    """The first ``where`` that does not certainly hold; None if all do."""
    for text, condition in body.where:
        if not _holds(condition, workings):
            return Objection(f"breaks {text}", condition)
    return None


def fault_of_keys(body: ParsedBody, workings: Mapping[str, Workings]) -> Objection | None:
    """The first key without a value, or mistake too near its key; None if there is none.

    ``workings`` are those of each part, in which ``answer`` is its key.
    """
    return next(_faults(body, workings), None)


def _faults(body: ParsedBody, workings: Mapping[str, Workings]) -> Iterator[Objection]:
    for part, task in body.tasks.items():
        if task.key is None or task.symbolic or task.task.kind == "expression":
            continue
        where = f" of {part}" if part else ""
        if fault := _key_fault(task.key, task.task.kind, workings[part]):
            yield Objection(f"the key{where} {fault}")
            continue
        for mistake in task.mistakes:
            if not names(mistake.node).isdisjoint(body.symbolic):
                continue
            if fault := _mistake_fault(task, mistake, workings[part]):
                yield Objection(f"{mistake.mistake.id}{where} {fault}")


def _holds(condition: Node, workings: Workings) -> bool:
    try:
        return workings.holds(condition)
    except NO_VALUE:
        return False


def _key_fault(key: Node, kind: Kind, workings: Workings) -> str | None:
    try:
        value = numbers(workings.value(key))
    except NO_VALUE as fault:
        return f"has no value ({fault})"
    if kind in _AXES and len(axes(value)) != _AXES[kind]:
        return f"is no {kind}"
    if not all(map(is_finite, flat(value))):
        return "is not finite"
    return None if all(map(is_tellable, flat(value))) else "is too large or too small to be told"


def _mistake_fault(task: ParsedTask, mistake: ParsedMistake, workings: Workings) -> str | None:
    """Why a mistake spoils a draw: it comes too near the key, or to an answer that is accepted too."""
    try:
        if mistake.when is not None and not workings.holds(mistake.when):
            return None
        for right in (task.key, *task.accept):
            if right is not None and not _apart(task, right, mistake, workings):
                return "comes too near the key"
    except NO_VALUE as fault:
        return f"cannot be computed ({fault})"
    return None


def _apart(task: ParsedTask, right: Node, mistake: ParsedMistake, workings: Workings) -> bool:
    return told_apart(
        lambda bits: workings.value(right, bits),
        lambda bits: workings.value(mistake.node, bits),
        mistake.tolerance,
        task.task.up_to,
    )
