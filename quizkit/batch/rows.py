"""What does one row ask for? Names and values in, a typed row out; anything else is a ``BadRow``.

A row names a variant (``id, question, seed`` or ``given``, ``response``) or brings its own key
(``id, expected, response, symbols``). Numbers count as they are written: 0.50 stays 0.50.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from quizkit.batch.refusals import BadRow
from quizkit.errors import did_you_mean, quoted
from quizkit.grading import Response
from quizkit.variants.making import SEEDS

LONGEST_ID = 500
"""The most characters of an id."""
ABOUT = ("learner", "attempt", "submitted_at")
"""What a row may say besides; it is kept as it is."""
_LONGEST_NOTE = 1000
_BETWEEN = re.compile(r";|,(?=\s*\w+\s*:)")
"""What stands between two symbols: a semicolon, or a comma before another name with its colon."""
_DIGITS = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """An answer to a variant of the bank."""

    id: str
    question: str
    seed: int
    given: Mapping[str, object] | None
    response: Response
    about: Mapping[str, object]

    @property
    def asked(self) -> str:
        """What is answered, as one text: rows that share it answer the same variant."""
        chosen = "" if self.given is None else json.dumps(self.given, sort_keys=True)
        return f"{self.question} {self.seed} {chosen}"

    @property
    def kept(self) -> Mapping[str, object]:
        """What of the row a record needs besides, so that the answer may be judged again."""
        return self.about if self.given is None else {"given": self.given, **self.about}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRow:
    """An answer with the key that it is to be held against."""

    id: str
    expected: str
    symbols: Mapping[str, str] | None
    response: str
    about: Mapping[str, object]

    @property
    def asked(self) -> str:
        """What is answered, as one text; it cannot be that of a question."""
        return "=" + json.dumps([self.expected, self.symbols])

    @property
    def kept(self) -> Mapping[str, object]:
        """What of the row a record needs besides, so that the answer may be judged again."""
        symbols = {} if self.symbols is None else {"symbols": self.symbols}
        return {"expected": self.expected, **symbols, **self.about}


Row: TypeAlias = NamedRow | KeyedRow


def row_of(fields: object) -> Row:
    """The row that these names and values make. Raises BadRow."""
    if not isinstance(fields, Mapping):
        raise BadRow("ROW104", f"expected an object of names and values, found {_kind(fields)}")
    name = id_of(fields)
    if name is None:
        raise _missing("id", fields)
    if "response" not in fields:
        raise _missing("response", fields)
    about = {key: _note(key, fields[key]) for key in ABOUT if not _is_absent(fields.get(key))}
    own, named = (not _is_absent(fields.get(key)) for key in ("expected", "question"))
    if own and named:
        raise BadRow("ROW202", "a row has a question or a key of its own (expected), not both")
    if own:
        return KeyedRow(
            id=name,
            expected=_text("expected", fields["expected"]),
            symbols=_symbols(fields.get("symbols")),
            response=_text("response", fields["response"], blank=True),
            about=about,
        )
    if not named:
        raise _missing("question", fields)
    given = _given(fields.get("given"))
    if given is None and _is_absent(fields.get("seed")):
        raise _missing("seed", fields, "seed or given")
    return NamedRow(
        id=name,
        question=_text("question", fields["question"]),
        seed=_seed(fields.get("seed")),
        given=given,
        response=_response(fields["response"]),
        about=about,
    )


def id_of(fields: object) -> str | None:
    """The id of a row; None where there is none. Raises BadRow for what can be no id."""
    if not isinstance(fields, Mapping) or _is_absent(fields.get("id")):
        return None
    found = _text("id", fields["id"])
    if len(found) > LONGEST_ID:
        raise BadRow("ROW202", f"id: at most {LONGEST_ID} characters, found {len(found)}")
    return found


def _is_absent(value: object) -> bool:
    """Whether a field says nothing: null, or an empty cell of a table."""
    return value is None or (isinstance(value, str) and not value)


def _missing(field: str, fields: Mapping[object, object], called: str = "") -> BadRow:
    if field in fields:
        return BadRow("ROW201", f"{called or field}: nothing is there")
    names = [name for name in fields if isinstance(name, str)]
    hint = did_you_mean(field, names)
    advice = f"; --map {field}=NAME says where it is" if names and not hint else ""
    return BadRow("ROW201", f"{called or field} is missing{hint}{advice}")


def _text(field: str, value: object, *, blank: bool = False) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None and blank:
        return ""
    raise BadRow("ROW202", f"{field}: expected a text, found {_kind(value)}")


def _response(value: object) -> Response:
    match value:
        case list() | tuple():
            return [_text("response", entry) for entry in value]
        case Mapping():
            return {_text("a part", part): _response(entry) for part, entry in value.items()}
        case _:
            return _text("response", value, blank=True)


def _seed(value: object) -> int:
    if _is_absent(value):
        return 0
    seed = int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else value
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < SEEDS:
        shown = quoted(value if isinstance(value, str) else repr(value))
        raise BadRow("ROW202", f"seed: a whole number from 0 to 2^63 - 1, not {shown}")
    return seed


def _given(value: object) -> Mapping[str, object] | None:
    """Chosen values: an object, or of a table its JSON."""
    if _is_absent(value):
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value, parse_float=str)
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise BadRow("ROW202", 'given: expected names with values, such as {"p": "0.7"}')
    return dict(value)


def _symbols(value: object) -> Mapping[str, str] | None:
    """Letters with their domains: an object, or ``x: real; p: 0 .. 1``."""
    if _is_absent(value):
        return None
    if isinstance(value, str):
        entries = [entry.partition(":") for entry in _BETWEEN.split(value) if entry.strip()]
        value = {name.strip(): domain.strip() if colon else None for name, colon, domain in entries}
    if not isinstance(value, Mapping) or not all(
        isinstance(name, str) and isinstance(domain, str) for name, domain in value.items()
    ):
        raise BadRow("ROW202", "symbols: expected names with domains, such as x: real; p: 0 .. 1")
    return dict(value)


def _note(field: str, value: object) -> object:
    """Who answered, when, and for which time: a text or a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _text(field, value)
    if len(found) > _LONGEST_NOTE:
        raise BadRow("ROW202", f"{field}: at most {_LONGEST_NOTE} characters, found {len(found)}")
    return found


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case int() | float():
            return "a number; write it as a text" if isinstance(value, float) else "a number"
        case list() | tuple():
            return "a list"
        case Mapping():
            return "an object"
        case _:
            return f"a value of type {type(value).__name__}"
