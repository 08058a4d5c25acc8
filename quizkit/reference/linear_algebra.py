"""Which directions does a matrix stretch, and by how much?

Eigenvalues come from the largest down. An eigenvector has length 1, and its first entry that is not 0
is positive, so that one direction has one answer.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_count, check_index
from quizkit.reference.registry import registered

CLOSE = 1e-9
"""Relative size below which two eigenvalues are one, an entry is 0, or a matrix is symmetric."""


@registered
def eigenvalues_symmetric(A: Float[np.ndarray, "n n"]) -> Float[np.ndarray, "n"]:
    """Eigenvalues of a symmetric matrix, the largest first.

    Source: Golub and Van Loan 2013, theorem 8.1.1 and §8.3.
    """
    _check_symmetric(A)
    return np.asarray(np.linalg.eigvalsh(A)[::-1].copy())


@registered
def eigenvector_symmetric(A: Float[np.ndarray, "n n"], i: int) -> Float[np.ndarray, "n"]:
    """Unit eigenvector of a symmetric matrix for its i-th largest eigenvalue, i from 0.

    An eigenvalue that occurs twice has no single direction and is refused.

    Source: Golub and Van Loan 2013, theorem 8.1.1 and §8.3.
    """
    _check_symmetric(A)
    check_index(i, len(A), "i")
    values, vectors = np.linalg.eigh(A)
    place = len(A) - 1 - i
    near = CLOSE * max(float(np.abs(values).max()), np.finfo(np.float64).tiny)
    alone = np.abs(np.delete(values, place) - values[place]) > near
    check(bool(alone.all()), "A", "an eigenvalue that occurs once", f"{values[place]:g} more than once")
    vector = vectors[:, place]
    # An entry that is 0 but for rounding must not choose the sign.
    first = int(np.argmax(np.abs(vector) > CLOSE))
    return np.asarray(-vector if vector[first] < 0 else vector)


@registered
def leading_eigenvector(A: Float[np.ndarray, "n n"]) -> Float[np.ndarray, "n"]:
    """Unit eigenvector of a symmetric matrix for its largest eigenvalue.

    The largest, not the one of largest size; it must occur once.

    Source: Golub and Van Loan 2013, theorem 8.1.2 (Courant and Fischer).
    """
    return eigenvector_symmetric(A, 0)


@registered
def rayleigh(A: Float[np.ndarray, "n n"], w: Float[np.ndarray, "n"]) -> float:
    """Rayleigh quotient wᵀAw/wᵀw of a symmetric matrix: the variance along w, if A is a covariance.

    Source: Golub and Van Loan 2013, §8.2.
    """
    _check_symmetric(A)
    square = float(w @ w)
    check(square > 0, "w", "a vector that is not 0", f"squared length {square:g}")
    return float(w @ A @ w) / square


@registered
def power_step(A: Float[np.ndarray, "n n"], v: Float[np.ndarray, "n"], k: int) -> Float[np.ndarray, "n"]:
    """Vector Aᵏv at unit length, after k steps of power iteration.

    Source: Golub and Van Loan 2013, §8.2.1.
    """
    check_count(k, "k", 0)
    for step in range(k + 1):
        length = float(np.linalg.norm(v))
        check(length > 0, "v", "a vector that A does not send to 0", f"0 after {step} steps")
        v = v / length
        if step < k:
            v = A @ v
    return v


@registered
def matrix_power(A: Float[np.ndarray, "n n"], k: int) -> Float[np.ndarray, "n n"]:
    """Product Aᵏ of k factors A, the identity for k = 0.

    Source: Golub and Van Loan 2013, §9.2.5 (repeated squaring).
    """
    check_count(k, "k", 0)
    return np.asarray(np.linalg.matrix_power(A, k))


@registered
def singular_values(A: Float[np.ndarray, "m n"]) -> Float[np.ndarray, "k"]:
    """Singular values of a matrix, the largest first.

    Source: Golub and Van Loan 2013, theorem 2.4.1.
    """
    return np.asarray(np.linalg.svd(A, compute_uv=False))


@registered
def spectral_norm(A: Float[np.ndarray, "m n"]) -> float:
    """Largest singular value of a matrix, the most by which it lengthens a vector.

    Source: Golub and Van Loan 2013, §2.3.3.
    """
    return float(np.linalg.norm(A, 2))


def _check_symmetric(A: np.ndarray) -> None:
    check(len(A) > 0, "A", "at least one row", "none")
    check(bool(np.isfinite(A).all()), "A", "finite entries", "an infinite one")
    gap = float(np.abs(A - A.T).max())
    check(gap <= CLOSE * float(np.abs(A).max()), "A", "a symmetric matrix", f"entries that differ by {gap:g}")
