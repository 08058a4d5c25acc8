"""Figure 07: how does gradient descent go down a loss of two weights, and when does it not?"""

# ruff: noqa: N803, N806  matrices are capitals

from __future__ import annotations

import numpy as np

from quizkit.figures.panels import Draws, Panel
from quizkit.reference.linear_algebra import eigenvalues_symmetric
from quizkit.reference.optimisers import (
    least_squares,
    mse_linear,
    mse_linear_grad,
    sgd_step,
    stable_rate_limit,
)

ROWS = 16
STEPS = 40
RATES = (0.9, 2.05)
"""Learning rates as multiples of 1/λmax: one that converges, one beyond 2/λmax."""
REACH, FINE, COARSE = 2.4, 49, 25
"""How far the landscape goes on each side of its lowest point; the sides of its two grids."""
LOSS = "loss (mean squared error)"
WEIGHTS = {"x": "weight w₁", "y": "weight w₂"}


def landscape(seed: int) -> tuple[str, dict[str, Panel]]:
    """A least-squares loss of two weights from above and from the side, and the loss of each step."""
    X, y, true = _sample(Draws("07", seed))
    best = np.asarray(least_squares(X, y))
    curvatures = np.asarray(eigenvalues_symmetric(2 / len(y) * X.T @ X))
    rates = np.array(RATES) / curvatures[0]
    start = best + np.array([1.0, -0.35]) * 2.1
    runs = np.array([_descent(X, y, start, float(rate)) for rate in rates])
    losses = np.array([[mse_linear(X, w, y) for w in run] for run in runs])
    path, path_loss = runs[0], losses[0]
    first, second, heights = _grid(X, y, best, FINE)
    rough_first, rough_second, rough = _grid(X, y, best, COARSE)
    return "A loss of two weights, and gradient descent", {
        "a": Panel(
            title="From above, with the path of descent",
            axes={**WEIGHTS, "colour": LOSS},
            arrays={
                "X": X, "y": y, "w1": first, "w2": second, "loss": heights, "path": path,
                "gradients": np.array([mse_linear_grad(X, w, y) for w in path]),
                "minimiser": best, "generating": true, "rate": rates[0],
            },
            words={"marks": ("start", "end", "sample minimiser", "generating weights")},
        ),
        "b": Panel(
            title="From the side, with the same path",
            axes={**WEIGHTS, "z": "loss (MSE)"},
            arrays={
                "w1": rough_first, "w2": rough_second, "loss": rough, "path": path, "path_loss": path_loss,
            },
        ),
        "c": Panel(
            title="Loss of each step",
            axes={"x": "step k", "y": LOSS},
            arrays={
                "step": np.arange(STEPS + 1), "loss": losses, "lowest": np.array(mse_linear(X, best, y)),
                "curvatures": curvatures, "rates": rates, "limit": np.array(stable_rate_limit(curvatures)),
            },
            words={"runs": tuple(f"η = {rate:g}/λmax" for rate in RATES)},
        ),
    }  # fmt: skip


def _sample(draws: Draws) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Inputs whose columns are correlated, shape (16, 2); what they gave with noise; the weights behind."""
    parts = draws.grid("inputs", -1, 1, (ROWS, 2))
    X = np.round(parts @ np.array([[1.0, 0.5], [0.0, 0.6]]), 3)
    true = draws.grid("weights", -1, 1, (2,))
    return X, np.round(X @ true + draws.grid("noise", -1, 1, (ROWS,)), 3), true


def _descent(X: np.ndarray, y: np.ndarray, start: np.ndarray, rate: float) -> np.ndarray:
    """The weights before the first step and after each, shape (41, 2)."""
    path = [start]
    for _ in range(STEPS):
        slope = np.asarray(mse_linear_grad(X, path[-1], y))
        path.append(np.asarray(sgd_step(path[-1], slope, rate)))
    return np.array(path)


def _grid(
    X: np.ndarray, y: np.ndarray, centre: np.ndarray, side: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first weights, the second weights, and the losses by second and first weight."""
    along = np.linspace(-REACH, REACH, side)
    first, second = centre[0] + along, centre[1] + along
    return first, second, np.array([[mse_linear(X, np.array([u, v]), y) for u in first] for v in second])
