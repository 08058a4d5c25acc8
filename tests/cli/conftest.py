"""The command, for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Quizkit
from tests.grading.small_bank import BANK, MISCONCEPTIONS


@pytest.fixture
def quizkit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Quizkit:
    """``quizkit("try", "q25-nll", "0.3567")`` runs the command in this process."""
    return Quizkit(capsys, monkeypatch)


@pytest.fixture
def small(tmp_path: Path) -> str:
    """The folder of a bank with a question of each kind."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "bank.yaml").write_text(BANK, "utf-8")
    (folder / "misconceptions.yaml").write_text(MISCONCEPTIONS, "utf-8")
    return str(folder)
