"""How does a vector of outputs move with a vector of inputs?

Rows are outputs, columns are inputs: J[i, j] = ∂yᵢ/∂xⱼ, so the Jacobian of x ↦ Wx is W and a chain of
maps multiplies its Jacobians from the last map to the first.
"""

import math

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_law
from quizkit.reference.probabilities import softmax
from quizkit.reference.registry import registered


@registered
def softmax_jacobian(s: Float[np.ndarray, "v"]) -> Float[np.ndarray, "v v"]:
    """Jacobian diag(s) − ssᵀ of softmax by its logits, from its *output* s.

    Source: Bishop 2006, eq. 4.106.
    """
    check_law(s, "s")
    return np.asarray(np.diag(s) - np.outer(s, s))


@registered
def softmax_temperature_jacobian(s: Float[np.ndarray, "v"], T: float) -> Float[np.ndarray, "v v"]:
    """Jacobian (diag(s) − ssᵀ)/T of z ↦ softmax(z/T), from its output s; T > 0.

    Source: Bishop 2006, eq. 4.106; Hinton, Vinyals and Dean 2015, eq. 1.
    """
    check(T > 0, "T", "a positive number", T)
    return np.asarray(softmax_jacobian(s) / T)


@registered
def log_softmax_jacobian(z: Float[np.ndarray, "v"]) -> Float[np.ndarray, "v v"]:
    """Jacobian δᵢⱼ − softmax(z)ⱼ of log-softmax at the logits z.

    Source: Bishop 2006, eq. 4.106 divided by its output.
    """
    return np.asarray(np.eye(len(z)) - softmax(z))


@registered
def softmax_vjp(
    s: Float[np.ndarray, "*rows v"], g: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows v"]:
    """Gradient s ∘ (g − g·s) before a softmax with output s, from the gradient g behind it.

    Source: Bishop 2006, eq. 4.106 times g.
    """
    check_law(s, "s")
    return np.asarray(s * (g - (g * s).sum(axis=-1, keepdims=True)))


@registered
def linear_jacobian(W: Float[np.ndarray, "m n"]) -> Float[np.ndarray, "m n"]:
    """Jacobian of x ↦ Wx + b: W itself.

    Source: Magnus and Neudecker 1999, ch. 9.
    """
    return W


@registered
def elementwise_jacobian(slopes: Float[np.ndarray, "n"]) -> Float[np.ndarray, "n n"]:
    """Jacobian of a map that treats each entry alone, from its slopes: diag(slopes).

    Source: Goodfellow, Bengio and Courville 2016, §6.5.2.
    """
    return np.diag(slopes)


@registered
def compose(*Js: Float[np.ndarray, "_ _"]) -> Float[np.ndarray, "_ _"]:
    """Product of Jacobians as written, the last map of the chain first.

    Source: Magnus and Neudecker 1999, ch. 5, theorem 8 (the chain rule).
    """
    check(bool(Js), "Js", "at least one Jacobian", "none")
    product = Js[0]
    for place, factor in enumerate(Js[1:], start=2):
        check(
            product.shape[1] == len(factor),
            f"factor {place}",
            f"{product.shape[1]} rows, as many as the factor before has columns",
            len(factor),
        )
        product = product @ factor
    return product


@registered
def jvp(J: Float[np.ndarray, "m n"], u: Float[np.ndarray, "n"]) -> Float[np.ndarray, "m"]:
    """Product Ju: how the outputs move when the inputs move along u.

    Source: Baydin et al. 2018, §3.1.
    """
    return np.asarray(J @ u)


@registered
def vjp(J: Float[np.ndarray, "m n"], v: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n"]:
    """Product Jᵀv: the gradient at the inputs, from the gradient v at the outputs.

    Source: Baydin et al. 2018, §3.2.
    """
    return np.asarray(J.T @ v)


@registered
def residual_jacobian(J: Float[np.ndarray, "n n"]) -> Float[np.ndarray, "n n"]:
    """Jacobian I + J of x ↦ x + f(x), when J is that of f.

    Source: He et al. 2016, Identity Mappings in Deep Residual Networks, eq. 5.
    """
    return np.asarray(np.eye(len(J)) + J)


@registered
def layernorm_jacobian(x: Float[np.ndarray, "n"], eps: float = 0.0) -> Float[np.ndarray, "n n"]:
    """Jacobian (I − 11ᵀ/n − x̂x̂ᵀ/n)/√(var + ε) of x ↦ x̂ = (x − mean)/√(var + ε), var divided by n.

    Equal entries are refused at ε = 0.

    Source: Ba, Kiros and Hinton 2016, §3, differentiated.
    """
    check(len(x) > 0, "x", "at least one entry", "none")
    centred = x - x.mean()
    scale = _scale(float((centred * centred).mean()), eps, "entries that are not all equal")
    unit = centred / scale
    n = len(x)
    return np.asarray((np.eye(n) - 1.0 / n - np.outer(unit, unit) / n) / scale)


@registered
def rmsnorm_jacobian(x: Float[np.ndarray, "n"], eps: float = 0.0) -> Float[np.ndarray, "n n"]:
    """Jacobian (I − x̂x̂ᵀ/n)/√(ms + ε) of x ↦ x̂ = x/√(ms + ε), where ms is the mean of the squares.

    A vector of zeros is refused at ε = 0.

    Source: Zhang and Sennrich 2019, eq. 4, differentiated.
    """
    check(len(x) > 0, "x", "at least one entry", "none")
    scale = _scale(float((x * x).mean()), eps, "entries that are not all 0")
    unit = x / scale
    n = len(x)
    return np.asarray((np.eye(n) - np.outer(unit, unit) / n) / scale)


def _scale(variance: float, eps: float, expected: str) -> float:
    check(eps >= 0, "eps", "no negative number", eps)
    check(0 < variance + eps < math.inf, "x", expected, f"mean square {variance:g}")
    return math.sqrt(variance + eps)
