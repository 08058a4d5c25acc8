"""The algebra of floats: one number, or many sample points at once.

A scalar is a NumPy float or an array of floats over sample points; what has no value is ``nan`` or
infinite, and nothing is raised. Floats differ in their last bits from processor to processor: they
propose, for sweeps and witnesses, and never decide a verdict.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from quizkit.errors import NotComputable
from quizkit.mathlang.arrays import Array, Value, from_nested
from quizkit.mathlang.evaluate import Extra, evaluate
from quizkit.mathlang.nodes import Node

Floating: TypeAlias = "np.float64 | np.bool_ | NDArray[np.float64] | NDArray[np.bool_]"
"""A number or a condition, at one point or at several."""
Given: TypeAlias = "float | NDArray[np.float64] | list[float] | list[list[float]]"
"""What a name may be given as: a number, a vector or a matrix."""


def quiet() -> contextlib.AbstractContextManager[object]:
    """No warnings for log(0) and 1/0: their floats say enough."""
    return np.errstate(all="ignore")


class Floats:
    """The algebra of floats and sample columns."""

    __slots__ = ()

    undefined: Floating = np.float64("nan")

    def number(self, numerator: int, denominator: int) -> Floating:
        """The nearest float; infinite if none is near."""
        try:
            return np.float64(numerator / denominator)
        except OverflowError:
            return np.float64("inf" if (numerator > 0) == (denominator > 0) else "-inf")

    def constant(self, name: str) -> Floating:
        """``e``, ``pi`` or ``infinity``."""
        return np.float64(_CONSTANTS[name])

    def truth(self, value: bool) -> Floating:  # noqa: FBT001 - a value, not an option
        """A decided condition."""
        return np.bool_(value)

    def word(self, text: str) -> Floating:
        """Words have no float."""
        raise NotComputable(f"the word '{text}' is no number")

    def apply(self, operation: str, *arguments: Floating) -> Floating:
        """One operation on scalars."""
        return _OPERATIONS[operation](*arguments)

    def operation(self, name: str, /) -> Callable[..., Floating]:
        """One operation, for many scalars."""
        return _OPERATIONS[name]

    def decide(self, condition: Floating) -> bool | None:
        """Whether the condition holds, if it is the same at all points."""
        if np.ndim(condition) == 0:
            return bool(condition)
        return None

    def choose(self, condition: Floating, then: Floating, otherwise: Floating | None) -> Floating:
        """``then`` where the condition holds."""
        other = self.undefined if otherwise is None else otherwise
        return np.where(condition, then, other)

    def exactly(self, scalar: Floating) -> Fraction | None:
        """The scalar as a fraction, if it is one finite number."""
        if np.ndim(scalar) or not np.isfinite(scalar):
            return None
        return Fraction(float(scalar))


FLOATS = Floats()


def evaluate_floats(
    node: Node,
    names: Mapping[str, Given],
    extra: Extra[Floating] | None = None,
) -> np.float64 | NDArray[np.float64]:
    """The value of a formula in floats: a number, or an array of the formula's shape.

    Vectors and matrices are given as arrays or nested lists. What has no value is ``nan`` or
    infinite; shapes that do not fit raise ShapeMismatch.
    """
    with quiet():
        return as_array(
            evaluate(node, {name: as_value(given) for name, given in names.items()}, FLOATS, extra)
        )


def as_value(given: Given) -> Value[Floating]:
    """A number, vector or matrix as a value of this algebra."""
    nested = given.tolist() if isinstance(given, np.ndarray) else given
    return from_nested(nested, _float)


def _float(leaf: object) -> Floating:
    if isinstance(leaf, int | float | np.floating | np.integer):
        return np.float64(leaf)
    raise NotComputable(f"{type(leaf).__name__} is no number")


def as_array(value: Value[Floating]) -> np.float64 | NDArray[np.float64]:
    """A value of this algebra as a NumPy number or array; conditions count 1 or 0."""
    if isinstance(value, Array):
        entries = np.array([np.asarray(entry, dtype=np.float64) for entry in value.entries])
        return entries.reshape(value.shape + entries.shape[1:])
    if np.ndim(value) == 0:
        return np.float64(value)
    return np.asarray(value, dtype=np.float64)


def _number(value: Floating) -> Floating:
    """A condition as 1.0 or 0.0: NumPy will not subtract truth values."""
    return np.asarray(value, dtype=np.float64)[()] if value.dtype == np.bool_ else value


def _on_numbers(function: Callable[..., Floating]) -> Callable[..., Floating]:
    def operation(*arguments: Floating) -> Floating:
        return function(*[_number(argument) for argument in arguments])

    return operation


def _each(function: Callable[[float], float]) -> Callable[[Floating], Floating]:
    """A function of the standard library, at one point or at several: NumPy has no error function."""

    def operation(x: Floating) -> Floating:
        if np.ndim(x) == 0:
            return np.float64(function(float(x)))
        return np.array([function(entry) for entry in np.asarray(x, dtype=np.float64).tolist()])

    return operation


def _xlogy(x: Floating, y: Floating) -> Floating:
    return np.where(x == 0, np.where(np.isnan(y), y, 0.0), x * np.log(y))[()]


def _atan2(y: Floating, x: Floating) -> Floating:
    return np.where((x == 0) & (y == 0), np.nan, np.arctan2(y, x))[()]


_CONSTANTS: Mapping[str, float] = {"e": math.e, "pi": math.pi, "infinity": math.inf}

_ON_NUMBERS: Mapping[str, Callable[..., Floating]] = {
    "negate": np.negative,
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "power": np.power,
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "equal": np.equal,
    "unequal": np.not_equal,
    "exp": np.exp,
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "cbrt": np.cbrt,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "max": np.maximum,
    "min": np.minimum,
    "xlogy": _xlogy,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": _atan2,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "erf": _each(math.erf),
    "erfc": _each(math.erfc),
}

_ON_CONDITIONS: Mapping[str, Callable[..., Floating]] = {
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
}

SORTED_OPERATIONS: Mapping[str, Callable[..., Floating]] = {**_ON_NUMBERS, **_ON_CONDITIONS}
"""The operations for arguments that are known to be numbers, or conditions, as each needs them."""

_OPERATIONS: Mapping[str, Callable[..., Floating]] = {
    **{name: _on_numbers(function) for name, function in _ON_NUMBERS.items()},
    **_ON_CONDITIONS,
}
