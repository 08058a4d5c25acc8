"""Trees become SymPy expressions with the language's own meanings; SymPy is met nowhere else."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings

from quizkit.errors import NotComputable, Undecidable, Undefined
from quizkit.mathlang.arrays import OPERATIONS, Array, entries_of
from quizkit.mathlang.domains import parse_domain
from quizkit.mathlang.floats import evaluate_floats
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.parser import parse
from quizkit.mathlang.scope import Scope
from quizkit.mathlang.symbolic import (
    _ON_CONDITIONS,
    _ON_NUMBERS,
    SYMPY,
    assumptions_of,
    certainly_differ,
    derivative,
    expression,
    numbers,
    positive_symbols,
    symbols_of,
    vanishes,
)
from tests.equivalence.formulas import formulas

REAL = {"x": parse_domain("real"), "y": parse_domain("real")}


def formula(text: str, **shapes: tuple[int, ...]) -> Node:
    return parse(text, Scope(open=True, shapes=shapes, author=False))


def symbolic(text: str) -> sympy.Basic:
    value = expression(formula(text), REAL)
    assert not isinstance(value, Array)
    return value


x, y = sympy.symbols("x y", real=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2x + 1/3", 2 * x + sympy.Rational(1, 3)),
        ("0.1", sympy.Rational(1, 10)),
        ("e^x", sympy.exp(x)),
        ("log2(8)", 3),
        ("sigma(x)", 1 / (1 + sympy.exp(-x))),
        ("max(x, y, 0)", sympy.Max(x, y, 0)),
        ("x > y", x > y),
        ("(x > 0)*y", y * sympy.Piecewise((1, x > 0), (0, True))),
        ("cases(x > 0 -> 1, 0)", sympy.Piecewise((1, x > 0), (0, True))),
        ("x > 0 and not y == 1", sympy.And(x > 0, sympy.Ne(y, 1))),
        ("cbrt(-8)", -2),
        ("infinity", sympy.oo),
        ("floor(7/2) + ceil(7/2)", 7),
    ],
)
def test_a_formula_becomes_the_expression_it_means(text: str, expected: object) -> None:
    assert symbolic(text) == expected


def test_what_has_no_case_is_nan() -> None:
    piecewise = symbolic("cases(x > 0 -> 1)")
    assert piecewise.subs(x, -1) is sympy.nan
    assert piecewise.subs(x, 1) == 1


def test_zero_log_zero_is_zero_where_the_factor_may_be_zero() -> None:
    assert symbolic("xlogy(x, y)").subs({x: 0, y: 0}) == 0
    assert symbolic("xlogy(2, y)") == 2 * sympy.log(y)


@pytest.mark.parametrize(
    ("written", "assumptions"),
    [
        ("real", {"real": True}),
        ("positive", {"real": True, "positive": True}),
        ("integer", {"real": True, "integer": True}),
        ("integer 0 .. 9", {"real": True, "integer": True, "nonnegative": True}),
        ("integer 1 .. 9", {"real": True, "integer": True, "positive": True}),
        ("0 .. 1", {"real": True, "positive": True}),
        ("-3 .. 0", {"real": True, "negative": True}),
        ("-3 .. 3 except 0", {"real": True, "nonzero": True}),
        ("simplex(3)", {"real": True, "positive": True}),
        ("onehot(3)", {"real": True, "nonnegative": True}),
    ],
)
def test_symbols_carry_what_their_domain_says(written: str, assumptions: dict[str, bool]) -> None:
    assert assumptions_of(parse_domain(written)) == assumptions


def test_listed_values_are_whole_numbers_if_all_are() -> None:
    assert assumptions_of(parse_domain([0, 1])) == {"real": True, "integer": True, "nonnegative": True}
    assert assumptions_of(parse_domain(["-1/2", -2])) == {"real": True, "negative": True}


def test_arrays_have_a_symbol_for_each_entry() -> None:
    matrix = symbols_of("W", parse_domain("matrix(2, 2)"))
    assert [str(entry) for entry in entries_of(matrix)] == ["W_1_1", "W_1_2", "W_2_1", "W_2_2"]
    domains = {"z": parse_domain("vector(2)")}
    value = expression(formula("softmax(z)", z=(2,)), domains)
    assert isinstance(value, Array)
    assert sympy.simplify(sum(value.entries)) == 1


def test_a_declared_letter_hides_a_constant() -> None:
    assert expression(formula("e"), {"e": parse_domain("positive")}) == sympy.Symbol(
        "e", positive=True, real=True
    )
    assert expression(formula("e"), {}) == sympy.E


@pytest.mark.parametrize(
    ("expected", "response", "opinion"),
    [
        ("(x + 1)^2", "x^2 + 2x + 1", True),
        ("sin(x)^2 + cos(x)^2", "1", True),
        ("x*Phi(x)", "x/2*(1 + erf(x/sqrt(2)))", True),
        ("relu(x)", "(x + abs(x))/2", True),
        ("x + 1", "x + 2", False),
        ("log(x^2)", "2 log(x)", False),
        ("x > 0", "x >= 0", False),
    ],
)
def test_a_difference_vanishes_where_sympy_can_show_it(
    expected: str, response: str, *, opinion: bool
) -> None:
    assert vanishes(symbolic(expected), symbolic(response)) is opinion


@pytest.mark.parametrize(
    ("written", "text", "zero"),
    [
        ("0 .. 1", "log(p/(1 - p)) - log(p) + log(1 - p)", True),
        ("2 .. infinity", "abs(2 - p) + 2 - p", True),
        ("-infinity .. 2", "abs(p - 2) + p - 2", True),
        ("real", "abs(p) - p", False),
    ],
)
def test_positive_symbols_carry_what_assumptions_cannot(written: str, text: str, *, zero: bool) -> None:
    domains = {"p": parse_domain(written)}
    assert vanishes(expression(formula(text), domains, rewritten=True), sympy.Integer(0)) is zero


def test_the_entries_of_a_simplex_sum_to_one() -> None:
    entries = entries_of(positive_symbols("p", parse_domain("simplex(3)")))
    assert sympy.simplify(sum(entries)) == 1
    assert all(entry.is_positive for entry in entries)


def test_names_are_values_formulas_or_symbols() -> None:
    values = {"k": Fraction(1, 2), "word": "rain", "z": Array((2,), (Fraction(1), Fraction(2)))}
    lets = {"u": formula("k*x"), "either": parse("word == 'rain'", Scope(open=True, author=True))}
    node = formula("cases(either -> u + z_2, 0)", z=(2,))
    assert expression(node, REAL, values, lets) == x / 2 + 2
    assert expression(node, REAL, {**values, "word": "sun"}, lets) == 0
    assert expression(formula("pi*x"), REAL) == sympy.pi * x


def test_words_are_only_compared() -> None:
    with pytest.raises(NotComputable, match="a word is no number"):
        SYMPY.apply("add", SYMPY.word("rain"), SYMPY.number(1, 1))


def number(text: str, **values: Fraction) -> object:
    value = numbers(formula(text), values, {}, 30)
    assert not isinstance(value, Array)
    return value


def test_rational_numbers_stay_exact_and_others_have_digits() -> None:
    assert number("x/3 + 1", x=Fraction(1, 2)) == sympy.Rational(7, 6)
    assert str(number("log(x)", x=Fraction(2))) == "0.693147180559945309417232121458"
    assert number("cases(x < 1/3 -> 1, x == 1/3 -> 2, 3)", x=Fraction(1, 3)) == 2
    assert number("floor(sqrt(x))", x=Fraction(8)) == 2


@pytest.mark.parametrize(
    "text", ["1/(1/(x - x))", "log(-x)", "sqrt(-x)^2", "0*log(x - x)", "cases(x < 0 -> 1)"]
)
def test_a_number_without_a_value_anywhere_within_has_none(text: str) -> None:
    with pytest.raises(Undefined):
        number(text, x=Fraction(1))


@pytest.mark.parametrize("text", ["sign(exp(log(x)) - x)", "sqrt(x)^2 < x", "floor(sqrt(x)^2)"])
def test_what_rounding_hides_is_not_decided(text: str) -> None:
    with pytest.raises(Undecidable):
        number(text, x=Fraction(3))


def test_numbers_differ_only_where_enough_digits_are_certain() -> None:
    far = parse_domain("real")
    tail, nothing = expression(formula("erfc(27)"), {"x": far}), sympy.Integer(0)
    assert certainly_differ(tail, nothing, (50, 100))
    assert not certainly_differ(tail, 1 - sympy.erf(27), (50, 100))
    assert not certainly_differ(sympy.sqrt(2) * sympy.sqrt(3), sympy.sqrt(6), (50, 100))


def test_derivatives_are_taken_entry_by_entry() -> None:
    value = derivative(formula("[x^2*y, sin(x)]"), "x", REAL)
    assert entries_of(value) == (2 * x * y, sympy.cos(x))
    with pytest.raises(NotComputable, match="the derivative in z, which is no number"):
        derivative(formula("z", z=(2,)), "z", {"z": parse_domain("vector(2)")})


def test_decisions_are_made_only_where_sympy_is_sure() -> None:
    assert SYMPY.decide(SYMPY.apply("less", SYMPY.number(1, 2), SYMPY.number(1, 1))) is True
    assert SYMPY.decide(SYMPY.apply("less", x, y)) is None
    assert SYMPY.exactly(SYMPY.number(2, 6)) == Fraction(1, 3)
    assert SYMPY.exactly(sympy.pi) is None


def test_every_operation_is_known() -> None:
    assert _ON_NUMBERS.keys() | _ON_CONDITIONS.keys() == OPERATIONS


@settings(max_examples=60, deadline=None, derandomize=True)
@given(formulas)
def test_sympy_and_floats_give_formulas_the_same_value(node: Node) -> None:
    value = evaluate_floats(node, {"x": 0.375, "y": -1.25})
    if not np.isfinite(value) or abs(value) > 1e6:
        return
    symbolic_value = expression(node, REAL)
    assert not isinstance(symbolic_value, Array)
    found = symbolic_value.subs({x: sympy.Rational(3, 8), y: sympy.Rational(-5, 4)}).evalf(30)
    if found.is_finite:
        assert float(found) == pytest.approx(float(value), rel=1e-6, abs=1e-6)


def test_comparing_and_grading_never_import_sympy() -> None:
    program = "import sys, quizkit; quizkit.compare('x*Phi(x)', 'gelu(x)'); print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
