"""What authors see in an editor: the schema of banks in the real yaml-language-server.

It runs in Node. The environment variable ``QUIZKIT_YLS`` names the folder ``node_modules`` in which
``npm install yaml-language-server`` has put it; without it, or without Node, nothing here is run.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizkit.bank import bank_schema
from quizkit.bank.files import shipped_folder
from quizkit.bank.question import Kind
from quizkit.workshop.templates import KINDS, template
from tests.workshop.language_client import LanguageServer

pytestmark = pytest.mark.endurance

MODELINE = "# yaml-language-server: $schema=./quizkit.schema.json\n"
SHIPPED = sorted(path for path in shipped_folder().glob("*.yaml") if path.name != "misconceptions.yaml")
HERE = "¦"
"""Where the cursor is."""


def valid(*words: str) -> str:
    """The message for a word that is none of these."""
    listed = ", ".join(f'"{word}"' for word in words)
    return f"Value is not accepted. Valid values: {listed}."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the schema in it."""
    place = tmp_path_factory.mktemp("editor")
    (place / "quizkit.schema.json").write_text(json.dumps(bank_schema()), "utf-8")
    return place


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[LanguageServer]:
    """The server, with the folder open in it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node here")
    if "QUIZKIT_YLS" not in os.environ:
        pytest.skip("QUIZKIT_YLS names no node_modules with yaml-language-server")
    program = Path(os.environ["QUIZKIT_YLS"]) / "yaml-language-server" / "bin" / "yaml-language-server"
    if not program.is_file():
        pytest.skip(f"there is no {program}")
    running = LanguageServer([node, str(program), "--stdio"], folder)
    yield running
    running.close()


def bank(keys: str, kind: str = "number", whole: str = "    title: T\n    prompt: P\n") -> str:
    """A bank with one question of these keys."""
    return f"{MODELINE}quizkit: 1\nquestions:\n  q:\n    type: {kind}\n{whole}{keys}"


def told(server: LanguageServer, path: Path, text: str) -> list[tuple[int, int, str]]:
    """Line and column, from 1, and message of everything that the server finds in a document."""
    found = server.open(path, text)
    starts = [(each["range"]["start"], each["message"]) for each in found]
    return sorted((start["line"] + 1, start["character"] + 1, message) for start, message in starts)


def cursor(server: LanguageServer, path: Path, text: str) -> tuple[int, int]:
    """Open a document, and give the line and column of its cursor, from 0."""
    before, _, after = text.partition(HERE)
    server.open(path, before + after)
    return before.count("\n"), len(before) - before.rfind("\n") - 1


# Diagnostics.


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_nothing_is_found_in_the_shipped_banks(server: LanguageServer, path: Path) -> None:
    assert told(server, path, path.read_text("utf-8")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_found_in_the_templates(server: LanguageServer, folder: Path, kind: Kind) -> None:
    text = template(kind, "my-question")
    assert told(server, folder / f"{kind}.yaml", text) == []


BAD = {
    "an unknown key": (
        bank("    answer: 1\n    mistaks: {a: 1}\n"),
        [(9, 5, "Property mistaks is not allowed.")],
    ),
    "an unknown key of the file": (
        bank("    answer: 1\n").replace("questions:", "titel: T\nquestions:"),
        [(3, 1, "Property titel is not allowed.")],
    ),
    "a key of another type": (
        bank("    answer: 1\n    choices: {a: {text: A}}\n"),
        [(9, 5, "Property choices is not allowed.")],
    ),
    "a tolerance of an expression": (
        bank("    answer: 1\n    tol: 1%\n", "expression"),
        [(9, 5, "Property tol is not allowed.")],
    ),
    "metadata in a setting": (
        bank("    answer: 1\n    settings:\n      one: {difficulty: 2}\n"),
        [(10, 13, "Property difficulty is not allowed.")],
    ),
    "an unknown key of a mistake": (
        bank("    answer: 1\n    mistakes:\n      m: {is: 1, sya: x}\n"),
        [(10, 18, "Property sya is not allowed.")],
    ),
    "an unknown key of a witness": (
        bank("    answer: 1\n    verify:\n      - rf: 1\n"),
        [(10, 9, "Property rf is not allowed.")],
    ),
    "an unknown key of an option": (
        bank("    choices:\n      - {text: A, corect: true}\n", "choice"),
        [(9, 19, "Property corect is not allowed.")],
    ),
    "a wrong type word": (bank("    answer: 1\n", "numeric"), [(5, 11, valid(*KINDS))]),
    "parts within parts": (
        bank("    parts:\n      a: {type: parts, ask: A}\n", "parts"),
        [(9, 17, valid(*KINDS[:-1]))],
    ),
    "another word": (
        bank("    answer: 1\n    up_to: sgin\n"),
        [(9, 12, valid("sign", "scale", "direction", "constant", "factor", "order"))],
    ),
    "another version": (
        bank("    answer: 1\n").replace("quizkit: 1", "quizkit: 2"),
        [(2, 10, "Value must be 1.")],
    ),
    "no version": (
        bank("    answer: 1\n").replace("quizkit: 1\n", ""),
        [(2, 1, 'Missing property "quizkit".')],
    ),
    "no type": (
        bank("    answer: 1\n").replace("    type: number\n", ""),
        [(4, 3, 'Missing property "type".')],
    ),
    "no title and no prompt": (
        bank("    answer: 1\n", whole=""),
        [(4, 3, 'Missing property "prompt".'), (4, 3, 'Missing property "title".')],
    ),
    "no answer": (bank(""), [(4, 3, 'Missing property "answer".')]),
    "no choices": (bank("", "select"), [(4, 3, 'Missing property "choices".')]),
    "no rubric": (bank("", "text"), [(4, 3, 'Missing property "rubric".')]),
    "no parts": (bank("", "parts"), [(4, 3, 'Missing property "parts".')]),
    "a part that lacks things": (
        bank("    parts:\n      a: {type: number}\n", "parts"),
        [(9, 7, 'Missing property "answer".'), (9, 7, 'Missing property "ask".')],
    ),
    "what a setting may bring": (bank("    settings:\n      one: {answer: 1}\n"), []),
    "an option without its text": (
        bank("    choices:\n      one: {correct: true}\n", "choice"),
        [(9, 7, 'Missing property "text".')],
    ),
    "a mistake without its formula": (
        bank("    answer: 1\n    mistakes:\n      m: {say: No.}\n"),
        [(10, 7, 'Missing property "is".')],
    ),
    "a list where text is expected": (
        bank("    answer: 1\n    solution: [1, 2]\n"),
        [(9, 15, "Expected text.")],
    ),
    "a mapping where a formula is expected": (
        bank("    answer: {is: 1}\n"),
        [(8, 13, "Expected a formula.")],
    ),
    "nothing where a formula is expected": (bank("    answer:\n"), [(8, 12, "Expected a formula.")]),
    "a mapping where a draw is expected": (
        bank("    answer: 1\n    given: {p: {from: 1}}\n"),
        [(9, 16, "Expected a range such as 1 .. 9, or a list of values.")],
    ),
    "a list where a mapping is expected": (
        bank("    answer: 1\n    given: [p]\n"),
        [(9, 12, "Expected a mapping, name: how it is drawn, such as 0.1 .. 0.9 by 0.1.")],
    ),
    "text where true or false is expected": (
        bank("    answer: 1\n    unit_required: maybe\n"),
        [(9, 20, "Expected true or false.")],
    ),
    "text where a number is expected": (
        bank("    answer: 1\n    minutes: soon\n"),
        [(9, 14, 'Incorrect type. Expected "number".')],
    ),
    "a number that is too large": (
        bank("    answer: 1\n    difficulty: 7\n"),
        [(9, 17, "Value is above the maximum of 5.")],
    ),
    "text where a witness is expected": (
        bank("    answer: 1\n    verify: nll(p)\n"),
        [(9, 13, 'Incorrect type. Expected "witness (ref, grad, expect, …) | array".')],
    ),
    "text where a point of a rubric is expected": (
        bank("    rubric:\n      a: Say why.\n", "text"),
        [(9, 10, 'Incorrect type. Expected "rubric point (points, award, look_for, …)".')],
    ),
    "questions as a list": (
        f"{MODELINE}quizkit: 1\nquestions:\n  - {{type: number}}\n",
        [(4, 3, "Expected a mapping, id: question.")],
    ),
    "an id that cannot be": (
        bank("    answer: 1\n").replace("  q:", "  a b:"),
        [(4, 3, "An id is letters, digits, '-', '_' and '.', and begins with a letter or a digit.")],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_where_it_stands(server: LanguageServer, folder: Path, name: str) -> None:
    text, expected = BAD[name]
    assert told(server, folder / f"{name}.yaml", text) == expected


# Completion.

OFFERED = {
    "the values of type": (bank("").replace("number", HERE), set(KINDS), {"numeric"}),
    "the kinds of a part": (
        bank(f"    parts:\n      a:\n        type: {HERE}\n", "parts"),
        {"number", "text"},
        {"parts"},
    ),
    "the keys of a number": (
        bank(f"    answer: 1\n    {HERE}\n"),
        {"tol", "mistakes", "given", "units"},
        {"choices", "parts", "answer"},
    ),
    "the keys of an expression": (
        bank(f"    answer: 1\n    {HERE}\n", "expression"),
        {"symbols", "equal"},
        {"tol", "precision", "rubric"},
    ),
    "the keys of a choice": (
        bank(f"    {HERE}\n", "choice"),
        {"choices", "choose", "hints"},
        {"answer", "tol", "rubric"},
    ),
    "the keys of a text": (bank(f"    {HERE}\n", "text"), {"rubric", "red_flags"}, {"answer", "choices"}),
    "the keys of a matrix as a part": (
        bank(f"    parts:\n      a:\n        type: matrix\n        {HERE}\n", "parts"),
        {"ask", "answer", "credit", "carry_if"},
        {"given", "title", "choices"},
    ),
    "the keys of a mistake": (
        bank(f"    answer: 1\n    mistakes:\n      m:\n        {HERE}\n"),
        {"is", "say", "credit"},
        {"answer"},
    ),
    "the keys of a witness": (
        bank(f"    answer: 1\n    verify:\n      - {HERE}\n"),
        {"ref", "grad", "wrt", "expect"},
        {"answer"},
    ),
    "the keys of an option": (
        bank(f"    choices:\n      one:\n        {HERE}\n", "choice"),
        {"text", "correct", "pin"},
        {"id"},
    ),
    "the keys of a setting": (
        bank(f"    answer: 1\n    settings:\n      one:\n        {HERE}\n"),
        {"given", "prompt"},
        {"difficulty"},
    ),
    "the keys of the file": (f"{MODELINE}quizkit: 1\n{HERE}\n", {"title", "topic", "questions"}, {"answer"}),
    "the words of a key": (
        bank(f"    answer: 1\n    up_to: {HERE}\n"),
        {"sign", "direction", "order"},
        {"simplified"},
    ),
}


@pytest.mark.parametrize("name", OFFERED)
def test_what_fits_is_offered_and_nothing_else(server: LanguageServer, folder: Path, name: str) -> None:
    text, wanted, unwanted = OFFERED[name]
    path = folder / f"{name}.yaml"
    offered = [item["label"] for item in server.completions(path, *cursor(server, path, text))]
    assert wanted <= set(offered)
    assert unwanted.isdisjoint(offered)
    assert len(offered) == len(set(offered)), "offered twice"


# Hover.

SHOWN = {
    "tol": (
        bank(f"    answer: 1\n    t{HERE}ol: 1%\n"),
        "1% relative, 0.002 absolute, 0.5% or 0.001, exact, 3sf",
    ),
    "given": (
        bank(f"    g{HERE}iven: {{p: 1 .. 2}}\n    answer: p\n"),
        "name: how it is drawn, such as 0.1 .. 0.9 by 0.1",
    ),
    "grad": (
        bank(f"    answer: 1\n    verify:\n      - g{HERE}rad: x\n        wrt: x\n"),
        "Formula whose numeric gradient equals the key",
    ),
    "is": (
        bank(f"    answer: 1\n    mistakes:\n      m:\n        i{HERE}s: 1\n"),
        "The wrong formula; 'answer' is the key",
    ),
    "type": (
        bank("    answer: 1\n").replace("type", f"ty{HERE}pe"),
        "`matrix`: A table, or a formula for one; judged entry by entry",
    ),
}


@pytest.mark.parametrize("key", SHOWN)
def test_a_key_shows_what_it_means(server: LanguageServer, folder: Path, key: str) -> None:
    text, description = SHOWN[key]
    path = folder / f"hover-{key}.yaml"
    assert description in server.hover(path, *cursor(server, path, text))
