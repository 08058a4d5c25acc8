"""``quizkit history``: what was practised, and the file that it is kept in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, count, end, is_terminal, say, say_json, table, tell, write
from quizkit.cli.places import history_path
from quizkit.errors import HistoryError
from quizkit.practice.exporting import SCHEMA, csv_text, json_lines, sitting_to_json
from quizkit.practice.history import History
from quizkit.practice.history_errors import shown
from quizkit.practice.history_rescue import SIDE_FILES, rescue
from quizkit.practice.history_rows import review_to_json
from quizkit.practice.reviews import Review

LISTED = 20
"""How many problems are listed where nobody says."""


class What(StrEnum):
    """What may be done with the file."""

    BACKUP = "backup"
    CHECK = "check"
    EXPORT = "export"
    RESCUE = "rescue"
    DELETE = "delete"


def history(
    what: Annotated[What | None, typer.Argument(help="What to do with the file; left out: list.")] = None,
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="Where a backup or an export goes; - is stdout.")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--last", metavar="N", min=1, help="Only the newest so many problems.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="NAME", help="Whose history; one is kept for each.")
    ] = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
) -> None:
    """List what was practised, or mind the file that it is kept in.

    quizkit history --last 50
    quizkit history --csv > practised.csv
    quizkit history backup copy.db
    quizkit history export all.jsonl
    quizkit history check
    quizkit history rescue
    quizkit history delete --profile guest

    backup copies the file, also while it is in use. export writes all of it, one JSON object a line. check
    looks for damage; rescue puts what can be read of a damaged file into a new one, and keeps the damaged
    one. delete deletes everything that was practised.

    Exit code: 0 done, 1 damage was found, 2 the file cannot be used, 3 there is no history.
    """
    path = history_path(profile)
    if what is not What.RESCUE and not path.exists():
        if what is None and json:
            say_json({"schema": SCHEMA, "sittings": [], "reviews": []})
        end(Exit.NOTHING, f"quizkit: there is no history yet: {shown(path)}")
    match what:
        case None:
            _list(path, last, json=json, csv=csv)
        case What.BACKUP:
            _backup(path, file)
        case What.EXPORT:
            _export(path, file)
        case What.CHECK:
            _check(path)
        case What.RESCUE:
            _rescue(path)
        case What.DELETE:
            _delete(path, yes=yes)


def _list(path: Path, last: int | None, *, json: bool, csv: bool) -> None:
    with History.open(path) as opened:
        reviews = list(opened.reviews())
        sittings = opened.sittings()
    if json:
        chosen = reviews if last is None else reviews[-last:]
        say_json(
            {
                "schema": SCHEMA,
                "sittings": [sitting_to_json(sitting) for sitting in sittings],
                "reviews": [review_to_json(review) for review in chosen],
            }
        )
        return
    if csv:
        write(csv_text(reviews if last is None else reviews[-last:]))
        return
    shown_now = reviews[-(last or LISTED) :]
    rows = [_row(review) for review in reversed(shown_now)]
    say(*table(rows, ("when", "question", "ended", "credit", "tries", "hints", "time", "mistakes")))
    tell(f"{len(shown_now)} of {count(len(reviews), 'problem')}, the newest first")


def _row(review: Review) -> tuple[str, ...]:
    minutes, seconds = divmod(round(review.seconds), 60)
    return (
        f"{review.at.astimezone():%Y-%m-%d %H:%M}",
        review.question,
        review.ending,
        f"{review.credit:.0%}" if review.ending != "skipped" else "",
        str(review.tries),
        str(review.hints),
        f"{minutes}:{seconds:02}",
        ", ".join(dict.fromkeys(review.mistakes)),
    )


def _backup(path: Path, file: str | None) -> None:
    if file is None or file == "-":
        end(Exit.USAGE, "quizkit: history backup needs a file to copy to")
    target = Path(file)
    if target.exists():
        end(Exit.USAGE, f"quizkit: {shown(target)} is there already; choose another name")
    with History.open(path) as opened:
        opened.backup(target)
    tell(f"the history is copied to {shown(target)}")


def _export(path: Path, file: str | None) -> None:
    with History.open(path) as opened:
        lines = json_lines(opened)
        if file is None or file == "-":
            say(*lines)
            return
        try:
            with Path(file).open("w", encoding="utf-8") as target:
                target.writelines(f"{line}\n" for line in lines)
        except OSError as error:
            why = (error.strerror or "failure").lower()
            end(Exit.USAGE, f"quizkit: {shown(Path(file))} cannot be written: {why}")
    tell(f"the history is written to {shown(Path(file))}")


def _check(path: Path) -> None:
    with History.open(path) as opened:
        wrong = opened.check()
    if wrong:
        say(*wrong)
        end(Exit.WANTING, f"quizkit: {shown(path)} is damaged: quizkit history rescue keeps what can be read")
    say(f"{shown(path)} is whole")


def _rescue(path: Path) -> None:
    rescued = rescue(path)
    rows = [
        (table_, str(kept), "something was lost" if table_ in rescued.broken else "")
        for table_, kept in rescued.kept.items()
    ]
    say(*table(rows, ("what", "rows", "")))
    tell(f"the damaged file is kept: {shown(rescued.damaged)}")


def _delete(path: Path, *, yes: bool) -> None:
    """Delete the file and what SQLite keeps beside it; a damaged one too."""
    if not yes:
        import sys

        if not is_terminal(sys.stdin):
            end(Exit.USAGE, "quizkit: nobody can be asked here; say --yes to delete")
        write(f"Delete everything in {shown(path)}? Type yes > ")
        if sys.stdin.readline().strip().casefold() != "yes":
            end(Exit.DONE, "nothing was deleted")
    try:
        for side in (*SIDE_FILES, ""):
            path.with_name(path.name + side).unlink(missing_ok=True)
    except OSError as error:
        why = (error.strerror or "failure").lower()
        raise HistoryError(f"{shown(path)} cannot be deleted: {why}") from error
    tell(f"deleted: {shown(path)}")
