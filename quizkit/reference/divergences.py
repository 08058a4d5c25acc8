"""How far is one law from another?

``kl(p, q)`` is D(p‖q), expectations under p. Results are in nats unless the name says bits, and infinite
where q rules out what p allows. Classes are on the last axis.
"""

import math

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check_law, check_positive, check_unit_interval
from quizkit.reference.information import LN2
from quizkit.reference.registry import registered


@registered
def kl_terms(
    p: Float[np.ndarray, "*rows v"], q: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows v"]:
    """The summands pᵢ ln(pᵢ/qᵢ) of D(p‖q), in nats; some may be negative, 0 where pᵢ is 0.

    Source: Kullback and Leibler 1951; Cover and Thomas 2006, eq. 2.26.
    """
    check_law(p, "p")
    check_law(q, "q")
    with np.errstate(divide="ignore"):
        logs = np.log(np.where(p > 0, p, 1.0)) - np.log(np.where(p > 0, q, 1.0))
    return np.asarray(np.multiply(p, logs, out=np.zeros_like(p), where=p > 0))


@registered
def kl(
    p: Float[np.ndarray, "*rows v"], q: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows"] | float:
    """Kullback–Leibler divergence D(p‖q) = Σ pᵢ ln(pᵢ/qᵢ), in nats; of matrices, row by row.

    Source: Kullback and Leibler 1951; Cover and Thomas 2006, eq. 2.26.
    """
    return np.asarray(np.asarray(kl_terms(p, q)).sum(axis=-1))


@registered
def kl_bits(
    p: Float[np.ndarray, "*rows v"], q: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows"] | float:
    """Kullback–Leibler divergence Σ pᵢ log₂(pᵢ/qᵢ), in bits; of matrices, row by row.

    Source: Kullback and Leibler 1951; Cover and Thomas 2006, eq. 2.26.
    """
    return np.asarray(kl(p, q) / LN2)


@registered
def js(
    p: Float[np.ndarray, "*rows v"], q: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows"] | float:
    """Jensen–Shannon divergence ½D(p‖m) + ½D(q‖m) with m = (p + q)/2, in nats; at most ln 2.

    Source: Lin 1991, eq. 4.1 with equal weights.
    """
    middle = (p + q) / 2
    return np.asarray((kl(p, middle) + kl(q, middle)) / 2)


@registered
def total_variation(
    p: Float[np.ndarray, "*rows v"], q: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows"] | float:
    """Total variation distance ½ Σ |pᵢ − qᵢ|, from 0 to 1.

    Source: Levin, Peres and Wilmer 2009, Proposition 4.2.
    """
    check_law(p, "p")
    check_law(q, "q")
    return np.asarray(np.abs(p - q).sum(axis=-1) / 2)


@registered
def kl_bernoulli(a: float, b: float) -> float:
    """D(Bernoulli(a)‖Bernoulli(b)) = a ln(a/b) + (1 − a) ln((1 − a)/(1 − b)), in nats.

    Source: Cover and Thomas 2006, example 2.3.1.
    """
    check_unit_interval(a, "a")
    check_unit_interval(b, "b")
    if (a > 0 and b == 0) or (a < 1 and b == 1):
        return math.inf
    total = a * (math.log(a) - math.log(b)) if a > 0 else 0.0
    # log1p: 1 − b rounds to 1 for a small b.
    return total + ((1 - a) * (math.log1p(-a) - math.log1p(-b)) if a < 1 else 0.0)


@registered
def kl_gauss(m1: float, s1: float, m2: float, s2: float) -> float:
    """D(N(m1, s1²)‖N(m2, s2²)) = ln(s2/s1) + (s1² + (m1 − m2)²)/(2 s2²) − ½, in nats.

    ``s1`` and ``s2`` are standard deviations, above 0.

    Source: Kullback 1959, ch. 9; Kingma and Welling 2014, appendix B.
    """
    check_positive(s1, "s1")
    check_positive(s2, "s2")
    ratio = s1 / s2
    shift = (m1 - m2) / s2
    return 0.5 * ((ratio - 1) * (ratio + 1) + shift * shift) - math.log(ratio)
