"""What nobody would write is tidied away, and nothing else."""

from __future__ import annotations

from fractions import Fraction

import pytest

from quizkit.mathlang.latex import latex
from quizkit.mathlang.nodes import Bracket, Name, Number
from quizkit.mathlang.parser import Scope, parse
from quizkit.mathlang.tidy import number_node, one_line, put_in, tidied

SCOPE = Scope(shapes={"v": (3,), "W": (2, 2)}, author=True, open=True)


@pytest.mark.parametrize(
    ("formula", "values", "expected"),
    [
        ("w*x + b", {"w": 1, "b": -3}, "x - 3"),
        ("w*x + b", {"w": -1, "b": 0}, "-x"),
        ("w*x + b", {"w": 2, "b": 3}, "2*x + 3"),
        ("w*x + b", {"w": -2, "b": -3}, "-2*x - 3"),
        ("w*x + b", {"w": 0, "b": 3}, "3"),
        ("b + w*x", {"w": -2, "b": 3}, "3 - 2*x"),
        ("b - w*x", {"w": -2, "b": 3}, "3 + 2*x"),
        ("b - w*x", {"w": 2, "b": 0}, "-2*x"),
        ("b - w*x", {"w": -2, "b": 0}, "2*x"),
        ("x^n", {"n": 1}, "x"),
        ("x^n", {"n": 0}, "1"),
        ("x^n", {"n": -2}, "x^(-2)"),
        ("a*x^n", {"a": -1, "n": 1}, "-x"),
        ("x*w", {"w": 1}, "x"),
        ("x/w", {"w": 1}, "x"),
        ("w/x", {"w": -3}, "-3/x"),
        ("a - w/x", {"w": -3}, "a + 3/x"),
        ("-w", {"w": -3}, "3"),
        ("-w", {"w": 0}, "0"),
        ("w^2", {"w": -3}, "(-3)^2"),
        ("x*w", {"w": -3}, "x*(-3)"),
        ("w*log(x)", {"w": 0}, "0*log(x)"),
        ("w*exp(x)", {"w": 0}, "0"),
        ("x^n*log(x)", {"n": 0}, "log(x)"),
        ("log(x)^n", {"n": 0}, "log(x)^0"),
        ("cases(x < a -> w*x, x > a -> b)", {"a": -1, "w": 1, "b": 2}, "cases(x < -1 -> x, x > -1 -> 2)"),
        ("max(w*x, x)", {"w": 1}, "max(x, x)"),
        ("2*3 + w", {"w": 1}, "2*3 + 1"),
    ],
)
def test_a_formula_is_tidied_after_numbers_are_put_in(
    formula: str, values: dict[str, int], expected: str
) -> None:
    numbers = {name: number_node(Fraction(value)) for name, value in values.items()}
    written = tidied(put_in(parse(formula, SCOPE), numbers))
    assert one_line(written) == expected
    assert one_line(tidied(parse(expected, SCOPE))) == expected


def test_entries_of_arrays_are_taken_out() -> None:
    rows = Bracket((Bracket((Number(1), Number(2))), Bracket((Number(3), Number(4)))))
    values = {"W": rows, "v": Bracket((Number(5), Name("a"), Number(7)))}
    assert (
        one_line(tidied(put_in(parse("W[1, 0]*x + v_2 + v[i]", SCOPE), values))) == "3*x + a + [5, a, 7][i]"
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("2*x + 3", "2 x + 3"),
        ("(-2)*x", r"-2 x"),
        ("0.5*x^2", r"0.5 x^{2}"),
        ("3*2^x", r"3 \cdot 2^{x}"),
        ("2*(-3)", r"2 \cdot (-3)"),
    ],
)
def test_a_number_before_a_letter_needs_no_sign_in_latex(formula: str, expected: str) -> None:
    assert latex(tidied(parse(formula, SCOPE))) == expected


@pytest.mark.parametrize(
    ("value", "spelled", "text"),
    [
        (Fraction(7, 20), "0.35", "0.35"),
        (Fraction(-7, 20), "-0.35", "-0.35"),
        (Fraction(-1, 3), "-1/3", "-1/3"),
        (Fraction(1, 10**12), "1e-12", "1e-12"),
        (Fraction(-4), "", "-4"),
    ],
)
def test_a_number_is_spelled_as_it_was_drawn(value: Fraction, spelled: str, text: str) -> None:
    assert one_line(number_node(value, spelled)) == text
