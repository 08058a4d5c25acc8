"""What may stand in a bank file, for editors: the format as JSON Schema, draft-07, made from the model.

Where the model chooses a class by ``type``, the schema says ``if`` type is this, ``then`` these keys: an
editor then names the very key that is wrong, where a choice of alternatives would make it reject the whole
question. Shorthand that is undone before the model (a mistake that is only a formula, choices as a list)
is added here. What is missing is told where no settings could bring it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import cast

from pydantic import BaseModel

from quizkit.bank.model import (
    PARTS,
    QUESTIONS,
    SETTING_FIELDS,
    BankKeys,
    ByChoice,
    ByParts,
    ByText,
    ChoiceKeys,
    DefaultKeys,
    EntriesQuestion,
    MistakeKeys,
    Model,
    PartKeys,
)
from quizkit.bank.schema_wording import ID_PATTERN, ID_RULE, KIND_WORDS, SCALAR, Schema, messages, worded

__all__ = ["DRAFT", "Schema", "bank_schema"]

DRAFT = "http://json-schema.org/draft-07/schema#"

_FORMULA: Schema = {"type": [*SCALAR, "array"]}


def bank_schema() -> Schema:
    """The schema of a whole file."""
    definitions: Schema = {}
    schema = _model_schema(BankKeys, definitions)
    properties = _properties(schema)
    _describe_defaults(cast("Schema", definitions[DefaultKeys.__name__]))
    properties["quizkit"] = {"const": 1, "description": "The version of the format"}
    properties["questions"] = {
        "type": "object",
        "minProperties": 1,
        "description": "id: question",
        "propertyNames": {"pattern": ID_PATTERN, "patternErrorMessage": ID_RULE},
        "additionalProperties": {"$ref": "#/definitions/question"},
    }
    option = _model_schema(ChoiceKeys, definitions)
    id_of_option = {"type": ["string", "number"], "description": "Its id; else 1, 2, 3… in file order"}
    definitions["ListedChoice"] = {**option, "properties": {"id": id_of_option, **_properties(option)}}
    definitions["question"] = _by_type(QUESTIONS, "question", definitions)
    definitions["part"] = _by_type(PARTS, "part", definitions)
    definitions["whole-part"] = _whole_part()
    return {
        "$schema": DRAFT,
        "title": "A quizkit bank",
        **messages(schema),
        "definitions": dict(sorted(worded(definitions).items())),
    }


def _model_schema(model: type[BaseModel], definitions: Schema) -> Schema:
    """The schema of one model; what it refers to goes to the definitions."""
    schema = cast("Schema", model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}"))
    inner = cast("dict[str, Schema]", schema.pop("$defs", {}))
    for name, definition in inner.items():
        definitions.setdefault(name, _plain(definition))
    return _plain(schema)


def _plain(schema: Schema) -> Schema:
    """A model's schema without what only pydantic needs: generated titles, and null, which YAML has not."""
    properties = schema.get("properties")
    plain = {key: value for key, value in schema.items() if key != "title"}
    if isinstance(properties, dict):
        plain["properties"] = {name: _field(field) for name, field in properties.items()}
    return plain


def _field(field: Mapping[str, object]) -> Schema:
    kept = {key: value for key, value in field.items() if key not in {"title", "default"}}
    if isinstance(field.get("default"), int | float) and field["default"] is not False:
        # What an editor writes behind the key.
        kept["default"] = field["default"]
    choices = kept.get("anyOf")
    if isinstance(choices, list):
        choices = [choice for choice in choices if choice != {"type": "null"}]
        kept["anyOf"] = choices
        if len(choices) == 1:
            del kept["anyOf"]
            kept = {**choices[0], **kept}
    if "$ref" in kept and len(kept) > 1:
        # Draft-07 ignores what stands beside a reference.
        kept["allOf"] = [{"$ref": kept.pop("$ref")}]
    return kept


def _describe_defaults(schema: Schema) -> None:
    """A default means what its key means in a question, or in a part."""
    said = {
        name: field.description
        for model in (PartKeys, EntriesQuestion)
        for name, field in model.model_fields.items()
    }
    for name, key in _properties(schema).items():
        cast("Schema", key)["description"] = said[name]


def _properties(schema: Schema) -> Schema:
    return cast("Schema", schema["properties"])


def _by_type(kinds: Mapping[str, type[Model]], what: str, definitions: Schema) -> Schema:
    """A question or a part, whose keys depend on its type."""
    rules = []
    for kind, model in kinds.items():
        name = f"{what}-{kind}"
        definitions[name] = _one_type(model, kind, definitions)
        rules.append(
            {
                "if": _is_type(kind),
                "then": {"$ref": f"#/definitions/{name}"},
            }
        )
    return {
        "type": "object",
        # What a part must have its question may leave to the settings: see ``_one_type``.
        **({"required": ["type", "title"]} if what == "question" else {}),
        "properties": {
            "type": {
                "enum": list(kinds),
                "enumDescriptions": [KIND_WORDS[kind] for kind in kinds],
                "description": "What is asked for",
            }
        },
        "allOf": rules,
    }


def _whole(model: type[Model]) -> Schema:
    """What a question or part must have, unless its settings bring it."""
    if issubclass(model, ByParts):
        return _having("parts", {"additionalProperties": {"$ref": "#/definitions/whole-part"}})
    if issubclass(model, ByChoice):
        shown: Schema = {"required": ["text"]}
        return _having("choices", {"additionalProperties": shown, "items": shown})
    if issubclass(model, ByText):
        return _having("rubric", {"additionalProperties": {"required": ["award"]}})
    wrong: Schema = {"additionalProperties": {"required": ["is"]}, _UNSAID: True}
    return {"required": ["answer"], "properties": {"mistakes": wrong}}


_UNSAID = "doNotSuggest"
"""Tells an editor that a key is offered elsewhere in the schema."""


def _having(key: str, schema: Schema) -> Schema:
    return {"required": [key], "properties": {key: {**schema, _UNSAID: True}}}


def _whole_part() -> Schema:
    """What a part must have, unless settings of its question bring it."""
    rules = [{"if": _is_type(kind), "then": _whole(model)} for kind, model in PARTS.items()]
    return {"required": ["type", "ask"], "allOf": rules}


def _is_type(kind: str) -> Schema:
    return {"properties": {"type": {"const": kind}}, "required": ["type"]}


def _one_type(model: type[Model], kind: str, definitions: Schema) -> Schema:
    schema = _model_schema(model, definitions)
    schema.pop("required", None)
    schema.pop("description", None)
    properties = _properties(schema)
    properties["type"] = {"const": kind}
    if kind == "expression":
        # Judged exactly: see ``bank.reading``.
        for key in ("tol", "precision"):
            del properties[key]
    if "mistakes" in properties:
        mistake = {"anyOf": [_FORMULA, {"$ref": f"#/definitions/{MistakeKeys.__name__}"}]}
        properties["mistakes"] = {**cast("Schema", properties["mistakes"]), "additionalProperties": mistake}
    if "choices" in properties:
        properties["choices"] = _choices(cast("Schema", properties["choices"]))
    if "verify" in properties:
        verify = cast("Schema", properties["verify"])
        items = cast("Schema", verify["items"])
        properties["verify"] = {**_described(verify), "anyOf": [items, {"type": "array", "items": items}]}
    if "hints" in properties:
        hints = cast("Schema", properties["hints"])
        items = cast("Schema", hints["items"])
        properties["hints"] = {**_described(hints), "anyOf": [items, {"type": "array", "items": items}]}
    if "parts" in properties:
        properties["parts"] = {
            **_described(cast("Schema", properties["parts"])),
            "type": "object",
            "additionalProperties": {"$ref": "#/definitions/part"},
        }
    if "settings" in properties:
        replaceable = {
            key: copy.deepcopy(value) for key, value in properties.items() if key in SETTING_FIELDS
        }
        properties["settings"] = {
            **_described(cast("Schema", properties["settings"])),
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "properties": replaceable,
                "additionalProperties": False,
            },
        }
        whole = _whole(model)
        whole["required"] = ["prompt", *cast("list[str]", whole["required"])]
        schema |= {"if": {"required": ["settings"]}, "else": whole}
    return schema


def _choices(mapping: Schema) -> Schema:
    """Options by id, or listed."""
    option = cast("Schema", mapping["additionalProperties"])
    return {
        **_described(mapping),
        "anyOf": [
            {"type": "object", "additionalProperties": option},
            {"type": "array", "items": {"$ref": "#/definitions/ListedChoice"}},
        ],
    }


def _described(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key == "description"}
