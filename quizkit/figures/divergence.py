"""Figure 03: how far are two students from their teacher, and what does KL divergence look like?"""

from __future__ import annotations

import math

import numpy as np

from quizkit.figures.panels import Draws, Panel
from quizkit.reference.divergences import kl
from quizkit.reference.probabilities import softmax

LAWS = ("teacher", "close student", "far student")
LADDER = np.array([1.8, 0.9, 0.2, -0.5, -1.2])
"""Logits of the teacher, before it is seen which class they belong to."""
SIDES = 60
"""The sides of the simplex are cut into so many pieces."""


def analysis(seed: int) -> tuple[str, dict[str, Panel]]:
    """Three laws, their divergences, a landscape over the simplex, and both directions along a path."""
    laws = _laws(Draws("03", seed))
    title = "KL divergence: how far one law is from another"
    return title, {"a": _shown(laws), "b": _bars(laws), "c": _simplex(seed), "d": _path(laws[0], laws[2])}


def _laws(draws: Draws) -> np.ndarray:
    """The laws of the teacher, the close and the far student, shape (3, 5)."""
    classes = draws.order("classes", len(LADDER))
    strays = draws.grid("stray", -0.3, 0.3, (3, len(LADDER)))
    # The far student is flatter than the teacher turned round: a mere permutation would be as far from the
    # teacher as the teacher from it.
    logits = np.array([LADDER + 0.2 * strays[0], 0.6 * LADDER + strays[1], -0.35 * LADDER + strays[2]])
    return np.asarray(softmax(logits[:, classes]))


def _shown(laws: np.ndarray) -> Panel:
    return Panel(
        title="Three laws over five classes",
        axes={"x": "class", "y": "probability"},
        arrays={"classes": np.arange(1, laws.shape[1] + 1), "laws": laws},
        words={"laws": LAWS},
    )


def _bars(laws: np.ndarray) -> Panel:
    return Panel(
        title="The teacher against each student",
        axes={"x": "student", "y": "D(teacher‖student) (nats)"},
        arrays={"kl_nats": np.array([kl(laws[0], student) for student in laws[1:]])},
        words={"students": LAWS[1:]},
    )


def _simplex(seed: int) -> Panel:
    """D(ref‖q) at the interior points of a grid over the laws q of three classes, ``ref`` one of them."""
    first, second = Draws("03", seed).whole("reference", 12, 26, (2,))
    points = [(i, j, SIDES - i - j) for i in range(1, SIDES) for j in range(1, SIDES - i)]
    q = np.array(points) / SIDES
    star = points.index((int(first), int(second), SIDES - int(first) - int(second)))
    return Panel(
        title="D(ref‖q) over all laws q of three classes",
        axes={"x": "law q = (q₁, q₂, q₃); corners are certainties", "colour": "D(ref‖q) (nats)"},
        arrays={
            "ref": q[star],
            "q": q,
            "x": q[:, 1] + q[:, 2] / 2,
            "y": q[:, 2] * math.sqrt(3) / 2,
            "kl_nats": np.asarray(kl(np.tile(q[star], (len(q), 1)), q)),
            "star": np.array(star),
        },
        words={"corners": ("q₁ = 1", "q₂ = 1", "q₃ = 1")},
    )


def _path(start: np.ndarray, end: np.ndarray) -> Panel:
    t = np.arange(101) / 100
    laws = (1 - t[:, None]) * start + t[:, None] * end
    still = np.tile(start, (len(t), 1))
    return Panel(
        title="Both directions, from P to Q",
        axes={"x": "t, the share of Q in Qₜ = (1 − t)P + tQ", "y": "divergence (nats)"},
        arrays={
            "t": t,
            "P": start,
            "Q": end,
            "forward_nats": np.asarray(kl(still, laws)),
            "reverse_nats": np.asarray(kl(laws, still)),
        },
        words={"curves": ("D(P‖Qₜ)", "D(Qₜ‖P)"), "ends": ("P: teacher", "Q: far student")},
    )
