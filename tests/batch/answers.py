"""Rows of answers to the small bank, for tests of batches."""

from __future__ import annotations

import json
import random
from pathlib import Path

from quizkit.bank import Bank, load_texts
from tests.grading.small_bank import BANK, MISCONCEPTIONS

RESPONSES: dict[str, list[object]] = {
    "nll": ["0.3567", "0.5146", "-log(0.7)", "((", "", "2.9957", "0.2", "3e-1"],
    "exact": ["9", "16", "25", "36", "2*3", "nine"],
    "gelu": ["Phi(x)", "Phi(x) + x*phi(x)", "x", "phi(x)*x + Phi(x)", "x^2/0"],
    "logit-gradient": ["[0.2, -0.7, 0.5]", "[0.1, 0.6, 0.3]", "0"],
    "pick": ["A", "B", "kl", "nothing"],
    "facts": [["nonneg", "zero"], ["metric"], "a, b"],
    "chain": [{"s": "5", "square": "25"}, {"s": "4", "square": "16", "half": "8"}, {}],
    "why": ["products become sums", ""],
}


def rows(count: int, seed: int = 1) -> list[dict[str, object]]:
    """So many answers of a class: few variants, many of the same answers."""
    chance = random.Random(seed)
    found: list[dict[str, object]] = []
    for number in range(count):
        question = chance.choice(list(RESPONSES))
        row: dict[str, object] = {
            "id": f"a{number}",
            "question": question,
            "seed": chance.randrange(3),
            "response": chance.choice(RESPONSES[question]),
            "learner": f"u{number % 7}",
        }
        if chance.random() < 0.1:
            key = "((" if chance.random() < 0.1 else "2x"
            row = {"id": f"a{number}", "expected": key, "response": chance.choice(["x + x", "x^2", "("])}
        found.append(row)
    return found


def write_rows(path: Path, listed: list[dict[str, object]]) -> Path:
    """The rows as lines of JSON."""
    path.write_text("".join(json.dumps(row) + "\n" for row in listed), "utf-8")
    return path


def small_bank() -> Bank:
    """The small bank."""
    return load_texts({"bank.yaml": BANK, "misconceptions.yaml": MISCONCEPTIONS})
