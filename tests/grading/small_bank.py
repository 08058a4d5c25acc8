"""A small bank with one question of each kind, for tests of verdicts."""

from __future__ import annotations

from quizkit.bank import load_texts
from quizkit.variants import Variant, make_variant

MISCONCEPTIONS = """
bits-for-nats: {say: "That is in bits.", credit: 0.5}
sign-flipped: {say: "Right size, wrong sign.", credit: 0.5}
kl-is-metric: {say: "KL is not symmetric.", credit: 0}
forgot-product-rule: {say: "One term of the product rule is missing.", credit: 0}
"""

BANK = r"""
quizkit: 1
title: A bank for tests
topic: t
questions:
  nll:
    type: number
    title: One token
    given: {p: 0.05 .. 0.95 by 0.05}
    prompt: Loss for probability {{ p }}, in nats?
    answer: -log(p)
    tol: 0.05%
    units: {nats: 1, bits: log(2)}
    mistakes:
      bits-for-nats: -log2(p)
      half: {is: "-log(p)/2", say: "Half of it. p was {{ p }}.", credit: 0.25}
    verify: [{ref: "surprisal(p)"}]
    solution: -ln {{ p }} = {{ answer | 4sf }}
  exact:
    type: number
    title: An exact count
    given: {n: 3 .. 9}
    prompt: How many entries has a {{ n }} × {{ n }} matrix?
    answer: n^2
    tol: exact
    mistakes: {twice: {is: 2*n, say: "Times, not plus."}}
  gelu:
    type: expression
    title: Derivative of GELU
    symbols: {x: -3 .. 3}
    prompt: Derivative of $x\Phi(x)$?
    answer: Phi(x) + x*phi(x)
    mistakes: {forgot-product-rule: Phi(x), sign-flipped: -answer}
  logit-gradient:
    type: vector
    title: Logit gradient
    given: {q: "[[0.2, 0.3, 0.5], [0.1, 0.6, 0.3]]", y: 0 .. 2}
    prompt: q = {{ q }}, target {{ y }}. Gradient?
    answer: q - onehot(y, 3)
    tol: 0.001
    credit: by entry
    mistakes: {forgot-target: q}
  jacobian:
    type: matrix
    title: A linear map
    given: {W: "matrix(2, 3) of 1 .. 9"}
    where: [distinct(concat(W))]
    prompt: Jacobian of $Wx$ for W = {{ W }}?
    answer: W
    tol: exact
  eigenvector:
    type: vector
    title: An eigenvector
    prompt: An eigenvector of [[2, 0], [0, 1]] for 2?
    answer: "[1, 0]"
    tol: 0.0001
    up_to: direction
  pick:
    type: choice
    title: Pick
    prompt: Which is non-negative?
    choices:
      kl: {text: KL, correct: true}
      gap: {text: The signed difference, say: "It has a sign.", mistake: sign-flipped}
      corr: {text: A correlation}
  facts:
    type: select
    title: Facts
    prompt: Which hold?
    choices:
      nonneg: {text: KL ≥ 0, correct: true}
      zero: {text: "KL(p, p) = 0", correct: true}
      metric: {text: KL is a metric, mistake: kl-is-metric}
      symmetric: {text: KL is symmetric, say: "It is not."}
  chain:
    type: parts
    title: Two steps
    given: {x: "vector(2) of 1 .. 4", w: "vector(2) of 1 .. 4"}
    prompt: x = {{ x }}, w = {{ w }}.
    parts:
      s: {type: number, ask: "$w \\cdot x$?", answer: w @ x, tol: exact}
      square:
        type: number
        ask: Its square?
        answer: s^2
        tol: exact
        points: 3
        mistakes:
          doubled: {is: 2*s, say: "Squared, not doubled."}
      half: {type: number, ask: Half of that?, answer: square/2, tol: exact, follow_through: 0.5}
  why:
    type: text
    title: Why
    prompt: Why logarithms?
    rubric:
      product: {points: 2, award: Products become sums., look_for: [product | multipl, sum]}
      stable:
        award: Small numbers stay representable.
        look_for: [underflow | stable]
        missing: Think of tiny numbers.
    red_flags: {kl-is-metric: -1}
"""


def variant(question: str, **given: str) -> Variant:
    """A variant of one of the questions."""
    return make_variant(_BANK[question], seed=0, given=given or None)


_BANK = load_texts({"bank.yaml": BANK, "misconceptions.yaml": MISCONCEPTIONS})
if _BANK.problems:
    raise AssertionError("\n".join(map(str, _BANK.problems)))
