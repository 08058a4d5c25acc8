"""Rung 2: do the two sides differ at one of three points?

A friendly point comes first, since most wrong answers are wrong there too and it can be shown as it is;
then two generic ones. Disjoint balls prove a difference. So most wrong answers are decided after a few
microseconds, and with proof.
"""

from __future__ import annotations

from quizkit.equivalence.bench import FIRST_BITS
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.enclosures import standing
from quizkit.equivalence.pair import Pair
from quizkit.mathlang.balls import precision


def witness(pair: Pair) -> Finding | None:
    """Different, if the balls at a point are disjoint or only one side has a value there."""
    for resident in pair.bench.residents():
        fresh_nodes = len(pair.bench.arena) - len(resident.column)
        pair.work.charge(fresh_nodes, FIRST_BITS)
        with precision(FIRST_BITS):
            column = resident.extended()
            found, index = standing(pair.entries, column)
        if found == "agree":
            pair.agreed = True
            continue
        finding = pair.finding(resident.point, found, index, column, FIRST_BITS)
        if finding is not None:
            return finding
    return None
