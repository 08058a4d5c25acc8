"""How a history file is laid out, and how an older layout becomes the present one.

The version of a file is SQLite's ``user_version``. Migration n leads from version n to n + 1, in one
transaction; none is ever changed once it was released, and none throws anything away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

MIGRATIONS = (
    """
    CREATE TABLE sittings (
        id      TEXT PRIMARY KEY,
        mode    TEXT NOT NULL,
        started TEXT NOT NULL,
        ended   TEXT,
        plan    TEXT NOT NULL,
        options TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sittings_by_end ON sittings (ended);

    CREATE TABLE events (
        sitting TEXT NOT NULL REFERENCES sittings (id) ON DELETE CASCADE,
        number  INTEGER NOT NULL,
        kind    TEXT NOT NULL,
        at      TEXT NOT NULL,
        body    TEXT NOT NULL,
        PRIMARY KEY (sitting, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE drafts (
        sitting TEXT NOT NULL REFERENCES sittings (id) ON DELETE CASCADE,
        place   INTEGER NOT NULL,
        at      TEXT NOT NULL,
        body    TEXT NOT NULL,
        PRIMARY KEY (sitting, place)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE reviews (
        id       INTEGER PRIMARY KEY,
        sitting  TEXT NOT NULL REFERENCES sittings (id) ON DELETE CASCADE,
        number   INTEGER NOT NULL,
        place    INTEGER NOT NULL,
        at       TEXT NOT NULL,
        question TEXT NOT NULL,
        ending   TEXT NOT NULL,
        clean    INTEGER NOT NULL,
        void     INTEGER NOT NULL DEFAULT 0,
        body     TEXT NOT NULL,
        UNIQUE (sitting, number, place)
    ) STRICT;
    CREATE INDEX reviews_by_time ON reviews (at, void, ending, clean);
    CREATE INDEX reviews_by_question ON reviews (question);

    CREATE TABLE memories (
        question TEXT PRIMARY KEY,
        body     TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE questions (
        hash TEXT PRIMARY KEY,
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
)
"""The first makes an empty file into version 1."""

VERSION = len(MIGRATIONS)
"""The version that this quizkit reads and writes."""

APPLICATION = 0x51_75_69_7A
"""The mark of a history in the header of its file: ``Quiz``."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of a file; 0 of an empty one. Raises sqlite3.DatabaseError for another program's file."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        # Between these questions another process may have made the history.
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if (tables or version) and application != APPLICATION:
            raise sqlite3.DatabaseError("it belongs to another program")
    return int(version)


def migrate(connection: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring a file to the newest version, each step whole or not at all; two processes may do so at once."""
    while version_of(connection) < len(migrations):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been first.
            if (version := version_of(connection)) < len(migrations):
                for statement in migrations[version].split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
