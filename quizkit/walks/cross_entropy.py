"""How do logits become a loss, and the loss a gradient? One batch of positions, line by line."""

from __future__ import annotations

import numpy as np

from quizkit.errors import OutsideDomain
from quizkit.reference.information import surprisal
from quizkit.reference.losses import ce_grad, nll, nll_mean
from quizkit.reference.probabilities import softmax
from quizkit.typeset.plots import Series
from quizkit.walks.chance import Chance
from quizkit.walks.givens import Given
from quizkit.walks.numerals import number
from quizkit.walks.subject import Numbers, Subject
from quizkit.walks.walk import Body, Plot, Prose, Question, Step, array, columns, curve

CLASSES = 4


def drawn(chance: Chance, chosen: Numbers) -> dict[str, np.ndarray]:
    """Two positions: the first is predicted rightly, at the second another class came."""
    Z = chosen.get("Z")
    if Z is None:
        rows = len(chosen["y"]) if "y" in chosen else 2
        Z = chance.first(
            lambda one: one.array("Z", (rows, CLASSES), "-2", "4", "0.1"),
            lambda found: all(len(set(row)) == CLASSES for row in found.tolist()),
        )
    y = chosen.get("y")
    if y is None:
        order = np.argsort(-Z, axis=1)
        places = [chance.whole("rank", 1, Z.shape[1] - 1, row) if row % 2 else 0 for row in range(len(Z))]
        y = order[np.arange(len(Z)), places]
    if len(y) != len(Z):
        raise OutsideDomain(f"y has one class for each row of Z, {len(Z)}; found {len(y)}")
    if int(y.max()) >= Z.shape[1]:
        raise OutsideDomain(f"y counts the {Z.shape[1]} classes of Z from 0; found {int(y.max())}")
    return {"Z": Z, "y": y.astype(int)}


def body(given: Numbers) -> Body:
    """The steps."""
    Z, y = given["Z"], given["y"].astype(int)
    n, v = Z.shape
    rows = np.arange(n)
    top = Z.max(axis=1)
    U = Z - top[:, None]
    E = np.exp(U)
    sums = E.sum(axis=1)
    Q = np.asarray(softmax(Z))
    picked = Q[rows, y]
    losses = np.asarray(nll(Z, y))
    loss = nll_mean(Z, y)
    onehot = np.eye(v)[y]
    dZ = np.asarray(ce_grad(Z, y))
    right = int((Z.argmax(axis=1) == y).sum())
    steps = (
        Step(
            "The logits and the classes",
            (
                Prose(
                    "Each row of $Z$ is one position of a text: the scores of all classes (tokens) there. "
                    "$y$ tells which class really came."
                ),
                array("Z", Z),
                array("y", y),
            ),
        ),
        Step(
            "Take the largest logit off each row",
            (
                Prose(
                    "$$u_t(i) = z_t(i) - m_t, \\qquad m_t = \\max_j z_t(j)$$\n\nSoftmax stays the same if a "
                    "number is taken off a whole row, and now no exponent is above 0: nothing overflows."
                ),
                array("m", top),
                array("u = Z - m", U),
            ),
        ),
        Step(
            "Exponentials, and their sum in each row",
            (
                Prose("$$s_t = \\sum_j \\exp(u_t(j))$$"),
                array("exp(u)", E),
                array("s", sums),
            ),
        ),
        Step(
            "Divide: probabilities",
            (
                Prose("$$q_t(i) = \\frac{\\exp(u_t(i))}{s_t}$$"),
                array("q", Q),
                array("row sums", Q.sum(axis=1)),
                Prose("Check: every row sums to 1."),
            ),
        ),
        Step(
            "Pick the probability of the class that came",
            (
                array("y", y),
                array("q_t(y_t)", picked),
                Prose("All the other probabilities matter only through the sum that was divided by."),
            ),
        ),
        Step(
            "Minus the logarithm",
            (
                Prose(
                    "$$\\ell_t = -\\ln q_t(y_t) = \\ln s_t - u_t(y_t)$$\n\nThe right side is what code "
                    "computes: a logarithm of a sum that is at least 1, never of a probability that may have "
                    "rounded to 0."
                ),
                columns(
                    "position",
                    [str(row) for row in rows],
                    array("ln s", np.log(sums)),
                    array("u[y]", U[rows, y]),
                    array("loss in nats", losses),
                    array("in bits", losses / np.log(2)),
                ),
                _plot(picked, losses),
            ),
        ),
        Step(
            "Mean over the positions",
            (
                Prose("$$L = \\frac{1}{n} \\sum_t \\ell_t$$"),
                array("L", loss),
            ),
        ),
        Step(
            "The gradient at the logits",
            (
                Prose(
                    "$$\\frac{\\partial L}{\\partial z_t(i)} = \\frac{q_t(i) - [i = y_t]}{n}$$\n\n"
                    "Prediction minus target; the $1/n$ comes from the mean."
                ),
                array("one-hot", onehot),
                array("q - one-hot", Q - onehot),
                array("dL/dZ", dZ),
                array("row sums", dZ.sum(axis=1)),
                Prose(
                    "Each row sums to 0: what is taken from the wrong classes is given to the right one. A "
                    "step against the gradient raises the logit of the class that came and lowers the others."
                ),
            ),
        ),
        Step(
            "Where the loss comes from: the likelihood",
            (
                Prose(
                    "$$\\prod_t q_t(y_t) \\;\\to\\; \\max \\qquad\\Leftrightarrow\\qquad "
                    "-\\frac{1}{n}\\sum_t \\ln q_t(y_t) \\;\\to\\; \\min$$"
                ),
                array("likelihood", np.exp(-losses.sum())),
                array("-ln(likelihood)/n", losses.sum() / n),
                Prose("The same number as in step 7: minimising the loss is maximising the likelihood."),
            ),
        ),
    )
    result = (
        f"The mean loss is $L = {number(loss)}$ nats, that is {number(loss / np.log(2))} bits. A model "
        f"that knows nothing pays $\\ln {v} = {number(np.log(v))}$ nats. The largest logit is at the "
        f"class that came in {right} of {n} {'rows' if n > 1 else 'row'}."
    )
    outputs = (array("probabilities", Q), array("losses", losses), array("L", loss), array("dZ", dZ))
    return Body(steps=steps, result=result, outputs=outputs)


def _plot(picked: np.ndarray, losses: np.ndarray) -> Plot:
    x = np.concatenate([[0.01], np.arange(0.025, 1.0001, 0.025)])
    # The loss is taken from the logits: a probability that has rounded to 0 has none.
    marks = tuple(zip(picked.tolist(), losses.tolist(), strict=True))
    most = max(5.0, float(losses.max()))
    return Plot(
        title="The loss against the probability of what came",
        series=(
            Series(name="-ln q", points=curve("", x, np.asarray(surprisal(x))).points, drawn="line"),
            Series(name="the positions above", points=marks, drawn="marks"),
        ),
        x_label="probability q of the class that came",
        y_label="loss in nats",
        y_range=(0.0, most),
        rows=14,
    )


SUBJECT = Subject(
    title="Cross-entropy: from logits to the loss and its gradient",
    why="Cross-entropy is what language models are trained with. Asked from the logits on, it shows in five "
    "minutes whether somebody knows softmax, keeps numbers from overflowing, sees the likelihood behind the "
    "loss, and can derive the gradient that every backward pass begins with.",
    conventions=(
        "Natural logarithms: losses are in nats; bits are nats divided by $\\ln 2$.",
        "Reduction: the mean over the rows.",
        "Classes are counted from 0; a row of $Z$ is a position, a column a class.",
    ),
    givens=(
        Given(name="Z", about="logits, a row a position", rank=2, low=-1000, high=1000, rows=(1, 4),
              entries=(2, 6)),
        Given(name="y", about="the class that came, a row each", rank=1, low=0, high=5, whole=True,
              entries=(1, 4)),
    ),
    drawn=drawn,
    body=body,
    tips=(
        ("Derive it in two lines: the likelihood is a product, its logarithm a sum, and the mean of the "
        "negative logarithms is the loss."),
        ("Say log-sum-exp before you are asked. `F.cross_entropy` takes logits: a softmax before it is a bug "
        "that still trains, only badly."),
        ("Know the number that a fresh model shows: about $\\ln V$. Above it at step 0, something is wrong "
        "with the initial weights or the labels."),
    ),
    questions=(
        Question("q25-logits-to-loss", "the same way, with your own hands"),
        Question("q25-logsumexp-stable", "logits too large for exp"),
        Question("q25-grad-logits", "prediction minus target"),
    ),
)  # fmt: skip
