"""What a command prints, and how it ends.

stdout is data, stderr is narration. Exit codes are an interface: other programs read them.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
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
    """Data, to stdout. Ends the command if nobody reads on, as ``head`` does not."""
    write("".join(f"{line}\n" for line in lines))


def write(text: str) -> None:
    """Text to stdout, without a line end of its own."""
    with until_hung_up():
        if sys.stdout is not None:
            sys.stdout.write(text)


def flush() -> None:
    """Bring what was written to its reader."""
    with until_hung_up():
        if sys.stdout is not None:
            sys.stdout.flush()


@contextlib.contextmanager
def until_hung_up() -> Iterator[None]:
    """End the command when the reader of stdout has gone away, or its disk is full."""
    try:
        yield
    except OSError as failure:
        # What is still unwritten goes nowhere: Python would complain again while it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(failure, BrokenPipeError):
            end(Exit.DONE)
        end(Exit.USAGE, f"quizkit: stdout cannot be written: {(failure.strerror or 'failure').lower()}")


def tell(*lines: str) -> None:
    """Narration, to stderr, which may be closed; what was said before it is brought out first."""
    if sys.stderr is None:
        return
    if sys.stdout is not None and sys.stdout.isatty():
        flush()
    for line in lines:
        print(line, file=sys.stderr)


def say_json(value: object) -> None:
    """One JSON document, to stdout."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def take_any_text() -> None:
    """Let no character stop a command: what a stream cannot encode is escaped, bytes that are no text too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at this stream; a closed one is None."""
    return stream is not None and stream.isatty()


def width(most: int = 100) -> int:
    """The columns to write for: the terminal's, at most ``most``; 80 where there is none."""
    if not is_terminal(sys.stdout):
        return 80
    return max(20, min(most, shutil.get_terminal_size().columns))


def count(number: int, what: str) -> str:
    """``1 try``, ``2 tries``."""
    if number == 1:
        return f"1 {what}"
    return f"{number} {what[:-1]}ies" if what.endswith("y") else f"{number} {what}s"


def table(rows: Iterable[Sequence[str]], heading: Sequence[str]) -> list[str]:
    """Rows under a heading, in aligned columns."""
    return aligned([heading, *rows])


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows in aligned columns, two spaces apart."""
    listed = list(rows)
    widths = [max(map(len, column)) for column in zip(*listed, strict=True)]
    return [
        "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in listed
    ]


class Progress:
    """A bar on stderr while work is going on; silent where stderr is no terminal."""

    def __init__(self, what: str, total: int) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self.shown = is_terminal(sys.stderr) and os.environ.get("TERM", "dumb") != "dumb" and total > 1

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
