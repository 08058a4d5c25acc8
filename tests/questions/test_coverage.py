"""The banks hold every family of the map, and each passage of the source documents has its questions."""

import functools
from collections import Counter
from pathlib import Path

import pytest
import yaml

from quizkit import load_bank
from quizkit.bank import Bank

COVERAGE = yaml.safe_load(Path(__file__).with_name("coverage.yaml").read_text(encoding="utf-8"))
FAMILIES = {"q25": 92, "q26": 33, "q27": 37, "q28": 38, "q29": 44, "q30": 45, "q31": 55}
PASSAGES = [
    pytest.param(entry["questions"], id=f"{document}: {entry['passage']}")
    for document, entries in COVERAGE.items()
    for entry in entries
]


@functools.cache
def bank() -> Bank:
    return load_bank()


@pytest.mark.parametrize("questions", PASSAGES)
def test_a_passage_of_the_sources_has_its_questions(questions: list[str]) -> None:
    assert [name for name in questions if name not in bank()] == []


def test_all_families_of_the_map_are_there() -> None:
    found = Counter(name.partition("-")[0] for name in bank())
    assert {topic: found[topic] for topic in FAMILIES} == FAMILIES
