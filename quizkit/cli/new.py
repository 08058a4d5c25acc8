"""``quizkit new``: a commented question to begin with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from quizkit.cli.output import Exit, end, tell, write
from quizkit.errors import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizkit.bank.question import Kind
    from quizkit.errors import Problem

SCHEMA = "quizkit.schema.json"
"""The file that the first line of every template names."""


def new(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="number, expression, vector, matrix, choice, select, text or parts."
        ),
    ],
    id_: Annotated[str, typer.Option("--id", metavar="ID", help="The id of the question.")],
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="FILE", help="Add it to this file, which is made if need be."),
    ] = None,
) -> None:
    """Print a commented question to begin with.

    quizkit new number --id loss-of-two-tokens > mine.yaml
    quizkit new choice --id warmer --into mine.yaml

    The kinds are number, expression, vector, matrix, choice, select, text and parts. With --into the
    question goes behind those of the file, and nothing else in the file is changed.

    Exit code: 0 done, 2 no such kind, an id that cannot be or is taken, or a file that cannot take it.
    """
    from quizkit.workshop.templates import template

    known = _kind(kind)
    _require_id(id_)
    if into is None:
        write(template(known, id_))
    else:
        _add(Path(into), known, id_)


def _kind(word: str) -> Kind:
    from quizkit.workshop.templates import KINDS

    if word not in KINDS:
        listed = f"; one of {', '.join(KINDS)}"
        end(Exit.USAGE, f"quizkit: no kind {quoted(word)}{did_you_mean(word, KINDS)}{listed}")
    return word


def _require_id(id_: str) -> None:
    """End unless this may be the id of a question."""
    from quizkit.bank.findings import Findings
    from quizkit.bank.reading import check_id
    from quizkit.bank.tree import NOTHING
    from quizkit.workshop.templates import proposed_id

    findings = Findings("")
    check_id(id_, (1, 1), findings)
    proposal = proposed_id(id_)
    for problem in findings.problems:
        end(Exit.USAGE, f"quizkit: {problem.message}: {problem.fix}; try {proposal}")
    if id_ in NOTHING:
        end(Exit.USAGE, f"quizkit: {quoted(id_)} cannot be an id: to YAML it is nothing; try the-{id_}")


def _add(path: Path, kind: Kind, id_: str) -> None:
    """Add a question to a file, or make the file with it."""
    from quizkit.bank.files import shown_name
    from quizkit.workshop.templates import template
    from quizkit.workshop.templates.placing import NotPlaced, write_whole

    shown = shown_name(path)
    if os.path.isdir(path):  # noqa: PTH112 - a name that can be none is no folder, and raises nothing
        end(Exit.USAGE, f"quizkit: {shown} is a folder; name a file in it, such as {path / id_}.yaml")
    exists = os.path.lexists(path)
    if not exists and path.suffix != ".yaml":
        end(Exit.USAGE, f"quizkit: {shown} would not be found in its folder; name it .yaml")
    if not exists and not path.parent.is_dir():
        end(Exit.USAGE, f"quizkit: there is no folder {shown_name(path.parent)}")
    before, content = _enlarged(path, kind, id_) if exists else (None, template(kind, id_).encode())
    if before is None:
        _require_free(path, id_)
    try:
        write_whole(path, content, before)
    except NotPlaced as refusal:
        end(Exit.USAGE, f"quizkit: {shown}: {refusal}; nothing was written")
    except OSError as failure:
        reason = (failure.strerror or "unknown reason").lower()
        end(Exit.USAGE, f"quizkit: {shown} cannot be written: {reason}")
    tell(f"{shown}: {id_} added" if before is not None else f"{shown} made, with {id_}")
    if before is None and not (path.parent / SCHEMA).exists():
        tell(f"for completion in an editor: quizkit schema > {shown_name(path.parent / SCHEMA)}")


def _enlarged(path: Path, kind: Kind, id_: str) -> tuple[bytes, bytes]:
    """What a file holds, and what it holds with the question; ends if it cannot take it."""
    from quizkit.bank.files import BankFile, read_bytes, shown_name
    from quizkit.bank.findings import Findings
    from quizkit.bank.loader import compile_content
    from quizkit.workshop.templates.placing import NotPlaced, with_question

    shown = shown_name(path)
    content = read_bytes(BankFile(path))
    if isinstance(content, Findings):
        _refuse(content.problems)
    if not os.access(path, os.W_OK):
        end(Exit.USAGE, f"quizkit: {shown}: permission to write it is denied")
    before = compile_content(path, content)
    faults = [problem for problem in before.compiled.problems if problem.severity == "error"]
    if faults:
        _refuse(faults, f"quizkit: {shown} does not load; nothing was written")
    _require_free(path, id_)
    try:
        return content, with_question(path, before, content, kind, id_)
    except NotPlaced as refusal:
        _refuse(refusal.problems, f"quizkit: {shown}: {refusal}; nothing was written")


def _require_free(path: Path, id_: str) -> None:
    """End if a question of the file, or of another in its folder, has this id."""
    from quizkit.bank.loader import places_of_ids

    for bank in (path, path.parent):
        place = places_of_ids(bank).get(id_)
        if place is not None:
            end(Exit.USAGE, f"quizkit: the id {quoted(id_)} is used already: {place}; choose another")


def _refuse(problems: Iterable[Problem], *lines: str) -> NoReturn:
    tell(*(problem.drawn() for problem in problems), *lines)
    end(Exit.USAGE)
