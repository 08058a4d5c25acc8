"""Where does descent end if a slope of 0 is no minimum? Steps about a double well and a saddle."""

from __future__ import annotations

import numpy as np

from quizkit.reference.optimisers import sgd_step
from quizkit.walks.walk import Prose, Step, array, columns


def wells() -> Step:
    """Descent on a double well, from four starts."""
    rate, starts = 0.05, (-0.1, 0.0, 0.1, 1.5)
    rows = []
    for start in starts:
        w = [start]
        for _ in range(40):
            w.append(w[-1] - rate * 4 * w[-1] * (w[-1] ** 2 - 1))
        rows.append([w[0], w[5], w[10], w[40]])
    table = np.array(rows)
    return Step(
        "Two valleys: where one starts decides",
        (
            Prose(
                "$$f(w) = (w^2 - 1)^2, \\qquad f'(w) = 4 w\\,(w^2 - 1)$$\n\nThe slope is 0 at $-1$, 0 and 1; "
                f"0 is a maximum. With the rate {rate:g}:"
            ),
            columns(
                "start",
                [f"{start:g}" for start in starts],
                array("5 steps", table[:, 1]),
                array("10 steps", table[:, 2]),
                array("40 steps", table[:, 3]),
            ),
            Prose("From exactly 0 nothing moves: the gradient alone does not tell a maximum from a minimum."),
        ),
    )


def saddle() -> Step:
    """Descent on a saddle, on the ridge and a little beside it."""
    rate, starts = 0.1, ((1.0, 0.0), (1.0, 0.001))
    ends = []
    for start in starts:
        w = np.array(start)
        for _ in range(30):
            w = np.asarray(sgd_step(w, np.array([2 * w[0], -2 * w[1]]), rate))
        ends.append(w)
    table = np.array(ends)
    return Step(
        "A saddle",
        (
            Prose(
                "$$f(u, v) = u^2 - v^2, \\qquad \\nabla f = (2u, -2v), \\qquad "
                "\\lambda = 2 \\text{ and } -2$$\n\n"
                f"After 30 steps with the rate {rate:g}:"
            ),
            columns(
                "start (u, v)",
                [f"({u:g}, {v:g})" for u, v in starts],
                array("u", table[:, 0]),
                array("v", table[:, 1]),
            ),
            Prose(
                "On the ridge descent walks into the saddle; a thousandth beside it, it leaves, slowly at "
                "first. In many dimensions saddles are far more common than bad minima."
            ),
        ),
    )
