"""``quizkit diff``: what does an edit of a bank mean?"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, count, end, is_terminal, say, say_json, tell, width
from quizkit.errors import printable

if TYPE_CHECKING:
    from quizkit.bank import Bank
    from quizkit.errors import Problem
    from quizkit.workshop.diff import Answered, Change, Difference

EXAMPLES = 3
"""How many answers that are marked otherwise are shown of a question."""
LISTED = 6
"""Up to so many numbers of variants are listed."""


def diff(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders of banks; the shipped one if left out."),
    ] = None,
    against: Annotated[
        str,
        typer.Option(
            "--against",
            metavar="REV|PATH",
            help="A revision of git, or another file or folder.",
            show_default=True,
        ),
    ] = "HEAD",
    attempts: Annotated[
        str | None,
        typer.Option(
            "--attempts",
            metavar="FILE",
            help="Stored attempts, JSON lines; else your own history.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Tell what an edit of a bank means.

    quizkit diff questions/
    quizkit diff mine.yaml --against main
    quizkit diff mine.yaml --against old/mine.yaml
    quizkit diff mine.yaml --attempts attempts.jsonl --json

    For each question: added, removed or renamed; which texts were reworded; which of the variants that
    are dealt change; which answers are marked otherwise. Compared by what is dealt and how it is marked:
    the keys, mistakes, tests and options of both forms, and numbers beside the key, graded by both.

    Safe while a session is open: nobody who is answering meets other numbers or other marks.

    Exit code: 0 nothing but wording, 1 variants or marks change, 2 wrong usage or a bank that is bad now.
    """
    from quizkit.bank.files import paths_given

    stored = _own() if attempts is None else _stored(attempts)
    found = [_compared(path, against, stored) for path in paths_given(paths or ())]
    differences = [difference for difference, _ in found]
    changes = [change for difference in differences for change in difference.changes]
    problems = [problem for _, each in found for problem in each]
    unchanged = sum(difference.unchanged for difference in differences)
    if json:
        say_json({"schema": 1, "changes": [_as_json(change) for change in changes], "unchanged": unchanged})
    else:
        say(*_lines(changes))
        tell(_summary(changes, unchanged))
    tell(*(problem.drawn() for problem in problems))
    if problems or any(change.side == "new" for change in changes):
        end(Exit.USAGE)
    if not all(difference.is_wording for difference in differences):
        end(Exit.WANTING)


def _compared(path: Path, against: str, stored: Sequence[Answered]) -> tuple[Difference, tuple[Problem, ...]]:
    """What the edit of one bank means, and what is wrong with it now."""
    from quizkit.cli.revisions import Revision, bank_of, contents_of, shown, under_one_name
    from quizkit.workshop.diff import difference

    contents, problems = contents_of(path)
    other = Path(against)
    if other.exists():
        before, unread = contents_of(other)
        if unread:
            end(Exit.USAGE, "\n".join(problem.drawn() for problem in unread))
        before = under_one_name(before, other, path)
    else:
        before = Revision(against, path).contents(path)
    if not contents and not before and not problems:
        end(Exit.USAGE, f"quizkit: {shown(path)}: there is no bank, now or before")
    old, new = bank_of(before), bank_of(contents)
    return difference(old, new, stored), (*problems, *_errors(new))


def _errors(bank: Bank) -> tuple[Problem, ...]:
    return tuple(problem for problem in bank.problems if problem.severity == "error")


def _own() -> list[Answered]:
    """The attempts in the learner's own history."""
    from quizkit.cli.stored import kept

    return kept()


def _stored(file: str) -> list[Answered]:
    """The attempts in a file of JSON lines. Ends the command where a line is none."""
    from quizkit.cli.stored import answered

    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except (OSError, ValueError) as failure:
        end(Exit.USAGE, f"quizkit: {printable(file, 200)} cannot be read: {printable(str(failure), 200)}")
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(answered(line))
            except ValueError as failure:
                end(Exit.USAGE, f"quizkit: {printable(file, 200)}:{number}: {failure}")
    return found


# For people.


def _lines(changes: Sequence[Change]) -> list[str]:
    """A line for each question, folded on a terminal; answers marked otherwise below it."""
    widest = max((len(change.question) for change in changes), default=0)
    columns = width() if is_terminal(sys.stdout) else None
    lines: list[str] = []
    for change in changes:
        told = f"{change.question.ljust(widest)}  {sentence(change)}"
        if columns is None:
            lines.append(told)
        else:
            lines += textwrap.wrap(told, columns, subsequent_indent=" " * (widest + 2))
        seen: dict[str, int] = {}
        for number, remark in change.marks:
            seen.setdefault(remark.told(), number)
        for remark_told, number in list(seen.items())[:EXAMPLES]:
            lines.append(f"    variant #{number}: {printable(remark_told, 200)}")
    return lines


def sentence(change: Change) -> str:
    """What an edit means for a question, in a line."""
    stored = change.stored
    match change.kind:
        case "added":
            return "added: safe while a session is open"
        case "removed":
            told = "removed"
            return f"{told}; {count(stored.attempts, 'stored attempt')} concerned" if stored else told
        case "unreadable" if change.side == "new":
            return "cannot be compared: it does not load now"
        case "unreadable":
            return "cannot be compared: it did not load before"
        case _:
            pieces = [", ".join(_written(change)) or "the same words", *_meaning(change)]
            if stored is not None:
                pieces += [_of_stored(change)]
            return "; ".join(pieces) + (": safe while a session is open" if change.is_safe else "")


def _written(change: Change) -> Iterator[str]:
    if change.before:
        yield f"renamed, was {change.before}"
    for text in change.written.texts:
        yield f"{text} reworded"
    yield from change.written.rest


def _meaning(change: Change) -> Iterator[str]:
    dealt = change.dealt
    if dealt is None:
        yield "its variants cannot be compared: see quizkit check"
        return
    if not dealt.moved:
        told = f"{dealt.after} of {dealt.after} variants unchanged"
        told += f", but {len(dealt.seeds)} of the first seeds give another" if dealt.seeds else ""
    elif len(dealt.moved) == max(dealt.before, dealt.after):
        told = f"all {dealt.after} variants change"
    elif len(dealt.moved) == 1:
        told = f"variant #{dealt.moved[0]} changes"
    elif len(dealt.moved) <= LISTED:
        *first, last = (f"#{number}" for number in dealt.moved)
        told = f"variants {', '.join(first)} and {last} change"
    else:
        told = f"{len(dealt.moved)} of {max(dealt.before, dealt.after)} variants change"
    marks = "marks change" if change.marks or change.points else "marks unchanged" if change.marked else ""
    yield ", ".join(filter(None, (told, marks)))


def _of_stored(change: Change) -> str:
    stored = change.stored
    if stored is None or not stored.variants + stored.verdicts:
        return "no stored attempt concerned"
    told = [f"{count(stored.variants, 'stored attempt')} concerned"] if stored.variants else []
    again = "another verdict now"
    told += [f"{count(stored.verdicts, 'stored attempt')} would get {again}"] if stored.verdicts else []
    return ", ".join(told)


def _summary(changes: Sequence[Change], unchanged: int) -> str:
    kinds = [change.kind for change in changes]
    told = [
        f"{count(kinds.count(kind), 'question')} {kind}"
        for kind in ("changed", "renamed", "added", "removed", "unreadable")
        if kind in kinds
    ]
    return ", ".join([*told, f"{unchanged} unchanged"])


# For programs.


def _as_json(change: Change) -> dict[str, object]:
    dealt, stored = change.dealt, change.stored
    return {
        "question": change.question,
        "kind": change.kind,
        "before": change.before or None,
        "side": change.side or None,
        "texts": list(change.written.texts),
        "rest": list(change.written.rest),
        "variants": dealt
        and {
            "before": dealt.before,
            "after": dealt.after,
            "changed": list(dealt.moved),
            "seeds": list(dealt.seeds),
        },
        "marks": [
            {
                "variant": number,
                "part": remark.part,
                "response": remark.response,
                "before": {"outcome": remark.before.outcome, "credit": remark.before.credit},
                "after": {"outcome": remark.after.outcome, "credit": remark.after.credit},
            }
            for number, remark in change.marks
        ],
        "marked": change.marked,
        "points": None if change.points is None else list(change.points),
        "safe": change.is_safe,
        "attempts": stored
        and {
            "attempts": stored.attempts,
            "variants": stored.variants,
            "verdicts": stored.verdicts,
            "elsewhere": stored.elsewhere,
        },
    }
