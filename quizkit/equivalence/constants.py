"""Which generators of a proof stand for one number, and what is that number nearly?"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from flint import arb, fmpz, fmpz_mpoly

from quizkit.equivalence.ball_operations import UNARY
from quizkit.equivalence.definite import Bounds
from quizkit.equivalence.kernels import (
    Applied,
    Exponential,
    Kernel,
    Kernels,
    Logarithm,
    Parity,
    Pi,
    Root,
    Shared,
    Symbol,
    Tangent,
)
from quizkit.equivalence.quotients import GivesUp, Quotient
from quizkit.mathlang.balls import precision

CONSTANT_BITS = (128, 1000)
"""The precisions at which the sign of a constant is looked for."""


class Constants:
    """The constants among some kernels."""

    __slots__ = ("_kernels", "_ring")

    def __init__(self, kernels: Kernels) -> None:
        self._kernels = kernels
        self._ring = kernels.ring

    def is_constant(self, place: int) -> bool:
        """Whether a generator stands for one number."""
        kernel = self._kernels.listed[place]
        match kernel:
            case Pi():
                return True
            case Exponential(exponent):
                below = exponent
            case Logarithm(argument) | Root(_, argument):
                below = (argument, self._ring.one)
            case Tangent(angle):
                below = angle
            case Applied(_, arguments):
                return len(arguments) == 1 and self.is_free(arguments[0])
            case Symbol() | Parity() | Shared():
                return False
            case _:
                assert_never(kernel)
        return self.is_free(below)

    def is_free(self, quotient: Quotient) -> bool:
        """Whether no symbol occurs in a quotient."""
        return all(
            self.is_constant(place) for p in quotient for place, degree in enumerate(p.degrees()) if degree
        )

    def sign(self, p: fmpz_mpoly) -> int:
        """The sign of a polynomial of constants. Raises GivesUp if balls do not tell it."""
        if p.is_constant():
            return 1 if p.leading_coefficient() > 0 else -1
        for bits in CONSTANT_BITS:
            with precision(bits):
                value = self._ball(p)
            if value > 0:
                return 1
            if value < 0:
                return -1
        raise GivesUp("the sign of a constant")

    def bound(self, place: int) -> Bounds:
        """A short interval in which a constant lies."""
        try:
            with precision(64):
                value = self._ball(self._ring.generators[place])
        except GivesUp:
            return Bounds()
        if not value.is_finite():
            return Bounds()
        low, high = _rational(value.lower()), _rational(value.upper())
        if low is None or high is None:
            return Bounds()
        step = Fraction(1, 1 << 40)
        return Bounds(max(low - step, Fraction(0)) if low > 0 else low - step, high + step)

    def ball(self, quotient: Quotient) -> arb:
        """A ball that holds a quotient of constants, at the precision in force."""
        return self._ball(quotient[0]) / self._ball(quotient[1])

    def _ball(self, p: fmpz_mpoly) -> arb:
        total = arb(0)
        for exponents, coefficient in p.to_dict().items():
            term = arb(fmpz(coefficient))
            for place, exponent in enumerate(exponents):
                if exponent:
                    term *= self._kernel_ball(self._kernels.listed[place]) ** exponent
            total += term
        return total

    def _kernel_ball(self, kernel: Kernel) -> arb:
        match kernel:
            case Pi():
                return arb.pi()
            case Exponential(exponent):
                return self.ball(exponent).exp()
            case Logarithm(argument):
                return abs(self._ball(argument)).log()
            case Root(degree, radicand):
                return self._ball(radicand).root(degree)
            case Tangent(angle):
                return self.ball(angle).tan()
            case Applied(name, (argument,)) if name in UNARY:
                value = UNARY[name](self.ball(argument))
                if not isinstance(value, arb):
                    # Another cell's kernel may have no value; that says nothing of this formula.
                    raise GivesUp("a constant")
                return value
            case _:
                raise GivesUp("a constant")


def _rational(value: arb) -> Fraction | None:
    mantissa, exponent = value.man_exp()
    power = int(exponent)
    if abs(power) > 4096:
        return None
    return Fraction(int(mantissa)) * (Fraction(1 << power) if power >= 0 else Fraction(1, 1 << -power))
