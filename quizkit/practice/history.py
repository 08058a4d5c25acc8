"""What was practised: sittings, their events, and what came of each problem, in one SQLite file.

Events are only ever added; everything else follows from them. ``reviews`` are the problems that were ended,
``memories`` what the scheduler remembers of each question: both are written in the transaction of the event
that they follow from, so they never run ahead of it or behind. A grade that is taken back makes its review
void and stays where it is. Questions are kept as they were asked, each once, so that a sitting can be gone
on with when its bank has changed. Drafts, what is being typed, are replaced at each key.

Write-ahead logging, so two processes may work at once. What was graded is on the disk before ``append``
returns; a draft may be lost with the power, never with the process. Times are aware and in UTC.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from quizkit.practice.history_errors import sound, told
from quizkit.practice.history_file import HistoryFile
from quizkit.practice.history_rows import (
    Planned,
    StoredSitting,
    as_text,
    moment,
    plan_text,
    review_from_json,
    review_to_json,
    sitting_of,
)
from quizkit.practice.reviews import Mode, Review

EventJson = Mapping[str, object]
"""An event as JSON, with its ``kind`` and the moment ``at`` which it happened."""
MemoryJson = Mapping[str, object]
"""What the scheduler remembers of one question, as JSON."""

Row = tuple[object, ...]
T = TypeVar("T")

_SITTINGS = "SELECT id, mode, started, ended, plan, options FROM sittings"


class Remembers(Protocol):
    """How memories follow from reviews; both give None where nothing is remembered."""

    def after(self, memory: MemoryJson | None, review: Review) -> MemoryJson | None:
        """The memory after one more review. Raises ValueError for a memory that cannot be read."""

    def replayed(self, reviews: Sequence[Review]) -> MemoryJson | None:
        """The memory that all reviews of a question lead to, in the order in which they were written."""


class History(HistoryFile):
    """An open history. Every method may raise ``HistoryError``."""

    # Sittings.

    def begin(
        self,
        sitting: str,
        *,
        mode: Mode,
        plan: Sequence[Planned],
        at: datetime,
        options: Mapping[str, object] | None = None,
        questions: Mapping[str, Mapping[str, object]] | None = None,
    ) -> None:
        """Begin a sitting under an id that no other has.

        ``questions``: those of the plan as JSON, by their hashes; those kept already are left alone.
        """
        with self._writing(durable=True):
            self.connection.execute(
                "INSERT INTO sittings (id, mode, started, plan, options) VALUES (?, ?, ?, ?, ?)",
                (sitting, mode, moment(at), plan_text(tuple(plan)), as_text(options or {})),
            )
            self._keep(questions or {})

    def _keep(self, questions: Mapping[str, Mapping[str, object]]) -> None:
        self.connection.executemany(
            "INSERT OR IGNORE INTO questions (hash, body) VALUES (?, ?)",
            [(hash_, as_text(question)) for hash_, question in questions.items()],
        )

    def replan(
        self, sitting: str, plan: Sequence[Planned], questions: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Another plan for a sitting, when its bank has changed; its questions as for ``begin``."""
        with self._writing(durable=True):
            self.connection.execute(
                "UPDATE sittings SET plan = ? WHERE id = ?", (plan_text(tuple(plan)), sitting)
            )
            self._keep(questions)

    def question(self, content: str) -> Mapping[str, object] | None:
        """A question as it was asked, by its hash; None if it was not kept."""
        rows = self._rows("SELECT body FROM questions WHERE hash = ?", (content,))
        return next(iter(self._read(rows, _json)), None)

    def end(self, sitting: str, at: datetime) -> None:
        """The sitting is over; its drafts are dropped."""
        with self._writing(durable=False):
            self.connection.execute("UPDATE sittings SET ended = ? WHERE id = ?", (moment(at), sitting))
            self.connection.execute("DELETE FROM drafts WHERE sitting = ?", (sitting,))

    def unfinished(self) -> StoredSitting | None:
        """The newest sitting that was not ended."""
        rows = self._rows(f"{_SITTINGS} WHERE ended IS NULL ORDER BY rowid DESC LIMIT 1")
        return next(iter(self._read(rows, sitting_of)), None)

    def sittings(self, last: int | None = None) -> tuple[StoredSitting, ...]:
        """Sittings, the newest first; the last so many, or all."""
        limit = -1 if last is None else last
        rows = self._rows(f"{_SITTINGS} ORDER BY rowid DESC LIMIT ?", (limit,))
        return tuple(self._read(rows, sitting_of))

    # Events, and what follows from them.

    def append(
        self,
        sitting: str,
        number: int,
        event: EventJson,
        *,
        endings: Mapping[int, Review] | None = None,
        remembers: Remembers | None = None,
        void: int | None = None,
        durable: bool = True,
    ) -> None:
        """Add the event of this number to a sitting, and what it brings about, all or nothing.

        Args:
            sitting: The id of the sitting.
            number: Counts the events of the sitting from 0. Raises OpenTwice if another process has
                written this one.
            event: As JSON, with ``kind`` and ``at``.
            endings: The problems that this event ended, by their places in the plan.
            remembers: How memories follow; without it, none are changed.
            void: The place of a problem whose review is taken back by this event.
            durable: Whether it must be on the disk when this returns: whatever was graded.
        """
        with self._writing(durable=durable):
            self.connection.execute(
                "INSERT INTO events (sitting, number, kind, at, body) VALUES (?, ?, ?, ?, ?)",
                (sitting, number, str(event["kind"]), str(event["at"]), as_text(event)),
            )
            if void is not None:
                self._void(sitting, void, remembers)
            for place, review in (endings or {}).items():
                self._review(sitting, number, place, review)
                if remembers is not None:
                    self._follow(review, remembers)

    def _review(self, sitting: str, number: int, place: int, review: Review) -> None:
        said = as_text(review_to_json(review))
        row = (sitting, number, place, moment(review.at), review.question, review.ending, review.clean, said)
        self.connection.execute(
            "INSERT INTO reviews (sitting, number, place, at, question, ending, clean, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )

    def _follow(self, review: Review, remembers: Remembers) -> None:
        """Let a memory follow from a review that was just written."""
        rows = self._rows("SELECT body FROM memories WHERE question = ?", (review.question,))
        try:
            memory = remembers.after(_json(rows[0]) if rows else None, review)
        except ValueError:
            memory = remembers.replayed(tuple(self.reviews(question=review.question)))
        self._remember(review.question, memory)

    def _void(self, sitting: str, place: int, remembers: Remembers | None) -> None:
        rows = self._rows(
            "UPDATE reviews SET void = 1 WHERE sitting = ? AND place = ? AND void = 0 RETURNING question",
            (sitting, place),
        )
        for (question,) in rows:
            if remembers is not None:
                left = tuple(self.reviews(question=str(question)))
                self._remember(str(question), remembers.replayed(left))

    def _remember(self, question: str, memory: MemoryJson | None) -> None:
        if memory is None:
            self.connection.execute("DELETE FROM memories WHERE question = ?", (question,))
            return
        self.connection.execute(
            "INSERT INTO memories (question, body) VALUES (?, ?) "
            "ON CONFLICT (question) DO UPDATE SET body = excluded.body",
            (question, as_text(memory)),
        )

    def rebuild(self, memories: Mapping[str, MemoryJson]) -> None:
        """Replace all memories, when they were worked out anew from the reviews."""
        with self._writing(durable=True):
            self.connection.execute("DELETE FROM memories")
            for question, memory in memories.items():
                self._remember(question, memory)

    def events(self, sitting: str) -> tuple[EventJson, ...]:
        """The events of a sitting in order."""
        rows = self._rows("SELECT body FROM events WHERE sitting = ? ORDER BY number", (sitting,))
        return tuple(self._read(rows, _json))

    def attempts(self) -> Iterator[Mapping[str, object]]:
        """Every graded response, as ``Attempt.to_json`` wrote it, in the order in which they were made."""
        rows = self._rows(
            "SELECT json_extract(body, '$.attempt') FROM events WHERE kind IN ('answer', 'tick') ORDER BY at"
        )
        yield from self._read(rows, _json)

    def reviews(
        self, *, question: str | None = None, since: datetime | None = None, void: bool = False
    ) -> Iterator[Review]:
        """The problems that were ended, in the order in which they were written; void ones if asked for."""
        wanted, values = ["1"], []
        if not void:
            wanted.append("void = 0")
        if question is not None:
            wanted.append("question = ?")
            values.append(question)
        if since is not None:
            wanted.append("at >= ?")
            values.append(moment(since))
        # The plus keeps SQLite from walking through all rows for the sake of their order.
        order = "id" if since is None else "+id"
        rows = self._rows(f"SELECT body FROM reviews WHERE {' AND '.join(wanted)} ORDER BY {order}", values)  # noqa: S608
        yield from self._read(rows, lambda row: review_from_json(_json(row)))

    def memories(self) -> dict[str, MemoryJson]:
        """What is remembered of each question."""
        rows = self._rows("SELECT question, body FROM memories")
        return dict(self._read(rows, lambda row: (str(row[0]), _json(row))))

    def seen(self, question: str) -> frozenset[str]:
        """The hashes of the variants of a question that were met."""
        rows = self._rows(
            "SELECT json_extract(body, '$.variant') FROM reviews WHERE question = ?", (question,)
        )
        return frozenset(str(variant) for (variant,) in rows)

    def clean_solves(self, since: datetime) -> Iterator[tuple[datetime, bool]]:
        """When problems were ended since then, and whether each was solved at once, without a hint."""
        rows = self._rows(
            "SELECT at, clean FROM reviews WHERE at >= ? AND void = 0 AND ending != 'skipped' ORDER BY at",
            (moment(since),),
        )
        yield from self._read(rows, lambda row: (datetime.fromisoformat(str(row[0])), bool(row[1])))

    # Drafts.

    def draft(self, sitting: str, place: int, body: Mapping[str, object], at: datetime) -> None:
        """Keep what is being typed at a problem of a sitting."""
        with self._writing(durable=False):
            self.connection.execute(
                "INSERT INTO drafts (sitting, place, at, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (sitting, place) DO UPDATE SET at = excluded.at, body = excluded.body",
                (sitting, place, moment(at), as_text(body)),
            )

    def drafts(self, sitting: str) -> dict[int, Mapping[str, object]]:
        """What was being typed, by place; each with the moment ``at`` which it was kept."""
        rows = self._rows("SELECT place, at, body FROM drafts WHERE sitting = ?", (sitting,))
        return dict(self._read(rows, lambda row: (int(str(row[0])), {**_json(row), "at": row[1]})))

    def _read(self, rows: list[Row], meaning: Callable[[Row], T]) -> list[T]:
        """What rows mean. Raises DamagedHistory where they make no sense."""
        with sound(self.path):
            return [meaning(row) for row in rows]

    def erase(self) -> None:
        """Delete everything that was practised."""
        with self._writing(durable=True):
            for table in ("drafts", "events", "reviews", "memories", "questions", "sittings"):
                self.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our words
        with told(self.path):
            self.connection.execute("VACUUM")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _json(row: Row) -> Mapping[str, object]:
    """The object in the last column of a row. Raises ValueError if there is none."""
    found = json.loads(str(row[-1]))
    if not isinstance(found, dict):
        raise ValueError("a row holds no object")  # noqa: TRY004 - text that makes no sense
    return found
