"""Options that several commands share, and what becomes of their values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

import typer

from quizkit.cli.output import Exit, end
from quizkit.errors import quoted

LONGEST_PROFILE = 64
PROFILE = rf"\w[\w-]{{0,{LONGEST_PROFILE - 1}}}"
"""The form of the name of a profile."""


def profile_name(name: str | None) -> str | None:
    """The name of a profile as it was given; ends the command if it is none."""
    if name is not None and not re.fullmatch(PROFILE, name):
        near = re.sub(r"[^\w-]+", "-", name).strip("-")[:LONGEST_PROFILE]
        hint = f"; did you mean {quoted(near)}?" if re.fullmatch(PROFILE, near) else ""
        rule = f"letters, digits, - and _, at most {LONGEST_PROFILE}"
        end(Exit.USAGE, f"quizkit: --profile expects {rule}; found {quoted(name)}{hint}")
    return name


QuestionId = Annotated[str, typer.Argument(metavar="ID", help="A question, such as q25-nll.")]
Given = Annotated[
    list[str] | None,
    typer.Option("--given", metavar="NAME=VALUE", help="Choose a number instead of drawing it."),
]
BankPaths = Annotated[
    list[str] | None,
    typer.Option(
        "--bank",
        metavar="PATH",
        help="A bank of your own, a file or a folder; again for each further one. The word shipped is the "
        "bank that comes with quizkit, which is taken if nothing is named.",
    ),
]
Topic = Annotated[
    str | None, typer.Option("--topic", metavar="TOPIC", help="Only this topic or tag, such as q29.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Profile = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        callback=profile_name,
        help="Whose history: one is kept for each name. Letters, digits, - and _.",
    ),
]


def pairs(values: Iterable[str] | None, option: str, form: str = "NAME=VALUE") -> dict[str, str]:
    """``NAME=VALUE`` options as a mapping."""
    found: dict[str, str] = {}
    for value in values or ():
        name, equals, text = value.partition("=")
        name = name.strip()
        if not equals or not name:
            end(Exit.USAGE, f"quizkit: {option} expects {form}, found {quoted(value)}")
        if name in found:
            end(Exit.USAGE, f"quizkit: {option} {quoted(name)} is there twice")
        found[name] = text.strip()
    return found
