"""What does descent do on a surface? Least squares with two weights, several rates, wells and a saddle."""

from __future__ import annotations

import numpy as np

from quizkit.reference.linear_algebra import eigenvalues_symmetric
from quizkit.reference.optimisers import (
    least_squares,
    mse_linear,
    mse_linear_grad,
    sgd_step,
    stable_rate_limit,
)
from quizkit.reference.spectra import condition_number
from quizkit.walks.chance import Chance
from quizkit.walks.critical_points import saddle, wells
from quizkit.walks.givens import Given
from quizkit.walks.numerals import number
from quizkit.walks.subject import Numbers, Subject
from quizkit.walks.walk import Body, Columns, Plot, Prose, Question, Step, array, columns, curve

EXAMPLES = 5
STEPS = 5
LONG = 20
"""Steps of the runs with several rates."""
SHARES = (0.5, 1.0, 1.8, 2.1)
"""The rates of these runs, in parts of one over the largest eigenvalue."""
ROUNDED = 1e-15
"""A loss this close to the least one counts as reached, and is drawn at this height."""
H = 1e-5


def drawn(chance: Chance, chosen: Numbers) -> dict[str, np.ndarray]:
    """Noisy data of a linear model, a start, and a rate that converges."""

    def data(one: Chance) -> np.ndarray:
        return one.array("X", (EXAMPLES, 2), "-2", "2", "0.5")

    def telling(X: np.ndarray) -> bool:
        eigenvalues = np.linalg.eigvalsh(2 / EXAMPLES * X.T @ X)
        return bool(eigenvalues[0] > 0.3) and 2.5 < eigenvalues[1] / eigenvalues[0] < 12

    X = chance.first(data, telling)
    true = np.array([chance.decimal("w", "0.5", "2", "0.5"), -chance.decimal("w", "0.5", "2", "0.5", 1)])
    noise = chance.array("noise", (EXAMPLES,), "-0.4", "0.4", "0.1")
    limit = stable_rate_limit(np.asarray(eigenvalues_symmetric(2 / EXAMPLES * X.T @ X)))
    return {
        "X": X,
        "y": np.round(X @ true + noise, 10),
        "true": true,
        "start": chosen.get("start", np.array([-2.0, 2.0])),
        "rate": chosen.get("rate", np.asarray(np.floor(limit * 40) / 100)),
    }


def body(given: Numbers) -> Body:
    """The steps."""
    X, y, start, rate = given["X"], given["y"], given["start"], float(given["rate"])
    hessian = 2 / len(y) * X.T @ X
    eigenvalues = np.asarray(eigenvalues_symmetric(hessian))
    limit = stable_rate_limit(eigenvalues)
    best = np.asarray(least_squares(X, y))
    least = mse_linear(X, best, y)
    path = descent(X, y, start, rate, STEPS)
    gradient = np.asarray(mse_linear_grad(X, start, y))
    kappa = condition_number(eigenvalues)
    steps = (
        Step(
            "Data and a model with two weights",
            (array("X", X), array("y", y)),
        ),
        Step(
            "The loss and its gradient",
            (
                Prose(
                    "$$L(w) = \\frac{1}{n}\\,\\lVert X w - y \\rVert^2, \\qquad "
                    "\\nabla L(w) = \\frac{2}{n}\\,X^\\top (X w - y)$$"
                ),
                array("start w", start),
                array("residuals Xw - y", X @ start - y),
                array("L", mse_linear(X, start, y)),
                array("gradient", gradient),
                array("by differences", _quotients(X, y, start)),
            ),
        ),
        Step(
            "The loss on a grid",
            (
                _grid(X, y, best),
                Prose("A row is a value of $w_2$, a column a value of $w_1$: a bowl, longer one way."),
            ),
        ),
        Step(
            "The curvature, and what it allows",
            (
                Prose("$$H = \\frac{2}{n}\\,X^\\top X$$"),
                array("H", hessian),
                array("eigenvalues", eigenvalues),
                array("condition number", kappa),
                array("limit of the rate", limit),
                Prose(
                    "Along an eigenvector with eigenvalue $\\lambda$ a step multiplies the error by "
                    "$1 - \\eta\\lambda$. All of these stay below 1 in size if and only if "
                    "$\\eta < 2/\\lambda_{\\max}$."
                ),
            ),
        ),
        Step(
            f"Five steps with the rate {number(rate)}",
            (
                Prose("$$w \\leftarrow w - \\eta\\,\\nabla L(w)$$"),
                columns(
                    "step",
                    [str(place) for place in range(STEPS + 1)],
                    array("w1", path[:, 0]),
                    array("w2", path[:, 1]),
                    array("L", [mse_linear(X, w, y) for w in path]),
                    array("|gradient|", [float(np.linalg.norm(mse_linear_grad(X, w, y))) for w in path]),
                ),
                Prose(_judged(rate, limit)),
            ),
        ),
        Step(
            "Where the bottom is",
            (
                array("minimiser", best),
                array("its loss", least),
                array("weights behind the data", given["true"]),
                Prose(
                    "The minimiser of these data is not what made them: the noise moved it. Its loss is not "
                    "0, but its gradient is."
                ),
            ),
        ),
        Step("Four rates", _sweep(X, y, start, eigenvalues, least)),
        wells(),
        saddle(),
    )
    reached = mse_linear(X, path[-1], y)
    result = (
        f"After {STEPS} steps with the rate {number(rate)} the loss is {number(reached)}, and the least "
        f"possible {number(least)}. Rates below {number(limit)} converge; the condition number "
        f"{number(kappa)} tells how slowly."
    )
    outputs = (
        array("path", path),
        array("losses", [mse_linear(X, w, y) for w in path]),
        array("gradient", gradient),
        array("minimiser", best),
        array("eigenvalues", eigenvalues),
        array("rate_limit", limit),
    )
    return Body(steps=steps, result=result, outputs=outputs)


def descent(X: np.ndarray, y: np.ndarray, start: np.ndarray, rate: float, count: int) -> np.ndarray:
    """The weights before the first step and after each, a row each."""
    path = [start]
    for _ in range(count):
        path.append(np.asarray(sgd_step(path[-1], np.asarray(mse_linear_grad(X, path[-1], y)), rate)))
    return np.array(path)


def _quotients(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    sides = [(mse_linear(X, w + H * unit, y), mse_linear(X, w - H * unit, y)) for unit in np.eye(2)]
    return np.round([(above - below) / (2 * H) for above, below in sides], 6)


def _grid(X: np.ndarray, y: np.ndarray, best: np.ndarray) -> Columns:
    middle = np.round(best)
    first = middle[0] + np.arange(-3, 4)
    second = middle[1] + np.arange(3, -4, -1)
    return columns(
        "w2",
        [f"{w2:g}" for w2 in second],
        *(
            array(f"w1 = {w1:g}", [round(mse_linear(X, np.array([w1, w2]), y), 2) for w2 in second])
            for w1 in first
        ),
    )


def _judged(rate: float, limit: float) -> str:
    if rate > limit:
        return f"The rate is above the limit {number(limit)}: in the end the loss grows without bound."
    if rate == limit:
        return "The rate is the limit itself: the error never shrinks along the steepest direction."
    if rate > limit / 2:
        return "The rate is above half the limit: the steps jump over the valley, to and fro, and shrink."
    return "The rate is below half the limit: every direction goes down without jumping over the bottom."


def _sweep(
    X: np.ndarray, y: np.ndarray, start: np.ndarray, eigenvalues: np.ndarray, least: float
) -> tuple[Prose, Columns, Plot]:
    rates = [share / float(eigenvalues[0]) for share in SHARES]
    above = [
        np.maximum([mse_linear(X, w, y) - least for w in descent(X, y, start, rate, LONG)], ROUNDED)
        for rate in rates
    ]
    steps = np.arange(LONG + 1.0)
    names = [f"{share:g}/λ" for share in SHARES]
    shown = (0, 1, 2, 5, 10, LONG)
    return (
        Prose(
            "With $\\lambda = \\lambda_{\\max}$: below $1/\\lambda$ it goes straight down, up to "
            "$2/\\lambda$ it jumps from "
            "side to side and still shrinks, above 2 it grows. Loss above the least, after some steps:"
        ),
        columns(
            "rate",
            [f"{name} = {number(round(rate, 4))}" for name, rate in zip(names, rates, strict=True)],
            *(array(f"k = {k}", [float(values[k]) for values in above]) for k in shown),
        ),
        Plot(
            title="Decimal logarithm of the loss above the least",
            series=tuple(
                curve(name, steps, np.log10(values)) for name, values in zip(names, above, strict=True)
            ),
            x_label="steps",
            y_label="log10(L - least)",
            rows=11,
        ),
    )


SUBJECT = Subject(
    title="Loss landscapes: gradient descent, rates, valleys and saddles",
    why="How large may the learning rate be, and why? The question goes from a parabola to curvature, "
    "condition numbers and saddles, and shows who has an intuition for a training run that oscillates or "
    "blows up.",
    conventions=(
        (
            "The loss is the mean squared residual, without a factor $1/2$, so its Hessian is "
            "$(2/n)\\,X^\\top X$."
        ),
        "Full batches: every step uses all rows.",
    ),
    givens=(
        Given(name="start", about="the weights to begin with", rank=1, low=-100, high=100, entries=(2, 2)),
        Given(name="rate", about="the learning rate of the five steps", low=0, high=10, above=True),
    ),
    drawn=drawn,
    body=body,
    tips=(
        (
            "The limit is $2/\\lambda_{\\max}$, and the slowest direction goes by $1 - "
            "\\eta\\lambda_{\\min}$: "
            "that is why conditioning matters, and why momentum, Adam and normalisation help."
        ),
        (
            "Name what makes optimisation hard: rates, bad conditioning, saddles and plateaus, vanishing and "
            "exploding gradients, noise of small batches."
        ),
        "A loss that oscillates or explodes asks first for a smaller rate, warm-up or clipping.",
    ),
    questions=(
        Question("q31-mse-landscape", "loss, gradient and minimum of a linear model"),
        Question("q31-lr-limit", "how large may the rate be?"),
        Question("q31-double-well", "which valley does descent reach?"),
    ),
)
