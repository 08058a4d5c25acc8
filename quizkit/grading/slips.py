"""Which slips do people make whatever the question, and what is said of each?

One line a slip: the id under which it is counted, and the sentence that teaches. Ids and sentences are those
of the shipped ``misconceptions.yaml``; a bank that says something else of an id is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizkit.bank.misconception import Misconception


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip that people make whatever the question."""

    id: str
    say: str


_SAYINGS = {
    # Of the whole answer.
    "sign-flipped": "Right size, wrong sign: check which quantity is subtracted from which.",
    "transposed": "This is the transpose: rows and columns are exchanged.",
    "wrong-order": "The entries are right, but they stand in another order.",
    "bits-for-nats": (
        "That is in bits (logarithm base 2). For nats take the natural logarithm, that is, multiply by ln 2."
    ),
    "nats-for-bits": (
        "That is in nats (natural logarithm). For bits take the logarithm base 2, that is, divide by ln 2."
    ),
    "decimal-log": (
        "You took the decimal logarithm. Nats use the natural logarithm, bits the logarithm base 2."
    ),
    "wrong-unit": "Right number, wrong unit.",
    "percent-for-fraction": "A hundred times what was asked: a percentage and a fraction are mixed up.",
    "fraction-for-percent": "A hundredth of what was asked: a fraction and a percentage are mixed up.",
    "upside-down": (
        "That is upside-down: it is the reciprocal of what was asked, or a multiplication where a "
        "division belongs."
    ),
    "complement-given": "You gave the complement: 1 minus what was asked.",
    "square-or-root": (
        "A square or a root too many: variance and standard deviation, or eigenvalue and singular value, "
        "are mixed up."
    ),
    "exponentiated": "You exponentiated (or took a logarithm) where nothing of the kind was asked.",
    "factor-of-two": "A factor of 2 or ½ was lost.",
    "factor-of-three": "Off by a factor of 3: yours is three times, or a third of, what was asked.",
    "factor-dropped": "A constant factor was dropped on the way.",
    "count-factor": (
        "Off by a factor that counts something in the question: check what is summed and what is averaged."
    ),
    "sum-for-mean": "That is the sum. The mean was asked: divide by the number of terms.",
    "mean-for-sum": "That is the mean. The sum was asked.",
    "off-by-one": "One too many or one too few: check whether both ends are counted.",
    "given-repeated": "That is a number of the question. Something is still to be done with it.",
    "not-normalised": "The result is not normalised: divide by its sum, or by its length.",
    "normalised-unasked": "You normalised where nothing of the kind was asked: the length counts here.",
    "roles-exchanged": "Two roles or labels are exchanged.",
    "value-for-derivative": ("You gave the function where its derivative was asked, or the other way round."),
    "constant-factor": "Right up to a constant factor.",
    "constant-offset": "Right up to a constant that is added.",
    "rounded-too-early": "Right, but rounded too early: keep more figures on the way.",
    # At one place of the formula.
    "term-sign": "The sign of one term is wrong: check what is added and what is subtracted.",
    "term-missing": "One term of a sum is missing.",
    "factor-missing": "One factor of a product is missing.",
    "denominator-missing": "A denominator is missing: something is still to be divided by.",
    "power-missing": "An exponent was dropped.",
    "root-missing": "A root is missing.",
    "wrong-exponent": "An exponent is off by one.",
    "exponent-sign": "The sign of an exponent is wrong.",
    "argument-sign": "The sign of what stands inside a function is wrong.",
    "complement-missing": "A complement is missing: 1 minus something belongs where that something stands.",
    "mean-not-subtracted": "The mean was not subtracted first.",
    "wrong-ddof": "n and n − 1 are mixed up: check which divisor the question states.",
    "normalised-without-exp": "Logits were divided by their sum. Exponentiate first: logits may be negative.",
    "sum-for-product": "Two things were added that have to be multiplied.",
    "log-missing": "A logarithm is missing.",
    "exp-missing": "An exponential is missing.",
    "wrong-log-base": "Right idea, wrong base of the logarithm: natural for nats, 2 for bits.",
    "exponential-of-wrong-base": (
        "The base of the exponential must match the unit of the loss: e for nats, 2 for bits."
    ),
    "wrong-activation": "Another function of the same shape was used: sigmoid, tanh and softplus differ.",
    "density-for-distribution": (
        "Φ and φ are exchanged: Φ is the distribution function, φ its density, and Φ′ = φ."
    ),
    "erf-argument": "Φ(x) is (1 + erf(x/√2))/2: the argument of erf is divided by √2.",
    "max-for-min": "Maximum and minimum are exchanged.",
    "absolute-value-missing": "The bars of an absolute value are missing.",
    "forgot-relu-mask": ("The ReLU mask is missing. Units with a negative pre-activation pass nothing back."),
    "inverted-mask": (
        "The ReLU mask is inverted. Active units, with a positive pre-activation, pass the gradient."
    ),
    "swapped-branches": "The two branches are exchanged.",
    "transposed-weight": "A gradient travels back through the transpose of the weight (with columns).",
    "wrong-factor-order": "The factors stand in the wrong order. Matrix products do not commute.",
    "skipped-softmax": "Softmax was skipped: turn logits into probabilities first.",
    "sigmoid-for-softmax": (
        "A sigmoid looks at one logit only. Exclusive classes share one denominator, the sum over all of "
        "them."
    ),
    "arguments-swapped": (
        "The two laws are exchanged. The first one, the truth, supplies the weights; neither cross-entropy "
        "nor KL is symmetric."
    ),
    "kl-reversed": (
        "The two laws are exchanged. KL divergence is not symmetric; the first law supplies the weights."
    ),
    "entropy-not-subtracted": (
        "That is the cross-entropy. KL is its excess over the entropy of the true law."
    ),
    "entropy-not-cross": (
        "That is the entropy of the data, the floor. The model's law belongs inside the logarithm."
    ),
    "kl-not-cross": (
        "That is the divergence, the excess over the entropy. Cross-entropy is entropy plus divergence."
    ),
    # False laws.
    "log-of-sum": "The logarithm of a sum is not the sum of the logarithms: only products split.",
    "log-of-product": (
        "The logarithm of a product is the sum of the logarithms, and that of a quotient their difference."
    ),
    "root-of-sum": "The root of a sum is not the sum of the roots.",
    "power-of-sum": "A power of a sum is not the sum of the powers: the mixed terms are missing.",
    "exp-of-sum": "The exponential of a sum is the product of the exponentials, not their sum.",
    "reciprocal-of-sum": "A fraction does not split along its denominator: 1/(x + y) is not 1/x + 1/y.",
    "linearised": (
        "You treated a power, an exponential or a product as if it were linear: it is no sum and no multiple."
    ),
}

SLIPS = tuple(Slip(slip, say) for slip, say in _SAYINGS.items())
"""Every slip that may be named without an author."""


def said(slip: str, misconceptions: Mapping[str, Misconception]) -> str:
    """What is said of a slip: in the words of the bank where it has some."""
    known = misconceptions.get(slip)
    return known.say.strip() if known is not None and known.say.strip() else _SAYINGS[slip]
