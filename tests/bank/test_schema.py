"""The JSON Schema accepts what the loader accepts, and names the key that is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizkit.bank import bank_schema
from quizkit.bank.files import shipped_folder
from quizkit.bank.findings import Findings
from quizkit.bank.model import PARTS, QUESTIONS
from quizkit.bank.reading import check_id

SCHEMA: dict[str, Any] = bank_schema()

_TYPES = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
_KNOWN = {
    "$ref", "$schema", "additionalProperties", "allOf", "anyOf", "const", "definitions", "else", "enum",
    "exclusiveMinimum", "if", "items", "maximum", "minProperties", "minimum", "pattern", "properties",
    "propertyNames", "required", "then", "type",
    # What an editor shows; it forbids nothing.
    "default", "description", "doNotSuggest", "enumDescriptions", "errorMessage", "patternErrorMessage",
    "title",
}  # fmt: skip
"""The words of JSON Schema that the checker below knows; a schema with others would slip through."""


def faults(schema: dict[str, Any], value: object, path: str = "") -> Iterator[str]:
    """The places at which a value breaks the schema: draft-07, as much of it as the schema uses."""
    assert schema.keys() <= _KNOWN, schema.keys() - _KNOWN
    if "$ref" in schema:
        yield from faults(SCHEMA["definitions"][schema["$ref"].removeprefix("#/definitions/")], value, path)
        return
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_TYPES[each](value) for each in types):
        yield f"{path}: no {' or '.join(types)}"
        return
    if ("const" in schema and value != schema["const"]) or ("enum" in schema and value not in schema["enum"]):
        yield f"{path}: not allowed"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{path}: not of the pattern"
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        if not low <= value <= high or value <= schema.get("exclusiveMinimum", value - 1):
            yield f"{path}: out of range"
    if isinstance(value, dict):
        properties, further = schema.get("properties", {}), schema.get("additionalProperties", True)
        yield from (f"{path}: {key} is missing" for key in schema.get("required", []) if key not in value)
        if len(value) < schema.get("minProperties", 0):
            yield f"{path}: too few"
        for key, item in value.items():
            yield from faults(schema.get("propertyNames", {}), key, f"{path}/{key}")
            if key in properties:
                yield from faults(properties[key], item, f"{path}/{key}")
            elif further is False:
                yield f"{path}/{key}: unknown"
            elif isinstance(further, dict):
                yield from faults(further, item, f"{path}/{key}")
    for item_at, item in enumerate(value if isinstance(value, list) else ()):
        yield from faults(schema.get("items", {}), item, f"{path}/{item_at}")
    for each in schema.get("allOf", []):
        yield from faults(each, value, path)
    if "anyOf" in schema and all(any(True for _ in faults(each, value, path)) for each in schema["anyOf"]):
        yield f"{path}: none of the forms"
    if "if" in schema:
        met = not any(True for _ in faults(schema["if"], value, path))
        yield from faults(schema.get("then" if met else "else", {}), value, path)


def bank(**keys: object) -> dict[str, Any]:
    """A bank with one question of these keys."""
    whole = {"type": "number", "title": "T", "prompt": "P", "answer": 1, **keys}
    return {"quizkit": 1, "questions": {"q": whole}}


SCHEMA_FILE = shipped_folder() / "quizkit.schema.json"
SHIPPED = sorted(path for path in shipped_folder().glob("*.yaml") if path.name != "misconceptions.yaml")


@pytest.mark.parametrize(
    "path", [*SHIPPED, Path(__file__).with_name("all_types.yaml")], ids=lambda path: path.name
)
def test_the_banks_keep_to_the_schema(path: Path) -> None:
    assert list(faults(SCHEMA, yaml.safe_load(path.read_text(encoding="utf-8")))) == []


def test_the_schema_beside_the_shipped_banks_is_current() -> None:
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == SCHEMA, (
        "write it anew: quizkit schema > questions/quizkit.schema.json"
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_shipped_banks_name_the_schema_beside_them(path: Path) -> None:
    first, _, _ = path.read_text(encoding="utf-8").partition("\n")
    assert first == f"# yaml-language-server: $schema=./{SCHEMA_FILE.name}"


def test_the_ids_of_the_schema_are_those_that_the_loader_takes() -> None:
    for name in ("q", "Q25.nll_a-b", "7", "a" * 80, "a" * 81, "", "-a", ".a", "a b", "ä", "a/b"):
        refused = Findings("bank.yaml")
        check_id(name, (1, 1), refused)
        found = list(faults(SCHEMA, {"quizkit": 1, "questions": {name: bank()["questions"]["q"]}}))
        assert bool(found) == bool(refused.problems), name


@pytest.mark.parametrize(
    ("broken", "where"),
    [
        ({"questions": {}}, [": quizkit is missing", "/questions: too few"]),
        ({**bank(), "quizkit": 2}, ["/quizkit: not allowed"]),
        (bank(type="numeric"), ["/questions/q/type: not allowed"]),
        (bank(mistaks={}), ["/questions/q/mistaks: unknown"]),
        (bank(choices={}), ["/questions/q/choices: unknown"]),
        (bank(difficulty=7), ["/questions/q/difficulty: out of range"]),
        (bank(minutes=0), ["/questions/q/minutes: out of range"]),
        (bank(given=["p"]), ["/questions/q/given: no object"]),
        (bank(code="yes"), ["/questions/q/code: not allowed"]),
        (bank(up_to="sgin"), ["/questions/q/up_to: not allowed"]),
        (bank(mistakes={"m": {"is": 1, "sya": "x"}}), ["/questions/q/mistakes/m: none of the forms"]),
        (bank(verify={"rf": 1}), ["/questions/q/verify: none of the forms"]),
        (bank(settings={"s": {"difficulty": 2}}), ["/questions/q/settings/s/difficulty: unknown"]),
        (bank(settings={"s": {"answer": {}}}), [
            "/questions/q/settings/s/answer: no string or number or boolean or array"
        ]),
        (bank(type="parts", answer=1), ["/questions/q/answer: unknown", "/questions/q: parts is missing"]),
        (bank(type="text", rubric={"a": {"points": 1}}), [
            "/questions/q/answer: unknown", "/questions/q/rubric/a: award is missing"
        ]),
        (bank(type="expression", tol="1%"), ["/questions/q/tol: unknown"]),
        (bank(mistakes={"m": {"say": "x"}}), ["/questions/q/mistakes/m: is is missing"]),
        ({"quizkit": 1, "questions": {"q": {"type": "number", "title": "T"}}}, [
            "/questions/q: prompt is missing", "/questions/q: answer is missing"
        ]),
        ({"quizkit": 1, "questions": {"a b": bank()["questions"]["q"]}}, [
            "/questions/a b: not of the pattern"
        ]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(broken: object, where: list[str]) -> None:
    assert list(faults(SCHEMA, broken)) == where


def test_parts_are_judged_by_their_own_type() -> None:
    parts = {
        "a": {"type": "vector", "ask": "A", "answer": [1], "credit": "by entry"},
        "b": {"type": "number"},
    }
    whole = {"type": "parts", "title": "T", "prompt": "P", "parts": parts}
    found = list(faults(SCHEMA, {"quizkit": 1, "questions": {"q": whole}}))
    assert found == ["/questions/q/parts/b: ask is missing", "/questions/q/parts/b: answer is missing"]


def test_a_part_may_be_left_to_the_settings_whole_or_key_by_key() -> None:
    whole = {
        "type": "parts",
        "title": "T",
        "prompt": "P",
        "parts": {"a": {"type": "number", "ask": "A"}, "b": {"hints": ["Think."]}},
        "settings": {
            "one": {"parts": {"a": {"answer": 1}, "b": {"type": "number", "ask": "B", "answer": 2}}},
            "two": {"parts": {"a": {"answer": 2}, "b": {"type": "vector", "mistaks": {}}}},
        },
    }
    found = list(faults(SCHEMA, {"quizkit": 1, "questions": {"q": whole}}))
    assert found == ["/questions/q/settings/two/parts/b/mistaks: unknown"]


def test_each_type_offers_exactly_the_keys_of_its_model() -> None:
    for what, kinds in (("question", QUESTIONS), ("part", PARTS)):
        for kind, model in kinds.items():
            offered = set(SCHEMA["definitions"][f"{what}-{kind}"]["properties"])
            judged_exactly = {"tol", "precision"} if kind == "expression" else set()
            keys = {field.alias or name for name, field in model.model_fields.items()}
            assert offered == keys - judged_exactly


def test_every_key_is_described() -> None:
    for name, definition in SCHEMA["definitions"].items():
        for key, schema in definition.get("properties", {}).items():
            assert key == "type" or "description" in schema, f"{name}: {key}"


def test_the_schema_is_plain_json_of_draft_07() -> None:
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert '"null"' not in json.dumps(SCHEMA)
