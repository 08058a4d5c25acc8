"""What do the piecewise linear activations do, and what do they let back?

At 0, where a slope has to be chosen, ReLU has slope 0 and its leaky relatives that of their left branch,
as frameworks do.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.registry import registered


@registered
def relu(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Rectified linear unit max(x, 0).

    Source: Nair and Hinton 2010; Glorot, Bordes and Bengio 2011, §3.1.
    """
    return np.asarray(np.maximum(x, 0.0))


@registered
def relu_grad(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Slope of ReLU: 1 for x > 0, else 0, also at 0.

    Source: Glorot, Bordes and Bengio 2011, §3.1; at 0 after Bertoin et al. 2021.
    """
    return np.asarray(np.where(x > 0, 1.0, 0.0))


@registered
def relu_backward(
    g: Float[np.ndarray, "*shape"], z: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"] | float:
    """Gradient g·1[z > 0] before a ReLU, from the gradient g behind it and the pre-activation z.

    Source: Goodfellow, Bengio and Courville 2016, §6.5.6.
    """
    # Chosen, not multiplied: an infinite gradient times 0 would be no number.
    return np.asarray(np.where(z > 0, g, 0.0))


@registered
def leaky_relu(x: Float[np.ndarray, "*shape"], a: float = 0.01) -> Float[np.ndarray, "*shape"] | float:
    """Leaky ReLU: x for x > 0, else a·x. Any slope a, also one above 1.

    Source: Maas, Hannun and Ng 2013, §2.
    """
    return np.asarray(np.maximum(x, 0.0) + _scaled(np.minimum(x, 0.0), a))


@registered
def leaky_relu_grad(x: Float[np.ndarray, "*shape"], a: float = 0.01) -> Float[np.ndarray, "*shape"] | float:
    """Slope of leaky ReLU: 1 for x > 0, else a, also at 0.

    Source: Maas, Hannun and Ng 2013, §2.
    """
    return np.asarray(np.where(x > 0, 1.0, a))


@registered
def prelu(x: Float[np.ndarray, "*shape"], a: float) -> Float[np.ndarray, "*shape"] | float:
    """Parametric ReLU with the learned slope a: x for x > 0, else a·x.

    Source: He et al. 2015, eq. 1.
    """
    return leaky_relu(x, a)


@registered
def prelu_grad_x(x: Float[np.ndarray, "*shape"], a: float) -> Float[np.ndarray, "*shape"] | float:
    """Derivative of parametric ReLU by x: 1 for x > 0, else a, also at 0.

    Source: He et al. 2015, §2.
    """
    return leaky_relu_grad(x, a)


@registered
def prelu_grad_a(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Derivative of parametric ReLU by its slope, min(x, 0), whatever the slope.

    Source: He et al. 2015, eq. 3.
    """
    return np.asarray(np.minimum(x, 0.0))


@registered
def relu6(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """ReLU that is capped at 6, min(max(x, 0), 6).

    Source: Krizhevsky 2010.
    """
    return np.asarray(np.clip(x, 0.0, 6.0))


@registered
def relu6_grad(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Slope of the capped ReLU: 1 for 0 < x < 6, else 0, also at both kinks.

    Source: Krizhevsky 2010, differentiated.
    """
    return np.asarray(np.where((x > 0) & (x < 6), 1.0, 0.0))


def _scaled(x: np.ndarray, factor: float) -> np.ndarray:
    """The product, with 0 for 0 times infinity: a flat branch stays flat."""
    return np.multiply(x, factor, out=np.zeros_like(x), where=x != 0) if factor else np.zeros_like(x)
