"""What do the smooth activations do, and how steep are they?

Entry by entry on any shape. At infinite arguments every function has its limit, so that a product with
a factor that underflows to 0 is 0 and not undefined.
"""

import math

import numpy as np
from jaxtyping import Float

from quizkit.reference.probabilities import sigmoid
from quizkit.reference.registry import registered

CUBIC = 0.044715
"""The coefficient of x³ in the tanh form of GELU."""

QUICK = 1.702
"""The factor inside the sigmoid form of GELU."""

FAR = 40.0
"""Beyond this many standard deviations the normal density underflows to 0."""


@registered
def sigmoid_grad(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Slope σ(x)(1 − σ(x)) of the sigmoid, at most ¼.

    Source: Bishop 2006, eq. 4.88.
    """
    return np.asarray(sigmoid(x) * sigmoid(-x))


@registered
def tanh_grad(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Slope 1 − tanh²(x) of the hyperbolic tangent, at most 1.

    Computed as 4e/(1 + e)² with e = exp(−2|x|): 1 − tanh² has no correct figure beyond |x| = 19.

    Source: Bishop 2006, eq. 5.60.
    """
    small = np.exp(-2.0 * np.abs(x))
    return np.asarray(4.0 * small / (1.0 + small) ** 2)


@registered
def elu(x: Float[np.ndarray, "*shape"], a: float = 1.0) -> Float[np.ndarray, "*shape"] | float:
    """Exponential linear unit: x for x > 0, else a·(exp(x) − 1).

    Source: Clevert, Unterthiner and Hochreiter 2016, §3.
    """
    return np.asarray(np.maximum(x, 0.0) + a * np.expm1(np.minimum(x, 0.0)))


@registered
def elu_grad(x: Float[np.ndarray, "*shape"], a: float = 1.0) -> Float[np.ndarray, "*shape"] | float:
    """Slope of ELU: 1 for x > 0, else a·exp(x), so a at 0.

    Source: Clevert, Unterthiner and Hochreiter 2016, §3.
    """
    return np.asarray(np.where(x > 0, 1.0, a * np.exp(np.minimum(x, 0.0))))


@registered
def norm_cdf(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Standard normal distribution function Φ(x) = ½ erfc(−x/√2), accurate in the left tail.

    Source: Abramowitz and Stegun 1964, 26.2.2 and 7.1.2.
    """
    # NumPy has no erfc; the one of the standard library takes numbers one by one.
    values = [0.5 * math.erfc(entry) for entry in (-x / math.sqrt(2.0)).ravel().tolist()]
    return np.array(values, dtype=np.float64).reshape(x.shape)


@registered
def norm_pdf(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Standard normal density φ(x) = exp(−x²/2)/√(2π).

    Source: Abramowitz and Stegun 1964, 26.2.1.
    """
    near = np.minimum(np.abs(x), FAR)
    return np.asarray(np.exp(-0.5 * near * near) / math.sqrt(2.0 * math.pi))


@registered
def gelu(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Gaussian error linear unit x·Φ(x), the exact form.

    Source: Hendrycks and Gimpel 2016, §2.
    """
    return _times(x, norm_cdf(x))


@registered
def gelu_grad(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Slope Φ(x) + x·φ(x) of the exact GELU.

    Source: Hendrycks and Gimpel 2016, §2, differentiated.
    """
    return np.asarray(norm_cdf(x) + _times(x, norm_pdf(x)))


@registered
def gelu_tanh(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """GELU in its tanh form, ½x(1 + tanh(√(2/π)(x + 0.044715x³))).

    Source: Hendrycks and Gimpel 2016, §2.
    """
    # ½(1 + tanh u) is σ(2u), which keeps its figures where tanh u is close to −1.
    return _times(x, sigmoid(2.0 * _inner(x)))


@registered
def gelu_tanh_grad(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Slope of the tanh form of GELU: ½(1 + tanh u) + ½x·(1 − tanh² u)·√(2/π)(1 + 0.134145x²).

    Source: Hendrycks and Gimpel 2016, §2, differentiated.
    """
    u = _inner(x)
    near = np.clip(x, -FAR, FAR)
    inner_slope = math.sqrt(2.0 / math.pi) * (1.0 + 3.0 * CUBIC * near * near)
    return np.asarray(sigmoid(2.0 * u) + 0.5 * near * inner_slope * tanh_grad(u))


@registered
def gelu_quick(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """GELU in its sigmoid form, x·σ(1.702x).

    Source: Hendrycks and Gimpel 2016, §2.
    """
    # Of an infinite or huge x the product would overflow; the gate has its limit long before.
    return _times(x, sigmoid(QUICK * np.clip(x, -1e300, 1e300)))


@registered
def silu(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Sigmoid linear unit x·σ(x), also called Swish.

    Source: Elfwing, Uchibe and Doya 2018, §2; Ramachandran, Zoph and Le 2017.
    """
    return _times(x, sigmoid(x))


@registered
def silu_grad(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Slope σ(x)(1 + x(1 − σ(x))) of SiLU.

    Source: Elfwing, Uchibe and Doya 2018, §2.
    """
    return np.asarray(sigmoid(x) + _times(x, sigmoid_grad(x)))


def _times(x: np.ndarray, factor: np.ndarray | float) -> np.ndarray:
    """The product, with 0 for infinity times 0: each factor here falls faster than any power."""
    factors = np.asarray(factor)
    return np.asarray(np.multiply(x, factors, out=np.zeros_like(factors), where=factors != 0))


def _inner(x: np.ndarray) -> np.ndarray:
    """√(2/π)(x + 0.044715x³), at arguments beyond which nothing changes: the cube may overflow."""
    near = np.clip(x, -FAR, FAR)
    return np.asarray(math.sqrt(2.0 / math.pi) * (near + CUBIC * near**3))
