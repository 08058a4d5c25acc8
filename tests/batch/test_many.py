"""``grade_many``: records in the order of the rows, in bounded memory, from threads and tasks alike."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import quizkit
from quizkit import grade_many
from quizkit.bank import Bank
from quizkit.batch.refusals import BatchError
from tests.batch.answers import rows


def test_every_row_has_its_record_in_its_place(small: Bank) -> None:
    found = list(grade_many(rows(300), bank=small, rows_per_part=50))
    assert [record["id"] for record in found] == [f"a{number}" for number in range(300)]
    assert found == list(grade_many(rows(300), bank=small, workers=2, rows_per_part=35))
    assert found == list(grade_many(rows(300), bank=small, rows_per_part=1000))


def test_rows_are_taken_as_records_are_wanted(small: Bank) -> None:
    taken = 0

    def endless() -> Iterator[dict[str, object]]:
        nonlocal taken
        while True:
            taken += 1
            yield {"id": taken, "expected": "2x", "response": "x + x"}

    found = grade_many(endless(), bank=small, rows_per_part=10)
    assert [next(found)["outcome"] for _ in range(25)] == ["correct"] * 25
    assert taken <= 40


def test_the_shipped_bank_is_taken_if_none_is_named() -> None:
    row = {"id": 1, "question": "q25-nll", "given": {"p": "0.7"}, "response": "0.3567"}
    (record,) = quizkit.grade_many([row])
    assert (record["outcome"], record["given"]) == ("correct", {"p": "0.7"})


def reward(record: dict[str, Any]) -> float | None:
    """As a reward function would have it: nothing where nothing was judged."""
    outcome = record.get("outcome")
    return record["credit"] if outcome in {"correct", "partly-correct", "incorrect", "invalid"} else None


def test_neither_a_refusal_nor_what_is_undecided_is_a_zero(small: Bank) -> None:
    listed: list[dict[str, object]] = [
        {"id": 1, "expected": "2x", "response": "x + x"},
        {"id": 2, "expected": "((", "response": "x + x"},
        {"id": 3, "response": "x"},
        {"id": 4, "expected": "2x", "response": "x"},
        {"id": 5, "expected": "2x", "response": float("nan")},
        {"id": 6, "expected": "2x", "response": {1, 2}},
    ]
    assert list(map(reward, grade_many(listed, bank=small))) == [1.0, None, None, 0.0, None, None]


def test_threads_and_tasks_may_grade_at_once(small: Bank) -> None:
    expected = list(grade_many(rows(60), bank=small))

    def all_of_them(_: int) -> list[dict[str, Any]]:
        return list(grade_many(rows(60), bank=small, rows_per_part=13))

    with ThreadPoolExecutor(4) as threads:
        assert all(found == expected for found in threads.map(all_of_them, range(8)))

    async def in_a_task() -> list[dict[str, Any]]:
        return all_of_them(0)

    assert asyncio.run(in_a_task()) == expected


def test_columns_of_other_tools_are_renamed(small: Bank) -> None:
    sample = {"doc_id": 4, "target": "1/2", "filtered_resps": ["2/4"]}
    columns = {"id": "doc_id", "expected": "target", "response": "filtered_resps.0"}
    (record,) = grade_many([sample], bank=small, columns=columns)
    assert (record["id"], record["outcome"]) == ("4", "correct")
    with pytest.raises(BatchError, match="--map: rows have no field 'ident'"):
        grade_many([sample], bank=small, columns={"ident": "doc_id"})
    with pytest.raises(ValueError, match="there is at least one worker"):
        grade_many([], workers=0)
