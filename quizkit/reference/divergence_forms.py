"""What does KL divergence become for joint laws, Gaussians around the origin, logits, smoothed laws?

Results are in nats. Where a function is no divergence any more (``kl_smoothed``), its docstring says so.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_law, check_positive
from quizkit.reference.divergences import kl
from quizkit.reference.probabilities import log_softmax
from quizkit.reference.registry import registered


@registered
def mutual_information(J: Float[np.ndarray, "m n"]) -> float:
    """Mutual information I(X; Y) = D(P_XY‖P_X P_Y) of a table of joint probabilities, in nats.

    Source: Cover and Thomas 2006, eq. 2.28.
    """
    flat = J.ravel()
    check_law(flat, "J")
    independent = np.multiply.outer(J.sum(axis=1), J.sum(axis=0)).ravel()
    # The margins' products miss 1 by a rounding, which is no fault of the author's table.
    return float(kl(flat, independent / independent.sum()))


@registered
def kl_standard_normal(mu: Float[np.ndarray, "d"], logvar: Float[np.ndarray, "d"]) -> float:
    """D(N(μ, diag exp(logvar))‖N(0, I)) = ½ Σ (μᵢ² + exp(logvarᵢ) − 1 − logvarᵢ), in nats.

    Source: Kingma and Welling 2014, appendix B.
    """
    return float((mu * mu + (np.expm1(logvar) - logvar)).sum() / 2)


@registered
def kl_distillation(student: Float[np.ndarray, "v"], teacher: Float[np.ndarray, "v"], T: float) -> float:
    """D(softmax(teacher/T)‖softmax(student/T)) of two vectors of logits, in nats; T > 0.

    The factor T² that keeps the gradients' size is left to the caller.

    Source: Hinton, Vinyals and Dean 2015, §2.
    """
    check_positive(T, "T")
    target, guess = log_softmax(teacher / T), log_softmax(student / T)
    return float((np.exp(target) * (target - guess)).sum())


@registered
def kl_reverse_grad(z: Float[np.ndarray, "v"], p: Float[np.ndarray, "v"]) -> Float[np.ndarray, "v"]:
    """Gradient q ∘ (ln(q/p) − D(q‖p)) of D(q‖p) by the logits z of q = softmax(z); p has no zeros.

    Source: Ouyang et al. 2022, eq. 2, by the Jacobian of softmax.
    """
    check_law(p, "p")
    check(bool((p > 0).all()), "p", "no zero entry", 0.0)
    logs = log_softmax(z)
    q, ratios = np.exp(logs), logs - np.log(p)
    return np.asarray(q * (ratios - (q * ratios).sum()))


@registered
def kl_smoothed(p: Float[np.ndarray, "v"], q: Float[np.ndarray, "v"], eps: float) -> float:
    """The sum Σ (pᵢ + ε) ln((pᵢ + ε)/(qᵢ + ε)), in nats, of code that adds ε > 0 and does not normalise.

    It is no divergence of two laws, for the entries no longer sum to 1: it shows what ε does.

    Source: Chen and Goodman 1999, §2.1, additive smoothing, without its normalisation.
    """
    check_law(p, "p")
    check_law(q, "q")
    check_positive(eps, "eps")
    return float(((p + eps) * (np.log(p + eps) - np.log(q + eps))).sum())
