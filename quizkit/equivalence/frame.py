"""Are two formulas equal, for this question? The ladder, from the cheapest rung to the last.

    identity    the same nodes
    witness     two generic points, and a friendly one, in balls
    proof       at once, where both sides have a value on the whole domain (``ranges``)
    sweep       a hundred points in floats find suspects, balls judge them
    switches    on, beside and between the places where a formula switches
    proof       the difference is 0 by exact algebra, in every case; elsewhere it comes only now
    precision   points that follow from the answer, hundreds of bits or thousands

A rung that can tell gives a finding; else the next is asked. The last always finds, if only that it cannot
tell. All work is counted; what runs out is named.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from quizkit.equivalence.bench import Bench
from quizkit.equivalence.comparison import Comparison, EqualityPolicy, Finding
from quizkit.equivalence.evidence import Limited, OtherShape
from quizkit.equivalence.identity import identity
from quizkit.equivalence.pair import Pair, Rung
from quizkit.equivalence.precision import precision
from quizkit.equivalence.proof import proof, proof_of_total
from quizkit.equivalence.sweep import sweep
from quizkit.equivalence.switches import switches
from quizkit.equivalence.witness import witness
from quizkit.errors import LimitReached
from quizkit.mathlang.arrays import Value
from quizkit.mathlang.balls import Exact
from quizkit.mathlang.domains import Domain
from quizkit.mathlang.nodes import Node

LADDER: tuple[Rung, ...] = (identity, witness, proof_of_total, sweep, switches, proof)
"""The rungs that may leave it to the next; after them comes ``precision``, which always finds."""


class Frame:
    """The names of one question, and what is known of its formulas; shared by all its responses.

    ``symbols`` are the free letters and where they live; names in no mapping are undeclared reals.
    ``values`` are exact: rationals, words, conditions. ``lets`` are formulas of other names. ``assume``
    are conditions that hold for the symbols together. ``salt`` makes the deciding points a secret.
    May be used from several threads: comparisons of one frame wait for each other.
    """

    __slots__ = ("_bench", "_lock")

    def __init__(
        self,
        symbols: Mapping[str, Domain] = MappingProxyType({}),
        values: Mapping[str, Value[Exact]] = MappingProxyType({}),
        lets: Mapping[str, Node] = MappingProxyType({}),
        assume: Sequence[Node] = (),
        salt: bytes = b"",
    ) -> None:
        self._bench = Bench(dict(symbols), dict(values), dict(lets), assume, salt)
        self._lock = threading.RLock()

    def compare(self, expected: Node, response: Node, policy: EqualityPolicy | None = None) -> Comparison:
        """The relation of two formulas, and what it rests on.

        Without a policy: everywhere on declared domains, and where a symbol without one occurs, where both
        sides have a value. Raises ShapeMismatch if a side cannot be formed, and NotComputable if it
        compares symbols as only numbers can be (``argmax``).
        """
        with self._lock:
            finding = self._finding(expected, response, policy)
        return Comparison(
            relation=finding.relation,
            evidence=finding.evidence,
            expected_side=expected,
            response_side=response,
        )

    def _finding(self, expected: Node, response: Node, policy: EqualityPolicy | None) -> Finding:
        try:
            assignments = self._bench.assignments(expected, response)
            left = self._bench.expected(expected, assignments)
            right = self._bench.response(response, assignments)
            if left.shape != right.shape:
                return Finding("different", OtherShape(expected=left.shape, response=right.shape))
            return climb(Pair(self._bench, left, right, assignments, policy))
        except LimitReached as reached:
            return Finding("undecided", Limited(name=reached.limit, value=reached.value))


def climb(pair: Pair) -> Finding:
    """The finding of the first rung that can tell."""
    for rung in LADDER:
        finding = rung(pair)
        if finding is not None:
            return finding
    return precision(pair)
