"""Figure 01: how does the loss depend on the probability that the true class got?"""

from __future__ import annotations

import numpy as np

from quizkit.figures.panels import Panel
from quizkit.reference.information import surprisal, surprisal_bits

MARKED = (0.05, 0.3, 0.7, 0.9)
BARS = (0.9, 0.7, 0.5, 0.3, 0.1)


def behaviour(seed: int) -> tuple[str, dict[str, Panel]]:  # noqa: ARG001  figures are called alike
    """The loss −ln p along p from 0.01 to 1, with marks, and as bars. Nothing is drawn at random."""
    p, marked, bars = np.arange(2, 201) / 200, np.array(MARKED), np.array(BARS)
    along = "probability p of the true class"
    return "Cross-entropy: the price of a probability", {
        "a": Panel(
            title="The loss −ln p",
            axes={"x": along, "y": "loss −ln p (nats)", "right": "loss −log₂ p (bits)"},
            arrays={
                "p": p,
                "loss_nats": np.asarray(surprisal(p)),
                "loss_bits": np.asarray(surprisal_bits(p)),
                "marked_p": marked,
                "marked_loss_nats": np.asarray(surprisal(marked)),
            },
        ),
        "b": Panel(
            title="The loss at five probabilities",
            axes={"x": along, "y": "loss −ln p (nats)"},
            arrays={"p": bars, "loss_nats": np.asarray(surprisal(bars))},
        ),
    }
