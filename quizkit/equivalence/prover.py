"""Is the difference of two nodes 0, cell by cell?

The expected side's kernels and normal forms are kept for the next response. What one response adds is
forgotten after it, so that no verdict depends on what was graded before.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.equivalence.arena import Coordinate
from quizkit.equivalence.bench import Bench
from quizkit.equivalence.cells import Cell
from quizkit.equivalence.comparison import EqualityPolicy
from quizkit.equivalence.kernels import Finer, Kernels, Larger
from quizkit.equivalence.limits import MAX_ASSUMPTIONS, MAX_CELLS, MAX_KERNELS, MAX_RESTARTS
from quizkit.equivalence.normal_form import NormalForms
from quizkit.equivalence.quotients import Budget, GivesUp, NoValue, Quotient, Ring
from quizkit.equivalence.signs import Notes, Splits
from quizkit.equivalence.terrain import Terrain, normal_assumption

FIRST_SIZE = 8


class Proof(enum.Enum):
    """What a proof came to."""

    EVERYWHERE = enum.auto()
    ALMOST_EVERYWHERE = enum.auto()
    """But for places where something jumps."""
    NONE = enum.auto()


@dataclass(slots=True)
class Workshop:
    """Kernels, and normal forms by cell."""

    kernels: Kernels
    notes: dict[object, Notes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be proved: the entries, with some nodes and symbols fixed."""

    entries: Sequence[tuple[int, int]]
    policy: EqualityPolicy
    roots: tuple[int, ...] = ()
    """All of the expected side, differing or not."""
    shared: frozenset[int] = frozenset()
    """Nodes of both sides of which nothing is asked."""
    values: Mapping[Coordinate, Fraction] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """A proof under way."""

    task: Task
    workshop: Workshop
    terrain: Terrain
    first: Cell
    cells: int = 0


class Prover:
    """The proofs of one question."""

    __slots__ = ("_bench", "_kept")

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._kept: dict[tuple[int, ...], tuple[Workshop, int]] = {}

    def clear(self) -> None:
        """Forget everything: the arena starts anew."""
        self._kept.clear()

    def prove(self, task: Task) -> Proof:
        """Whether both sides of every entry are equal, as far as can be told."""
        budget = Budget()
        try:
            workshop, size = self._begun(task)
            workshop.kernels.ring.budget = budget
            degrees = dict(workshop.kernels.degrees)
            generators = workshop.kernels.ring.size
            for _ in range(MAX_RESTARTS):
                try:
                    return self._proved(task, workshop)
                except Finer as finer:
                    degrees[finer.key] = finer.degree
                except Larger:
                    generators = _grown(generators)
                finally:
                    workshop.kernels.cut(size)
                workshop, size = Workshop(Kernels(Ring(generators, budget), dict(degrees))), 0
        except GivesUp:
            pass
        return Proof.NONE

    def _begun(self, task: Task) -> tuple[Workshop, int]:
        """A workshop in which the expected side has its normal forms, and how many kernels that took."""
        if task.shared or task.values:
            return Workshop(Kernels(Ring(FIRST_SIZE, Budget()), {})), 0
        kept = self._kept.get(task.roots)
        if kept is None:
            kept = self._kept[task.roots] = self._prepared(task)
        workshop, size = kept
        notes = {key: notes.copy() for key, notes in workshop.notes.items()}
        return Workshop(workshop.kernels, notes), size

    def _prepared(self, task: Task) -> tuple[Workshop, int]:
        own = Task([(root, root) for root in task.roots], task.policy)
        asked = self._asked(task)
        degrees, generators = _learnt(asked)
        for _ in range(MAX_RESTARTS):
            workshop = Workshop(Kernels(Ring(generators, Budget()), dict(degrees)))
            try:
                self._proved(own, workshop)
            except Finer as finer:
                degrees[finer.key] = finer.degree
                continue
            except Larger:
                generators = _grown(generators)
                continue
            except GivesUp:
                break
            _learn(asked, degrees, generators)
            return workshop, len(workshop.kernels.listed)
        return Workshop(Kernels(Ring(FIRST_SIZE, Budget()), {})), 0

    def _asked(self, task: Task) -> object:
        """All that the kernels of the expected side follow from, the same for every variant alike."""
        bench = self._bench
        assumed = bench.arena.described(bench.conditions()) if bench.has_conditions else b""
        return bench.arena.described(task.roots), tuple(bench.symbols.items()), assumed, task.policy

    def _proved(self, task: Task, workshop: Workshop) -> Proof:
        terrain = Terrain(self._bench.symbols, workshop.kernels, task.values)
        run = _Run(task, workshop, terrain, self._first_cell(terrain))
        found = Proof.EVERYWHERE
        for entry in dict.fromkeys(task.entries):
            proof = self._entry(run, entry)
            if proof is Proof.NONE:
                return proof
            if proof is Proof.ALMOST_EVERYWHERE:
                found = proof
        return found

    def _entry(self, run: _Run, entry: tuple[int, int]) -> Proof:
        """The proof of one entry, in all cells."""
        waiting = [(run.first, run.first)]
        seen = {run.first.key}
        found = Proof.EVERYWHERE
        while waiting:
            cell, parent = waiting.pop()
            run.cells += 1
            if run.cells > MAX_CELLS:
                raise GivesUp("cells")
            place = run.terrain.at(cell)
            if place is None:
                continue
            following: list[tuple[Cell, Cell]] = []
            forms = self._forms(run, place, cell, parent)
            try:
                if not self._holds(run.task, forms, place, entry):
                    if not cell.is_thin:
                        return Proof.NONE
                    found = Proof.ALMOST_EVERYWHERE
            except Splits as split:
                if len(place.cell.assumptions) >= MAX_ASSUMPTIONS:
                    raise GivesUp("assumptions") from None
                following = [(cell.extended(split.key, split.polynomial, sign), cell) for sign in (-1, 1)]
            except GivesUp:
                if not cell.is_thin:
                    raise
                found = Proof.ALMOST_EVERYWHERE
            else:
                if forms.signs.notes.almost:
                    found = Proof.ALMOST_EVERYWHERE
                following = [
                    (cell.bounded_by(key, polynomial), run.first)
                    for key, polynomial in forms.signs.notes.boundaries.items()
                ]
            for other in following:
                if other[0].key not in seen:
                    seen.add(other[0].key)
                    waiting.append(other)
        return found

    def _forms(self, run: _Run, place: Terrain, cell: Cell, parent: Cell) -> NormalForms:
        notes = run.workshop.notes.get(cell.key)
        if notes is None:
            known = None if cell.is_thin else run.workshop.notes.get(parent.key)
            notes = run.workshop.notes[cell.key] = Notes() if known is None else known.inherited()
        return NormalForms(self._bench.arena, place, notes, shared=run.task.shared)

    def _holds(self, task: Task, forms: NormalForms, place: Terrain, entry: tuple[int, int]) -> bool:
        """Whether both sides of an entry are equal in a cell."""
        left, right = (_value(forms, side) for side in entry)
        if left is None or right is None:
            is_single = place.is_thin and task.policy != "same domain"
            return left is right or is_single or task.policy == "common domain"
        if left == right:
            return True
        difference = place.ring.difference(left, right)
        if difference.is_zero():
            return True
        return any(
            assumption.sign == 0 and divmod(difference, assumption.polynomial)[1].is_zero()
            for assumption in place.cell.assumptions
        )

    def _first_cell(self, terrain: Terrain) -> Cell:
        """What the question's joint conditions say, as far as they are the signs of polynomials."""
        cell = Cell()
        if not self._bench.has_conditions:
            return cell
        arena = self._bench.arena
        waiting = self._bench.conditions()
        forms = NormalForms(arena, terrain, Notes())
        while waiting:
            operation, a, b, _ = arena.nodes[waiting.pop()]
            if operation == "and":
                waiting += [a, b]
            elif operation == "less":
                try:
                    n, d = terrain.ring.subtract(forms.of(b), forms.of(a))
                    content, factors = forms.signs.factors(n)
                except (NoValue, Splits, GivesUp):
                    continue
                odd = [factor for factor, exponent in factors if exponent % 2]
                if d.is_constant() and len(odd) == 1:
                    known = normal_assumption(odd[0], 1 if content > 0 else -1)
                    cell = cell.extended(known.key, known.polynomial, known.sign)
        return cell


_LEARNT: dict[object, tuple[dict[object, int], int]] = {}
"""Of which degrees the roots of an expected side's kernels are, and how many generators it needs."""
_MOST_LEARNT = 512


def _learnt(asked: object) -> tuple[dict[object, int], int]:
    """With what a search for degrees and size begins: with its outcome, where it was made before."""
    degrees, generators = _LEARNT.get(asked, ({}, FIRST_SIZE))
    return dict(degrees), generators


def _learn(asked: object, degrees: Mapping[object, int], generators: int) -> None:
    if len(_LEARNT) >= _MOST_LEARNT:
        _LEARNT.clear()
    _LEARNT[asked] = dict(degrees), generators


def _value(forms: NormalForms, side: int) -> Quotient | None:
    try:
        return forms.of(side)
    except NoValue:
        return None


def _grown(size: int) -> int:
    if size >= MAX_KERNELS:
        raise GivesUp("kernels")
    return min(2 * size, MAX_KERNELS)
