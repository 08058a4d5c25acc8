"""``quizkit doctor``: versions, places and what the terminal can do."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys

from quizkit.cli.options import Json, Profile
from quizkit.cli.output import Exit, count, end, say, say_json, table

PACKAGES = ("numpy", "sympy", "python-flint", "textual", "typer", "pydantic", "pyyaml")


def doctor(profile: Profile = None, json: Json = False) -> None:
    """Print versions, places, and the health of the shipped bank.

    quizkit doctor
    quizkit doctor --json
    quizkit doctor --profile anna

    The settings file and the history are looked at too.

    Exit code: 0 in good health, 1 if the shipped bank has errors, the settings file has faults or the
    history is damaged.
    """
    from quizkit import __version__
    from quizkit.bank import load_bank
    from quizkit.cli.places import cache_folder, log_folder
    from quizkit.cli.profiles import profiles

    bank = load_bank()
    size = shutil.get_terminal_size()
    settings, settings_faults = _settings()
    history, history_faults = _history(profile)
    report = {
        "quizkit": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        **{package: importlib.metadata.version(package) for package in PACKAGES},
        "questions": f"{len(bank)} loaded, {len(bank.problems)} problems",
        "settings": settings,
        "history": history,
        "profile": profile or "none",
        "profiles": ", ".join(profiles()) or "none",
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
    faults = [problem.drawn() for problem in bank.problems if problem.severity == "error"]
    faults += [*settings_faults, *history_faults]
    if faults:
        end(Exit.WANTING, "\n".join(faults))


def _settings() -> tuple[str, list[str]]:
    """The settings file in a few words, and its faults."""
    from quizkit.cli.settings import settings_path
    from quizkit.settings.reading import read_settings

    path = settings_path()
    reading = read_settings(path)
    if not path.exists():
        return f"{path}: none yet, the defaults count", []
    said = f"{len(reading.named)} of its own" if reading.named else "the defaults count"
    if reading.faults:
        said += f", {count(len(reading.faults), 'fault')}"
    return f"{path}: {said}", [fault.drawn() for fault in reading.faults]


def _history(profile: str | None) -> tuple[str, list[str]]:
    """The history of a profile in a few words, and what is wrong with it."""
    from quizkit.cli.places import history_path
    from quizkit.errors import HistoryError

    path = history_path(profile)
    if not path.exists():
        return f"{path}: none yet", []
    from quizkit.practice.history import History

    try:
        with History.open(path, read_only=True, patience=1.0) as history:
            wrong = history.check()
            number = len(history.memories())
    except HistoryError as error:
        return f"{path}: cannot be used", [str(error)]
    if wrong:
        return f"{path}: damaged", [f"{path}: {one}" for one in wrong]
    return f"{path}: sound, {count(number, 'question')} practised", []
