"""What does an editor say of a fault, and as the heading of a hover? Words for the JSON Schema of banks.

An editor that speaks through yaml-language-server shows ``errorMessage`` in place of its own words, and the
title of a mapping where something else stands in its place. Other readers of the schema pass over both.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

Schema = dict[str, object]

SCALAR = ["string", "number", "boolean"]
"""What an editor makes of text that may look like a number."""

SPECIFIED = frozenset({"given", "symbols"})
"""The mappings whose values are draws and domains."""

ID_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
"""The ids of questions."""

ID_RULE = "An id is letters, digits, '-', '_' and '.', and begins with a letter or a digit."

KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "number": "A number, or a formula for one; judged by value, within tol",
        "expression": "A formula in the question's letters; judged as mathematics",
        "vector": "A list, or a formula for one; judged entry by entry",
        "matrix": "A table, or a formula for one; judged entry by entry",
        "choice": "One option; exactly one is right",
        "select": "Some options; right ticks less wrong ticks",
        "text": "Free text; a rubric, which a person ticks",
        "parts": "Several answers; each part by itself, wrong values carried forward",
    }
)
"""What the answer of each type is, and how it is judged."""

_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "MistakeKeys": "mistake",
        "ChoiceKeys": "option",
        "ListedChoice": "option",
        "ChooseKeys": "choose",
        "RubricKeys": "rubric point",
        "WitnessKeys": "witness",
        "DefaultKeys": "defaults",
        "question": "question",
        "part": "part",
    }
)


def worded(definitions: Schema) -> Schema:
    """The definitions of a schema with titles and messages."""
    return {name: _entitled(name, cast("Schema", each)) for name, each in definitions.items()}


def messages(schema: Schema, key: str = "") -> Schema:
    """A schema with a message wherever an editor's own would name the types of JSON."""
    told: Schema = {}
    for word, value in schema.items():
        match word, value:
            case "properties", dict():
                told[word] = {name: messages(each, name) for name, each in value.items()}
            case "additionalProperties" | "items" | "if" | "then" | "else", dict():
                told[word] = messages(value, key)
            case "anyOf" | "allOf", list():
                told[word] = [messages(each, key) for each in value]
            case _:
                told[word] = value
    message = _message(schema, key)
    return {**told, "errorMessage": message} if message else told


def _message(schema: Schema, key: str) -> str:
    """What to say when something of another kind stands here; empty where the editor says it well."""
    kind = schema.get("type")
    if kind == SCALAR:
        return "Expected text."
    if kind == [*SCALAR, "array"]:
        return "Expected a range such as 1 .. 9, or a list of values." if key in SPECIFIED else _FORMULA
    if kind == "boolean":
        return "Expected true or false."
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        described = str(schema.get("description", ""))
        return f"Expected a mapping, {described}." if described.startswith(("id:", "name:")) else _MAPPING
    return ""


_FORMULA = "Expected a formula."
_MAPPING = "Expected a mapping of keys to values."


def _entitled(name: str, schema: Schema) -> Schema:
    """One definition with its title: the word for it, and the first of its keys."""
    what, _, kind = name.partition("-")
    word = _TITLES.get(what, "")
    if not word:
        return messages(schema)
    if kind:
        return {"title": f"{word} of type {kind}", **messages(schema)}
    keys = list(cast("Schema", schema.get("properties", {}))) if "allOf" not in schema else _LEADING[what]
    listed = ", ".join(keys[:3]) + (", …" if len(keys) > 3 or "allOf" in schema else "")
    return {"title": f"{word} ({listed})", **messages(schema)}


_LEADING: Mapping[str, list[str]] = MappingProxyType(
    {"question": ["type", "title", "prompt"], "part": ["type", "ask"]}
)
