"""What is a formula made of? Trees become nodes of an arena.

``Lowering`` is an algebra whose scalars are node numbers; so vectors and matrices become arrays of
numbers, and derived functions (``sigma``, ``softmax``) are lowered through their definitions.

Only rewrites that keep every value *and* the domain exactly are made: order of arguments, arithmetic on
rationals, signs moved outward, ``a > b`` as ``b < a``. ``x - x`` and ``x/x`` stay as they are: they say
where x lives. What this makes equal needs no proof; it is the same formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from flint import fmpq

from quizkit.equivalence.arena import CONDITIONS, Arena
from quizkit.equivalence.limits import FOLDED_BITS, MAX_LOWERINGS, MAX_NODES
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
        rule = _RULES.get(operation)
        if rule is None:
            return self._function(operation, *(self.as_number(argument) for argument in arguments))
        return rule(self, *arguments)

    def decide(self, condition: int) -> bool | None:
        """Whether a condition is decided already."""
        leaf = self.arena.leaves[self._as_condition(condition)]
        return leaf if isinstance(leaf, bool) else None

    def choose(self, condition: int, then: int, otherwise: int | None) -> int:
        """The node that is ``then`` where the condition holds, else ``otherwise``."""
        test = self._as_condition(condition)
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

    def _as_condition(self, scalar: int) -> int:
        """A number as the condition that it is not 0; a condition as it is."""
        if self.arena.is_condition(scalar):
            return scalar
        return _not(self, _equal(self, scalar, self.zero))

    def _function(self, operation: str, *arguments: int) -> int:
        """A function other than arithmetic: folded if rational, its sign moved outward."""
        arena = self.arena
        folded = self._folded(operation, arguments)
        if folded is not None:
            return folded
        first = arguments[0]
        if operation in _ODD or operation in _EVEN:
            inside = self._negated(first)
            if inside is not None:
                turned = self._function(operation, inside)
                return turned if operation in _EVEN else _negate(self, turned)
        if operation in {"max", "min"} and first == arguments[1]:
            return first
        return arena.node(operation, *arguments)

    def _negated(self, place: int) -> int | None:
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

    def _folded(self, operation: str, arguments: tuple[int, ...]) -> int | None:
        """The rational or decided condition that an operation on rationals gives, if it is a short one."""
        leaves = self.arena.leaves
        values = []
        for argument in arguments:
            value = leaves[argument]
            if not isinstance(value, fmpq):
                return None
            values.append(value)
        if operation in _RATIONAL_OFTEN or operation in _RULES:
            try:
                result = BALLS.apply(operation, *values)
            except (Undefined, Undecidable):
                return None
            if isinstance(result, bool):
                return self.truth(result)
            if isinstance(result, fmpq) and result.height_bits() <= FOLDED_BITS:
                return self.rational(result)
        return None


# Arithmetic. Each rule gives the node of an operation in its usual form.


def _arguments(lowering: Lowering, operation: str, a: int, b: int) -> tuple[int, int, int | None]:
    """Both arguments as numbers, and the result if it is a rational."""
    a, b = lowering.as_number(a), lowering.as_number(b)
    return a, b, lowering._folded(operation, (a, b))  # noqa: SLF001 - rules are part of the class


def _inside(lowering: Lowering, place: int) -> int | None:
    """What is negated, if the node is written as a negative."""
    operation, a, _, _ = lowering.arena.nodes[place]
    return a if operation == "negate" else None


def _negate(lowering: Lowering, a: int) -> int:
    a = lowering.as_number(a)
    arena = lowering.arena
    value = arena.exact(a)
    if value is not None:
        return lowering.rational(-value)
    operation, first, second, _ = arena.nodes[a]
    if operation == "negate":
        return first
    if operation == "subtract":
        return _subtract(lowering, second, first)
    if operation == "add":
        for number, rest in ((first, second), (second, first)):
            offset = arena.exact(number)
            if offset is not None:
                return arena.node("subtract", lowering.rational(-offset), rest)
    return arena.node("negate", a)


def _add(lowering: Lowering, left: int, right: int) -> int:
    a, b, folded = _arguments(lowering, "add", left, right)
    if folded is not None:
        return folded
    if lowering.zero in {a, b}:
        return b if a == lowering.zero else a
    below_a, below_b = _inside(lowering, a), _inside(lowering, b)
    if below_a is not None and below_b is not None:
        return _negate(lowering, _add(lowering, below_a, below_b))
    if below_a is not None:
        return _subtract(lowering, b, below_a)
    if below_b is not None:
        return _subtract(lowering, a, below_b)
    return lowering.arena.node("add", a, b)


def _subtract(lowering: Lowering, left: int, right: int) -> int:
    a, b, folded = _arguments(lowering, "subtract", left, right)
    if folded is not None:
        return folded
    if b == lowering.zero:
        return a
    if a == lowering.zero:
        return _negate(lowering, b)
    offset = lowering.arena.exact(b)
    if offset is not None:
        return _add(lowering, a, lowering.rational(-offset))
    below_a, below_b = _inside(lowering, a), _inside(lowering, b)
    if below_b is not None:
        return _add(lowering, a, below_b)
    if below_a is not None:
        return _negate(lowering, _add(lowering, below_a, b))
    return lowering.arena.node("subtract", a, b)


def _multiply(lowering: Lowering, left: int, right: int) -> int:
    a, b, folded = _arguments(lowering, "multiply", left, right)
    if folded is not None:
        return folded
    arena = lowering.arena
    below_a, below_b = _inside(lowering, a), _inside(lowering, b)
    if below_a is not None or below_b is not None:
        product = _multiply(lowering, a if below_a is None else below_a, b if below_b is None else below_b)
        return product if below_a is not None and below_b is not None else _negate(lowering, product)
    for number, rest in ((a, b), (b, a)):
        factor = arena.exact(number)
        if factor is not None:
            return _scaled(lowering, factor, rest)
    if a == b:
        return _power(lowering, a, lowering.number(2, 1))
    return arena.node("multiply", a, b)


def _scaled(lowering: Lowering, factor: fmpq, rest: int) -> int:
    """A rational times a node that is no rational."""
    arena = lowering.arena
    if factor == 1:
        return rest
    if factor < 0:
        return _negate(lowering, _scaled(lowering, -factor, rest))
    operation, a, b, _ = arena.nodes[rest]
    if operation == "multiply":
        for number, other in ((a, b), (b, a)):
            inner = arena.exact(number)
            if inner is not None and (factor * inner).height_bits() <= FOLDED_BITS:
                return _scaled(lowering, factor * inner, other)
    return arena.node("multiply", lowering.rational(factor), rest)


def _divide(lowering: Lowering, left: int, right: int) -> int:
    a, b, folded = _arguments(lowering, "divide", left, right)
    if folded is not None:
        return folded
    divisor = lowering.arena.exact(b)
    if divisor is not None and divisor != 0:
        return _multiply(lowering, lowering.rational(1 / divisor), a)
    below_a, below_b = _inside(lowering, a), _inside(lowering, b)
    if below_a is not None or below_b is not None:
        quotient = _divide(lowering, a if below_a is None else below_a, b if below_b is None else below_b)
        return quotient if below_a is not None and below_b is not None else _negate(lowering, quotient)
    value = lowering.arena.exact(a)
    if value is not None and value < 0:
        return _negate(lowering, _divide(lowering, lowering.rational(-value), b))
    return lowering.arena.node("divide", a, b)


def _power(lowering: Lowering, base: int, exponent: int) -> int:
    a, b, folded = _arguments(lowering, "power", base, exponent)
    if folded is not None:
        return folded
    arena = lowering.arena
    operation, inside, _, _ = arena.nodes[a]
    if operation == "exp" and inside == lowering.one:
        return lowering.apply("exp", b)
    value = arena.exact(b)
    if value is None:
        return arena.node("power", a, b)
    if value == 1:
        return a
    if value < 0:
        return _divide(lowering, lowering.one, _power(lowering, a, lowering.rational(-value)))
    if value == fmpq(1, 2):
        return lowering.apply("sqrt", a)
    if value.q == 1 and value.p % 2 == 0:
        turned = lowering._negated(a)  # noqa: SLF001 - rules are part of the class
        if turned is not None:
            a = turned
    return arena.node("power", a, b)


def _logarithm(base: int) -> Callable[[Lowering, int], int]:
    """``log2(x)`` is log(x)/log(2)."""

    def rule(lowering: Lowering, argument: int) -> int:
        a = lowering.as_number(argument)
        folded = lowering._folded(f"log{base}", (a,))  # noqa: SLF001 - rules are part of the class
        if folded is not None:
            return folded
        return _divide(lowering, lowering.apply("log", a), lowering.apply("log", lowering.number(base, 1)))

    return rule


def _xlogy(lowering: Lowering, left: int, right: int) -> int:
    a, b, folded = _arguments(lowering, "xlogy", left, right)
    if folded is not None:
        return folded
    factor = lowering.arena.exact(a)
    if factor is not None and factor != 0:
        return _multiply(lowering, a, lowering.apply("log", b))
    return lowering.arena.node("xlogy", a, b)


# Conditions: everything is said with less, equal, and, or, not.


def _less(lowering: Lowering, left: int, right: int) -> int:
    a, b, folded = _arguments(lowering, "less", left, right)
    if folded is not None:
        return folded
    below_a, below_b = _inside(lowering, a), _inside(lowering, b)
    if below_a is not None:
        return _less(lowering, _negate(lowering, b), below_a)
    if below_b is not None and lowering.arena.exact(a) is not None:
        return _less(lowering, below_b, _negate(lowering, a))
    return lowering.arena.node("less", a, b)


def _equal(lowering: Lowering, left: int, right: int) -> int:
    arena = lowering.arena
    first, second = arena.leaves[left], arena.leaves[right]
    if isinstance(first, str) and isinstance(second, str):
        return lowering.truth(first == second and arena.nodes[left] == arena.nodes[right])
    if arena.nodes[left][0] == "word" or arena.nodes[right][0] == "word":
        return lowering.truth(False)
    a, b, folded = _arguments(lowering, "equal", left, right)
    if folded is not None:
        return folded
    return arena.node("equal", a, b)


def _not(lowering: Lowering, condition: int) -> int:
    a = lowering._as_condition(condition)  # noqa: SLF001 - rules are part of the class
    leaf = lowering.arena.leaves[a]
    if isinstance(leaf, bool):
        return lowering.truth(not leaf)
    operation, inside, _, _ = lowering.arena.nodes[a]
    return inside if operation == "not" else lowering.arena.node("not", a)


def _both(lowering: Lowering, left: int, right: int) -> int:
    return _joined(lowering, "and", left, right, absorbing=False)


def _either(lowering: Lowering, left: int, right: int) -> int:
    return _joined(lowering, "or", left, right, absorbing=True)


def _joined(lowering: Lowering, operation: str, left: int, right: int, *, absorbing: bool) -> int:
    """A logical operation, of which one value decides the result whatever the other side says."""
    a, b = lowering._as_condition(left), lowering._as_condition(right)  # noqa: SLF001 - part of the class
    for condition, other in ((a, b), (b, a)):
        leaf = lowering.arena.leaves[condition]
        if isinstance(leaf, bool):
            return condition if leaf is absorbing else other
    return a if a == b else lowering.arena.node(operation, a, b)


_RULES: Mapping[str, Callable[..., int]] = {
    "negate": _negate,
    "add": _add,
    "subtract": _subtract,
    "multiply": _multiply,
    "divide": _divide,
    "power": _power,
    "log2": _logarithm(2),
    "log10": _logarithm(10),
    "xlogy": _xlogy,
    "less": _less,
    "less_equal": lambda lowering, a, b: _not(lowering, _less(lowering, b, a)),
    "greater": lambda lowering, a, b: _less(lowering, b, a),
    "greater_equal": lambda lowering, a, b: _not(lowering, _less(lowering, a, b)),
    "equal": _equal,
    "unequal": lambda lowering, a, b: _not(lowering, _equal(lowering, a, b)),
    "and": _both,
    "or": _either,
    "not": _not,
}
