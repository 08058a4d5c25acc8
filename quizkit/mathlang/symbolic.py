"""The algebras of SymPy, and the only door to SymPy.

Trees become SymPy objects directly, never by way of text. Symbols carry what their domains say of them:
real, positive, integer. SymPy is the second engine, for authors' checks and for proofs out of line; it is
never met on the way from a key press to a verdict. ``SymPy`` computes with expressions, ``Digits`` with
numbers. Both take as long as SymPy takes: run them where they may be stopped.

Where the language and SymPy differ, the language's meaning is built: conditions used as numbers count 1 or
0, ``cbrt`` is the real root, ``xlogy(0, y)`` is 0, and what has no case is ``nan``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

import sympy
from sympy.core.evalf import PrecisionExhausted
from sympy.core.symbol import Str
from sympy.logic.boolalg import Boolean

from quizkit.errors import NotComputable, Undecidable, Undefined
from quizkit.mathlang.arrays import Array, Value, map_entries
from quizkit.mathlang.domains import UNDECLARED, Domain
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.nodes import Node

Symbolic: TypeAlias = "sympy.Expr | Boolean | Str"
"""A number, a condition, or a word."""
Plain: TypeAlias = "Fraction | bool | str"
"""What a name is known to be: an exact number, true or false, a word."""

NO_VALUES: Mapping[str, Value[Plain]] = MappingProxyType({})
NO_FORMULAS: Mapping[str, Node] = MappingProxyType({})
_ZERO = sympy.Integer(0)
LARGE_EXPONENT = 1000
"""A rational number to a larger power is rounded."""
MOST_DIGITS = 400
"""How many digits SymPy may take to be certain of a few."""


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
        """A word, which can only be compared with another."""
        return Str(text)

    def apply(self, operation: str, *arguments: Symbolic) -> Symbolic:
        """One operation on expressions."""
        if any(isinstance(argument, Str) for argument in arguments):
            return _of_words(operation, arguments)
        rule = _ON_CONDITIONS.get(operation)
        if rule is not None:
            return rule(*map(_condition, arguments))
        return _ON_NUMBERS[operation](*map(_number, arguments))

    def operation(self, name: str, /) -> Callable[..., Symbolic]:
        """One operation, for many expressions."""
        return functools.partial(self.apply, name)

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


class Digits(SymPy):
    """The algebra of numbers to so many digits; rational ones are exact.

    Every operation must have a real value, as in the language: what has none raises Undefined; what the
    digits cannot tell, such as which of two nearly equal numbers is larger, raises Undecidable. Errors of
    rounding are not tracked: compare two runs with different digits.
    """

    __slots__ = ("digits",)

    def __init__(self, digits: int) -> None:
        self.digits = digits

    def constant(self, name: str) -> Symbolic:
        """``e`` or ``pi`` in digits; infinity is no number."""
        return self._real(_CONSTANTS[name])

    def apply(self, operation: str, *arguments: Symbolic) -> Symbolic:
        """One operation on numbers, conditions or words."""
        if operation in _ON_CONDITIONS or any(isinstance(argument, Str) for argument in arguments):
            return super().apply(operation, *arguments)
        numbers = [_number(argument) for argument in arguments]
        if operation in _ON_SIGNS:
            return _ON_SIGNS[operation](self._sign(*numbers))
        if operation in {"floor", "ceil"} and not numbers[0].is_Rational:
            self._sign(numbers[0], sympy.Integer(round(numbers[0])))
        if operation == "power" and numbers[0].is_Rational and abs(numbers[1]) > LARGE_EXPONENT:
            numbers[0] = sympy.Float(numbers[0], self.digits)
        value = super().apply(operation, *numbers)
        if operation in {"add", "subtract"} and value == 0 and not all(one.is_Rational for one in numbers):
            # SymPy makes an exact 0 of rounded numbers that happen to be the same.
            return sympy.Float(0, self.digits)
        return self._real(value)

    def choose(self, condition: Symbolic, then: Symbolic, otherwise: Symbolic | None) -> Symbolic:
        """The branch that holds."""
        chosen = then if self.decide(condition) else otherwise
        if chosen is None:
            raise Undefined("no case applies")
        return chosen

    def _real(self, value: Symbolic) -> Symbolic:
        if isinstance(value, sympy.Rational):
            return value
        number = value.evalf(self.digits)
        if not isinstance(number, sympy.Float) or not number.is_finite:
            raise Undefined("a value that is no real number")
        return number

    def _sign(self, left: Symbolic, right: Symbolic = _ZERO) -> int:
        """The sign of a difference."""
        difference = left - right
        is_exact = left.is_Rational and right.is_Rational
        if not is_exact and abs(difference) < sympy.Float(10) ** (-self.digits // 2):
            raise Undecidable("the sign of a number that may be 0")
        return int(sympy.sign(difference))


class _Names(Mapping[str, "Value[Symbolic]"]):
    """What the names of a formula stand for, found when they are read."""

    __slots__ = ("_algebra", "_found", "_lets", "_values")

    def __init__(
        self,
        algebra: SymPy,
        symbols: Mapping[str, Value[Symbolic]],
        values: Mapping[str, Value[Plain]],
        lets: Mapping[str, Node],
    ) -> None:
        self._algebra = algebra
        self._found = dict(symbols)
        self._values = values
        self._lets = lets

    def __getitem__(self, name: str) -> Value[Symbolic]:
        if name not in self._found:
            self._found[name] = self._new(name)
        return self._found[name]

    def _new(self, name: str) -> Value[Symbolic]:
        if name in self._values:
            return self._known(self._values[name])
        if name in self._lets:
            return evaluate(self._lets[name], self, self._algebra)
        if name in _CONSTANTS:
            raise KeyError(name)
        return symbols_of(name, UNDECLARED)

    def _known(self, value: Value[Plain]) -> Value[Symbolic]:
        if isinstance(value, Array):
            return Array(value.shape, tuple(map(self._leaf, value.entries)))
        return self._leaf(value)

    def _leaf(self, value: Plain) -> Symbolic:
        if isinstance(value, bool):
            return sympy.true if value else sympy.false
        if isinstance(value, str):
            return self._algebra.word(value)
        return self._algebra.number(value.numerator, value.denominator)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def expression(
    node: Node,
    domains: Mapping[str, Domain],
    values: Mapping[str, Value[Plain]] = NO_VALUES,
    lets: Mapping[str, Node] = NO_FORMULAS,
    *,
    rewritten: bool = False,
) -> Value[Symbolic]:
    """A formula as SymPy expressions, one an entry; names of which nothing is known are real.

    ``values`` go before ``domains``, and ``lets`` are formulas that names stand for. With ``rewritten``
    the symbols are written in positive ones wherever their domain allows it (``positive_symbols``).
    """
    made = positive_symbols if rewritten else symbols_of
    symbols = {name: made(name, domain) for name, domain in domains.items() if name not in values}
    return evaluate(node, _Names(SYMPY, symbols, values, lets), SYMPY)


def numbers(
    node: Node, values: Mapping[str, Value[Plain]], lets: Mapping[str, Node], digits: int
) -> Value[Symbolic]:
    """A formula's value to so many digits, where all names have values. Raises as ``Digits`` does."""
    algebra = Digits(digits)
    return map_entries(_number, evaluate(node, _Names(algebra, {}, values, lets), algebra))


def certainly_differ(expected: Symbolic, response: Symbolic, digits: tuple[int, ...]) -> bool:
    """Whether SymPy knows the difference of two exact numbers to so many digits, and it is not 0.

    It keeps account of the digits that cancel, and takes more of them until enough are certain. Asked
    several times it must give the same number.
    """
    difference = _number(expected) - _number(response)
    try:
        found = [difference.evalf(count, maxn=MOST_DIGITS, strict=True) for count in digits]
    except PrecisionExhausted:
        return False
    last = found[-1]
    if not isinstance(last, sympy.Number) or not last.is_finite or last == 0:
        return False
    return all(abs(number - last) < abs(last) / 10**10 for number in found)


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


def positive_symbols(name: str, domain: Domain) -> Value[Symbolic]:
    """A symbol in terms of positive ones, so that SymPy knows where it lives.

    For 0 < p < 1 it is t/(1 + t), of which SymPy knows that 1 - p is positive too; the entries of a
    simplex are t_i/(t_1 + … + t_n), which sum to 1. As ``symbols_of`` where the domain has no such form.
    """
    plain = symbols_of(name, domain)
    low, high = domain.low, domain.high
    if domain.kind == "simplex" and isinstance(plain, Array):
        total = sum(plain.entries, sympy.Integer(0))
        return map_entries(lambda entry: entry / total, plain)
    if domain.kind != "interval" or (low is None and high is None):
        return plain
    return map_entries(lambda entry: _between(sympy.Symbol(str(entry), positive=True), low, high), plain)


def _between(t: sympy.Symbol, low: Fraction | None, high: Fraction | None) -> sympy.Expr:
    """A number above ``low`` and below ``high``, for a positive t."""
    if high is None:
        return t + _rational(low)
    if low is None:
        return _rational(high) - t
    return (_rational(low) + _rational(high) * t) / (1 + t)


def _rational(value: Fraction | None) -> sympy.Rational:
    return sympy.Rational(value or 0)


def vanishes(expected: Symbolic, response: Symbolic) -> bool:
    """Whether SymPy brings the difference of two expressions to 0; False if it cannot tell.

    A judgement on values, not on domains: SymPy takes x/x for 1.
    """
    difference = _number(expected) - _number(response)
    return any(attempt(difference) == 0 for attempt in _SIMPLIFICATIONS)


_SIMPLIFICATIONS: tuple[Callable[[sympy.Expr], sympy.Expr], ...] = (
    lambda difference: difference,
    sympy.expand,
    lambda difference: sympy.expand(difference.rewrite(sympy.erf)),
    lambda difference: sympy.piecewise_fold(difference.rewrite(sympy.Piecewise)),
    sympy.simplify,
    lambda difference: sympy.simplify(difference.rewrite(sympy.erf)),
    lambda difference: sympy.simplify(sympy.expand_log(difference.rewrite(sympy.exp))),
    lambda difference: sympy.simplify(sympy.piecewise_fold(difference.rewrite(sympy.Piecewise))),
)
"""From the cheapest to the most thorough."""


def derivative(node: Node, name: str, domains: Mapping[str, Domain]) -> Value[Symbolic]:
    """The derivative of a formula in a scalar symbol, entry by entry."""
    variable = symbols_of(name, domains.get(name, UNDECLARED))
    if isinstance(variable, Array):
        raise NotComputable(f"the derivative in {name}, which is no number")
    return map_entries(lambda entry: sympy.diff(_number(entry), variable), expression(node, domains))


def _number(scalar: Symbolic) -> sympy.Expr:
    """A condition as 1 or 0; a number as it is."""
    # A SymPy symbol may stand for a truth value too; here it is always a number.
    if isinstance(scalar, sympy.Expr):
        return scalar
    return sympy.Piecewise((sympy.Integer(1), scalar), (sympy.Integer(0), True))


def _condition(scalar: Symbolic) -> Boolean:
    """A number as the condition that it is not 0; a condition as it is."""
    return sympy.Ne(scalar, 0) if isinstance(scalar, sympy.Expr) else scalar


def _of_words(operation: str, arguments: tuple[Symbolic, ...]) -> Boolean:
    """Whether two words are the same; nothing else can be asked of them."""
    if operation not in {"equal", "unequal"}:
        raise NotComputable("a word is no number")
    is_same = arguments[0] == arguments[1]
    return sympy.true if is_same == (operation == "equal") else sympy.false


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

_ON_SIGNS: Mapping[str, Callable[[int], Symbolic]] = {
    "less": lambda sign: sympy.true if sign < 0 else sympy.false,
    "less_equal": lambda sign: sympy.true if sign <= 0 else sympy.false,
    "greater": lambda sign: sympy.true if sign > 0 else sympy.false,
    "greater_equal": lambda sign: sympy.true if sign >= 0 else sympy.false,
    "equal": lambda sign: sympy.true if sign == 0 else sympy.false,
    "unequal": lambda sign: sympy.true if sign != 0 else sympy.false,
    "sign": sympy.Integer,
}
"""What follows from the sign of a difference."""
