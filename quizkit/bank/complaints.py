"""What does the model object to? pydantic's errors, in the author's words and at their places."""

from __future__ import annotations

import types
import typing

from pydantic import BaseModel, ValidationError

from quizkit.bank.findings import Findings
from quizkit.bank.model import PARTS, QUESTIONS, DefaultKeys, HeaderKeys
from quizkit.bank.tree import Node, Path, key_place, place_of
from quizkit.errors import did_you_mean, quoted


def complain(
    error: ValidationError,
    model: type[BaseModel],
    node: Node,
    findings: Findings,
    *,
    question: str = "",
    beside: tuple[str, ...] = (),
) -> None:
    """Note everything that pydantic found wrong with a mapping.

    ``beside`` are keys of the mapping that are read elsewhere, for the hints.
    """
    for fault in error.errors(include_url=False):
        path: Path = fault["loc"]
        form = _form(path)
        match fault["type"]:
            case "extra_forbidden":
                known = [*keys_at(model, path[:-1]), *(beside if len(path) == 1 else ())]
                home = _home(str(path[-1]), model) if len(path) == 1 else ""
                code, message = _unknown_key(str(path[-1]), known, home)
                findings.add(code, key_place(node, path), message, question=question)
            case code if code.startswith("QK"):
                fix = form if fault["msg"].startswith(_SHAPELESS) else ""
                if fault["msg"].startswith("expected text, found a "):
                    fix = "put the text in quotes, or on the next line after |"
                findings.add(code, place_of(node, path), fault["msg"], fix, question=question)
            case _:
                findings.add("QK203", place_of(node, path), fault["msg"].lower(), question=question)


_SHAPELESS = ("expected a mapping", "expected a list")
"""How the refusals begin of what has not the form that its key takes."""

_FORMS = {
    "given": "write given: {p: 0.1 .. 0.9 by 0.1}",
    "let": "write let: {q: 1 - p}",
    "symbols": "write symbols: {x: real}",
    "settings": "write settings: {bits: {…}, nats: {…}}",
    "where": "write where: p < 0.5",
    "assume": "write assume: x < y",
    "units": "write units: {nats: 1, bits: log(2)}",
    "mistakes": "write mistakes: {sign-flipped: -answer}",
    "verify": "write verify: {ref: …}, {grad: …, wrt: …} or {expect: …}",
    "tests": 'write tests: {"ln(2)": full}',
    "choose": "write choose: {correct: 1, wrong: 3}",
    "red_flags": "write red_flags: {kl-is-metric: -1}",
    "choices": "write each option as {text: …}, the right one as {text: …, correct: true}",
    "rubric": "write rubric: {idea: {award: …}}, a word for each idea",
    "parts": "write parts: {h: {type: …, ask: …, answer: …}}, a name for each part",
}
"""The right form of a key whose value, or an entry of it, has another."""


def _form(path: Path) -> str:
    """How to write what stands at a path; nothing where there is no more to say."""
    named = [step for step in path[-2:] if isinstance(step, str)]
    return next((_FORMS[step] for step in reversed(named) if step in _FORMS), "")


def _unknown_key(key: str, known: list[str], home: str) -> tuple[str, str]:
    """Code and message for a key that has no place here."""
    if home:
        own = {"ask": "prompt", "prompt": "ask"}.get(key)
        return "QK207", f"the key {quoted(key)} belongs to {home}" + (f"; write '{own}'" if own else "")
    hint = did_you_mean(key, known)
    return "QK201", f"unknown key {quoted(key)}{hint or f'; known are {_listed(known)}'}"


def _home(key: str, model: type[BaseModel]) -> str:
    """Where a key belongs that is known, but not here."""
    if key in _keys(HeaderKeys):
        return "the head of the file" if model not in {HeaderKeys, DefaultKeys} else ""
    homes = [kind for kind in QUESTIONS if key in _keys(QUESTIONS[kind])]
    if len(homes) == len(QUESTIONS):
        return "a question, not to its parts" if model in PARTS.values() else "a question"
    if homes:
        return f"questions of type {_either(homes)}"
    return "the parts of a question" if any(key in _keys(part) for part in PARTS.values()) else ""


def keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the mapping at the end of a path may have."""
    current = model
    inside = False
    for step in path:
        if inside:
            inside = False
            continue
        fields = {field.alias or name: field for name, field in current.model_fields.items()}
        annotation = fields[str(step)].annotation if str(step) in fields else None
        inside = typing.get_origin(annotation) in {dict, tuple}
        current = _nested(annotation) or current
    return _keys(current)


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _nested(annotation: object) -> type[BaseModel] | None:
    """The model inside an annotation such as ``dict[str, Annotated[Model, …]] | None``."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    for argument in typing.get_args(annotation):
        nested = _nested(argument)
        if nested is not None:
            return nested
    return None


def _listed(words: list[str]) -> str:
    return ", ".join(words[:12]) + (", …" if len(words) > 12 else "")


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
