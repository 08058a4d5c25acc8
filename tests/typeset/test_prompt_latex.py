"""Authors' LaTeX: what it looks like, and that nothing in it can break a page."""

import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from quizkit.mathlang import drawing
from quizkit.mathlang.glyphs import ASCII, UNICODE, Glyphs, cells
from quizkit.mathlang.latex import latex as latex_of
from quizkit.mathlang.layout import line
from quizkit.mathlang.marks import NOTHING
from quizkit.mathlang.nodes import Binary, Node, walk
from quizkit.typeset import latex
from tests.strategies import formulas
from tests.typeset.draw_formulas import drawn, read_pictures

PICTURES = read_pictures()

TABLE = (
    r"\frac \tfrac \sum \prod \left( \right) \left\{ \right. \begin{pmatrix} \end{pmatrix} \begin{cases} "
    r"\end{cases} \begin{aligned} \end{aligned} { } ^ _ & \\ x 12 0.5 + - = \text{a\_b} \sqrt [3] \hat \bar "
    r"\mathrm{ab} \not \over ' \middle| \underbrace \overset \substack | \| \, \quad $ \text{$x$} ~ "
    r"\operatorname*{argmax} \mathbb{E} \foo \binom \pmod \begin{array}{lcr} \end{array} \ ( ) [ ] , ; :"
)
PIECES = TABLE.split(" ")


def flat(source: str, glyphs: Glyphs = UNICODE) -> str:
    return drawing.flat(latex.read(source).mark, glyphs=glyphs)


@pytest.mark.parametrize(("formula", "picture"), PICTURES.items(), ids=PICTURES)
def test_a_formula_looks_as_it_was_approved(formula: str, picture: str) -> None:
    assert drawn(formula) == picture


def test_everything_in_the_approved_formulas_is_read() -> None:
    assert {formula: latex.read(formula).unread for formula in PICTURES if latex.read(formula).unread} == {}


@pytest.mark.parametrize(
    ("source", "unread"),
    [
        (r"\frobnicate{x} + 1", (r"unknown command \frobnicate",)),
        (r"\foo + \foo", (r"unknown command \foo",)),
        (r"{a", ("{ without }",)),
        (r"a}", ("} without its beginning",)),
        (r"\frac{a}", ("a command without its argument",)),
        (r"x^", ("a command without its argument",)),
        (r"\left( x", (r"\left without \right",)),
        (r"x \right)", (r"\right without its beginning",)),
        (r"\begin{pmatrix} 1", (r"\begin{pmatrix} without its end",)),
        (r"\begin{pmatrix} 1 \end{bmatrix}", (r"\begin{pmatrix} without its end",)),
        ("{" * 50 + "x" + "}" * 50, ("brackets deeper than 40",)),
    ],
)
def test_what_cannot_be_read_is_named(source: str, unread: tuple[str, ...]) -> None:
    assert latex.read(source).unread[: len(unread)] == unread


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\foo x", "foo x"),
        (r"\softmax(z)", "softmax(z)"),
        (r"A \ltimes B", "A⋉B"),
        (r"\today", "today"),
        (r"\frac{a}{", "a/"),
        (r"{a", "a"),
        ("", ""),
    ],
)
def test_what_is_not_known_is_shown_without_backslashes(source: str, shown: str) -> None:
    assert flat(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\frac{a+b}{c}", "(a + b)/c"),
        (r"\frac{a}{b+c}", "a/(b + c)"),
        (r"\frac{a}{bc}", "a/(bc)"),
        (r"\frac{a}{2\sigma^2}", "a/(2σ²)"),
        (r"\frac{ab}{c}", "ab/c"),
        (r"-\frac{a}{b}", "−a/b"),
        (r"\frac{-a}{b}", "−a/b"),
        (r"\frac{a}{-b}", "a/(−b)"),
        (r"\frac{\frac{a}{b}}{c}", "a/b/c"),
        (r"\frac{a}{\frac{b}{c}}", "a/(b/c)"),
        (r"2\frac{a}{b}", "2(a/b)"),
        (r"\frac{a}{b}c", "(a/b)c"),
        (r"p\frac{a}{b}", "p (a/b)"),
        (r"\ln\frac{a}{b}", "ln(a/b)"),
        (r"\frac{\ln a}{b}", "(ln a)/b"),
        (r"\frac{\ln(a)}{b}", "ln(a)/b"),
        (r"\frac{a}{\ln b}", "a/ln b"),
        (r"\frac{\sum_i x_i}{n}", "(Σᵢ xᵢ)/n"),
        (r"\frac{1}{f(x)}", "1/f(x)"),
        (r"\frac{1}{f(x)g(x)}", "1/(f(x)g(x))"),
        (r"\frac{p(x)}{q(x)}", "p(x)/q(x)"),
        (r"\frac{b-a}{b(1-b)}", "(b − a)/(b(1 − b))"),
        (r"\frac{1}{f(x-1)}", "1/f(x − 1)"),
        (r"\frac{1}{\mathrm{rank}(-A)}", "1/rank(−A)"),
        (r"\frac{a}{b}.", "a/b."),
        (r"\frac12 x", "½x"),
        (r"\frac12", "1/2"),
        (r"e^{\frac{a}{b}}", "e^(a/b)"),
        (r"(\frac ab)^2", "(a/b)²"),
        (r"\frac{x}{(a)(b)}", "x/((a)(b))"),
        (r"\frac{x}{(a)+(b)}", "x/((a) + (b))"),
    ],
)
def test_a_slanted_fraction_gets_the_brackets_it_needs(source: str, shown: str) -> None:
    assert flat(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("|x| + |-y|", "|x| + |−y|"),
        ("p(y|x)", "p(y|x)"),
        (r"p(y \mid x)", "p(y | x)"),
        ("|x - |y||", "|x − |y||"),
        (r"\|x\|_2^2", "‖x‖₂²"),
        (r"KL(p\,\|\,q)", "KL(p ‖ q)"),
    ],
)
def test_bars_open_or_close_by_what_stands_before_them(source: str, shown: str) -> None:
    assert flat(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("-x", "−x"),
        ("a-x", "a − x"),
        ("a=-x", "a = −x"),
        ("(-x)", "(−x)"),
        ("e^{-x}", "e⁻ˣ"),
        ("x_{i-1}", "xᵢ₋₁"),
        (r"2\cdot -x", "2·−x"),
        (r"\sum -x", "Σ −x"),
        ("a,-b", "a, −b"),
        ("x^-", "x⁻"),
    ],
)
def test_a_minus_before_its_only_operand_has_no_spaces(source: str, shown: str) -> None:
    assert flat(source) == shown


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
@example("\\" * 5)
@example("{" * 2000)
@example(r"\frac" * 200)
@example(r"\sqrt[" * 500)
@example(r"\text{$" * 200)
@example(r"x^{" * 500)
@example("\x1b[31m\u202e\u200b日本語 e\u0301")
def test_no_formula_breaks_a_page(source: str) -> None:
    mark = latex.read(source).mark
    for glyphs in (UNICODE, ASCII):
        for box in (drawing.display(mark, glyphs=glyphs), drawing.inline(mark, glyphs=glyphs)):
            assert {cells(line) for line in box.lines} == {box.width}
            assert all(unicodedata.category(c)[0] != "C" for line in box.lines for c in line)
        assert drawing.flat(mark, glyphs=ASCII).isascii()


def test_a_sum_is_not_the_letter_it_is_drawn_with() -> None:
    assert (flat(r"\sum_i \Sigma_i"), flat(r"\sum_i \Sigma_i", ASCII)) == ("Σᵢ Σᵢ", "sum_i Sigma_i")
    assert flat("∑_i x_i") == flat(r"\sum_i x_i") == "Σᵢ xᵢ"


def test_formulas_may_be_broken_after_relations_and_commas_outside_brackets() -> None:
    mark = latex.read(r"f(a, b) = c \le d, \quad e").mark
    assert [drawing.flat(chunk).rstrip() for chunk in drawing.chunks(mark)] == ["f(a, b) =", "c ≤", "d,", "e"]


def test_an_empty_formula_is_nothing() -> None:
    assert latex.read("").mark == NOTHING


@settings(deadline=None)
@given(formulas(author=True))
def test_our_own_latex_is_drawn_like_the_formula_it_came_from(node: Node) -> None:
    assume(not any(isinstance(part, Binary) and part.operator == "@" for part in walk(node)))
    assert without_spaces(flat(latex_of(node))) == without_spaces(line(node))


def without_spaces(text: str) -> str:
    return text.replace(" ", "")
