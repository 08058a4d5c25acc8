"""What does SymPy say of two formulas? The second engine, out of line.

It shares with the ladder the trees and the points, and nothing of how it decides. *Different* rests on
a point of the domain at which both sides have a value and SymPy is certain of their difference.
*Equal* rests on SymPy bringing the difference of every entry to 0. Anything else is undecided. It takes as
long as SymPy takes, so it is run where it may be stopped (``quizkit.workshop.second``).
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from flint import arb

from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.engines import Case, Plain
from quizkit.equivalence.evidence import Limited, OtherShape, Proved, Unproved, Witness
from quizkit.equivalence.indices import Assignment, index_values
from quizkit.equivalence.points import Point, Series, points_of
from quizkit.equivalence.readable import nested, rational_text, told_apart
from quizkit.equivalence.seen import Seen, Written, entry_of
from quizkit.errors import LimitReached, NotComputable, ShapeMismatch, Undecidable, Undefined
from quizkit.mathlang.arrays import Array, Value, entries_of, shape_of
from quizkit.mathlang.balls import fraction, precision
from quizkit.mathlang.domains import UNDECLARED
from quizkit.mathlang.functions import CONSTANTS
from quizkit.mathlang.nodes import Node, names
from quizkit.mathlang.symbolic import Symbolic, certainly_differ, expression, numbers, vanishes

DIGITS = 50
CERTAIN = (50, 100)
"""The digits of a difference of which SymPy must be certain, and again."""
SUSPECT = Fraction(1, 10**20)
"""How far apart, relatively, two sides are that may differ."""
SEARCH: tuple[tuple[Series, int], ...] = (("friendly", 20), ("generic", 8), ("wide", 6))
"""Points that are looked at."""
SEARCH_TRIES = 200
"""Points of one series that are drawn in search of those at which all conditions hold."""
SHOWN_BITS = 300

Values = Mapping[str, "Value[Plain]"]


def second_finding(case: Case) -> Finding:
    """Equal, different or undecided, by SymPy."""
    try:
        return _Second(case).finding()
    except (NotComputable, ShapeMismatch, Undefined, Undecidable):
        return Finding("undecided", Unproved(points=0, engine="sympy"))
    except LimitReached as reached:
        return Finding("undecided", Limited(name=reached.limit, value=reached.value))
    except RecursionError:
        return Finding("undecided", Limited(name="recursion depth", value=sys.getrecursionlimit()))


class _Second:
    """One comparison by SymPy."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.letters = _letters(case)
        fixed = case.values.keys() | case.lets.keys()
        sides = (case.expected, case.response)
        has_arrays = any(domain.shape for domain in case.domains.values())
        self.assignments: Sequence[Assignment] = (
            index_values(case.domains, sides, lambda name: name in fixed) if has_arrays else [{}]
        )
        self.points = points_of(case.domains)
        self.agreed = 0

    def finding(self) -> Finding:
        """Numbers first: what certainly differs need not be simplified."""
        found = self.by_numbers()
        if found is not None:
            return found
        if self.agreed and self.by_algebra():
            return Finding("equal", Proved(engine="sympy"))
        return Finding("undecided", Unproved(points=self.agreed, engine="sympy"))

    # Numbers.

    def by_numbers(self) -> Finding | None:
        """A point at which the sides clearly differ, or another shape."""
        for point in self.searched():
            at_point = self.at(point)
            for assignment in self.assignments:
                values = {**self.case.values, **at_point, **_fixed(assignment)}
                try:
                    found = self.compared(values, point, assignment)
                except (Undefined, Undecidable):
                    continue
                if found is not None:
                    return found
                self.agreed += 1
        return None

    def compared(self, values: Values, point: Point, assignment: Assignment) -> Finding | None:
        """What one point says. Raises Undefined or Undecidable where that is nothing."""
        case = self.case
        left, right = (numbers(side, values, case.lets, DIGITS) for side in (case.expected, case.response))
        shape = shape_of(left)
        if shape != shape_of(right):
            return Finding("different", OtherShape(expected=shape, response=shape_of(right)))
        for place, (expected, response) in enumerate(zip(entries_of(left), entries_of(right), strict=True)):
            if not _may_differ(expected, response):
                continue
            exact = list(self.entries(values, rewritten=False))[place]
            if certainly_differ(*exact, CERTAIN):
                seen = self.seen(point, assignment, (expected, response), entry_of(shape, place))
                return Finding("different", Witness(seen, engine="sympy"))
            raise Undecidable("a difference that rounding may feign")
        return None

    def searched(self) -> Iterator[Point]:
        """The points that are looked at: all joint values where these are few."""
        if not self.letters:
            yield self.points.point("generic", 0)
            return
        for series, count in SEARCH:
            if series == "friendly" and not self.case.single_points:
                continue
            if series == "generic":
                count = max(count, self.points.combinations)  # noqa: PLW2901 - few values are all tried
            tried = (self.points.point(series, number) for number in range(max(count, SEARCH_TRIES)))
            yield from itertools.islice(filter(self.is_allowed, tried), count)

    def is_allowed(self, point: Point) -> bool:
        """Whether the conditions of the question hold at a point."""
        if not self.case.assume:
            return True
        values = {**self.case.values, **self.at(point)}
        try:
            return all(
                bool(entry)
                for condition in self.case.assume
                for entry in entries_of(numbers(condition, values, self.case.lets, DIGITS))
            )
        except (Undefined, Undecidable):
            return False

    def at(self, point: Point) -> dict[str, Value[Plain]]:
        """The letters' values at a point."""
        found: dict[str, Value[Plain]] = {}
        for name in self.letters:
            shape = self.case.domains.get(name, UNDECLARED).shape
            entries = tuple(fraction(entry) for entry in point.entries(name))
            found[name] = Array(shape, entries) if shape else entries[0]
        return found

    def seen(
        self, point: Point, assignment: Assignment, sides: tuple[Symbolic, Symbolic], entry: tuple[int, ...]
    ) -> Seen:
        """Both values at a point, as they are shown."""
        shown = {
            name: nested(
                [rational_text(value) for value in point.entries(name)],
                self.case.domains.get(name, UNDECLARED).shape,
            )
            for name in self.letters
        }
        with precision(SHOWN_BITS):
            expected, response = told_apart(*map(_ball, sides))
        indices = {name: str(value) for name, value in assignment.items()}
        return Seen(Written(point={**shown, **indices}, expected=expected, response=response, entry=entry))

    # Algebra.

    def by_algebra(self) -> bool:
        """Whether SymPy brings the difference of every entry to 0, one way or another."""
        few = self.points.few(frozenset(self.letters))
        if not few or self.points.combinations < 2:
            return self.vanishes_with({}, rewritten=False) or self.vanishes_with({}, rewritten=True)
        joint = [self.at(self.points.point("generic", number)) for number in range(self.points.combinations)]
        return all(
            self.vanishes_with({name: values[name] for name in few}, rewritten=True) for values in joint
        )

    def vanishes_with(self, known: Values, *, rewritten: bool) -> bool:
        """Whether all differences vanish where some letters are known."""
        return all(
            vanishes(left, right)
            for assignment in self.assignments
            for left, right in self.entries(
                {**self.case.values, **known, **_fixed(assignment)}, rewritten=rewritten
            )
        )

    def entries(self, values: Values, *, rewritten: bool) -> Iterator[tuple[Symbolic, Symbolic]]:
        """The entries of both sides as SymPy's expressions."""
        left, right = (
            expression(side, self.case.domains, values, self.case.lets, rewritten=rewritten)
            for side in (self.case.expected, self.case.response)
        )
        if shape_of(left) != shape_of(right):
            raise ShapeMismatch("the sides have different shapes")
        return zip(entries_of(left), entries_of(right), strict=True)


def _letters(case: Case) -> list[str]:
    """The names without a value that the formulas lead to."""
    waiting: list[Node] = [case.expected, case.response, *case.assume]
    found: set[str] = set()
    while waiting:
        new = names(waiting.pop()) - found
        found |= new
        waiting.extend(case.lets[name] for name in new if name in case.lets and name not in case.values)
    known = case.values.keys() | case.lets.keys()
    return sorted(name for name in found - known if name in case.domains or name not in CONSTANTS)


def _fixed(assignment: Assignment) -> dict[str, Value[Plain]]:
    return {name: Fraction(value) for name, value in assignment.items()}


def _may_differ(left: Symbolic, right: Symbolic) -> bool:
    """Whether two rounded values are apart."""
    return bool(abs(left - right) > max(abs(left), abs(right)) * SUSPECT.numerator / SUSPECT.denominator)


def _ball(value: Symbolic) -> arb:
    return arb(str(value.evalf(DIGITS)))
