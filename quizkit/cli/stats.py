"""``quizkit stats``: what the history says."""

from __future__ import annotations

import json as json_text
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizkit.cli.banks import opened
from quizkit.cli.clock import today
from quizkit.cli.options import BankPaths, Json, Profile, Topic
from quizkit.cli.output import Exit, end, say, say_json, tell, width
from quizkit.cli.places import history_path

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from quizkit.bank import Bank
    from quizkit.practice.foresight import Foreseen
    from quizkit.practice.memory import Memory
    from quizkit.practice.statistics import Statistics
    from quizkit.typeset.tables import Table

SCHEMA = 1
LONGEST = 36_500
_NOTHING = "Nothing was practised yet: quizkit practice begins, and quizkit stats tells what came of it."


def stats(
    topic: Topic = None,
    days: Annotated[
        int, typer.Option("--days", metavar="N", min=1, max=LONGEST, help="The period, up to today.")
    ] = 90,
    bank: BankPaths = None,
    profile: Profile = None,
    json: Json = False,
) -> None:
    """Tell how it went: recall, topics, mistakes, times.

    quizkit stats
    quizkit stats --topic q29 --days 30
    quizkit stats --json | jq .counts

    Mistakes are those of the last 30 days against the 30 before, and what is due is counted from today,
    whatever the period. Shares of fewer than 10 reviews are told as so many of so many.

    Exit code: 0 done, 2 no bank or a history that cannot be read, 3 nothing was practised yet.
    """
    from quizkit.practice.mastery import standings
    from quizkit.practice.statistics import statistics

    path = history_path(profile)
    if not path.exists():
        end(Exit.NOTHING, _NOTHING)
    reviews, memories = _kept(profile)
    questions = opened(bank)
    among = None if topic is None else _on_topic(questions, reviews, topic)
    asked = {id_: questions[id_] for id_ in questions if among is None or id_ in among}
    standing = standings(asked, memories)
    told = statistics(reviews, memories, today(), days=days, standings=standing, among=among)
    if not told.total:
        end(Exit.NOTHING, _NOTHING if topic is None else "Nothing was practised on this topic yet.")
    if json:
        say_json(as_json(told))
        return
    for table in _tables(told):
        say(*table.lines(width()), "")
    tell(f"the last {days} days, up to {told.today}; {told.total} reviews in all")


def _kept(profile: str | None) -> tuple[tuple[Foreseen, ...], dict[str, Memory]]:
    """The reviews of a history, and what is remembered. Raises HistoryError."""
    from quizkit.practice.foresight import foreseen
    from quizkit.practice.history import History
    from quizkit.practice.memory import memories_from_json, replayed

    with History.open(history_path(profile), read_only=True) as history:
        reviews = foreseen(history.reviews())
        memories = memories_from_json(history.memories())
    return reviews, replayed(each.review for each in reviews) if memories is None else memories


def _on_topic(bank: Bank, reviews: Sequence[Foreseen], topic: str) -> Collection[str]:
    """The questions on a topic; of those that the bank has no more, as their reviews say."""
    from quizkit.practice.selection import NothingToDo, on_topic

    gone = {
        each.review.question
        for each in reviews
        if each.review.topic.casefold() == topic.strip().casefold() and each.review.question not in bank
    }
    try:
        return gone | set(on_topic(bank, topic))
    except NothingToDo:
        if not gone:
            raise
        return gone


def _tables(told: Statistics) -> list[Table]:
    """Every table once."""
    from quizkit.practice.statistics import PAGES

    found = {table.title: table for page in PAGES for table in told.tables(page)}
    return list(found.values())


def as_json(told: Statistics) -> Mapping[str, object]:
    """All the numbers, with days in ISO form; shares are left to who reads them, but for means."""
    whole: dict[str, Any] = json_text.loads(json_text.dumps(asdict(told), default=_as_text))
    recall = told.recall
    bins = [{**asdict(each), "interval": list(each.interval)} for each in recall.bins]
    return {
        "schema": SCHEMA,
        **whole,
        "recall": {
            "reviews": recall.reviews,
            "predicted": recall.predicted,
            "measured": recall.measured,
            "bins": bins,
        },
        "confidence": whole["confidence"]["levels"],
        "topics": whole["topics"]["lines"],
        "weeks": whole["weeks"]["weeks"],
    }


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
