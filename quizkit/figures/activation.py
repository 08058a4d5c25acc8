"""Figures 04 and 05: what do activations let through, and how much of a gradient?"""

from __future__ import annotations

import numpy as np

from quizkit.figures.panels import Panel
from quizkit.reference.activations import leaky_relu, leaky_relu_grad, relu, relu_grad
from quizkit.reference.smooth_activations import gelu, gelu_grad, gelu_tanh, silu, silu_grad

SLOPE = 0.01
"""The slope of the leaky ReLU below 0."""
AT = np.arange(-600, 601) / 200
"""From −3 to 3, with 0 among them."""
NAMES = ("ReLU", "leaky ReLU", "GELU", "SiLU")
INPUT = "pre-activation x"
SCALE = 1e4
"""The gap between the two forms of GELU is shown so many times as large."""

CARDS = {
    "ReLU": (
        "max(0, x)",
        "slope: 1 if x > 0, else 0",
        "at 0: no derivative; 0 by convention",
        "range: [0, ∞), monotone",
        "x ≤ 0: passes no gradient; a unit",
        "that is off for all inputs stays off",
        "cost: a comparison",
    ),
    "leaky ReLU": (
        "max(x, αx), α = 0.01",
        "slope: 1 if x > 0, else α",
        "at 0: no derivative; α by convention",
        "range: (−∞, ∞), monotone",
        "x ≤ 0: passes 1 % of the gradient,",
        "so that no unit stays off for good",
        "cost: a comparison, a product",
    ),
    "GELU": (
        "x·Φ(x), Φ the normal law",
        "slope: Φ(x) + x·φ(x)",
        "at 0: slope ½, smooth everywhere",
        "range: [−0.170, ∞), not monotone",
        "lowest at x = −0.752; the slope is",
        "negative below, above 1 from x = 0.752",
        "cost: erf, or tanh in the usual form",
    ),
}
"""What is said of each activation, line by line."""


LETTERS = (("a", "b", "c"), ("d", "e", "f"), ("g", "h", "i"))
"""The panels of figure 04, row by row."""


def _values() -> tuple[np.ndarray, np.ndarray]:
    """Functions and slopes at ``AT`` in the order of ``NAMES``, shape (4, 1201) each."""
    functions = np.array([relu(AT), leaky_relu(AT, SLOPE), gelu(AT), silu(AT)])
    slopes = np.array([relu_grad(AT), leaky_relu_grad(AT, SLOPE), gelu_grad(AT), silu_grad(AT)])
    return functions, slopes


def comprehensive(seed: int) -> tuple[str, dict[str, Panel]]:  # noqa: ARG001  figures are called alike
    """ReLU, leaky ReLU and GELU: function, slope and a card for each. Nothing is drawn at random."""
    functions, slopes = _values()
    panels = {}
    for row, (name, card) in enumerate(CARDS.items()):
        function, slope, told = LETTERS[row]
        kinked = {"at_zero": slopes[row][AT == 0], "limit_from_right": np.array([1.0])}
        panels[function] = Panel(
            title=name,
            axes={"x": INPUT, "y": "f(x)"},
            arrays={"x": AT, "f": functions[row]},
            words={"note": (f"slope {SLOPE:g}",)} if name == "leaky ReLU" else {},
        )
        panels[slope] = Panel(
            title=f"{name}: slope",
            axes={"x": INPUT, "y": "f′(x)"},
            arrays={"x": AT, "slope": slopes[row], **(kinked if name != "GELU" else {})},
        )
        panels[told] = Panel(title=f"{name}: properties", words={"card": card})
    return "Three activations and their slopes", panels


def comparison(seed: int) -> tuple[str, dict[str, Panel]]:  # noqa: ARG001  figures are called alike
    """Four activations and their slopes in one picture each. Nothing is drawn at random."""
    functions, slopes = _values()
    gap = np.asarray(gelu(AT)) - np.asarray(gelu_tanh(AT))
    return "Activations beside each other", {
        "a": Panel(
            title="Functions",
            axes={"x": INPUT, "y": "f(x)", "inset": "GELU exact − tanh (×10⁻⁴)"},
            arrays={"x": AT, "f": functions, "gap": gap, "gap_scaled": gap * SCALE},
            words={"functions": NAMES},
        ),
        "b": Panel(
            title="Slopes",
            axes={"x": INPUT, "y": "f′(x)"},
            arrays={"x": AT, "slope": slopes},
            words={"functions": NAMES},
        ),
    }
