"""What do the JSON forms look like? JSON Schemas, draft-07, of verdicts, comparisons and records.

Other programs are written against these forms. Keys may be added to them, so a schema lets unknown keys
pass; what it names keeps its name, its type and its meaning. The schema of bank files is made from the
bank's model (``quizkit.bank.bank_schema``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from quizkit.bank.schema import DRAFT, Schema, bank_schema
from quizkit.equivalence.comparison import SCHEMA as COMPARISON
from quizkit.equivalence.comparison import Relation
from quizkit.equivalence.evidence import Engine
from quizkit.grading.record import PACKAGES
from quizkit.grading.verdict import SCHEMA as VERDICT
from quizkit.grading.verdict import Outcome

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_SHAPE: Schema = {"type": "array", "items": {"type": "integer", "minimum": 1}, "maxItems": 2}
_SPAN: Schema = {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}
_SEEN: Schema = {"$ref": "#/definitions/seen"}
_ENGINE: Schema = {"enum": sorted(set(get_args(Engine)) - {"ladder"}), "description": "Who found out"}

_SEEN_KEYS: Schema = {
    "point": {"$ref": "#/definitions/point"},
    "expected": _TEXT,
    "response": _TEXT,
    "entry": {**_SHAPE, "description": "Which entry of a vector or matrix, from 1"},
}

_DEFINITIONS: Mapping[str, Schema] = {
    "shown": {
        "description": "A number as text, or the entries of a vector or matrix",
        "anyOf": [_TEXT, {"type": "array", "items": {"$ref": "#/definitions/shown"}}],
    },
    "point": {
        "description": "The value of every letter, exactly",
        "type": "object",
        "additionalProperties": {"$ref": "#/definitions/shown"},
    },
    "seen": {
        "description": "What both sides are worth at a point",
        "type": "object",
        "required": ["point", "expected", "response"],
        "properties": _SEEN_KEYS,
    },
}

_COMPARED: Mapping[str, tuple[tuple[str, ...], Schema]] = {
    "identical": ((), {}),
    "proved": ((), {"engine": _ENGINE, "domain": _SEEN}),
    "proved-almost-everywhere": (
        ("except",),
        {"engine": _ENGINE, "domain": _SEEN, "except": {"anyOf": [_SEEN, {"type": "null"}]}},
    ),
    "sampled": (("points", "digits"), {"points": _COUNT, "digits": _COUNT, "domain": _SEEN, "except": _SEEN}),
    "witness": (("point", "expected", "response"), {"engine": _ENGINE, **_SEEN_KEYS}),
    "domain": (("point", "expected", "response"), _SEEN_KEYS),
    "shape": (("expected", "response"), {"expected": _SHAPE, "response": _SHAPE}),
    "limit": (("name", "value"), {"name": _TEXT, "value": _COUNT}),
    "unproved": (("points",), {"engine": _ENGINE, "points": _COUNT}),
    "fault": (("message",), {"message": _TEXT}),
    "unreadable": (("message", "caret", "readings"), {}),
    "ambiguous": (("message", "caret", "readings"), {}),
    "blank": (("message", "caret", "readings"), {}),
}
"""Each kind of a comparison's evidence: the keys it always has, and what they are."""

_OF_RELATION: Mapping[Relation, tuple[str, ...]] = {
    "equal": ("identical", "proved", "proved-almost-everywhere", "sampled"),
    "different": ("witness", "domain", "shape"),
    "undecided": ("limit", "unproved", "fault"),
    "invalid": ("unreadable", "ambiguous", "blank"),
}
"""What each relation may rest on."""

_OF_OUTCOME: Mapping[Outcome, tuple[str, ...]] = {
    "correct": (
        *_OF_RELATION["equal"],
        *("accepted", "carried", "tolerance", "choice", "rubric"),
    ),
    "partly-correct": (
        *_OF_RELATION["equal"],
        *("accepted", "carried", "tolerance", "choice", "rubric", "form", "unit"),
        *_OF_RELATION["different"],
    ),
    "incorrect": (
        *("tolerance", "choice", "rubric", "form", "unit"),
        *_OF_RELATION["different"],
    ),
    "invalid": _OF_RELATION["invalid"],
    "undecided": ("limit", "unproved", "key", "fault", "rubric"),
}
"""What each outcome may rest on; of several parts, the evidence names the part that decides."""

_JUDGED: Mapping[str, Schema] = {
    "accepted": {"rule": _TEXT},
    "carried": {"from": _TEXTS},
    "tolerance": {
        "rule": _TEXT,
        "formula": {"type": "boolean", "description": "Whether a formula was typed where a number belongs"},
        "right_entries": _COUNT,
        "of": _COUNT,
    },
    "choice": {"option": _TEXT, "right": _COUNT, "wrong": _COUNT, "of": _COUNT},
    "form": {"form": _TEXT, "figures": _TEXT},
    "unit": {"expected": _TEXTS},
    "rubric": {
        "by": {"enum": ["cues", "ticks"]},
        "awarded": _TEXTS,
        "suggested": _TEXTS,
        "points": {"type": "number"},
        "of": {"type": "number", "minimum": 0},
    },
    "witness": {
        "point": {"$ref": "#/definitions/point"},
        "expected": _TEXT,
        "response": _TEXT,
        "up_to": _TEXT,
        "agrees_to_digits": _COUNT,
        "recognised": {"$ref": "#/definitions/compared"},
    },
    "domain": {
        "point": {"$ref": "#/definitions/point"},
        "expected": _TEXT,
        "response": _TEXT,
        "recognised": {"$ref": "#/definitions/compared"},
    },
    "shape": _COMPARED["shape"][1],
    "sampled": _COMPARED["sampled"][1],
    "limit": {"name": _TEXT, "value": _COUNT, "what": _TEXT},
    "unproved": {"points": _COUNT},
    "unreadable": {"readings": _TEXTS, "undefined": _TEXT},
    "ambiguous": {"readings": _TEXTS},
}
"""What is told beside each kind of a verdict's evidence; what would give the key away is left out."""


def comparison_schema() -> Schema:
    """The schema of a comparison, as ``quizkit compare --json`` prints it."""
    return {
        "$schema": DRAFT,
        "title": "A quizkit comparison",
        **_comparison(),
        "properties": {
            **_properties(_comparison()),
            "engines": {
                "description": "With --engine both: what each engine found",
                "type": "object",
                "required": ["ladder", "sympy"],
                "additionalProperties": {"$ref": "#/definitions/comparison"},
            },
            "agree": {
                "description": "With --engine both: whether both agree; null where only one can tell",
                "type": ["boolean", "null"],
            },
        },
        "definitions": {**_DEFINITIONS, "compared": _compared(), "comparison": _comparison()},
    }


def verdict_schema() -> Schema:
    """The schema of a verdict, as ``quizkit try --json`` prints it."""
    return {
        "$schema": DRAFT,
        "title": "A quizkit verdict",
        "$ref": "#/definitions/verdict",
        "definitions": {
            **_DEFINITIONS,
            "compared": _compared(),
            "judged": _judged(),
            "verdict": _verdict(),
        },
    }


def record_schema() -> Schema:
    """The schema of the record of a graded answer."""
    hashes = {name: {**_TEXT, "pattern": "^[0-9a-f]+$"} for name in ("variant", "question", "key")}
    return {
        "$schema": DRAFT,
        "title": "A quizkit record of a graded answer",
        "allOf": [{"$ref": "#/definitions/verdict"}],
        "required": ["id", "response", "hashes", "engine"],
        "properties": {
            "id": {**_TEXT, "description": "Of the answer, in the file it comes from"},
            "response": {
                "description": "As it was typed: a text, option ids, or responses by part",
                "type": ["string", "array", "object"],
            },
            "hashes": {"type": "object", "required": list(hashes), "properties": hashes},
            "engine": {
                "description": "The versions that the verdict depends on",
                "type": "object",
                "required": list(PACKAGES),
                "additionalProperties": _TEXT,
            },
        },
        "definitions": verdict_schema()["definitions"],
    }


SCHEMAS = {
    "bank": bank_schema,
    "comparison": comparison_schema,
    "record": record_schema,
    "verdict": verdict_schema,
}
"""The forms that have a schema."""


def _comparison() -> Schema:
    properties: Schema = {
        "schema": {"const": COMPARISON},
        "relation": {"enum": list(get_args(Relation))},
        "evidence": {"$ref": "#/definitions/compared"},
        "expected": {**_TEXT, "description": "The expected formula as it was read"},
        "response": {**_TEXT, "description": "The response as it was read"},
        "invalid_side": {"enum": ["expected", "response", None]},
    }
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "allOf": [_when("relation", relation, kinds) for relation, kinds in _OF_RELATION.items()],
    }


def _verdict() -> Schema:
    properties: Schema = {
        "schema": {"const": VERDICT},
        "question": _TEXT,
        "seed": {"type": "integer", "minimum": 0},
        "setting": {**_TEXT, "description": "The setting drawn; empty where the question has none"},
        "outcome": {"enum": list(get_args(Outcome))},
        "credit": _SHARE,
        "points": {"type": "number", "minimum": 0, "description": "Credit times what the question is worth"},
        "mistake": {"type": ["string", "null"], "description": "The mistake that was recognised"},
        "message": {**_TEXT, "description": "What a learner is told, Markdown"},
        "caret": {"anyOf": [_SPAN, {"type": "null"}], "description": "Where a response cannot be read"},
        "read_as": {
            "description": "What was understood",
            "type": ["object", "null"],
            "required": ["text", "latex"],
            "properties": {"text": _TEXT, "latex": _TEXT},
        },
        "carried": {"type": "boolean", "description": "Whether it is right for the learner's earlier value"},
        "evidence": {"$ref": "#/definitions/judged"},
        "parts": {
            "description": "The verdict on each part, by its id",
            "type": ["object", "null"],
            "additionalProperties": {"$ref": "#/definitions/verdict"},
        },
    }
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "allOf": [_when("outcome", outcome, kinds) for outcome, kinds in _OF_OUTCOME.items()],
    }


def _when(key: str, value: str, kinds: tuple[str, ...]) -> Schema:
    """If the relation or outcome is this, then the evidence is of one of these kinds."""
    evidence = {"properties": {"kind": {"enum": list(kinds)}}}
    return {"if": {"properties": {key: {"const": value}}}, "then": {"properties": {"evidence": evidence}}}


def _compared() -> Schema:
    """The evidence of a comparison: by its kind."""
    rules = [_of_kind(kind, *rule) for kind, rule in _COMPARED.items()]
    return {
        "description": "What a comparison rests on",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(_COMPARED)}, **_READING},
        "allOf": rules,
    }


_READING: Schema = {"caret": _SPAN, "readings": _TEXTS}


def _judged() -> Schema:
    """The evidence of a verdict: by its kind."""
    kinds = dict.fromkeys(kind for of_outcome in _OF_OUTCOME.values() for kind in of_outcome)
    return {
        "description": "What a verdict rests on",
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"enum": list(kinds)},
            "part": {**_TEXT, "description": "Of several parts, the one that decides"},
        },
        "allOf": [_of_kind(kind, (), properties) for kind, properties in _JUDGED.items()],
    }


def _of_kind(kind: str, required: tuple[str, ...], properties: Schema) -> Schema:
    """If the evidence is of this kind, then it has these keys."""
    then: Schema = {"required": list(required)} if required else {}
    if properties:
        then["properties"] = properties
    return {"if": {"properties": {"kind": {"const": kind}}}, "then": then}


def _properties(schema: Schema) -> Schema:
    found = schema["properties"]
    return found if isinstance(found, dict) else {}
