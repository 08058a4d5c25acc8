"""Figure 02: what does perplexity say of three models on one sequence of tokens?"""

from __future__ import annotations

import numpy as np

from quizkit.figures.panels import Draws, Panel
from quizkit.reference.information import perplexity
from quizkit.reference.losses import nll
from quizkit.reference.probabilities import softmax

VOCABULARY = 8
TOKENS = 12
MODELS = ("confident", "hedging", "flat")
GAINS = (4.0, 1.5, 0.0)
"""What each model adds to the logit of the token that comes."""
NOISE = (0.3, 0.3, 0.0)
"""How far each model's logits stray: too little to change the order of the models."""


def comparison(seed: int) -> tuple[str, dict[str, Panel]]:
    """Perplexities of a confident, a hedging and a flat model, and the curve exp(L) that they lie on."""
    draws = Draws("02", seed)
    target = draws.whole("target", 0, VOCABULARY - 1, (TOKENS,))
    came = np.eye(VOCABULARY)[target]
    stray = draws.grid("stray", -1, 1, (len(MODELS), TOKENS, VOCABULARY))
    logits = np.array(GAINS)[:, None, None] * came + np.array(NOISE)[:, None, None] * stray
    losses = np.array([nll(rows, target) for rows in logits])
    mean = losses.mean(axis=1)
    reached = np.asarray(perplexity(mean))
    curve = np.arange(0, 241) / 100
    unit = "perplexity eᴸ (equally likely tokens)"
    return f"Perplexity: {TOKENS} tokens, a vocabulary of {VOCABULARY}", {
        "a": Panel(
            title="Three models, one sequence",
            axes={"x": "model", "y": unit},
            arrays={
                "target": target,
                "logits": logits,
                "probabilities": np.array([softmax(rows) for rows in logits]),
                "loss_nats": losses,
                "mean_loss_nats": mean,
                "perplexity": reached,
                "vocabulary": np.array(VOCABULARY),
            },
            words={"models": MODELS},
        ),
        "b": Panel(
            title="Perplexity is e to the mean loss",
            axes={"x": "mean loss L (nats per token)", "y": unit},
            arrays={
                "mean_loss_nats": curve,
                "perplexity": np.asarray(perplexity(curve)),
                "marked_mean_loss_nats": mean,
                "marked_perplexity": reached,
            },
            words={"models": MODELS},
        ),
    }
