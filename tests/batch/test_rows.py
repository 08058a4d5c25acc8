"""A row names a variant or brings its own key; whatever else it is, it is refused with a reason."""

from __future__ import annotations

import pytest

from quizkit.batch.columns import columns_of, renamed
from quizkit.batch.refusals import CODES, BadRow, BatchError
from quizkit.batch.rows import KeyedRow, NamedRow, row_of

NAMED = {"id": "a1", "question": "nll", "seed": 3, "response": "0.5"}
KEYED = {"id": "a1", "expected": "2x", "response": "x + x"}

REFUSED: list[tuple[object, str, str]] = [
    ([1], "ROW104", "expected an object of names and values, found a list"),
    ({**NAMED, "id": None}, "ROW201", "id: nothing is there"),
    ({"Id": "a1", "response": "1"}, "ROW201", "id is missing; did you mean 'Id'?"),
    ({"id": "a1", "respnse": "1"}, "ROW201", "response is missing; did you mean 'respnse'?"),
    (
        {"id": "a1", "question": "nll", "response": "1"},
        "ROW201",
        "seed or given is missing; --map seed=NAME says where it is",
    ),
    (
        {"id": "a1", "response": "1"},
        "ROW201",
        "question is missing; --map question=NAME says where it is",
    ),
    ({**NAMED, "expected": "1"}, "ROW202", "a row has a question or a key of its own (expected), not both"),
    ({**NAMED, "seed": -1}, "ROW202", "seed: a whole number from 0 to 2^63 - 1, not '-1'"),
    ({**NAMED, "seed": 2**63}, "ROW202", f"seed: a whole number from 0 to 2^63 - 1, not '{2**63}'"),
    ({**NAMED, "seed": "7.0"}, "ROW202", "seed: a whole number from 0 to 2^63 - 1, not '7.0'"),
    ({**NAMED, "seed": True}, "ROW202", "seed: a whole number from 0 to 2^63 - 1, not 'True'"),
    ({**NAMED, "response": 0.5}, "ROW202", "response: expected a text, found a number; write it as a text"),
    ({**NAMED, "response": True}, "ROW202", "response: expected a text, found true or false"),
    ({**NAMED, "response": [["a"]]}, "ROW202", "response: expected a text, found a list"),
    ({**NAMED, "given": "p"}, "ROW202", 'given: expected names with values, such as {"p": "0.7"}'),
    ({**NAMED, "id": "a" * 501}, "ROW202", "id: at most 500 characters, found 501"),
    ({**NAMED, "learner": ["u1"]}, "ROW202", "learner: expected a text, found a list"),
    (
        {**KEYED, "symbols": "x"},
        "ROW202",
        "symbols: expected names with domains, such as x: real; p: 0 .. 1",
    ),
    ({**KEYED, "response": ["1"]}, "ROW202", "response: expected a text, found a list"),
]


@pytest.mark.parametrize(("fields", "code", "message"), REFUSED)
def test_what_is_no_row_is_refused_with_a_reason(fields: object, code: str, message: str) -> None:
    with pytest.raises(BadRow) as caught:
        row_of(fields)
    assert (caught.value.code, caught.value.message) == (code, message)
    assert code in CODES


def test_a_row_names_a_variant() -> None:
    row = row_of({**NAMED, "learner": 17, "attempt": "2", "note": "unread"})
    assert row == NamedRow(
        id="a1",
        question="nll",
        seed=3,
        given=None,
        response="0.5",
        about={"learner": 17, "attempt": "2"},
    )


def test_given_values_stand_in_for_a_seed_and_cells_of_tables_are_read() -> None:
    row = row_of({"id": 5, "question": "nll", "seed": "", "given": '{"p": 0.70}', "response": None})
    assert isinstance(row, NamedRow)
    assert (row.id, row.seed, row.given, row.response) == ("5", 0, {"p": "0.70"}, "")


def test_a_row_brings_its_own_key() -> None:
    row = row_of({**KEYED, "question": "", "symbols": "x: real; p: 0 .. 1"})
    assert isinstance(row, KeyedRow)
    assert row.symbols == {"x": "real", "p": "0 .. 1"}
    assert row.kept == {"expected": "2x", "symbols": {"x": "real", "p": "0 .. 1"}}


def test_other_tools_rows_are_read_under_their_own_names() -> None:
    columns = columns_of(["response=filtered_resps.0,id=doc_id", "expected=target"])
    sample = {"doc_id": 4, "target": "18", "filtered_resps": ["18"], "a.b": 1}
    row = row_of(renamed(sample, columns))
    assert (row.id, row.response) == ("4", "18")
    assert renamed(sample, {"id": "a.b"}) == {**sample, "id": 1}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("filtered_resp.0", "filtered_resp.0: there is no 'filtered_resp'; did you mean 'filtered_resps'?"),
        ("filtered_resps.1", "filtered_resps.1: there is no '1'"),
        ("filtered_resps.-1", "filtered_resps.-1: there is no '-1'"),
        ("filtered_resps.0.x", "filtered_resps.0.x: there is no 'x'"),
    ],
)
def test_a_path_that_leads_nowhere_refuses_the_row(path: str, message: str) -> None:
    with pytest.raises(BadRow) as caught:
        renamed({"filtered_resps": ["18"]}, {"response": path})
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("response", "--map expects FIELD=PATH, found 'response'"),
        ("respons=x", "--map: rows have no field 'respons'; did you mean 'response'?"),
        ("id=a,id=b", "--map: id is there twice"),
    ],
)
def test_a_wrong_map_is_told(text: str, message: str) -> None:
    with pytest.raises(BatchError) as caught:
        columns_of([text])
    assert str(caught.value) == message
