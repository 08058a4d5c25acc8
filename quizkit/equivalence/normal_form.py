"""What is a node of the arena in normal form, in one cell?

Nodes become quotients of polynomials in coordinates and kernels. Where a node switches, the cell says which
side holds; where it does not say so, the proof splits. What is under the side that does not hold is never
looked at.
"""

from __future__ import annotations

from flint import fmpq

from quizkit.equivalence.arena import CONDITIONS, Arena, Coordinate
from quizkit.equivalence.circular import Circular
from quizkit.equivalence.elementary import Elementary
from quizkit.equivalence.kernels import Shared
from quizkit.equivalence.limits import MAX_PROOF_DEPTH
from quizkit.equivalence.quotients import GivesUp, NoValue, Quotient
from quizkit.equivalence.signs import Notes, Signs
from quizkit.equivalence.terrain import Terrain
from quizkit.equivalence.unary_functions import Functions


class NormalForms:
    """The normal forms of nodes in one cell."""

    __slots__ = (
        "_arena",
        "_circular",
        "_depth",
        "_doubts",
        "_elementary",
        "_functions",
        "_kernels",
        "_memo",
        "_ring",
        "_shared",
        "_symbol",
        "_unsettled",
        "signs",
    )

    def __init__(
        self, arena: Arena, terrain: Terrain, notes: Notes, *, shared: frozenset[int] = frozenset()
    ) -> None:
        self._arena = arena
        self._kernels = terrain.kernels
        self._ring = terrain.ring
        self._symbol = terrain.symbol
        self._memo = notes.forms
        self._unsettled = notes.unsettled
        self._doubts = 0
        self._shared = shared
        self._depth = 0
        self.signs = Signs(terrain.kernels, terrain.cell, notes)
        self._elementary = Elementary(terrain.kernels, self.signs)
        self._circular = Circular(self._elementary)
        self._functions = Functions(self._elementary, self._circular)

    def of(self, place: int) -> Quotient:
        """The normal form of a node.

        Raises NoValue if it has no value in the cell, Splits if the cell does not settle a sign, Finer and
        Larger if the kernels must be others, and GivesUp.
        """
        known = self._memo.get(place)
        if known is not None:
            if place in self._unsettled:
                self._doubts += 1
            return known
        doubts = self._doubts
        self._depth += 1
        if self._depth > MAX_PROOF_DEPTH:
            raise GivesUp("depth")
        try:
            found = self._new(place)
        finally:
            self._depth -= 1
        self._memo[place] = found
        if self._doubts > doubts:
            self._unsettled.add(place)
        return found

    def _new(self, place: int) -> Quotient:
        if place in self._shared:
            return self._of_shared(place)
        operation, a, b, c = self._arena.nodes[place]
        ring = self._ring
        match operation:
            case "number":
                value = self._arena.exact(place)
                return ring.constant(value if value is not None else fmpq(0))
            case "symbol":
                return self._of_symbol(place)
            case "add":
                return ring.add(self.of(a), self.of(b))
            case "subtract":
                return ring.subtract(self.of(a), self.of(b))
            case "multiply":
                return ring.multiply(self.of(a), self.of(b))
            case "divide":
                return ring.divide(self.of(a), self.of(b))
            case "negate":
                return ring.negate(self.of(a))
            case "power":
                return self._elementary.power(self.of(a), self.of(b))
            case "xlogy":
                factor = self.of(a)
                if ring.is_zero(factor):
                    return factor
                return self._weighted_log(factor, b)
            case "max" | "min":
                return self._greatest(a, b, 1 if operation == "max" else -1)
            case "choose":
                return self._choice(a, b, c)
            case "atan2":
                return self._circular.atan2(self.of(a), self.of(b))
            case "pi":
                return self._elementary.pi()
            case "undefined" | "word" | "truth":
                raise NoValue
            case _:
                return self._function(operation, a)

    def _weighted_log(self, factor: Quotient, b: int) -> Quotient:
        """factor·log(b); 0 where the factor is, whatever b may be."""
        try:
            argument = self.of(b)
            self._doubt(argument)
            return self._ring.multiply(factor, self._functions.apply("log", argument))
        except NoValue:
            self.signs.sign(factor, jumps=True)
            raise

    def _of_symbol(self, place: int) -> Quotient:
        leaf = self._arena.leaves[place]
        if not isinstance(leaf, Coordinate):
            raise GivesUp("a leaf")
        return self._symbol(leaf)

    def _of_shared(self, place: int) -> Quotient:
        is_condition = self._arena.nodes[place][0] in CONDITIONS
        generator = self._kernels.generator(("node", place), lambda: Shared(place, is_condition))
        return generator, self._ring.one

    def _function(self, operation: str, a: int) -> Quotient:
        argument = self.of(a)
        if operation in {"log", "atanh"}:
            self._doubt(argument)
        return self._functions.apply(operation, argument)

    def _doubt(self, argument: Quotient) -> None:
        """Note that a part of the cell may know that there is no logarithm."""
        if self.signs.known_sign(argument) is None:
            self._doubts += 1

    # Switches.

    def _greatest(self, a: int, b: int, direction: int) -> Quotient:
        left, right = self.of(a), self.of(b)
        sign = self.signs.sign(self._ring.subtract(left, right))
        return left if sign * direction >= 0 else right

    def _choice(self, condition: int, then: int, otherwise: int) -> Quotient:
        """One of two sides; with a condition of which nothing is asked, both."""
        if condition in self._shared:
            ring = self._ring
            holds = self._of_shared(condition)
            fails = ring.subtract(ring.unit, holds)
            try:
                sides = self.of(then), self.of(otherwise)
            except NoValue:
                raise GivesUp("a side without a value") from None
            return ring.add(ring.multiply(holds, sides[0]), ring.multiply(fails, sides[1]))
        return self.of(then if self.holds(condition) else otherwise)

    def holds(self, condition: int) -> bool:
        """Whether a condition holds in the cell."""
        operation, a, b, _ = self._arena.nodes[condition]
        match operation:
            case "truth":
                return self._arena.leaves[condition] is True
            case "not":
                return not self.holds(a)
            case "and":
                return not self._one_is(a, b, value=False)
            case "or":
                return self._one_is(a, b, value=True)
            case "less":
                return self.signs.sign(self._ring.subtract(self.of(a), self.of(b)), jumps=True) < 0
            case "equal":
                return self.signs.sign(self._ring.subtract(self.of(a), self.of(b)), jumps=True) == 0
            case _:
                raise GivesUp(operation)

    def _one_is(self, a: int, b: int, *, value: bool) -> bool:
        """Whether one of two conditions has a value that decides, even if the other has none."""
        try:
            if self.holds(a) is value:
                return True
        except NoValue:
            if self.holds(b) is value:
                return True
            raise
        return self.holds(b) is value
