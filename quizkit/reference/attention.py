"""What does one query of scaled dot-product attention read, and what gradient does it send back?

Keys ``K`` (n, d) and values ``V`` (n, m) have one row per position. The scores are s = Kq/√d, the weights
α = softmax(s), the output o = Vᵀα. ``g`` is the gradient of the loss at o. A gradient has the shape of
what it belongs to.
"""

import math

import numpy as np
from jaxtyping import Float

from quizkit.reference.jacobians import softmax_vjp
from quizkit.reference.probabilities import softmax
from quizkit.reference.registry import registered


@registered
def attention_weights(q: Float[np.ndarray, "d"], K: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n"]:
    """Weights softmax(Kq/√d) of one query.

    Source: Vaswani et al. 2017, eq. 1.
    """
    return np.asarray(softmax(K @ q / math.sqrt(len(q))))


@registered
def attention_output(
    q: Float[np.ndarray, "d"], K: Float[np.ndarray, "n d"], V: Float[np.ndarray, "n m"]
) -> Float[np.ndarray, "m"]:
    """Output Vᵀsoftmax(Kq/√d) of one query.

    Source: Vaswani et al. 2017, eq. 1.
    """
    return np.asarray(attention_weights(q, K) @ V)


@registered
def attention_dV(
    q: Float[np.ndarray, "d"],
    K: Float[np.ndarray, "n d"],
    V: Float[np.ndarray, "n m"],
    g: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "n m"]:
    """Gradient of the values: row j is αⱼg.

    Source: Vaswani et al. 2017, eq. 1; Goodfellow, Bengio and Courville 2016, §6.5.2 (chain rule).
    """
    return np.asarray(np.outer(attention_weights(q, K), g)).reshape(V.shape)


@registered
def attention_ds(
    q: Float[np.ndarray, "d"],
    K: Float[np.ndarray, "n d"],
    V: Float[np.ndarray, "n m"],
    g: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "n"]:
    """Gradient αⱼ(vⱼ − o)·g of the scores, after the division by √d.

    Source: Vaswani et al. 2017, eq. 1; Goodfellow, Bengio and Courville 2016, §6.5.2 (chain rule).
    """
    return np.asarray(softmax_vjp(attention_weights(q, K), V @ g))


@registered
def attention_dq(
    q: Float[np.ndarray, "d"],
    K: Float[np.ndarray, "n d"],
    V: Float[np.ndarray, "n m"],
    g: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "d"]:
    """Gradient Kᵀ∂L/∂s /√d of the query.

    Source: Vaswani et al. 2017, eq. 1; Goodfellow, Bengio and Courville 2016, §6.5.2 (chain rule).
    """
    return np.asarray(K.T @ attention_ds(q, K, V, g) / math.sqrt(len(q)))


@registered
def attention_dK(
    q: Float[np.ndarray, "d"],
    K: Float[np.ndarray, "n d"],
    V: Float[np.ndarray, "n m"],
    g: Float[np.ndarray, "m"],
) -> Float[np.ndarray, "n d"]:
    """Gradient of the keys: row j is ∂L/∂sⱼ · q/√d.

    Source: Vaswani et al. 2017, eq. 1; Goodfellow, Bengio and Courville 2016, §6.5.2 (chain rule).
    """
    return np.asarray(np.outer(attention_ds(q, K, V, g), q) / math.sqrt(len(q)))
