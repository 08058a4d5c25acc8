"""Which predictions of a batch are scored, and over how many does the mean run?

A mask holds 1 where a loss counts and 0 where it does not: at pads, and at tokens that were not hidden.
What stands at a position that does not count is never read, be it infinite.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check, check_count
from quizkit.reference.registry import registered


@registered
def masked_mean(losses: Float[np.ndarray, "*shape"], mask: Float[np.ndarray, "*shape"]) -> float:
    """Mean Σ mℓ / Σ m of the losses ℓ where the mask m is 1, in their unit; NaN if nothing is scored.

    Source: Devlin et al. 2019, §3.1.
    """
    _check_mask(mask)
    return float(_scored(losses, mask).sum() / mask.sum()) if mask.any() else float("nan")


@registered
def masked_mean_by_row(losses: Float[np.ndarray, "n k"], mask: Float[np.ndarray, "n k"]) -> float:
    """Mean over n rows of each row's own masked mean, in the unit of the losses.

    Every row counts alike, however few of its positions are scored. NaN if some row has none.

    Source: Yu et al. 2025 (DAPO), §3.3, on the sample-level loss.
    """
    _check_mask(mask)
    check(len(mask) > 0, "mask", "at least one row", "none")
    counts = mask.sum(axis=1)
    rows = np.divide(
        _scored(losses, mask).sum(axis=1), counts, out=np.full(len(counts), np.nan), where=counts > 0
    )
    return float(rows.mean())


@registered
def lm_shapes(B: int, T: int, V: int) -> Float[np.ndarray, "k"]:
    """Rows and columns of the flattened logits of B texts of T tokens, and loss terms without and with shift.

    That is (BT, V, BT, B(T − 1)): the last position of a text has no next token, unless one more was kept.

    Source: Radford et al. 2018, §3.1.
    """
    for count, name in ((B, "B"), (T, "T"), (V, "V")):
        check_count(count, name)
    # Shapes alone are asked: broadcast zeros take no memory, reshaped or not.
    logits = np.broadcast_to(np.float64(0), (B, T, V))
    rows, columns = logits.reshape(-1, V).shape
    labels = np.broadcast_to(np.float64(0), (B, T))
    return np.array([rows, columns, labels.size, labels[:, 1:].size], dtype=np.float64)


def _check_mask(mask: np.ndarray) -> None:
    check(bool(np.isin(mask, (0.0, 1.0)).all()), "mask", "entries 0 and 1", "another number")


def _scored(losses: np.ndarray, mask: np.ndarray) -> np.ndarray:
    return np.where(mask > 0, losses, 0.0)
