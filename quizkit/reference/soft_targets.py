"""What if the target is not quite certain?

Two conventions of label smoothing are in use and both are here, under names that tell them apart:
``uniform`` mixes the one-hot target with the uniform law over all classes, ``others`` spreads ε over the
classes that are not the target. A target ``y`` is a class counted from 0.
"""

import numpy as np
from jaxtyping import Float

from quizkit.reference.arguments import check_count, check_index, check_unit_interval
from quizkit.reference.losses import ce_soft
from quizkit.reference.registry import registered


@registered
def smooth_targets_uniform(y: int, V: int, eps: float) -> Float[np.ndarray, "v"]:
    """Target law (1 − ε)·1_y + ε/V over V classes.

    Source: Szegedy et al. 2016, §7; Müller, Kornblith and Hinton 2019, §1.1.
    """
    check_count(V, "V")
    check_index(y, V, "y")
    check_unit_interval(eps, "eps")
    targets = np.full(V, eps / V)
    targets[y] += 1 - eps
    return targets


@registered
def smooth_targets_others(y: int, V: int, eps: float) -> Float[np.ndarray, "v"]:
    """Target law with 1 − ε at class y and ε/(V − 1) at each of the V − 1 others; V is at least 2.

    Source: Goodfellow, Bengio and Courville 2016, §7.5.1.
    """
    check_count(V, "V", 2)
    check_index(y, V, "y")
    check_unit_interval(eps, "eps")
    targets = np.full(V, eps / (V - 1))
    targets[y] = 1 - eps
    return targets


@registered
def label_smoothing_loss_uniform(z: Float[np.ndarray, "v"], y: int, eps: float) -> float:
    """Loss of logits z against the target (1 − ε)·1_y + ε/V, in nats.

    Source: Szegedy et al. 2016, §7.
    """
    return float(ce_soft(z, smooth_targets_uniform(y, len(z), eps)))


@registered
def label_smoothing_loss_others(z: Float[np.ndarray, "v"], y: int, eps: float) -> float:
    """Loss of logits z against 1 − ε at class y and ε/(V − 1) at each other class, in nats.

    Source: Goodfellow, Bengio and Courville 2016, §7.5.1.
    """
    return float(ce_soft(z, smooth_targets_others(y, len(z), eps)))


@registered
def label_smoothing_floor_uniform(V: int, eps: float) -> float:
    """Least loss against smoothed targets (1 − ε)·1_y + ε/V: their entropy, in nats.

    Source: Szegedy et al. 2016, §7; Cover and Thomas 2006, theorem 2.6.3.
    """
    targets = np.asarray(smooth_targets_uniform(0, V, eps))
    return 0.0 - float((targets * np.log(np.where(targets > 0, targets, 1.0))).sum())
