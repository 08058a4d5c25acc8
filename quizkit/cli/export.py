"""``quizkit export``: questions for other tools."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.banks import opened
from quizkit.cli.options import Json, Topic
from quizkit.cli.output import Exit, Progress, count, end, say_json, tell, until_hung_up
from quizkit.cli.writing import replaced
from quizkit.errors import printable, quoted

if TYPE_CHECKING:
    from quizkit.bank import Question
    from quizkit.export import Exported

TO_STDOUT = "-"
TITLE = "quizkit"
_FORMATS = "moodle, anki, latex or html"


def export(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders of banks; the shipped one if left out."),
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help=f"The format: {_FORMATS}.")] = "",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is stdout.")
    ] = "",
    variants: Annotated[
        int | None,
        typer.Option("--variants", metavar="N", min=1, help="At most so many variants of each question."),
    ] = None,
    topic: Topic = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="What the whole is called; else as its bank."),
    ] = None,
    json: Json = False,
) -> None:
    """Export questions to Moodle, Anki, paper or HTML.

    quizkit export questions/q25-cross-entropy.yaml --to moodle -o q25.xml
    quizkit export --to anki --topic q29 -o kl.apkg
    quizkit export mine.yaml --to html --title "Week 3" -o week3.html

    No other tool draws numbers as quizkit does: each question goes out as variants it deals, all of them to
    Moodle, three to Anki, one to paper and HTML, or --variants of them. What the tool cannot carry is told on
    stderr; with --json it is on stdout, with the questions that lose it.

    Exit code: 0 done, 2 no bank, no such format, or the file cannot be written, 3 nothing to export.
    """
    from quizkit.export import FORMATS

    if to not in FORMATS:
        end(Exit.USAGE, f"quizkit: --to expects {_FORMATS}, found {quoted(to)}")
    if not output:
        end(Exit.USAGE, f"quizkit: -o says where to write, such as -o quiz{FORMATS[to].suffix}")
    if json and output == TO_STDOUT:
        end(Exit.USAGE, "quizkit: --json and -o - both want stdout: give -o a file")
    chosen = _chosen(paths, topic)
    exported = _exported(chosen, to, title or _bank_name(paths), variants)
    if output == TO_STDOUT:
        _to_stdout(exported.content)
    else:
        _to_file(exported.content, Path(output))
    if json:
        say_json(_as_json(exported, to, output))
    else:
        tell(_summary(exported))


def _chosen(paths: list[str] | None, topic: str | None) -> list[Question]:
    from quizkit.practice.selection import on_topic

    bank = opened(paths)
    return [bank[id_] for id_ in on_topic(bank, topic)]


def _bank_name(paths: list[str] | None) -> str:
    """The name of the file or folder that is exported; of several, or of the shipped one, ours."""
    return Path(paths[0]).resolve().stem if paths and len(paths) == 1 else TITLE


def _exported(questions: list[Question], to: str, title: str, variants: int | None) -> Exported:
    from quizkit.export import export_questions

    progress = Progress("dealing", len(questions))
    try:
        return export_questions(
            questions,
            to,
            title=title,
            variants=variants,
            at=int(time.time()),  # noqa: TID251 - a shell reads the clock and hands it down
            done=progress.step,
        )
    finally:
        progress.close()


def _to_stdout(content: bytes) -> None:
    with until_hung_up():
        if sys.stdout is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def _to_file(content: bytes, file: Path) -> None:
    """Write the file as a whole or not at all."""
    try:
        with replaced(file) as written:
            written.write(content)
    except OSError as failure:
        reason = (failure.strerror or "failure").lower()
        end(Exit.USAGE, f"quizkit: {printable(str(file))} cannot be written: {reason}")


def _summary(exported: Exported) -> str:
    """``344 questions → 3711 items.  lost: follow-through (52 questions)``."""
    told = f"{count(exported.questions, 'question')} → {count(exported.variants, 'item')}."
    lost = ", ".join(map(str, exported.losses))
    return f"{told}  lost: {lost}" if lost else f"{told}  nothing lost"


def _as_json(exported: Exported, to: str, output: str) -> dict[str, object]:
    return {
        "schema": 1,
        "to": to,
        "file": output,
        "questions": exported.questions,
        "items": exported.variants,
        "bytes": len(exported.content),
        "lost": [{"what": loss.what, "questions": list(loss.questions)} for loss in exported.losses],
    }
