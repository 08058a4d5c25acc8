"""A seed means the same variant on every machine, in every process, forever.

``pinned.json`` holds the hashes of a fixed bank. If one changes, every attempt ever stored has lost its
question: change the table only together with a reason that learners would accept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizkit.variants import make_variant
from tests.variants.small_bank import BANK, NLL

HERE = Path(__file__).parent
PINNED = HERE / "pinned.json"
SEEDS = (0, 1, 2, 7, 41, 1000, 2**63 - 1)

SCRIPT = """
import json, sys
sys.path.insert(0, sys.argv[1])
import test_variant_hashes
print(json.dumps(test_variant_hashes.table()))
"""


def table() -> dict[str, dict[str, str]]:
    """The hash of every question of the bank for every seed."""
    return {base.id: {str(seed): make_variant(base, seed).hash for seed in SEEDS} for base in BANK}


def test_the_hashes_are_those_that_are_pinned() -> None:
    assert table() == json.loads(PINNED.read_text("utf-8"))


@pytest.mark.parametrize(
    "surroundings",
    [
        {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512CD", "PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONUTF8": "0"},
    ],
)
def test_the_hashes_do_not_depend_on_the_machine(surroundings: dict[str, str]) -> None:
    path = os.pathsep.join([str(HERE.parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(HERE)],
        env={**os.environ, **surroundings, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == json.loads(PINNED.read_text("utf-8"))


def test_what_is_shown_and_asked_decides_the_hash() -> None:
    shown = make_variant(NLL, 7)
    others = [make_variant(NLL, seed) for seed in range(8, 200)]
    assert len(others) > len({variant.hash for variant in others}) == 19
    assert all((other.hash == shown.hash) is (other.given == shown.given) for other in others)
