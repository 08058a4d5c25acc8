"""How does each topic stand? What was done on it, and what is mastered and remembered of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quizkit.practice.foresight import Foreseen
from quizkit.practice.mastery import Standing
from quizkit.practice.memory import Memory, retrievability
from quizkit.practice.remembrance import mean
from quizkit.practice.tallies import NOTHING, Counts, clock, counts, share
from quizkit.typeset.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """What was done on one topic, and where the learner stands on it."""

    topic: str
    counts: Counts
    """In the period."""
    known: int
    """How many of its questions are remembered at all."""
    recall: float | None
    """The mean chance of recall today, over those; None if there are none."""
    standing: Standing | None
    """None where the bank does not know the topic, or no bank was given."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics by name."""

    lines: tuple[TopicLine, ...]

    def table(self) -> Table:
        """Where the learner stands: a row for each topic."""
        return Table(
            title="Topics",
            heading=("topic", "chance", "recall", "proficient", "mastered", "reviews", "first try"),
            rows=tuple(
                (
                    line.topic,
                    NOTHING if line.standing is None else f"{line.standing.chance:.2f}",
                    NOTHING if line.recall is None else f"{line.recall:.2f}",
                    *_levels(line.standing),
                    str(line.counts.reviews),
                    share(line.counts.first_try, line.counts.reviews),
                )
                for line in self.lines
            ),
            note="Chance: to solve a fresh variant. Recall: that it is remembered today. "
            "Reviews and first try: in the period.",
        )

    def pace(self) -> Table:
        """How long it takes: a row for each topic that was practised in the period."""
        return Table(
            title="Time by topic",
            heading=("topic", "median", "median par", "within par", "reviews"),
            rows=tuple(
                (
                    line.topic,
                    clock(line.counts.seconds),
                    clock(line.counts.par),
                    share(line.counts.within, line.counts.timed),
                    str(line.counts.reviews),
                )
                for line in self.lines
                if line.counts.reviews
            ),
        )


def _levels(standing: Standing | None) -> tuple[str, str]:
    if standing is None:
        return NOTHING, NOTHING
    return (
        f"{standing.proficient} of {standing.questions}",
        f"{standing.mastered} of {standing.questions}",
    )


def topic_lines(
    within: Sequence[Foreseen],
    ever: Sequence[Foreseen],
    memories: Mapping[str, Memory],
    today: date,
    standings: Iterable[Standing],
) -> Topics:
    """The topics of the bank in its order, then those of reviews that it does not know.

    ``within``: the reviews of the period; ``ever``: all of them.
    """
    standing = {each.topic: each for each in standings}
    topic_of = {each.review.question: each.review.topic for each in ever}
    by_topic: dict[str, list[Foreseen]] = {topic: [] for topic in (*standing, *sorted({*topic_of.values()}))}
    for each in within:
        by_topic[each.review.topic].append(each)
    recalls: dict[str, list[float]] = {}
    for id_, memory in memories.items():
        if id_ in topic_of:
            recalls.setdefault(topic_of[id_], []).append(retrievability(memory, today))
    return Topics(
        tuple(
            TopicLine(
                topic=topic,
                counts=counts([each.review for each in listed]),
                known=len(recalls.get(topic, ())),
                recall=mean(recalls.get(topic, ())),
                standing=standing.get(topic),
            )
            for topic, listed in by_topic.items()
        )
    )
