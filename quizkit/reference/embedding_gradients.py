"""How does a loss reach the rows of an embedding table, and what does its gradient weigh?

Tokens and positions are counted from 0. The input table is ``E`` (v, d) with one row per token, the
output table ``U`` (v, d) with logits z = U·h. Losses are cross-entropies in nats at token ``y``.
"""

from typing import Final

import numpy as np
from jaxtyping import Float, Int

from quizkit.reference.arguments import check, check_count, check_index, check_indices
from quizkit.reference.embeddings import embedding_grad, embedding_lookup, unembedding_grad_h
from quizkit.reference.losses import nll
from quizkit.reference.registry import registered

_VALUE: Final = np.dtype(np.float32)
_INDEX: Final = np.dtype(np.int64)


@registered
def onehot_rows(ids: Int[np.ndarray, "n"], V: int) -> Float[np.ndarray, "n v"]:
    """Matrix X with a single 1 per row, in the column of the token at that position: X·E = E[ids].

    Source: Bengio et al. 2003, §2.
    """
    check_count(V, "V")
    check_indices(ids, V, "ids")
    rows = np.zeros((len(ids), V))
    np.put_along_axis(rows, ids[:, None], 1.0, axis=1)
    return rows


@registered
def touched_rows(ids: Int[np.ndarray, "n"], V: int) -> int:
    """How many of the V rows are read by these tokens: the number of distinct ids.

    Source: Bengio et al. 2003, §3.
    """
    check_count(V, "V")
    check_indices(ids, V, "ids")
    return len(np.unique(ids))


@registered
def embedding_grad_padded(
    ids: Int[np.ndarray, "n"], G: Float[np.ndarray, "n d"], V: int, pad: int
) -> Float[np.ndarray, "v d"]:
    """Gradient of a table of V rows whose row ``pad`` is kept out of it, as ``padding_idx`` does.

    Source: Paszke et al. 2019, module torch.nn.Embedding, argument padding_idx.
    """
    gradient = np.asarray(embedding_grad(ids, G, V))
    check_index(pad, V, "pad")
    gradient[pad] = 0.0
    return gradient


@registered
def position_grad(G: Float[np.ndarray, "n d"], T: int) -> Float[np.ndarray, "k d"]:
    """Gradient of a learned table of T positions, each row of which is added to every sequence.

    G holds the sequences one below the other: its row b·T + t is the gradient at position t of
    sequence b. Row t of the result sums over the sequences.

    Source: Gehring et al. 2017, §3.1; Goodfellow, Bengio and Courville 2016, §6.5.6.
    """
    check_count(T, "T")
    check(len(G) % T == 0, "G", f"a multiple of T = {T} rows", len(G))
    return np.asarray(G.reshape(-1, T, G.shape[1]).sum(axis=0))


@registered
def tied_grad(
    ids: Int[np.ndarray, "n"],
    G: Float[np.ndarray, "n d"],
    g: Float[np.ndarray, "v"],
    h: Float[np.ndarray, "d"],
) -> Float[np.ndarray, "v d"]:
    """Gradient of a table that is looked up at ids and also turns h into logits: both uses added.

    Row i of G is the gradient at the i-th looked-up row, g the one at the logits.

    Source: Press and Wolf 2017, §3.
    """
    return np.asarray(embedding_grad(ids, G, len(g)) + np.multiply.outer(g, h))


@registered
def bag_loss(
    E: Float[np.ndarray, "v d"], U: Float[np.ndarray, "v d"], ids: Int[np.ndarray, "n"], y: int
) -> float:
    """Cross-entropy of softmax(U·h) at token y, where h is the mean of the rows E[ids].

    Source: Mikolov et al. 2013, Efficient Estimation of Word Representations, §3.1.
    """
    check_index(y, len(U), "y")
    return float(nll(U @ _pooled(E, ids), np.asarray(y)))


@registered
def bag_dh(
    E: Float[np.ndarray, "v d"], U: Float[np.ndarray, "v d"], ids: Int[np.ndarray, "n"], y: int
) -> Float[np.ndarray, "d"]:
    """Gradient of ``bag_loss`` by the pooled vector h.

    Source: Mikolov et al. 2013, Efficient Estimation of Word Representations, §3.1.
    """
    return np.asarray(unembedding_grad_h(U, _pooled(E, ids), y))


@registered
def bag_dE(
    E: Float[np.ndarray, "v d"], U: Float[np.ndarray, "v d"], ids: Int[np.ndarray, "n"], y: int
) -> Float[np.ndarray, "v d"]:
    """Gradient of ``bag_loss`` by the input table: each position sends 1/n of ∂L/∂h to its row.

    Source: Mikolov et al. 2013, Efficient Estimation of Word Representations, §3.1.
    """
    upstream = np.asarray(unembedding_grad_h(U, _pooled(E, ids), y)) / len(ids)
    return np.asarray(embedding_grad(ids, np.broadcast_to(upstream, (len(ids), len(upstream))), len(E)))


@registered
def dense_grad_bytes(V: int, d: int) -> int:
    """Bytes of the gradient of a whole V×d table in fp32.

    Source: Paszke et al. 2019, module torch.nn.Embedding, argument sparse.
    """
    check_count(V, "V")
    check_count(d, "d")
    return V * d * _VALUE.itemsize


@registered
def sparse_grad_bytes(u: int, d: int) -> int:
    """Bytes of a coalesced sparse gradient: for each of u distinct rows d fp32 values and an int64 index.

    Source: Paszke et al. 2019, module torch.nn.Embedding, argument sparse.
    """
    check_count(u, "u")
    check_count(d, "d")
    return np.empty((u, d), _VALUE).nbytes + np.empty(u, _INDEX).nbytes


def _pooled(E: np.ndarray, ids: np.ndarray) -> np.ndarray:
    check(len(ids) > 0, "ids", "at least one token", "none")
    return np.asarray(np.mean(embedding_lookup(E, ids), axis=0))
