"""A hundred labelled answers, and the bank whose questions they answer."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from quizkit.bank import Bank
from quizkit.bank.loader import load_texts

TABLE = Path(__file__).with_name("answers.yaml")

NUMBERS = "numbers"
FORMULAS = "formulas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a question, as typed and in LaTeX, and what it is in truth."""

    question: str
    kind: str
    is_right: bool
    typed: str
    latex: str
    expected_latex: tuple[str, ...]
    """The key, and of a number its value in the figures asked for."""


def answers() -> list[Answer]:
    """Every answer of the table."""
    return [
        Answer(
            question=row["id"],
            kind=kind,
            is_right=is_right,
            typed=typed,
            latex=latex,
            expected_latex=_expected(kind, row),
        )
        for kind, rows in _rows().items()
        for row in rows
        for is_right in (True, False)
        for typed, latex in row["right" if is_right else "wrong"].items()
    ]


def bank() -> Bank:
    """The questions that are answered, made as an author would make them."""
    questions: dict[str, object] = {}
    for kind, rows in _rows().items():
        for row in rows:
            of_kind = (
                {"type": "number", "tol": "0.05%"}
                if kind == NUMBERS
                else {"type": "expression", "symbols": row["symbols"]}
            )
            questions[row["id"]] = {
                "title": row["ask"],
                "prompt": row["ask"],
                "answer": row["key"],
                "mistakes": {
                    name: {"is": formula, "say": f"That is another thing: {name}."}
                    for name, formula in row["mistakes"].items()
                },
                "verify": [{"expect": "answer == answer"}],
                **of_kind,
            }
    # JSON is YAML.
    return load_texts(
        {"answers.yaml": json.dumps({"quizkit": 1, "title": "Answers", "questions": questions})}
    )


def _rows() -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return rows


def _expected(kind: str, row: dict[str, Any]) -> tuple[str, ...]:
    if kind == FORMULAS:
        return (row["latex"],)
    return row["latex"], next(iter(row["right"].values()))
