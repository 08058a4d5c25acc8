"""What do the principal components make of data: scores, reconstructions, what is lost?

Data ``X`` has one example per row. A basis ``W`` has one direction per column, orthonormal.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_count
from quizkit.reference.components import centred
from quizkit.reference.registry import registered

ROUNDING = 1e-9
"""By how much the columns of a basis may miss being orthonormal."""


@registered
def pca_scores(
    x: Float[np.ndarray, "d"], mu: Float[np.ndarray, "d"], W: Float[np.ndarray, "d k"]
) -> Float[np.ndarray, "k"]:
    """Scores Wᵀ(x − μ) of one example on k principal components.

    Source: Jolliffe 2002, §2.1.
    """
    _check_orthonormal(W)
    # The coordinates of the deviation, as the solution of a least-squares problem in the basis.
    return np.asarray(np.linalg.lstsq(W, x - mu, rcond=None)[0])


@registered
def pca_reconstruction(
    y: Float[np.ndarray, "k"], mu: Float[np.ndarray, "d"], W: Float[np.ndarray, "d k"]
) -> Float[np.ndarray, "d"]:
    """Reconstruction μ + Wy of one example from its scores.

    Source: Jolliffe 2002, §2.1 and §3.5.
    """
    _check_orthonormal(W)
    return np.asarray(mu + W @ y)


@registered
def pca_error(X: Float[np.ndarray, "n d"], k: int) -> float:
    """Squared error, summed over the rows, when data are reconstructed from k principal components.

    The data themselves are rebuilt and compared; k = 0 keeps the mean alone.

    Source: Jolliffe 2002, §3.5; Eckart and Young 1936.
    """
    check_count(k, "k", 0)
    check(k <= X.shape[1], "k", f"at most {X.shape[1]} components", k)
    spread = np.asarray(centred(X))
    left, values, right = np.linalg.svd(spread, full_matrices=False)
    rebuilt = (left[:, :k] * values[:k]) @ right[:k]
    return float(np.square(spread - rebuilt).sum())


@registered
def contrasts(n: int, d: int) -> Float[np.ndarray, "n d"]:
    """Orthonormal columns, d of them with n entries each, every one with the mean 0: cosines.

    Column j, from 1, has the entries √(2/n)·cos(πj(i + ½)/n). Multiplied by singular values they are
    centred data.

    Source: Strang 1999, The Discrete Cosine Transform (DCT-2 without its constant column).
    """
    check_count(n, "n", 2)
    check_count(d, "d", 1)
    check(d < n, "d", f"fewer columns than n = {n}", d)
    places = np.arange(n)[:, None] + 0.5
    waves = np.arange(1, d + 1)[None, :]
    return np.asarray(np.sqrt(2 / n) * np.cos(np.pi * waves * places / n))


@registered
def uncorrelated_data(lam: Float[np.ndarray, "d"], n: int) -> Float[np.ndarray, "n d"]:
    """Centred data of n rows whose columns are uncorrelated and have the variances λ (divisor n − 1).

    Source: Jolliffe 2002, §3.5 (the singular value decomposition of such data).
    """
    check(bool((lam >= 0).all()), "lam", "no negative entry", float(lam.min(initial=0.0)))
    shape = np.asarray(contrasts(n, len(lam)))
    return np.asarray(shape * np.sqrt(lam / shape.var(axis=0, ddof=1)))


def _check_orthonormal(W: np.ndarray) -> None:
    gap = float(np.abs(W.T @ W - np.eye(W.shape[1])).max(initial=0.0))
    check(gap <= ROUNDING, "W", "orthonormal columns", f"products that are off by {gap:g}")
