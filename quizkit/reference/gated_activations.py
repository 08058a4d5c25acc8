"""What do gated units give, and where do the gated activations have their least value?

A gated activation is x·gate(x) with a gate between 0 and 1; a gated layer takes factor and gate from two
projections of the same input. Vectors are rows: x·W has one entry per column of W.
"""

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from jaxtyping import Float

from quizkit.reference.registry import registered
from quizkit.reference.smooth_activations import gelu, gelu_grad, silu, silu_grad

LEFT = -3.0
"""Here the slope of either activation is negative; at 0 it is ½, and in between it changes sign once."""

HALVINGS = 60
"""So many halvings of an interval of length 3 leave less than one unit in the last place."""

FORMS: Mapping[str, tuple[Callable[..., object], Callable[..., object]]] = {
    "silu": (silu, silu_grad),
    "gelu": (gelu, gelu_grad),
}
"""The activation and its slope, by name."""


@registered
def swiglu(
    x: Float[np.ndarray, "*rows n"], W: Float[np.ndarray, "n h"], V: Float[np.ndarray, "n h"]
) -> Float[np.ndarray, "*rows h"]:
    """Gated layer SiLU(xW)∘(xV) without biases; x is a row or a matrix of rows, W the gate's weights.

    Source: Shazeer 2020, eq. 5 and 6.
    """
    return np.asarray(silu(x @ W) * (x @ V))


@registered
def activation_minimum(name: Literal["silu", "gelu"]) -> Float[np.ndarray, "k"]:
    """Where SiLU or the exact GELU is least, and its value there: (x, f(x)), by halving on the slope.

    Source: Hendrycks and Gimpel 2016, §2; Elfwing, Uchibe and Doya 2018, §2, fig. 1.
    """
    value, slope = FORMS[name]
    low, high = LEFT, 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _number(slope(middle)) < 0.0 else (low, middle)
    place = (low + high) / 2.0
    return np.array([place, _number(value(place))])


def _number(result: object) -> float:
    return float(np.asarray(result))
