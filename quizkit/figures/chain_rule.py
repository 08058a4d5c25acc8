"""Figure 06: which gradient reaches which part of a network of two layers?"""

# ruff: noqa: N806  matrices are capitals

from __future__ import annotations

import numpy as np

from quizkit.figures.panels import Draws, Panel
from quizkit.reference import networks
from quizkit.reference.probabilities import softmax

INPUTS, HIDDEN, CLASSES = 3, 4, 3
PRE_ACTIVATIONS = (0.9, 0.5, -0.4, -0.8)
"""What the hidden units get, before it is seen which unit gets which: two are on, two are off."""
PARAMETERS = ("W₁", "b₁", "W₂", "b₂")
CHAIN = (
    ("q = softmax(h₂)", "(3)"),
    ("∂L/∂h₂ = q − onehot(y)", "(3)"),
    ("∂L/∂W₂ = ∂L/∂h₂ · a₁ᵀ", "(3×4) = (3×1)(1×4)"),
    ("∂L/∂b₂ = ∂L/∂h₂", "(3)"),
    ("∂L/∂a₁ = W₂ᵀ · ∂L/∂h₂", "(4) = (4×3)(3)"),
    ("∂L/∂h₁ = ∂L/∂a₁ ∘ 1[h₁ > 0]", "(4) = (4) ∘ (4)"),
    ("∂L/∂W₁ = ∂L/∂h₁ · xᵀ", "(4×3) = (4×1)(1×3)"),
    ("∂L/∂b₁ = ∂L/∂h₁", "(4)"),
)
"""The factors of the chain, from the loss to the first layer, each with its shape."""


def backpropagation(seed: int) -> tuple[str, dict[str, Panel]]:
    """One example through a network 3 → 4 → 3: its gradients as a sketch, as bars, and as a chain."""
    x, W1, b1, W2, b2, y = network = _network(Draws("06", seed))
    h1 = np.asarray(networks.linear(W1, x, b1))
    da1 = np.asarray(networks.mlp2_da1(*network))
    db1, db2 = np.asarray(networks.mlp2_db1(*network)), np.asarray(networks.mlp2_db2(*network))
    dW1, dW2 = np.asarray(networks.mlp2_dW1(*network)), np.asarray(networks.mlp2_dW2(*network))
    means = np.array([np.abs(gradient).mean() for gradient in (dW1, db1, dW2, db2)])
    logits = np.asarray(networks.mlp2_logits(*network[:5]))
    return "The chain rule through a network of two layers", {
        "a": Panel(
            title="The network: an arrow is as wide as |∂L/∂w|",
            arrays={
                "x": x, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "y": np.array(y), "h1": h1,
                "logits": logits, "q": np.asarray(softmax(logits)),
                "loss_nats": np.array(networks.mlp2_loss(*network)), "dW1": dW1, "dW2": dW2,
                "mean_abs": means[[0, 2]],
            },
            words={"arrows": (PARAMETERS[0], PARAMETERS[2])},
        ),
        "b": Panel(
            title="Mean size of the entries of a gradient",
            axes={"x": "parameter", "y": "mean |∂L/∂θ| (nats per unit)"},
            arrays={"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "mean_abs": means},
            words={"parameters": PARAMETERS},
        ),
        "c": Panel(
            title="What the hidden units get, and pass back",
            axes={"x": "hidden unit", "y": "h₁", "lower": "gradient (nats per unit)"},
            arrays={"unit": np.arange(1, HIDDEN + 1), "h1": h1, "dh1": db1, "da1": da1},
            words={"bars": ("∂L/∂a₁, before the ReLU", "∂L/∂h₁, after it (◆: 0)")},
        ),
        "d": Panel(
            title="The chain, from the loss back",
            words={"factors": tuple(row[0] for row in CHAIN), "shapes": tuple(row[1] for row in CHAIN)},
        ),
    }  # fmt: skip


def _network(draws: Draws) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]:
    """Input, parameters and class; the first bias is chosen so that units are clearly on or off."""
    x, b2 = draws.grid("x", 0.4, 1.2, (INPUTS,)), draws.grid("b2", -0.3, 0.3, (CLASSES,))
    x = x * (2 * draws.whole("sign of x", 0, 1, (INPUTS,)) - 1)
    W1, W2 = (draws.grid(name, -1, 1, shape) for name, shape in _SHAPES.items())
    h1 = np.array(PRE_ACTIVATIONS)[draws.order("units", HIDDEN)]
    b1 = np.round(h1 - W1 @ x, 2)
    return x, W1, b1, W2, b2, int(draws.whole("y", 0, CLASSES - 1, (1,))[0])


_SHAPES = {"W1": (HIDDEN, INPUTS), "W2": (CLASSES, HIDDEN)}
