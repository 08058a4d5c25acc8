"""From a topic, a seed and chosen numbers to a walk."""

from __future__ import annotations

from collections.abc import Mapping

from quizkit.errors import SeedOutOfRange, quoted
from quizkit.walks.chance import Chance
from quizkit.walks.givens import chosen
from quizkit.walks.topics import subject
from quizkit.walks.walk import Walk, array

SEEDS = 2**63


def make_walk(topic: str, *, seed: int = 0, given: Mapping[str, str] | None = None) -> Walk:
    """The walk of a topic under a seed; ``given`` overrides some numbers, the rest follow the seed.

    Raises UnknownWalk, SeedOutOfRange, UnknownGiven, and OutsideDomain, which names the number and says
    what is expected.
    """
    known = subject(topic)
    if not 0 <= seed < SEEDS:
        raise SeedOutOfRange(f"a seed is a whole number from 0 to 2^63 - 1, not {quoted(str(seed))}")
    own = chosen(given or {}, known.givens, topic)
    numbers = known.drawn(Chance(topic, seed), own)
    return Walk(
        topic=topic,
        title=known.title,
        seed=seed,
        chosen=tuple(own),
        why=known.why,
        conventions=known.conventions,
        inputs=tuple(array(name, value) for name, value in numbers.items()),
        body=known.body(numbers),
        tips=known.tips,
        questions=known.questions,
    )
