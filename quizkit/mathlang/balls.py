"""Exact numbers and balls: the algebra in which keys, draws and verdicts are decided.

A scalar is a rational (``fmpq``) as long as it can be, and from the first irrational operation on a ball
(``arb``): a midpoint and a radius that certainly hold the true value, at whatever precision. So a
comparison has three ends: it holds, it does not, or the balls overlap and ``Undecidable`` is raised; then
``Workings`` tries again with more bits. Nothing here depends on the processor, as floats would.

The precision of python-flint is one global of the process. ``precision`` sets it under a lock, so that
threads cannot change each other's; a verdict is the same in any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from fractions import Fraction

from flint import arb, ctx, fmpq

from quizkit.errors import Undecidable, Undefined
from quizkit.mathlang.arrays import Array, Value
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.exact import (
    CONSTANT_BALLS,
    OPERATIONS_ON_SCALARS,
    Exact,
    Real,
    ball,
    fraction,
    rational,
    real,
    truth,
)
from quizkit.mathlang.nodes import Name, Node, Number, names

__all__ = [
    "BALLS",
    "FIRST_BITS",
    "PRECISIONS",
    "Balls",
    "Exact",
    "Real",
    "Workings",
    "ball",
    "fraction",
    "is_finite",
    "precision",
    "rational",
    "real",
    "scalars",
    "truth",
]

FIRST_BITS = 128
PRECISIONS = (128, 333, 1000, 2000)
"""The precisions tried, in bits. What the last cannot decide is undecidable."""

MAX_FOUND = 256
"""Formulas whose values are kept; answers come and go, but a question has fewer."""

_LOCK = threading.RLock()


class precision:  # noqa: N801 - reads as a statement: with precision(128)
    """Compute with this many bits, alone."""

    __slots__ = ("_before", "_bits")

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def __enter__(self) -> None:
        _LOCK.acquire()
        self._before: int = ctx.prec
        # Most often this stands within itself, and to set the precision is dear.
        if self._before != self._bits:
            ctx.prec = self._bits

    def __exit__(self, *failure: object) -> None:
        if self._before != self._bits:
            ctx.prec = self._before
        _LOCK.release()


class Balls:
    """The algebra of exact numbers and balls, at the precision in force."""

    __slots__ = ()

    def number(self, numerator: int, denominator: int) -> Exact:
        """The rational, exactly."""
        return fmpq(numerator, denominator)

    def constant(self, name: str) -> Exact:
        """``e`` and ``pi`` as balls; ``infinity`` as itself."""
        return CONSTANT_BALLS[name]()

    def word(self, text: str) -> Exact:
        """A word is itself."""
        return text

    operation = staticmethod(OPERATIONS_ON_SCALARS.__getitem__)
    """Operations on scalars. They raise Undefined or Undecidable."""

    def apply(self, operation: str, *arguments: Exact) -> Exact:
        """One operation on scalars. Raises Undefined or Undecidable."""
        return self.operation(operation)(*arguments)

    def decide(self, condition: Exact) -> bool | None:
        """Whether the condition holds. A number counts as true unless it is 0."""
        return truth(condition)

    def choose(self, condition: Exact, then: Exact, otherwise: Exact | None) -> Exact:
        """The branch that holds."""
        chosen = then if truth(condition) else otherwise
        if chosen is None:
            raise Undefined("no case applies")
        return chosen

    def exactly(self, scalar: Exact) -> Fraction | None:
        """The scalar as a fraction if it is a rational or a condition; of a ball nobody can tell."""
        if isinstance(scalar, bool):
            return Fraction(int(scalar))
        if isinstance(scalar, fmpq):
            return Fraction(int(scalar.p), int(scalar.q))
        return None


BALLS = Balls()


def scalars(value: Value[Exact]) -> tuple[Exact, ...]:
    """All entries of a value, row by row; of a number, itself."""
    return value.entries if isinstance(value, Array) else (value,)


def is_finite(value: Value[Exact]) -> bool:
    """Whether every entry is a finite number."""
    return all(
        not isinstance(entry, str) and (not isinstance(entry, arb) or entry.is_finite())
        for entry in scalars(value)
    )


class Workings:
    """Names with exact values, and names defined by formulas of earlier names.

    The formulas are evaluated at need and once for each precision. Workings that differ from others in
    some names (``replaced``, ``extended``) share with them the value of everything that these names do
    not reach.
    """

    __slots__ = ("_base", "_changed", "_found", "_known", "_reached", "formulas", "values")

    def __init__(
        self,
        values: Mapping[str, Value[Exact]],
        formulas: Mapping[str, Node] | None = None,
    ) -> None:
        self.values = dict(values)
        self.formulas = dict(formulas or {})
        self._known: dict[tuple[int, int], tuple[Node, Value[Exact]]] = {}
        """Values with just so many bits, by the identity of a formula and the bits; the formula is held, so
        that its id stays its own."""
        self._found: dict[tuple[int, int], tuple[Node, Value[Exact]]] = {}
        """Values with at least so many bits."""
        self._base: Workings | None = None
        self._changed: frozenset[str] = frozenset()
        """The names that mean something else here than in the base."""
        self._reached: dict[str, bool] = {}

    def value(self, node: Node, bits: int = FIRST_BITS) -> Value[Exact]:
        """The value of a formula, with at least ``bits`` bits and as many more as its conditions need.

        Raises Undefined where it has none, Undecidable where 2,000 bits do not decide a comparison.
        """
        if isinstance(node, Name) and node.name in self.values:
            return self.values[node.name]
        known = self._found.get((id(node), bits))
        if known is not None:
            return known[1]
        if self._base is not None and not any(map(self._reaches, names(node))):
            found = self._base.value(node, bits)
        else:
            found = self._settled(node, bits)
        if len(self._found) >= MAX_FOUND:
            self._found.clear()
        self._found[id(node), bits] = node, found
        return found

    def at(self, bits: int) -> Mapping[str, Value[Exact]]:
        """Every name with its value at this precision; that of a formula is found when it is read."""
        return _Names(self, bits)

    def holds(self, node: Node) -> bool:
        """Whether a condition certainly holds; of an array of conditions, whether all do."""
        conditions = scalars(self.value(node))
        return all(truth(condition) for condition in conditions)

    def replaced(self, values: Mapping[str, Value[Exact]]) -> Workings:
        """The same workings in which some names have other values; what follows from them follows."""
        if not values:
            return self
        formulas = {name: node for name, node in self.formulas.items() if name not in values}
        return self._with({**self.values, **values}, formulas, frozenset(values))

    def extended(self, formulas: Mapping[str, Node]) -> Workings:
        """The same workings with further formulas."""
        if not formulas:
            return self
        return self._with(self.values, {**self.formulas, **formulas}, frozenset(formulas))

    def _with(
        self, values: Mapping[str, Value[Exact]], formulas: Mapping[str, Node], changed: frozenset[str]
    ) -> Workings:
        found = Workings(values, formulas)
        found._base = self
        found._changed = changed
        return found

    def _settled(self, node: Node, bits: int) -> Value[Exact]:
        """The value with these bits, or with the first that decide its conditions."""
        if isinstance(node, Number):
            return fmpq(node.numerator, node.denominator)
        try:
            with precision(bits):
                return self._valued(node, bits)
        except Undecidable as undecided:
            last = undecided
        for more in PRECISIONS:
            if more > bits:
                try:
                    with precision(more):
                        return self._valued(node, more)
                except Undecidable as undecided:
                    last = undecided
        raise last

    def _valued(self, node: Node, bits: int) -> Value[Exact]:
        """The value with just so many bits, which are those in force."""
        known = self._known.get((id(node), bits))
        if known is not None:
            return known[1]
        found = evaluate(node, self.at(bits), BALLS)
        if len(self._known) >= MAX_FOUND:
            self._known.clear()
        self._known[id(node), bits] = node, found
        return found

    def _named(self, name: str, bits: int) -> Value[Exact]:
        known = self.values.get(name)
        if known is not None:
            return known
        if self._base is not None and not self._reaches(name):
            return self._base._named(name, bits)  # noqa: SLF001 - workings of one family
        return self._valued(self.formulas[name], bits)

    def _reaches(self, name: str) -> bool:
        """Whether a name may be worth something else here than in the base."""
        known = self._reached.get(name)
        if known is None:
            formula = self.formulas.get(name)
            # Formulas never lead back to their own name, so this ends.
            known = name in self._changed or (formula is not None and any(map(self._reaches, names(formula))))
            self._reached[name] = known
        return known


class _Names(dict[str, "Value[Exact]"]):
    """The names of some workings, for one evaluation: formulas are evaluated when they are first read."""

    __slots__ = ("_bits", "_workings")

    def __init__(self, workings: Workings, bits: int) -> None:
        super().__init__(workings.values)
        self._workings = workings
        self._bits = bits

    def __missing__(self, name: str) -> Value[Exact]:
        found = self[name] = self._workings._named(name, self._bits)  # noqa: SLF001 - the two are one
        return found
