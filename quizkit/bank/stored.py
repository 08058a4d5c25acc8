"""How is a question kept as JSON? Questions, misconceptions and problems to plain values, and back.

What equals its default is left out, so the files stay small; a question read back equals the one written.
Neither PyYAML nor pydantic is needed to read.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from quizkit.bank.misconception import Misconception
from quizkit.bank.question import (
    AuthorTest,
    Body,
    Mistake,
    Option,
    Question,
    RubricPoint,
    Specification,
    Task,
    Witness,
)
from quizkit.errors import Problem

R = TypeVar("R")

Record = Question | Body | Task | Mistake | Option | RubricPoint | Witness | AuthorTest
Stored = Record | Misconception | Problem
"""Everything that is kept."""


def to_json(value: Stored) -> dict[str, object]:
    """The record as plain values, without what equals its default."""
    kept: dict[str, object] = {}
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        default = (
            field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default
        )
        if held != default:
            kept[field.name] = _plain(held)
    return kept


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value):
        return to_json(cast("Stored", value))
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def question_hash(question: Question) -> str:
    """The hash of everything a question says; where it is written does not matter."""
    said = to_json(dataclasses.replace(question, file="", line=0, hash=""))
    text = json.dumps(said, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def question_from_json(data: Mapping[str, object]) -> Question:
    """The question that ``to_json`` wrote. Raises TypeError, KeyError or ValueError for other data."""
    return _read(Question, data)


def misconception_from_json(data: Mapping[str, object]) -> Misconception:
    """The misconception that ``to_json`` wrote."""
    return _read(Misconception, data)


def problem_from_json(data: Mapping[str, object]) -> Problem:
    """The problem that ``to_json`` wrote."""
    return _read(Problem, data)


def _read(record: Callable[..., R], data: object) -> R:
    if not isinstance(data, dict):
        raise TypeError("a record is an object")
    readers = _READERS.get(record, {})
    return record(**{name: readers[name](held) if name in readers else held for name, held in data.items()})


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_list(value))


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(_list(value))


def _cues(value: object) -> tuple[tuple[str, ...], ...]:
    return tuple(_texts(item) for item in _list(value))


def _specification(value: object) -> Specification:
    if isinstance(value, list):
        return tuple(_specification(item) for item in value)
    return str(value)


def _specifications(value: object) -> dict[str, Specification]:
    return {name: _specification(item) for name, item in _object(value).items()}


def _all(record: Callable[..., R]) -> Callable[[object], tuple[R, ...]]:
    def read(value: object) -> tuple[R, ...]:
        return tuple(_read(record, item) for item in _list(value))

    return read


def _bodies(value: object) -> dict[str, Body]:
    return {setting: _read(Body, item) for setting, item in _object(value).items()}


def _list(value: object) -> list:  # type: ignore[type-arg]
    if not isinstance(value, list):
        raise TypeError("expected a list")
    return value


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("expected an object")
    return value


_READERS: Mapping[Callable[..., object], Mapping[str, Callable[[object], object]]] = {
    Question: {
        "tags": _texts,
        "sources": _texts,
        "requires": _texts,
        "skip": _numbers,
        "bodies": _bodies,
    },
    Body: {
        "given": _specifications,
        "symbols": _specifications,
        "assume": _texts,
        "where": _texts,
        "hints": _texts,
        "tasks": _all(Task),
    },
    Task: {
        "accept": _texts,
        "accept_if": _texts,
        "mistakes": _all(Mistake),
        "options": _all(Option),
        "rubric": _all(RubricPoint),
        "hints": _texts,
        "verify": _all(Witness),
        "tests": _all(AuthorTest),
    },
    RubricPoint: {"look_for": _cues},
    Witness: {"given": _specifications},
}
"""The fields that are more than numbers, texts and mappings of texts."""
