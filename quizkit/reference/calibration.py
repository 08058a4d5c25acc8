"""What do logits cost at a temperature, against a teacher, among rivals, and are they to be trusted?

Losses are in nats and temperatures divide the logits. Two closed forms tell how slips add up when a
model reads its own output.
"""

import numpy as np
from jaxtyping import Float, Int

from quizkit.reference.arguments import check, check_count, check_index, check_positive, check_unit_interval
from quizkit.reference.divergence_forms import kl_distillation
from quizkit.reference.losses import nll, nll_mean
from quizkit.reference.probabilities import log_softmax, softmax
from quizkit.reference.registry import registered


@registered
def info_nce(s: Float[np.ndarray, "k"], pos: int, T: float) -> float:
    """InfoNCE loss −ln(exp(s_pos/T)/Σⱼ exp(sⱼ/T)) of one anchor, its positive at place ``pos``; T > 0.

    The sum runs over the positive too.

    Source: van den Oord, Li and Vinyals 2018, eq. 4.
    """
    check_index(pos, s.size, "pos")
    check_positive(T, "T")
    return float(-log_softmax(s / T)[pos])


@registered
def info_nce_batch(S: Float[np.ndarray, "n n"], T: float) -> float:
    """Mean InfoNCE loss of the rows of a table of similarities, positives on the diagonal; T > 0.

    Source: Radford et al. 2021, figure 3, one of its two losses.
    """
    check(S.size > 0, "S", "at least one pair", "none")
    check_positive(T, "T")
    return float(-np.diagonal(log_softmax(S / T)).mean())


@registered
def info_nce_symmetric(S: Float[np.ndarray, "n n"], T: float) -> float:
    """Mean of the InfoNCE losses over the rows and over the columns of a table of similarities; T > 0.

    Source: Radford et al. 2021, figure 3.
    """
    return (info_nce_batch(S, T) + info_nce_batch(S.T, T)) / 2


@registered
def distillation_loss(
    zs: Float[np.ndarray, "v"], zt: Float[np.ndarray, "v"], y: int, alpha: float, T: float
) -> float:
    """Loss α·CE(student, y) + (1 − α)·T²·D(teacher‖student), the divergence at temperature T > 0, in nats.

    ``zs`` and ``zt`` are the logits of student and teacher; the cross-entropy is taken at temperature 1.

    Source: Hinton, Vinyals and Dean 2015, §2.
    """
    check_unit_interval(alpha, "alpha")
    hard = float(nll(zs, np.asarray(y)))
    return alpha * hard + (1 - alpha) * T * T * kl_distillation(zs, zt, T)


@registered
def distillation_grad(
    zs: Float[np.ndarray, "v"], zt: Float[np.ndarray, "v"], T: float
) -> Float[np.ndarray, "v"]:
    """Gradient T (softmax(zs/T) − softmax(zt/T)) of T²·D(teacher‖student) by the student's logits zs.

    Source: Hinton, Vinyals and Dean 2015, eq. 2, times T².
    """
    check_positive(T, "T")
    return np.asarray(T * (softmax(zs / T) - softmax(zt / T)))


@registered
def temperature_losses(
    Z: Float[np.ndarray, "n v"], y: Int[np.ndarray, "n"], grid: Float[np.ndarray, "k"]
) -> Float[np.ndarray, "k"]:
    """Mean cross-entropy of the rows of Z/T against the classes y, in nats, for each T > 0 of a grid.

    Source: Guo et al. 2017, §4.2.
    """
    check(grid.size > 0, "grid", "at least one temperature", "none")
    check_positive(grid, "grid")
    return np.array([nll_mean(Z / T, y) for T in grid])


@registered
def ece(n: Float[np.ndarray, "k"], conf: Float[np.ndarray, "k"], acc: Float[np.ndarray, "k"]) -> float:
    """Expected calibration error Σ (n_b/N)·|acc_b − conf_b| of bins, a fraction.

    ``n`` counts the examples of each bin, ``conf`` is their mean confidence, ``acc`` the share that is right.

    Source: Guo et al. 2017, eq. 3.
    """
    check(bool((n >= 0).all()), "n", "no negative count", float(n.min(initial=0.0)))
    check(float(n.sum()) > 0, "n", "a positive total", float(n.sum()))
    check_unit_interval(conf, "conf")
    check_unit_interval(acc, "acc")
    return float(n @ np.abs(acc - conf) / n.sum())


@registered
def slip_probability(eps: float, T: int) -> float:
    """Probability 1 − (1 − ε)^T of at least one slip in T tokens that slip independently.

    Source: Feller 1968, vol. 1, §VI.2.
    """
    check_unit_interval(eps, "eps")
    check_count(T, "T")
    return 1.0 if eps == 1 else float(-np.expm1(T * np.log1p(-eps)))


@registered
def clean_prefix(eps: float, T: int) -> float:
    """Expected number of tokens before the first slip, at most T, where tokens slip independently.

    It is (1 − ε)(1 − (1 − ε)^T)/ε, and T for ε = 0.

    Source: Feller 1968, vol. 1, §XI.1, as the sum of P(more than k clean tokens) for k < T.
    """
    return float(T) if eps == 0 else (1 - eps) * slip_probability(eps, T) / eps
