"""What is remembered of each question, and when is it due? FSRS, on days and on what happened.

A memory follows from the reviews of its question alone: the reviews are the truth, memories are kept only
to be at hand. ``remembered`` takes one review in, ``replayed`` all of them, and both give the same.

Time is counted in learning days, the days of the learner's own calendar: what was practised at nine and
again at eight the next morning is a day apart. Of a second problem on one day only a failure is told to
the scheduler. A clock that was set back is answered by staying on the latest day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta

from quizkit.practice.mastery import Skill, practised
from quizkit.practice.rating import Rating, rating
from quizkit.practice.reviews import Review
from quizkit.practice.scheduler import GOAL, Goal, Trace, interval, recall, reviewed, spread

__all__ = [
    "GOAL",
    "Goal",
    "Memory",
    "Rating",
    "interval",
    "is_due",
    "is_struggling",
    "memories_from_json",
    "rating",
    "recall",
    "remembered",
    "replayed",
    "rescheduled",
    "retrievability",
]

FORM = 1
"""Goes up whenever a memory's JSON changes its form; others are worked out anew from the reviews."""
STRUGGLE = 4
STRUGGLE_DAYS = 30
"""So many failures in so many days call for the prerequisite, not for more of the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of one question."""

    question: str
    stability: float
    """Days until recall has fallen to 0.9."""
    difficulty: float
    """FSRS's own, 1 to 10: nothing an author wrote."""
    first: date
    last: date
    """The learning days of the first and of the latest review that was rated."""
    due: date
    reps: int
    """How many reviews the scheduler was told of."""
    lapses: int
    """How many of them, after the first, were failures."""
    latest: Rating
    failures: tuple[date, ...] = ()
    """The days of the latest failures, at most ``STRUGGLE``."""
    skill: Skill = field(default_factory=Skill)

    def to_json(self) -> dict[str, object]:
        """As JSON, exactly; ``from_json`` gives the same memory back."""
        skill = asdict(self.skill)
        return {
            **asdict(self),
            "form": FORM,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "due": self.due.isoformat(),
            "latest": int(self.latest),
            "failures": [day.isoformat() for day in self.failures],
            "skill": {
                **skill,
                "solved": list(self.skill.solved),
                "first_clean": _day_text(self.skill.first_clean),
                "last_clean": _day_text(self.skill.last_clean),
            },
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Memory:
        """The memory that ``to_json`` wrote. Raises ValueError if it is none, or one of another form."""
        match stored:
            case {
                "form": 1,
                "question": str(question),
                "stability": float(stability),
                "difficulty": float(difficulty),
                "first": str(first),
                "last": str(last),
                "due": str(due),
                "reps": int(reps),
                "lapses": int(lapses),
                "latest": int(latest),
                "failures": list(failures),
                "skill": dict(skill),
            }:
                return cls(
                    question=question,
                    stability=stability,
                    difficulty=difficulty,
                    first=date.fromisoformat(first),
                    last=date.fromisoformat(last),
                    due=date.fromisoformat(due),
                    reps=reps,
                    lapses=lapses,
                    latest=Rating(latest),
                    failures=tuple(date.fromisoformat(str(day)) for day in failures),
                    skill=_skill_from(skill),
                )
        raise ValueError("this is no memory, or one of another form")


def remembered(memory: Memory | None, review: Review, goal: Goal = GOAL) -> Memory | None:
    """What is remembered after a review; None if there still is nothing, as after a problem put aside."""
    rated = rating(review, first_meeting=memory is None)
    if rated is None:
        return memory
    if memory is None:
        begun = _begun(review, rated)
        return replace(begun, due=_due(begun, goal))
    day = max(review.day, memory.last)
    skill = practised(memory.skill, review, rated, day)
    failed = rated is Rating.AGAIN
    if day == memory.last and not failed:
        return replace(memory, skill=skill)
    trace = reviewed(Trace(memory.stability, memory.difficulty), memory.last, rated, day)
    told = replace(
        memory,
        stability=trace.stability,
        difficulty=trace.difficulty,
        last=day,
        reps=memory.reps + 1,
        lapses=memory.lapses + failed,
        latest=rated,
        failures=(*memory.failures, day)[-STRUGGLE:] if failed else memory.failures,
        skill=skill,
    )
    return replace(told, due=_due(told, goal))


def replayed(reviews: Iterable[Review], goal: Goal = GOAL) -> dict[str, Memory]:
    """The memories that reviews lead to, taken in the order in which they were written; none void."""
    memories: dict[str, Memory] = {}
    for review in reviews:
        now = remembered(memories.get(review.question), review, goal)
        if now is not None:
            memories[review.question] = now
    return memories


def rescheduled(memory: Memory, goal: Goal) -> Memory:
    """The memory as it were if this had always been the goal: only what is due changes."""
    return replace(memory, due=_due(memory, goal))


def memories_from_json(stored: Mapping[str, Mapping[str, object]]) -> dict[str, Memory] | None:
    """Memories as a history keeps them; None if one cannot be read: then replay the reviews."""
    try:
        return {question: Memory.from_json(each) for question, each in stored.items()}
    except (ValueError, TypeError, KeyError):
        return None


def retrievability(memory: Memory, at: date) -> float:
    """The chance that a question is remembered on a day; a moment counts as the day of its own calendar."""
    day = at.date() if isinstance(at, datetime) else at
    return recall(memory.stability, max(0, (day - memory.last).days))


def is_due(memory: Memory, day: date) -> bool:
    """Whether a question is due on a day."""
    return memory.due <= day


def is_struggling(memory: Memory, day: date) -> bool:
    """Whether a question was failed so often lately that its prerequisite is the better practice."""
    since = day - timedelta(days=STRUGGLE_DAYS)
    return sum(failure > since for failure in memory.failures) >= STRUGGLE


def _begun(review: Review, rated: Rating) -> Memory:
    day = review.day
    trace = reviewed(None, day, rated, day)
    return Memory(
        question=review.question,
        stability=trace.stability,
        difficulty=trace.difficulty,
        first=day,
        last=day,
        due=day,
        reps=1,
        lapses=0,
        latest=rated,
        failures=(day,) if rated is Rating.AGAIN else (),
        skill=practised(Skill(), review, rated, day),
    )


def _due(memory: Memory, goal: Goal) -> date:
    """When a memory is due: its interval, bounded by the goal and spread by its question's name."""
    most = goal.longest_from(memory.last)
    days = min(interval(memory.stability, goal.retention), most)
    return memory.last + timedelta(days=spread(memory.question, memory.reps, days, most))


def _skill_from(stored: Mapping[str, object]) -> Skill:
    match stored:
        case {
            "ability": float(ability),
            "evidence": int(evidence),
            "solved": list(solved),
            "first_clean": first,
            "last_clean": last,
            "mixed": bool(mixed),
        }:
            return Skill(
                ability=ability,
                evidence=evidence,
                solved=tuple(map(str, solved)),
                first_clean=None if first is None else date.fromisoformat(str(first)),
                last_clean=None if last is None else date.fromisoformat(str(last)),
                mixed=mixed,
            )
    raise ValueError("this is no skill, or one of another form")


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
