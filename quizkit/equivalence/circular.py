"""What are sine, cosine and their inverses of quotients, in normal form?

Everything is rational in t = tan(x/2): sin x = 2t/(1 + t²), cos x = (1 - t²)/(1 + t²). So no relation has to
be applied, and all numbers stay real. Multiples and sums of angles follow by multiplying cos + i·sin; those
of π/12 are known exactly.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from flint import fmpz_mpoly

from quizkit.equivalence.elementary import Elementary
from quizkit.equivalence.kernels import Applied, Pi, Symbol, Tangent
from quizkit.equivalence.quotients import GivesUp, NoValue, Quotient

Turn: TypeAlias = tuple[Quotient, Quotient]
"""The cosine and the sine of an angle."""

MAX_MULTIPLE = 16


class Circular:
    """Sines, cosines and their inverses in one cell."""

    __slots__ = ("elementary", "kernels", "ring", "signs")

    def __init__(self, elementary: Elementary) -> None:
        self.elementary = elementary
        self.kernels = elementary.kernels
        self.ring = elementary.ring
        self.signs = elementary.signs

    def turn(self, angle: Quotient) -> Turn:
        """Cosine and sine."""
        result: Turn = (self.ring.unit, self.ring.nought)
        for rate, part in self.elementary.parts(angle):
            result = self._both(result, self._turn_part(rate, part))
        return result

    def _both(self, a: Turn, b: Turn) -> Turn:
        """The turn by the sum of two angles."""
        ring = self.ring
        if a[0] == ring.unit:
            return b
        cosine = ring.subtract(ring.multiply(a[0], b[0]), ring.multiply(a[1], b[1]))
        sine = ring.add(ring.multiply(a[0], b[1]), ring.multiply(a[1], b[0]))
        return cosine, sine

    def _times(self, turn: Turn, times: int) -> Turn:
        if times < 0:
            cosine, sine = self._times(turn, -times)
            return cosine, self.ring.negate(sine)
        if times > MAX_MULTIPLE:
            raise GivesUp("angles")
        result: Turn = (self.ring.unit, self.ring.nought)
        for _ in range(times):
            result = self._both(result, turn)
        return result

    def _turn_part(self, rate: Fraction, part: Quotient) -> Turn:
        known = self._of_pi(rate, part) or self._of_inverse(rate, part)
        if known is not None:
            return known
        key = ("turn", self.elementary.part_key(part))
        if self.kernels.is_fine(key, rate) or abs(rate) * self.kernels.degrees.get(key, 1) > MAX_MULTIPLE:
            half = self.ring.scaled(part, rate / 2)
            return self._by_tangent(self.kernels.generator((*key, rate), lambda: Tangent(half)))
        degree = self.kernels.degree(key, rate)
        angle = Fraction(1, 2 * degree)
        t = self.kernels.generator(key, lambda: Tangent(self.ring.scaled(part, angle)))
        return self._times(self._by_tangent(t), int(rate * degree))

    def _by_tangent(self, t: fmpz_mpoly) -> Turn:
        """Cosine and sine of an angle by the tangent of its half."""
        below = self.ring.one + t * t
        return (self.ring.one - t * t, below), (2 * t, below)

    def _of_pi(self, rate: Fraction, part: Quotient) -> Turn | None:
        """The turn by a multiple of π/12, or by whole multiples of π."""
        ring = self.ring
        n, d = part
        if not d.is_one() or len(n) != 1:
            return None
        listed = self.kernels.listed
        factors = [(listed[place], degree) for place, degree in enumerate(n.degrees()) if degree]
        pis = [degree for kernel, degree in factors if isinstance(kernel, Pi)]
        if pis != [1]:
            return None
        others = [kernel for kernel, _ in factors if not isinstance(kernel, Pi)]
        if not others:
            return self._twelfths(rate) if 12 % rate.denominator == 0 else None
        if rate.denominator == 1 and all(isinstance(kernel, Symbol) and kernel.is_whole for kernel in others):
            pi = self.elementary.pi()[0]
            return self.elementary.parity((int(rate) * (n // pi), ring.one)), ring.nought
        return None

    def _twelfths(self, rate: Fraction) -> Turn:
        """The turn by rate·π, made up of thirds and quarters of π: 1/12 = 1/3 - 1/4."""
        ring = self.ring
        half = ring.constant(Fraction(1, 2))
        twelfths = int(rate * 12) % 24
        third = half, ring.multiply(half, self.elementary.sqrt(ring.constant(Fraction(3))))
        side = ring.multiply(half, self.elementary.sqrt(ring.constant(Fraction(2))))
        thirds = twelfths % 3
        quarters = (twelfths - 4 * thirds) // 3
        return self._both(self._times(third, thirds), self._times((side, side), quarters % 8))

    def _of_inverse(self, rate: Fraction, part: Quotient) -> Turn | None:
        """The turn by a multiple of an atan or an asin."""
        ring = self.ring
        place = self.kernels.single(part[0]) if part[1].is_one() else None
        if place is None or rate.denominator != 1:
            return None
        kernel = self.kernels.listed[place]
        if not isinstance(kernel, Applied) or kernel.name not in {"atan", "asin"}:
            return None
        u = kernel.arguments[0]
        square = ring.multiply(u, u)
        if kernel.name == "atan":
            cosine = ring.inverse(self.elementary.sqrt(ring.add(ring.unit, square)))
            return self._times((cosine, ring.multiply(u, cosine)), int(rate))
        return self._times((self.elementary.sqrt(ring.subtract(ring.unit, square)), u), int(rate))

    def tan(self, angle: Quotient) -> Quotient:
        """The tangent."""
        cosine, sine = self.turn(angle)
        return self.ring.divide(sine, cosine)

    def atan(self, argument: Quotient) -> Quotient:
        """The inverse tangent, where that of 1/u is known too: both make up π/2."""
        ring = self.ring
        if ring.is_zero(argument):
            return ring.nought
        special = _TANGENTS.get(ring.rational(argument) or Fraction(0))
        if special is not None:
            return ring.scaled(self.elementary.pi(), special)
        half = ring.scaled(self.elementary.pi(), Fraction(1, 2))
        for place in self.kernels.applied.get("atan", ()):
            kernel = self.kernels.listed[place]
            if not isinstance(kernel, Applied):
                continue
            known = ring.generators[place], ring.one
            n, d = kernel.arguments[0]
            for reciprocal, direction in (((d, n), 1), ((-d, n), -1)):
                if ring.same(reciprocal, argument):
                    quarter = half if self.signs.sign(argument) > 0 else ring.negate(half)
                    return ring.subtract(quarter, ring.scaled(known, Fraction(direction)))
        return self.elementary.odd("atan", argument)

    def asin(self, argument: Quotient) -> Quotient:
        """The inverse sine."""
        ring = self.ring
        value = ring.rational(argument)
        if value is not None and abs(value) > 1:
            raise NoValue
        special = _SINES.get(value or Fraction(0))
        if special is not None:
            return ring.scaled(self.elementary.pi(), special)
        return self.elementary.odd("asin", argument)

    def acos(self, argument: Quotient) -> Quotient:
        """The inverse cosine."""
        half = self.ring.scaled(self.elementary.pi(), Fraction(1, 2))
        return self.ring.subtract(half, self.asin(argument))

    def atan2(self, y: Quotient, x: Quotient) -> Quotient:
        """The angle of the point (x, y)."""
        ring = self.ring
        pi = self.elementary.pi()
        across = self.signs.sign(x, jumps=True)
        if across > 0:
            return self.atan(ring.divide(y, x))
        up = self.signs.sign(y, jumps=True)
        if across < 0:
            turned = pi if up >= 0 else ring.negate(pi)
            return ring.add(self.atan(ring.divide(y, x)), turned)
        if up == 0:
            raise NoValue
        return ring.scaled(pi, Fraction(up, 2))


_TANGENTS = {Fraction(1): Fraction(1, 4), Fraction(-1): Fraction(-1, 4)}
_SINES = {
    Fraction(1): Fraction(1, 2),
    Fraction(-1): Fraction(-1, 2),
    Fraction(1, 2): Fraction(1, 6),
    Fraction(-1, 2): Fraction(-1, 6),
}
"""Inverse tangents and sines that are rational multiples of π."""
