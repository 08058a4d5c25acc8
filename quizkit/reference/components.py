"""How is the variance of data spread over directions?

Data ``X`` has one example per row. ``ddof`` is what is taken off n in the divisor: 1 for the unbiased
covariance, 0 for the mean of the squares.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_count, check_unit_interval
from quizkit.reference.registry import registered

ROUNDING = 1e-12
"""By how much a cumulative share may miss the share that is asked for."""


@registered
def centred(X: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    """Data minus the mean of every column.

    Source: Jolliffe 2002, §3.1.
    """
    check(len(X) > 0, "X", "at least one row", "none")
    return np.asarray(X - X.mean(axis=0))


@registered
def covariance(X: Float[np.ndarray, "n d"], ddof: int = 1) -> Float[np.ndarray, "d d"]:
    """Covariance matrix of the columns, XcᵀXc/(n − ddof) with centred Xc.

    Source: Jolliffe 2002, §3.1.
    """
    check_count(ddof, "ddof", 0)
    check(len(X) > ddof, "X", f"more rows than ddof = {ddof}", len(X))
    spread = np.asarray(centred(X))
    return np.asarray(spread.T @ spread / (len(X) - ddof))


@registered
def explained_ratio(lam: Float[np.ndarray, "k"]) -> Float[np.ndarray, "k"]:
    """Shares λᵢ/Σλ of the variance, the largest first, from eigenvalues in any order.

    Source: Jolliffe 2002, §6.1.1.
    """
    check(bool((lam >= 0).all()), "lam", "no negative entry", float(lam.min(initial=0.0)))
    total = float(lam.sum())
    check(0 < total < np.inf, "lam", "a positive total", total)
    return np.asarray(np.sort(lam)[::-1] / total)


@registered
def components_needed(lam: Float[np.ndarray, "k"], share: float) -> int:
    """The fewest principal components whose shares of the variance add up to at least ``share``.

    Source: Jolliffe 2002, §6.1.1.
    """
    check_unit_interval(share, "share")
    reached = np.cumsum(explained_ratio(lam)) >= share - ROUNDING
    return int(np.argmax(reached)) + 1


@registered
def participation_ratio(lam: Float[np.ndarray, "k"]) -> float:
    """Participation ratio (Σλ)²/Σλ², from 1 to the number of eigenvalues: how many directions matter.

    Source: Gao et al. 2017, A Theory of Multineuronal Dimensionality.
    """
    shares = np.asarray(explained_ratio(lam))
    return 1.0 / float((shares * shares).sum())
