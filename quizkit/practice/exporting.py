"""A history for other programs: one JSON object a line, or a table of what came of each problem."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields

from quizkit.practice.history import History
from quizkit.practice.history_rows import StoredSitting, moment, review_to_json
from quizkit.practice.reviews import Review

SCHEMA = 1
"""The version of the JSON forms."""

COLUMNS = tuple(field.name for field in fields(Review))
"""The columns of the table, in order."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


def json_lines(history: History) -> Iterator[str]:
    """All that was practised, a line each: sittings with their events, the oldest first, then reviews.

    Every line is an object whose ``record`` says what it is.
    """
    for sitting in reversed(history.sittings()):
        yield _line("sitting", sitting_to_json(sitting))
        for number, event in enumerate(history.events(sitting.id)):
            yield _line("event", {"sitting": sitting.id, "number": number, **event})
    for review in history.reviews():
        yield _line("review", review_to_json(review))


def sitting_to_json(sitting: StoredSitting) -> dict[str, object]:
    """A sitting as JSON."""
    return {
        "id": sitting.id,
        "mode": sitting.mode,
        "started": moment(sitting.started),
        "ended": None if sitting.ended is None else moment(sitting.ended),
        "plan": [{"question": one.question, "seed": one.seed} for one in sitting.plan],
        "options": dict(sitting.options),
    }


def csv_text(reviews: Iterable[Review]) -> str:
    """What came of each problem as CSV with a heading; nothing in it is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for review in reviews:
        said = {**review_to_json(review), "mistakes": " ".join(review.mistakes)}
        writer.writerow([_cell(said[column]) for column in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() if value.startswith(_FORMULA):
            return f"'{value}"
        case _:
            return value


def _line(record: str, body: dict[str, object]) -> str:
    return json.dumps({"schema": SCHEMA, "record": record, **body}, ensure_ascii=False)
