"""Which problems, in which order? A plan that follows from the bank, the wishes and one seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizkit.bank.question import Question
from quizkit.errors import QuizkitError, SeedOutOfRange, did_you_mean, quoted
from quizkit.variants.streams import Stream

DEFAULT_COUNT = 10
SEEDS = 2**40
"""How many seeds a plan chooses among for each problem."""
LARGEST_SEED = 2**63 - 1


class NothingToDo(QuizkitError):
    """No question answers to the wish."""


def topics(bank: Mapping[str, Question]) -> dict[str, int]:
    """The topics of a bank in order, and how many questions each has."""
    counted: dict[str, int] = {}
    for question in bank.values():
        counted[question.topic] = counted.get(question.topic, 0) + 1
    return dict(sorted(counted.items()))


def on_topic(bank: Mapping[str, Question], topic: str | None = None) -> list[str]:
    """The ids of the questions of a topic or with a tag, in the order of the bank; of None, all.

    Raises NothingToDo, with the nearest topic, if there are none.
    """
    if not bank:
        raise NothingToDo("the bank has no questions")
    if topic is None:
        return list(bank)
    wanted = topic.strip().casefold()
    ids = [id_ for id_, question in bank.items() if wanted in map(str.casefold, _subjects(question))]
    if not ids:
        known = sorted({subject for question in bank.values() for subject in _subjects(question)})
        raise NothingToDo(f"no questions on {quoted(topic)}{did_you_mean(topic, known)}")
    return ids


def choose(
    bank: Mapping[str, Question],
    *,
    topic: str | None = None,
    count: int = DEFAULT_COUNT,
    seed: int = 0,
) -> list[tuple[str, int]]:
    """Question ids with seeds: ``count`` of the topic (or of all), each once before any comes again.

    The easier come first within each round. Raises NothingToDo for a topic without questions, and
    SeedOutOfRange.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise SeedOutOfRange(f"a seed is a whole number from 0 to 2^63 - 1, not {quoted(str(seed))}")
    ids = on_topic(bank, topic)
    plan: list[tuple[str, int]] = []
    turn = 0
    while len(plan) < count:
        chosen = _shuffled(ids, seed, turn)[: count - len(plan)]
        chosen.sort(key=lambda id_: bank[id_].difficulty)
        plan += [(id_, _stream(seed, turn).index(SEEDS, id_)) for id_ in chosen]
        turn += 1
    return plan


def _subjects(question: Question) -> tuple[str, ...]:
    """What a question is about: its topic and its tags."""
    return (question.topic, *question.tags)


def _shuffled(ids: Sequence[str], seed: int, turn: int) -> list[str]:
    """The ids in an order that the seed decides, every order equally likely."""
    return [ids[place] for place in _stream(seed, turn).order(len(ids), "order")]


def _stream(seed: int, turn: int) -> Stream:
    return Stream(question="", setting="practice", seed=seed, attempt=turn)
