"""The algebra of SymPy expressions, and the only door to SymPy.

Trees become SymPy objects directly, never by way of text. Symbols carry what their domains say of them:
real, positive, integer. SymPy is the second engine, for authors' checks and for proofs out of line; it is
never met on the way from a key press to a verdict.

Where the language and SymPy differ, the language's meaning is built: conditions used as numbers count 1 or
0, ``cbrt`` is the real root, ``xlogy(0, y)`` is 0, and what has no case is ``nan``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

import sympy
from sympy.logic.boolalg import Boolean

from quizkit.errors import NotComputable
from quizkit.mathlang.arrays import Array, Value, map_entries
from quizkit.mathlang.domains import UNDECLARED, Domain
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.nodes import Node, names

Symbolic: TypeAlias = "sympy.Expr | Boolean"
"""A number or a condition."""


class SymPy:
    """The algebra of SymPy expressions."""

    __slots__ = ()

    def number(self, numerator: int, denominator: int) -> Symbolic:
        """The exact rational."""
        return sympy.Rational(numerator, denominator)

    def constant(self, name: str) -> Symbolic:
        """``e``, ``pi`` or ``infinity``."""
        return _CONSTANTS[name]

    def word(self, text: str) -> Symbolic:
        """Words are no mathematics."""
        raise NotComputable(f"the word '{text}' is no number")

    def apply(self, operation: str, *arguments: Symbolic) -> Symbolic:
        """One operation on expressions."""
        rule = _ON_CONDITIONS.get(operation)
        if rule is not None:
            return rule(*map(_condition, arguments))
        return _ON_NUMBERS[operation](*map(_number, arguments))

    def decide(self, condition: Symbolic) -> bool | None:
        """Whether SymPy knows the condition to hold, or not to."""
        known = _condition(condition)
        if known == sympy.true:
            return True
        return False if known == sympy.false else None

    def choose(self, condition: Symbolic, then: Symbolic, otherwise: Symbolic | None) -> Symbolic:
        """A piecewise expression; ``nan`` where no case applies."""
        other = sympy.nan if otherwise is None else _number(otherwise)
        return sympy.Piecewise((_number(then), _condition(condition)), (other, True))

    def exactly(self, scalar: Symbolic) -> Fraction | None:
        """The expression as a fraction, if it is a rational number."""
        value = _number(scalar)
        return Fraction(int(value.p), int(value.q)) if isinstance(value, sympy.Rational) else None


SYMPY = SymPy()


def expression(node: Node, domains: Mapping[str, Domain]) -> Value[Symbolic]:
    """A formula as SymPy expressions, one an entry; names without a domain are real."""
    known = {name: symbols_of(name, domains.get(name, UNDECLARED)) for name in names(node) | set(domains)}
    bound = {name: value for name, value in known.items() if name in domains or name not in _CONSTANTS}
    return evaluate(node, bound, SYMPY)


def symbols_of(name: str, domain: Domain) -> Value[Symbolic]:
    """The SymPy symbols of a name: one, or one for each entry, ``z_1``, ``W_1_2``."""
    assumptions = assumptions_of(domain)
    match domain.shape:
        case ():
            return sympy.Symbol(name, **assumptions)
        case (size,):
            entries = [sympy.Symbol(f"{name}_{place + 1}", **assumptions) for place in range(size)]
        case (height, width):
            entries = [
                sympy.Symbol(f"{name}_{row + 1}_{column + 1}", **assumptions)
                for row in range(height)
                for column in range(width)
            ]
        case shape:
            raise NotComputable(f"SymPy symbols of {len(shape)} axes")
    return Array(domain.shape, tuple(entries))


def assumptions_of(domain: Domain) -> dict[str, bool]:
    """What a domain lets SymPy assume of each entry. Ends of an interval do not belong to it."""
    found = {"real": True}
    if domain.kind == "integers" or (
        domain.kind == "values" and all(value.denominator == 1 for value in domain.values)
    ):
        found["integer"] = True
    low, high = domain.low, domain.high
    if domain.kind in {"values", "onehot", "simplex"}:
        ends = domain.values or (Fraction(0), Fraction(1))
        low, high = min(ends), max(ends)
    is_open = domain.kind in {"interval", "simplex"}
    if low is not None and low >= 0:
        found["positive" if low > 0 or is_open else "nonnegative"] = True
    if high is not None and high <= 0:
        found["negative" if high < 0 or is_open else "nonpositive"] = True
    if 0 in domain.excluded and "positive" not in found and "negative" not in found:
        found["nonzero"] = True
    return found


def difference_is_zero(expected: Node, response: Node, domains: Mapping[str, Domain]) -> bool | None:
    """Whether ``simplify`` brings the difference of two formulas to 0; None if it cannot tell.

    The second engine's opinion on values, not on domains: SymPy simplifies x/x to 1. Takes as long as SymPy
    takes; run it where it may be stopped.
    """
    left, right = expression(expected, domains), expression(response, domains)
    if isinstance(left, Array) != isinstance(right, Array):
        return False
    if isinstance(left, Array) and isinstance(right, Array):
        if left.shape != right.shape:
            return False
        pairs = list(zip(left.entries, right.entries, strict=True))
    else:
        pairs = [(_only(left), _only(right))]
    opinions = [_is_zero(_number(a) - _number(b)) for a, b in pairs]
    if any(opinion is False for opinion in opinions):
        return False
    return True if all(opinions) else None


def derivative(node: Node, name: str, domains: Mapping[str, Domain]) -> Value[Symbolic]:
    """The derivative of a formula in a scalar symbol, entry by entry."""
    variable = symbols_of(name, domains.get(name, UNDECLARED))
    if isinstance(variable, Array):
        raise NotComputable(f"the derivative in {name}, which is no number")
    return map_entries(lambda entry: sympy.diff(_number(entry), variable), expression(node, domains))


def _only(value: Value[Symbolic]) -> Symbolic:
    if isinstance(value, Array):
        raise NotComputable("an array where a number belongs")
    return value


def _is_zero(difference: sympy.Expr) -> bool | None:
    simple = sympy.simplify(difference)
    if simple == 0:
        return True
    return False if simple.is_number and simple.is_zero is False else simple.is_zero


def _number(scalar: Symbolic) -> sympy.Expr:
    """A condition as 1 or 0; a number as it is."""
    # A SymPy symbol may stand for a truth value too; here it is always a number.
    if isinstance(scalar, sympy.Expr):
        return scalar
    return sympy.Piecewise((sympy.Integer(1), scalar), (sympy.Integer(0), True))


def _condition(scalar: Symbolic) -> Boolean:
    """A number as the condition that it is not 0; a condition as it is."""
    return sympy.Ne(scalar, 0) if isinstance(scalar, sympy.Expr) else scalar


def _xlogy(x: sympy.Expr, y: sympy.Expr) -> sympy.Expr:
    if x.is_zero is False:
        return x * sympy.log(y)
    return sympy.Piecewise((sympy.Integer(0), sympy.Eq(x, 0)), (x * sympy.log(y), True))


_CONSTANTS: Mapping[str, sympy.Expr] = {"e": sympy.E, "pi": sympy.pi, "infinity": sympy.oo}

_ON_NUMBERS: Mapping[str, Callable[..., Symbolic]] = {
    "negate": lambda a: -a,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "less": sympy.Lt,
    "less_equal": sympy.Le,
    "greater": sympy.Gt,
    "greater_equal": sympy.Ge,
    "equal": sympy.Eq,
    "unequal": sympy.Ne,
    "exp": sympy.exp,
    "log": sympy.log,
    "log2": lambda a: sympy.log(a, 2),
    "log10": lambda a: sympy.log(a, 10),
    "sqrt": sympy.sqrt,
    "cbrt": lambda a: sympy.sign(a) * sympy.Abs(a) ** sympy.Rational(1, 3),
    "abs": sympy.Abs,
    "sign": sympy.sign,
    "floor": sympy.floor,
    "ceil": sympy.ceiling,
    "max": sympy.Max,
    "min": sympy.Min,
    "xlogy": _xlogy,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "asin": sympy.asin,
    "acos": sympy.acos,
    "atan": sympy.atan,
    "atan2": sympy.atan2,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "asinh": sympy.asinh,
    "acosh": sympy.acosh,
    "atanh": sympy.atanh,
    "erf": sympy.erf,
    "erfc": sympy.erfc,
}

_ON_CONDITIONS: Mapping[str, Callable[..., Symbolic]] = {
    "and": sympy.And,
    "or": sympy.Or,
    "not": sympy.Not,
}
