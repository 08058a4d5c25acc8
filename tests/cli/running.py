"""Running ``quizkit`` inside a test: what it prints, and how it ends."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quizkit.cli.main import run

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out)


class Quizkit:
    """The command, run in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    def __call__(self, *words: str, stdin: str | None = "") -> Ran:
        """The outcome of ``quizkit WORDS``; ``stdin=None`` closes it."""
        self.monkeypatch.setattr(sys, "stdin", None if stdin is None else io.StringIO(stdin))
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            run(words)
        captured = self.capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Ran(int(left.value.code), captured.out, captured.err)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a subprocess: this run's cache, this checkout's package."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **(extra or {})}


def command(*words: str) -> list[str]:
    """``quizkit WORDS`` as a command line of its own process."""
    return [sys.executable, "-c", "from quizkit.cli.main import run; run()", *words]


def in_shell(line: str, **extra: str) -> subprocess.CompletedProcess[bytes]:
    """A line of bash in which ``quizkit`` stands for the command."""
    script = f'quizkit() {{ "{sys.executable}" -c "from quizkit.cli.main import run; run()" "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],
        capture_output=True,
        timeout=60,
        check=False,
        env=environment(extra),
        stdin=subprocess.DEVNULL,
    )
