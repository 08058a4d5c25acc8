"""Which problems, in which order? A plan that follows from the bank, the wishes and one seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizkit.bank.question import Question
from quizkit.errors import QuizkitError, did_you_mean, quoted
from quizkit.variants.streams import Stream

DEFAULT_COUNT = 10
SEEDS = 2**40
"""How many seeds a plan chooses among for each problem."""


class NothingToDo(QuizkitError):
    """No question answers to the wish."""


def topics(bank: Mapping[str, Question]) -> dict[str, int]:
    """The topics of a bank in order, and how many questions each has."""
    counted: dict[str, int] = {}
    for question in bank.values():
        counted[question.topic] = counted.get(question.topic, 0) + 1
    return dict(sorted(counted.items()))


def choose(
    bank: Mapping[str, Question],
    *,
    topic: str | None = None,
    count: int = DEFAULT_COUNT,
    seed: int = 0,
) -> list[tuple[str, int]]:
    """Question ids with seeds: ``count`` of the topic (or of all), each once before any comes again.

    The easier come first within each round. Raises NothingToDo for a topic without questions.
    """
    ids = [id_ for id_, question in bank.items() if topic in {None, question.topic, *question.tags}]
    if not ids:
        known = sorted({name for question in bank.values() for name in (question.topic, *question.tags)})
        raise NothingToDo(
            f"no questions on {quoted(topic or '')}{did_you_mean(topic or '', known)}"
            if topic
            else "the bank has no questions"
        )
    plan: list[tuple[str, int]] = []
    turn = 0
    while len(plan) < count:
        chosen = _shuffled(ids, seed, turn)[: count - len(plan)]
        chosen.sort(key=lambda id_: bank[id_].difficulty)
        plan += [(id_, _stream(seed, turn).index(SEEDS, id_)) for id_ in chosen]
        turn += 1
    return plan


def _shuffled(ids: Sequence[str], seed: int, turn: int) -> list[str]:
    """The ids in an order that the seed decides, every order equally likely."""
    return [ids[place] for place in _stream(seed, turn).order(len(ids), "order")]


def _stream(seed: int, turn: int) -> Stream:
    return Stream(question="", setting="practice", seed=seed, attempt=turn)
