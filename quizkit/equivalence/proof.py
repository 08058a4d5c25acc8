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
from quizkit.equivalence.enclosures import standing
from quizkit.equivalence.evidence import Proved, ProvedAlmostEverywhere
from quizkit.equivalence.limits import MAX_COMMON_POINTS
from quizkit.equivalence.pair import Pair
from quizkit.equivalence.prover import Proof, Prover, Task
from quizkit.equivalence.shared import above, is_arithmetic, shared_functions
from quizkit.mathlang.balls import fraction, precision


def proof(pair: Pair) -> Finding | None:
    """Equal, if the algebra says so."""
    found = proved(pair)
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
    shared, only_arithmetic = _shared(pair)
    alike = Task(pair.entries, pair.policy, shared=shared)
    if shared and only_arithmetic and prover.prove(alike) is Proof.EVERYWHERE:
        return Proof.EVERYWHERE
    found = prover.prove(Task(pair.entries, pair.policy, pair.expected.roots))
    if found is Proof.NONE and shared and not only_arithmetic:
        found = prover.prove(alike)
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


def _shared(pair: Pair) -> tuple[frozenset[int], bool]:
    """The functions of both sides of which nothing need be known, and whether there are no others.

    ``(1 - exp(-x))^2`` against ``1 - 2*exp(-x) + exp(-x)^2`` is arithmetic, whatever exp(-x) may be.
    """
    arena = pair.bench.arena
    found: set[int] = set()
    only_arithmetic = True
    for left, right in pair.entries:
        common = shared_functions(arena, left, right)
        for place in above(arena, (left, right), common) - common:
            operation, condition, _, _ = arena.nodes[place]
            if not is_arithmetic(arena, place) and not (operation == "choose" and condition in common):
                only_arithmetic = False
        found |= common
    return frozenset(found), only_arithmetic


def _agree_somewhere(pair: Pair) -> bool:
    """Whether both sides certainly have values, that balls do not tell apart, at some point."""
    for resident in pair.bench.residents():
        with precision(FIRST_BITS):
            if standing(pair.entries, resident.extended())[0] == "agree":
                return True
    points = pair.bench.allowed_points(pair.bench.points, "generic")
    for point, _ in zip(points, range(MAX_COMMON_POINTS), strict=False):
        if pair.at(point, FIRST_BITS)[0] == "agree":
            return True
    return False
