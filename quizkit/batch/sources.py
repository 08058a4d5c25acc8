"""Where do rows come from? JSON lines or a CSV table, from a stream of bytes, in bounded memory.

Every row leaves as JSON, or as a refusal: a line that is too long is passed over to its end and refused, and
the lines after it are read. Blank lines are no rows.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import IO

from quizkit.batch.parts import RawRow
from quizkit.batch.refusals import BatchError, Refusal
from quizkit.errors import printable

FORMATS = ("jsonl", "csv", "parquet")
_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".parquet": "parquet"}
LONGEST_LINE = 4 << 20
"""The most bytes of a line."""
_CHUNK = 1 << 20
_BOM = b"\xef\xbb\xbf"
_OTHER_UNICODE = (b"\xff\xfe", b"\xfe\xff")
_NESTED = ("given", "response", "symbols")
"""Fields whose entries may have columns of their own: ``given.p``."""


def format_of(name: str) -> str:
    """The format of a file by its name; of stdin and unknown endings, JSON lines."""
    return _SUFFIXES.get(PurePath(name).suffix.lower(), "jsonl")


def rows_of(stream: IO[bytes], form: str, name: str) -> Iterator[RawRow]:
    """The rows of a stream in one of ``FORMATS``. Raises BatchError for what is no such file at all."""
    match form:
        case "jsonl":
            return json_rows(stream, name)
        case "csv":
            return table_rows(stream, name)
        case "parquet":
            from quizkit.batch.parquet import parquet_rows

            return parquet_rows(stream, name)
    raise BatchError(f"--format expects {', '.join(FORMATS)}, found {printable(form)}")


def json_rows(stream: IO[bytes], name: str) -> Iterator[RawRow]:
    """One row a line."""
    for place, line in _lines(stream, name):
        if line is None:
            yield RawRow(place=place, content=_too_long(place))
        elif line and not line.isspace():
            yield RawRow(place=place, content=line)


def table_rows(stream: IO[bytes], name: str) -> Iterator[RawRow]:
    """One row a record of a CSV table, whose first record names the columns."""
    lines = _Decoded(_lines(stream, name))
    reader = csv.reader(lines, strict=True)
    names: list[str] | None = None
    while True:
        start = lines.place + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _Unread as unread:
            refusal: Refusal | None = unread.refusal
        except csv.Error as fault:
            refusal = Refusal(place=start, code="ROW101", message=f"no line of a table: {fault}")
        else:
            refusal = None
        if refusal is not None:
            if names is None:
                raise BatchError(f"{refusal.told(name)}: the names of the columns cannot be read")
            yield RawRow(place=refusal.place, content=refusal)
        elif not cells:
            continue
        elif names is None:
            names = _named(cells, name)
        elif len(cells) != len(names):
            told = f"expected {len(names)} cells, as many as there are names, found {len(cells)}"
            yield RawRow(place=start, content=Refusal(place=start, code="ROW101", message=told))
        else:
            yield RawRow(place=start, content=json.dumps(_nested(names, cells)).encode())


def _named(cells: Sequence[str], name: str) -> list[str]:
    names = [cell.strip() for cell in cells]
    doubled = next((cell for cell in names if names.count(cell) > 1), None)
    if doubled is not None:
        raise BatchError(f"{printable(name, 200)}: two columns are called {doubled!r}")
    return names


def _nested(names: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    """A row of a table, with ``given.p`` and the like put together; their empty cells say nothing."""
    found: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=True):
        outer, dot, inner = name.partition(".")
        if not dot or outer not in _NESTED or outer in names:
            found[name] = cell
        elif cell:
            entries = found.setdefault(outer, {})
            if isinstance(entries, dict):
                entries[inner] = cell
    return found


def _too_long(place: int) -> Refusal:
    return Refusal(place=place, code="ROW103", message=f"a row has at most {LONGEST_LINE:,} bytes")


def _lines(stream: IO[bytes], name: str) -> Iterator[tuple[int, bytes | None]]:
    """Lines without their ends, numbered from 1; None for one that is too long."""
    place = 1
    rest = stream.read(_CHUNK)
    if rest.startswith(_OTHER_UNICODE):
        raise BatchError(f"{printable(name, 200)}: the file is UTF-16; save it as UTF-8")
    rest = rest.removeprefix(_BOM)
    is_over = False
    while rest:
        *whole, rest = rest.split(b"\n")
        for line in whole:
            yield place, None if is_over or len(line) > LONGEST_LINE else line
            place, is_over = place + 1, False
        if len(rest) > LONGEST_LINE:
            is_over, rest = True, b""
        more = stream.read(_CHUNK)
        if not more:
            break
        rest += more
    if rest or is_over:
        yield place, None if is_over else rest


class _Unread(Exception):
    """A line that the reader of tables must not see."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.message)


class _Decoded:
    """Lines as text, for ``csv.reader``; ``place`` is the number of the last one.

    No generator: it goes on after it has raised.
    """

    def __init__(self, lines: Iterator[tuple[int, bytes | None]]) -> None:
        self._lines = lines
        self.place = 0

    def __iter__(self) -> _Decoded:
        return self

    def __next__(self) -> str:
        self.place, line = next(self._lines)
        if line is None:
            raise _Unread(_too_long(self.place))
        try:
            return line.decode() + "\n"
        except UnicodeDecodeError as fault:
            raise _Unread(not_utf8(self.place, line, fault)) from None


def not_utf8(place: int, line: bytes, fault: UnicodeDecodeError) -> Refusal:
    """The refusal of a line in another encoding."""
    told = f"not UTF-8: byte 0x{line[fault.start]:02x} at column {fault.start + 1}"
    return Refusal(place=place, code="ROW102", message=told)
