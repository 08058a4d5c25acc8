"""Floats follow the same meanings as exact numbers, at one point and at many."""

import math
import warnings

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings

from quizkit.errors import NotComputable, QuizkitError, ShapeMismatch, Undefined
from quizkit.mathlang.arrays import OPERATIONS
from quizkit.mathlang.balls import Workings, ball
from quizkit.mathlang.evaluate import evaluate
from quizkit.mathlang.floats import FLOATS, SORTED_OPERATIONS, evaluate_floats
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope
from tests.equivalence.formulas import formulas

SCOPE = Scope(open=True, shapes={"z": (3,), "A": (2, 2)}, author=True)

VALUES = [
    ("sigma(0)", 0.5),
    ("x^2 + 1", 5.0),
    ("log_b(8, 2)", 3.0),
    ("cbrt(-8)", -2.0),
    ("xlogy(0, 0)", 0.0),
    ("step(0)", 0.0),
    ("(x > 1) + (x > 3)", 1.0),
    ("cases(x < 0 -> 1, x > 0 -> 7)", 7.0),
    ("erfc(0) + erf(0)", 1.0),
    ("Phi(0)", 0.5),
    ("not x > 3", 1.0),
    ("sum(z)", 6.0),
    ("prod(z)", 6.0),
    ("argmax(z)", 2.0),
    ("round(2.345, 2)", 2.35),
    ("z[x]", 3.0),
    ("entropy([0.5, 0.5])", math.log(2)),
    ("det(A)", -2.0),
    ("atan2(1, 0)", math.pi / 2),
    ("e^0", 1.0),
    ("1e400", math.inf),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_a_formula_has_its_value(text: str, expected: float) -> None:
    names = {"x": 2.0, "z": np.array([1.0, 2.0, 3.0]), "A": [[1.0, 2.0], [3.0, 4.0]]}
    assert evaluate_floats(parse(text, SCOPE), names) == pytest.approx(expected, rel=1e-14)


def test_arrays_keep_their_shape() -> None:
    names = {"A": np.array([[1.0, 2.0], [3.0, 4.0]]), "z": [1.0, 2.0, 3.0]}
    assert np.array_equal(evaluate_floats(parse("A @ A.T", SCOPE), names), [[5.0, 11.0], [11.0, 25.0]])
    softmax = evaluate_floats(parse("softmax(z)", SCOPE), names)
    assert softmax.shape == (3,)
    assert softmax.sum() == pytest.approx(1.0)
    assert np.array_equal(evaluate_floats(parse("z > 1.5", SCOPE), names), [0.0, 1.0, 1.0])


def test_many_points_are_one_evaluation() -> None:
    x = np.linspace(-3, 3, 7)
    node = parse("cases(x < 0 -> -x, x > 0 -> x^2) + (x > 1)", SCOPE)
    column = evaluate(node, {"x": x}, FLOATS)
    expected = [evaluate_floats(node, {"x": float(entry)}) for entry in x]
    np.testing.assert_array_equal(np.asarray(column, dtype=float), expected)
    assert math.isnan(expected[3])


@pytest.mark.parametrize(
    "text", ["log(-1)", "1/0", "sqrt(-1)", "log(0)", "0/0", "asin(2)", "atan2(0, 0)", "(-8)^(1/3)"]
)
def test_what_has_no_value_is_not_finite_and_warns_nobody(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not np.isfinite(evaluate_floats(parse(text, SCOPE), {}))


def test_words_and_other_things_are_no_numbers() -> None:
    with pytest.raises(NotComputable, match="the word 'rain' is no number"):
        evaluate_floats(parse("'rain' == 'rain'", SCOPE), {})
    with pytest.raises(NotComputable, match="str is no number"):
        evaluate_floats(parse("x", SCOPE), {"x": "2"})  # type: ignore[dict-item]


def test_shapes_that_do_not_fit_are_told() -> None:
    with pytest.raises(ShapeMismatch):
        evaluate_floats(parse("z + A", SCOPE), {"z": [1.0, 2.0, 3.0], "A": [[1.0, 2.0], [3.0, 4.0]]})


def test_every_operation_is_known() -> None:
    assert SORTED_OPERATIONS.keys() == OPERATIONS


@settings(max_examples=200, deadline=None, derandomize=True)
@given(formulas)
def test_floats_come_near_exact_values(node: Node) -> None:
    try:
        exact = Workings({"x": fmpq(3, 8), "y": fmpq(-5, 4)}).value(node, 333)
    except QuizkitError:
        return
    value = evaluate_floats(node, {"x": 0.375, "y": -1.25})
    if np.isfinite(value) and abs(value) < 1e6:
        assert not isinstance(exact, bool | str)
        expected = float(ball(exact).mid()) if isinstance(exact, arb | fmpq) else math.nan
        assert value == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_undefined_is_raised_by_exact_numbers_where_floats_say_nan() -> None:
    node = parse("log(x - 2)", SCOPE)
    with pytest.raises(Undefined):
        Workings({"x": fmpq(1)}).value(node)
    assert math.isnan(evaluate_floats(node, {"x": 1.0}))
