"""``quizkit preview``: the question as the learner will see it, and what each answer earns."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.banks import opened
from quizkit.cli.options import BankPaths, Given, Json, Topic, pairs
from quizkit.cli.output import Exit, count, end, flush, is_terminal, say, say_json, tell, width, write
from quizkit.errors import BankError, Problem, QuizkitError, printable, quoted

if TYPE_CHECKING:
    from quizkit.bank import Bank
    from quizkit.typeset import Line
    from quizkit.workshop.preview import Preview

TO_STDOUT = "-"
_WIDEST = 80
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
_LOOKS = {
    "plain": "",
    "strong": "1",
    "emphasis": "3",
    "code": "36",
    "math": "",
    "heading": "1;4",
    "quote": "2",
}
"""How a style looks on a terminal; none of them carries a meaning of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What is to be shown, and how."""

    ids: Sequence[str]
    topic: str | None
    seed: int
    given: dict[str, str]
    bank: Sequence[str]
    html: str | None
    json: bool


def preview(
    questions: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Questions, such as q25-nll.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The number that fixes the draw.")] = 0,
    given: Given = None,
    topic: Topic = None,
    html: Annotated[
        str | None,
        typer.Option("--html", metavar="FILE", help="Write one web page instead; - writes it to stdout."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Show it anew whenever the bank is saved; ctrl+c ends.")
    ] = False,
    bank: BankPaths = None,
    json: Json = False,
) -> None:
    """Show a question as the learner sees it, and what answers earn.

    quizkit preview q25-nll
    quizkit preview q25-nll --seed 3 --given p=0.7
    quizkit preview mine-1 mine-2 --bank mine.yaml --html mine.html
    quizkit preview --topic q25 --html q25.html
    quizkit preview mine-1 --bank mine.yaml --watch

    With its hints, its solution and its key; then, as the grader judges them, the key, what else is
    accepted, every mistake and every test of the author: what is typed, what it earns, what is told.

    The web page is one file that needs nothing else: formulas are MathML, and there is no script.

    Exit code: 0 done, 2 no such question, seed, number or file, 3 no question on the topic, 130 interrupted.
    """
    wish = _Wish(
        ids=questions or (),
        topic=topic,
        seed=seed,
        given=pairs(given, "--given"),
        bank=bank or (),
        html=html,
        json=json,
    )
    _require_one_way(wish, watch=watch)
    if watch:
        try:
            _watched(wish, time.sleep)
        except KeyboardInterrupt:
            end(Exit.INTERRUPTED)
    else:
        _show(wish, _previews(wish, opened(wish.bank)))


def _require_one_way(wish: _Wish, *, watch: bool) -> None:
    """End where options do not go together."""
    if bool(wish.ids) == bool(wish.topic):
        end(Exit.USAGE, "quizkit: preview needs the ID of a question, or --topic")
    if wish.given and (wish.topic or len(wish.ids) > 1):
        end(Exit.USAGE, "quizkit: --given is for one question")
    if wish.json and wish.html:
        end(Exit.USAGE, "quizkit: --json and --html do not go together")
    if watch and (wish.json or wish.html == TO_STDOUT):
        end(Exit.USAGE, "quizkit: --watch shows a screen or writes a file: leave --json and --html - out")


def _names(wish: _Wish, bank: Bank) -> list[str]:
    from quizkit.practice.selection import on_topic

    return on_topic(bank, wish.topic) if wish.topic else list(dict.fromkeys(wish.ids))


def _previews(wish: _Wish, bank: Bank) -> list[Preview]:
    from quizkit.variants import make_variant
    from quizkit.workshop.preview import preview as previewed

    for name in wish.ids:
        if name not in bank and any(_spoils(problem, name) for problem in bank.problems):
            end(Exit.USAGE, f"quizkit: {quoted(name)} can be shown when its errors are mended")
    return [
        previewed(make_variant(bank[name], seed=wish.seed, given=wish.given or None), name)
        for name in _names(wish, bank)
    ]


def _spoils(problem: Problem, name: str) -> bool:
    return problem.severity == "error" and problem.question == name.rpartition("/")[2]


# On the screen, as JSON, as a page.


def _show(wish: _Wish, previews: Sequence[Preview]) -> None:
    if wish.json:
        say_json({"schema": 1, "questions": [one.to_json() for one in previews]})
    elif wish.html:
        _write_page(wish, previews)
    else:
        _show_lines(previews)


def _show_lines(previews: Sequence[Preview]) -> None:
    from quizkit.workshop.preview_screen import screen

    pictures = is_terminal(sys.stdout) and not _is_plain()
    styled = pictures and not os.environ.get("NO_COLOR")
    columns = width(_WIDEST)
    for place, one in enumerate(previews):
        say(*(["", "─" * columns if pictures else "-" * columns, ""] if place else []))
        say(*(_row(line, styled=styled) for line in screen(one, columns, pictures=pictures)))


def _is_plain() -> bool:
    """Whether the terminal is to be written to as to a pipe: line by line, nothing drawn."""
    return bool(os.environ.get("QUIZKIT_PLAIN")) or os.environ.get("TERM", "dumb") == "dumb"


def _row(line: Line, *, styled: bool) -> str:
    """A typeset line as text, or with the escapes of a terminal."""
    if not styled:
        return "".join(span.text for span in line)
    return "".join(
        f"\x1b[{look}m{span.text}\x1b[0m" if (look := _LOOKS[span.style]) else span.text for span in line
    )


def _write_page(wish: _Wish, previews: Sequence[Preview]) -> None:
    from quizkit.workshop.preview_page import page

    title = f"{wish.topic}: {count(len(previews), 'question')}" if wish.topic else ""
    title = title or (previews[0].variant.question.title if len(previews) == 1 else "Preview")
    text = page(previews, title)
    if wish.html == TO_STDOUT:
        write(text)
        return
    file = Path(str(wish.html))
    try:
        _replace(file, text)
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or "no file can have this name"
        end(Exit.USAGE, f"quizkit: {printable(str(file), 200)} cannot be written: {reason.lower()}")
    tell(f"{printable(str(file), 200)}: {count(len(previews), 'question')}")


def _replace(file: Path, text: str) -> None:
    """Write a file whole or not at all: under another name first, and then moved into its place."""
    target = Path(os.path.realpath(file))
    if target.exists() and not target.is_file():
        # A pipe or a device is written to as it is; of a folder this says that it is one.
        target.write_text(text, encoding="utf-8")
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


# Whenever the bank is saved.


def _watched(wish: _Wish, pause: Callable[[float], None]) -> None:
    """Show it, and again whenever a file of the bank is saved. Without end."""
    from quizkit.cli.watching import saved

    saves = saved(lambda: _files(wish.bank), pause)
    _look(wish)
    tell(f"watching {count(len(list(_files(wish.bank))), 'file')}; ctrl+c ends")
    for _ in saves:
        _look(wish)


def _look(wish: _Wish) -> None:
    """One look: the questions, or what is wrong with them."""
    from quizkit.bank import load_bank

    if not wish.html and is_terminal(sys.stdout) and not _is_plain():
        write(_CLEAR)
    try:
        bank = load_bank(*wish.bank)
        errors = _in_the_way(wish, bank)
        if errors:
            tell(*(problem.drawn() for problem in errors))
        else:
            _show(wish, _previews(wish, bank))
    except BankError as error:
        tell(*(problem.drawn() for problem in error.problems))
    except QuizkitError as error:
        tell(f"quizkit: {error}")
    flush()


def _in_the_way(wish: _Wish, bank: Bank) -> list[Problem]:
    """The errors of the files in which the questions stand, or would stand; of a topic, all errors."""
    errors = [problem for problem in bank.problems if problem.severity == "error"]
    if wish.topic or any(name not in bank for name in wish.ids):
        return errors
    homes = {bank[name].file for name in wish.ids}
    return [problem for problem in errors if problem.file in homes]


def _files(paths: Sequence[str]) -> Iterator[Path]:
    """The files that a bank is read from."""
    from quizkit.bank.files import paths_given, shelf

    for path in paths_given(paths):
        place, _ = shelf(path)
        yield from (file.path for file in place.files)
        if place.misconceptions is not None:
            yield place.misconceptions.path
