"""What reaches the first layer of a deep network, how many units ReLU turns off, and what it leaves?

A path through a network multiplies one weight and one slope per layer. Pre-activations are called z;
ReLU has slope 0 at 0, and there its output is 0 too.
"""

import math
from typing import Literal

import numpy as np
from jaxtyping import Float

from quizkit.reference.activations import relu_grad
from quizkit.reference.arguments import check, check_count, check_positive
from quizkit.reference.registry import registered
from quizkit.reference.smooth_activations import sigmoid_grad, tanh_grad

SLOPES = {"sigmoid": sigmoid_grad, "tanh": tanh_grad, "relu": relu_grad}
"""The slope of each activation that a path may pass through."""


@registered
def scalar_chain_grad(
    w: Float[np.ndarray, "n"], z: Float[np.ndarray, "n"], phi: Literal["sigmoid", "tanh", "relu"]
) -> float:
    """Slope Π wᵢ φ′(zᵢ) of a chain aᵢ = φ(zᵢ), zᵢ = wᵢ aᵢ₋₁ + bᵢ, from its input a₀ to its last output.

    Source: Goodfellow, Bengio and Courville 2016, §6.5.2.
    """
    return float(np.prod(w * SLOPES[phi](z)))


@registered
def sparsity(z: Float[np.ndarray, "*shape"]) -> float:
    """Fraction of entries that ReLU sets to 0: those of at most 0.

    Source: Glorot, Bordes and Bengio 2011, §2.
    """
    check(z.size > 0, "z", "at least one entry", "none")
    return float(np.count_nonzero(np.maximum(z, 0.0) == 0) / z.size)


@registered
def relu_mean(sd: float) -> float:
    """Mean sd/√(2π) of ReLU(z), where z is normal with mean 0 and standard deviation sd.

    Source: He et al. 2015, §2.2.
    """
    check_positive(sd, "sd")
    return sd / math.sqrt(2.0 * math.pi)


@registered
def relu_second_moment(sd: float) -> float:
    """Mean sd²/2 of ReLU(z)², where z is normal with mean 0 and standard deviation sd: half of that of z².

    Source: He et al. 2015, §2.2.
    """
    check_positive(sd, "sd")
    return 0.5 * sd**2


@registered
def he_std(n: int) -> float:
    """Standard deviation √(2/n) of the weights of a ReLU layer with n inputs, in He's initialisation.

    Source: He et al. 2015, eq. 10.
    """
    check_count(n, "n")
    return math.sqrt(2.0 / n)
