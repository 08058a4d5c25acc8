"""What is wrong with a history file, in words that name the file and say what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from quizkit.errors import DamagedHistory, HistoryBusy, HistoryError, HistoryNotWritable, printable

RESCUE = "quizkit history rescue keeps what can be read"
ELSEWHERE = "make it writable, or name another place with QUIZKIT_HOME"


class OpenTwice(HistoryError):
    """The sitting goes on in another process, which has written an event of this number."""


def shown(path: Path) -> str:
    """A path, safe to show."""
    return printable(str(path), 200)


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's errors and the system's as errors of the history."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise OpenTwice(f"{shown(path)}: this sitting goes on in another window; go on there") from error
    except sqlite3.OperationalError as error:
        raise _operational(path, error) from error
    except sqlite3.DatabaseError as error:
        raise DamagedHistory(f"{shown(path)} is no history, or is damaged ({error}): {RESCUE}") from error
    except UnicodeDecodeError as error:
        # Of a damaged schema not even SQLite's message can be read.
        raise DamagedHistory(f"{shown(path)} is damaged (text that is none): {RESCUE}") from error
    except OSError as error:
        why = (error.strerror or "failure").lower()
        raise HistoryNotWritable(f"{shown(path)} cannot be written ({why}): {ELSEWHERE}") from error


@contextlib.contextmanager
def sound(path: Path) -> Iterator[None]:
    """What is read but makes no sense, as an error of the history: a damaged page may hold any text."""
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedHistory(f"{shown(path)} is damaged ({error}): {RESCUE}") from error


def _operational(path: Path, error: sqlite3.OperationalError) -> HistoryError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if path.is_dir():
        return HistoryNotWritable(f"{shown(path)} is a folder, not a file: move it away")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return HistoryBusy(f"{shown(path)} is kept busy by another program: try again when that is done")
    if code == sqlite3.SQLITE_FULL:
        return HistoryNotWritable(f"{shown(path)} cannot be written: the disk is full; make room on it")
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}:
        return HistoryNotWritable(f"{shown(path)} cannot be opened for writing ({error}): {ELSEWHERE}")
    if code == sqlite3.SQLITE_IOERR:
        return HistoryNotWritable(
            f"{shown(path)} cannot be read or written ({error}): is its disk full, or gone?"
        )
    return DamagedHistory(f"{shown(path)} does not hold what a history holds ({error}): {RESCUE}")
