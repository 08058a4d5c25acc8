"""A bank in which questions are asked and answered in every way that an export has to deal with."""

from __future__ import annotations

from quizkit.bank import Bank, Question, load_texts

BANK = r"""
quizkit: 1
title: Ways of asking
topic: w/1
questions:
  overlapping:
    type: number
    title: Bands that overlap
    tags: [two words, q25]
    points: 2
    given: {p: 0.1 .. 0.9 by 0.2}
    prompt: "Loss $-\\ln p$ for p = {{ p }} & `a < b`, in nats?"
    answer: -log(p)
    tol: 5%
    units: {nats: 1, bits: log(2)}
    accept: [10 - log(p)]
    mistakes:
      odd: {is: "-2*log(p)", say: "Twice, {{ p }} <b>no</b>.", credit: 0.45}
      near: {is: "-2.05*log(p)", say: Nearly twice., credit: 0.2}
      last: {is: "-3*log(p)", say: Thrice., credit: 0.3333, when: p > 0.5}
    hints: ["Think of $\\frac{1}{p}$.", Second hint.]
    solution: $-\ln {{ p }}$
    verify: [{ref: "surprisal(p)"}]
  third:
    type: number
    title: An exact third
    given: {n: [3, 7]}
    prompt: One over {{ n }}?
    answer: 1/n
    tol: exact
    mistakes: {upside-down: {is: n, say: Upside down.}}
  entries:
    type: vector
    title: Entries with odd feedback
    points: 2
    given: {a: 2 .. 4}
    prompt: Double $[{{ a }}, 1, 5]$.
    answer: "[2*a, 2, 10]"
    tol: exact
    mistakes:
      added:
        is: "[2 + a, 3, 7]"
        say: "Tildes ~ and # and {braces}: $\\frac{a}{b}$, $\\{x\\}$, a\\\\"
        credit: 0.5
      short: {is: "[2*a, 2]", say: One is missing.}
  grid:
    type: matrix
    title: A grid
    given: {a: 2 .. 4}
    prompt: The diagonal matrix of {{ a }} and 1?
    answer: "[[a, 0], [0, 1]]"
    tol: exact
    credit: by entry
  direction:
    type: vector
    title: A direction
    prompt: An eigenvector of [[2, 0], [0, 1]] for 2?
    answer: "[1, 0]"
    tol: 0.0001
    up_to: direction
  above:
    type: number
    title: A number above
    given: {n: 1 .. 3}
    prompt: A number above {{ n }}?
    answer: n + 1
    accept_if: [response > n]
  slope:
    type: expression
    title: A slope
    given: {k: 2 .. 4}
    symbols: {x: -3 .. 3}
    prompt: The derivative of ${{ k }} x^2$?
    answer: 2*k*x
    form: simplified
    mistakes: {halved: {is: k*x, say: The 2 comes down., credit: 0.25}}
  figures:
    type: number
    title: With figures
    prompt: Pi?
    answer: pi
    tol: 1%
    precision: 4sf
  pick:
    type: choice
    title: Pick one
    prompt: Which is it?
    choices:
      yes: {text: "$a < b$ ~ {x}", correct: true}
      no: {text: "=50%", say: "No # 1."}
      never: {text: Never, pin: last}
  seven:
    type: select
    title: Seven of nine
    prompt: Which?
    choices: {a1x: {text: A1, correct: true}, a2x: {text: A2, correct: true}, a3x: {text: A3, correct: true},
              a4x: {text: A4, correct: true}, a5x: {text: A5, correct: true}, a6x: {text: A6, correct: true},
              a7x: {text: A7, correct: true}, b1x: {text: B1}, b2x: {text: B2, say: Not B2.}}
  eleven:
    type: select
    title: Eleven of twelve
    prompt: Which?
    choices: {a1x: {text: A1, correct: true}, a2x: {text: A2, correct: true}, a3x: {text: A3, correct: true},
              a4x: {text: A4, correct: true}, a5x: {text: A5, correct: true}, a6x: {text: A6, correct: true},
              a7x: {text: A7, correct: true}, a8x: {text: A8, correct: true}, a9x: {text: A9, correct: true},
              a10x: {text: A10, correct: true}, a11x: {text: A11, correct: true}, b1x: {text: B1}}
  steps:
    type: parts
    title: Steps
    given: {x: 2 .. 5}
    prompt: Let $x = {{ x }}$, and {#1} is no field.
    hints: [Begin.]
    parts:
      v:
        type: vector
        ask: "$[x, x^2, 7]$?"
        answer: "[x, x^2, 7]"
        tol: exact
        hints: [Square it.]
      s:
        type: number
        ask: The sum?
        answer: sum(v)
        tol: exact
        points: 2
        mistakes: {product: {is: prod(v), say: "That is ~ the product.", credit: 0.5}}
      which:
        type: choice
        ask: Even?
        choices:
          even: {text: Yes, correct: "x == 2 or x == 4"}
          odd: {text: No, correct: "x == 3 or x == 5", say: Look again.}
      all:
        type: select
        ask: Which are whole?
        choices: {one: {text: x, correct: true}, two: {text: x squared, correct: true}, three: {text: x/3.5}}
    remember: Squares first.
  mixed:
    type: parts
    title: Mixed
    symbols: {y: -2 .. 2}
    prompt: Two parts.
    parts:
      a: {type: expression, ask: The square of y?, answer: y^2}
      b: {type: number, ask: Its value at 3?, answer: 9, tol: exact, points: 2}
  why:
    type: text
    title: Why
    prompt: Why logarithms?
    rubric:
      product: {points: 2, award: "Products <become> sums $ab$.", look_for: [product, sum]}
      stable: {award: Small numbers stay representable., missing: Rare events?}
    red_flags: {mixing: -1}
"""

MISCONCEPTIONS = 'mixing: {say: "These are different.", credit: 0}\n'


def bank(text: str = BANK) -> Bank:
    """The bank; one that holds an error is a mistake in the tests."""
    loaded = load_texts({"ways.yaml": text, "misconceptions.yaml": MISCONCEPTIONS})
    errors = [str(problem) for problem in loaded.problems if problem.severity == "error"]
    if errors:
        raise AssertionError("\n".join(errors))
    return loaded


def question(name: str, text: str = BANK) -> Question:
    """One question of it."""
    return bank(text)[name]
