"""Pictures of formulas."""

import unicodedata

import pytest
from hypothesis import example, given, settings

from quizkit.mathlang.glyphs import cells
from quizkit.mathlang.layout import ASCII, EMPTY, OPEN, UNICODE, Glyphs, draw, line
from quizkit.mathlang.nodes import Binary, Bracket, Call, Cases, Name, Negative, Node, Number, Word
from tests.mathlang.draw_pictures import drawn, read_pictures
from tests.strategies import trees

X, D = Name("x"), Name("d_in")
PICTURES = read_pictures()


@pytest.mark.parametrize(("formula", "picture"), PICTURES.items(), ids=PICTURES)
def test_a_formula_looks_as_it_was_approved(formula: str, picture: str) -> None:
    assert drawn(formula) == picture


@settings(deadline=None)
@given(trees())
@example(Number(10**5000))
@example(Cases((), None))
@example(Bracket((Bracket(()), Bracket(()))))
@example(Word("\x1b[31m日本\u202e"))
@example(Call("norm", ()))
def test_every_tree_has_a_picture(node: Node) -> None:
    for glyphs in (UNICODE, ASCII):
        box = draw(node, glyphs=glyphs)
        assert {cells(row) for row in box.lines} == {box.width}
        assert not any(unicodedata.category(character)[0] == "C" for row in box.lines for character in row)
        assert "\n" not in line(node, glyphs=glyphs)
    assert line(node, glyphs=ASCII).isascii()
    assert "".join(draw(node, glyphs=ASCII).lines).isascii()


def test_an_unfinished_formula_shows_its_open_place() -> None:
    product = Binary("*", Binary("*", D, Name("d_out")), OPEN)
    node = Binary("/", Binary("*", Name("r"), Binary("+", D, Name("d_out"))), product)
    assert str(draw(node)) == (
        " r·(dᵢₙ + dₒᵤₜ)\n"
        "────────────────\n"
        "   dᵢₙ·dₒᵤₜ·▒"
    )  # fmt: skip
    assert line(OPEN, glyphs=ASCII) == "#"


def test_a_matrix_shows_the_entries_that_are_still_empty() -> None:
    node = Bracket((Bracket((X, EMPTY)), Bracket((EMPTY, Negative(X)))))
    assert str(draw(node)) == "⎡ x  □  ⎤\n⎣ □  −x ⎦"
    assert str(draw(node, glyphs=ASCII)) == "[ x  _  ]\n[ _  -x ]"


@pytest.mark.parametrize(
    ("name", "shown", "ascii_only"),
    [
        ("lambda", "λ", "lambda"),
        ("eps", "ε", "epsilon"),
        ("Sigma", "Σ", "Sigma"),
        ("d_in", "dᵢₙ", "d_in"),
        ("d_ff", "d_ff", "d_ff"),
        ("W_Q", "W_Q", "W_Q"),
        ("p_theta", "p_θ", "p_theta"),
        ("beta_1", "β₁", "beta_1"),
        ("sigma2", "σ₂", "sigma_2"),
        ("x1", "x₁", "x_1"),
        ("h12", "h₁₂", "h_12"),
        ("dW1", "dW1", "dW1"),
        ("loss2", "loss2", "loss2"),
        ("yhat", "ŷ", "yhat"),
        ("y_hat", "ŷ", "yhat"),
        ("yhat_1", "ŷ₁", "yhat_1"),
        ("phat", "pˆ", "phat"),
        ("x_bar", "x¯", "xbar"),
        ("theta_hat", "θˆ", "hat(theta)"),
        ("that", "that", "that"),
        ("a_b_c", "a_b_c", "a_b_c"),
        ("_", "_", "_"),
        ("infinity", "∞", "inf"),
    ],
)
def test_names_are_drawn_as_letters(name: str, shown: str, ascii_only: str) -> None:
    assert (line(Name(name)), line(Name(name), glyphs=ASCII)) == (shown, ascii_only)


@pytest.mark.parametrize(
    ("function", "shown"),
    [
        ("log", "ln(x)"),
        ("exp", "eˣ"),
        ("sqrt", "√x"),
        ("cbrt", "∛x"),
        ("abs", "|x|"),
        ("norm", "‖x‖"),
        ("floor", "⌊x⌋"),
        ("ceil", "⌈x⌉"),
        ("Phi", "Φ(x)"),
        ("phi", "φ(x)"),
        ("sigma", "σ(x)"),
        ("relu", "ReLU(x)"),
        ("atan", "arctan(x)"),
        ("transpose", "xᵀ"),
        ("inv", "x⁻¹"),
        ("softmax", "softmax(x)"),
        ("log2", "log₂(x)"),
    ],
)
def test_functions_have_the_names_of_mathematics(function: str, shown: str) -> None:
    assert line(Call(function, (X,))) == shown


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_a_sum_of_many_terms_is_not_too_deep(glyphs: Glyphs) -> None:
    node: Node = X
    for _ in range(5000):
        node = Binary("+", node, Binary("*", X, X))
    assert draw(node, glyphs=glyphs).height == 1


def test_a_formula_nested_as_deep_as_may_be_typed_has_a_picture() -> None:
    node: Node = X
    for _ in range(60):
        node = (
            Call("sin", (Negative(Binary("/", node, Binary("^", X, Bracket((node,))))),))
            if node is X
            else Call("sin", (Binary("/", Number(1), node),))
        )
    assert draw(node).width > 60


def test_callers_can_tell_that_a_picture_is_too_wide() -> None:
    node = Bracket(tuple(Name(f"x{place}") for place in range(40)))
    assert draw(node).width == 2 * 10 + 3 * 30 + 2 * 39 + 2
