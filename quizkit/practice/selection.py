"""Which problems, in which order? A plan that follows from the bank, the wishes and one seed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from quizkit.errors import NoVariant, QuizkitError, SeedOutOfRange, did_you_mean, quoted
from quizkit.variants.streams import Stream

if TYPE_CHECKING:
    from quizkit.bank.outline import Subject
    from quizkit.bank.question import Question
    from quizkit.practice.memory import Memory
    from quizkit.practice.reviews import Review

DEFAULT_COUNT = 10
SEEDS = 2**40
"""How many seeds a plan chooses among for each problem."""
LARGEST_SEED = 2**63 - 1
LATELY = 7
"""The days over which mistakes are looked for."""
FRESH_TRIES = 24
"""How many seeds are tried for a variant that was never met."""


class NothingToDo(QuizkitError):
    """No question answers to the wish."""


def topics(bank: Mapping[str, Subject]) -> dict[str, int]:
    """The topics of a bank in order, and how many questions each has."""
    counted: dict[str, int] = {}
    for question in bank.values():
        counted[question.topic] = counted.get(question.topic, 0) + 1
    return dict(sorted(counted.items()))


def on_topic(bank: Mapping[str, Subject], topic: str | None = None) -> list[str]:
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
    bank: Mapping[str, Subject],
    *,
    topic: str | None = None,
    count: int = DEFAULT_COUNT,
    seed: int = 0,
) -> list[tuple[str, int]]:
    """Question ids with seeds: ``count`` of the topic (or of all), each once before any comes again.

    The easier come first within each round. Raises NothingToDo for a topic without questions, and
    SeedOutOfRange.
    """
    _require_seed(seed)
    ids = on_topic(bank, topic)
    plan: list[tuple[str, int]] = []
    turn = 0
    while len(plan) < count:
        chosen = _shuffled(ids, seed, turn)[: count - len(plan)]
        chosen.sort(key=lambda id_: bank[id_].difficulty)
        plan += [(id_, _stream(seed, turn).index(SEEDS, id_)) for id_ in chosen]
        turn += 1
    return plan


def select(
    bank: Mapping[str, Question],
    *,
    day: date,
    memories: Mapping[str, Memory],
    reviews: Iterable[Review] = (),
    topic: str | None = None,
    due: bool = False,
    mistakes: bool = False,
    count: int | None = None,
    seed: int = 0,
) -> list[tuple[str, int]]:
    """Question ids with seeds, by what is due and what went wrong lately, each question once.

    What is due comes by urgency, then what was missed, the latest first, with strategies kept apart. With
    neither ``due`` nor ``mistakes`` as ``choose``. ``reviews`` need only reach back ``LATELY`` days.
    Raises NothingToDo, which names the next day on which something is due, and SeedOutOfRange.
    """
    if not due and not mistakes:
        return choose(bank, topic=topic, count=DEFAULT_COUNT if count is None else count, seed=seed)
    from quizkit.practice.interleaving import interleaved, strategy
    from quizkit.practice.planning import due_order

    _require_seed(seed)
    allowed = dict.fromkeys(on_topic(bank, topic))
    wanted: dict[str, None] = {}
    if due:
        wanted |= dict.fromkeys(id_ for id_ in due_order(bank, memories, day) if id_ in allowed)
    if mistakes:
        wanted |= dict.fromkeys(id_ for id_ in missed(reviews, day) if id_ in allowed)
    if not wanted:
        raise NothingToDo(_nothing([memories[id_].due for id_ in allowed if id_ in memories], due=due))
    chosen = interleaved(list(wanted)[:count], lambda id_: strategy(bank[id_]))
    stream = _stream(seed, 0)
    return [(id_, stream.index(SEEDS, id_)) for id_ in chosen]


def missed(reviews: Iterable[Review], day: date, days: int = LATELY, mistake: str | None = None) -> list[str]:
    """The questions that were failed in the last days and not solved cleanly since, the latest first.

    ``reviews`` in the order of time. ``mistake``: only where this misconception was recognised.
    """
    from quizkit.practice.rating import Rating, rating

    open_: dict[str, None] = {}
    for review in reviews:
        if review.day <= day - timedelta(days=days):
            continue
        if review.clean and not review.last_hint:
            open_.pop(review.question, None)
        elif rating(review, first_meeting=False) is Rating.AGAIN and (
            mistake is None or mistake in review.mistakes
        ):
            open_.pop(review.question, None)
            open_[review.question] = None
    return list(reversed(open_))


class Hashed(Protocol):
    """A variant, as far as telling one from another goes."""

    @property
    def hash(self) -> str:
        """The same for variants that are the same."""


V = TypeVar("V", bound=Hashed)


@dataclass(frozen=True, slots=True)
class Fresh(Generic[V]):
    """A variant for a learner."""

    variant: V
    seed: int
    is_new: bool
    """Whether the learner never met it; there may be no such one."""


def fresh(question: str, seen: Collection[str], make: Callable[[int], V], seed: int = 0) -> Fresh[V]:
    """A variant that the learner never met, if one of ``FRESH_TRIES`` seeds gives one; else the first made.

    ``seen`` are the hashes of the variants that were met, ``make`` makes the variant of a seed, ``seed``
    says where to begin. Raises NoVariant if no seed gives a variant.
    """
    _require_seed(seed)
    known: Fresh[V] | None = None
    refusal: NoVariant | None = None
    for turn in range(FRESH_TRIES):
        tried = seed if turn == 0 else _stream(seed, turn).index(SEEDS, question)
        try:
            variant = make(tried)
        except NoVariant as none:
            refusal = none
            continue
        if variant.hash not in seen:
            return Fresh(variant, tried, is_new=True)
        known = known or Fresh(variant, tried, is_new=False)
    if known is None:
        raise refusal or NoVariant(f"no seed gives a variant of {quoted(question)}")
    return known


def _nothing(due_days: Sequence[date], *, due: bool) -> str:
    if not due:
        return f"nothing was missed in the last {LATELY} days"
    if not due_days:
        return "nothing is due: no question was practised yet"
    return f"nothing is due; the next on {min(due_days).isoformat()}"


def _require_seed(seed: int) -> None:
    if not 0 <= seed <= LARGEST_SEED:
        raise SeedOutOfRange(f"a seed is a whole number from 0 to 2^63 - 1, not {quoted(str(seed))}")


def _subjects(question: Subject) -> tuple[str, ...]:
    """What a question is about: its topic and its tags."""
    return (question.topic, *question.tags)


def _shuffled(ids: Sequence[str], seed: int, turn: int) -> list[str]:
    """The ids in an order that the seed decides, every order equally likely."""
    return [ids[place] for place in _stream(seed, turn).order(len(ids), "order")]


def _stream(seed: int, turn: int) -> Stream:
    return Stream(question="", setting="practice", seed=seed, attempt=turn)
