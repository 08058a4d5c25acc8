"""Why can a row not be graded? A code, words, and the place in the input: never a mark, and never silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quizkit.errors import QuizkitError, printable

SCHEMA = 1
"""The version of the JSON form."""

CODES: Mapping[str, str] = MappingProxyType(
    {
        "ROW101": "the row cannot be read: it is no JSON, or no line of a table",
        "ROW102": "the row is not UTF-8",
        "ROW103": "the row is too long",
        "ROW104": "the row is no object of names and values",
        "ROW201": "a field is missing",
        "ROW202": "a field holds what it cannot",
        "ROW301": "there is no such question",
        "ROW302": "there is no such variant",
        "ROW303": "the response does not fit the question",
        "ROW401": "the id is used twice",
    }
)
"""What each code stands for."""


class BatchError(QuizkitError):
    """A batch cannot be begun or gone on with. Says which file, and what to do."""


class BadRow(QuizkitError, ValueError):
    """A row that cannot be graded; ``code`` is one of ``CODES``."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(f"{code} {message}")

    def __reduce__(self) -> tuple[object, ...]:
        return BadRow, (self.code, self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row that was not graded, and why."""

    place: int
    """The line of the row in its file; of a table without lines, the number of the row, from 1."""
    code: str
    message: str
    id: str | None = None
    """The id of the row, where it could be read."""

    def told(self, name: str) -> str:
        """``answers.jsonl:17: ROW301 no question 'q25-nl'; did you mean 'q25-nll'?``."""
        return f"{printable(name, 200)}:{self.place}: {self.code} {self.message}"

    def to_json(self) -> dict[str, object]:
        """What stands in the output in place of a record: it has no outcome."""
        return {
            "id": self.id,
            "schema": SCHEMA,
            "line": self.place,
            "refused": {"code": self.code, "message": self.message},
        }
