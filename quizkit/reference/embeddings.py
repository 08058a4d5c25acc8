"""Which rows of a table do tokens read, and what gradient do they send back to it?

Tokens are counted from 0. A table has one row per token: ``E`` (v, d) at the input, ``U`` (v, d) at the
output, where z = U·h.
"""

import numpy as np
from jaxtyping import Float, Int

from quizkit.reference.arguments import check, check_count, check_index, check_indices
from quizkit.reference.losses import ce_grad
from quizkit.reference.registry import registered


@registered
def embedding_lookup(E: Float[np.ndarray, "v d"], ids: Int[np.ndarray, "n"]) -> Float[np.ndarray, "n d"]:
    """Rows E[ids] of the table.

    Source: Bengio et al. 2003, §2.
    """
    check_indices(ids, len(E), "ids")
    return np.asarray(E[ids])


@registered
def embedding_grad(
    ids: Int[np.ndarray, "n"], G: Float[np.ndarray, "n d"], V: int
) -> Float[np.ndarray, "v d"]:
    """Gradient of a table of V rows, when row i of G is the gradient at the i-th looked-up row.

    Row r is the sum of the rows of G at every position that holds token r; 0 if no position does.

    Source: Goodfellow, Bengio and Courville 2016, §12.4.2 and §6.5.6 (a shared parameter adds its uses).
    """
    check_count(V, "V")
    check_indices(ids, V, "ids")
    gradient = np.zeros((V, G.shape[1]))
    # gradient[ids] += G would keep only the last of several uses of a row.
    np.add.at(gradient, ids, G)
    return gradient


@registered
def unembedding_grad_U(
    U: Float[np.ndarray, "v d"], h: Float[np.ndarray, "d"], y: int
) -> Float[np.ndarray, "v d"]:
    """Gradient (softmax(Uh) − 1_y) hᵀ of the loss at token y by the unembedding.

    Source: Goodfellow, Bengio and Courville 2016, §6.2.2.3 and §6.5.6.
    """
    return np.asarray(np.outer(_signal(U, h, y), h))


@registered
def unembedding_grad_h(
    U: Float[np.ndarray, "v d"], h: Float[np.ndarray, "d"], y: int
) -> Float[np.ndarray, "d"]:
    """Gradient Uᵀ(softmax(Uh) − 1_y) of the loss at token y by the hidden state.

    Source: Goodfellow, Bengio and Courville 2016, §6.2.2.3 and §6.5.6.
    """
    return np.asarray(U.T @ _signal(U, h, y))


@registered
def cosine(a: Float[np.ndarray, "d"], b: Float[np.ndarray, "d"]) -> float:
    """Cosine a·b/(‖a‖‖b‖) of the angle between two vectors that are not 0.

    Source: Manning, Raghavan and Schütze 2008, eq. 6.10.
    """
    # Brought to a largest entry of 1 first: squares may overflow or vanish.
    scaled = []
    for vector, name in ((a, "a"), (b, "b")):
        largest = float(np.abs(vector).max(initial=0.0))
        check(0 < largest < np.inf, name, "a finite vector that is not 0", f"largest entry {largest:g}")
        scaled.append(vector / largest)
    return float(scaled[0] @ scaled[1] / (np.linalg.norm(scaled[0]) * np.linalg.norm(scaled[1])))


def _signal(U: np.ndarray, h: np.ndarray, y: int) -> np.ndarray:
    check_index(y, len(U), "y")
    return np.asarray(ce_grad(U @ h, np.asarray(y)))
