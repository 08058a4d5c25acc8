"""A history to look at: one learner, some months of practice, always the same."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from quizkit.practice.mastery import Standing
from quizkit.practice.reviews import Review
from tests.practice.reviewing import DAY, review

TODAY = date(2026, 11, 23)
"""A Monday; the reviews end on it."""
TOPICS = ("q25", "q26", "q27", "q28")
MISTAKES = ("bits-for-nats", "sign-flipped", "mean-for-sum", "upside-down", "factor-dropped")


def studied(days: int = 120, per_day: int = 8, seed: int = 5) -> list[Review]:
    """Reviews of a learner who practises on most days, forgets some, and gets better."""
    chance = Random(seed).random
    found: list[Review] = []
    for ago in range(days - 1, -1, -1):
        if chance() < 0.25:
            continue
        for turn in range(int(per_day * chance()) + 1):
            skill = 0.55 + 0.3 * (1 - ago / days)
            topic = TOPICS[int(4 * chance())]
            right, hints = chance() < skill, int(chance() < 0.15)
            seconds = 40 + 300 * chance()
            mistaken = "" if right or chance() < 0.3 else MISTAKES[int(5 * chance() ** 1.5)]
            sure = None if chance() < 0.7 else 1 + int(2 * chance()) + int(right)
            at = DAY - timedelta(days=ago) + timedelta(minutes=10 * turn)
            found.append(
                review(
                    question=f"{topic}-{int(9 * chance())}",
                    topic=topic,
                    variant=f"variant-{len(found)}",
                    at=at,
                    seconds=seconds,
                    par=None if topic == "q28" else 210.0,
                    ending="correct" if right else "incorrect",
                    credit=float(right),
                    tries=1 if right else 2,
                    hints=hints,
                    mistakes=(mistaken,) if mistaken else (),
                    sure=sure,
                )
            )
    return found


STANDINGS = tuple(
    Standing(
        topic=topic,
        chance=chance,
        practised=practised,
        proficient=proficient,
        mastered=mastered,
        questions=questions,
        evidence=9 * practised,
    )
    for topic, chance, practised, proficient, mastered, questions in (
        ("q25", 0.78, 9, 6, 2, 12),
        ("q26", 0.88, 9, 7, 1, 9),
        ("q27", 0.55, 9, 3, 0, 11),
        ("q28", 0.66, 9, 4, 0, 9),
        ("q29", 0.31, 0, 0, 0, 11),
    )
)
"""Where the learner stands; nothing of q29 was practised."""
