"""``quizkit compare``: are two expressions equal?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, end, say, say_json
from quizkit.errors import quoted

if TYPE_CHECKING:
    from quizkit.equivalence import Comparison

OPTIONS = {"--symbols": True, "--json": False, "-h": False, "--help": False}
"""The options of this command, and whether each takes a value."""

_CODES = {
    "equal": Exit.DONE,
    "different": Exit.WANTING,
    "invalid": Exit.USAGE,
    "undecided": Exit.UNDECIDED,
}


def compare(
    expected: Annotated[str, typer.Argument(metavar="EXPECTED", help="One expression.")],
    response: Annotated[str, typer.Argument(metavar="RESPONSE", help="The other.")],
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
    """Decide whether two expressions are equal, with evidence.

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
        say(comparison.sentence(), *_unread(comparison, expected, response))
    end(_CODES[comparison.relation])


def _unread(comparison: Comparison, expected: str, response: str) -> list[str]:
    """The side that cannot be read, underlined."""
    from quizkit.cli.posing import caret_lines
    from quizkit.equivalence.comparison import Unread

    evidence = comparison.evidence
    if not isinstance(evidence, Unread):
        return []
    text = expected if comparison.invalid_side == "expected" else response
    return caret_lines(text, evidence.start, evidence.end)


def domains(options: list[str] | None) -> dict[str, str] | None:
    """``x: real; p: 0 .. 1`` as a mapping; None where nothing is declared."""
    found: dict[str, str] = {}
    for entry in [part.strip() for option in options or () for part in option.split(";") if part.strip()]:
        name, colon, domain = entry.partition(":")
        name = name.strip()
        if not colon or not name:
            end(Exit.USAGE, f"quizkit: --symbols expects NAME: DOMAIN, found {quoted(entry)}")
        if name in found:
            end(Exit.USAGE, f"quizkit: --symbols declares {quoted(name)} twice")
        found[name] = domain.strip()
    return found or None
