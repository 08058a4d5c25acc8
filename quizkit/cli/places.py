"""Where quizkit keeps its files: the platform's own folders, or below ``QUIZKIT_HOME``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import platformdirs

from quizkit.errors import HistoryError, quoted


def log_folder() -> Path:
    """The folder of logs."""
    return _place("log", platformdirs.user_log_path)


def cache_folder() -> Path:
    """The folder of compiled banks."""
    if chosen := os.environ.get("QUIZKIT_CACHE_DIR"):
        return Path(chosen)
    return _place("cache", platformdirs.user_cache_path)


def config_folder() -> Path:
    """The folder of the settings."""
    return _place("config", platformdirs.user_config_path)


def data_folder() -> Path:
    """The folder of what was practised: ``QUIZKIT_DATA_DIR``, else the platform's."""
    if chosen := os.environ.get("QUIZKIT_DATA_DIR"):
        return Path(chosen)
    return _place("data", platformdirs.user_data_path)


def history_path(profile: str | None = None) -> Path:
    """The history of a profile; of None, the one that is kept where no profile is named.

    Raises HistoryError for a name that is no plain word.
    """
    if profile is None:
        return data_folder() / "history.db"
    if not re.fullmatch(r"\w[\w-]{0,63}", profile):
        raise HistoryError(f"the name of a profile is letters, digits, - and _, not {quoted(profile)}")
    return data_folder() / "profiles" / profile / "history.db"


def _place(kind: str, platform_path: Callable[[str], Path]) -> Path:
    home = os.environ.get("QUIZKIT_HOME")
    return Path(home) / kind if home else platform_path("quizkit")
