"""Where quizkit keeps its files: the platform's own folders, or below ``QUIZKIT_HOME``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs


def log_folder() -> Path:
    """The folder of logs."""
    return _place("log", platformdirs.user_log_path)


def cache_folder() -> Path:
    """The folder of compiled banks."""
    if chosen := os.environ.get("QUIZKIT_CACHE_DIR"):
        return Path(chosen)
    return _place("cache", platformdirs.user_cache_path)


def _place(kind: str, platform_path: Callable[[str], Path]) -> Path:
    home = os.environ.get("QUIZKIT_HOME")
    return Path(home) / kind if home else platform_path("quizkit")
