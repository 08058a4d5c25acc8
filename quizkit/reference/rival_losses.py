"""Which losses compete with softmax cross-entropy, and how steep are they?

Probabilities ``p`` are of the true class unless said otherwise; logarithms are natural. Entrywise losses
are not averaged.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_index, check_law, check_unit_interval
from quizkit.reference.probabilities import sigmoid, softmax
from quizkit.reference.registry import registered


@registered
def bce(
    p: Float[np.ndarray, "*shape"], y: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"] | float:
    """Binary cross-entropy −y ln p − (1 − y) ln(1 − p), in nats, of a probability p of the target 1.

    Targets may lie between 0 and 1. Infinite where p rules out what happened.

    Source: Bishop 2006, eq. 4.90.
    """
    check_unit_interval(p, "p")
    check_unit_interval(y, "y")
    with np.errstate(divide="ignore"):
        hit, miss = np.log(p), np.log1p(-p)
    zero = np.zeros_like(p)
    return np.asarray(
        0.0
        - np.multiply(y, hit, out=zero.copy(), where=y > 0)
        - np.multiply(1 - y, miss, out=zero, where=y < 1)
    )


@registered
def bce_logits(
    z: Float[np.ndarray, "*shape"], y: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"] | float:
    """Binary cross-entropy softplus(z) − y·z of a logit z, in nats, as max(z, 0) − yz + ln(1 + exp(−|z|)).

    Source: Bishop 2006, eq. 4.90 with eq. 4.59.
    """
    check(bool(np.isfinite(z).all()), "z", "finite logits", "an infinite one")
    check_unit_interval(y, "y")
    return np.asarray(np.maximum(z, 0.0) - y * z + np.log1p(np.exp(-np.abs(z))))


@registered
def bce_logits_grad(
    z: Float[np.ndarray, "*shape"], y: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"] | float:
    """Derivative σ(z) − y of the binary cross-entropy by its logit.

    Source: Bishop 2006, eq. 4.91.
    """
    check_unit_interval(y, "y")
    return np.asarray(sigmoid(z) - y)


@registered
def brier(q: Float[np.ndarray, "v"], y: int) -> float:
    """Brier score Σᵢ (qᵢ − tᵢ)² of a law q against the one-hot t of the true class y, from 0 to 2.

    Source: Brier 1950, eq. 2.
    """
    check_law(q, "q")
    check_index(y, len(q), "y")
    target = np.eye(len(q))[y]
    return float(((q - target) ** 2).sum())


@registered
def mse_softmax(z: Float[np.ndarray, "v"], y: int) -> float:
    """Squared error of softmax(z) against the one-hot target y, averaged over the classes.

    Source: Bishop 2006, §5.2; Hui and Belkin 2021, §2.
    """
    return brier(np.asarray(softmax(z)), y) / len(z)


@registered
def mse_softmax_grad(z: Float[np.ndarray, "v"], y: int) -> Float[np.ndarray, "v"]:
    """Gradient (2/V) q ∘ (d − q·d) of that mean squared error by the logits, d = q − 1_y.

    Source: Bishop 2006, eq. 4.106 and the chain rule.
    """
    check_index(y, len(z), "y")
    q = np.asarray(softmax(z))
    gap = q - np.eye(len(z))[y]
    return np.asarray(2 / len(z) * q * (gap - q @ gap))


@registered
def hinge_ww(s: Float[np.ndarray, "v"], y: int, margin: float = 1.0) -> float:
    """Multi-class hinge loss Σ_{j≠y} max(0, margin − s_y + sⱼ) of scores s, after Weston and Watkins.

    Source: Weston and Watkins 1999.
    """
    check_index(y, len(s), "y")
    slack = np.maximum(0.0, margin - s[y] + s)
    return float(np.delete(slack, y).sum())


@registered
def hinge_cs(s: Float[np.ndarray, "v"], y: int, margin: float = 1.0) -> float:
    """Multi-class hinge loss max(0, margin − s_y + max_{j≠y} sⱼ), after Crammer and Singer.

    Source: Crammer and Singer 2001.
    """
    check_index(y, len(s), "y")
    slack = np.delete(margin - s[y] + s, y)
    return float(slack.max(initial=0.0))


@registered
def focal_p(
    p: Float[np.ndarray, "*shape"], alpha: float = 1.0, gamma: float = 2.0
) -> Float[np.ndarray, "*shape"] | float:
    """Focal loss −α (1 − p)^γ ln p of the probability p of the true class, in nats; γ ≥ 0.

    Infinite at p = 0.

    Source: Lin et al. 2017, eq. 5.
    """
    check_unit_interval(p, "p")
    check(gamma >= 0, "gamma", "no negative number", gamma)
    with np.errstate(divide="ignore"):
        return np.asarray(0.0 - alpha * (1 - p) ** gamma * np.log(p))


@registered
def focal_grad_p(
    p: Float[np.ndarray, "*shape"], alpha: float = 1.0, gamma: float = 2.0
) -> Float[np.ndarray, "*shape"] | float:
    """Derivative of the focal loss by p, α (γ (1 − p)^(γ−1) ln p − (1 − p)^γ/p), for 0 < p < 1.

    At γ = 0 it is −α/p. The ends are refused: there the two terms have no finite sum for every γ.

    Source: Lin et al. 2017, eq. 5, differentiated.
    """
    check_unit_interval(p, "p")
    inside = (p > 0) & (p < 1)
    check(bool(inside.all()), "p", "numbers above 0 and below 1", "one of the ends")
    check(gamma >= 0, "gamma", "no negative number", gamma)
    falling = gamma * (1 - p) ** (gamma - 1) * np.log(p)
    return np.asarray(alpha * (falling - (1 - p) ** gamma / p))
