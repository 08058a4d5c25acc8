"""What is worked out once for a key, so that every answer to it is judged and explained quickly?

Its formula with everything written out, the facts about it, its band in floats, and the tables in which
answers are looked up. Each is found when it is first needed, then kept.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flint import arb, fmpq

from quizkit.equivalence.tolerance import Tolerance, band
from quizkit.errors import QuizkitError
from quizkit.grading.derivatives import derivative
from quizkit.grading.lookup import FormulaTable, NumberTable, SamplePoints, float_of, floats_of
from quizkit.grading.versions import Facts, Version, versions
from quizkit.mathlang.arrays import Array, Shape, Value, shape_of
from quizkit.mathlang.balls import FIRST_BITS, Exact, Real, Workings, fraction, precision, real, scalars
from quizkit.mathlang.domains import Domain
from quizkit.mathlang.nodes import Name, Node, walk
from quizkit.mathlang.tidy import number_node, put_in
from quizkit.variants.parsed import ParsedMistake

MAX_NODES = 400
"""A key that is longer when everything is written out keeps its names."""
MAX_COUNTS = 8
MAX_SHOWN = 40
CERTAIN = 1e-12
"""Floats further than this share from the end of a band are on the side they seem to be on."""


@dataclass(frozen=True, slots=True)
class FloatBand:
    """A band, in floats: outside of a margin around its ends they are to be trusted."""

    low: float
    high: float
    margin: float

    def holds(self, value: float) -> bool | None:
        """Whether a number lies in the band; None where floats cannot tell."""
        margin = self.margin + CERTAIN * abs(value)
        if self.low + margin < value < self.high - margin:
            return True
        if value < self.low - margin or value > self.high + margin:
            return False
        return None


def float_band(expected: Real, tolerance: Tolerance) -> FloatBand | None:
    """The band around a number, in floats; None where floats cannot tell enough."""
    try:
        with precision(FIRST_BITS):
            low, high = (float_of(end) for end in band(expected, tolerance))
    except QuizkitError:
        return None
    if low is None or high is None:
        return None
    return FloatBand(low, high, CERTAIN * max(abs(low), abs(high)))


class Study:
    """What follows from one key and the names around it."""

    def __init__(
        self,
        *,
        key: Node,
        workings: Workings,
        tolerance: Tolerance,
        mistakes: Sequence[ParsedMistake],
        units: Mapping[str, Node],
        domains: Mapping[str, Domain],
        assume: Sequence[Node],
        is_symbolic: bool,
    ) -> None:
        self.key = key
        self.workings = workings
        self.tolerance = tolerance
        self._mistakes = mistakes
        self._units = units
        self._domains = domains
        self._assume = assume
        self._is_symbolic = is_symbolic
        self._values: dict[int, Value[Exact]] = {}

    def value(self, bits: int = FIRST_BITS) -> Value[Exact]:
        """The value of the key with at least so many bits. Raises as ``Workings.value`` does."""
        found = self._values.get(bits)
        if found is None:
            found = self._values[bits] = self.workings.value(self.key, bits)
        return found

    @functools.cached_property
    def floats(self) -> tuple[float, ...] | None:
        """The entries of the key as floats; None if floats cannot hold them."""
        return floats_of(self.value())

    @functools.cached_property
    def float_band(self) -> FloatBand | None:
        """The band around a number, in floats; None where they cannot tell enough."""
        value = self.value()
        return None if isinstance(value, Array | str) else float_band(real(value), self.tolerance)

    @functools.cached_property
    def mistakes(self) -> NumberTable[ParsedMistake]:
        """The question's own mistakes, by value."""
        rows = [(mistake, mistake.node, mistake.tolerance) for mistake in self._mistakes]
        return NumberTable(self.workings, rows, shape_of(self.value()))

    @functools.cached_property
    def written_out(self) -> Node:
        """The key with the formulas of other names put in, as far as that stays short."""
        formulas = self.workings.formulas
        node = self.key
        for _ in range(len(formulas) + 1):
            if not any(isinstance(part, Name) and part.name in formulas for part in walk(node)):
                break
            longer = put_in(node, formulas)
            if sum(1 for _ in itertools.islice(walk(longer), MAX_NODES + 1)) > MAX_NODES:
                break
            node = longer
        return node

    @functools.cached_property
    def number_versions(self) -> NumberTable[Version]:
        """The wrong versions of a key that is a value."""
        value = self.value()
        shape = shape_of(value)
        found = versions(self.written_out, self._facts(value, shape))
        return NumberTable(
            self.workings, [(version, version.node, self.tolerance) for version in found], shape
        )

    @functools.cached_property
    def points(self) -> SamplePoints:
        """The points at which formulas are looked up."""
        return SamplePoints(self.workings, self._domains, self._assume, self.key)

    @functools.cached_property
    def expected(self) -> tuple[float, ...] | None:
        """The values of the key there; None if there are no points at which it has any."""
        return self.points.values(self.key)

    @functools.cached_property
    def shape(self) -> Shape | None:
        """The shape of a key that is a formula; None if there is no point to see it at."""
        return self.points.shape(self.key)

    @functools.cached_property
    def formula_mistakes(self) -> FormulaTable[ParsedMistake]:
        """The question's own mistakes, by their values at the points."""
        return FormulaTable(self.points, [(mistake, mistake.node) for mistake in self._mistakes])

    @functools.cached_property
    def formula_versions(self) -> FormulaTable[Version]:
        """The wrong versions of a key that is a formula."""
        if self.shape is None:
            return FormulaTable(self.points, [])
        found = versions(self.written_out, self._facts(None, self.shape))
        return FormulaTable(self.points, [(version, version.node) for version in found])

    @functools.cached_property
    def slopes(self) -> Mapping[str, tuple[Node, tuple[float, ...]]]:
        """The derivatives of the key by its letters that are numbers, with their values at the points."""
        found = {}
        for letter in self.letters:
            node = derivative(self.written_out, letter)
            values = None if node is None else self.points.values(node)
            if node is not None and values is not None:
                found[letter] = node, values
        return found

    @functools.cached_property
    def letters(self) -> tuple[str, ...]:
        """The letters by which one may differentiate."""
        return tuple(
            letter
            for letter, domain in self._domains.items()
            if domain.kind == "interval" and not domain.shape
        )

    def _facts(self, value: Value[Exact] | None, shape: Shape) -> Facts:
        numbers = {
            name: given
            for name, given in self.workings.values.items()
            if all(isinstance(entry, fmpq) for entry in scalars(given))
        }
        entries = [entry for given in numbers.values() for entry in scalars(given) if isinstance(entry, fmpq)]
        whole = [int(entry.p) for entry in entries if entry.q == 1 and 2 <= entry.p <= 10**6]
        lengths = [size for given in numbers.values() for size in shape_of(given) if size > 1]
        counts = list(dict.fromkeys([*lengths, *(number for number in whole if number > 2)]))
        one = None if value is None or isinstance(value, Array) else value
        return Facts(
            shape=shape,
            is_number=not self._is_symbolic,
            is_whole=isinstance(one, fmpq) and one.q == 1,
            is_probability=isinstance(one, fmpq | arb) and one > 0 and one < 1,
            exchangeable=self._exchangeable(numbers),
            counts=counts[:MAX_COUNTS],
            shown=[number_node(fraction(entry)) for entry in dict.fromkeys(entries)][:MAX_SHOWN]
            if not shape and not self._is_symbolic
            else (),
            units=self._units,
        )

    def _exchangeable(self, numbers: Mapping[str, Value[Exact]]) -> list[tuple[str, str]]:
        """Names of one kind: symbols of one domain, givens of one shape."""
        symbols = [
            pair
            for pair in itertools.combinations(self._domains, 2)
            if self._domains[pair[0]] == self._domains[pair[1]]
        ]
        givens = [
            pair
            for pair in itertools.combinations(numbers, 2)
            if shape_of(numbers[pair[0]]) == shape_of(numbers[pair[1]])
        ]
        return symbols + givens
