"""Which profiles are there? Each has a history of its own."""

from __future__ import annotations

import contextlib

from quizkit.cli.output import Exit, end
from quizkit.cli.places import data_folder, history_path
from quizkit.errors import did_you_mean, quoted


def profiles() -> tuple[str, ...]:
    """The names of the profiles that have a history, without the nameless one."""
    names: list[str] = []
    with contextlib.suppress(OSError):
        names = [folder.name for folder in (data_folder() / "profiles").iterdir()]
    return tuple(sorted(name for name in names if history_path(name).exists()))


def require_profile(name: str | None) -> None:
    """End the command if this profile was never practised under, and name the nearest that was."""
    if name is None or history_path(name).exists():
        return
    known = profiles()
    others = did_you_mean(name, known) or (
        f"; there are {', '.join(known)}" if known else "; there is none yet"
    )
    end(Exit.USAGE, f"quizkit: no profile {quoted(name)}{others}")
