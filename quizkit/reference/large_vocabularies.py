"""What does an output layer over many words cost, and what do trees and clusters save?

Counts are exact: a multiply-add is one multiplication and one addition, and no layer has a bias.
"""

import numpy as np
from jaxtyping import Float, Int

from quizkit.reference.arguments import check, check_count, check_unit_interval
from quizkit.reference.probabilities import log_sigmoid
from quizkit.reference.registry import registered


@registered
def output_layer_cost(B: int, T: int, d: int, V: int) -> int:
    """Multiply-adds B·T·d·V of the logits of B sequences of T tokens, from width d to V words.

    Source: Kaplan et al. 2020, table 1.
    """
    for value, name in ((B, "B"), (T, "T"), (d, "d"), (V, "V")):
        check_count(value, name)
    return B * T * d * V


@registered
def logits_bytes(B: int, T: int, V: int, width: int) -> int:
    """Bytes of the logits of B sequences of T tokens over V words, each of ``width`` bytes.

    Source: Wijmans et al. 2025, §3.
    """
    for value, name in ((B, "B"), (T, "T"), (V, "V"), (width, "width")):
        check_count(value, name)
    return B * T * V * width


@registered
def hsoftmax_depth(V: int) -> int:
    """Binary decisions ⌈log2 V⌉ to the deepest of V leaves of a balanced binary tree.

    Source: Morin and Bengio 2005, §3.
    """
    check_count(V, "V")
    return (V - 1).bit_length()


@registered
def hsoftmax_prob(scores: Float[np.ndarray, "k"], directions: Int[np.ndarray, "k"]) -> float:
    """Probability Π σ(d_k s_k) of the word at the end of a path, with node scores s and directions ±1.

    Source: Mikolov et al. 2013, eq. 3.
    """
    sides = np.abs(directions)
    check(bool((sides == 1).all()), "directions", "entries −1 and 1", int(sides.max(initial=0)))
    return float(np.exp(np.sum(log_sigmoid(directions * scores))))


@registered
def adaptive_softmax_cost(
    d: int, h: int, sizes: Int[np.ndarray, "k"], widths: Int[np.ndarray, "k"], p: Float[np.ndarray, "k"]
) -> float:
    """Expected multiply-adds per token of an adaptive softmax: a head, and tails that are visited at times.

    The head scores h words and one entry per tail from width d. Tail j, visited with probability pⱼ,
    projects d to widthsⱼ and scores sizesⱼ words from there.

    Source: Grave et al. 2017, §4.
    """
    check_count(d, "d")
    check_count(h, "h", 0)
    check_unit_interval(p, "p")
    check_unit_interval(float(np.sum(p)), "p")
    return float(d * (h + len(sizes)) + p @ (d * widths + widths * sizes))
