"""``quizkit compare``: are two expressions equal?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from quizkit.cli.options import Json
from quizkit.cli.output import Exit, end, say, say_json
from quizkit.errors import quoted

if TYPE_CHECKING:
    from quizkit.equivalence import Comparison
    from quizkit.equivalence.comparison import Finding
    from quizkit.equivalence.engines import Both
    from quizkit.equivalence.texts import ReadTexts

OPTIONS = {
    "--symbols": True,
    "--engine": True,
    "--seconds": True,
    "--json": False,
    "-h": False,
    "--help": False,
}
"""The options of this command, and whether each takes a value."""

_BETWEEN = re.compile(r";|,(?=\s*\w+\s*:)")
"""What stands between two symbols: a semicolon, or a comma before another name with its colon."""

_CODES = {
    "equal": Exit.DONE,
    "different": Exit.WANTING,
    "invalid": Exit.USAGE,
    "undecided": Exit.UNDECIDED,
}


class Engine(StrEnum):
    """Who compares."""

    LADDER = "ladder"
    SYMPY = "sympy"
    BOTH = "both"


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
    engine: Annotated[
        Engine,
        typer.Option("--engine", metavar="ENGINE", help="ladder (which grades), sympy, or both."),
    ] = Engine.LADDER,
    seconds: Annotated[
        int, typer.Option("--seconds", metavar="N", min=1, help="How long SymPy may take.")
    ] = 20,
    json: Json = False,
) -> None:
    """Decide whether two expressions are equal, with evidence.

    quizkit compare "x*Phi(x)" "x/2*(1+erf(x/sqrt(2)))" --symbols "x: real"
    quizkit compare "log(x^2)" "2 log(x)" --symbols "x: positive"
    quizkit compare "p1 - 1" "p1 - y1" --symbols "p: simplex(3); y: onehot(3)"
    quizkit compare "sin(2x)" "2 sin(x) cos(x)" --engine both

    SymPy works in a process of its own, which is ended after --seconds. It judges values, not domains.
    With both, what the ladder sampled may be proved; engines that contradict each other are a fault of ours.

    Exit code: 0 equal, 1 different, 2 invalid, 4 undecided, 70 the engines contradict each other.
    """
    from quizkit.equivalence import Comparison
    from quizkit.equivalence.engines import Both
    from quizkit.equivalence.texts import read_texts

    texts = read_texts(expected, response, domains(symbols))
    if isinstance(texts, Comparison):
        _report(texts, _unread(texts, expected, response), json=json)
    elif engine is Engine.LADDER:
        _report(texts.compared(), json=json)
    else:
        both = Both(ladder=texts.compared(), second=_second(texts, seconds))
        if engine is Engine.SYMPY:
            _report(both.second_comparison, json=json)
        _report_both(both, json=json)


def _report(comparison: Comparison, below: Sequence[str] = (), *, json: bool) -> NoReturn:
    if json:
        say_json(comparison.to_json())
    else:
        say(comparison.sentence(), *below)
    end(_CODES[comparison.relation])


def _report_both(both: Both, *, json: bool) -> NoReturn:
    """What follows from both engines, and what each of them found."""
    comparison = both.comparison
    if json:
        say_json(both.to_json())
    else:
        say(
            comparison.sentence(),
            f"  ladder  {both.ladder.sentence()}",
            f"  sympy   {both.second_comparison.sentence()}",
            f"  {both.agreement()}",
        )
    end(Exit.FAULT if both.agree is False else _CODES[comparison.relation])


def _second(texts: ReadTexts, seconds: int) -> Finding:
    """What SymPy says, in its own process."""
    from quizkit.equivalence.engines import Case
    from quizkit.workshop.second import SecondEngine

    case = Case(expected=texts.expected, response=texts.response, domains=texts.domains)
    with SecondEngine(seconds) as second:
        return second.finding(case)


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
    """``x: real; p: 0 .. 1`` as a mapping; commas will do as well. None where nothing is declared."""
    found: dict[str, str] = {}
    parts = [part.strip() for option in options or () for part in _BETWEEN.split(option)]
    for entry in filter(None, parts):
        name, colon, domain = entry.partition(":")
        name = name.strip()
        if not colon or not name:
            end(Exit.USAGE, f"quizkit: --symbols expects NAME: DOMAIN, found {quoted(entry)}")
        if name in found:
            end(Exit.USAGE, f"quizkit: --symbols declares {quoted(name)} twice")
        found[name] = domain.strip()
    return found or None
