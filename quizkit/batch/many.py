"""``grade_many``: rows in, records out, for programs."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from quizkit.bank import Question, load_bank
from quizkit.batch.columns import columns_of
from quizkit.batch.judging import Judge
from quizkit.batch.parts import RawRow, parts_of
from quizkit.batch.refusals import Refusal
from quizkit.batch.stream import Kept, judged_parts
from quizkit.errors import printable

ROWS = 2_000
"""The most rows of a part: so many are in memory at once, and a few times as many for each worker."""


def grade_many(
    rows: Iterable[Mapping[str, object]],
    *,
    bank: Mapping[str, Question] | None = None,
    workers: int = 1,
    columns: Mapping[str, str] | None = None,
    rows_per_part: int = ROWS,
) -> Iterator[dict[str, Any]]:
    """The record of each row as JSON, in the order of the rows, in bounded memory.

    A row names a variant (``id``, ``question``, ``seed`` or ``given``, ``response``) or brings its own key
    (``id``, ``expected``, ``response``, ``symbols``). A row that cannot be graded comes out in its place with
    ``refused`` and without ``outcome``; an answer that we could not judge is ``undecided``. Neither is a 0.

    ``columns`` gives the path of each field that has another name in the rows, such as ``{"id": "doc_id"}``.
    ``bank`` is the one that comes with quizkit if it is left out. Raises BatchError, SickGrader for a grader
    that is not well, and ValueError for a number of workers below 1.
    """
    if workers < 1 or rows_per_part < 1:
        raise ValueError("there is at least one worker, and at least one row in a part")
    chosen = columns_of([f"{field}={path}" for field, path in (columns or {}).items()])
    judge = Judge(load_bank() if bank is None else bank, chosen)
    return _records(rows, judge, workers, rows_per_part)


def _records(
    rows: Iterable[Mapping[str, object]], judge: Judge, workers: int, size: int
) -> Iterator[dict[str, Any]]:
    parts = parts_of(map(_raw, itertools.count(1), rows), size)
    for _, found in judged_parts(parts, judge, workers):
        if not isinstance(found, Kept):
            yield from map(json.loads, found.content.splitlines())


def _raw(place: int, fields: Mapping[str, object]) -> RawRow:
    try:
        return RawRow(place=place, content=json.dumps(fields).encode())
    except (TypeError, ValueError, RecursionError) as fault:
        refusal = Refusal(place=place, code="ROW202", message=printable(str(fault), 100))
        return RawRow(place=place, content=refusal)
