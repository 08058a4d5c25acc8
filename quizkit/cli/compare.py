"""``quizkit compare``: are two expressions equal?"""

from __future__ import annotations

from typing import Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, end, say, say_json
from quizkit.errors import quoted

OPTIONS = {"--symbols": True, "--json": False, "-h": False, "--help": False}
"""The options of this command, and whether each takes a value."""

_CODES = {
    "equal": Exit.DONE,
    "different": Exit.WANTING,
    "invalid": Exit.USAGE,
    "undecided": Exit.UNDECIDED,
}


def compare(
    expected: Annotated[str, typer.Argument(help="One expression.")],
    response: Annotated[str, typer.Argument(help="The other.")],
    symbols: Annotated[
        list[str] | None,
        typer.Option(
            "--symbols",
            metavar="NAME: DOMAIN",
            help="Where a symbol lives; several are separated by ';'.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    r"""Decide whether two expressions are equal, with evidence.

    \b
    quizkit compare "x*Phi(x)" "x/2*(1+erf(x/sqrt(2)))" --symbols "x: real"
    quizkit compare "log(x^2)" "2 log(x)" --symbols "x: positive"
    quizkit compare "p1 - 1" "p1 - y1" --symbols "p: simplex(3); y: onehot(3)"

    Exit code: 0 equal, 1 different, 2 invalid, 4 undecided.
    """
    from quizkit.equivalence import compare as compared

    comparison = compared(expected, response, symbols=domains(symbols))
    if json:
        say_json(comparison.to_json())
    else:
        say(comparison.sentence())
    end(_CODES[comparison.relation])


def domains(options: list[str] | None) -> dict[str, str] | None:
    """``x: real; p: 0 .. 1`` as a mapping; None where nothing is declared."""
    found = {}
    for entry in [part for option in options or () for part in option.split(";") if part.strip()]:
        name, colon, domain = entry.partition(":")
        if not colon:
            end(Exit.USAGE, f"quizkit: --symbols expects NAME: DOMAIN, found {quoted(entry.strip())}")
        found[name.strip()] = domain.strip()
    return found or None
