"""``quizkit explain``: what does a diagnostic mean?"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import say, say_json, width

if TYPE_CHECKING:
    from quizkit.workshop.explain import Explanation

COLUMNS = 80


def explain(
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="CODE", help="Codes such as QK501; all of them if left out."),
    ] = None,
    json: Json = False,
) -> None:
    """Explain the messages of check.

    quizkit explain QK501
    quizkit explain 501 qk508
    quizkit explain

    What the message means, why it matters, and an example before and after. Without a code all codes are
    listed, by where to look: the YAML, keys, formulas, draws, witnesses, advice.

    Exit code: 0; 2 no such code.
    """
    from quizkit.workshop.explain import code_named, explanations

    known = explanations()
    if not codes:
        if json:
            say_json({"schema": 1, "codes": [one.to_json() for one in known.values()]})
        else:
            say(*_listed())
        return
    wanted = [known[code] for code in dict.fromkeys(map(code_named, codes))]
    if json:
        say_json({"schema": 1, "codes": [one.to_json() for one in wanted]})
        return
    for place, one in enumerate(wanted):
        say(*(["", ""] if place else []), *_lines(one))


def _lines(one: Explanation) -> list[str]:
    """One explanation, laid out."""
    return [
        *_filled(f"{one.code}  {one.meaning}", "       "),
        "",
        *_filled(one.text),
        "",
        *_filled(one.why),
        "",
        "before:",
        "",
        *_indented(one.before.text),
        "",
        "after:",
        "",
        *_indented(one.after.text),
    ]


def _filled(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        min(COLUMNS, width()),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _indented(text: str) -> list[str]:
    return textwrap.indent(text, "    ").split("\n")


def _listed() -> list[str]:
    """Every code and its meaning, by group."""
    from quizkit.bank.codes import CODES
    from quizkit.workshop.explain import GROUPS

    lines: list[str] = []
    for group, heading in GROUPS.items():
        lines += ["", heading] if lines else [heading]
        for code, meaning in CODES.items():
            if code.startswith(group):
                lines += _filled(f"  {code}  {meaning}", "         ")
    return lines
