"""Rows are read in bounded memory; what is no row is refused in its place, and the rest is read."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from typing import IO, cast

import pytest

from quizkit.batch.parts import RawRow, parts_of
from quizkit.batch.refusals import BatchError, Refusal
from quizkit.batch.sources import LONGEST_LINE, format_of, json_rows, rows_of, table_rows


def read(content: bytes, form: str = "jsonl") -> list[tuple[int, object]]:
    """Each row: its place, and its JSON or the code that refuses it."""
    return [
        (row.place, row.content.code if isinstance(row.content, Refusal) else json.loads(row.content))
        for row in rows_of(io.BytesIO(content), form, "answers")
    ]


def test_lines_are_rows_and_blank_lines_are_none() -> None:
    assert read(b'\xef\xbb\xbf{"a": 1}\r\n\n  \n[2]') == [(1, {"a": 1}), (4, [2])]
    assert read(b"") == read(b"\n\n") == read(b"\xef\xbb\xbf") == []


def test_a_file_in_utf_16_is_told_as_such() -> None:
    with pytest.raises(BatchError, match="answers: the file is UTF-16; save it as UTF-8"):
        read('{"a": 1}'.encode("utf-16"))


class Endless(io.RawIOBase):
    """One line of many bytes, and two rows around it."""

    def __init__(self, size: int) -> None:
        self.pieces = [b'{"a": 1}\n{"b": "', *[b"x" * (1 << 20)] * (size >> 20), b'"}\n{"c": 3}\n']

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if not self.pieces:
            return 0
        piece = self.pieces[0][: len(buffer)]
        self.pieces[0] = self.pieces[0][len(piece) :]
        if not self.pieces[0]:
            del self.pieces[0]
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("form", [json_rows, table_rows])
def test_a_line_of_a_hundred_megabytes_is_refused_in_little_memory(
    form: Callable[[IO[bytes], str], Iterator[RawRow]],
) -> None:
    stream = io.BufferedReader(cast("io.RawIOBase", Endless(100 << 20)))
    tracemalloc.start()
    try:
        found = [(row.place, row.content) for row in form(stream, "answers")]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    refused = [content for _, content in found if isinstance(content, Refusal)]
    assert [(one.place, one.code) for one in refused] == [(2, "ROW103")]
    assert found[-1][0] == 3
    assert peak < 4 * LONGEST_LINE


TABLE = b'''id,question,seed,given.p,given.q,response.s,response.t
a1,nll,3,0.70,,"1,
2",
a2,nll,,0.7,0.1,=1+1,"say ""x"""
a3,nll
"a4",nll,1,,,\xff,
a5,nll,1,,,-5,
'''


def test_a_table_is_read_with_its_commas_quotes_and_lines() -> None:
    base = {"question": "nll"}
    assert read(TABLE, "csv") == [
        (2, {**base, "id": "a1", "seed": "3", "given": {"p": "0.70"}, "response": {"s": "1,\n2"}}),
        (
            4,
            {
                **base,
                "id": "a2",
                "seed": "",
                "given": {"p": "0.7", "q": "0.1"},
                "response": {"s": "=1+1", "t": 'say "x"'},
            },
        ),
        (5, "ROW101"),
        (6, "ROW102"),
        (7, {**base, "id": "a5", "seed": "1", "response": {"s": "-5"}}),
    ]


def test_a_quote_that_is_never_closed_is_refused() -> None:
    assert read(b'id,response\na1,"1\na2,2\n', "csv") == [(2, "ROW101")]
    assert read(b'id,response\na1,1\na2,"2"x\na3,3\n', "csv") == [
        (2, {"id": "a1", "response": "1"}),
        (3, "ROW101"),
        (4, {"id": "a3", "response": "3"}),
    ]


def test_a_table_needs_names_that_differ() -> None:
    with pytest.raises(BatchError, match="answers: two columns are called 'id'"):
        read(b"id,id\n1,2\n", "csv")
    assert read(b"", "csv") == read(b"id,response\n", "csv") == []


def test_the_format_follows_from_the_name() -> None:
    assert [format_of(name) for name in ("a.jsonl", "a.NDJSON", "a.csv", "a.parquet", "-", "a.txt")] == [
        "jsonl", "jsonl", "csv", "parquet", "jsonl", "jsonl",
    ]  # fmt: skip
    with pytest.raises(BatchError, match="--format expects jsonl, csv, parquet, found xml"):
        read(b"", "xml")


def test_parts_are_cut_by_number_and_size_alone() -> None:
    rows = json_rows(io.BytesIO(b"1\n2\n\n3\n"), "answers")
    first, second = parts_of(rows, 2)
    assert (first.number, first.places, first.contents) == (1, (1, 2), (b"1", b"2"))
    assert (second.number, second.places) == (2, (4,))
    assert first.digest != second.digest
    assert len(first.digest) == 64


def test_a_parquet_file_gives_the_same_rows() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow, of the extra 'batch', is not installed")
    table = pytest.importorskip("pyarrow").table(
        {"id": ["a1", "a2"], "seed": [3, None], "response": ["0.50", None], "raw": [b"\xff", None]}
    )
    stream = io.BytesIO()
    parquet.write_table(table.drop_columns(["raw"]), stream)
    expected = [
        (1, {"id": "a1", "seed": 3, "response": "0.50"}),
        (2, {"id": "a2", "seed": None, "response": None}),
    ]
    assert read(stream.getvalue(), "parquet") == expected
    wrong = io.BytesIO()
    parquet.write_table(table, wrong)
    assert read(wrong.getvalue(), "parquet")[0] == (1, "ROW202")
    with pytest.raises(BatchError, match="this is no Parquet file that can be read"):
        read(stream.getvalue()[:-9], "parquet")
