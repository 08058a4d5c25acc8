"""Which problems make an interview? Of every topic alike, mixed, by the seed alone: it can be shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizkit.bank.question import Question
from quizkit.practice.interleaving import interleaved, strategy
from quizkit.practice.selection import choose

MINUTES = 45
PROBLEMS_AN_HOUR = 32 / 3
"""Eight in three quarters of an hour."""


def problems_in(minutes: float) -> int:
    """How many problems fit into an interview, at least one."""
    return max(1, round(minutes * PROBLEMS_AN_HOUR / 60))


def blueprint(
    bank: Mapping[str, Question], *, topics: Sequence[str] = (), count: int, seed: int
) -> list[tuple[str, int]]:
    """Question ids with seeds: ``count`` in all, of each topic as many as of any other, give or take one.

    No two neighbours ask for the same strategy, as far as that can be. The same bank, topics, count and seed
    give the same interview. Raises NothingToDo for a topic without questions, and SeedOutOfRange.
    """
    wanted: Sequence[str | None] = topics or (None,)
    chosen: dict[str, tuple[str, int]] = {}
    of_each = [choose(bank, topic=topic, count=count, seed=seed) for topic in wanted]
    for turn in range(count):
        for plan in of_each:
            question, drawn = plan[turn]
            name = question if question not in chosen else f"{question}\0{turn}"
            if len(chosen) < count:
                chosen.setdefault(name, (question, drawn))
    mixed = interleaved(list(chosen), lambda name: strategy(bank[chosen[name][0]]))
    return [chosen[name] for name in mixed]
