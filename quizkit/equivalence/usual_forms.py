"""Which of several ways to write the same operation is the usual one?

A rule for each operation of arithmetic and of conditions: from the nodes of its arguments to the node of
its usual form. Every rule keeps values and domains exactly (see ``lowering``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flint import fmpq

from quizkit.equivalence.limits import FOLDED_BITS

if TYPE_CHECKING:
    from quizkit.equivalence.lowering import Lowering

# Arithmetic. Each rule gives the node of an operation in its usual form.


def _arguments(lowering: Lowering, operation: str, a: int, b: int) -> tuple[int, int, int | None]:
    """Both arguments as numbers, and the result if it is a rational."""
    a, b = lowering.as_number(a), lowering.as_number(b)
    return a, b, lowering.folded(operation, (a, b))


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
        turned = lowering.negated(a)
        if turned is not None:
            a = turned
    return arena.node("power", a, b)


def _logarithm(base: int) -> Callable[[Lowering, int], int]:
    """``log2(x)`` is log(x)/log(2)."""

    def rule(lowering: Lowering, argument: int) -> int:
        a = lowering.as_number(argument)
        folded = lowering.folded(f"log{base}", (a,))
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
    arena = lowering.arena
    below_a, below_b = _inside(lowering, a), _inside(lowering, b)
    if below_a is not None and below_b is not None:
        return _less(lowering, below_b, below_a)
    # Of -a < b and -b < a one is the usual form; a rational stands without a sign before the other side.
    if below_a is not None and (arena.exact(b) is not None or arena.marks[b] < arena.marks[below_a]):
        return arena.node("less", _negate(lowering, b), below_a)
    if below_b is not None and (arena.exact(a) is not None or arena.marks[a] < arena.marks[below_b]):
        return arena.node("less", below_b, _negate(lowering, a))
    return arena.node("less", a, b)


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
    a = lowering.as_condition(condition)
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
    a, b = lowering.as_condition(left), lowering.as_condition(right)
    for condition, other in ((a, b), (b, a)):
        leaf = lowering.arena.leaves[condition]
        if isinstance(leaf, bool):
            return condition if leaf is absorbing else other
    return a if a == b else lowering.arena.node(operation, a, b)


RULES: Mapping[str, Callable[..., int]] = {
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
