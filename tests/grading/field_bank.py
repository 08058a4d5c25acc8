"""A bank of the mathematics of language models, without mistakes of its own: all is left to diagnosis."""

from __future__ import annotations

from quizkit.bank import load_texts
from quizkit.variants import Variant, make_variant

BANK = r"""
quizkit: 1
title: The mathematics of language models
topic: t
questions:
  bce-gradient:
    type: expression
    title: Gradient of the logistic loss
    symbols: {z: real, y: 0 .. 1}
    prompt: Derivative of $\ln(1 + e^z) - yz$ by z?
    answer: sigma(z) - y
  sigmoid-slope:
    type: expression
    title: Slope of the sigmoid
    symbols: {x: real}
    prompt: Derivative of σ(x)?
    answer: sigma(x)*(1 - sigma(x))
  coin-entropy:
    type: expression
    title: Entropy of a coin
    symbols: {p: 0 .. 1}
    prompt: Entropy of a coin in nats?
    answer: -p*log(p) - (1 - p)*log(1 - p)
  coin-kl:
    type: expression
    title: KL divergence of two coins
    symbols: {a: 0 .. 1, b: 0 .. 1}
    prompt: D(a || b) of two coins?
    answer: a*log(a/b) + (1 - a)*log((1 - a)/(1 - b))
  silu-slope:
    type: expression
    title: Slope of SiLU
    symbols: {x: real}
    prompt: Derivative of xσ(x)?
    answer: sigma(x) + x*sigma(x)*(1 - sigma(x))
  gaussian-kl:
    type: expression
    title: KL divergence of two normal laws
    symbols: {m: real, s: positive}
    prompt: D(N(m, s²) || N(0, 1))?
    answer: (m^2 + s^2 - 1)/2 - log(s)
  attention-scale:
    type: expression
    title: Scaled product
    symbols: {q: real, k: real, d: positive}
    prompt: The scaled score?
    answer: q*k/sqrt(d)
  leaky-slope:
    type: expression
    title: Slope of leaky ReLU
    symbols: {x: -3 .. 3 except 0}
    prompt: Slope of leaky ReLU with slope 0.1 on the left?
    answer: cases(x < 0 -> 0.1, x > 0 -> 1)
  constant:
    type: expression
    title: No letters needed
    symbols: {x: real}
    prompt: Limit of the slope of softplus at infinity?
    answer: x - x + 1
  softmax-gradient:
    type: vector
    title: Gradient of the cross-entropy
    symbols: {z: vector(3), y: onehot(3)}
    prompt: Gradient by the logits?
    answer: softmax(z) - y
  weight-gradient:
    type: matrix
    title: Gradient of a weight
    symbols: {d: vector(2), x: vector(3)}
    prompt: Gradient by W of a linear layer?
    answer: outer(d, x)
  antiderivative:
    type: expression
    title: An antiderivative
    symbols: {x: real}
    prompt: An antiderivative of 2x?
    answer: x^2
    up_to: constant
  equation:
    type: expression
    title: Left side of an equation
    symbols: {x: real, y: real}
    prompt: A line through 0 and (1, 2), as an expression that is 0 on it?
    answer: y - 2*x
    up_to: factor
  roots:
    type: vector
    title: Roots in any order
    symbols: {a: positive, b: 2 .. 9}
    prompt: The roots of (x - a)(x + b)?
    answer: "[a, -b]"
    up_to: order
  factored:
    type: expression
    title: Factor
    symbols: {x: real}
    prompt: Factor x² - 1.
    answer: x^2 - 1
    form: factored
  expanded:
    type: expression
    title: Expand
    symbols: {x: real}
    prompt: Expand (x + 1)².
    answer: (x + 1)^2
    form: expanded
  one-fraction:
    type: expression
    title: One fraction
    symbols: {b: 0 .. 1}
    prompt: 1/b + 1/(1 - b) as one fraction?
    answer: 1/b + 1/(1 - b)
    form: single fraction
  simplified:
    type: expression
    title: Simplify
    symbols: {x: real}
    prompt: Simplify 2x + 3x.
    answer: 5*x
    form: simplified
  no-decimals:
    type: number
    title: Exactly
    prompt: A quarter?
    answer: 1/4
    tol: exact
    form: no decimals
  digits:
    type: number
    title: In digits
    prompt: ln 2?
    answer: log(2)
    tol: 0.05%
    form: number
  figures:
    type: number
    title: To four figures
    prompt: ln 2 to four figures?
    answer: log(2)
    tol: 2%
    precision: 4sf
  mean-loss:
    type: number
    title: Mean loss
    given: {p: "[[0.5, 0.2, 0.8]]"}
    prompt: Mean loss of {{ p }}?
    answer: -mean(log(p))
    tol: 0.05%
    units: {nats: 1, bits: log(2)}
  accuracy:
    type: number
    title: Share that is right
    given: {right: 30 .. 40, all: 48 .. 64}
    prompt: Share of {{ right }} in {{ all }}?
    answer: right/all
    tol: 0.05%
  parameters:
    type: number
    title: Parameters of a layer
    given: {m: 3 .. 9, n: 11 .. 19}
    prompt: Parameters of a layer from {{ m }} to {{ n }} with biases?
    answer: m*n + n
    tol: exact
  divergence:
    type: number
    title: KL divergence
    given: {p: "[[0.7, 0.3]]", q: "[[0.4, 0.6]]"}
    prompt: D(p || q) of {{ p }}, {{ q }}?
    answer: kl(p, q)
    tol: 0.05%
  deviation:
    type: number
    title: Standard deviation
    given: {v: "[[2, 4, 9]]"}
    prompt: Standard deviation of {{ v }}?
    answer: sqrt(mean((v - mean(v))^2))
    tol: 0.05%
  probabilities:
    type: vector
    title: Probabilities
    given: {z: "[[1, 2, 4]]"}
    prompt: softmax of {{ z }}?
    answer: softmax(z)
    tol: 0.05% or 0.0001
  rotation:
    type: matrix
    title: A square matrix
    given: {A: "[[[1, 2], [3, 4]]]"}
    prompt: Repeat {{ A }}.
    answer: A
    tol: exact
"""

GERMAN = """
quizkit: 1
title: Mit Komma
topic: t
locale: de
questions:
  comma:
    type: number
    title: Ein Drittel
    prompt: Ein Drittel?
    answer: 1/3
    tol: 0.05%
"""

_BANK = load_texts({"bank.yaml": BANK, "german.yaml": GERMAN})
if _BANK.problems:
    raise AssertionError("\n".join(map(str, _BANK.problems)))

QUESTIONS = tuple(_BANK)


def variant(question: str, **given: str) -> Variant:
    """A variant of one of the questions."""
    return make_variant(_BANK[question], seed=0, given=given or None)
