"""Rows of a Parquet file. The only door to pyarrow, which comes with the extra ``batch``."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import IO, Any

from quizkit.batch.parts import RawRow
from quizkit.batch.refusals import BatchError, Refusal
from quizkit.errors import printable

_AT_ONCE = 2_000
"""How many rows are in memory at once."""


def parquet_rows(stream: IO[bytes], name: str) -> Iterator[RawRow]:
    """The rows of a Parquet file in their order, numbered from 1.

    Raises BatchError where pyarrow is missing, or the file is none.
    """
    try:
        module: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise BatchError("Parquet needs pyarrow: pip install 'quizkit[batch]'") from None
    place = 0
    try:
        for batch in module.ParquetFile(stream).iter_batches(batch_size=_AT_ONCE):
            for fields in batch.to_pylist():
                place += 1
                yield RawRow(place=place, content=_content(fields, place))
    except (OSError, ValueError) as fault:
        # All of pyarrow's errors of files are one or the other.
        why = printable(str(fault).partition("\n")[0], 100)
        raise BatchError(f"{printable(name, 200)}: this is no Parquet file that can be read: {why}") from None


def _content(fields: Mapping[str, object], place: int) -> bytes | Refusal:
    try:
        return json.dumps(fields, default=_as_text).encode()
    except (TypeError, ValueError) as fault:
        return Refusal(place=place, code="ROW202", message=printable(str(fault), 100))


def _as_text(value: object) -> str:
    """What JSON has no form for: decimals and moments."""
    match value:
        case Decimal():
            return str(value)
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            raise TypeError(f"a cell holds a value of type {type(value).__name__}")
