"""How are the counts of a batch told?"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, get_args

from quizkit.cli.output import Exit, count, end, table
from quizkit.errors import printable, quoted

if TYPE_CHECKING:
    from quizkit.batch.tallies import Tally

LISTED = 15
"""The most questions and mistakes that are listed."""
_REASONS = 5
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%")
_OWN_KEY = "(own keys)"
"""How the rows are called that bring a key."""


def share_of(text: str, option: str) -> float:
    """``1%`` as 0.01; ends the command for what is no share."""
    found = _SHARE.fullmatch(text)
    if found is None or float(found[1]) > 100:
        end(Exit.USAGE, f"quizkit: {option} expects a share from 0% to 100%, found {quoted(text)}")
    return float(found[1]) / 100


def summary(tally: Tally, source: str, output: str) -> list[str]:
    """What came of a batch: by outcome, by question, by mistake."""
    where = "" if output == "-" else f" → {printable(output, 200)}"
    outcomes = [f"{tally.outcomes[name]:,} {name}" for name in _outcomes() if tally.outcomes[name]]
    told = [
        f"{printable(source, 200)}: {tally.rows:,} row{'' if tally.rows == 1 else 's'}{where}",
        f"  {' · '.join(outcomes) or 'no verdict'}",
    ]
    if tally.refused:
        codes = ", ".join(f"{code} ({number:,})" for code, number in sorted(tally.refused.items()))
        told.append(f"  {count(tally.refused.total(), 'row')} refused: {codes}")
    told += _questions(tally)
    told += _mistakes(tally)
    return told


def undecided_lines(tally: Tally) -> list[str]:
    """Why answers are undecided by our limits and faults, with examples."""
    shares = [
        f"  {reason}: {number:,}, such as {', '.join(quoted(name) for name in tally.undecided[reason])}"
        for reason, number in tally.reasons.most_common()
        if reason != "rubric"
    ]
    return [f"{tally.ours:,} of {tally.graded:,} answers are undecided; no mark is lost:", *shares[:_REASONS]]


def _questions(tally: Tally) -> list[str]:
    def wrong(entry: tuple[str, Counter[str]]) -> tuple[float, str]:
        return -(1 - entry[1]["correct"] / entry[1].total()), entry[0]

    listed = sorted(tally.questions.items(), key=wrong)
    names = [name for name in _outcomes() if tally.outcomes[name]]
    rows = [
        (printable(question) or _OWN_KEY, f"{counts.total():,}", *(f"{counts[name]:,}" for name in names))
        for question, counts in listed[:LISTED]
    ]
    if not rows:
        return []
    more = len(listed) - len(rows)
    rest = [f"and {count(more, 'question')} with more correct answers"] if more else []
    return ["", *table(rows, ("question", "answers", *names)), *rest]


def _mistakes(tally: Tally) -> list[str]:
    listed = sorted(tally.mistakes.items(), key=lambda entry: (-entry[1], entry[0]))
    rows = [
        (mistake, question, f"{number:,}")
        for name, number in listed[:LISTED]
        for question, _, mistake in [name.partition(" ")]
    ]
    return ["", *table(rows, ("mistake", "question", "answers"))] if rows else []


def _outcomes() -> tuple[str, ...]:
    from quizkit.grading import Outcome

    return get_args(Outcome)
