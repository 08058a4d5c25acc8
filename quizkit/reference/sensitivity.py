"""What do Jacobians cost, how does attention pass changes on, and how far can an output move?

Rows of a Jacobian are outputs, columns are inputs. Costs are whole numbers: entries, bytes, passes and
multiplications of numbers.
"""

from typing import Literal

import numpy as np
from jaxtyping import Float, Int

from quizkit.reference.arguments import check, check_count, check_index, check_law
from quizkit.reference.registry import registered


@registered
def full_jacobian_entries(T: int, d: int) -> int:
    """Entries of the Jacobian of a layer from T vectors of width d to T vectors of width d.

    Each of the T·d outputs has a derivative by each of the T·d inputs.

    Source: Griewank and Walther 2008, §3.2.
    """
    check_count(T, "T")
    check_count(d, "d")
    size = T * d
    return size * size


@registered
def full_jacobian_bytes(T: int, d: int, width: int = 4) -> int:
    """Bytes of that Jacobian when an entry takes ``width`` bytes.

    Source: Griewank and Walther 2008, §3.2; IEEE 754-2019 (binary32: 4 bytes).
    """
    check_count(width, "width")
    return width * full_jacobian_entries(T, d)


@registered
def ad_passes(n: int, m: int) -> Float[np.ndarray, "k"]:
    """Passes that give the full Jacobian of a map from n inputs to m outputs: forward mode, reverse mode.

    A forward pass gives one column, a reverse pass one row.

    Source: Baydin et al. 2018, §3.1 and §3.2.
    """
    check_count(n, "n")
    check_count(m, "m")
    return np.array([n, m], dtype=np.float64)


@registered
def chain_multiplications(dims: Int[np.ndarray, "k"], first: Literal["left", "right"]) -> int:
    """Multiplications of numbers for a product of matrices, worked off from one end.

    Matrix i has ``dims[i]`` rows and ``dims[i + 1]`` columns; ``first`` is the end where the work begins.
    A single matrix costs nothing.

    Source: Griewank and Walther 2008, §1.2; Cormen et al. 2009, §15.2.
    """
    sizes = [int(size) for size in dims]
    check(len(sizes) >= 2 and min(sizes) >= 1, "dims", "at least two sizes, none below 1", sizes)
    if first == "right":
        sizes.reverse()
    outer, inner, *rest = sizes
    work = 0
    for size in rest:
        work, inner = work + outer * inner * size, size
    return work


@registered
def attention_value_jacobian(alpha: Float[np.ndarray, "n"], j: int, d: int) -> Float[np.ndarray, "d d"]:
    """Jacobian αⱼI of an attention output Σ αᵢvᵢ by the value vⱼ of width d, j from 0.

    Source: Vaswani et al. 2017, eq. 1; Magnus and Neudecker 1999, ch. 9.
    """
    check_law(alpha, "alpha")
    check_index(j, len(alpha), "j")
    check_count(d, "d")
    return np.asarray(alpha[j] * np.eye(d))


@registered
def attention_scores_jacobian(
    alpha: Float[np.ndarray, "n"], V: Float[np.ndarray, "n m"]
) -> Float[np.ndarray, "m n"]:
    """Jacobian of o = Vᵀsoftmax(s) by the scores, from α = softmax(s): column j is αⱼ(vⱼ − o).

    Source: Vaswani et al. 2017, eq. 1; Bishop 2006, eq. 4.106.
    """
    check_law(alpha, "alpha")
    return np.asarray((alpha[:, None] * (V - alpha @ V)).T)


@registered
def gauss_newton(J: Float[np.ndarray, "m n"]) -> Float[np.ndarray, "n n"]:
    """Gauss–Newton matrix JᵀJ of ½‖r‖², from the Jacobian J of the residuals r.

    Source: Nocedal and Wright 2006, eq. 10.23.
    """
    return np.asarray(J.T @ J)


@registered
def residuals_grad(J: Float[np.ndarray, "m n"], r: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n"]:
    """Gradient Jᵀr of ½‖r‖² by the parameters, from the residuals r and their Jacobian J.

    Source: Nocedal and Wright 2006, eq. 10.4.
    """
    return np.asarray(J.T @ r)


@registered
def frobenius_squared(J: Float[np.ndarray, "m n"]) -> float:
    """Sum of the squares of all entries, the square of the Frobenius norm.

    Source: Golub and Van Loan 2013, §2.3.1.
    """
    return float(np.square(J).sum())
