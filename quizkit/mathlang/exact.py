"""What do the operations of the language come to, exactly?

A scalar is a rational as long as it can be, and from the first irrational operation on a ball. Each
operation gives the exact value or a ball that certainly holds it, raises Undefined where there is no
value, and Undecidable where the bits in force do not settle a sign or a comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from flint import arb, fmpq, fmpz

from quizkit.errors import ShapeMismatch, Undecidable, Undefined

Exact: TypeAlias = "fmpq | arb | bool | str"
"""A scalar: a rational, a ball, a decided condition, or a word."""
Real: TypeAlias = "fmpq | arb"
_REALS = (fmpq, arb)

MAX_EXACT_BITS = 20_000
"""A power with more bits than this is kept as a ball; a larger whole part is not looked for."""


def fraction(value: fmpq) -> Fraction:
    """A rational as a fraction."""
    return Fraction(int(value.p), int(value.q))


def rational(value: Fraction | int) -> fmpq:
    """A fraction as a rational."""
    return fmpq(value.numerator, value.denominator)


def real(scalar: Exact) -> Real:
    """The scalar as a number: conditions count 1 or 0. Words are none."""
    if isinstance(scalar, _REALS):
        return scalar
    if isinstance(scalar, bool):
        return fmpq(int(scalar))
    if isinstance(scalar, str):
        raise ShapeMismatch(f"the word '{scalar}' is no number")
    return scalar


def ball(scalar: Exact) -> arb:
    """The scalar as a ball, at the precision in force."""
    if isinstance(scalar, arb):
        return scalar
    value = real(scalar)
    return arb(value) if isinstance(value, fmpq) else value


def truth(condition: Exact) -> bool:
    """Whether a condition holds; of a number, whether it is not 0."""
    if isinstance(condition, bool):
        return condition
    return bool(_unequal(condition, fmpq(0)))


def _checked(value: arb) -> arb:
    """A ball that says something; one that holds everything asks for more bits."""
    if value.is_nan():
        raise Undecidable("a value that these bits do not determine")
    return value


def _known(value: Real) -> Real:
    """What arithmetic gave: a rational of rationals, else a ball, as ``_checked`` wants it."""
    return value if isinstance(value, fmpq) else _checked(value)


def _zero_divisor(value: Real) -> bool:
    return bool(value == 0) if isinstance(value, fmpq) else value.is_zero()


def _divide(left: Exact, right: Exact) -> Exact:
    a, b = real(left), real(right)
    if _zero_divisor(b):
        raise Undefined("a division by 0")
    return _known(a / b)


def _power(left: Exact, right: Exact) -> Exact:
    base, exponent = real(left), real(right)
    if isinstance(exponent, arb):
        return _general_power(base, exponent)
    if exponent.q == 1:
        return _whole_power(base, int(exponent.p))
    if isinstance(base, fmpq):
        if base < 0:
            raise Undefined("a fractional power of a negative number")
        if base == 0:
            return _zero_power(positive=bool(exponent > 0))
        root = _exact_root(base, int(exponent.q))
        if root is not None:
            return _whole_power(root, int(exponent.p))
    return _general_power(base, exponent)


def _whole_power(base: Real, exponent: int) -> Exact:
    if isinstance(base, fmpq):
        if base == 0 and exponent < 0:
            raise Undefined("a negative power of 0")
        if base.height_bits() * abs(exponent) <= MAX_EXACT_BITS:
            return base**exponent
    if exponent < 0:
        return _divide(fmpq(1), _whole_power(base, -exponent))
    return _checked(_ball_power(ball(base), exponent))


def _ball_power(base: arb, exponent: int) -> arb:
    """A whole power of a ball; where the ball holds 0, by squaring, because FLINT gives up there."""
    if not base.contains(0):
        return base ** fmpz(exponent)
    power = arb(1)
    for digit in f"{exponent:b}":
        power = power * power * base if digit == "1" else power * power
    return power


def _general_power(base: Real, exponent: Real) -> Exact:
    if base > 0:
        return _checked(ball(base) ** ball(exponent))
    if base < 0:
        raise Undefined("a fractional power of a negative number")
    if _zero_divisor(base):
        if exponent > 0:
            return _zero_power(positive=True)
        if exponent < 0:
            return _zero_power(positive=False)
    raise Undecidable("the sign of a base")


def _zero_power(*, positive: bool) -> Exact:
    if positive:
        return fmpq(0)
    raise Undefined("a negative power of 0")


def _exact_root(value: fmpq, degree: int) -> fmpq | None:
    """The degree-th root of a positive rational, if it is rational."""
    if degree > 64:
        return None
    parts = []
    for part in (value.p, value.q):
        root = fmpz(part).root(degree)
        if root**degree != part:
            return None
        parts.append(root)
    return fmpq(*parts)


def _exp(value: Exact) -> Exact:
    x = real(value)
    return fmpq(1) if isinstance(x, fmpq) and x == 0 else _checked(ball(x).exp())


def _log(value: Exact) -> Exact:
    x = _positive(value, "the logarithm of a number that is not positive")
    return fmpq(0) if isinstance(x, fmpq) and x == 1 else ball(x).log()


def _positive(value: Exact, otherwise: str) -> Real:
    x = real(value)
    if x > 0:
        return x
    if x <= 0:
        raise Undefined(otherwise)
    raise Undecidable("the sign of an argument")


def _log_to(base: int) -> Callable[[Exact], Exact]:
    def logarithm(value: Exact) -> Exact:
        x = _positive(value, "the logarithm of a number that is not positive")
        if isinstance(x, fmpq) and (x.p == 1 or x.q == 1):
            exponent = _exponent(int(x.p) * int(x.q), base)
            if exponent is not None:
                return fmpq(exponent if x.q == 1 else -exponent)
        return ball(x).log() / arb(base).log()

    return logarithm


def _exponent(whole: int, base: int) -> int | None:
    """K with base**k == whole, if there is one."""
    exponent = 0
    while whole % base == 0:
        whole //= base
        exponent += 1
    return exponent if whole == 1 else None


def _sqrt(value: Exact) -> Exact:
    x = real(value)
    if x < 0:
        raise Undefined("the square root of a negative number")
    if isinstance(x, fmpq):
        root = fmpq(0) if x == 0 else _exact_root(x, 2)
        return ball(x).sqrt() if root is None else root
    if x >= 0:
        return x.sqrt()
    raise Undecidable("the sign under a root")


def _cbrt(value: Exact) -> Exact:
    x = real(value)
    if x > 0:
        root = _exact_root(x, 3) if isinstance(x, fmpq) else None
        return ball(x).root(3) if root is None else root
    if x < 0:
        return _negate(_cbrt(-x))
    if _zero_divisor(x):
        return fmpq(0)
    raise Undecidable("the sign under a root")


def _negate(value: Exact) -> Exact:
    return -real(value)


def _abs(x: Real) -> Real:
    return x.max(-x) if isinstance(x, arb) else max(x, -x)


def _sign(value: Exact) -> Exact:
    x = real(value)
    if x > 0:
        return fmpq(1)
    if x < 0:
        return fmpq(-1)
    if _zero_divisor(x):
        return fmpq(0)
    raise Undecidable("a sign")


def _floor(value: Exact) -> Exact:
    x = real(value)
    if isinstance(x, fmpq):
        return fmpq(x.floor())
    if not abs(x) < arb(2) ** MAX_EXACT_BITS:
        raise Undecidable("a whole part of so many digits")
    whole = x.floor().unique_fmpz()
    if whole is None:
        raise Undecidable("a whole part")
    return fmpq(whole)


def _ceil(value: Exact) -> Exact:
    return _negate(_floor(_negate(value)))


def _greatest(left: Exact, right: Exact) -> Exact:
    a, b = real(left), real(right)
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return max(a, b)
    return ball(a).max(ball(b))


def _least(left: Exact, right: Exact) -> Exact:
    return _negate(_greatest(_negate(left), _negate(right)))


def _xlogy(left: Exact, right: Exact) -> Exact:
    x = real(left)
    if isinstance(x, fmpq) and x == 0:
        return x
    return _multiply(x, _log(right))


# Most arithmetic is on rationals, so these let them straight through.


def _multiply(left: Exact, right: Exact) -> Exact:
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return left * right
    return _known(real(left) * real(right))


def _add(left: Exact, right: Exact) -> Exact:
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return left + right
    return _known(real(left) + real(right))


def _subtract(left: Exact, right: Exact) -> Exact:
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return left - right
    return _known(real(left) - real(right))


def _less(left: Exact, right: Exact) -> bool:
    a, b = real(left), real(right)
    if a < b:
        return True
    if a >= b:
        return False
    raise Undecidable("which of two values is the smaller")


def _equal(left: Exact, right: Exact) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        return left == right and type(left) is type(right)
    a, b = real(left), real(right)
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return bool(a == b)
    if a < b or a > b:
        return False
    if isinstance(a, arb) and isinstance(b, arb) and a.is_exact() and b.is_exact():
        return True
    raise Undecidable("whether two values are equal")


def _unequal(left: Exact, right: Exact) -> bool:
    return not _equal(left, right)


def _at_zero(value: fmpq, method: Callable[[arb], arb]) -> Callable[[Exact], Exact]:
    """An analytic function with a rational value at 0, kept exact there."""

    def function(argument: Exact) -> Exact:
        x = real(argument)
        if isinstance(x, fmpq) and x == 0:
            return value
        return _checked(method(ball(x)))

    return function


def _within_one(method: Callable[[arb], arb], *, closed: bool) -> Callable[[Exact], Exact]:
    """asin, acos (closed) and atanh (open): the argument lies in [-1, 1]."""

    def function(argument: Exact) -> Exact:
        x = real(argument)
        size = _abs(x)
        if isinstance(x, fmpq) and x == 0:
            return fmpq(0) if method is not arb.acos else arb.pi() / 2
        if size > 1 or (not closed and size >= 1):
            raise Undefined("an argument outside -1 .. 1")
        return _checked(method(ball(x)))

    return function


def _acosh(argument: Exact) -> Exact:
    x = real(argument)
    if x < 1:
        raise Undefined("acosh of a number below 1")
    if isinstance(x, fmpq) and x == 1:
        return fmpq(0)
    return _checked(ball(x).acosh())


def _tan(argument: Exact) -> Exact:
    x = real(argument)
    if isinstance(x, fmpq) and x == 0:
        return fmpq(0)
    return _checked(ball(x).tan())


def _atan2(y: Exact, x: Exact) -> Exact:
    a, b = real(y), real(x)
    if _zero_divisor(a) and _zero_divisor(b):
        raise Undefined("atan2(0, 0)")
    return _checked(arb.atan2(ball(a), ball(b)))


CONSTANT_BALLS: Mapping[str, Callable[[], arb]] = {
    "e": arb.const_e,
    "pi": arb.pi,
    "infinity": arb.pos_inf,
}

OPERATIONS_ON_SCALARS: Mapping[str, Callable[..., Exact]] = {
    "negate": _negate,
    "add": _add,
    "subtract": _subtract,
    "multiply": _multiply,
    "divide": _divide,
    "power": _power,
    "less": _less,
    "less_equal": lambda a, b: not _less(b, a),
    "greater": lambda a, b: _less(b, a),
    "greater_equal": lambda a, b: not _less(a, b),
    "equal": _equal,
    "unequal": _unequal,
    "and": lambda a, b: truth(a) and truth(b),
    "or": lambda a, b: truth(a) or truth(b),
    "not": lambda a: not truth(a),
    "exp": _exp,
    "log": _log,
    "log2": _log_to(2),
    "log10": _log_to(10),
    "sqrt": _sqrt,
    "cbrt": _cbrt,
    "abs": lambda a: _abs(real(a)),
    "sign": _sign,
    "floor": _floor,
    "ceil": _ceil,
    "max": _greatest,
    "min": _least,
    "xlogy": _xlogy,
    "sin": _at_zero(fmpq(0), arb.sin),
    "cos": _at_zero(fmpq(1), arb.cos),
    "tan": _tan,
    "asin": _within_one(arb.asin, closed=True),
    "acos": _within_one(arb.acos, closed=True),
    "atan": _at_zero(fmpq(0), arb.atan),
    "atan2": _atan2,
    "sinh": _at_zero(fmpq(0), arb.sinh),
    "cosh": _at_zero(fmpq(1), arb.cosh),
    "tanh": _at_zero(fmpq(0), arb.tanh),
    "asinh": _at_zero(fmpq(0), arb.asinh),
    "acosh": _acosh,
    "atanh": _within_one(arb.atanh, closed=False),
    "erf": _at_zero(fmpq(0), arb.erf),
    "erfc": _at_zero(fmpq(1), arb.erfc),
}
