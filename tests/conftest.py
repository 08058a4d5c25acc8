"""What every test may use: the shipped bank, and a cache that is thrown away."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from quizkit.bank import Bank, load_bank

# How fast a machine draws examples is no property of the code.
settings.register_profile("quizkit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quizkit")

# A shell that starts the tests in the background has them, and all that they start, ignore ctrl+c.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

QUESTIONS = Path(__file__).parent.parent / "questions"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled banks go to a folder of this run, so that no test meets another run's."""
    os.environ["QUIZKIT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["QUIZKIT_HOME"] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def bank() -> Bank:
    """The questions that come with quizkit."""
    return load_bank(QUESTIONS)
