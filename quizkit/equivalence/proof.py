"""Rung 5: are both sides equal by exact algebra?

The difference is 0 in normal form, in every cell where something switches, for every value of symbols with
few values. That holds wherever both sides have a value; where only one has, the rungs before have looked.
At least one point at which both have a value must be known: nothing is proved of what is nowhere defined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from quizkit.equivalence.arena import Coordinate
from quizkit.equivalence.bench import FIRST_BITS
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.evidence import Proved, ProvedAlmostEverywhere
from quizkit.equivalence.limits import MAX_COMMON_POINTS
from quizkit.equivalence.pair import Pair
from quizkit.equivalence.prover import Proof, Prover, Task
from quizkit.equivalence.shared import shared_functions
from quizkit.mathlang.balls import fraction


def proof_of_total(pair: Pair) -> Finding | None:
    """Equal, if the algebra says so and both sides have a value everywhere: no search can add to that."""
    if not pair.is_total:
        return None
    pair.proof = proved(pair)
    return proof(pair) if pair.proof is Proof.EVERYWHERE else None


def proof(pair: Pair) -> Finding | None:
    """Equal, if the algebra says so."""
    if pair.proof is None:
        pair.proof = proved(pair)
    found = pair.proof
    if found is Proof.NONE or not _agree_somewhere(pair):
        return None
    if pair.exception is None and found is Proof.EVERYWHERE:
        return Finding("equal", Proved(domain=pair.one_sided))
    if pair.policy == "almost everywhere":
        return Finding("equal", ProvedAlmostEverywhere(domain=pair.one_sided, exception=pair.exception))
    return None


def proved(pair: Pair) -> Proof:
    """What the algebra alone says of a pair."""
    prover = pair.bench.prover()
    if pair.is_finite:
        return _by_values(pair, prover)
    found = prover.prove(Task(pair.entries, pair.policy, pair.expected.roots))
    if found is not Proof.EVERYWHERE:
        shared = _shared(pair)
        if shared and prover.prove(Task(pair.entries, pair.policy, shared=shared)) is Proof.EVERYWHERE:
            return Proof.EVERYWHERE
    if found is Proof.NONE and pair.bench.points.few(pair.symbols):
        return _by_values(pair, prover)
    return found


def _by_values(pair: Pair, prover: Prover) -> Proof:
    """The proof for every joint value of the symbols that have few."""
    worst = Proof.EVERYWHERE
    for values in _values(pair):
        found = prover.prove(Task(pair.entries, pair.policy, values=values))
        if found is Proof.NONE:
            return found
        if found is Proof.ALMOST_EVERYWHERE:
            worst = found
    return worst


def _values(pair: Pair) -> Iterator[Mapping[Coordinate, Fraction]]:
    """The joint values of the symbols that have few."""
    few = pair.bench.points.few(pair.symbols)
    seen = set()
    for number in range(pair.bench.points.combinations):
        point = pair.bench.points.point("generic", number)
        found = {
            Coordinate(name, entry): fraction(value)
            for name in few
            for entry, value in enumerate(point.entries(name))
        }
        key = tuple(found.values())
        if key not in seen:
            seen.add(key)
            yield found


def _shared(pair: Pair) -> frozenset[int]:
    """The functions of both sides of which nothing need be known.

    ``(1 - erf(x))^2`` against ``1 - 2*erf(x) + erf(x)^2`` is arithmetic, whatever erf(x) may be.
    """
    arena = pair.bench.arena
    return frozenset().union(*(shared_functions(arena, left, right) for left, right in pair.entries))


def _agree_somewhere(pair: Pair) -> bool:
    """Whether both sides certainly have values, that balls do not tell apart, at some point."""
    if pair.agreed:
        return True
    points = pair.bench.allowed_points(pair.bench.points, "generic")
    for point, _ in zip(points, range(MAX_COMMON_POINTS), strict=False):
        if pair.at(point, FIRST_BITS)[0] == "agree":
            return True
    return False
