from __future__ import annotations

import mpmath
import pytest

from quizkit.grading.derivatives import derivative
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.nodes import Number
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope
from tests.equivalence.reference import Mpmath

FORMULAS = [
    "3*x + 2", "x^5", "x^(-1/2)", "2^x", "x^x", "1/(1 + x)", "x/(1 + x^2)", "exp(-x^2/2)", "log(1 + x^2)",
    "log2(x)", "log10(x)", "sqrt(x)", "sin(x)*cos(x)", "tan(x)", "asin(x/2)", "acos(x/2)", "atan(x)",
    "sinh(x)", "cosh(x)", "tanh(x)^2", "erf(x)", "erfc(x)", "sigma(2*x)", "softplus(x)", "Phi(x)", "phi(x)",
    "silu(x)", "gelu(x)", "logit(x/3)", "relu(x)", "leaky_relu(x, 0.1)", "elu(x)", "abs(x)", "x*y - y",
    "log_sigmoid(x)", "cases(x < 5 -> x^2, x)", "-x", "x%", "sec(x)", "log_b(x, 3)",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_derivative_is_the_slope_that_is_measured(formula: str) -> None:
    node = parse(formula, Scope(shapes={"x": (), "y": ()}))
    slope = derivative(node, "x")
    assert slope is not None
    with mpmath.workdps(40):
        x, y = mpmath.mpf(7) / 10, mpmath.mpf(3)
        found = evaluate(slope, {"x": x, "y": y}, Mpmath())
        measured = mpmath.diff(lambda at: evaluate(node, {"x": at, "y": y}, Mpmath()), x)
        assert abs(found - measured) < mpmath.mpf(10) ** -12


def test_what_does_not_depend_on_a_letter_has_the_slope_0() -> None:
    node = parse("y*max(z)", Scope(shapes={"x": (), "y": (), "z": (3,)}))
    assert derivative(node, "x") == Number(0)


@pytest.mark.parametrize("formula", ["max(x, 1)", "[x, 1]", "z[x]", "sum(x*z)"])
def test_where_no_rule_is_known_there_is_no_derivative(formula: str) -> None:
    node = parse(formula, Scope(shapes={"x": (), "z": (3,)}, integers=frozenset({"x"})))
    assert derivative(node, "x") is None
