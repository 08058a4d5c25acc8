"""Along which directions do data spread? Centre, covariance, eigenvectors, scores, what is lost."""

from __future__ import annotations

import numpy as np

from quizkit.errors import OutsideDomain
from quizkit.reference.components import centred, covariance, explained_ratio
from quizkit.reference.linear_algebra import (
    eigenvalues_symmetric,
    eigenvector_symmetric,
    rayleigh,
    singular_values,
)
from quizkit.reference.principal_components import pca_error, pca_reconstruction, pca_scores
from quizkit.typeset.plots import Series
from quizkit.walks.chance import Chance
from quizkit.walks.givens import Given
from quizkit.walks.numerals import number
from quizkit.walks.subject import Numbers, Subject
from quizkit.walks.walk import Body, Plot, Prose, Question, Step, array, columns, curve

EXAMPLES = 6
APART = 1e-6
"""Two eigenvalues closer than this, in parts of the larger, have no directions of their own."""


def drawn(chance: Chance, chosen: Numbers) -> dict[str, np.ndarray]:
    """Six points that lie rather along one direction."""
    X = chosen.get("X")
    if X is not None:
        if not _has_directions(X):
            raise OutsideDomain("X has to spread more along one direction than along another")
        return {"X": X}

    def points(one: Chance) -> np.ndarray:
        first = one.array("first", (EXAMPLES,), "0", "6", "0.5")
        slope = one.decimal("slope", "0.5", "1.5", "0.5")
        noise = one.array("noise", (EXAMPLES,), "-1", "1", "0.5")
        return np.stack([first, slope * first + noise], axis=1)

    def telling(X: np.ndarray) -> bool:
        if not _has_directions(X) or X[:, 0].std() < 1:
            return False
        shares = np.asarray(explained_ratio(np.asarray(eigenvalues_symmetric(np.asarray(covariance(X))))))
        return bool(0.8 <= shares[0] <= 0.98)

    return {"X": chance.first(points, telling)}


def body(given: Numbers) -> Body:
    """The steps."""
    X = given["X"]
    n = len(X)
    mean = X.mean(axis=0)
    Xc = np.asarray(centred(X))
    C = np.asarray(covariance(X))
    trace, determinant = float(np.trace(C)), float(C[0, 0] * C[1, 1] - C[0, 1] ** 2)
    eigenvalues = np.asarray(eigenvalues_symmetric(C))
    W = np.stack([np.asarray(eigenvector_symmetric(C, place)) for place in range(2)], axis=1)
    shares = np.asarray(explained_ratio(np.maximum(eigenvalues, 0.0)))
    scores = np.array([np.asarray(pca_scores(x, mean, W)) for x in X])
    rebuilt = np.array([np.asarray(pca_reconstruction(score[:1], mean, W[:, :1])) for score in scores])
    error = float(np.square(X - rebuilt).sum())
    sigma = np.asarray(singular_values(Xc))
    rows = [str(place) for place in range(n)]
    steps = (
        Step("The data", (array("X", X), Prose(f"{n} examples, a row each, with 2 features."))),
        Step(
            "Take the mean off every column",
            (
                Prose("$$X_c = X - 1\\,\\mu^\\top$$"),
                array("mu", mean),
                array("Xc", Xc),
                Prose("Without this step the first direction would point at the mean, not along the spread."),
            ),
        ),
        Step(
            "The covariance matrix",
            (
                Prose("$$C = \\frac{1}{n - 1}\\,X_c^\\top X_c$$"),
                array("C", C),
                Prose("Variances on the diagonal, the covariance beside it."),
            ),
        ),
        Step(
            "Its eigenvalues",
            (
                Prose(
                    "Of two features they can be had by hand, from trace and determinant:\n\n"
                    "$$\\lambda = \\frac{\\operatorname{tr} C}{2} \\pm "
                    "\\sqrt{\\frac{(\\operatorname{tr} C)^2}{4} - \\det C}$$"
                ),
                array("tr C", trace),
                array("det C", determinant),
                array("lambda", eigenvalues),
                array("share of variance", shares),
            ),
        ),
        Step(
            "The directions",
            (
                Prose("$$C\\,w = \\lambda\\,w, \\qquad \\lVert w \\rVert = 1$$"),
                array("w1", W[:, 0]),
                array("w2", W[:, 1]),
                array("C w1", C @ W[:, 0]),
                array("lambda1 w1", eigenvalues[0] * W[:, 0]),
                array("w1 . w2", float(np.round(W[:, 0] @ W[:, 1], 12))),
                Prose(
                    "A direction has no sign: here the first entry is positive, other programs may differ."
                ),
                _cloud(X, mean, W[:, 0]),
            ),
        ),
        Step(
            "Why the eigenvector: variance along every direction",
            (
                Prose(
                    "$$\\operatorname{var}(\\theta) = w^\\top C\\,w, \\qquad w = (\\cos\\theta, "
                    "\\sin\\theta)$$"
                ),
                _turned(C),
                Prose(
                    f"The most is $\\lambda_1 = {number(eigenvalues[0])}$, the least "
                    f"$\\lambda_2 = {number(eigenvalues[1])}$, a right angle apart."
                ),
            ),
        ),
        Step(
            "Scores: the data in the new axes",
            (
                Prose("$$S = X_c\\,W$$"),
                columns("example", rows, array("on w1", scores[:, 0]), array("on w2", scores[:, 1])),
                array("their covariance", np.round(np.cov(scores.T), 12)),
                Prose("The scores are uncorrelated, and their variances are the eigenvalues."),
            ),
        ),
        Step(
            "Keep one component and rebuild",
            (
                Prose("$$\\hat{X} = 1\\,\\mu^\\top + S_1 w_1^\\top$$"),
                array("rebuilt", rebuilt),
                array("lost", np.round(X - rebuilt, 12)),
                array("squared error", error),
                array("(n - 1) lambda2", float((n - 1) * eigenvalues[1])),
                Prose("What is lost is the variance that was left out, times $n - 1$."),
            ),
        ),
        Step(
            "The same from singular values",
            (
                Prose("$$\\lambda_i = \\frac{\\sigma_i^2}{n - 1}$$"),
                array("sigma of Xc", sigma),
                array("sigma²/(n - 1)", np.square(sigma) / (n - 1)),
                Prose(
                    "This is how libraries do it: the covariance, with its squared condition, is not built."
                ),
            ),
        ),
    )
    result = (
        f"The first component ({number(W[0, 0])}, {number(W[1, 0])}) holds "
        f"{number(round(100 * float(shares[0]), 2))} % of the variance; keeping it alone costs a squared "
        f"error "
        f"of {number(error)}."
    )
    outputs = (
        array("covariance", C),
        array("eigenvalues", eigenvalues),
        array("directions", W),
        array("scores", scores),
        array("error", float(pca_error(X, 1))),
    )
    return Body(steps=steps, result=result, outputs=outputs)


def _has_directions(X: np.ndarray) -> bool:
    high, low = np.asarray(eigenvalues_symmetric(np.asarray(covariance(X))))
    return bool(high > 0 and high - low > APART * high)


def _cloud(X: np.ndarray, mean: np.ndarray, w: np.ndarray) -> Plot:
    reach = float(np.abs((X - mean) @ w).max()) * 1.1
    ends = np.array([mean - reach * w, mean + reach * w])
    return Plot(
        title="The data, and the first direction through their mean",
        series=(
            Series(name="data", points=tuple((float(a), float(b)) for a, b in X), drawn="marks"),
            Series(name="first direction", points=tuple((float(a), float(b)) for a, b in ends), drawn="line"),
        ),
        x_label="feature 0",
        y_label="feature 1",
    )


def _turned(C: np.ndarray) -> Plot:
    degrees = np.arange(0.0, 181.0, 5.0)
    along = [rayleigh(C, np.array([np.cos(one), np.sin(one)])) for one in np.radians(degrees)]
    return Plot(
        title="Variance along a direction",
        series=(curve("variance", degrees, np.array(along)),),
        x_label="angle in degrees",
        y_label="variance",
        height=12,
    )


SUBJECT = Subject(
    title="Principal components: centre, covariance, eigenvectors, what is lost",
    why="What are eigenvectors for? Principal components are the answer that can be computed on a "
    "whiteboard, "
    "and they lead on to singular values, low-rank weights and the geometry of embeddings.",
    conventions=(
        "A row of $X$ is an example; the covariance divides by $n - 1$.",
        "Eigenvalues from the largest down; eigenvectors of length 1, first entry positive.",
    ),
    givens=(
        Given(name="X", about="the data, a row an example", rank=2, low=-1000, high=1000, rows=(3, 8),
              entries=(2, 2)),
    ),
    drawn=drawn,
    body=body,
    tips=(
        ("Centre first, and say so. Then say when to scale: features in different units want the "
        "correlation matrix."),
        ("Give both reasons for the top eigenvector: it has the most variance, and it loses the least when "
        "the data are rebuilt. They are one statement."),
        "Know the limits: linear directions only, outliers pull, and much variance need not be much use.",
    ),
    questions=(
        Question("q28-first-pc", "the first principal component"),
        Question("q28-recon-error", "what is lost"),
        Question("q28-svd-link", "from singular values to variances"),
    ),
)  # fmt: skip
