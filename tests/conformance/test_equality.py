"""Every pair of ``equality.yaml`` has the relation that stands there."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from quizkit.equivalence import compare
from quizkit.equivalence.comparison import Comparison

TABLE = yaml.safe_load((Path(__file__).parent / "equality.yaml").read_text(encoding="utf-8"))
Pair = tuple[str, str, dict[str, str] | None]


def pairs(relation: str) -> list[Any]:
    found = []
    for family in TABLE:
        for line in family.get(relation, ()):
            expected, response = line.split(" ≟ ")
            pair = (expected, response, family.get("symbols"))
            found.append(pytest.param(pair, id=f"{family['family']}: {line}"))
    return found


def swapped(pair: Pair) -> Comparison:
    expected, response, symbols = pair
    return compare(response, expected, symbols)


@pytest.mark.parametrize("pair", pairs("equal"))
def test_equal_pairs_are_equal_from_either_side(pair: Pair) -> None:
    assert compare(*pair).relation == "equal", compare(*pair).sentence()
    assert swapped(pair).relation == "equal", swapped(pair).sentence()


@pytest.mark.parametrize("pair", pairs("by_cases"))
def test_pairs_equal_by_cases_are_never_different(pair: Pair) -> None:
    assert compare(*pair).relation in {"equal", "undecided"}, compare(*pair).sentence()
    assert swapped(pair).relation in {"equal", "undecided"}, swapped(pair).sentence()


@pytest.mark.parametrize("pair", pairs("different"))
def test_different_pairs_are_different_from_either_side(pair: Pair) -> None:
    assert compare(*pair).relation == "different", compare(*pair).sentence()
    assert swapped(pair).relation == "different", swapped(pair).sentence()


def test_the_table_is_large_and_balanced() -> None:
    equal = len(pairs("equal")) + len(pairs("by_cases"))
    different = len(pairs("different"))
    assert equal + different >= 300
    assert 0.7 < equal / different < 1.4
