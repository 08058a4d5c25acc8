"""``quizkit schema``: what may stand in a bank file, and what do the JSON forms look like?"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from quizkit.cli.output import say_json


class Form(StrEnum):
    """What has a schema."""

    BANK = "bank"
    COMPARISON = "comparison"
    RECORD = "record"
    VERDICT = "verdict"


def schema(
    form: Annotated[
        Form,
        typer.Argument(
            metavar="FORM", help="bank (if left out), comparison, record or verdict.", show_default=False
        ),
    ] = Form.BANK,
) -> None:
    """Print a JSON Schema (draft-07).

    quizkit schema > quizkit.schema.json
    quizkit schema verdict
    quizkit schema comparison
    quizkit schema record

    bank is the form of bank files. An editor that uses yaml-language-server, such as VS Code with the YAML
    extension, completes and checks a bank whose first line names this schema, saved beside it:

    # yaml-language-server: $schema=./quizkit.schema.json

    verdict is what try --json prints; comparison is what compare --json prints; record is what is kept of
    a graded answer.

    Exit code: 0; 2 no such form.
    """
    from quizkit.workshop.schemas import SCHEMAS

    say_json(SCHEMAS[form.value]())
