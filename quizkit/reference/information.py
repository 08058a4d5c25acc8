"""How much information does a law hold, and in which unit?

Results are in nats unless the name says bits. 0·ln 0 counts as 0; a probability of 0 for something
that happens costs infinitely much. Classes are on the last axis.
"""

import math

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_law, check_positive, check_unit_interval
from quizkit.reference.registry import registered

LN2 = math.log(2.0)


@registered
def surprisal(p: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Information of an event of probability p, −ln p, in nats; infinite at p = 0.

    Source: Shannon 1948, §6; Cover and Thomas 2006, §2.1.
    """
    check_unit_interval(p, "p")
    with np.errstate(divide="ignore"):
        return np.asarray(0.0 - np.log(p))


@registered
def surprisal_bits(p: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Information of an event of probability p, −log₂ p, in bits; infinite at p = 0.

    Source: Shannon 1948, §6; Cover and Thomas 2006, §2.1.
    """
    check_unit_interval(p, "p")
    with np.errstate(divide="ignore"):
        return np.asarray(0.0 - np.log2(p))


@registered
def entropy(p: Float[np.ndarray, "*rows v"]) -> Float[np.ndarray, "*rows"] | float:
    """Entropy H(p) = −Σ pᵢ ln pᵢ, in nats; of a matrix, row by row.

    Source: Shannon 1948, §6; Cover and Thomas 2006, eq. 2.1.
    """
    check_law(p, "p")
    # A probability of 0 is replaced by 1, whose logarithm is 0: 0·ln 0 counts as 0.
    return np.asarray(0.0 - (p * np.log(np.where(p > 0, p, 1.0))).sum(axis=-1))


@registered
def entropy_bits(p: Float[np.ndarray, "*rows v"]) -> Float[np.ndarray, "*rows"] | float:
    """Entropy −Σ pᵢ log₂ pᵢ, in bits; of a matrix, row by row.

    Source: Shannon 1948, §6; Cover and Thomas 2006, eq. 2.1.
    """
    check_law(p, "p")
    return np.asarray(0.0 - (p * np.log2(np.where(p > 0, p, 1.0))).sum(axis=-1))


@registered
def cross_entropy(
    p: Float[np.ndarray, "*rows v"], q: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows"] | float:
    """Cross-entropy H(p, q) = −Σ pᵢ ln qᵢ, in nats, of predictions q under the true law p.

    Infinite where q is 0 and p is not; of matrices, row by row.

    Source: Cover and Thomas 2006, §5.4; Goodfellow, Bengio and Courville 2016, eq. 3.51.
    """
    check_law(p, "p")
    check_law(q, "q")
    with np.errstate(divide="ignore"):
        logs = np.log(np.where(p > 0, q, 1.0))
    return np.asarray(0.0 - np.multiply(p, logs, out=np.zeros_like(p), where=p > 0).sum(axis=-1))


@registered
def cross_entropy_bits(
    p: Float[np.ndarray, "*rows v"], q: Float[np.ndarray, "*rows v"]
) -> Float[np.ndarray, "*rows"] | float:
    """Cross-entropy −Σ pᵢ log₂ qᵢ, in bits, of predictions q under the true law p.

    Source: Cover and Thomas 2006, §5.4.
    """
    return np.asarray(cross_entropy(p, q) / LN2)


@registered
def nats_to_bits(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """An amount of nats in bits, x/ln 2.

    Source: Cover and Thomas 2006, §2.1.
    """
    return np.asarray(x / LN2)


@registered
def bits_to_nats(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """An amount of bits in nats, x·ln 2.

    Source: Cover and Thomas 2006, §2.1.
    """
    return np.asarray(x * LN2)


@registered
def perplexity(loss: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Perplexity exp(loss) of a mean loss in nats per token; infinite above 709.

    Source: Jelinek, Mercer, Bahl and Baker 1977; Jurafsky and Martin 2009, §4.4.
    """
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(loss))


@registered
def perplexity_bits(loss: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"] | float:
    """Perplexity 2^loss of a mean loss in bits per token; infinite above 1023.

    Source: Jurafsky and Martin 2009, §4.10.
    """
    with np.errstate(over="ignore"):
        return np.asarray(np.exp2(loss))


@registered
def bits_per_char(loss: float, chars: float) -> float:
    """Bits per character of a loss in nats per token, at this mean number of characters per token.

    Source: Graves 2013, §3.1; Cover and Thomas 2006, §4.2.
    """
    check(loss >= 0, "loss", "no negative number", loss)
    check_positive(chars, "chars")
    return loss / (chars * LN2)
