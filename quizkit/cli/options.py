"""Options that several commands share, and what becomes of their values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from quizkit.cli.output import Exit, end
from quizkit.errors import quoted

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
