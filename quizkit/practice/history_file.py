"""How is a history file opened, written, checked and copied?

Nothing here knows what is in it but its version.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from quizkit.errors import HistoryError, NewerHistory
from quizkit.practice.history_errors import shown, told
from quizkit.practice.migrations import MIGRATIONS, migrate, version_of

PATIENCE = 5.0
"""Seconds to wait for another process to finish its writing."""


class HistoryFile:
    """An open file. Every method may raise ``HistoryError``."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        patience: float = PATIENCE,
        migrations: Sequence[str] = MIGRATIONS,
    ) -> Self:
        """Open a history file, and make it if there is none; an older one is brought up to date.

        Before an older one is changed it is copied beside itself, as ``history.db.version-1``.
        ``read_only`` changes nothing, and raises HistoryError where there is no file or an older one.
        ``patience``: seconds to wait for another process.
        """
        if read_only and not path.exists():
            raise HistoryError(f"there is no history yet: {shown(path)}")
        with told(path):
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            mode = "ro" if read_only else "rwc"
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=patience, isolation_level=None
            )
        history = cls(connection, path)
        try:
            with told(path):
                history._prepare(migrations, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return history

    def _prepare(self, migrations: Sequence[str], *, read_only: bool) -> None:
        version, newest = version_of(self.connection), len(migrations)
        if version > newest:
            raise NewerHistory(
                f"{shown(self.path)} was written by a later quizkit (form {version}; this one knows "
                f"{newest}): update quizkit, or practise under another --profile"
            )
        self.connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            if version < newest:
                raise HistoryError(f"there is no history yet in {shown(self.path)}, or only an older one")
            return
        self.connection.execute("PRAGMA journal_mode = WAL")
        if 0 < version < newest:
            self.backup(self.path.with_name(f"{self.path.name}.version-{version}"))
        migrate(self.connection, migrations)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file, in SQLite's words; nothing if it is whole."""
        rows = [str(found) for (found,) in self._rows("PRAGMA integrity_check")]
        strays = [f"a stray row in {table}" for table, *_ in self._rows("PRAGMA foreign_key_check")]
        return tuple(found for found in (*rows, *strays) if found != "ok")

    def backup(self, path: Path) -> None:
        """Copy the whole history to another file, while it may be in use; what that file held is replaced."""
        with told(path), contextlib.closing(sqlite3.connect(path)) as copy:
            self.connection.backup(copy)

    @contextlib.contextmanager
    def _writing(self, *, durable: bool) -> Iterator[None]:
        """A transaction, whole or not at all; a durable one is on the disk at its end."""
        with told(self.path):
            self.connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with told(self.path):
            return self.connection.execute(query, values).fetchall()
