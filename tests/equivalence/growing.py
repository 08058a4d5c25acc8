"""Random formulas, rewrites and mutations, from a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from quizkit.mathlang.nodes import (
    Binary,
    Call,
    Cases,
    Comparison,
    ComparisonOperator,
    Name,
    Negative,
    Node,
    Number,
)
from tests.equivalence.formulas import FUNCTIONS, SYMBOLS, other_value, parts_of, same_value

NUMBERS = (*map(Number, range(-4, 6)), Number(1, 2), Number(3, 4), Number(1, 10))
LARGEST = 7
"""Leaves of a formula, at most."""

COMPARISONS: tuple[ComparisonOperator, ...] = ("<", "<=", ">", ">=", "==", "!=")
PARTIAL = (
    *("log", "sqrt", "cbrt", "sign", "step", "floor", "ceil", "asin", "acos", "tan", "log2", "elu"),
    *("sinh", "cosh", "asinh", "acosh", "atanh", "erfc", "gelu", "leaky_relu", "logit", "phi"),
)


class Growing:
    """Random formulas, rewrites and mutations."""

    def __init__(self, seed: int, *, wide: bool = False) -> None:
        self.chance = np.random.default_rng(seed)
        self.wide = wide
        """Whether all that the language has may occur, defined everywhere or not."""

    def one(self, choices: Sequence[Node]) -> Node:
        """One of some formulas."""
        return choices[int(self.chance.integers(len(choices)))]

    def below(self, number: int) -> int:
        """A whole number from 0."""
        return int(self.chance.integers(number))

    def formula(self, leaves: int) -> Node:
        """A formula with at most so many leaves."""
        if leaves <= 1:
            if self.below(3):
                return Name(SYMBOLS[self.below(len(SYMBOLS))])
            return self.one(NUMBERS)
        if self.wide and not self.below(3):
            return self.anything(leaves)
        left = 1 + self.below(leaves - 1)
        kind = self.below(16)
        if kind < 7:
            operator = ("+", "-", "*", "+", "*", "/", "-")[kind]
            return Binary(operator, self.formula(left), self.formula(leaves - left))
        inside = self.formula(leaves - 1)
        square = Binary("+", Binary("^", inside, Number(2)), Number(1))
        match kind:
            case 7:
                return Binary("^", inside, Number(2 + self.below(2)))
            case 8:
                return Negative(inside)
            case 9:
                return Call("log", (square,))
            case 10:
                return Call("sqrt", (square,))
            case 11:
                return Call("max", (self.formula(left), self.formula(leaves - left)))
            case _:
                return Call(FUNCTIONS[self.below(len(FUNCTIONS))], (inside,))

    def anything(self, leaves: int) -> Node:
        """A formula with a function that is not defined everywhere, or jumps."""
        left = 1 + self.below(leaves - 1)
        first, second = self.formula(left), self.formula(max(1, leaves - left))
        match self.below(8):
            case 0:
                return Binary("^", first, second)
            case 1:
                return Call(("min", "max", "atan2", "xlogy")[self.below(4)], (first, second))
            case 2:
                condition = Comparison((first, self.formula(1)), (COMPARISONS[self.below(6)],))
                return Cases(((condition, second),), self.formula(1) if self.below(3) else None)
            case 3:
                condition = Comparison((first, second), (COMPARISONS[self.below(6)],))
                return Binary("*", condition, self.formula(1))
            case _:
                return Call(PARTIAL[self.below(len(PARTIAL))], (self.formula(leaves - 1),))

    def changed(self, node: Node, change: Callable[[Node], Sequence[Node]]) -> Node:
        """The formula with one of its parts changed."""
        deeper = [(part, build) for part, build in parts_of(node) if not isinstance(part, Number)]
        if deeper and self.below(2):
            part, build = deeper[self.below(len(deeper))]
            return build(self.changed(part, change))
        return self.one(change(node))

    def pair(self) -> tuple[Node, Node, bool]:
        """Two formulas, and whether they are equal by construction."""
        node = self.formula(2 + self.below(LARGEST - 1))
        if self.below(2):
            return node, self.changed(node, other_value), False
        other = node
        for _ in range(1 + self.below(3)):
            other = self.changed(other, same_value)
        return node, other, True
