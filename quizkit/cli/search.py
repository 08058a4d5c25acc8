"""``quizkit search``: the questions that words and filters ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.banks import opened
from quizkit.cli.options import BankPaths, Json, Profile, Topic
from quizkit.cli.output import Exit, count, end, say, say_json, table, tell

if TYPE_CHECKING:
    from quizkit.practice.browsing import Order, Row

SCHEMA = 1
DEFAULT_ORDER: Order = "due"


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help="Words and filters; all of them must hold."),
    ] = None,
    topic: Topic = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="ORDER", help="due, title, level or difficulty.")
    ] = DEFAULT_ORDER,
    bank: BankPaths = None,
    profile: Profile = None,
    json: Json = False,
) -> None:
    """Search the questions by words and filters.

    quizkit search softmax jacobian
    quizkit search state:due kind:matrix,vector
    quizkit search topic:q29 difficulty:3.. --sort difficulty
    quizkit search level:new --json

    Words are looked for in the id, the title, the topic, the tags and the prompt. The filters are topic:,
    kind:, level:, state: (new, due or missed) and difficulty: (3, or 2..4). A value may be cut short;
    of several, parted by commas, any will do.

    Exit code: 0 done, 2 a filter that cannot be read, or no bank, 3 nothing found.
    """
    from quizkit.cli.clock import today
    from quizkit.cli.due import kept_memories
    from quizkit.cli.profiles import require_profile
    from quizkit.practice.browsing import ORDERS, found, known_of, query_of, rows_of
    from quizkit.practice.selection import on_topic

    order = next((known for known in ORDERS if known == sort), None)
    if order is None:
        from quizkit.errors import did_you_mean, quoted

        end(Exit.USAGE, f"quizkit: no order {quoted(sort)}{did_you_mean(sort, ORDERS)}: {', '.join(ORDERS)}")
    require_profile(profile)
    questions = opened(bank)
    day = today()
    known = known_of(kept_memories(profile), day, _missed(profile))
    rows = rows_of({id_: questions[id_] for id_ in on_topic(questions, topic)}, known, day)
    query = query_of(" ".join(map(_as_word, words or ())), rows)
    if query.faults:
        end(Exit.USAGE, "\n".join(f"quizkit: {fault}" for fault in query.faults))
    chosen = found(rows, query, order)
    if json:
        say_json({"schema": SCHEMA, "found": [_as_json(row) for row in chosen]})
    elif chosen:
        said = [
            (row.id, row.kind, "●" * row.difficulty, row.known.level, _due(row), row.title) for row in chosen
        ]
        say(*table(said, ("question", "kind", "difficulty", "level", "due", "title")))
    tell(f"{len(chosen)} of {count(len(rows), 'question')}")
    if not chosen:
        end(Exit.NOTHING)


def _as_word(word: str) -> str:
    """A word of the command line, in which blanks are its own."""
    if " " not in word or '"' in word:
        return word
    name, colon, value = word.partition(":")
    return f'{name}:"{value}"' if colon and name.isalpha() else f'"{word}"'


def _missed(profile: str | None) -> list[str]:
    """What was missed in the last days, the latest first; nothing where there is no history yet."""
    from datetime import UTC, datetime, time, timedelta

    from quizkit.cli.clock import today
    from quizkit.cli.places import history_path
    from quizkit.practice.history import History
    from quizkit.practice.selection import LATELY, missed

    path = history_path(profile)
    if not path.exists():
        return []
    since = datetime.combine(today() - timedelta(days=LATELY + 1), time(), UTC)
    with History.open(path, read_only=True) as history:
        return missed(history.reviews(since=since), today())


def _due(row: Row) -> str:
    return "–" if row.days is None else ("now" if row.is_due else f"{row.days} d")


def _as_json(row: Row) -> dict[str, object]:
    return {
        "id": row.id,
        "title": row.title,
        "topic": row.topic,
        "tags": list(row.tags),
        "kind": row.kind,
        "difficulty": row.difficulty,
        "level": row.known.level,
        "recall": row.known.recall,
        "due": row.known.due.isoformat() if row.known.due else None,
        "attempts": row.known.attempts,
        "missed": row.known.missed,
    }
