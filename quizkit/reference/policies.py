"""What does a KL penalty do to a policy, and how is it estimated from samples?

A policy is a law of answers to one prompt, ``ref`` the frozen law it started from; log-probabilities are
natural. The divergence is D(policy‖ref), with expectations under the policy.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_law, check_positive
from quizkit.reference.divergences import kl
from quizkit.reference.probabilities import softmax, softplus
from quizkit.reference.registry import registered


@registered
def penalised_reward(
    policy: Float[np.ndarray, "v"], ref: Float[np.ndarray, "v"], reward: Float[np.ndarray, "v"], beta: float
) -> float:
    """Objective Σ πᵢ rᵢ − β D(π‖ref) of a policy with rewards r, the divergence in nats.

    Source: Ouyang et al. 2022, eq. 2, without its pre-training term.
    """
    return float(policy @ reward - beta * kl(policy, ref))


@registered
def tilted_law(
    ref: Float[np.ndarray, "v"], reward: Float[np.ndarray, "v"], beta: float
) -> Float[np.ndarray, "v"]:
    """The policy that maximises the penalised reward, proportional to refᵢ exp(rᵢ/β); β > 0.

    Source: Rafailov et al. 2023, eq. 4.
    """
    check_law(ref, "ref")
    check_positive(beta, "beta")
    with np.errstate(divide="ignore"):
        return np.asarray(softmax(np.log(ref) + reward / beta))


@registered
def kl_rewards(
    logp: Float[np.ndarray, "n"], logref: Float[np.ndarray, "n"], beta: float
) -> Float[np.ndarray, "n"]:
    """What the KL penalty adds to the reward of each sampled token, −β (ln π − ln ref).

    Source: Stiennon et al. 2020, §3.4; Ziegler et al. 2019, eq. 2.
    """
    return np.asarray(beta * (logref - logp))


@registered
def dpo_gap(lw: float, rw: float, ll: float, rl: float, beta: float) -> float:
    """Difference β ((lw − rw) − (ll − rl)) of the implicit rewards of winner and loser.

    ``lw`` and ``ll`` are the policy's log-probabilities of winner and loser, ``rw`` and ``rl`` the
    reference's.

    Source: Rafailov et al. 2023, eq. 5 and 7.
    """
    return beta * ((lw - rw) - (ll - rl))


@registered
def dpo_loss(lw: float, rw: float, ll: float, rl: float, beta: float) -> float:
    """Loss −ln σ(β ((lw − rw) − (ll − rl))) of one pair of answers, in nats, with the names of dpo_gap.

    Source: Rafailov et al. 2023, eq. 7.
    """
    return float(softplus(np.asarray(-dpo_gap(lw, rw, ll, rl, beta))))


@registered
def kl_estimate_k1(logp: Float[np.ndarray, "n"], logref: Float[np.ndarray, "n"]) -> float:
    """Mean of −ln ρ, ρ = ref/π, over samples from π: unbiased for D(π‖ref), each summand of any sign.

    Source: Schulman 2020, Approximating KL Divergence.
    """
    return _mean(logp - logref)


@registered
def kl_estimate_k2(logp: Float[np.ndarray, "n"], logref: Float[np.ndarray, "n"]) -> float:
    """Mean of ½(ln ρ)², ρ = ref/π, over samples from π: biased for D(π‖ref), never negative.

    Source: Schulman 2020, Approximating KL Divergence.
    """
    return _mean((logref - logp) ** 2 / 2)


@registered
def kl_estimate_k3(logp: Float[np.ndarray, "n"], logref: Float[np.ndarray, "n"]) -> float:
    """Mean of ρ − 1 − ln ρ, ρ = ref/π, over samples from π: unbiased for D(π‖ref), never negative.

    Source: Schulman 2020, Approximating KL Divergence.
    """
    ratios = logref - logp
    return _mean(np.expm1(ratios) - ratios)


def _mean(terms: np.ndarray) -> float:
    check(terms.size > 0, "logp", "at least one sample", "none")
    return float(terms.mean())
