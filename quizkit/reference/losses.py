"""What does a prediction cost when the classes come, and how does the cost bend with the logits?

A target ``y`` is a class counted from 0, and an array of them where the logits are a matrix of rows.
Losses are in nats. Everything starts from logits, so that nothing is lost to a softmax that rounds to 0.
"""

from typing import Literal

import numpy as np
from jaxtyping import Float, Int

from quizkit.reference.arguments import check, check_indices, check_law, check_unit_interval
from quizkit.reference.probabilities import log_softmax, softmax
from quizkit.reference.registry import registered


@registered
def nll(z: Float[np.ndarray, "*rows v"], y: Int[np.ndarray, "*rows"]) -> Float[np.ndarray, "*rows"] | float:
    """Loss ln Σⱼ exp(zⱼ) − z_y of logits z at the true class y, in nats; of a matrix, row by row.

    Infinite where the logit of the true class is minus infinity.

    Source: Goodfellow, Bengio and Courville 2016, eq. 6.30.
    """
    check_indices(y, z.shape[-1], "y")
    picked = np.take_along_axis(np.asarray(log_softmax(z)), y[..., None], axis=-1)
    return np.asarray(0.0 - picked[..., 0])


@registered
def nll_mean(Z: Float[np.ndarray, "n v"], y: Int[np.ndarray, "n"]) -> float:
    """Mean loss of n rows of logits at their true classes, in nats.

    Source: Goodfellow, Bengio and Courville 2016, §5.9.
    """
    check(len(y) > 0, "y", "at least one target", "none")
    return float(np.mean(nll(Z, y)))


@registered
def nll_from_probs(p: Float[np.ndarray, "k"], reduction: Literal["mean", "sum"]) -> float:
    """Mean or sum of −ln pₜ over the probabilities that the true tokens got, in nats.

    A sum of logarithms, never the logarithm of the product, which underflows on long texts. Infinite if
    any probability is 0.

    Source: Bengio et al. 2003, §2; Jurafsky and Martin 2009, §4.4.
    """
    check_unit_interval(p, "p")
    check(len(p) > 0, "p", "at least one probability", "none")
    with np.errstate(divide="ignore"):
        total = 0.0 - float(np.log(p).sum())
    return total / len(p) if reduction == "mean" else total


@registered
def ce_soft(
    z: Float[np.ndarray, "*rows v"], t: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows"] | float:
    """Loss −Σ tᵢ ln softmax(z)ᵢ of logits z under a target law t, in nats; of matrices, row by row.

    Source: Goodfellow, Bengio and Courville 2016, eq. 3.51 and §6.2.2.3.
    """
    check_law(t, "t")
    logs = np.asarray(log_softmax(z))
    return np.asarray(0.0 - np.multiply(t, logs, out=np.zeros_like(t), where=t > 0).sum(axis=-1))


@registered
def softmax_ce_grad(
    z: Float[np.ndarray, "*rows v"], t: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows v"]:
    """Gradient softmax(z) − t of the loss of each row by its logits, under a target law t.

    One-hot targets are laws too. Rows are not averaged.

    Source: Bishop 2006, eq. 4.109.
    """
    check_law(t, "t")
    return np.asarray(softmax(z) - t)


@registered
def ce_grad(z: Float[np.ndarray, "*rows v"], y: Int[np.ndarray, "*rows"]) -> Float[np.ndarray, "*rows v"]:
    """Gradient by the logits of the loss at classes y: softmax(z) − 1_y; of n rows, of their mean loss.

    With n rows every row carries the factor 1/n.

    Source: Bishop 2006, eq. 4.109.
    """
    check_indices(y, z.shape[-1], "y")
    check(y.size > 0, "y", "at least one target", "none")
    gradient = np.array(softmax(z))
    # Minus the sum of the others, not q_y − 1: that rounds to 0 for a confident prediction.
    np.put_along_axis(gradient, y[..., None], 0.0, axis=-1)
    np.put_along_axis(gradient, y[..., None], 0.0 - gradient.sum(axis=-1, keepdims=True), axis=-1)
    return np.asarray(gradient / y.size)


@registered
def ce_grad_mean(Z: Float[np.ndarray, "n v"], Y: Float[np.ndarray, "n v"]) -> Float[np.ndarray, "n v"]:
    """Gradient (softmax(Z) − Y)/n of the mean loss of n rows of logits, the rows of Y being target laws.

    Source: Bishop 2006, eq. 4.109.
    """
    check(len(Z) > 0, "Z", "at least one row", "none")
    return np.asarray(softmax_ce_grad(Z, Y) / len(Z))


@registered
def ce_hessian(z: Float[np.ndarray, "v"]) -> Float[np.ndarray, "v v"]:
    """Hessian diag(q) − qqᵀ of the loss by the logits, q = softmax(z), whatever the target.

    Its rows sum to 0, its eigenvalues are at least 0.

    Source: Bishop 2006, eq. 4.110; Boyd and Vandenberghe 2004, §3.1.5.
    """
    q = np.asarray(softmax(z))
    hessian = -np.outer(q, q)
    # The sum of the others, not 1 − qᵢ: that rounds to 0 for a confident prediction.
    np.fill_diagonal(hessian, 0.0)
    np.fill_diagonal(hessian, 0.0 - hessian.sum(axis=1))
    return hessian


@registered
def accuracy(Z: Float[np.ndarray, "n v"], y: Int[np.ndarray, "n"]) -> float:
    """Share of rows whose largest entry stands at the true class; of equal entries the first counts.

    Source: Goodfellow, Bengio and Courville 2016, §5.1.2.
    """
    check_indices(y, Z.shape[-1], "y")
    check(len(y) > 0, "y", "at least one target", "none")
    return float(np.mean(Z.argmax(axis=-1) == y))
