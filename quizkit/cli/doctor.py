"""``quizkit doctor``: versions, places and what the terminal can do."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, end, say, say_json, table

PACKAGES = ("numpy", "sympy", "python-flint", "textual", "typer", "pydantic", "pyyaml")


def doctor(json: Json = False) -> None:
    """Print versions, places, and the health of the shipped bank.

    quizkit doctor
    quizkit doctor --json

    Exit code: 0 in good health, 1 if the shipped bank has errors.
    """
    from quizkit import __version__
    from quizkit.bank import load_bank
    from quizkit.cli.places import cache_folder, log_folder

    bank = load_bank()
    size = shutil.get_terminal_size()
    report = {
        "quizkit": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        **{package: importlib.metadata.version(package) for package in PACKAGES},
        "questions": f"{len(bank)} loaded, {len(bank.problems)} problems",
        "cache": str(cache_folder()),
        "logs": str(log_folder()),
        "terminal": f"{size.columns}×{size.lines}, TERM={os.environ.get('TERM', '')}"
        if sys.stdout.isatty()
        else "none: plain mode",
        "encoding": sys.stdout.encoding or "unknown",
    }
    if json:
        say_json(report)
    else:
        say(*table(report.items(), ("what", "found")))
    if any(problem.severity == "error" for problem in bank.problems):
        end(Exit.WANTING, "\n".join(problem.drawn() for problem in bank.problems))
