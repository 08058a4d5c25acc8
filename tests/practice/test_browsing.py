"""Searching a bank: words, filters, orders, and what is said of a filter that cannot be read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from quizkit.bank import load_texts
from quizkit.practice.browsing import Known, Order, Row, found, known_of, query_of, rows_of
from quizkit.practice.memory import replayed
from tests.practice.reviewing import failed, review

DAY = date(2026, 11, 23)
BANK = load_texts(
    {
        "bank.yaml": """\
quizkit: 1
title: Things to look for
topic: q27
questions:
  jacobian:
    type: matrix
    title: The Jacobian of softmax
    tags: [jacobian, hard]
    difficulty: 4
    given: {a: [2]}
    prompt: Of $p = \\mathrm{softmax}(z)$ give the Jacobian at {{ a }}.
    answer: outer([1, a], [1, a])
    verify: [{expect: "answer[0, 0] == 1"}]
  chain:
    type: parts
    title: a chain
    difficulty: 2
    given: {a: [3]}
    prompt: Take {{ a }}.
    parts:
      y: {type: number, ask: "What is the ÜBERGANG?", answer: 2*a}
""",
        "other.yaml": """\
quizkit: 1
title: Other things
topic: q25
questions:
  loss:
    type: number
    title: Loss on one token
    tags: [nll]
    difficulty: 1
    given: {p: [0.7]}
    prompt: The surprisal at {{ p }}.
    answer: -log(p)
    verify: [{expect: "answer > 0"}]
""",
    }
)
KNOWN = {
    "jacobian": Known(level="mastered", recall=0.96, due=DAY + timedelta(days=21), attempts=9),
    "chain": Known(level="learning", recall=0.7, due=DAY - timedelta(days=2), attempts=4, missed=True),
}
ROWS = rows_of(BANK, KNOWN, DAY)


def ids(line: str, order: Order = "title", rows: tuple[Row, ...] = ROWS) -> list[str]:
    query = query_of(line, rows)
    assert query.faults == ()
    assert not BANK.problems
    return [row.id for row in found(rows, query, order)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", ["chain", "loss", "jacobian"]),
        ("JACOBIAN", ["jacobian"]),
        ("softmax", ["jacobian"]),
        ("surprisal", ["loss"]),
        ("nll", ["loss"]),
        ("q27", ["chain", "jacobian"]),
        ("übergang", ["chain"]),
        ("the jacobian", ["jacobian"]),
        ('"jacobian the"', []),
        ('"loss on"', ["loss"]),
        ("topic:q25", ["loss"]),
        ("topic:q2", ["chain", "loss", "jacobian"]),
        ("topic:nll,hard", ["loss", "jacobian"]),
        ("kind:num", ["loss"]),
        ("kind:number,parts", ["chain", "loss"]),
        ("KIND:Matrix", ["jacobian"]),
        ("kind:", ["chain", "loss", "jacobian"]),
        ("kind:any state:any", ["chain", "loss", "jacobian"]),
        ("level:mastered", ["jacobian"]),
        ("level:new", ["loss"]),
        ("state:new", ["loss"]),
        ("state:due", ["chain"]),
        ("state:missed", ["chain"]),
        ("state:due,new", ["chain", "loss"]),
        ("difficulty:4", ["jacobian"]),
        ("difficulty:1..2", ["chain", "loss"]),
        ("difficulty:2..", ["chain", "jacobian"]),
        ("difficulty:..1", ["loss"]),
        ("topic:q27 softmax difficulty:4", ["jacobian"]),
        ("topic:q27 surprisal", []),
    ],
)
def test_a_line_finds_what_it_asks_for(line: str, expected: list[str]) -> None:
    assert ids(line) == expected


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("topik:q25", "no filter 'topik'; did you mean 'topic'?"),
        ("colour:red", "no filter 'colour'; there are topic, kind, level, state and difficulty"),
        ("kind:numbr", "no kind 'numbr'; did you mean 'number'?"),
        ("level:masterd", "no level 'masterd'; did you mean 'mastered'?"),
        ("state:old", "no state 'old'; there are new, due and missed"),
        ("topic:jacobin", "no topic 'jacobin'; did you mean 'jacobian'?"),
        ("difficulty:7", "a difficulty is 1 to 5, or a range such as 2..4, not '7'"),
        ("kind:\x1b[31m", "no kind '\\x1b[31m'; there are "),
    ],
)
def test_a_filter_that_cannot_be_read_asks_for_nothing_and_is_told(line: str, fault: str) -> None:
    query = query_of(line, ROWS)
    assert len(query.faults) == 1
    assert query.faults[0].startswith(fault)
    assert len(found(ROWS, query)) == len(ROWS)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("due", ["chain", "jacobian", "loss"]),
        ("title", ["chain", "loss", "jacobian"]),
        ("level", ["jacobian", "chain", "loss"]),
        ("difficulty", ["loss", "chain", "jacobian"]),
    ],
)
def test_rows_come_in_the_order_that_is_asked_for(order: Order, expected: list[str]) -> None:
    assert ids("", order) == expected


def test_rows_that_are_equal_stay_in_the_order_of_the_bank() -> None:
    nothing_known = rows_of(BANK, {}, DAY)
    assert ids("", "due", nothing_known) == list(BANK)
    assert ids("", "level", nothing_known) == list(BANK)
    assert ids("state:new", "due", nothing_known) == list(BANK)
    assert ids("state:due", "due", nothing_known) == []


def test_days_are_counted_from_the_day_on_which_somebody_looks() -> None:
    assert {row.id: row.days for row in ROWS} == {"jacobian": 21, "loss": None, "chain": -2}
    assert [row.id for row in ROWS if row.is_due] == ["chain"]


def test_what_is_known_follows_from_memories_and_from_what_was_missed() -> None:
    memories = replayed([review(question="loss"), failed(1, question="chain")])
    known = known_of(memories, DAY + timedelta(days=1), ["chain", "jacobian"])
    assert known["loss"].attempts == 1
    assert known["loss"].due == memories["loss"].due
    assert 0 < (known["loss"].recall or 0) < 1
    assert (known["chain"].level, known["chain"].missed) == ("learning", True)
    assert known["jacobian"] == Known(missed=True)
    assert not known["loss"].missed
