"""What should be practised today? The daily plan: what is due, what is new, and in which order.

Due questions come by what their forgetting costs, the lowest recall first, weighted by topic. New ones
only when what they require was met; each begins with two problems in a row and is mixed from then on.
Where time is short, new ones keep a share of it, and one due question that requires several other due
ones stands for them, without any credit to theirs. A question that was failed four times in 30 days gives
way to its weakest prerequisite.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quizkit.bank.question import Question
from quizkit.practice.interleaving import interleaved, strategy
from quizkit.practice.mastery import chance
from quizkit.practice.memory import Memory, is_due, is_struggling, retrievability
from quizkit.practice.scheduler import GOAL, Goal

Reason = Literal["due", "new", "prerequisite"]

BLOCK = 2
"""So many problems in a row of a question that is new."""
NEW_SHARE = 0.4
"""How much of a short time new questions may claim before what is due."""
MINUTES = 2.0
"""What a question takes whose author says nothing."""
COVERED = 2
"""A question stands for what it requires if so many of these are due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One problem of the plan: a fresh variant of this question."""

    question: str
    reason: Reason
    instead_of: str | None = None
    """The question that was failed so often that this one, which it requires, comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyPlan:
    """What a day holds."""

    steps: tuple[Step, ...]
    """In the order of practice."""
    due: tuple[str, ...]
    """Every question that is due, the most urgent first, whether or not it found a place."""
    new: tuple[str, ...]
    """The new questions of this plan."""
    minutes: float
    """Estimated, of all steps."""

    @property
    def postponed(self) -> tuple[str, ...]:
        """What is due and found no place."""
        placed = {name for step in self.steps for name in (step.question, step.instead_of)}
        return tuple(one for one in self.due if one not in placed)


def daily_plan(
    bank: Mapping[str, Question],
    memories: Mapping[str, Memory],
    day: date,
    goal: Goal = GOAL,
    *,
    minutes: float | None = None,
    weights: Mapping[str, float] | None = None,
    among: Collection[str] | None = None,
) -> DailyPlan:
    """The plan of a day.

    Args:
        bank: Questions that are remembered but not in it are passed over.
        memories: By question.
        day: The learner's day.
        goal: Says how many new questions there may be, less those that were begun today already.
        minutes: The time there is; None: as much as it takes.
        weights: The importance of topics, 1 where nothing is said.
        among: Only these questions; None: all.
    """
    chosen = {id_: question for id_, question in bank.items() if among is None or id_ in among}
    urgent = due_order(chosen, memories, day, weights)
    steps = [_due_step(id_, bank, memories, day) for id_ in urgent]
    # Two that struggle may share a prerequisite, or it may be due itself.
    steps = [step for number, step in enumerate(steps) if step.question not in _names(steps[:number])]
    new = _new(chosen, memories, day, goal, taken=_names(steps))
    if minutes is not None:
        steps, new = _in_time(steps, new, bank, minutes)
    ordered = _ordered(bank, [*steps, *(Step(question=id_, reason="new") for id_ in new)])
    return DailyPlan(
        steps=ordered,
        due=urgent,
        new=tuple(new),
        minutes=sum(duration(bank[step.question]) for step in ordered),
    )


def due_order(
    bank: Mapping[str, Question],
    memories: Mapping[str, Memory],
    day: date,
    weights: Mapping[str, float] | None = None,
) -> tuple[str, ...]:
    """The questions of the bank that are due, the most urgent first: the greatest weight × (1 − recall)."""
    urgency = {
        id_: (weights or {}).get(bank[id_].topic, 1.0) * (1 - retrievability(memory, day))
        for id_, memory in memories.items()
        if is_due(memory, day) and id_ in bank
    }
    return tuple(sorted(urgency, key=lambda id_: (-urgency[id_], memories[id_].due, id_)))


def forecast(
    memories: Mapping[str, Memory], day: date, days: int = 14, among: Collection[str] | None = None
) -> tuple[int, ...]:
    """How many questions fall due on each of the next days; what is overdue is due today."""
    counts = [0] * days
    for id_, memory in memories.items():
        ahead = max(0, (memory.due - day).days)
        if ahead < days and (among is None or id_ in among):
            counts[ahead] += 1
    return tuple(counts)


def duration(question: Question) -> float:
    """The minutes that one problem takes."""
    return MINUTES if question.minutes is None else question.minutes


def _names(steps: Sequence[Step]) -> set[str]:
    return {step.question for step in steps}


def _due_step(id_: str, bank: Mapping[str, Question], memories: Mapping[str, Memory], day: date) -> Step:
    """The step for a due question: itself, or what it requires if it was failed too often.

    What it requires comes first once a day, and not if that is failed as often.
    """
    steady = [
        one
        for one in bank[id_].requires
        if one in bank
        and (one not in memories or (memories[one].last != day and not is_struggling(memories[one], day)))
    ]
    if not steady or not is_struggling(memories[id_], day):
        return Step(question=id_, reason="due")
    weakest = min(steady, key=lambda one: _standing(memories.get(one), day))
    return Step(question=weakest, reason="prerequisite", instead_of=id_)


def _standing(memory: Memory | None, day: date) -> float:
    """The chance to remember a question and to solve it; 0 if it was never met."""
    return 0.0 if memory is None else chance(memory.skill) * retrievability(memory, day)


def _in_time(
    steps: Sequence[Step], new: Sequence[str], bank: Mapping[str, Question], minutes: float
) -> tuple[list[Step], list[str]]:
    """What there is time for. New questions have a share of it, and what the due ones leave of theirs.

    Else those who fail often would meet nothing new for weeks.
    """
    lengths = list(itertools.accumulate(_block(bank[id_]) * duration(bank[id_]) for id_ in new))
    share = max((length for length in lengths if length <= NEW_SHARE * minutes), default=0.0)
    kept = _fitting(steps, bank, minutes - share)
    left = minutes - sum(duration(bank[step.question]) for step in kept)
    return kept, [id_ for id_, length in zip(new, lengths, strict=True) if length <= left]


def _fitting(steps: Sequence[Step], bank: Mapping[str, Question], minutes: float) -> list[Step]:
    """The steps for which there is time; composites go first, and what they cover last."""
    if sum(duration(bank[step.question]) for step in steps) <= minutes:
        return list(steps)
    there = _names(steps)
    covered = {step.question: there.intersection(bank[step.question].requires) for step in steps}
    composites = {id_ for id_, parts in covered.items() if len(parts) >= COVERED}
    spared = set().union(*(covered[id_] for id_ in composites)) - composites
    ranked = sorted(steps, key=lambda step: (step.question in spared, step.question not in composites))
    kept: set[str] = set()
    left = minutes
    for step in ranked:
        if (needed := duration(bank[step.question])) <= left:
            kept.add(step.question)
            left -= needed
    return [step for step in steps if step.question in kept]


def _new(
    bank: Mapping[str, Question],
    memories: Mapping[str, Memory],
    day: date,
    goal: Goal,
    *,
    taken: Collection[str],
) -> list[str]:
    """New questions whose requirements are met: the easiest of the topic that was met least."""
    begun = sum(memory.first == day for memory in memories.values())
    met = {id_ for id_ in bank if id_ in memories}
    share = {question.topic: [0, 0] for question in bank.values()}
    for id_, question in bank.items():
        share[question.topic][0] += id_ in met
        share[question.topic][1] += 1
    place = {id_: number for number, id_ in enumerate(bank)}
    unmet = [id_ for id_ in bank if id_ not in met and id_ not in taken]
    begin: list[str] = []
    for _ in range(goal.new - begun):
        open_ = [
            id_
            for id_ in unmet
            if all(one in met or one in memories or one not in bank for one in bank[id_].requires)
        ]
        if not open_:
            break
        chosen = min(
            open_,
            key=lambda id_: (
                share[bank[id_].topic][0] / share[bank[id_].topic][1],
                bank[id_].difficulty,
                place[id_],
            ),
        )
        unmet.remove(chosen)
        met.add(chosen)
        share[bank[chosen].topic][0] += 1
        begin.append(chosen)
    return begin


def _block(question: Question) -> int:
    """How many problems in a row a new question begins with: one if its variants are all alike."""
    drawn = len(question.bodies) > 1 or any(
        body.given or any(task.choose_correct or task.choose_wrong for task in body.tasks)
        for body in question.bodies.values()
    )
    return BLOCK if drawn else 1


def _ordered(bank: Mapping[str, Question], steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps in the order of practice: new ones spread among the due, strategies apart, blocks whole."""
    by_question = {step.question: step for step in steps}
    due = [step.question for step in steps if step.reason != "new"]
    new = [step.question for step in steps if step.reason == "new"]
    wanted = list(due)
    for number, id_ in enumerate(new):
        wanted.insert(number + round((number + 1) * len(due) / (len(new) + 1)), id_)
    order = interleaved(wanted, lambda id_: strategy(bank[id_]), lambda id_: bank[id_].requires)
    return tuple(
        by_question[id_]
        for id_ in order
        for _ in range(_block(bank[id_]) if by_question[id_].reason == "new" else 1)
    )
