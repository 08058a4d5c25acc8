"""How often, how far and by what rule is a row of an embedding table moved?

Rates, gradients and token counts are those of one batch. Half precision is IEEE 754 binary16: it rounds to
the nearest value, ties to even, and keeps subnormal numbers.
"""

import math
from typing import Final

import numpy as np
from jaxtyping import Float, Int

from quizkit.reference.arguments import check, check_count, check_positive, check_unit_interval
from quizkit.reference.registry import registered

_LEAST_NORMAL: Final = float(np.finfo(np.float16).smallest_normal)


@registered
def touch_probability(f: float, N: int) -> float:
    """Probability 1 − (1 − f)ᴺ that a token of rate f comes up at least once in N independent draws.

    Exact for tiny rates, where 1 − f would round to 1.

    Source: Feller 1968, An Introduction to Probability Theory, vol. 1, §VI.2.
    """
    check_unit_interval(f, "f")
    check_count(N, "N")
    return 1.0 if f == 1 else -math.expm1(N * math.log1p(-f))


@registered
def accumulated_norm(n: int, g: float, c: float) -> float:
    """Root mean squared length of the sum of n gradients of length g, any two at the mean cosine c.

    c = 1: all point the same way; c = 0: independent with mean 0. 0 ≤ c ≤ 1.

    Source: Feller 1968, §IX.5 (the variance of a sum).
    """
    check_count(n, "n")
    check_positive(g, "g")
    check_unit_interval(c, "c")
    squared = 0.0
    for before in range(n):
        squared += g**2 + 2 * before * c * g**2
    return math.sqrt(squared)


@registered
def batch_gradient(G: Float[np.ndarray, "k d"], n: Int[np.ndarray, "k"]) -> Float[np.ndarray, "d"]:
    """Mean gradient over all tokens, when row i of G is the mean over the n[i] tokens of micro-batch i.

    Source: Goodfellow, Bengio and Courville 2016, §8.1.3.
    """
    check(len(n) > 0 and bool((n >= 1).all()), "n", "at least one token each", n.tolist())
    return np.asarray(np.repeat(G, n, axis=0).mean(axis=0))


@registered
def idle_decay(lr: float, wd: float, k: int) -> float:
    """What is left of a weight of 1 after k AdamW steps without gradient or state, step by step.

    Weight decay wd is decoupled: a step takes lr·wd times the weight off it. wd = 0 leaves it alone.

    Source: Loshchilov and Hutter 2019, algorithm 2, with the schedule multiplier inside lr.
    """
    check_positive(lr, "lr")
    check(wd >= 0, "wd", "a number of at least 0", wd)
    check_count(k, "k", least=0)
    weight = 1.0
    for _ in range(k):
        weight -= lr * wd * weight
    return weight


@registered
def half_precision(x: float) -> float:
    """The half-precision number nearest to x; infinite from 65520 on.

    Source: IEEE 754-2019, §3.4 and §4.3.1.
    """
    with np.errstate(over="ignore"):
        return float(np.float16(x))


@registered
def loss_scale(m: float) -> int:
    """The smallest S among 1, 2, 4, 8, … for which m·S reaches the normal range of half precision.

    Source: Micikevicius et al. 2018, §3.2.
    """
    check_positive(m, "m")
    scale = 1
    while m * scale < _LEAST_NORMAL:
        scale *= 2
    return scale
