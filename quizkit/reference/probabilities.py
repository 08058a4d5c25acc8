"""How do logits become probabilities, and counts a law?

Every class axis is the last one; a matrix is taken row by row. Exponentials are of numbers that are at
most 0, so logits of ±1000 neither overflow nor lose the smaller classes.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_logits, check_unit_interval
from quizkit.reference.registry import registered


@registered
def logsumexp(z: Float[np.ndarray, "*rows v"]) -> Float[np.ndarray, "*rows"] | float:
    """The logarithm ln Σⱼ exp(zⱼ), the normaliser of softmax.

    Computed as m + ln Σ exp(z − m) with m = max z. Minus infinity if every entry is; an infinite
    entry gives infinity.

    Source: Goodfellow, Bengio and Courville 2016, §4.1; Blanchard, Higham and Higham 2021, §3.
    """
    check(z.shape[-1] > 0, "z", "at least one logit", "none")
    top = z.max(axis=-1, keepdims=True)
    # An infinite maximum must not be subtracted: infinity minus infinity is no number.
    shift = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.exp(z - shift).sum(axis=-1)) + shift[..., 0])


@registered
def log_softmax(z: Float[np.ndarray, "*rows v"]) -> Float[np.ndarray, "*rows v"]:
    """Log-probabilities zᵢ − ln Σⱼ exp(zⱼ), in nats.

    A logit of minus infinity keeps log-probability minus infinity; a row of nothing else is refused.

    Source: Goodfellow, Bengio and Courville 2016, eq. 6.30; Blanchard, Higham and Higham 2021, §3.
    """
    check_logits(z, "z")
    # From the shifted logits: z minus logsumexp(z) would lose the figures below a common offset.
    shifted = z - z.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


@registered
def softmax(z: Float[np.ndarray, "*rows v"]) -> Float[np.ndarray, "*rows v"]:
    """Probabilities exp(zᵢ)/Σⱼ exp(zⱼ).

    A logit of minus infinity gets probability 0; a row of nothing else is refused.

    Source: Bridle 1990; Goodfellow, Bengio and Courville 2016, eq. 6.29.
    """
    check_logits(z, "z")
    weights = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


@registered
def softmax_temperature(z: Float[np.ndarray, "*rows v"], T: float) -> Float[np.ndarray, "*rows v"]:
    """Probabilities at temperature T > 0, softmax(z/T).

    Source: Hinton, Vinyals and Dean 2015, eq. 1.
    """
    check(T > 0, "T", "a positive number", T)
    check_logits(z, "z")
    # The maximum goes first: z/T may overflow where (z − max z)/T only underflows.
    with np.errstate(over="ignore"):
        return softmax((z - z.max(axis=-1, keepdims=True)) / T)


@registered
def sigmoid(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Sigmoid σ(x) = 1/(1 + exp(−x)), the probability of the first of two classes.

    Accurate in the left tail, where it is exp(x) to first order.

    Source: Bishop 2006, eq. 4.59.
    """
    small = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1.0, small) / (1.0 + small))


@registered
def log_sigmoid(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """The logarithm ln σ(x) = −softplus(−x), in nats; minus infinity at minus infinity.

    Source: Goodfellow, Bengio and Courville 2016, §3.10.
    """
    return np.asarray(np.minimum(x, 0.0) - np.log1p(np.exp(-np.abs(x))))


@registered
def softplus(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Softplus ln(1 + exp(x)), computed as max(x, 0) + ln(1 + exp(−|x|)).

    Source: Dugas et al. 2000; Goodfellow, Bengio and Courville 2016, §3.10.
    """
    return np.asarray(np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))))


@registered
def logit(p: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Log-odds ln(p/(1 − p)), in nats, the inverse of the sigmoid; infinite at 0 and 1.

    Source: Goodfellow, Bengio and Courville 2016, §3.10.
    """
    check_unit_interval(p, "p")
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(p) - np.log1p(-p))


@registered
def mle_categorical(counts: Float[np.ndarray, "v"]) -> Float[np.ndarray, "v"]:
    """The law of highest likelihood after counts of each class, nᵢ/Σⱼ nⱼ.

    Counts are at least 0 and not all 0; weights that are not whole are taken too.

    Source: Bishop 2006, eq. 2.33.
    """
    check(bool((counts >= 0).all()), "counts", "no negative entry", float(counts.min(initial=0.0)))
    total = float(counts.sum())
    check(0 < total < np.inf, "counts", "a positive total", total)
    return np.asarray(counts / total)
