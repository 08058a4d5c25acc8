"""How far is one law from another, in both directions, along a path, and at a temperature?"""

from __future__ import annotations

import numpy as np

from quizkit.errors import OutsideDomain
from quizkit.reference.calibration import distillation_grad
from quizkit.reference.divergence_forms import kl_distillation
from quizkit.reference.divergences import kl, kl_terms
from quizkit.reference.information import cross_entropy, entropy
from quizkit.walks.chance import Chance
from quizkit.walks.givens import Given
from quizkit.walks.numerals import number
from quizkit.walks.subject import Numbers, Subject
from quizkit.walks.walk import Array, Body, Columns, Plot, Prose, Question, Step, array, columns, curve

CLASSES = 4
HUNDREDTHS = 20
"""Drawn probabilities are multiples of one part in so many."""


def drawn(chance: Chance, chosen: Numbers) -> dict[str, np.ndarray]:
    """Two laws that differ by enough to see, and a temperature."""
    size = next((len(chosen[name]) for name in ("p", "q") if name in chosen), CLASSES)

    def laws(one: Chance) -> tuple[np.ndarray, np.ndarray]:
        return (
            chosen.get("p", one.law("p", size, HUNDREDTHS)),
            chosen.get("q", one.law("q", size, HUNDREDTHS)),
        )

    free = not {"p", "q"} <= chosen.keys()
    p, q = chance.first(laws, lambda pair: not free or bool(np.abs(pair[0] - pair[1]).max() >= 0.2))
    if len(p) != len(q):
        raise OutsideDomain(f"p and q are laws over the same classes; found {len(p)} and {len(q)}")
    T = chosen.get("T", np.asarray(chance.decimal("T", "2", "4", "0.5")))
    return {"p": p, "q": q, "T": T}


def body(given: Numbers) -> Body:
    """The steps."""
    p, q, T = given["p"], given["q"], float(given["T"])
    forward, reverse = float(np.asarray(kl(p, q))), float(np.asarray(kl(q, p)))
    own, cross = float(np.asarray(entropy(p))), float(np.asarray(cross_entropy(p, q)))
    terms = np.asarray(kl_terms(p, q))
    negative = int((terms < 0).sum())
    close = (3 * p + q) / 4
    near = float(np.asarray(kl(p, close)))
    rest = q.copy()
    rest[-1] = 0.0
    rest /= rest.sum()
    steps = (
        Step(
            "A term for each class",
            (
                Prose("$$D(p\\,\\|\\,q) = \\sum_i p_i \\ln\\frac{p_i}{q_i}$$"),
                _terms(p, q, "p", "q"),
                Prose(
                    f"{negative} of the {len(p)} terms {'is' if negative == 1 else 'are'} negative: where "
                    "$q$ gives more than $p$. Their sum never is, as the logarithm is concave (Jensen)."
                ),
            ),
        ),
        Step(
            "Add them up",
            (array("D(p||q) in nats", forward), array("in bits", forward / np.log(2))),
        ),
        Step(
            "The other direction is another number",
            (
                Prose("$$D(q\\,\\|\\,p) = \\sum_i q_i \\ln\\frac{q_i}{p_i}$$"),
                _terms(q, p, "q", "p"),
                array("D(q||p) in nats", reverse),
                array("the difference", forward - reverse),
                Prose(
                    "Expectations are under the first law. So $D(p\\,\\|\\,q)$ punishes $q$ where it misses "
                    "what $p$ does: minimised over $q$, it covers all modes. $D(q\\,\\|\\,p)$ punishes $q$ "
                    "where it does what $p$ does not: minimised, it seeks a mode."
                ),
            ),
        ),
        Step(
            "Cross-entropy is entropy plus divergence",
            (
                Prose("$$H(p, q) = H(p) + D(p\\,\\|\\,q)$$"),
                array("H(p)", own),
                array("D(p||q)", forward),
                array("their sum", own + forward),
                array("H(p, q)", cross),
                Prose(
                    "$H(p)$ does not depend on $q$: with fixed targets, minimising cross-entropy and "
                    "minimising the divergence are the same, gradients included."
                ),
            ),
        ),
        Step(
            "Along the way from p to q",
            (
                Prose("$$Q_t = (1 - t)\\,p + t\\,q$$"),
                _path(p, q),
                Prose(
                    "Both are 0 at $t = 0$, and flat there: to the second order they agree. At $t = 1$ they "
                    "are the two numbers from above."
                ),
            ),
        ),
        Step(
            "A zero in the wrong place",
            (
                Prose("Take the last class away from $q$ and share it out among the others:"),
                array("r", rest),
                array("D(r||p)", float(np.asarray(kl(rest, p)))),
                Prose(
                    "$D(p\\,\\|\\,r)$ is infinite: something happens under $p$ that $r$ calls impossible. "
                    "$D(r\\,\\|\\,p)$ is finite, with the convention $0 \\ln 0 = 0$. In exact arithmetic a "
                    "softmax never gives 0; floats underflow to it."
                ),
            ),
        ),
        Step(
            "A teacher, two students, and a temperature",
            (
                Prose(
                    "The teacher is $p$, the far student $q$, the close one $(3p + q)/4$. Their logits are "
                    "the logarithms, divided by $T$ before the softmax."
                ),
                columns(
                    "student",
                    ("close", "far"),
                    array("D at T = 1", [near, forward]),
                    array(
                        f"D at T = {T:g}",
                        [kl_distillation(np.log(student), np.log(p), T) for student in (close, q)],
                    ),
                ),
                _temperatures(p, q, T),
                Prose(
                    "For large $T$ the divergence fades like $1/T^2$, so distillation multiplies it by "
                    "$T^2$; the product tends to half the variance of the differences of the logits. The "
                    "gradient of $T^2 D$ by the student's logits is $T$ times a difference of "
                    "probabilities:"
                ),
                array(f"gradient at T = {T:g}", np.asarray(distillation_grad(np.log(q), np.log(p), T))),
            ),
        ),
    )
    result = (
        f"$D(p\\,\\|\\,q) = {number(forward)}$ nats and $D(q\\,\\|\\,p) = {number(reverse)}$ nats; "
        f"$H(p, q) = {number(cross)}$ is what coding $p$ with a code for $q$ costs, "
        f"{number(forward)} more than the least, $H(p) = {number(own)}$."
    )
    outputs = (
        array("forward", forward),
        array("reverse", reverse),
        array("entropy", own),
        array("cross_entropy", cross),
    )
    return Body(steps=steps, result=result, outputs=outputs)


def _terms(a: np.ndarray, b: np.ndarray, first: str, second: str) -> Columns:
    return columns(
        "class",
        [str(place) for place in range(len(a))],
        array(first, a),
        array(second, b),
        array(f"ln({first}/{second})", np.log(a / b)),
        array(f"{first} ln({first}/{second})", np.asarray(kl_terms(a, b))),
    )


def _path(p: np.ndarray, q: np.ndarray) -> Plot:
    t = np.linspace(0.0, 1.0, 41)
    laws = (1 - t)[:, None] * p + t[:, None] * q
    there = np.asarray(kl(np.broadcast_to(p, laws.shape).copy(), laws))
    back = np.asarray(kl(laws, np.broadcast_to(p, laws.shape).copy()))
    return Plot(
        title="The two divergences along the path",
        series=(curve("D(p||Q_t)", t, there), curve("D(Q_t||p)", t, back)),
        x_label="t",
        y_label="nats",
        rows=11,
    )


def _temperatures(p: np.ndarray, q: np.ndarray, T: float) -> Columns:
    grid = sorted({1.0, T, 2.0, 8.0, 32.0})
    values = np.array([kl_distillation(np.log(q), np.log(p), one) for one in grid])
    return columns(
        "far student",
        [f"T = {one:g}" for one in grid],
        array("D", values),
        Array("T² D", tuple((np.square(grid) * values).tolist())),
    )


def _law(name: str, about: str) -> Given:
    return Given(name=name, about=about, rank=1, low=0, high=1, above=True, law=True, entries=(2, 6))


SUBJECT = Subject(
    title="KL divergence: both directions, term by term",
    why="KL divergence stands in distillation, in RLHF and DPO, in variational autoencoders. Interviewers "
    "ask "
    "for a small one by hand and then for what it means: why it is not symmetric, what it has to do with "
    "cross-entropy, and what happens at a zero.",
    conventions=(
        "Natural logarithms: divergences are in nats.",
        "$D(p\\,\\|\\,q)$ takes its expectation under the first law, $p$; $0 \\ln 0 = 0$.",
    ),
    givens=(
        _law("p", "the first law, the teacher"),
        _law("q", "the second law, the student"),
        Given(name="T", about="temperature of the last step", low=0.05, high=100),
    ),
    drawn=drawn,
    body=body,
    tips=(
        (
            "Know the order of the arguments in code: `F.kl_div(log_q, p)` is $D(p\\,\\|\\,q)$, and takes "
            "the "
            "logarithm of the *second* law first."
        ),
        (
            '`reduction="batchmean"` divides by the rows; `"mean"` divides by all entries and is not the '
            "divergence."
        ),
        "It is no distance: not symmetric, and a detour can cost less. Its square root is none either.",
    ),
    questions=(
        Question("q29-kl", "a divergence by hand"),
        Question("q29-asymmetry", "the two directions"),
        Question("q29-torch-args", "arguments and reduction in code"),
    ),
)
