"""The policy on learners made of dice: what it promises is what comes of it.

A simulated learner solves a fresh variant with a true chance and remembers it along FSRS's own forgetting
curve. Every problem that is worked through teaches with a chance of its own. What they do is drawn from
streams, so every run is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from quizkit.bank.question import Body, Question
from quizkit.practice.mastery import Skill, chance, level, practised
from quizkit.practice.memory import Goal, Memory, Rating, remembered, retrievability
from quizkit.practice.planning import daily_plan
from quizkit.practice.readiness import outlook
from quizkit.practice.scheduler import Trace, recall, reviewed
from quizkit.variants.streams import Stream
from tests.practice.reviewing import DAY, failed, review

TODAY = DAY.date()
DAYS = [TODAY + timedelta(days=number) for number in range(45)]
INTERVIEW = TODAY + timedelta(days=45)
TEACHES = 0.15
"""The chance that a problem teaches what was missing, as knowledge tracing takes it."""


def draw(name: str, *numbers: int) -> float:
    """A number from 0 to 1 for this address."""
    seed, attempt = (*numbers, 0)[:2]
    return Stream(question=name, setting="learner", seed=seed, attempt=attempt).index(2**30, "x") / 2**30


QUESTIONS = {
    f"{kind}{number}": Question(
        id=f"{kind}{number}",
        kind="number",
        title="T",
        topic=kind,
        strategy=kind,
        minutes=1.0,
        bodies={"": Body(given={"n": "1 .. 9"})},
    )
    for kind in "abcdef"
    for number in range(10)
}


@dataclass
class Learner:
    """What is true of a learner, which no policy sees, and the memories that follow from the answers."""

    seed: int
    goal: Goal
    skills: dict[str, float] = field(default_factory=dict)
    traces: dict[str, tuple[Trace, date]] = field(default_factory=dict)
    memories: dict[str, Memory] = field(default_factory=dict)
    answers: int = 0
    measured: list[tuple[float, bool]] = field(default_factory=list)
    """Of each review after the first day: the recall that was predicted, and what came."""

    def skill(self, question: str) -> float:
        """The true chance to solve a variant that is remembered."""
        return self.skills.get(question, 0.3)

    def expected(self, question: str, day: date) -> float:
        """The true chance to solve it on a day."""
        if question not in self.traces:
            return self.skill(question)
        trace, last = self.traces[question]
        return self.skill(question) * recall(trace.stability, max(0, (day - last).days))

    def practise(self, question: str, day: date, teaches: float = TEACHES) -> None:
        """Pose one problem."""
        self.answers += 1
        right = draw(question, self.seed, self.answers) < self.expected(question, day)
        if (memory := self.memories.get(question)) is not None and memory.last < day:
            self.measured.append((retrievability(memory, day), right))
        days = (day - TODAY).days
        one = (review if right else failed)(days, question=question, variant=str(self.answers), mixed=True)
        after = remembered(memory, one, self.goal)
        assert after is not None
        self.memories[question] = after
        trace, last = self.traces.get(question, (None, day))
        if trace is None or last < day or not right:
            self.traces[question] = (reviewed(trace, last, Rating.GOOD if right else Rating.AGAIN, day), day)
        self.skills[question] = self.skill(question) + teaches * (1 - self.skill(question))

    def score(self, day: date) -> float:
        """The true score to expect on a day, over all questions."""
        return sum(self.expected(question, day) for question in QUESTIONS) / len(QUESTIONS)


# Retention.


@pytest.mark.parametrize("retention", [0.8, 0.9, 0.95])
def test_what_is_reviewed_when_due_is_remembered_as_often_as_was_asked_for(retention: float) -> None:
    measured: list[tuple[float, bool]] = []
    for seed in range(10):
        learner = Learner(seed=seed, goal=Goal(retention=retention), skills=dict.fromkeys(QUESTIONS, 1.0))
        for day in (TODAY + timedelta(days=number) for number in range(200)):
            for question in QUESTIONS:
                if question not in learner.memories or learner.memories[question].due <= day:
                    learner.practise(question, day)
        measured += learner.measured
    predicted = sum(each for each, _ in measured) / len(measured)
    solved = sum(right for _, right in measured) / len(measured)
    assert len(measured) > 2500
    assert solved == pytest.approx(predicted, abs=0.02)
    # Intervals are whole days, at least one and at most 90: low retentions are overfulfilled a little.
    assert solved == pytest.approx(retention, abs=0.04)


# The plan against chance.


def practise_by_plan(learner: Learner, day: date, minutes: int) -> int:
    plan = daily_plan(QUESTIONS, learner.memories, day, learner.goal, minutes=float(minutes))
    for step in plan.steps:
        learner.practise(step.question, day)
    return len(plan.steps)


def practise_by_chance(learner: Learner, day: date, count: int) -> None:
    order = sorted(QUESTIONS, key=lambda question: draw(f"order {question}", learner.seed, day.toordinal()))
    for question in order[:count]:
        learner.practise(question, day)


@pytest.mark.parametrize(("start", "minutes"), [(0.3, 12), (0.5, 12), (0.7, 12), (0.5, 20)])
def test_the_plan_beats_as_many_problems_chosen_at_random(start: float, minutes: int) -> None:
    gained = []
    for seed in range(4):
        goal = Goal(interview=INTERVIEW)
        planned = Learner(seed=seed, goal=goal, skills=dict.fromkeys(QUESTIONS, start))
        random = Learner(seed=seed, goal=goal, skills=dict.fromkeys(QUESTIONS, start))
        for day in DAYS:
            practise_by_chance(random, day, practise_by_plan(planned, day, minutes))
        assert planned.answers == random.answers
        gained.append(planned.score(INTERVIEW) - random.score(INTERVIEW))
    assert min(gained) > 0
    assert sum(gained) / len(gained) > 0.02


def test_who_finds_everything_hard_still_meets_all_questions() -> None:
    learner = Learner(seed=1, goal=Goal(interview=INTERVIEW), skills=dict.fromkeys(QUESTIONS, 0.3))
    for day in DAYS:
        practise_by_plan(learner, day, 12)
    assert len(learner.memories) == len(QUESTIONS)


# Readiness.


def test_the_score_that_is_expected_is_the_true_one_and_lies_in_its_interval() -> None:
    held, errors = 0, []
    for seed in range(20):
        skills = {question: draw(f"skill {question}", seed) for question in QUESTIONS}
        learner = Learner(seed=seed, goal=Goal(), skills=skills)
        for day in DAYS[:20]:
            for question in list(QUESTIONS)[: 20 + seed]:
                if question not in learner.memories or learner.memories[question].due <= day:
                    learner.practise(question, day, teaches=0.0)
        day = DAYS[25]
        known = {question: QUESTIONS[question] for question in learner.memories}
        found = outlook(known, learner.memories, DAYS[20], day).stopped
        true = sum(learner.expected(question, day) for question in known) / len(known)
        errors.append(found.expected - true)
        held += found.low <= true <= found.high
    assert abs(sum(errors) / len(errors)) < 0.03
    assert 13 <= held <= 19


def test_the_outlook_of_a_kept_plan_comes_true() -> None:
    errors = []
    for seed in range(4):
        goal = Goal(interview=INTERVIEW)
        learner = Learner(seed=seed, goal=goal, skills=dict.fromkeys(QUESTIONS, 0.4))
        for day in DAYS[:20]:
            practise_by_plan(learner, day, 90)
        promised = outlook(QUESTIONS, learner.memories, DAYS[20], INTERVIEW, goal)
        for day in DAYS[20:]:
            practise_by_plan(learner, day, 90)
        errors.append(promised.kept.expected - learner.score(INTERVIEW))
        assert promised.kept.expected > promised.stopped.expected + 0.1
    assert abs(sum(errors) / len(errors)) < 0.08


# Mastery.


def attempts(true: float, student: int, count: int = 20) -> list[bool]:
    """What a student who does not learn gets right."""
    return [draw(f"p={true}", student, number) < true for number in range(count)]


def ever_elo(rights: Sequence[bool]) -> int | None:
    """After how many attempts the Elo chance first reaches 0.85."""
    skill = Skill()
    for number, right in enumerate(rights):
        rated = Rating.GOOD if right else Rating.AGAIN
        skill = practised(skill, review() if right else failed(), rated, TODAY)
        if chance(skill) >= 0.85:
            return number + 1
    return None


def ever_traced(rights: Sequence[bool]) -> bool:
    """Whether knowledge tracing with its usual parameters ever says 0.95."""
    known = 0.2
    for right in rights:
        hit, miss = (0.9, 0.03) if right else (0.1, 0.97)
        known = known * hit / (known * hit + (1 - known) * miss)
        known += (1 - known) * 0.15
        if known >= 0.95:
            return True
    return False


@pytest.mark.parametrize(
    ("true", "elo", "traced"),
    [(0.3, (0.0, 0.01), (0.85, 0.95)), (0.5, (0.04, 0.1), (0.98, 1.0)), (0.7, (0.36, 0.5), (0.99, 1.0))],
)
def test_the_chance_seldom_takes_a_student_for_a_master_where_tracing_nearly_always_does(
    true: float, elo: tuple[float, float], traced: tuple[float, float]
) -> None:
    students = [attempts(true, student) for student in range(1000)]
    assert elo[0] <= sum(ever_elo(each) is not None for each in students) / 1000 <= elo[1]
    assert traced[0] <= sum(map(ever_traced, students)) / 1000 <= traced[1]


def test_a_student_who_can_is_found_soon() -> None:
    found = [ever_elo(attempts(0.9, student)) for student in range(600)]
    reached = sorted(each for each in found if each is not None)
    assert len(reached) / 600 > 0.93
    assert reached[len(reached) // 2] == 5


def test_the_gates_leave_hardly_any_false_master() -> None:
    mastered = {0.3: 0, 0.5: 0, 0.9: 0}
    for true in mastered:
        for student in range(300):
            memory, day = None, 0
            for number, right in enumerate(attempts(true, student)):
                one = (review if right else failed)(day, variant=str(number), mixed=True)
                memory = remembered(memory, one)
                assert memory is not None
                if level(memory) == "mastered":
                    mastered[true] += 1
                    break
                day = (memory.due - TODAY).days
    assert mastered[0.3] <= 3
    assert mastered[0.5] <= 24
    assert mastered[0.9] >= 270
