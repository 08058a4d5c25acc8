"""A bank with a question of each kind, and one whose every text tries to be markup."""

from __future__ import annotations

import functools

from quizkit.bank import Bank, load_texts

EACH_KIND = r"""
quizkit: 1
questions:
  number-one:
    type: number
    title: Loss on one token
    given: {p: 0.1 .. 0.9 by 0.1}
    variants: 3
    prompt: A model gives **{{ p }}**. What is $-\ln p$ in *nats*?
    answer: -log(p)
    units: {nats: 1, bits: log(2)}
    mistakes:
      sign-flipped: {is: log(p), say: "Mind the sign: it is not ${{ log(p) | 3sf }}$.", credit: 0.25}
    hints: [Which term survives?]
    solution: $-\ln {{ p }} = {{ answer | 4sf }}$.
  expression-one:
    type: expression
    title: A slope
    symbols: {x: -3 .. 3}
    prompt: |
      Give $f'(x)$ of

      $$f(x) = \begin{cases} x^2 & x > 0 \\ 0 & x \le 0 \end{cases}$$

      | name | value |
      |:-----|------:|
      | a \| b | $x_1$ |
    answer: 2*x
    mistakes: {forgot-inner-derivative: {is: x, say: Where is the 2?}}
  vector-one:
    type: vector
    title: A gradient
    points: 0.5
    given: {z: vector(2) of -2 .. 2}
    variants: 2
    prompt: |
      ```
      grad = z * 2  # twice
          return 'it'
      ```

      1. Take $z = {{ z }}$.
      2. Double it, λ × ½ ≤ ∞.
    answer: 2*z
    tol: exact
  matrix-one:
    type: matrix
    title: A Jacobian
    points: 0.3
    prompt: |
      > Give the identity of size 2, ‖x‖ → ∇f.
    answer: [[1, 0], [0, 1]]
  choice-one:
    type: choice
    title: Which one?
    prompt: Pick.
    choices:
      - text: $a \ne b$
        correct: true
      - text: "`a == b`"
        say: They are not equal.
  select-one:
    type: select
    title: Which ones?
    prompt: Select all.
    choices:
      - {text: yes of course, correct: true}
      - {text: also this, correct: true}
      - {text: never}
  text-one:
    type: text
    title: Say why
    prompt: Why?
    rubric:
      mass: {points: 2, award: "Covers *mass*.", look_for: [mass]}
      zero: {points: 1, award: Avoids zero.}
    red_flags: {kl-is-metric: -1}
    solution: Because.
  parts-one:
    type: parts
    title: In steps
    points: 3.5
    given: {a: 1 .. 5}
    prompt: Start from {{ a }}.
    parts:
      twice: {type: number, ask: Double it., answer: 2*a, mistakes: {forgot-doubling: {is: a + 10, say: No.}}}
      again:
        {type: number, ask: Double that., answer: 2*twice, points: 2.5, solution: "It is {{ answer }}."}
"""

HOSTILE_TEXT = (
    r"\input{/etc/passwd} % $ # _ & ~ ^ { } < > ^^5cdef \end{document} <script>alert(1)</script> "
    r"''--``??\\[1cm] \verb|x| 中 é &amp;"
)


@functools.cache
def each_kind() -> Bank:
    """A question of each kind."""
    bank = load_texts({"bank.yaml": EACH_KIND})
    assert not bank.problems
    return bank


@functools.cache
def hostile() -> Bank:
    """A question whose title, prompt, words, options, hints and solution try to be markup."""
    quoted = "'" + HOSTILE_TEXT.replace("'", "''") + "'"
    return load_texts(
        {
            "hostile.yaml": f"""
quizkit: 1
questions:
  hostile:
    type: choice
    title: {quoted}
    given: {{w: ['<b>x</b>\\$', '\\input y', 'a_b & 50%']}}
    variants: 3
    prompt: {quoted}
    choices:
      - {{text: 'the word {{{{ w }}}} and ${{{{ w }}}}$', correct: true}}
      - {{text: {quoted}, say: {quoted}}}
      - {{text: '$\\input{{x}}$ or $\\href{{javascript:alert(1)}}{{y}}$ or $^^5cdef$'}}
    hints: [{quoted}]
    solution: {quoted}
"""
        }
    )
