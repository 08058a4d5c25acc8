"""What is the right answer of a variant, as a value of JSON?

An exact decimal is text, so that it stays exact; any other number is the double nearest to it, rounded
from a ball once both its ends round alike, and so the same on every machine.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TypeAlias

from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.balls import FIRST_BITS, Exact, Workings, real
from quizkit.mathlang.tidy import one_line
from quizkit.variants.expressions import with_numbers
from quizkit.variants.options import ShownOption
from quizkit.variants.parsed import ParsedBody
from quizkit.variants.rounding import At, figures_text, short_text, to_figures, to_float

Key: TypeAlias = "str | float | list[Key] | dict[str, Key] | None"
"""A key as JSON has it: an exact decimal, a formula or an id as text; a float; lists of these by rows; a
mapping by part."""

_FLOAT_FIGURES = 17


def key_of(body: ParsedBody, workings: Workings, options: Mapping[str, tuple[ShownOption, ...]]) -> Key:
    """The key of a variant, as JSON has it."""
    if set(body.tasks) == {""}:
        return _key(body, workings, "", options[""])
    return {part: _key(body, workings, part, options[part]) for part in body.tasks}


def _key(body: ParsedBody, workings: Workings, part: str, options: tuple[ShownOption, ...]) -> Key:
    task = body.tasks[part]
    match task.task.kind:
        case "choice":
            return next(option.id for option in options if option.correct)
        case "select":
            correct = [option for option in options if option.correct]
            return [option.id for option in sorted(correct, key=lambda option: option.place)]
        case "text" | "parts":
            return None
        case _:
            pass
    if task.key is None:
        return None
    if task.symbolic or task.task.kind == "expression":
        return one_line(with_numbers(task.key, workings, body.symbolic, fold=True))
    return _values(functools.partial(workings.value, task.key))


def _values(at: functools.partial[Value[Exact]]) -> Key:
    """A value as exact decimals and floats."""
    value = at(FIRST_BITS)
    if not isinstance(value, Array):
        return number_key(lambda bits: real(_entry(at(bits), 0)))

    def entry(place: int) -> Key:
        return number_key(lambda bits: real(_entry(at(bits), place)))

    found = [entry(place) for place in range(len(value.entries))]
    if len(value.shape) == 1:
        return found
    width = value.shape[1]
    return [found[start : start + width] for start in range(0, len(found), width)]


def _entry(value: Value[Exact], place: int) -> Exact:
    return value.entries[place] if isinstance(value, Array) else value


def number_key(at: At) -> Key:
    """A number: exact decimal text where it has one, else the double nearest to it."""
    text = short_text(at(FIRST_BITS))
    if text is not None and "/" not in text:
        return text
    try:
        return to_float(at)
    except OverflowError:
        return figures_text(to_figures(at, _FLOAT_FIGURES))


def spelled(key: Key) -> str:
    """A key in words."""
    match key:
        case None:
            return ""
        case list():
            return f"[{', '.join(map(spelled, key))}]"
        case dict():
            return ", ".join(f"{name}: {spelled(value)}" for name, value in key.items())
        case _:
            return str(key)
