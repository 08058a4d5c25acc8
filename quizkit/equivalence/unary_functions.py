"""What are the functions of one argument in normal form? All reduce to exp, log, roots, tan, atan and erf."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from quizkit.equivalence.circular import Circular
from quizkit.equivalence.constants import CONSTANT_BITS
from quizkit.equivalence.elementary import Elementary
from quizkit.equivalence.quotients import GivesUp, Quotient
from quizkit.mathlang.balls import precision

_HALF = Fraction(1, 2)


class Functions:
    """The functions of the arena in one cell."""

    __slots__ = ("_circular", "_elementary", "_ring", "signs")

    def __init__(self, elementary: Elementary, circular: Circular) -> None:
        self._elementary = elementary
        self._circular = circular
        self._ring = elementary.ring
        self.signs = elementary.signs

    def apply(self, operation: str, argument: Quotient) -> Quotient:
        """A function's value. Raises GivesUp for an operation that is none of them."""
        function = _FUNCTIONS.get(operation)
        if function is None:
            raise GivesUp(operation)
        return function(self, argument)

    def exp(self, x: Quotient) -> Quotient:
        """The power of e."""
        return self._elementary.exp(x)

    def log(self, x: Quotient) -> Quotient:
        """The natural logarithm."""
        return self._elementary.logarithms.of(x)

    def sqrt(self, x: Quotient) -> Quotient:
        """The square root."""
        return self._elementary.sqrt(x)

    def cbrt(self, x: Quotient) -> Quotient:
        """The cube root."""
        return self._elementary.cbrt(x)

    def absolute(self, x: Quotient) -> Quotient:
        """|x|."""
        return x if self.signs.sign(x) >= 0 else self._ring.negate(x)

    def sign(self, x: Quotient) -> Quotient:
        """The sign, 0 of 0."""
        return self._ring.constant(Fraction(self.signs.sign(x, jumps=True)))

    def floor(self, x: Quotient) -> Quotient:
        """The whole part."""
        ring = self._ring
        value = ring.rational(x)
        if value is not None:
            return ring.constant(Fraction(value.numerator // value.denominator))
        whole = self._constant_floor(x)
        return self._elementary.applied("floor", x) if whole is None else ring.constant(Fraction(whole))

    def _constant_floor(self, x: Quotient) -> int | None:
        places = {place for p in x for place, degree in enumerate(p.degrees()) if degree}
        if not all(self.signs.constants.is_constant(place) for place in places):
            return None
        for bits in CONSTANT_BITS:
            with precision(bits):
                whole = self.signs.constants.ball(x).floor().unique_fmpz()
            if whole is not None:
                return int(whole)
        return None

    def ceil(self, x: Quotient) -> Quotient:
        """The next whole number."""
        return self._ring.negate(self.floor(self._ring.negate(x)))

    def sin(self, x: Quotient) -> Quotient:
        """The sine."""
        return self._circular.turn(x)[1]

    def cos(self, x: Quotient) -> Quotient:
        """The cosine."""
        return self._circular.turn(x)[0]

    def tan(self, x: Quotient) -> Quotient:
        """The tangent."""
        return self._circular.tan(x)

    def asin(self, x: Quotient) -> Quotient:
        """The inverse sine."""
        return self._circular.asin(x)

    def acos(self, x: Quotient) -> Quotient:
        """The inverse cosine."""
        return self._circular.acos(x)

    def atan(self, x: Quotient) -> Quotient:
        """The inverse tangent."""
        return self._circular.atan(x)

    def sinh(self, x: Quotient) -> Quotient:
        """(e^x - e^-x)/2."""
        ring = self._ring
        power = self.exp(x)
        return ring.scaled(ring.subtract(power, ring.inverse(power)), _HALF)

    def cosh(self, x: Quotient) -> Quotient:
        """(e^x + e^-x)/2."""
        ring = self._ring
        power = self.exp(x)
        return ring.scaled(ring.add(power, ring.inverse(power)), _HALF)

    def tanh(self, x: Quotient) -> Quotient:
        """(e^2x - 1)/(e^2x + 1)."""
        ring = self._ring
        square = ring.power(self.exp(x), 2)
        return ring.divide(ring.subtract(square, ring.unit), ring.add(square, ring.unit))

    def asinh(self, x: Quotient) -> Quotient:
        """log(x + √(x² + 1))."""
        ring = self._ring
        root = self.sqrt(ring.add(ring.multiply(x, x), ring.unit))
        return self._elementary.logarithms.of_size(ring.add(x, root))

    def acosh(self, x: Quotient) -> Quotient:
        """log(x + √(x² - 1)), for x from 1."""
        ring = self._ring
        beyond = ring.subtract(x, ring.unit)
        if self.signs.sign(beyond) < 0:
            self._elementary.refuse_negative(beyond)
        root = self.sqrt(ring.subtract(ring.multiply(x, x), ring.unit))
        return self._elementary.logarithms.of_size(ring.add(x, root))

    def atanh(self, x: Quotient) -> Quotient:
        """log((1 + x)/(1 - x))/2."""
        ring = self._ring
        above, below = ring.add(ring.unit, x), ring.subtract(ring.unit, x)
        return ring.scaled(self.log(ring.divide(above, below)), _HALF)

    def erf(self, x: Quotient) -> Quotient:
        """The error function: odd, and else only itself."""
        return self._elementary.odd("erf", x)

    def erfc(self, x: Quotient) -> Quotient:
        """1 - erf(x)."""
        return self._ring.subtract(self._ring.unit, self.erf(x))


_FUNCTIONS: Mapping[str, Callable[[Functions, Quotient], Quotient]] = {
    "exp": Functions.exp,
    "log": Functions.log,
    "sqrt": Functions.sqrt,
    "cbrt": Functions.cbrt,
    "abs": Functions.absolute,
    "sign": Functions.sign,
    "floor": Functions.floor,
    "ceil": Functions.ceil,
    "sin": Functions.sin,
    "cos": Functions.cos,
    "tan": Functions.tan,
    "asin": Functions.asin,
    "acos": Functions.acos,
    "atan": Functions.atan,
    "sinh": Functions.sinh,
    "cosh": Functions.cosh,
    "tanh": Functions.tanh,
    "asinh": Functions.asinh,
    "acosh": Functions.acosh,
    "atanh": Functions.atanh,
    "erf": Functions.erf,
    "erfc": Functions.erfc,
}
