"""LaTeX of formulas."""

import pytest
from hypothesis import given, settings

from quizkit.mathlang.latex import latex
from quizkit.mathlang.nodes import Binary, Call, Name, Node, Number, Word
from quizkit.mathlang.parser import Scope, parse, read
from tests.strategies import INTEGERS, SHAPES, trees

SCOPE = Scope(shapes=SHAPES, integers=INTEGERS, open=True)
X = Name("x")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2x^2 + x*y", r"2 x^{2} + x \cdot y"),
        ("(x + 1)/(y - 1)", r"\frac{x + 1}{y - 1}"),
        ("(x/y)^2", r"\left(\frac{x}{y}\right)^{2}"),
        ("exp(-x/2)", r"e^{\frac{-x}{2}}"),
        ("sqrt(x) + cbrt(y)", r"\sqrt{x} + \sqrt[3]{y}"),
        ("log(x) - log2(x) + log(x, 3)", r"\ln(x) - \log_{2}(x) + \log_{3}(x)"),
        ("d_in*alpha_t + yhat + x1", r"d_{\mathrm{in}} \cdot \alpha_{t} + \hat{y} + x_{1}"),
        ("loss + q_theta", r"\mathrm{loss} + q_{\theta}"),
        ("p_i*W_{1,2} + z[0]", r"p_{i} \cdot W_{12} + z[0]"),
        ("[1, -2]", r"\left[1, -2\right]"),
        ("[[1, 2], [3, 4]]", r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"),
        ("cases(x < 0 -> 0, x)", r"\begin{cases} 0 & \text{if } x < 0 \\ x & \text{otherwise} \end{cases}"),
        ("x <= 1 and y != 2", r"x \le 1 \text{ and } y \ne 2"),
        ("abs(x) + floor(y)", r"\left|x\right| + \left\lfloor y\right\rfloor"),
        ("W.T @ z", r"W^{\top}\,z"),
        ("kl(p, q)", r"\operatorname{KL}(p \,\|\, q)"),
        ("cross_entropy(p, q)", r"\operatorname{cross\_entropy}(p, q)"),
        ("35%", r"35\%"),
        ("3.5e-4", r"3.5 \cdot 10^{-4}"),
        ("infinity", r"\infty"),
    ],
)
def test_a_formula_is_written_in_the_order_typed(typed: str, written: str) -> None:
    assert latex(read(typed, SCOPE).node) == written


@pytest.mark.parametrize(
    "typed",
    [
        "2*x^2 + x*y - (x + 1)/(y - 1)",
        "(x/y)^2 + x^(1/2) + sqrt(x/y)",
        "log(x) + sin(x) + sigma(x) + Phi(x)",
        "d_in*alpha + yhat + p_i + z_2",
        "[[1, 2], [3, 4]] + [x, y] - W @ z",
        "cases(x < 0 -> 0, x < 1 -> x, 1)",
        "softmax(z) - 35%",
    ],
)
def test_a_candidate_may_type_our_latex(typed: str) -> None:
    node = parse(typed, SCOPE)
    assert read(latex(node), SCOPE).node == node


@settings(deadline=None)
@given(trees())
def test_every_tree_has_latex_with_its_braces_closed(node: Node) -> None:
    written = latex(node).replace(r"\{", "").replace(r"\}", "")
    assert written.count("{") == written.count("}")
    assert written.isprintable()


def test_foreign_text_is_no_command() -> None:
    assert latex(Word("a_b}\\x")) == r"\text{‘a\_b\}/x’}"
    assert latex(Name("_x")) == r"\mathrm{\_x}"


def test_a_sum_of_many_terms_is_not_too_deep() -> None:
    node: Node = X
    for _ in range(5000):
        node = Binary("+", node, Binary("*", X, X))
    assert latex(node) == "x" + r" + x \cdot x" * 5000


def test_computed_numbers_are_fractions_or_decimals() -> None:
    assert latex(Number(-1, 3)) == r"-\frac{1}{3}"
    assert latex(Binary("^", Number(1, 3), X)) == r"\left(\frac{1}{3}\right)^{x}"
    assert latex(Call("f", (Number(-3, 8),))) == r"\operatorname{f}(-0.375)"
