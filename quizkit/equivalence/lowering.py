"""What is a formula made of? Trees become nodes of an arena.

``Lowering`` is an algebra whose scalars are node numbers; so vectors and matrices become arrays of
numbers, and derived functions (``sigma``, ``softmax``) are lowered through their definitions.

Only rewrites that keep every value *and* the domain exactly are made: order of arguments, arithmetic on
rationals, signs moved outward, ``a > b`` as ``b < a``. ``x - x`` and ``x/x`` stay as they are: they say
where x lives. What this makes equal needs no proof; it is the same formula.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from fractions import Fraction

from flint import fmpq

from quizkit.equivalence.arena import CONDITIONS, Arena
from quizkit.equivalence.limits import FOLDED_BITS, MAX_LOWERINGS, MAX_NODES
from quizkit.equivalence.usual_forms import RULES
from quizkit.errors import LimitReached, ShapeMismatch, Undecidable, Undefined
from quizkit.mathlang.balls import BALLS, fraction

_ODD = frozenset({"sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "erf", "cbrt", "sign"})
_EVEN = frozenset({"cos", "cosh", "abs"})
_RATIONAL_OFTEN = frozenset(
    {"log", "log2", "log10", "sqrt", "cbrt", "abs", "sign", "floor", "ceil", "max", "min", "xlogy"}
    | {"exp", "sin", "cos", "tan", "asin", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"}
    | {"erf", "erfc"}
)
"""Functions that have rational values at some rationals."""


_NO_NUMBERS = CONDITIONS | {"word"}


class Lowering:
    """The algebra of arena nodes. Counted: a formula that unfolds into too much is refused by name."""

    __slots__ = ("_asked", "_ceiling", "arena", "one", "zero")

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.zero = self.number(0, 1)
        self.one = self.number(1, 1)
        self.restart()

    def restart(self) -> None:
        """Count anew: another formula is lowered."""
        self._asked = 0
        self._ceiling = len(self.arena) + MAX_NODES

    def number(self, numerator: int, denominator: int) -> int:
        """The node of a rational."""
        return self.rational(fmpq(numerator, denominator))

    def rational(self, value: fmpq) -> int:
        """The node of a rational."""
        return self.arena.leaf("number", value)

    def truth(self, value: bool) -> int:  # noqa: FBT001 - a value, not an option
        """The node of a decided condition."""
        return self.arena.leaf("truth", value)

    def constant(self, name: str) -> int:
        """The node of ``e``, ``pi`` or ``infinity``."""
        match name:
            case "e":
                return self.arena.node("exp", self.one)
            case "pi":
                return self.arena.leaf("pi", name)
            case _:
                return self.arena.leaf("undefined", None)

    def word(self, text: str) -> int:
        """The node of a word."""
        return self.arena.leaf("word", text)

    def apply(self, operation: str, *arguments: int) -> int:
        """The node of an operation on nodes."""
        self._asked += 1
        if self._asked > MAX_LOWERINGS:
            raise LimitReached("operations", MAX_LOWERINGS)
        if len(self.arena.nodes) > self._ceiling:
            raise LimitReached("nodes", MAX_NODES)
        rule = RULES.get(operation)
        if rule is None:
            return self._function(operation, *(self.as_number(argument) for argument in arguments))
        return rule(self, *arguments)

    def operation(self, name: str, /) -> Callable[..., int]:
        """One operation, for many nodes."""
        return functools.partial(self.apply, name)

    def decide(self, condition: int) -> bool | None:
        """Whether a condition is decided already."""
        leaf = self.arena.leaves[self.as_condition(condition)]
        return leaf if isinstance(leaf, bool) else None

    def choose(self, condition: int, then: int, otherwise: int | None) -> int:
        """The node that is ``then`` where the condition holds, else ``otherwise``."""
        test = self.as_condition(condition)
        other = self.arena.leaf("undefined", None) if otherwise is None else otherwise
        decided = self.decide(test)
        if decided is not None:
            return then if decided else other
        if self.arena.is_condition(then) or self.arena.is_condition(other):
            then, other = self.as_number(then), self.as_number(other)
        operation, inside, _, _ = self.arena.nodes[test]
        if operation == "not":
            return self.arena.node("choose", inside, other, then)
        return self.arena.node("choose", test, then, other)

    def exactly(self, scalar: int) -> Fraction | None:
        """The scalar as a fraction if it is a rational or a decided condition."""
        leaf = self.arena.leaves[scalar]
        if isinstance(leaf, bool):
            return Fraction(int(leaf))
        return fraction(leaf) if isinstance(leaf, fmpq) else None

    def as_number(self, scalar: int) -> int:
        """A condition as the number 1 or 0; a number as it is."""
        operation = self.arena.nodes[scalar][0]
        if operation not in _NO_NUMBERS:
            return scalar
        if operation == "word":
            raise ShapeMismatch(f"the word '{self.arena.leaves[scalar]}' is no number")
        return self.choose(scalar, self.one, self.zero)

    def as_condition(self, scalar: int) -> int:
        """A number as the condition that it is not 0; a condition as it is."""
        if self.arena.is_condition(scalar):
            return scalar
        return RULES["unequal"](self, scalar, self.zero)

    def _function(self, operation: str, *arguments: int) -> int:
        """A function other than arithmetic: folded if rational, its sign moved outward."""
        arena = self.arena
        folded = self.folded(operation, arguments)
        if folded is not None:
            return folded
        first = arguments[0]
        if operation in _ODD or operation in _EVEN:
            inside = self.negated(first)
            if inside is not None:
                turned = self._function(operation, inside)
                return turned if operation in _EVEN else RULES["negate"](self, turned)
        if operation in {"max", "min"} and first == arguments[1]:
            return first
        return arena.node(operation, *arguments)

    def negated(self, place: int) -> int | None:
        """What the node is the negative of, where one of the two forms is chosen as the usual one."""
        operation, a, b, _ = self.arena.nodes[place]
        if operation == "negate":
            return a
        value = self.arena.exact(place)
        if value is not None and value < 0:
            return self.rational(-value)
        marks = self.arena.marks
        if operation == "subtract" and (marks[a], a) > (marks[b], b):
            return self.arena.node("subtract", b, a)
        return None

    def folded(self, operation: str, arguments: tuple[int, ...]) -> int | None:
        """The rational or decided condition that an operation on rationals gives, if it is a short one."""
        leaves = self.arena.leaves
        values = []
        for argument in arguments:
            value = leaves[argument]
            if not isinstance(value, fmpq):
                return None
            values.append(value)
        if operation in _RATIONAL_OFTEN or operation in RULES:
            try:
                result = BALLS.apply(operation, *values)
            except (Undefined, Undecidable):
                return None
            if isinstance(result, bool):
                return self.truth(result)
            if isinstance(result, fmpq) and result.height_bits() <= FOLDED_BITS:
                return self.rational(result)
        return None
