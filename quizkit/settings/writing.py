"""The settings file to begin with: every setting, with what it means, as a comment."""

from __future__ import annotations

import textwrap

from quizkit.settings.wishes import KEYS, SETTINGS


def commented() -> str:
    """The file to begin with: every setting, as a comment."""
    told = ["# Settings of quizkit. Take away the # before a setting to make it count.", ""]
    for name, setting in SETTINGS.items():
        told += [*_comment(setting.about), f"#{name}: {setting.example}", ""]
    told += ["# Other keys, such as f9, ctrl+g or x; of several, parted by commas, each will do.", "#keys:"]
    width = max(map(len, KEYS)) + 6
    told += [f"{f'#  {id_}: {key}':{width + 8}}# {about}" for id_, (key, about) in KEYS.items()]
    return "\n".join(told) + "\n"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, 90, initial_indent="# ", subsequent_indent="# ")
