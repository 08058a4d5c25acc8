"""One line of text for a tree, that reads back as the tree."""

import pytest
from hypothesis import example, given, settings

from quizkit.mathlang.nodes import Binary, Bracket, Call, Name, Negative, Node, Number, Word
from quizkit.mathlang.parser import Scope, parse, read
from quizkit.mathlang.printing import number_text, text
from tests.strategies import INTEGERS, SHAPES, formulas, trees

AUTHOR = Scope(shapes=SHAPES, integers=INTEGERS, author=True)
CANDIDATE = Scope(shapes=SHAPES, integers=INTEGERS)
OPEN = Scope(shapes=SHAPES, integers=INTEGERS, open=True)
X, Y = Name("x"), Name("y")


@settings(deadline=None)
@given(formulas(author=True))
def test_what_is_printed_reads_back_as_the_same_formula(node: Node) -> None:
    assert parse(text(node), AUTHOR) == node


@settings(deadline=None)
@given(formulas())
def test_a_candidate_who_types_what_is_printed_says_the_same(node: Node) -> None:
    assert parse(text(node), CANDIDATE) == node


@settings(deadline=None)
@given(trees())
@example(Number(10**5000))
@example(Negative(Negative(X)))
def test_any_tree_has_a_text_of_one_line(node: Node) -> None:
    assert len(text(node).splitlines()) <= 1


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        # Brackets stand only where they are needed, and the order typed is kept.
        ("(x + y) + 1", "x + y + 1"),
        ("x + (y + 1)", "x + (y + 1)"),
        ("x - (y - 1)", "x - (y - 1)"),
        ("((x*y))/t", "x*y/t"),
        ("x/(y*t)", "x/(y*t)"),
        ("x*(y/t)", "x*(y/t)"),
        ("(x + 1)(y - 1)", "(x + 1)*(y - 1)"),
        ("-(x^2)", "-x^2"),
        ("(-x)^2", "(-x)^2"),
        ("-x*y", "-x*y"),
        ("-(x*y)", "-(x*y)"),
        ("x*-y", "x*(-y)"),
        ("x + -y", "x + (-y)"),
        ("2^-x", "2^(-x)"),
        ("2^(x^y)", "2^x^y"),
        ("(2^x)^y", "(2^x)^y"),
        ("(x + y)%", "(x + y)%"),
        # Numbers stand as typed, spellings are canonical.
        ("2.50 + 1e-3", "2.50 + 1e-3"),
        ("2x² + ln(x)", "2*x^2 + log(x)"),
        ("√x + |y|", "sqrt(x) + abs(y)"),
        ("λ·α", "lambda*alpha"),
        (r"\frac{x}{y}", "x/y"),
        ("ŷ", "yhat"),
        # Entries and arrays.
        ("p1 + p_2 + pᵢ + z[0]", "p_1 + p_2 + p_i + z[0]"),
        ("z_{i+1}", "z_{i + 1}"),
        ("W_{1,2} + W[0,1]", "W_{1, 2} + W[0, 1]"),
        ("[[1,2],[3,4]]", "[[1, 2], [3, 4]]"),
        ("[1 2; 3 4]", "[[1, 2], [3, 4]]"),
        ("W.T @ z", "transpose(W) @ z"),
        # Conditions.
        ("x<1", "x < 1"),
        ("0<=x<1 and not y==2 or x!=t", "0 <= x < 1 and not y == 2 or x != t"),
        ("not (x < 1 and y < 1)", "not (x < 1 and y < 1)"),
        ("(x < 1)*y", "(x < 1)*y"),
        ("x if x > 0 else 0", "cases(x > 0 -> x, 0)"),
        ("cases(x<0->-1,x>0->1)", "cases(x < 0 -> -1, x > 0 -> 1)"),
    ],
)
def test_a_formula_is_printed_as_it_was_understood(typed: str, printed: str) -> None:
    node = read(typed, OPEN).node
    assert text(node) == printed
    assert parse(printed, OPEN) == node


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (Number(1, 2, "0.50"), "0.50"),
        (Number(1, 2, ".5"), ".5"),
        (Number(1, 2), "0.5"),
        (Number(357, 1000, "0,357"), "0.357"),
        (Number(65536, 1, "65 536"), "65536"),
        (Number(-3, 8), "-0.375"),
        (Number(1, 3), "1/3"),
        (Number(-1, 3), "-1/3"),
        (Number(1, 80), "0.0125"),
        (Number(10**30), "1" + "0" * 30),
    ],
)
def test_a_number_is_printed_exactly(number: Number, printed: str) -> None:
    assert number_text(number) == printed


def test_computed_numbers_get_the_brackets_that_their_signs_need() -> None:
    assert text(Binary("^", Number(-3), Number(2))) == "(-3)^2"
    assert text(Binary("^", Number(1, 3), Number(2))) == "(1/3)^2"
    assert text(Binary("/", X, Number(1, 3))) == "x/(1/3)"


def test_a_word_is_quoted() -> None:
    assert text(Word("rain")) == "'rain'"
    assert text(Word("it's")) == '"it\'s"'


def test_a_sum_of_many_terms_is_not_too_deep() -> None:
    node: Node = X
    for _ in range(5000):
        node = Binary("+", node, Binary("*", Y, X))
    assert text(node) == "x" + " + y*x" * 5000


def test_functions_of_the_bank_are_printed_as_they_are() -> None:
    assert text(Call("mlp2_loss", (X, Bracket((Y, Number(2)))))) == "mlp2_loss(x, [y, 2])"
