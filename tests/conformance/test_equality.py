"""Every pair of ``equality.yaml`` has the relation that stands there."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

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


@pytest.mark.parametrize("pair", pairs("different"))
def test_different_pairs_are_different_from_either_side(pair: Pair) -> None:
    assert compare(*pair).relation == "different", compare(*pair).sentence()
    assert swapped(pair).relation == "different", swapped(pair).sentence()


DIGEST = """
import hashlib, json, sys
from quizkit.equivalence import compare
found = [compare(*pair).to_json() for pair in json.load(sys.stdin)]
print(hashlib.blake2b(json.dumps(found, sort_keys=True).encode()).hexdigest())
"""


def digest(features: str) -> str:
    """The digest of all comparisons, in a process whose NumPy may not use these features."""
    table = [pair.values[0] for relation in ("equal", "different") for pair in pairs(relation)]
    environment = {**os.environ, "NPY_DISABLE_CPU_FEATURES": features, "PYTHONHASHSEED": str(len(features))}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DIGEST],
        input=json.dumps(table),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_every_comparison_is_the_same_whatever_the_processor_can() -> None:
    optional = [feature for feature in __cpu_dispatch__ if __cpu_features__[feature]]
    assert digest("") == digest(" ".join(optional))


def test_nearly_all_equal_pairs_are_proved() -> None:
    kinds = Counter(compare(*case.values[0]).evidence.kind for case in pairs("equal"))
    assert kinds["proved"] + kinds["identical"] >= 0.98 * kinds.total(), kinds


def test_the_table_is_large_and_balanced() -> None:
    equal, different = len(pairs("equal")), len(pairs("different"))
    assert equal + different >= 500
    assert 0.7 < equal / different < 1.4
