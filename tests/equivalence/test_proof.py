"""The prover proves what is equal, and never what balls tell apart."""

import pytest

from quizkit.equivalence.bench import Bench
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.evidence import Witness
from quizkit.equivalence.pair import Pair
from quizkit.equivalence.proof import proved
from quizkit.equivalence.prover import Proof
from quizkit.equivalence.sweep import sweep
from quizkit.equivalence.switches import switches
from quizkit.equivalence.witness import witness
from quizkit.errors import LimitReached
from quizkit.mathlang.domains import REAL
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.printing import text
from tests.equivalence.formulas import other_value
from tests.equivalence.growing import Growing


def paired(expected: Node, response: Node) -> Pair:
    bench = Bench({"x": REAL, "y": REAL}, {}, {}, (), b"")
    left, right = bench.expected(expected, [{}]), bench.response(response, [{}])
    return Pair(bench, left, right, [{}], "common domain")


def told_apart(pair: Pair) -> Finding | None:
    """What balls say, if they certify different values at some point."""
    for rung in (witness, sweep, switches):
        finding = rung(pair)
        if finding is not None:
            return finding if isinstance(finding.evidence, Witness) else None
    return None


def proved_against_balls(pairs: int, seed: int) -> list[str]:
    """Of so many pairs that balls tell apart those that the prover proves all the same."""
    growing = Growing(seed, wide=True)
    apart, wrong = 0, []
    while apart < pairs:
        node = growing.formula(2 + growing.below(6))
        other = growing.changed(node, other_value) if growing.below(4) else growing.formula(4)
        try:
            pair = paired(node, other)
            finding = told_apart(pair)
            if finding is not None:
                apart += 1
                if proved(pair) is Proof.EVERYWHERE:
                    wrong.append(f"{text(node)} | {text(other)}: {finding.evidence.sentence()}")
        except LimitReached:
            continue
    return wrong


def test_nothing_is_proved_that_balls_tell_apart() -> None:
    assert proved_against_balls(300, 1) == []


@pytest.mark.endurance
def test_nothing_is_proved_of_many_that_balls_tell_apart() -> None:
    assert proved_against_balls(20_000, 2) == []
