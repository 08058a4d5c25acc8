"""What a command prints, and how it ends.

stdout is data, stderr is narration. Exit codes are an interface: other programs read them.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NoReturn, TextIO


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    WANTING = 1
    """Checked, and found wanting; of ``try``: not correct; of ``compare``: different."""
    USAGE = 2
    """Wrong usage, a bad bank or a bad file."""
    NOTHING = 3
    """There was nothing to do."""
    UNDECIDED = 4
    FAULT = 70
    """Our own fault."""
    INTERRUPTED = 130


class Ended(Exception):
    """A command is over."""

    def __init__(self, code: Exit, message: str = "") -> None:
        self.code = code
        self.message = message
        super().__init__(message)


def end(code: Exit, message: str = "") -> NoReturn:
    """End the command with this code; the message goes to stderr."""
    raise Ended(code, message)


def say(*lines: str) -> None:
    """Data, to stdout."""
    for line in lines:
        print(line)


def tell(*lines: str) -> None:
    """Narration, to stderr."""
    for line in lines:
        print(line, file=sys.stderr)


def say_json(value: object) -> None:
    """One JSON document, to stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def width(stream: TextIO | None = None, most: int = 100) -> int:
    """The columns to write for: the terminal's, at most ``most``; 80 where there is none."""
    stream = stream or sys.stdout
    if not stream.isatty():
        return 80
    return max(20, min(most, shutil.get_terminal_size().columns))


def styled(stream: TextIO | None = None) -> bool:
    """Whether this stream may be given colours and weights."""
    stream = stream or sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def table(rows: Iterable[Sequence[str]], heading: Sequence[str]) -> list[str]:
    """Rows under a heading, in aligned columns; the last column takes what is left."""
    listed = [list(heading), *map(list, rows)]
    widths = [max(len(row[column]) for row in listed) for column in range(len(heading))]
    return [
        "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in listed
    ]


class Progress:
    """A bar on stderr while work is going on; silent where stderr is no terminal."""

    def __init__(self, what: str, total: int) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self.shown = sys.stderr.isatty() and total > 1

    def step(self, label: str = "") -> None:
        """One more piece is done."""
        self.done += 1
        if self.shown:
            filled = 24 * self.done // self.total
            bar = "█" * filled + "░" * (24 - filled)
            sys.stderr.write(f"\r\x1b[K{self.what} {bar} {self.done}/{self.total} {label[:40]}")
            sys.stderr.flush()

    def close(self) -> None:
        """Take the bar away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
