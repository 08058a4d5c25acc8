"""How was a number typed: as digits, to how many figures, and is it another number rounded?"""

from __future__ import annotations

from fractions import Fraction

from quizkit.errors import NotComputable
from quizkit.mathlang.balls import PRECISIONS, Exact, ball, precision, rational, real
from quizkit.mathlang.nodes import Binary, Bracket, Negative, Node, Number, Percent

_DIGITS = frozenset("0123456789.,eE+-")


def is_plain(node: Node) -> bool:
    """Whether numbers were typed as such: digits, a sign, a percent sign, a fraction of these."""
    match node:
        case Number():
            return True
        case Binary("/", left, right):
            return is_plain(left) and is_plain(right)
        case Bracket(items):
            return all(map(is_plain, items))
        case Negative(operand) | Percent(operand):
            return is_plain(operand)
        case _:
            return False


def is_rounded(node: Node, expected: Exact) -> bool:
    """Whether a plain decimal is the expected value rounded to the figures typed.

    A whole number ending in zeros counts with all its figures: 30 is 30 rounded to units.
    """
    step = _last_place(node)
    if step is None:
        return False
    typed = _typed(node)
    with precision(PRECISIONS[1]):
        # Of rationals the gap is a rational, and a tie is decided as one.
        gap = real(expected) - rational(typed)
        return bool((-gap if gap < 0 else gap) <= rational(step / 2))


def _last_place(node: Node) -> Fraction | None:
    """The value of one unit in the last place typed; None if no plain decimal was."""
    match node:
        case Negative(operand):
            return _last_place(operand)
        case Percent(operand):
            inner = _last_place(operand)
            return None if inner is None else inner / 100
        case Number(text=text) if text and set(text) <= _DIGITS:
            digits, _, exponent = text.lower().replace(",", ".").partition("e")
            places = len(digits.partition(".")[2])
            return Fraction(10) ** (int(exponent or 0) - places)
        case _:
            return None


def _typed(node: Node) -> Fraction:
    match node:
        case Negative(operand):
            return -_typed(operand)
        case Percent(operand):
            return _typed(operand) / 100
        case Number():
            return node.value
        case _:
            raise NotComputable("no plain number")


def figures_typed(node: Node) -> int:
    """How many significant figures were typed; 0 if no plain decimal was.

    All digits of a whole number count: 30 has two.
    """
    match node:
        case Negative(operand) | Percent(operand):
            return figures_typed(operand)
        case Number(text=text) if text and set(text) <= _DIGITS:
            digits = text.lower().partition("e")[0].replace(".", "").replace(",", "").lstrip("0")
            return len(digits)
        case _:
            return 0


def is_cut_off(node: Node, expected: Exact) -> bool:
    """Whether a plain decimal is the expected value cut off after the figures typed, and not rounded."""
    step = _last_place(node)
    if step is None or figures_typed(node) < 2:
        return False
    typed = _typed(node)
    with precision(PRECISIONS[1]):
        gap = ball(real(expected)) - ball(rational(typed))
        onward = -gap if typed < 0 else gap
        return bool(onward > 0 and onward < ball(rational(step)))


def entries_typed(node: Node) -> list[Node]:
    """The entries of a vector or matrix as typed; of a number, itself."""
    if isinstance(node, Bracket):
        return [entry for item in node.items for entry in entries_typed(item)]
    return [node]
