"""How uncertain is a model about a text? Three models on one text, from probabilities to perplexity."""

from __future__ import annotations

import numpy as np

from quizkit.errors import OutsideDomain
from quizkit.reference.information import bits_per_char, perplexity, surprisal
from quizkit.typeset.plots import Series
from quizkit.walks.chance import Chance
from quizkit.walks.givens import Given
from quizkit.walks.numerals import number
from quizkit.walks.subject import Numbers, Subject
from quizkit.walks.walk import Bars, Body, Plot, Prose, Question, Step, array, columns, curve

NAMES = ("confident", "hedging", "flat")
CHARACTERS = 5
"""Characters of a token, in the step about tokenisers."""
SLIP = 0.001
"""The probability that one token gets in the step about surprises."""


def drawn(chance: Chance, chosen: Numbers) -> dict[str, np.ndarray]:
    """Five tokens of a vocabulary of eight; the confident model is surprised once."""
    length = next((len(chosen[name]) for name in NAMES[:2] if name in chosen), 5)
    confident = chosen.get("confident")
    if confident is None:
        confident = chance.array("confident", (length,), "0.6", "0.95", "0.05")
        confident[chance.whole("surprise", 0, length - 1)] = chance.decimal("low", "0.3", "0.5", "0.05")
    hedging = chosen.get("hedging")
    if hedging is None:
        hedging = chance.array("hedging", (length,), "0.2", "0.45", "0.05")
    if len(confident) != len(hedging):
        raise OutsideDomain(
            f"confident and hedging have one probability a token; found {len(confident)} and {len(hedging)}"
        )
    return {"confident": confident, "hedging": hedging, "V": chosen.get("V", np.asarray(8))}


def body(given: Numbers) -> Body:
    """The steps."""
    V = int(given["V"])
    length = len(given["confident"])
    laws = [given["confident"], given["hedging"], np.full(length, 1.0 / V)]
    tokens = [str(place + 1) for place in range(length)]
    losses = [np.asarray(surprisal(law)) for law in laws]
    means = np.array([loss.mean() for loss in losses])
    values = np.asarray(perplexity(means))
    geometric = np.array([float(np.prod(law ** (1.0 / length))) for law in laws])
    slipped = given["confident"].copy()
    worst = int(slipped.argmin())
    slipped[worst] = min(SLIP, float(slipped[worst]))
    after = float(np.asarray(perplexity(np.array([np.asarray(surprisal(slipped)).mean()])))[0])
    total = float(losses[0].sum())
    rate = bits_per_char(float(means[0]), CHARACTERS)
    halves = float(np.asarray(perplexity(np.array([total / (2 * length)])))[0])
    steps = (
        Step(
            "What each model gave to the tokens that came",
            (
                Prose(
                    f"One text of {length} tokens, three models. Only the probability of the token that came "
                    f"counts. The flat model gives each of the $V = {V}$ tokens $1/V$."
                ),
                columns("token", tokens, *(array(name, law) for name, law in zip(NAMES, laws, strict=True))),
            ),
        ),
        Step(
            "The loss of each token",
            (
                Prose("$$\\ell_t = -\\ln p_t$$"),
                columns(
                    "token", tokens, *(array(name, loss) for name, loss in zip(NAMES, losses, strict=True))
                ),
            ),
        ),
        Step(
            "Mean loss",
            (
                Prose("$$L = \\frac{1}{T} \\sum_t \\ell_t$$"),
                columns("model", NAMES, array("L in nats", means), array("in bits", means / np.log(2))),
            ),
        ),
        Step(
            "The exponential of the mean: perplexity",
            (
                Prose("$$\\mathrm{PPL} = \\exp(L)$$"),
                columns("model", NAMES, array("L", means), array("PPL", values)),
                Bars(
                    title=f"Perplexity; knowing nothing is V = {V}",
                    labels=NAMES,
                    lengths=array("PPL", values),
                ),
                Prose(
                    f"A perplexity of {number(values[0])} is the uncertainty of a fair choice among that "
                    f"many "
                    f"tokens. The flat model chooses among all {V}; a model may well do worse than that."
                ),
                _plot(means, values),
            ),
        ),
        Step(
            "The same by another way: the geometric mean",
            (
                Prose("$$\\mathrm{PPL} = \\left(\\prod_t p_t\\right)^{-1/T}$$"),
                columns(
                    "model",
                    NAMES,
                    array("geometric mean of p", geometric),
                    array("its inverse", 1.0 / geometric),
                ),
                Prose(
                    "And from bits: $2^{L/\\ln 2}$ is the same number. Base and unit must match: $2^L$ with "
                    "nats, or $e^L$ with bits, is the usual slip."
                ),
            ),
        ),
        Step(
            "One surprise counts for much",
            (
                Prose(
                    f"Let token {worst + 1} get only {number(slipped[worst])} from the confident model. "
                    "The mean of logarithms does not forgive: the perplexity is multiplied by the "
                    f"root of degree {length} of the ratio of the two probabilities."
                ),
                columns(
                    "confident model",
                    ("before", "after"),
                    array(f"p of token {worst + 1}", [float(given["confident"][worst]), slipped[worst]]),
                    array("PPL", [values[0], after]),
                ),
            ),
        ),
        Step(
            "Only within one tokeniser are two perplexities comparable",
            (
                Prose(
                    f"Let the text have {length * CHARACTERS} characters. Cut into twice as many tokens, "
                    "with the same probability for the whole text, each token carries half the loss, and the "
                    "perplexity becomes its square root, though nothing is predicted better. Bits per "
                    "character do not change."
                ),
                columns(
                    "cut into",
                    (f"{length} tokens", f"{2 * length} tokens"),
                    array("loss of the text", [total, total]),
                    array("PPL", [values[0], halves]),
                    array("bits per character", [rate, rate]),
                ),
            ),
        ),
    )
    told = ", ".join(f"{name} {number(value)}" for name, value in zip(NAMES, values, strict=True))
    result = f"The perplexities are: {told}. Lower is better; 1 is certainty about every token."
    outputs = (array("losses", means), array("perplexities", values))
    return Body(steps=steps, result=result, outputs=outputs)


def _plot(means: np.ndarray, values: np.ndarray) -> Plot:
    x = np.linspace(0.0, max(1.0, float(means.max()) * 1.1), 41)
    models = tuple(
        Series(name=name, points=((float(mean), float(value)),), drawn="marks")
        for name, mean, value in zip(NAMES, means, values, strict=True)
    )
    return Plot(
        title="Perplexity against the mean loss",
        series=(
            Series(name="exp(L)", points=curve("", x, np.asarray(perplexity(x))).points, drawn="line"),
            *models,
        ),
        x_label="mean loss L in nats",
        y_label="perplexity",
    )


def _law(name: str, about: str) -> Given:
    return Given(name=name, about=about, rank=1, low=0, high=1, above=True, entries=(1, 10))


SUBJECT = Subject(
    title="Perplexity: how many tokens a model hesitates between",
    why="Perplexity is the number in every table of language models. The question tests whether somebody can "
    "get it from a loss, keeps nats and bits apart, and knows when two perplexities must not be compared.",
    conventions=(
        "Natural logarithms: $L$ is in nats per token, and $\\mathrm{PPL} = e^L$.",
        "The mean is over tokens, before the exponential.",
    ),
    givens=(
        _law("confident", "what the first model gave to each token"),
        _law("hedging", "what the second model gave"),
        Given(name="V", about="size of the vocabulary", low=2, high=100_000, whole=True),
    ),
    drawn=drawn,
    body=body,
    tips=(
        (
            "Perplexity is for telling people; the loss is for training and adding up; bits per byte are for "
            "comparing models with different tokenisers."
        ),
        (
            "The mean comes before the exponential: the mean of the perplexities of equally long texts is "
            "another, larger number than the perplexity of all of them together."
        ),
        "A perplexity above the size of the vocabulary is possible, and means worse than guessing.",
    ),
    questions=(
        Question("q25-ppl-compare", "three models on three tokens"),
        Question("q25-ppl-comparability", "which of two models is better?"),
        Question("q25-bits-per-char", "the unit that tokenisers share"),
    ),
)
