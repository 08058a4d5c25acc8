"""The bank that batches are graded by, in memory and in a folder."""

from __future__ import annotations

import pytest

from quizkit.bank import Bank
from tests.batch.answers import small_bank
from tests.grading.small_bank import BANK, MISCONCEPTIONS


@pytest.fixture(scope="session")
def small() -> Bank:
    return small_bank()


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("banks") / "small"
    folder.mkdir()
    (folder / "bank.yaml").write_text(BANK, "utf-8")
    (folder / "misconceptions.yaml").write_text(MISCONCEPTIONS, "utf-8")
    return str(folder)
