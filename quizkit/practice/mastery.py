"""Can the learner do it? The chance to solve a fresh variant, how much speaks for it, and the level.

That is another question than whether it is still remembered (``memory``). The chance is an Elo rating of
the learner on one question: after every graded problem the ability θ moves by K(n)·(x − σ(θ)), where x is
1 for a clean solve, ½ for one with a hint or a slip, 0 otherwise, and n counts the problems before. σ is
the logistic function. Unlike knowledge tracing it does not take a learner who is right half of the time
for one who has understood: on students who do not learn, tracing with its usual parameters calls nearly
all of them masters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from quizkit.bank.question import Question
from quizkit.practice.rating import Rating
from quizkit.practice.reviews import Review

if TYPE_CHECKING:
    from quizkit.practice.memory import Memory

Level = Literal["new", "learning", "familiar", "proficient", "mastered"]
"""From never practised to mastered, in this order."""

START = -0.8
"""The ability before anything is known, in logits: a chance of 0.31."""
LEVEL_OF_START = 2
"""The difficulty that START is meant for."""
STEP = 0.4
"""How much, in logits, each step of difficulty takes away in advance."""
TRANSFER = 0.5
"""How much of what was gained on the topic is expected of its other questions."""

FAMILIAR = 0.5
PROFICIENT = 0.75
MASTERED = 0.85
"""The chances from which a level may be reached."""
CLEAN_SOLVES = 3
"""How many different variants must have been solved cleanly, for mastery."""
LASTING = 14.0
"""The stability that mastery asks for, in days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """What the graded problems of one question say of the learner."""

    ability: float = START
    """θ in logits."""
    evidence: int = 0
    """How many problems were graded."""
    solved: tuple[str, ...] = ()
    """The first variants that were solved cleanly, no two alike, at most ``CLEAN_SOLVES``."""
    first_clean: date | None = None
    last_clean: date | None = None
    """The days of the first and of the latest clean solve."""
    mixed: bool = False
    """Whether the latest clean solve was among problems of other strategies, or in an interview."""


def practised(skill: Skill, review: Review, rated: Rating, day: date) -> Skill:
    """The skill after a review of this rating on this day."""
    moved = replace(
        skill,
        ability=skill.ability + _weight(skill.evidence) * (score(review, rated) - _chance(skill.ability)),
        evidence=skill.evidence + 1,
    )
    if not review.clean or rated is Rating.AGAIN:
        return moved
    known = review.variant in skill.solved or len(skill.solved) == CLEAN_SOLVES
    return replace(
        moved,
        solved=skill.solved if known else (*skill.solved, review.variant),
        first_clean=skill.first_clean or day,
        last_clean=day,
        mixed=review.mixed or review.mode == "interview",
    )


def score(review: Review, rated: Rating) -> float:
    """What a graded problem says of the skill: 1, ½ after a hint or with a slip, or 0."""
    if rated is Rating.AGAIN:
        return 0.0
    return 1.0 if review.clean else 0.5


def chance(skill: Skill, prior: float = START) -> float:
    """The chance to solve a fresh variant, 0 to 1.

    ``prior`` is the ability expected in advance, in logits; it counts as much as one graded problem.
    """
    return _chance(skill.ability + (prior - START) / (1 + skill.evidence))


def level(memory: Memory | None) -> Level:
    """The level on a question.

    Mastery asks for more than a chance: three clean solves of different variants on at least two days,
    the latest among problems of other strategies or in an interview, and a stability of two weeks.
    """
    if memory is None or not memory.skill.evidence:
        return "new"
    skill = memory.skill
    likely = chance(skill)
    lasting = (
        len(skill.solved) == CLEAN_SOLVES
        and skill.first_clean != skill.last_clean
        and skill.mixed
        and memory.stability >= LASTING
    )
    if likely >= MASTERED and lasting:
        return "mastered"
    if likely >= PROFICIENT and len(skill.solved) > 1:
        return "proficient"
    return "familiar" if likely >= FAMILIAR else "learning"


def prior(question: Question, gained: float = 0.0) -> float:
    """The ability that is expected on a question in advance, in logits.

    ``gained``: what was gained on its topic, as ``gains`` gives it.
    """
    return START - STEP * (question.difficulty - LEVEL_OF_START) + TRANSFER * gained


def gains(bank: Mapping[str, Question], memories: Mapping[str, Memory]) -> dict[str, float]:
    """How far the abilities on each topic have moved from where they began: the mean, in logits.

    Topics of which little was practised count for less: as if two more questions had not moved.
    """
    moved: dict[str, list[float]] = {}
    for id_, memory in memories.items():
        if id_ in bank:
            moved.setdefault(bank[id_].topic, []).append(memory.skill.ability - START)
    return {topic: sum(each) / (len(each) + 2) for topic, each in moved.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the learner stands on one topic."""

    topic: str
    chance: float
    """The mean chance over its questions, practised or not."""
    practised: int
    proficient: int
    """How many questions are proficient or mastered."""
    mastered: int
    questions: int
    evidence: int
    """How many problems were graded."""


def standings(bank: Mapping[str, Question], memories: Mapping[str, Memory]) -> tuple[Standing, ...]:
    """Where the learner stands on each topic, in the order of the topics' names."""
    gained = gains(bank, memories)
    topics: dict[str, list[str]] = {}
    for id_, question in bank.items():
        topics.setdefault(question.topic, []).append(id_)
    return tuple(
        _standing(topic, [(memories.get(id_), prior(bank[id_], gained.get(topic, 0.0))) for id_ in ids])
        for topic, ids in sorted(topics.items())
    )


def _standing(topic: str, known: Iterable[tuple[Memory | None, float]]) -> Standing:
    pairs = list(known)
    levels = [level(memory) for memory, _ in pairs]
    return Standing(
        topic=topic,
        chance=sum(chance(_skill(memory), expected) for memory, expected in pairs) / len(pairs),
        practised=sum(memory is not None for memory, _ in pairs),
        proficient=sum(each in {"proficient", "mastered"} for each in levels),
        mastered=levels.count("mastered"),
        questions=len(pairs),
        evidence=sum(_skill(memory).evidence for memory, _ in pairs),
    )


def _skill(memory: Memory | None) -> Skill:
    return Skill() if memory is None else memory.skill


def _weight(evidence: int) -> float:
    """K(n): how far one more problem moves the ability."""
    return 1.8 / (1 + 0.12 * evidence)


def _chance(ability: float) -> float:
    return 1 / (1 + math.exp(-ability))
