"""Is a right answer in the form that was asked for? Judged by how it is written, not by its value.

    number            digits, no formula
    no decimals       fractions and roots, no decimal point
    single fraction   one numerator over one denominator, neither with a fraction in it
    factored          a product, none of whose factors can be factored further
    expanded          a sum of products, all brackets multiplied out
    simplified        nothing left to work out, collect or cancel

What cannot be told, of a formula that is no polynomial say, is let pass.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from quizkit.bank.question import Form, Task
from quizkit.grading.finding import Finding, wrong
from quizkit.grading.polynomials import ring_of
from quizkit.grading.typed import is_plain
from quizkit.grading.verdict import Evidence
from quizkit.mathlang.nodes import Binary, Call, Name, Negative, Node, Number, Percent, walk
from quizkit.mathlang.printing import text
from quizkit.mathlang.tidy import number_node

MAX_SHOWN = 40


def unlike_form(task: Task, node: Node) -> Finding | None:
    """What to say of a right answer in another form; None if it has the form asked for."""
    if task.form is None:
        return None
    complaint = _COMPLAINTS[task.form](node)
    if complaint is None:
        return None
    return wrong(Evidence("form", {"form": task.form}), message=complaint)


def _not_a_number(node: Node) -> str | None:
    return None if is_plain(node) else "Right; but give it in numbers, not as a formula."


def _with_decimals(node: Node) -> str | None:
    for part in walk(node):
        if (isinstance(part, Number) and not part.text.isdigit() and part.text) or isinstance(part, Percent):
            return f"Right; but write it without decimals: {_shown(part)} as a fraction, say."
    return None


def _not_one_fraction(node: Node) -> str | None:
    inner = node.operand if isinstance(node, Negative) else node
    if not isinstance(inner, Binary) or inner.operator != "/":
        return "Right; but write it as a single fraction, one numerator over one denominator."
    for part in (*walk(inner.left), *walk(inner.right)):
        if _divides(part):
            return f"Right; but a single fraction was asked for, and {_shown(part)} is a fraction inside it."
    return None


def _divides(node: Node) -> bool:
    match node:
        case Binary("/"):
            return True
        case Binary("^", _, Negative()):
            return True
        case _:
            return False


def _not_factored(node: Node) -> str | None:
    for factor in _factors(node):
        ring = ring_of(factor)
        polynomial = None if ring is None else ring.polynomial(factor)
        if polynomial is None or len(polynomial) < 2:
            continue
        content, found = polynomial.factor()
        if sum(power for _, power in found) > 1:
            return f"Right; but factor it: {_shown(factor)} can be taken apart."
        if content.q == 1 and abs(content) != 1:
            return f"Right; but factor it: a number can be taken out of {_shown(factor)}."
    return None


def _factors(node: Node) -> list[Node]:
    """The factors as written; those of a denominator as well."""
    match node:
        case Negative(operand):
            return _factors(operand)
        case Binary("*" | "/", left, right):
            return _factors(left) + _factors(right)
        case Binary("^", base, Number() as exponent) if exponent.denominator == 1:
            return _factors(base)
        case _:
            return [node]


def _not_expanded(node: Node) -> str | None:
    for part in walk(node):
        match part:
            case Binary("*", left, right) if _is_sum(left) or _is_sum(right):
                return f"Right; but multiply out {_shown(part)}."
            case Binary("^", base, Number() as exponent) if _is_sum(base) and exponent.denominator == 1:
                return f"Right; but multiply out {_shown(part)}."
            case Binary("/", left, _) if _is_sum(left):
                return f"Right; but divide {_shown(part)} term by term."
            case Negative(operand) if _is_sum(operand):
                return f"Right; but multiply out {_shown(part)}."
            case _:
                continue
    return None


def _is_sum(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator in {"+", "-"}


def _not_simplified(node: Node) -> str | None:
    return next(_simplifications(node), None)


def _simplifications(node: Node) -> Iterator[str]:
    """What is left to do, the innermost last."""
    for part in walk(node):
        if _can_be_worked_out(part):
            yield f"Right; but simplify it: {_shown(part)} can be worked out."
        elif _is_idle(part):
            yield f"Right; but simplify it: {_shown(part)} is longer than need be."
        elif _is_sum(part) and _has_like_terms(part):
            yield f"Right; but simplify it: {_shown(part)} has like terms to collect."
        elif isinstance(part, Binary) and part.operator == "/" and _can_be_cancelled(part):
            yield f"Right; but simplify it: {_shown(part)} can be cancelled."


def _can_be_worked_out(node: Node) -> bool:
    """Arithmetic of rational numbers that is not a fraction in lowest terms."""
    if isinstance(node, Number) or (isinstance(node, Negative) and isinstance(node.operand, Number)):
        return False
    value = _rational(node)
    if value is None:
        return False
    match node:
        case Binary("/", Number() | Negative(Number()) as top, Number() as bottom):
            lowest = number_node(Fraction(value.numerator)), Number(value.denominator)
            return (top, bottom) != lowest or value.denominator == 1
        case Negative(operand):
            return _can_be_worked_out(operand)
        case _:
            return True


def _rational(node: Node) -> Fraction | None:
    """The value of arithmetic on written numbers."""
    match node:
        case Number():
            return node.value
        case Negative(operand):
            inner = _rational(operand)
            return None if inner is None else -inner
        case Binary(operator, left, right):
            first, second = _rational(left), _rational(right)
            return None if first is None or second is None else _arithmetic(operator, first, second)
        case _:
            return None


def _arithmetic(operator: str, left: Fraction, right: Fraction) -> Fraction | None:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/" if right:
            return left / right
        case "^" if right.denominator == 1 and abs(right) <= 64 and left:
            return left ** int(right)
        case _:
            return None


def _terms(node: Node) -> int:
    match node:
        case Binary("+" | "-", left, right):
            return _terms(left) + _terms(right)
        case _:
            return 1


def _has_like_terms(node: Node) -> bool:
    ring = ring_of(node)
    polynomial = None if ring is None else ring.polynomial(node)
    return polynomial is not None and len(polynomial) < _terms(node)


def _can_be_cancelled(node: Binary) -> bool:
    ring = ring_of(node)
    if ring is None:
        return False
    top, bottom = ring.polynomial(node.left), ring.polynomial(node.right)
    if top is None or bottom is None or top.is_zero():
        return False
    if bottom.is_constant():
        divisor = bottom.leading_coefficient()
        whole = [*top.coeffs(), divisor]
        return all(number.q == 1 for number in whole) and math.gcd(*(int(number.p) for number in whole)) > 1
    return not top.gcd(bottom).is_constant()


def _is_idle(node: Node) -> bool:
    """``1*x``, ``x + 0``, ``x^1``, ``--x``, ``log(e)``, ``exp(0)``."""
    match node:
        case Negative(Negative()):
            return True
        case Binary("*", left, right):
            return any(_is(side, value) for side in (left, right) for value in (0, 1))
        case Binary("+", left, right):
            return _is(left, 0) or _is(right, 0)
        case Binary("-", _, right):
            return _is(right, 0)
        case Binary("/" | "^", _, right):
            return _is(right, 1)
        case Call("log", (Name("e") | Call("exp") | Number(1, 1),)) | Call("exp", (Number(0) | Call("log"),)):
            return True
        case _:
            return False


def _is(node: Node, value: int) -> bool:
    return isinstance(node, Number) and node.value == value


def _shown(node: Node) -> str:
    """A part of the response as code, cut where it is long."""
    written = text(node)
    return f"`{written if len(written) <= MAX_SHOWN else written[: MAX_SHOWN - 1] + '…'}`"


_COMPLAINTS: Mapping[Form, Callable[[Node], str | None]] = {
    "number": _not_a_number,
    "no decimals": _with_decimals,
    "single fraction": _not_one_fraction,
    "factored": _not_factored,
    "expanded": _not_expanded,
    "simplified": _not_simplified,
}
