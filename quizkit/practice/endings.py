"""Which problems did an event end, and what is there to tell of them? From states to reviews."""

from __future__ import annotations

from quizkit.practice.interleaving import strategy
from quizkit.practice.reviews import Review
from quizkit.practice.sitting import Sitting


def ended(before: Sitting, after: Sitting) -> tuple[int, ...]:
    """The places of the problems that were ended between two states, and count."""
    new = range(len(before.results), len(after.results))
    return tuple(place for place in new if not after.results[place].disputed)


def withdrawn(before: Sitting, after: Sitting) -> int | None:
    """The place of the problem whose result was taken back between two states: undone, or disputed."""
    for place, result in enumerate(before.results):
        if place >= len(after.results) or (after.results[place].disputed and not result.disputed):
            return place
    return None


def review_of(sitting: Sitting, place: int, *, offset: int = 0) -> Review:
    """The review of a problem that was ended.

    ``offset``: minutes that the learner's clock is ahead of UTC. Raises IndexError for a place without a
    result, and ValueError where nobody told the time.
    """
    result, variant = sitting.results[place], sitting.plan[place]
    question = variant.question
    if result.at is None:
        raise ValueError("a review needs to know when the problem ended")
    return Review(
        question=result.question,
        topic=question.topic,
        variant=variant.hash,
        content=question.hash,
        at=result.at,
        seconds=result.seconds,
        par=None if question.minutes is None else 60.0 * question.minutes,
        ending=result.ending,
        credit=result.credit,
        tries=result.tries,
        hints=result.hints,
        last_hint=result.last_hint,
        mistakes=result.mistakes,
        minor=result.minor,
        mode=sitting.mode,
        sure=result.sure,
        offset=offset,
        mixed=place > 0 and strategy(sitting.plan[place - 1].question) != strategy(question),
    )
