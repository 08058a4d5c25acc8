"""``quizkit due``: what is to be practised today, and how much in the next two weeks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.banks import opened
from quizkit.cli.clock import now, today
from quizkit.cli.options import BankPaths, Json, Profile, Topic
from quizkit.cli.output import Exit, count, end, say, say_json, table, tell
from quizkit.cli.places import history_path

if TYPE_CHECKING:
    from quizkit.bank import Bank
    from quizkit.practice.memory import Memory
    from quizkit.practice.planning import DailyPlan
    from quizkit.practice.reviews import Review

SCHEMA = 1
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def due(
    topic: Topic = None,
    bank: BankPaths = None,
    profile: Profile = None,
    json: Json = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 3 if nothing is due: for scripts.")
    ] = False,
) -> None:
    """Tell what is due today, and how much in the next two weeks.

    quizkit due
    quizkit due --topic q29
    quizkit due --exit-code && quizkit practice --due
    quizkit due --json

    What is forgotten first comes first. Recall is the chance that it is still remembered today.

    Exit code: 0 done, 2 no bank or no such history, 3 no question on the topic, or with --exit-code
    nothing due.
    """
    from quizkit.practice.planning import daily_plan, forecast

    questions = opened(bank)
    among = None if topic is None else _on_topic(questions, topic)
    memories = {id_: one for id_, one in kept_memories(profile).items() if id_ in questions}
    day = today()
    plan = daily_plan(questions, memories, day, among=among)
    ahead = forecast(memories, day, among=among)
    if json:
        say_json(_as_json(questions, memories, plan, ahead, day))
    else:
        _told(memories, plan, ahead, day)
    if exit_code and not plan.due:
        end(Exit.NOTHING)


def kept_memories(profile: str | None) -> dict[str, Memory]:
    """What the history of a profile remembers; nothing if there is none yet. Raises HistoryError."""
    from quizkit.practice.history import History
    from quizkit.practice.memory import memories_from_json, replayed

    path = history_path(profile)
    if not path.exists():
        return {}
    with History.open(path, read_only=True) as history:
        memories = memories_from_json(history.memories())
        return replayed(history.reviews()) if memories is None else memories


def kept_reviews(profile: str | None) -> tuple[Review, ...]:
    """What was ended lately, by the history of a profile; nothing if there is none. Raises HistoryError."""
    from quizkit.practice.history import History
    from quizkit.practice.selection import LATELY

    path = history_path(profile)
    if not path.exists():
        return ()
    since = now() - timedelta(days=LATELY + 1)
    with History.open(path, read_only=True) as history:
        return tuple(history.reviews(since=since))


def _on_topic(bank: Bank, topic: str) -> Collection[str]:
    from quizkit.practice.selection import on_topic

    return set(on_topic(bank, topic))


def _told(memories: Mapping[str, Memory], plan: DailyPlan, ahead: tuple[int, ...], day: date) -> None:
    from quizkit.practice.mastery import level
    from quizkit.practice.memory import retrievability

    if plan.due:
        rows = [
            (id_, f"{retrievability(memories[id_], day):.2f}", str(memories[id_].due), level(memories[id_]))
            for id_ in plan.due
        ]
        say(*table(rows, ("due today", "recall", "since", "level")), "")
    elif not memories:
        say("Nothing was practised yet: quizkit practice begins with new questions.")
    elif any(ahead):
        say(f"Nothing is due before {_day(day + timedelta(days=_first(ahead)))}.", "")
    else:
        say("Nothing is due in the next two weeks.")
    if any(ahead):
        named = [(_day(day + timedelta(days=number)), f"{due:4}") for number, due in enumerate(ahead)]
        say(*table(named, ("day", " due")))
    tell(f"{len(plan.due)} due, {len(plan.new)} new, about {count(round(plan.minutes), 'minute')}")


def _first(ahead: tuple[int, ...]) -> int:
    return next(number for number, due in enumerate(ahead) if due)


def _day(day: date) -> str:
    """``Mon 23 Nov``, whatever the locale."""
    return f"{WEEKDAYS[day.weekday()]} {day.day:2} {MONTHS[day.month - 1]}"


def _as_json(
    bank: Bank, memories: Mapping[str, Memory], plan: DailyPlan, ahead: tuple[int, ...], day: date
) -> dict[str, object]:
    from quizkit.practice.mastery import level
    from quizkit.practice.memory import retrievability

    return {
        "schema": SCHEMA,
        "day": day.isoformat(),
        "due": [
            {
                "question": id_,
                "title": bank[id_].title,
                "topic": bank[id_].topic,
                "due": memories[id_].due.isoformat(),
                "recall": retrievability(memories[id_], day),
                "stability": memories[id_].stability,
                "level": level(memories[id_]),
            }
            for id_ in plan.due
        ],
        "new": list(plan.new),
        "minutes": plan.minutes,
        "plan": [
            {"question": step.question, "reason": step.reason, "instead_of": step.instead_of}
            for step in plan.steps
        ],
        "forecast": [
            {"day": (day + timedelta(days=number)).isoformat(), "due": due}
            for number, due in enumerate(ahead)
        ],
    }
