"""Options that several commands share, and the reading of their values."""

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
Bank = Annotated[
    list[str] | None,
    typer.Option("--bank", metavar="PATH", help="A bank of your own; the shipped one if left out."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def pairs(values: Iterable[str] | None, option: str) -> dict[str, str]:
    """``NAME=VALUE`` options as a mapping."""
    found = {}
    for value in values or ():
        name, equals, text = value.partition("=")
        if not equals or not name.strip():
            end(Exit.USAGE, f"quizkit: {option} expects NAME=VALUE, found {quoted(value)}")
        found[name.strip()] = text.strip()
    return found
