"""Do these bits hide a term? ``x + exp(-10000)`` looks like ``x`` at 333 bits.

In a sum the smaller term vanishes beside the larger; so does what a saturated function keeps to itself, as
``1 - tanh(500)``. Both are seen by size alone, and tell how many bits it takes to look again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from flint import arb

from quizkit.equivalence.arena import Arena
from quizkit.equivalence.ball_operations import Enclosure

_LOG2E = 1 / math.log(2)
_MOST_BITS = 10**18
_BEYOND_ALL = float(_MOST_BITS)
"""More bits than anybody has."""


def hidden_bits(arena: Arena, order: Sequence[int], column: Mapping[int, Enclosure]) -> int:
    """The bits below which a certainly present term cannot be seen; 0 if none is hidden at all."""
    most = 0.0
    nodes = arena.nodes
    for place in order:
        operation, a, b, _ = nodes[place]
        x = column.get(a)
        if not isinstance(x, arb):
            continue
        if operation in {"add", "subtract"}:
            y = column.get(b)
            if isinstance(y, arb):
                most = max(most, abs(_bits(x) - _bits(y)) if _is_present(x) and _is_present(y) else 0.0)
        elif operation == "power":
            y = column.get(b)
            if isinstance(y, arb) and _is_present(x) and x > 0 and not y.is_integer():
                most = max(most, -_bits(y * x.log()))
        elif operation in _SATURATING and _is_present(x):
            size = _bits(x)
            below_one, above_one = _SATURATING[operation]
            most = max(most, (below_one if size < 0 else above_one)(size))
    return int(min(most, _BEYOND_ALL))


def _is_present(x: arb) -> bool:
    return bool(x.is_finite()) and not x.contains(0)


def _bits(x: arb) -> float:
    """The logarithm of the size to base 2, roughly."""
    if not x.is_finite():
        return 0.0
    mantissa, exponent = x.abs_upper().man_exp()
    size: int = int(mantissa).bit_length() + int(exponent)
    return float(size) if -_MOST_BITS < size < _MOST_BITS else math.copysign(_BEYOND_ALL, size)


def _exponential(bits: float) -> float:
    """How many bits e**-x lies below 1, for an x of so many bits."""
    return _LOG2E * math.exp2(min(bits, 60.0))


def _nothing(bits: float) -> float:  # noqa: ARG001 - the same signature as the others
    return 0.0


def _tiny(bits: float) -> float:
    """A + b·x for small x: the second term hides."""
    return -bits


def _tiny_square(bits: float) -> float:
    """A + b·x², or x·(a + b·x²), for small x."""
    return -2 * bits


def _settling(bits: float) -> float:
    """1 - tanh(x) and the like: e**(-2x)."""
    return 2 * _exponential(bits)


def _settling_fast(bits: float) -> float:
    """1 - erf(x): e**(-x²). Of erfc(x) for positive x, itself small, more bits are asked than needed."""
    return _exponential(2 * bits)


def _slowly(bits: float) -> float:
    """π/2 - atan(x) is 1/x."""
    return bits


def _slowly_square(bits: float) -> float:
    """asinh(x) is log(2x) + 1/(4x²)."""
    return 2 * bits


_SATURATING: Mapping[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "exp": (_tiny, _nothing),
    "cos": (_tiny_square, _nothing),
    "sin": (_tiny_square, _nothing),
    "tan": (_tiny_square, _nothing),
    "asin": (_tiny_square, _nothing),
    "acos": (_tiny, _nothing),
    "atan": (_tiny_square, _slowly),
    "atanh": (_tiny_square, _nothing),
    "asinh": (_tiny_square, _slowly_square),
    "acosh": (_nothing, _slowly_square),
    "sinh": (_tiny_square, _settling),
    "cosh": (_tiny_square, _settling),
    "tanh": (_tiny_square, _settling),
    "erf": (_tiny_square, _settling_fast),
    "erfc": (_tiny, _settling_fast),
}
"""By function, the bits that hide what it adds to its leading term, for arguments below 1 and above."""
