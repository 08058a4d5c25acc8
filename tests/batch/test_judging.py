"""A part is judged as its answers are one by one, each pair of variant and answer once, in any order."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from typing import Any

import pytest
from jsonschema import Draft7Validator

from quizkit.bank import Bank
from quizkit.batch import judging
from quizkit.batch.judging import Judge, Judged, id_mark, marks_in, written
from quizkit.batch.parts import Part
from quizkit.batch.tallies import tally_from_json
from quizkit.grading import Response, Verdict, grade, record_of
from quizkit.variants import Variant, make_variant
from quizkit.workshop.schemas import record_schema
from tests.batch.answers import rows

RECORD = Draft7Validator(record_schema())


def judged(bank: Bank, listed: Sequence[object]) -> Judged:
    return Judge(bank).judged_rows(listed, range(1, len(listed) + 1))


def records(bank: Bank, listed: Sequence[object]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in judged(bank, listed).lines]


def part(*contents: bytes) -> Part:
    return Part(number=1, places=tuple(range(1, len(contents) + 1)), contents=contents, refused={})


def test_a_record_is_that_of_the_single_verdict(small: Bank) -> None:
    listed = [row for row in rows(300) if "question" in row]
    for row, found in zip(listed, records(small, listed), strict=True):
        variant = make_variant(small[str(row["question"])], seed=row["seed"])  # type: ignore[arg-type]
        response: Response = row["response"]  # type: ignore[assignment]
        alone = record_of(variant, response, grade(variant, response), id=str(row["id"])).to_json()
        assert found == json.loads(json.dumps({**alone, "learner": row["learner"]}))


@pytest.mark.parametrize("p", ["0.5", "0.7"])
def test_a_number_on_the_short_way_has_the_same_record(small: Bank, p: str) -> None:
    variant = make_variant(small["nll"], given={"p": p})
    key = -math.log(float(p))
    texts = [f"{key * (1 + share / 1e5):.{places}f}" for share in range(-60, 61, 5) for places in (4, 9, 14)]
    listed = [
        {"id": str(number), "question": "nll", "given": {"p": p}, "response": text}
        for number, text in enumerate([*texts, "", "1_0", "0.3567 "])
    ]
    for row, found in zip(listed, records(small, listed), strict=True):
        response = str(row["response"])
        alone = record_of(variant, response, grade(variant, response), id=str(row["id"])).to_json()
        assert found == json.loads(json.dumps({**alone, "given": {"p": p}}))
    assert {record["outcome"] for record in records(small, listed)} == {"correct", "incorrect", "invalid"}


def test_records_keep_to_their_schema(small: Bank) -> None:
    for record in records(small, rows(200)):
        assert list(RECORD.iter_errors(record)) == []


def test_each_pair_of_variant_and_answer_is_judged_once(small: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int, str]] = []

    def counted(variant: Variant, response: Response) -> Verdict:
        asked.append((variant.question.id, variant.seed, json.dumps(response)))
        return grade(variant, response)

    monkeypatch.setattr(judging, "grade", counted)
    listed = rows(500)
    judged(small, listed)
    assert len(asked) == len(set(asked)) < len(listed) / 3
    # Numbers that floats tell to be right take the short way.
    pairs = {
        (row["question"], row["seed"], json.dumps(row["response"])) for row in listed if "question" in row
    }
    assert set(asked) <= pairs
    assert {pair[0] for pair in pairs - set(asked)} <= {"nll", "exact"}


def test_verdicts_do_not_depend_on_what_was_judged_before(small: Bank) -> None:
    listed = rows(400)
    forward = dict(zip([str(row["id"]) for row in listed], judged(small, listed).lines, strict=True))
    judge = Judge(small)
    shuffled = random.Random(5).sample(listed, len(listed))
    for start in range(0, len(shuffled), 40):
        piece = shuffled[start : start + 40]
        for row, line in zip(piece, judge.judged_rows(piece, range(40)).lines, strict=True):
            assert line == forward[str(row["id"])]


KEYED = [
    ({"expected": "2x", "response": "x + x"}, "correct", "proved"),
    ({"expected": "2x", "response": "2 x"}, "correct", "identical"),
    ({"expected": "2x", "response": "x^2"}, "incorrect", "witness"),
    ({"expected": "log(x^2)", "response": "2 log(x)", "symbols": "x: positive"}, "correct", "proved"),
    ({"expected": "sqrt(x^2)", "response": "x", "symbols": {"x": "-1 .. 1"}}, "incorrect", "witness"),
    ({"expected": "2x", "response": "(("}, "invalid", "unreadable"),
    ({"expected": "2x", "response": ""}, "invalid", "blank"),
    ({"expected": "((", "response": "1"}, "undecided", "key"),
    ({"expected": "  ", "response": "1"}, "undecided", "key"),
    ({"expected": "x", "response": "x", "symbols": {"x": "nowhere"}}, "undecided", "key"),
    ({"expected": "[1, 2]", "response": "1"}, "incorrect", "shape"),
]


@pytest.mark.parametrize(("fields", "outcome", "evidence"), KEYED)
def test_an_answer_is_held_against_the_key_that_it_brings(
    small: Bank, fields: dict[str, object], outcome: str, evidence: str
) -> None:
    (record,) = records(small, [{"id": "a1", **fields}])
    assert (record["outcome"], record["evidence"]["kind"]) == (outcome, evidence)
    assert record["credit"] == (1.0 if outcome == "correct" else 0.0)
    assert (record["expected"], record["question"]) == (fields["expected"], "")


REFUSED = [
    ({"question": "nl", "seed": 1}, "ROW301", "no question 'nl'; did you mean 'nll'?"),
    (
        {"question": "nll", "given": {"p": "0.71"}},
        "ROW302",
        "nll: p = 0.71 lies between two steps of 0.05 .. 0.95 by 0.05: take 0.7 or 0.75",
    ),
    (
        {"question": "chain", "seed": 1},
        "ROW303",
        "chain has parts: expected a mapping from part ids to responses",
    ),
    (
        {"question": "chain", "seed": 1, "response": {"t": "1"}},
        "ROW303",
        "chain has no part 't'",
    ),
    ({"expected": "1", "response": {"t": "1"}}, "ROW202", "response: expected a text, found an object"),
]


@pytest.mark.parametrize(("fields", "code", "message"), REFUSED)
def test_a_row_that_cannot_be_graded_is_told_in_its_place(
    small: Bank, fields: dict[str, object], code: str, message: str
) -> None:
    good = {"id": "b", "question": "exact", "seed": 0, "response": "9"}
    found = records(small, [{**good, "id": "a"}, {"id": "bad", "response": "1", **fields}, good])
    assert [record.get("outcome") is not None for record in found] == [True, False, True]
    assert found[1] == {
        "id": "bad",
        "schema": 1,
        "line": 2,
        "refused": {"code": code, "message": message},
    }


def test_the_second_use_of_an_id_is_refused(small: Bank) -> None:
    row = {"id": "a", "question": "exact", "seed": 0, "response": "9"}
    once, again, other = records(small, [row, {**row, "response": "8"}, {**row, "id": "b"}])
    assert (once["response"], again["refused"]["code"], other["id"]) == ("9", "ROW401", "b")
    repeated = Judge(small).judged_rows([row], [7], {id_mark("a")})
    assert json.loads(repeated.lines[0])["refused"] == {
        "code": "ROW401",
        "message": "this id was used before",
    }


def test_numbers_count_as_they_are_written(small: Bank) -> None:
    line = b'{"id": 7, "question": "nll", "seed": 1, "given": {"p": 0.70}, "response": 0.3567}'
    (told,) = Judge(small).judged(part(line)).lines
    record = json.loads(told)
    assert (record["id"], record["response"], record["outcome"]) == ("7", "0.3567", "correct")
    assert record["given"] == {"p": "0.70"}


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"{", "ROW101", "no JSON: Expecting property name enclosed in double quotes at column 2"),
        (b'{"id": NaN}', "ROW101", "no JSON: NaN is no number"),
        (b"[" * 100_000, "ROW101", "no JSON: nested too deeply"),
        (b'{"id": "\xe9"}', "ROW102", "not UTF-8: byte 0xe9 at column 9"),
        (b'{"id": ' + b"9" * 5000 + b"}", "ROW101", None),
    ],
)
def test_what_is_no_json_is_refused(small: Bank, content: bytes, code: str, message: str | None) -> None:
    (told,) = Judge(small).judged(part(content)).lines
    refused = json.loads(told)["refused"]
    assert refused["code"] == code
    assert message is None or refused["message"] == message


HOSTILE = [
    "\ud800",
    "\x00",
    "a\u2028b",
    "\x1b[31m",
    "=cmd()",
    "(" * 5000,
    "9" * 5000,
    "e" * 20_000,
    "\u202e1",
]


@pytest.mark.parametrize("response", HOSTILE)
def test_hostile_answers_leave_as_they_came_in_plain_ascii(small: Bank, response: str) -> None:
    listed = [
        {"id": "a", "question": "nll", "seed": 0, "response": response},
        {"id": response[:400] + ", ", "expected": "x", "response": response},
    ]
    found = written(judged(small, listed))
    assert found.content.isascii()
    assert found.content.count(b"\n") == 2
    assert [json.loads(line)["response"] for line in found.content.splitlines()] == [response, response]
    assert marks_in(found.content) == found.ids


def test_a_tally_adds_up_and_survives_its_json(small: Bank) -> None:
    found = judged(small, [*rows(200), {"id": "x"}]).tally
    assert found.rows == 201 == found.graded + found.refused.total()
    assert sum(counts.total() for counts in found.questions.values()) == found.graded
    assert found.outcomes["undecided"] == found.reasons.total()
    assert found.ours < found.outcomes["undecided"]
    stored = json.loads(json.dumps(found.to_json()))
    assert tally_from_json(stored).to_json() == stored
    doubled = tally_from_json(stored)
    doubled.add(found)
    assert (doubled.rows, doubled.graded) == (402, 2 * found.graded)
    assert len(doubled.undecided["rubric"]) == len(found.undecided["rubric"]) == 3
