"""How do all probabilities move with all logits, and why does nobody build that matrix?"""

from __future__ import annotations

import numpy as np

from quizkit.errors import OutsideDomain
from quizkit.reference.jacobians import jvp, softmax_jacobian, softmax_vjp, vjp
from quizkit.reference.probabilities import softmax
from quizkit.walks.chance import Chance
from quizkit.walks.givens import Given
from quizkit.walks.numerals import number
from quizkit.walks.subject import Numbers, Subject
from quizkit.walks.walk import Body, Prose, Question, Step, array, columns

CLASSES = 4
H = 1e-5
SMALL = 0.01


def drawn(chance: Chance, chosen: Numbers) -> dict[str, np.ndarray]:
    """Different logits, and a gradient that comes back."""
    size = next((len(chosen[name]) for name in ("z", "g") if name in chosen), CLASSES)
    z = chosen.get("z")
    if z is None:
        z = chance.first(
            lambda one: one.array("z", (size,), "-1", "3", "0.1"), lambda found: len(set(found)) == size
        )
    g = chosen.get("g", chance.array("g", (size,), "-2", "2", "0.1"))
    if len(g) != len(z):
        raise OutsideDomain(f"g has as many entries as z, {len(z)}; found {len(g)}")
    return {"z": z, "g": g}


def body(given: Numbers) -> Body:
    """The steps."""
    z, g = given["z"], given["g"]
    v = len(z)
    s = np.asarray(softmax(z))
    J = np.asarray(softmax_jacobian(s))
    quotients = np.array(
        [
            (np.asarray(softmax(z + H * unit)) - np.asarray(softmax(z - H * unit))) / (2 * H)
            for unit in np.eye(v)
        ]
    ).T
    dot = float(g @ s)
    back = np.asarray(softmax_vjp(s, g))
    full = np.asarray(vjp(J, g))
    u = np.eye(v)[int(s.argmax())]
    forward = np.asarray(jvp(J, u))
    after = np.asarray(softmax(z + SMALL * u))
    y = int(s.argmin())
    into = -np.eye(v)[y] / s[y]
    steps = (
        Step(
            "Softmax of the logits",
            (
                Prose("$$s_i = \\frac{\\exp(z_i)}{\\sum_j \\exp(z_j)}$$"),
                array("z", z),
                array("s", s),
            ),
        ),
        Step(
            "Every derivative of an output by an input",
            (
                Prose(
                    "$$J_{ij} = \\frac{\\partial s_i}{\\partial z_j} = s_i\\,([i = j] - s_j)$$\n\n"
                    "The quotient rule gives both cases at once: $s_i(1 - s_i)$ on the diagonal, "
                    "$-s_i s_j$ beside it."
                ),
            ),
        ),
        Step(
            "The Jacobian as a matrix",
            (
                Prose("$$J = \\operatorname{diag}(s) - s\\,s^\\top$$"),
                array("diag(s)", np.diag(s)),
                array("s s^T", np.outer(s, s)),
                array("J", J),
            ),
        ),
        Step(
            "What must be true of it",
            (
                array("row sums", J.sum(axis=1)),
                array("J - J^T, largest", float(np.abs(J - J.T).max()), error=True),
                array("eigenvalues", np.linalg.eigvalsh(J)[::-1]),
                Prose(
                    "Rows sum to 0, since a number added to all logits changes nothing; so one eigenvalue is "
                    "0. $J$ is symmetric and no eigenvalue is negative."
                ),
            ),
        ),
        Step(
            "Check by differences",
            (
                Prose("Column $j$: move $z_j$ by $h = 10^{-5}$ up and down, and divide by $2h$."),
                array("largest difference", float(np.abs(quotients - J).max()), error=True),
            ),
        ),
        Step(
            "Backwards: a vector times the Jacobian",
            (
                Prose(
                    "The gradient $g$ behind the softmax becomes the gradient before it:\n\n"
                    "$$J^\\top g = s \\circ (g - (g \\cdot s))$$"
                ),
                array("g", g),
                array("g . s", dot),
                array("g - g.s", g - dot),
                array("s o (g - g.s)", back),
                array("J^T g", full),
                array("their gap", float(np.abs(back - full).max()), error=True),
                Prose(
                    f"The right side needs no matrix: about $3v$ multiplications and additions instead of "
                    f"$v^2 = {v * v}$, and for a vocabulary of 100,000 it is the only way."
                ),
            ),
        ),
        Step(
            "Forwards: the Jacobian times a direction",
            (
                Prose(
                    f"Let only the largest logit rise, $u$ = unit vector {int(s.argmax())}. $J u$ says how "
                    f"fast the probabilities move; against a real step of {SMALL:g}:"
                ),
                columns(
                    "class",
                    [str(place) for place in range(v)],
                    array("J u", forward),
                    array(f"{SMALL:g} J u", SMALL * forward),
                    array("real change", after - s),
                ),
                Prose("They agree to the first order; what is left is of the size of the step squared."),
            ),
        ),
        Step(
            "With cross-entropy behind it the Jacobian cancels",
            (
                Prose(
                    f"For the loss $-\\ln s_y$ with $y = {y}$ the gradient behind the softmax is $-1/s_y$ at "
                    "$y$ and 0 elsewhere:"
                ),
                array("g", into),
                array("J^T g", np.asarray(softmax_vjp(s, into))),
                array("s - one-hot", s - np.eye(v)[y]),
                Prose(
                    "The large $1/s_y$ meets the small $s_y$ and is gone. That is why softmax and "
                    "cross-entropy are computed together."
                ),
            ),
        ),
    )
    result = (
        f"$J$ is ({v}, {v}), symmetric, with rows that sum to 0. Its largest entry is "
        f"{number(float(J.max()))}, never above one quarter: a softmax that is sure lets almost nothing back."
    )
    outputs = (array("s", s), array("J", J), array("vjp", back))
    return Body(steps=steps, result=result, outputs=outputs)


SUBJECT = Subject(
    title="The softmax Jacobian, forwards and backwards",
    why="Softmax stands inside "
    "attention and behind the output layer, and every logit moves every probability. Interviewers ask for "
    "the entries of its Jacobian, its shape and its null space, and "
    "then why no framework ever builds it.",
    conventions=(
        "Layout: rows are outputs, columns are inputs, $J_{ij} = \\partial s_i/\\partial z_j$.",
        "Backwards is $J^\\top g$ (a VJP), forwards is $J u$ (a JVP).",
    ),
    givens=(
        Given(name="z", about="the logits", rank=1, low=-20, high=20, entries=(2, 5)),
        Given(name="g", about="the gradient behind the softmax", rank=1, low=-100, high=100, entries=(2, 5)),
    ),
    drawn=drawn,
    body=body,
    tips=(
        (
            "State the layout before you write a product; many mistakes are transposes. Here the matrix "
            "is symmetric and forgives, the next one will not."
        ),
        (
            "Reverse mode takes one VJP for each output, forward mode one JVP for each input: a loss has one "
            "output, so training goes backwards."
        ),
        (
            "Saturation: if one probability is near 1, every entry of $J$ is near 0. Attention divides its "
            "scores by the root of the width for that reason."
        ),
    ),
    questions=(
        Question("q27-softmax-jac", "the matrix, by hand"),
        Question("q27-softmax-vjp", "backwards without the matrix"),
        Question("q27-modes", "forward mode or reverse mode?"),
    ),
)
