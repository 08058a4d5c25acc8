"""Every figure's JSON, read once, and the command."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from quizkit.figures import FIGURES, Plotted, plotted
from tests.cli.running import Quizkit

Read = Callable[[str, str], dict[str, np.ndarray]]


@functools.cache
def made(number: str, seed: int) -> Plotted:
    """A figure's numbers, made once in a run."""
    return plotted(number, seed)


@pytest.fixture(scope="session")
def documents() -> dict[str, Any]:
    """The JSON of each figure by number."""
    return {number: json.loads(made(number, 0).to_json()) for number in FIGURES}


@pytest.fixture(scope="session")
def arrays(documents: dict[str, Any]) -> Read:
    """``arrays("03", "d")``: the arrays of a panel, as the JSON has them."""

    def read(number: str, letter: str) -> dict[str, np.ndarray]:
        found = documents[number]["panels"][letter]["arrays"]
        return {name: np.array(values) for name, values in found.items()}

    return read


@pytest.fixture
def quizkit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Quizkit:
    """``quizkit("figures", "--only", "01")`` runs the command in this process."""
    return Quizkit(capsys, monkeypatch)
