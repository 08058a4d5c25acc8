"""``quizkit walk``: a topic worked through with numbers, line by line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.options import Given, Json, pairs
from quizkit.cli.output import Exit, aligned, end, is_terminal, say, say_json, tell, width, write

if TYPE_CHECKING:
    from quizkit.typeset import Line

_WIDEST = 80
_LOOKS = {"strong": "1", "emphasis": "3", "heading": "1;4", "quote": "2"}
"""How a style looks on a terminal; none of them carries a meaning of its own."""


def walk(
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="A topic, such as ce; --list names them.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The number that fixes the draw.")] = 0,
    given: Given = None,
    tables: Annotated[bool, typer.Option("--tables", help="Show every picture as a table too.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    json: Json = False,
    listed: Annotated[
        bool, typer.Option("--list", help="List the topics, and the numbers that can be chosen.")
    ] = False,
) -> None:
    """Work a topic through: every line, every array.

    quizkit walk ce
    quizkit walk kl --given p=0.5,0.3,0.2 --given q=0.1,0.3,0.6
    quizkit walk backprop --seed 7 --markdown
    quizkit walk --list

    Why interviewers ask; numbered steps with the shape of everything; the result; a comparison with
    PyTorch where it is installed; what to say in the interview; three questions to try next.

    A vector is written 1,2,3 and a matrix 1,2;3,4. With QUIZKIT_PLAIN set pictures become tables.

    Exit code: 0 done, 2 no such topic, seed or number.
    """
    if markdown and json:
        end(Exit.USAGE, "quizkit: --markdown and --json do not go together")
    if listed:
        _list(json=json)
        return
    if topic is None:
        end(Exit.USAGE, "quizkit: walk needs a TOPIC; quizkit walk --list names them")
    from quizkit.walks.making import make_walk
    from quizkit.walks.parity import parity

    made = make_walk(topic, seed=seed, given=pairs(given, "--given"))
    compared = parity(made)
    if json:
        from quizkit.walks.record import to_json

        say_json(to_json(made, compared))
    elif markdown:
        from quizkit.walks.screen import markdown as as_markdown

        write(as_markdown(made, compared=compared, tables=tables))
    else:
        from quizkit.walks.screen import lines

        plain = bool(os.environ.get("QUIZKIT_PLAIN"))
        drawn = is_terminal(sys.stdout) and not plain and os.environ.get("TERM", "dumb") != "dumb"
        styled = drawn and not os.environ.get("NO_COLOR")
        shown = lines(
            made, width(_WIDEST), compared=compared, formulas=drawn, pictures=not plain, tables=tables
        )
        say(*(_row(line, styled=styled) for line in shown))


def _list(*, json: bool) -> None:
    from quizkit.walks.topics import TOPICS, subject

    subjects = {name: subject(name) for name in TOPICS}
    if json:
        topics = [
            {
                "topic": name,
                "title": one.title,
                "given": [
                    {"name": each.name, "about": each.about, "domain": each.domain} for each in one.givens
                ],
            }
            for name, one in subjects.items()
        ]
        say_json({"schema": 1, "topics": topics})
        return
    say(*aligned([name, one.title] for name, one in subjects.items()))
    tell("", "Numbers that can be chosen with --given NAME=VALUE:")
    for name, one in subjects.items():
        tell("", name, *(f"  {row}" for row in aligned([each.name, each.domain] for each in one.givens)))


def _row(line: Line, *, styled: bool) -> str:
    """A typeset line as text, or with the escapes of a terminal."""
    return "".join(
        f"\x1b[{look}m{span.text}\x1b[0m" if styled and (look := _LOOKS.get(span.style)) else span.text
        for span in line
    )
