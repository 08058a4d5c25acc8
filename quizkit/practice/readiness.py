"""How would the interview go? The score to expect on a day, if the plan is kept and if practice stops now.

Of every question, the chance to solve it times the chance that it is remembered on that day; the mean over
all of them, weighted by topic. A question that was never met counts by what is expected in advance, from
its difficulty and from what was gained on its topic.

The interval holds what is unknown about the chances, not the luck of the day. Chances of practised
questions are known as well as their evidence allows, each by itself; what was never met is unknown
together, a topic at a time, so that many unmet questions do not pass for much knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quizkit.bank.question import Question
from quizkit.practice.mastery import Skill, chance, gains, prior
from quizkit.practice.memory import Memory, retrievability
from quizkit.practice.scheduler import GOAL, WEIGHTS, Goal, interval, recall, recalled_stability

LEARNING = 0.15
"""The chance that a problem, worked through to its solution, teaches what was missing; a judgement."""
WIDTH = 1.2816
"""Standard deviations on each side that hold 80 % of a normal distribution."""
VAGUE = 2
"""The evidence that a chance has before any problem was graded, in problems."""
UNSURE = 0.5
"""The standard deviation of one problem's outcome at most: what a chance says of its own spread is as
uncertain as the chance."""
MET_STABILITY = WEIGHTS[2]
MIDDLE_DIFFICULTY = 5.3
"""What FSRS takes after a first Good: the stability in days, and nearly the difficulty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The score to expect, from 0 to 1, and the 80 % interval about it."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Readiness on one day, by what is done until then."""

    kept: Readiness
    """If the daily plan is kept."""
    stopped: Readiness
    """If nothing is practised from today on."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One question's part of the score."""

    topic: str
    weight: float
    chance: float
    recall: float
    evidence: int


def outlook(
    bank: Mapping[str, Question],
    memories: Mapping[str, Memory],
    today: date,
    on: date,
    goal: Goal = GOAL,
    *,
    weights: Mapping[str, float] | None = None,
) -> Outlook:
    """The readiness on a day, as it looks today.

    ``weights`` are those of topics, 1 where nothing is said. Raises ValueError if the bank is empty or the
    day is over.
    """
    if not bank or on < today:
        raise ValueError("readiness asks for questions, and for a day that is not over")
    gained = gains(bank, memories)
    order = sorted((id_ for id_ in bank if id_ not in memories), key=lambda id_: bank[id_].difficulty)
    # New ones are begun day by day; the plan reaches those behind only after that day.
    begun = {id_: today.toordinal() + turn // goal.new for turn, id_ in enumerate(order)} if goal.new else {}
    kept, stopped = [], []
    for id_, question in bank.items():
        memory = memories.get(id_)
        weight = (weights or {}).get(question.topic, 1.0)
        likely = chance(memory.skill if memory else Skill(), prior(question, gained.get(question.topic, 0.0)))
        evidence = memory.skill.evidence if memory else 0
        now = retrievability(memory, on) if memory else 1.0
        stopped.append(_Part(question.topic, weight, likely, now, evidence))
        later, then = _planned(memory, likely, begun.get(id_), today=today, on=on, goal=goal)
        if later * then < likely * now:
            later, then = likely, now  # nobody does worse for having practised
        kept.append(_Part(question.topic, weight, later, then, evidence))
    return Outlook(kept=_readiness(kept), stopped=_readiness(stopped))


def _planned(
    memory: Memory | None, likely: float, begins: int | None, *, today: date, on: date, goal: Goal
) -> tuple[float, float]:
    """The chance and the recall on a day if every review until then is made when it is due.

    A review succeeds with the chance that it is remembered and solved; after a failure the stability is
    taken for a day. Whatever came of it, its solution teaches.
    """
    end = on.toordinal()
    if memory is not None:
        last, stability, difficulty = memory.last.toordinal(), memory.stability, memory.difficulty
        following = max(memory.due.toordinal(), today.toordinal())
    elif begins is not None and begins < end:
        likely += LEARNING * (1 - likely)
        last, stability, difficulty = begins, MET_STABILITY, MIDDLE_DIFFICULTY
        following = begins + _days(stability, begins, goal)
    else:
        return likely, 1.0
    # What is practised on the day itself comes too late.
    while following < end:
        remembered = recall(stability, following - last)
        success = likely * remembered
        stability = success * recalled_stability(stability, difficulty, remembered) + (1 - success)
        likely += LEARNING * (1 - likely)
        last, following = following, following + _days(stability, following, goal)
    return likely, recall(stability, max(0, end - last))


def _days(stability: float, ordinal: int, goal: Goal) -> int:
    return min(interval(stability, goal.retention), goal.longest_from(date.fromordinal(ordinal)))


def _readiness(parts: list[_Part]) -> Readiness:
    total = sum(part.weight for part in parts)
    if total <= 0:
        raise ValueError("the weights leave nothing to be ready for")
    expected = sum(part.weight * part.chance * part.recall for part in parts) / total
    evidence: dict[str, int] = {}
    unmet: dict[str, float] = {}
    variance = 0.0
    for part in parts:
        evidence[part.topic] = evidence.get(part.topic, 0) + part.evidence
        spread = part.weight * part.recall * UNSURE
        if part.evidence:
            variance += spread**2 / (part.evidence + VAGUE)
        else:
            unmet[part.topic] = unmet.get(part.topic, 0.0) + spread
    variance += sum(spread**2 / (evidence[topic] + VAGUE) for topic, spread in unmet.items())
    reach = WIDTH * variance**0.5 / total
    return Readiness(expected=expected, low=max(0.0, expected - reach), high=min(1.0, expected + reach))
