"""What can be read of a damaged history goes into a new file; the damaged one is kept under another name."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quizkit.errors import HistoryBusy, HistoryError, NewerHistory
from quizkit.practice.history import History
from quizkit.practice.history_errors import shown, told
from quizkit.practice.history_rows import review_from_json, sitting_of

KEYS: Mapping[str, tuple[str, ...]] = {
    "sittings": ("rowid",),
    "events": ("sitting", "number"),
    "drafts": ("sitting", "place"),
    "reviews": ("id",),
    "memories": ("question",),
    "questions": ("hash",),
}
"""The tables, and the order in which their rows lie in the file."""
SITTING = ("id", "mode", "started", "ended", "plan", "options")
SIDE_FILES = ("-wal", "-shm")
"""What SQLite keeps beside a file."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """What was saved, and what was not."""

    kept: Mapping[str, int]
    """How many rows of each table were read."""
    broken: Mapping[str, str]
    """The tables of which something could not be read, and why."""
    damaged: Path
    """Where the damaged file is kept."""


def rescue(path: Path) -> Rescued:
    """Put a sound history in place of a damaged one, with every row of it that can be read.

    Memories are left out where something is lost: they follow from the reviews, and are worked out anew.
    Raises HistoryError if there is no file, if it is in use, if a later quizkit has written it, or if there
    is no room for a new one; the history is then what it was before.
    """
    if not path.is_file():
        raise HistoryError(f"there is no history to rescue: {shown(path)}")
    _refuse(path)
    damaged = _free_name(path)
    fresh = path.with_name(f"{path.name}.rescuing")
    with told(path):
        for side in ("", *SIDE_FILES):
            fresh.with_name(fresh.name + side).unlink(missing_ok=True)
            if (beside := path.with_name(path.name + side)).exists():
                shutil.copy2(beside, damaged.with_name(damaged.name + side))
    kept, broken = _copied(path, fresh)
    with told(path):
        for side in SIDE_FILES:
            path.with_name(path.name + side).unlink(missing_ok=True)
        fresh.replace(path)
    return Rescued(kept=kept, broken=broken, damaged=damaged)


def _refuse(path: Path) -> None:
    """Raise for a file that is in use or newer: neither is damaged."""
    try:
        with History.open(path, patience=0.5) as history, told(path):
            history.connection.execute("BEGIN EXCLUSIVE")
            history.connection.execute("ROLLBACK")
    except (NewerHistory, HistoryBusy):
        raise
    except HistoryError:
        return


def _free_name(path: Path) -> Path:
    """A name beside a file that no other has: ``history.db.damaged``, ``history.db.damaged-2``."""
    number = 1
    while True:
        name = path.with_name(f"{path.name}.damaged{f'-{number}' if number > 1 else ''}")
        if not name.exists():
            return name
        number += 1


def _copied(path: Path, fresh: Path) -> tuple[dict[str, int], dict[str, str]]:
    """The rows of a damaged file in a new one: how many, and which tables are broken."""
    kept: dict[str, int] = dict.fromkeys(KEYS, 0)
    broken: dict[str, str] = {}
    with (
        History.open(fresh) as history,
        contextlib.closing(sqlite3.connect(path, isolation_level=None)) as damaged,
        told(fresh),
    ):
        into = history.connection
        into.execute("PRAGMA foreign_keys = OFF")
        into.execute("BEGIN IMMEDIATE")
        for table in KEYS:
            for row in _rows(damaged, table, broken):
                kept[table] += _inserted(into, table, row)
        _stand_in(into)
        if "reviews" in broken or "memories" in broken:
            into.execute("DELETE FROM memories")
            kept["memories"] = 0
        into.execute("COMMIT")
        # In one file, so that it can be moved into place.
        into.execute("PRAGMA journal_mode = DELETE")
    return kept, broken


def _rows(connection: sqlite3.Connection, table: str, broken: dict[str, str]) -> Iterator[Row]:
    """The rows of a table as far as they can be read: from its beginning and, if it broke off, from its end.

    Rows may come twice; what is wrong is noted in ``broken``.
    """
    for direction in ("ASC", "DESC"):
        order = ", ".join(f"{key} {direction}" for key in KEYS[table])
        try:
            found = connection.execute(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608 - our words
            columns = [column[0] for column in found.description]
            for values in found:
                row = dict(zip(columns, values, strict=True))
                if _is_sound(table, row):
                    yield row
                else:
                    broken.setdefault(table, "a row that makes no sense")
        except sqlite3.Error as error:
            broken.setdefault(table, str(error))
        except UnicodeDecodeError:
            broken.setdefault(table, "a row that is no text")
        if table not in broken:
            return


def _is_sound(table: str, row: Row) -> bool:
    """Whether a row can be read for what it should be."""
    try:
        if "at" in row:
            datetime.fromisoformat(str(row["at"]))
        match table:
            case "sittings":
                sitting_of(tuple(row[column] for column in SITTING))
            case "reviews":
                review_from_json(json.loads(str(row["body"])))
            case _:
                return isinstance(json.loads(str(row["body"])), dict)
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _inserted(into: sqlite3.Connection, table: str, row: Row) -> int:
    """Write a row, if it is not there already and fits; gives how many were written."""
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    try:
        written = into.execute(
            f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - the columns of a table
            tuple(row.values()),
        )
    except sqlite3.IntegrityError:
        return 0
    return max(0, written.rowcount)


def _stand_in(into: sqlite3.Connection) -> None:
    """Give sittings that were lost a row again, so that their events and reviews belong somewhere."""
    for table in ("events", "reviews", "drafts"):
        into.execute(
            f"""
            INSERT OR IGNORE INTO sittings (id, mode, started, ended, plan, options)
            SELECT sitting, 'practice', min(at), max(at), '[]', '{{"rescued":true}}' FROM {table}
            WHERE sitting NOT IN (SELECT id FROM sittings) GROUP BY sitting
            """  # noqa: S608 - our words
        )
