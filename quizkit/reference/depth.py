"""What does depth do to a gradient, what does it cost to keep, and how is one checked?

Finite differences are those of functions named by a word. Layers and segments are counted in whole
numbers.
"""

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_count, check_positive
from quizkit.reference.registry import registered

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "cos": math.cos,
    "cube": lambda x: x * x * x,
    "exp": math.exp,
    "log": math.log,
    "reciprocal": lambda x: 1 / x,
    "sin": math.sin,
    "tanh": math.tanh,
}


@registered
def depth_factor(r: float, L: int) -> float:
    """Factor r·r·… (L times) by which L layers, each of gain r, change a gradient.

    Source: Bengio, Simard and Frasconi 1994; Pascanu, Mikolov and Bengio 2013, §2.1.
    """
    check_count(L, "L", least=0)
    return math.prod([r] * L, start=1.0)


@registered
def layers_until(r: float, factor: float) -> int:
    """The fewest layers of gain r whose product reaches ``factor``: from above if r < 1, else from below.

    A gain below 1 needs a factor below 1, a gain above 1 one above 1.

    Source: Pascanu, Mikolov and Bengio 2013, §2.1.
    """
    check_positive(r, "r")
    check_positive(factor, "factor")
    check(r != 1 and (r < 1) == (factor < 1), "factor", "a factor on the side of 1 where r is", factor)
    layers, product = 0, 1.0
    while product > factor if r < 1 else product < factor:
        layers, product = layers + 1, product * r
    return layers


@registered
def residual_chain(a: float, L: int) -> float:
    """Slope of L residual blocks x + f(x), each f of slope a: the sum Σ C(L, k) aᵏ over all paths.

    Source: Veit, Wilber and Belongie 2016, §3.
    """
    check_count(L, "L", least=0)
    return math.fsum(math.comb(L, k) * a**k for k in range(L + 1))


@registered
def residual_paths(L: int, k: int) -> int:
    """How many paths through L residual blocks take exactly k branches.

    Counted block by block: each path goes on through the branch or past it.

    Source: Veit, Wilber and Belongie 2016, §3.
    """
    check_count(L, "L", least=0)
    check(0 <= k <= L, "k", f"a whole number from 0 to {L}", k)
    counts = [1]
    for _ in range(L):
        counts = [past + through for past, through in zip([*counts, 0], [0, *counts], strict=True)]
    return counts[k]


@registered
def residual_relu_jacobian(
    W1: Float[np.ndarray, "h n"], W2: Float[np.ndarray, "n h"], x: Float[np.ndarray, "n"]
) -> Float[np.ndarray, "n n"]:
    """Jacobian of x + W2 ReLU(W1 x), one column per input direction; ReLU is flat at 0.

    Source: He et al. 2016, Identity Mappings in Deep Residual Networks, eq. 5.
    """
    active = W1 @ x > 0
    columns = [step + W2 @ np.where(active, W1 @ step, 0.0) for step in np.eye(len(x))]
    return np.stack(columns, axis=1)


@registered
def checkpoint_memory(L: int, k: int) -> int:
    """Activations held at once if L layers are checkpointed every k: one per segment, and one segment's.

    L must be a multiple of k.

    Source: Chen et al. 2016, Training Deep Nets with Sublinear Memory Cost, §4.2.
    """
    check_count(k, "k")
    check_count(L, "L")
    check(L % k == 0, "L", f"a multiple of k = {k}", L)
    return len(range(0, L, k)) + len(range(k))


@registered
def checkpoint_compute(forward: float, backward: float) -> float:
    """Compute with one recomputed forward pass, relative to forward plus backward pass.

    Source: Chen et al. 2016, §4.2.
    """
    check_positive(forward, "forward")
    check_positive(backward, "backward")
    return (forward + forward + backward) / (forward + backward)


@registered
def finite_difference(
    f: Literal["cos", "cube", "exp", "log", "reciprocal", "sin", "tanh"],
    x: float,
    h: float,
    mode: Literal["central", "forward"],
) -> float:
    """Estimate of f′(x) from values of f: forward (f(x + h) − f(x))/h, central from x − h to x + h.

    Source: Nocedal and Wright 2006, §8.1.
    """
    check_positive(h, "h")
    at = FUNCTIONS[f]
    start, span = (x, h) if mode == "forward" else (x - h, 2 * h)
    return (at(start + span) - at(start)) / span


@registered
def relative_error(a: float, b: float) -> float:
    """Difference |a − b| over the larger of |a| and |b|; 0 if both are 0.

    Source: Higham 2002, §1.2.
    """
    largest = max(abs(a), abs(b))
    return abs(a - b) / largest if largest > 0 else 0.0
