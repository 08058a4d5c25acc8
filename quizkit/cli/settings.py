"""``quizkit settings``: which settings are in force, and where their file is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, count, end, say, say_json, table, tell
from quizkit.cli.places import config_folder
from quizkit.errors import printable
from quizkit.settings.reading import Reading, read_settings
from quizkit.settings.wishes import FILE, Settings, told

SCHEMA = 1


def settings(
    init: Annotated[
        bool, typer.Option("--init", help="Write a file in which every setting stands as a comment.")
    ] = False,
    json: Json = False,
) -> None:
    """Tell which settings are in force, and where their file is.

    quizkit settings
    quizkit settings --init
    quizkit settings --json

    Without the file, or without a setting in it, the default counts. A file that is there is never
    written over.

    Exit code: 0 done, 2 the file has faults, is there already, or cannot be written.
    """
    path = settings_path()
    if init:
        _write(path)
        return
    reading = read_settings(path)
    values = told(reading.settings)
    if json:
        say_json(
            {
                "schema": SCHEMA,
                "file": str(path),
                "exists": path.exists(),
                "settings": {
                    name: {"value": value, "from": _origin(reading, name)} for name, value in values.items()
                },
                "faults": [str(fault) for fault in reading.faults],
            }
        )
    else:
        rows = [(name, value, _origin(reading, name)) for name, value in values.items()]
        say(*table(rows, ("setting", "value", "from")), "")
        say(_shown(path) if path.exists() else f"{_shown(path)}: none yet; quizkit settings --init writes it")
    if reading.faults:
        end(Exit.USAGE, "\n".join(fault.drawn() for fault in reading.faults))


def settings_path() -> Path:
    """Where the settings file is, or would be."""
    return config_folder() / FILE


def in_force() -> Settings:
    """The settings in force; what is wrong in their file is told on stderr, and left as it was."""
    reading = read_settings(settings_path())
    if reading.faults:
        tell(*(fault.drawn() for fault in reading.faults))
        tell(f"quizkit: {count(len(reading.faults), 'setting')} not read; the defaults count")
    return reading.settings


def _origin(reading: Reading, name: str) -> str:
    return "file" if name in reading.named else "default"


def _write(path: Path) -> None:
    from quizkit.settings.writing import commented

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(commented())
    except FileExistsError:
        end(Exit.USAGE, f"quizkit: {_shown(path)} is there already, and stays as it is")
    except OSError as failure:
        end(
            Exit.USAGE,
            f"quizkit: {_shown(path)} cannot be written: {(failure.strerror or 'failure').lower()}",
        )
    tell(f"written: {_shown(path)}")


def _shown(path: Path) -> str:
    return printable(str(path), 1000)
