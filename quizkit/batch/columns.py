"""Where does another tool keep what a row needs? ``response=filtered_resps.0,id=doc_id``.

A path is a name, and behind dots the names and places within: ``filtered_resps.0`` is the first entry of
``filtered_resps``. A name that has dots of its own is found as a whole first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizkit.batch.refusals import BadRow, BatchError
from quizkit.batch.rows import ABOUT
from quizkit.errors import did_you_mean, printable, quoted

FIELDS = ("id", "question", "seed", "given", "response", "expected", "symbols", *ABOUT)
"""What a row may have."""

Columns = Mapping[str, str]
"""The path of each field that another name has in the file."""


def columns_of(texts: Sequence[str]) -> Columns:
    """``FIELD=PATH`` pairs, several in one text apart by commas. Raises BatchError."""
    found: dict[str, str] = {}
    for pair in (piece.strip() for text in texts for piece in text.split(",")):
        if not pair:
            continue
        field, equals, path = (side.strip() for side in pair.partition("="))
        if not equals or not path:
            raise BatchError(f"--map expects FIELD=PATH, found {quoted(pair)}")
        if field not in FIELDS:
            raise BatchError(f"--map: rows have no field {quoted(field)}{did_you_mean(field, FIELDS)}")
        if field in found:
            raise BatchError(f"--map: {field} is there twice")
        found[field] = path
    return found


def renamed(fields: object, columns: Columns) -> object:
    """A row under the names of ours. Raises BadRow where a path leads nowhere."""
    if not columns or not isinstance(fields, Mapping):
        return fields
    return {**fields, **{field: _at(fields, path) for field, path in columns.items()}}


def _at(fields: Mapping[str, object], path: str) -> object:
    if path in fields:
        return fields[path]
    value: object = fields
    for step in path.split("."):
        match value:
            case Mapping() if step in value:
                value = value[step]
            case list() | tuple() if step.isascii() and step.isdigit() and int(step) < len(value):
                value = value[int(step)]
            case Mapping():
                hint = did_you_mean(step, [name for name in value if isinstance(name, str)])
                raise BadRow("ROW201", f"{printable(path)}: there is no {quoted(step)}{hint}")
            case _:
                raise BadRow("ROW201", f"{printable(path)}: there is no {quoted(step)}")
    return value
