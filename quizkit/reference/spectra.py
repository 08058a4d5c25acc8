"""What does the spectrum of a matrix say of scale, rank, size and speed?

Eigenvalues and singular values may come in any order. A covariance matrix is symmetric with a positive
diagonal; the columns of ``W`` are orthonormal directions.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_count, check_index, check_positive
from quizkit.reference.components import explained_ratio
from quizkit.reference.embeddings import cosine
from quizkit.reference.registry import registered


@registered
def correlation_matrix(C: Float[np.ndarray, "d d"]) -> Float[np.ndarray, "d d"]:
    """Correlation matrix Cᵢⱼ/√(CᵢᵢCⱼⱼ) of a covariance matrix with positive variances.

    Source: Jolliffe 2002, §2.3.
    """
    check_positive(np.diag(C), "C")
    deviations = np.sqrt(np.diag(C))
    return np.asarray(C / deviations[:, None] / deviations)


@registered
def rescaled_covariance(C: Float[np.ndarray, "d d"], j: int, a: float) -> Float[np.ndarray, "d d"]:
    """Covariance matrix after feature j, counted from 0, is multiplied by a: DCD with D diagonal.

    Source: Jolliffe 2002, §2.3; Mardia, Kent and Bibby 1979, §3.2.
    """
    check_index(j, len(C), "j")
    D = np.eye(len(C))
    D[j, j] = a
    return np.asarray(D @ C @ D)


@registered
def whitened(
    x: Float[np.ndarray, "d"], lam: Float[np.ndarray, "k"], W: Float[np.ndarray, "d k"]
) -> Float[np.ndarray, "k"]:
    """Whitened score Λ^(−½)Wᵀx of a centred x: column i of W has the variance lam[i] > 0.

    Source: Kessy, Lewin and Strimmer 2018, Optimal Whitening and Decorrelation, table 1.
    """
    check_positive(lam, "lam")
    return np.asarray((x @ W) / np.sqrt(lam))


@registered
def covariance_rank(n: int, d: int) -> int:
    """Largest rank of the sample covariance of n examples in d dimensions: centring costs one example.

    Source: Mardia, Kent and Bibby 1979, §1.4.
    """
    check_count(n, "n", 2)
    check_count(d, "d")
    return min(n - 1, d)


@registered
def power_rate(l1: float, l2: float, k: int) -> float:
    """Factor |l2/l1|ᵏ by which k power steps shrink the part along q₂ relative to the part along q₁.

    Source: Golub and Van Loan 2013, §8.2.1.
    """
    check(l1 != 0, "l1", "an eigenvalue that is not 0", l1)
    check_count(k, "k", 0)
    return abs(l2 / l1) ** k


@registered
def pca_storage(n: int, d: int, k: int) -> int:
    """Numbers that k-dimensional PCA of n vectors of width d stores: scores, directions and the mean.

    Source: Jolliffe 2002, §2.1 and §3.5 (n scores and one direction for each component, and the mean).
    """
    check_count(n, "n")
    check_count(d, "d")
    check(0 < k <= d, "k", f"a whole number from 1 to {d}", k)
    return n * k + d * k + d


@registered
def low_rank_size(m: int, n: int, r: int) -> int:
    """Parameters of an m×r factor times an r×n factor.

    Source: Hu et al. 2022, LoRA: Low-Rank Adaptation of Large Language Models, §4.1.
    """
    for size, name in ((m, "m"), (n, "n"), (r, "r")):
        check_count(size, name)
    return m * r + r * n


@registered
def truncation_error(s: Float[np.ndarray, "k"], r: int) -> Float[np.ndarray, "_"]:
    """What the best approximation of rank r misses: Frobenius norm, spectral norm, share of ‖W‖²_F kept.

    Three numbers, from the singular values s in any order; 0 ≤ r ≤ their number.

    Source: Eckart and Young 1936; Golub and Van Loan 2013, theorem 2.4.8.
    """
    check(bool((s >= 0).all()), "s", "no negative entry", float(s.min(initial=0.0)))
    check(0 <= r <= len(s), "r", f"a whole number from 0 to {len(s)}", r)
    whole = float(np.linalg.norm(s))
    check(0 < whole < np.inf, "s", "a positive norm", whole)
    kept, dropped = np.split(np.sort(s)[::-1], [r])
    share = (float(np.linalg.norm(kept)) / whole) ** 2
    return np.asarray([float(np.linalg.norm(dropped)), float(dropped.max(initial=0.0)), share])


@registered
def effective_rank(lam: Float[np.ndarray, "k"]) -> float:
    """Effective rank exp H(λ/Σλ), the exponential of the entropy in nats of the shares.

    From 1 to the number of eigenvalues; a share of 0 adds nothing.

    Source: Roy and Vetterli 2007, The Effective Rank, definition 1.
    """
    shares = np.asarray(explained_ratio(lam))
    shares = shares[shares > 0]
    return float(np.exp(-(shares * np.log(shares)).sum()))


@registered
def condition_number(lam: Float[np.ndarray, "n"]) -> float:
    """Condition number λmax/λmin of a symmetric positive definite matrix.

    Source: Golub and Van Loan 2013, §2.6.2.
    """
    check_positive(lam, "lam")
    return float(lam.max() / lam.min())


@registered
def mean_cosine(X: Float[np.ndarray, "n d"]) -> float:
    """Mean cosine over all pairs of different rows; no row may be 0.

    Source: Ethayarajh 2019, How Contextual are Contextualized Word Representations?, §3.
    """
    check(len(X) > 1, "X", "at least two rows", len(X))
    pairs = [(i, j) for i in range(len(X)) for j in range(i)]
    return sum(float(cosine(X[i], X[j])) for i, j in pairs) / len(pairs)
