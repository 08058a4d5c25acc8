"""Is a formula a polynomial in its letters and in what else stands in it, and which?

``exp(x)`` and the like count as letters of their own, so that ``exp(x)*y + exp(x)`` is a polynomial in two
letters. Too large ones are refused; whoever asks then leaves the matter open.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from quizkit.mathlang.balls import rational
from quizkit.mathlang.nodes import Binary, Bracket, Call, Index, Name, Negative, Node, Number, Percent, walk
from quizkit.mathlang.printing import text

MAX_LETTERS = 6
MAX_POWER = 24
MAX_TERMS = 200


@dataclass(frozen=True, slots=True)
class Ring:
    """The letters of a formula, and polynomials in them."""

    letters: dict[str, int]
    context: fmpq_mpoly_ctx

    def polynomial(self, node: Node) -> fmpq_mpoly | None:
        """The formula multiplied out; None if it is no polynomial, or a large one."""
        match node:
            case Number():
                return self._constant(rational(node.value))
            case Percent(operand):
                inner = self.polynomial(operand)
                return None if inner is None else inner * fmpq(1, 100)
            case Negative(operand):
                inner = self.polynomial(operand)
                return None if inner is None else -inner
            case Binary("+" | "-" | "*" | "/", left, right):
                return self._arithmetic(node, self.polynomial(left), self.polynomial(right))
            case Binary("^", base, Number() as exponent) if exponent.denominator == 1:
                inner = self.polynomial(base)
                if inner is None or exponent.numerator > MAX_POWER or len(inner) > MAX_POWER:
                    return None
                return _small(inner**exponent.numerator)
            case _:
                return self._letter(node)

    def _arithmetic(
        self, node: Binary, left: fmpq_mpoly | None, right: fmpq_mpoly | None
    ) -> fmpq_mpoly | None:
        if left is None or right is None:
            return None
        match node.operator:
            case "+":
                return _small(left + right)
            case "-":
                return _small(left - right)
            case "*":
                return _small(left * right) if len(left) * len(right) <= MAX_TERMS**2 else None
            case _:
                if not right.is_constant() or right.is_zero():
                    return None
                return left * (1 / right.leading_coefficient())

    def _letter(self, node: Node) -> fmpq_mpoly | None:
        place = self.letters.get(text(node))
        return None if place is None else self.context.gen(place)

    def _constant(self, value: fmpq) -> fmpq_mpoly:
        return self.context.constant(value)


def _small(polynomial: fmpq_mpoly) -> fmpq_mpoly | None:
    return polynomial if len(polynomial) <= MAX_TERMS else None


def ring_of(node: Node) -> Ring | None:
    """The ring in which a formula may be a polynomial; None if it has too many letters, or arrays."""
    if any(isinstance(part, Bracket) for part in walk(node)):
        return None
    found = list(dict.fromkeys(_letters(node)))
    if not 1 <= len(found) <= MAX_LETTERS:
        return None
    names = [f"x{place}" for place in range(len(found))]
    context = fmpq_mpoly_ctx.get(names, Ordering.lex)
    return Ring({letter: place for place, letter in enumerate(found)}, context)


def _letters(node: Node) -> list[str]:
    """What counts as a letter, in the order of first use."""
    match node:
        case Name() | Call() | Index():
            return [text(node)]
        case Negative(operand) | Percent(operand):
            return _letters(operand)
        case Binary("^", base, Number() as exponent) if exponent.denominator == 1:
            return _letters(base)
        case Binary("^"):
            return [text(node)]
        case Binary(left=left, right=right):
            return _letters(left) + _letters(right)
        case _:
            return []
