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
}  # fmt: skip


def question(case: Case, key: str) -> str:
    lines = [f"  type: {case.kind}", "  title: T", *("  " + line for line in case.drawn.strip().splitlines())]
    lines += [f"  answer: {key}", "  tol: 0.01", "  verify:", f"    - {case.witness}"]
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
