"""Keys that are wrong in the way people get them wrong: each is caught, at its witness's line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from quizkit.mathlang.balls import BALLS, scalars
from quizkit.workshop import verifying
from tests.workshop.proving import proved, told

NLL = """
given: {p: 0.1 .. 0.9 by 0.1}
prompt: "{{ p }}"
"""
LOGITS = """
given:
  z: vector(3) of -2 .. 2 by 0.5
  y: onehot(3)
where: [distinct(z)]
prompt: "{{ z }} {{ y }}"
"""
LAWS = """
given:
  p: simplex(3) by 0.1
  q: simplex(3) by 0.1
where:
  - p[0] != q[0]
prompt: "{{ p }} {{ q }}"
"""
LAYER = """
given:
  W: matrix(2, 2) of -3 .. 3
  x: vector(2) of 1 .. 3
  g: vector(2) of 1 .. 3
where:
  - W[0, 1] != W[1, 0]
  - W[0, 0] + W[1, 1] != 0
  - all(W @ x != 0)
  - any(W @ x < 0)
  - g[0]*x[1] != g[1]*x[0]
prompt: "{{ W }} {{ x }} {{ g }}"
"""
GAUSSIAN = """
given: {x: 1 .. 5, mu: -3 .. -1, s: "[0.5, 2, 3]"}
where: [s^2*x != mu]
prompt: "{{ x }} {{ mu }} {{ s }}"
"""
STUDENT = """
given: {a: vector(3) of -2 .. 2, b: vector(3) of -2 .. 2, T: 2 .. 4}
where: [distinct(a), distinct(b), any(a != b)]
prompt: "{{ a }} {{ b }} {{ T }}"
"""
TOKENS = """
given:
  i: 0 .. 2
  j: 0 .. 2
  G: matrix(3, 2) of 1 .. 3
prompt: "{{ i }} {{ j }} {{ G }}"
"""
SYMMETRIC = """
given:
  A: symmetric(2) eigs [4, 1]
prompt: "{{ A }}"
"""
BATCH = """
given:
  X: matrix(3, 2) of -3 .. 3
  G: matrix(3, 2) of 1 .. 3
let:
  C: X - outer(ones(3), colsums(X)/3)
where:
  - any(C != 0)
  - any(transpose(X) @ G != transpose(G) @ X)
  - any(2*colsums(G) != 3*colsums(G) - G[0])
  - any(G[0] != G[1])
prompt: "{{ X }} {{ G }}"
"""
LETTER = """
symbols: {x: -3 .. 3}
prompt: P
"""
CHAIN = """
given:
  A: matrix(2, 2) of -2 .. 2
  B: matrix(2, 2) of -2 .. 2
  x: vector(2) of 1 .. 3
where: [any(A @ B != B @ A)]
prompt: "{{ A }} {{ B }} {{ x }}"
"""
CLASSES = """
given: {V: 3 .. 5, y: 0 .. 2, eps: 0.1 .. 0.5 by 0.1}
prompt: "{{ V }} {{ y }} {{ eps }}"
"""


@dataclass(frozen=True)
class Case:
    kind: str
    drawn: str
    right: str
    wrong: str
    witness: str
    says: str


GRADIENT = "the key disagrees with the numeric gradient"
CASES = {
    "sign": Case(
        "number",
        NLL,
        "-log(p)",
        "log(p)",
        '{ref: "surprisal(p)"}',
        "the key disagrees with the reference surprisal(p)",
    ),
    "base of the logarithm": Case(
        "number",
        NLL,
        "-log(p)",
        "-log2(p)",
        '{ref: "surprisal(p)"}',
        "the key disagrees with the reference surprisal(p)",
    ),
    "transposed Jacobian": Case(
        "matrix", LAYER, "W", "transpose(W)", "{grad: W @ x, wrt: x}", GRADIENT
    ),
    "transposed gradient": Case(
        "matrix", LAYER, "outer(g, x)", "outer(x, g)", "{grad: g @ (W @ x), wrt: W}", GRADIENT
    ),
    "missing ReLU mask": Case(
        "matrix",
        LAYER,
        "outer(g * (W @ x > 0), x)",
        "outer(g, x)",
        "{grad: g @ relu(W @ x), wrt: W}",
        GRADIENT,
    ),
    "index off by one": Case(
        "number", LOGITS, "softmax(z)[0] - y[0]", "softmax(z)[1] - y[1]",
        '{grad: "cross_entropy(y, softmax(z))", wrt: "z[0]"}', GRADIENT,
    ),
    "sum for mean": Case(
        "number",
        LAWS,
        "-sum(log(p))/3",
        "-sum(log(p))",
        "{ref: \"nll_from_probs(p, 'mean')\"}",
        "the key disagrees with the reference nll_from_probs(p, 'mean')",
    ),
    "direction of KL": Case(
        "number", LAWS, "kl(p, q)", "kl(q, p)", '{ref: "kl(p, q)"}',
        "the key disagrees with the reference kl(p, q)",
    ),
    "entropy for cross-entropy": Case(
        "number", LAWS, "-sum(p*log(q))", "-sum(p*log(p))", '{expect: "answer == entropy(p) + kl(p, q)"}',
        "the property fails: answer == entropy(p) + kl(p, q)",
    ),
    "softmax Jacobian, diagonal only": Case(
        "matrix", LOGITS, "diag(softmax(z)) - outer(softmax(z), softmax(z))",
        "diag(softmax(z)*(1 - softmax(z)))", "{expect: rowsums(answer) == 0}",
        "the property fails: rowsums(answer) == 0",
    ),
    "gradient in the probabilities": Case(
        "vector", LOGITS, "softmax(z) - y", "-y/softmax(z)",
        '{grad: "cross_entropy(y, softmax(z))", wrt: z}', GRADIENT,
    ),
    "factor 2 of a square": Case(
        "vector", LAYER, "2*transpose(W) @ (W @ x)", "transpose(W) @ (W @ x)",
        "{grad: sum((W @ x)^2), wrt: x}", GRADIENT,
    ),
    "forgotten target": Case(
        "vector", LOGITS, "softmax(z) - y", "softmax(z)", "{expect: sum(answer) == 0}",
        "the property fails: sum(answer) == 0",
    ),
    "unnormalised eigenvalue": Case(
        "number", LAYER, "trace(W)/2", "trace(W)", '{expect: "2*answer == W[0, 0] + W[1, 1]"}',
        "the property fails: 2*answer == W[0, 0] + W[1, 1]",
    ),
    "forgotten 1/σ": Case(
        "number", GAUSSIAN, "(x - mu)/s^2", "(x - mu)/s", "{grad: (x - mu)^2/(2*s^2), wrt: x}", GRADIENT,
    ),
    "factor T of distillation": Case(
        "vector", STUDENT, "T*(softmax(a/T) - softmax(b/T))", "softmax(a/T) - softmax(b/T)",
        '{ref: "distillation_grad(a, b, T)"}',
        "the key disagrees with the reference distillation_grad(a, b, T)",
    ),
    "a token that comes twice, counted once": Case(
        "matrix", TOKENS, "transpose([onehot(i, 3), onehot(j, 3), onehot(i, 3)]) @ G",
        "transpose([onehot(i, 3), onehot(j, 3), zeros(3)]) @ G",
        '{ref: "embedding_grad([i, j, i], G, 3)"}',
        "the key disagrees with the reference embedding_grad([i, j, i], G, 3)",
    ),
    "order of the eigenvalues": Case(
        "vector", SYMMETRIC, "[4, 1]", "[1, 4]", "{ref: eigenvalues_symmetric(A)}",
        "the key disagrees with the reference eigenvalues_symmetric(A)",
    ),
    "eigenvector of the other eigenvalue": Case(
        "vector", SYMMETRIC, "(A - eye(2)) @ [1, 0]", "(A - 4*eye(2)) @ [1, 0]",
        "{expect: A @ answer == 4*answer}", "the property fails: A @ answer == 4*answer",
    ),
    "the smallest eigenvalue for the largest": Case(
        "number", SYMMETRIC, "max(eigvals(A))", "min(eigvals(A))",
        "{expect: det(A - answer*eye(2)) == 0 and answer > trace(A)/2}",
        "the property fails: det(A - answer*eye(2)) == 0 and answer > trace(A)/2",
    ),
    "biased for unbiased covariance": Case(
        "matrix", BATCH, "transpose(C) @ C/(3 - 1)", "transpose(C) @ C/3", "{ref: covariance(X)}",
        "the key disagrees with the reference covariance(X)",
    ),
    "bias gradient of one example": Case(
        "vector", BATCH, "colsums(G)", "G[0]", '{ref: "linear_batch_db(X, eye(2), G)"}',
        "the key disagrees with the reference linear_batch_db(X, eye(2), G)",
    ),
    "bias gradient as a mean": Case(
        "vector", BATCH, "colsums(G)", "colsums(G)/3", '{ref: "linear_batch_db(X, eye(2), G)"}',
        "the key disagrees with the reference linear_batch_db(X, eye(2), G)",
    ),
    "weight gradient of the other side": Case(
        "matrix", BATCH, "transpose(X) @ G", "transpose(G) @ X", '{ref: "linear_batch_dW(X, eye(2), G)"}',
        "the key disagrees with the reference linear_batch_dW(X, eye(2), G)",
    ),
    "GELU without x·φ(x)": Case("expression", LETTER, "Phi(x) + x*phi(x)", "Phi(x)",
        "{grad: gelu(x), wrt: x}", GRADIENT,
    ),
    "inner derivative": Case("expression", LETTER, "3*cos(3*x)", "cos(3*x)",
        "{grad: sin(3*x), wrt: x}", GRADIENT,
    ),
    "slope of the sigmoid, squared for product": Case(
        "expression", LETTER, "sigma(x)*(1 - sigma(x))", "sigma(x)^2", "{grad: sigma(x), wrt: x}", GRADIENT,
    ),
    "order of the chain rule": Case(
        "matrix", CHAIN, "B @ A", "A @ B", "{grad: B @ (A @ x), wrt: x}", GRADIENT,
    ),
    "skip connection forgotten": Case(
        "matrix", LAYER, "W + eye(2)", "W", "{ref: residual_jacobian(W)}",
        "the key disagrees with the reference residual_jacobian(W)",
    ),
    "log-softmax for softmax": Case(
        "matrix", LOGITS, "eye(3) - outer(ones(3), softmax(z))",
        "diag(softmax(z)) - outer(softmax(z), softmax(z))", "{ref: log_softmax_jacobian(z)}",
        "the key disagrees with the reference log_softmax_jacobian(z)",
    ),
    "uphill for downhill": Case(
        "vector", LAYER, "x - 0.1*g", "x + 0.1*g", '{ref: "sgd_step(x, g, 0.1)"}',
        "the key disagrees with the reference sgd_step(x, g, 0.1)",
    ),
    "scores not divided by √d": Case(
        "vector", LAYER, "softmax(W @ x/sqrt(2))", "softmax(W @ x)", '{ref: "attention_weights(x, W)"}',
        "the key disagrees with the reference attention_weights(x, W)",
    ),
    "every gradient clipped, the short ones too": Case(
        "vector", LAYER, "g*min(1, 2/norm(g))", "g*2/norm(g)", '{ref: "clip_by_norm(g, 2)"}',
        "the key disagrees with the reference clip_by_norm(g, 2)",
    ),
    "half of a divergence from the standard normal": Case(
        "number", GAUSSIAN, "(mu^2 + s^2 - 1 - log(s^2))/2", "mu^2 + s^2 - 1 - log(s^2)",
        '{ref: "kl_standard_normal([mu], [log(s^2)])"}',
        "the key disagrees with the reference kl_standard_normal([mu], [log(s^2)])",
    ),
    "smoothing over all classes": Case(
        "vector", CLASSES, "eps/(V - 1)*(1 - onehot(y, V)) + (1 - eps)*onehot(y, V)",
        "eps/V*ones(V) + (1 - eps)*onehot(y, V)", '{ref: "smooth_targets_others(y, V, eps)"}',
        "the key disagrees with the reference smooth_targets_others(y, V, eps)",
    ),
    "one path of a shared weight": Case(
        "number", GAUSSIAN, "2*s*x*(s^2*x - mu)", "s*x*(s^2*x - mu)", '{ref: "shared_weight_grad(s, x, mu)"}',
        "the key disagrees with the reference shared_weight_grad(s, x, mu)",
    ),
    "temperature outside the softmax": Case(
        "vector", STUDENT, "softmax(a/T)", "softmax(a)/T", "{expect: sum(answer) == 1}",
        "the property fails: sum(answer) == 1",
    ),
    "mean gradient of unequal batches": Case(
        "vector", BATCH, "(G[0] + 3*G[1])/4", "(G[0] + G[1])/2",
        '{ref: "batch_gradient([G[0], G[1]], [1, 3])"}',
        "the key disagrees with the reference batch_gradient([G[0], G[1]], [1, 3])",
    ),
    "perplexity of a loss in bits": Case(
        "number", NLL, "2^p", "exp(p)", '{ref: "perplexity(p*log(2))"}',
        "the key disagrees with the reference perplexity(p*log(2))",
    ),
}  # fmt: skip


def question(case: Case, key: str, *listed: str) -> str:
    """The question of a case with this key; ``listed`` are the formulas of its mistakes."""
    lines = [f"  type: {case.kind}", "  title: T", *("  " + line for line in case.drawn.strip().splitlines())]
    lines += [f'  answer: "{key}"', *(["  tol: 0.01"] if case.kind != "expression" else [])]
    if listed:
        lines += [
            "  mistakes:",
            *(f'    slip-{n}: {{is: "{each}", say: S}}' for n, each in enumerate(listed)),
        ]
    lines += ["  verify:", f"    - {case.witness}"]
    return "\n".join(["q:", *lines])


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_key_is_caught_by_its_witness(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    found = told(tmp_path, question(case, case.wrong))
    assert [(code, line) for code, line, _ in found] == [("QK501", f"- {case.witness}")]
    message, _, count = found[0][2].rpartition(", on ")
    assert message == case.says
    assert count.split()[1] == "of"


@pytest.mark.parametrize("name", CASES)
def test_the_right_key_is_clean(name: str, tmp_path: Path) -> None:
    assert told(tmp_path, question(CASES[name], CASES[name].right)) == []


@pytest.mark.parametrize("name", CASES)
def test_a_key_that_changed_places_with_its_mistake_is_asked_about(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    (checked,) = proved(tmp_path, question(case, case.wrong, case.right))
    (problem,) = [one for one in checked.problems if one.severity == "error"]
    assert (problem.code, problem.source.strip()) == ("QK501", f"- {case.witness}")
    assert (
        problem.fix == "the witness agrees with the mistake 'slip-0' on every variant: are the two swapped?"
    )


def test_what_a_wrong_variant_shows_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    bank = """
    q:
      type: number
      title: T
      given: {p: [0.25, 0.5]}
      prompt: "{{ p }}"
      answer: log(p)
      verify:
        - ref: surprisal(p)
    """
    (checked,) = proved(tmp_path, bank)
    (problem,) = checked.problems
    assert problem.drawn().replace(str(tmp_path), "FOLDER") == (
        "FOLDER/bank.yaml:12:9: QK501 the key disagrees with the reference surprisal(p), "
        "on 2 of 2 variants\n"
        "    - ref: surprisal(p)\n"
        "      ^\n"
        "    p = 0.25: key -1.38629, reference 1.38629\n"
        "    p = 0.5: key -0.693147, reference 0.693147"
    )


def test_of_many_wrong_variants_three_are_shown(tmp_path: Path) -> None:
    (checked,) = proved(tmp_path, question(CASES["sign"], "log(p)"))
    (problem,) = checked.problems
    assert problem.shown == "p = 0.1: key -2.30259, reference 2.30259"
    assert problem.more == (
        "p = 0.2: key -1.60944, reference 1.60944",
        "p = 0.3: key -1.20397, reference 1.20397",
    )


SWAPPED = """
q:
  type: matrix
  title: T
  given: {p: simplex(3) by 0.1}
  let: {z: log(p)}
  prompt: "{{ p }}"
  answer: diag(p*(1 - p))
  tol: 0.001
  mistakes:
    forgot-normaliser: diag(p)
    diagonal-only: MISTAKE
  verify:
    - grad: softmax(z)
      wrt: z
    - expect: rowsums(answer) == 0
"""


def test_a_key_and_a_mistake_that_are_swapped_are_asked_about_at_the_first_witness(tmp_path: Path) -> None:
    (checked,) = proved(tmp_path, SWAPPED.replace("MISTAKE", "diag(p) - outer(p, p)"))
    assert [(one.code, one.fix) for one in checked.problems] == [
        (
            "QK501",
            "the witnesses agree with the mistake 'diagonal-only' on every variant: are the two swapped?",
        ),
        ("QK501", ""),
    ]
    assert checked.problems[0].message == (
        "the key disagrees with the numeric gradient, on 36 of 36 variants"
    )


def test_a_mistake_may_be_written_with_the_key_that_it_is_swapped_with(tmp_path: Path) -> None:
    swapped = "answer - (outer(p, p) - diag(p*p))"
    (checked, *_) = proved(tmp_path, SWAPPED.replace("MISTAKE", swapped))
    assert checked.problems[0].fix.endswith("'diagonal-only' on every variant: are the two swapped?")


def test_a_mistake_that_one_witness_contradicts_too_is_not_taken_for_the_key(tmp_path: Path) -> None:
    (checked,) = proved(tmp_path, SWAPPED.replace("MISTAKE", "outer(p, p) - diag(p)"))
    assert {one.code for one in checked.problems} == {"QK501"}
    assert {one.fix for one in checked.problems} == {""}


def test_a_key_that_is_right_on_one_variant_is_not_swapped(tmp_path: Path) -> None:
    bank = """
    q:
      type: number
      title: T
      given: {a: 1 .. 9}
      prompt: "{{ a }}"
      answer: cases(a > 2 -> a^2, a <= 2 -> 2*a)
      tol: exact
      mistakes:
        cube: {is: "cases(a > 2 -> a^3, a <= 2 -> 3*a + 20)", say: S}
      verify:
        - expect: answer == cases(a > 2 -> a^3, a <= 2 -> 2*a)
    """
    (checked,) = proved(tmp_path, bank)
    (problem,) = checked.problems
    assert (problem.code, problem.fix) == ("QK501", "")


def test_a_symbolic_key_that_is_swapped_with_a_mistake_is_asked_about(tmp_path: Path) -> None:
    bank = SYMBOLIC.format(key="Phi(x)") + "  mistakes:\n    product: {is: Phi(x) + x*phi(x), say: S}\n"
    (checked,) = proved(tmp_path, bank)
    (problem,) = checked.problems
    assert (
        problem.fix == "the witness agrees with the mistake 'product' on every variant: are the two swapped?"
    )


def test_a_part_that_is_swapped_with_a_mistake_is_asked_about(tmp_path: Path) -> None:
    bank = """
    q:
      type: parts
      title: T
      given: {a: 2 .. 9}
      prompt: "{{ a }}"
      parts:
        double: {type: number, ask: Double?, answer: 2*a, tol: exact}
        square:
          type: number
          ask: Its square?
          answer: double^2/2
          tol: exact
          mistakes: {half: {is: 2*answer, say: S}}
          verify: {expect: answer == 4*a*a}
    """
    (checked,) = proved(tmp_path, bank)
    (problem,) = checked.problems
    assert problem.fix == "the witness agrees with the mistake 'half' on every variant: are the two swapped?"


SYMBOLIC = """
q:
  type: expression
  title: T
  symbols: {{x: -3 .. 3}}
  prompt: P
  answer: {key}
  verify:
    - grad: gelu(x)
      wrt: x
"""


def test_a_symbolic_key_is_tried_at_points_of_its_domain(tmp_path: Path) -> None:
    assert told(tmp_path, SYMBOLIC.format(key="Phi(x) + x*phi(x)")) == []
    ((code, line, message),) = told(tmp_path, SYMBOLIC.format(key="Phi(x)"))
    assert (code, line) == ("QK501", "- grad: gelu(x)")
    assert message == "the key disagrees with the numeric gradient, on 1 of 1 variants"


def test_a_symbolic_key_that_is_right_at_0_only_is_caught(tmp_path: Path) -> None:
    # At x = 0 every term with x as a factor is right, so one friendly point would prove nothing.
    assert told(tmp_path, SYMBOLIC.format(key="Phi(x) - x*phi(x)")) != []


def test_a_witness_with_its_own_draws_is_heard_at_several(tmp_path: Path) -> None:
    bank = """
    q:
      type: expression
      title: T
      symbols: {p_i: 0.05 .. 0.95, y_i: [0, 1]}
      prompt: P
      answer: KEY
      verify:
        - given:
            z: vector(3) of -2 .. 2 by 0.5
            y: onehot(3)
          let: {p_i: "softmax(z)[0]", y_i: "y[0]"}
          grad: cross_entropy(y, softmax(z))
          wrt: z[0]
    """
    assert told(tmp_path, bank.replace("KEY", "p_i - y_i")) == []
    ((code, _, _),) = told(tmp_path, bank.replace("KEY", "p_i*(1 - p_i)"))
    assert code == "QK501"
    # Right wherever y_i is 0: only a draw with y_i = 1 gives it away.
    ((code, _, _),) = told(tmp_path, bank.replace("KEY", "p_i*(1 - y_i)"))
    assert code == "QK501"


def test_a_property_of_a_choice_that_fails_is_told(tmp_path: Path) -> None:
    bank = """
    q:
      type: choice
      title: T
      given: {p: [0.25, 0.5]}
      prompt: "{{ p }}"
      choices:
        right: {text: "Y", correct: true}
        wrong: {text: "N"}
      verify:
        - expect: p > 1
    """
    (checked,) = proved(tmp_path, bank)
    (problem,) = checked.problems
    assert (problem.code, problem.source.strip()) == ("QK501", "- expect: p > 1")
    assert problem.message == "the property fails: p > 1, on 4 of 4 variants"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("abs(answer - log(2)) < 1e-9", True),
        ("abs(answer - log(2)) < 1e-30", True),
        ("1e-12 < 1e-11", True),
        ("1e-11 < 1e-12", False),
        ("answer < log(2)", False),
        ("answer <= log(2) and log(2) >= answer", True),
        ("answer > log(2)", False),
        ("answer == log(2) + 1e-12", True),
        ("answer != log(2) + 1e-12", False),
    ],
)
def test_below_means_below_and_equal_means_to_nine_figures(
    condition: str, *, holds: bool, tmp_path: Path
) -> None:
    bank = f"""
    q:
      type: number
      title: T
      given: {{p: [2]}}
      prompt: "{{{{ p }}}}"
      answer: log(p)
      verify:
        - expect: {condition}
    """
    assert (told(tmp_path, bank) == []) is holds


@pytest.mark.parametrize(
    ("key", "tolerance", "agrees"),
    [
        ("round(-log(p), 3)", "", False),
        ("round(-log(p), 3)", ", tol: 0.0005", True),
        ("round(-log(p), 3)", ", tol: 4sf", True),
        ("round(-log(p), 3)", ", tol: 6sf", False),
        ("-log(p)*1.009", ", tol: 1%", True),
        ("-log(p)*1.011", ", tol: 1%", False),
    ],
)
@pytest.mark.parametrize("witness", ["ref: surprisal(p)", "grad: p - p*log(p), wrt: p"])
def test_a_witness_with_a_tolerance_of_its_own_is_held_to_it(
    witness: str, key: str, tolerance: str, *, agrees: bool, tmp_path: Path
) -> None:
    bank = f"""
    q:
      type: number
      title: T
      given: {{p: [0.15, 0.35]}}
      prompt: "{{{{ p }}}}"
      answer: {key}
      verify:
        - {{{witness}{tolerance}}}
    """
    assert [code for code, _, _ in told(tmp_path, bank)] == ([] if agrees else ["QK501"])


def test_a_reference_with_arguments_it_refuses_is_told(tmp_path: Path) -> None:
    bank = """
    q:
      type: number
      title: T
      given: {p: [0.25, 0.5]}
      prompt: "{{ p }}"
      answer: -log(p)
      verify:
        - ref: surprisal(p - 1)
    """
    ((code, line, message),) = told(tmp_path, bank)
    assert (code, line) == ("QK502", "- ref: surprisal(p - 1)")
    assert message == "the witness cannot be heard, on 2 of 2 variants"


def test_points_lie_inside_their_domains() -> None:
    from quizkit.mathlang.domains import parse_domain
    from quizkit.variants.streams import Stream

    texts = ["-3 .. 3", "positive", "integer 2 .. 5", "real", "0 .. 1 except 0.5"]
    for place, text in enumerate(texts):
        domain = parse_domain(text)
        for attempt in range(20):
            stream = Stream(question="q", setting="", seed=place, attempt=attempt)
            value = BALLS.exactly(scalars(verifying.point(domain, stream, "x"))[0])
            assert value is not None
            assert domain.low is None or value >= domain.low
            assert domain.high is None or value <= domain.high
            assert value not in domain.excluded
