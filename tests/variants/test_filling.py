"""What a text says once the numbers are drawn."""

from __future__ import annotations

import pytest

from quizkit.bank.constants import parse_constant
from quizkit.errors import Unreadable
from quizkit.mathlang.balls import Workings
from quizkit.mathlang.parser import Scope, parse
from quizkit.variants.draws import exact_value
from quizkit.variants.template import Filling

GIVEN = {
    "p": "0.35",
    "b": "-3",
    "third": "-1/3",
    "tiny": "1e-12",
    "big": "2.5e20",
    "one": "1",
    "zero": "0",
    "k": "3",
    "v": "[0.2, 0.3, 0.5]",
    "z": "[1, -0.5]",
    "W": "[[1, -2], [0.5, 4]]",
    "outcome": "rain",
    "names": "[cat, dog, bird]",
    "odd": "[a|b, 50% {x}]",
}
LET = {"u": "k*x", "L": "-log(p)", "answer": "k*(Phi(u) + u*phi(u))", "infinite": "infinity"}
SHAPES: dict[str, tuple[int, ...]] = {"v": (3,), "z": (2,), "W": (2, 2), "names": (3,), "odd": (2,)}
SCOPE = Scope(shapes=SHAPES, author=True, open=True)


def filled(text: str, *, markdown: bool = True, code_templated: bool = False) -> str:
    values = {name: exact_value(parse_constant(value)) for name, value in GIVEN.items()}
    workings = Workings(values, {name: parse(formula, SCOPE) for name, formula in LET.items()})
    symbolic = frozenset({"x", "u", "answer"})
    filling = Filling(
        workings, symbolic, lambda formula: parse(formula, SCOPE), code_templated=code_templated
    )
    return filling.fill(text, markdown=markdown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Numbers in text.
        ("p = {{ p }}, b = {{ b }}", "p = 0.35, b = -3"),
        ("{{ third }}, {{ tiny }}, {{ big }}", "-1/3, 1e-12, 2.5e20"),
        ("{{ p/7 }}, {{ p^9 }}, {{ L }}", "0.05, 7.88156e-5, 1.04982"),
        ("{{ L | 3sf }}, {{ L | 2dp }}, {{ p | 4sf }}", "1.05, 1.05, 0.3500"),
        ("{{ p | pct }}, {{ p/100 | 1sf pct }}, {{ L | 1dp pct }}", "35%, 0.4%, 105.0%"),
        ("{{ -zero }}, {{ -tiny | 3dp }}", "0, 0.000"),
        ("{{ p > 0 }}", "true"),
        ("{{ infinite }}, {{ -infinite }}", "infinity, -infinity"),
        # Numbers in mathematics.
        ("$p = {{ p }}$, ${{ b }}$", "$p = 0.35$, $-3$"),
        ("${{ third }}$, ${{ tiny }}$, ${{ big }}$", r"$-\frac{1}{3}$, $10^{-12}$, $2.5 \times 10^{20}$"),
        (r"$\frac{{{ p }}}{2}$", r"$\frac{0.35}{2}$"),
        ("$x - {{ b }}$, $x + {{ b }}$", "$x - (-3)$, $x + (-3)$"),
        (r"$2 \cdot {{ third }}$", r"$2 \cdot \left(-\frac{1}{3}\right)$"),
        ("${{ b }}^2 + {{ k }}^2$", "$(-3)^2 + 3^2$"),
        ("${{ tiny }}^2$", "$(10^{-12})^2$"),
        ("$e^{{ b }} + e^{{{ b }}x}$", "$e^{-3} + e^{-3x}$"),
        ("$p_{{ k }}$", "$p_{3}$"),
        ("${{ p | pct }}$", r"$35\%$"),
        ("${{ infinite }}$", r"$\infty$"),
        ("{{ p | tex }} and {{ W | tex }}", r"$0.35$ and $\begin{bmatrix} 1 & -2 \\ 0.5 & 4 \end{bmatrix}$"),
        # Arrays.
        ("{{ v }} and ${{ v }}$", "[0.2, 0.3, 0.5] and $[0.2, 0.3, 0.5]$"),
        ("{{ z | 2dp }}", "[1.00, -0.50]"),
        ("W = {{ W }}", "W = [[1, -2], [0.5, 4]]"),
        ("$W = {{ W }}$", r"$W = \begin{bmatrix} 1 & -2 \\ 0.5 & 4 \end{bmatrix}$"),
        ("see\n\n{{ W }}\n", "see\n\n$$\\begin{bmatrix} 1 & -2 \\\\ 0.5 & 4 \\end{bmatrix}$$\n"),
        ("see\n\n{{ v }}\n", "see\n\n[0.2, 0.3, 0.5]\n"),
        ("{{ W[0] }}, {{ W[1, 0] }}, {{ v_3 }}", "[1, -2], 0.5, 0.5"),
        # Words.
        ("{{ outcome }}: {{ names[1] }}", "rain: dog"),
        ("one of {{ names }}", "one of cat, dog, bird"),
        (r"$P(\text{x} = {{ outcome }})$", r"$P(\text{x} = \text{rain})$"),
        ("${{ odd[1] }}$", r"$\text{50\% \{x\}}$"),
        ("{{ cases(outcome == 'rain' -> 'wet', 'dry') }}", "wet"),
        # Formulas.
        ("{{ u }} and ${{ u }}$", "`3*x` and $3 x$"),
        ("{{ w*x + b | expr }}", "`w*x - 3`"),
        ("${{ one*x + b | expr }}$", "$x - 3$"),
        ("{{ k*p + b | expr }} = {{ k*p + b }}", "`3*0.35 - 3` = -1.95"),
        ("{{ x^(k - 1) }} and {{ x^(k - 1) | expr }}", "`x^2` and `x^(3 - 1)`"),
        ("{{ L*x }} and {{ L | expr }}", "`-log(0.35)*x` and `-log(0.35)`"),
        ("{{ answer }}", "`3*(Phi(3*x) + 3*x*phi(3*x))`"),
        ("{{ v[0]*x + W[0, 1] }}", "`0.2*x - 2`"),
        ("{{ cases(k > 2 -> x, x^2) }}", "`x`"),
        ("{{ cases(x < b -> p, x > b -> 1) }}", "`cases(x < -3 -> 0.35, x > -3 -> 1)`"),
        ("$2 - {{ b + x | expr }}$", r"$2 - \left(-3 + x\right)$"),
        (r"$2 \cdot{{ x }}$", r"$2 \cdot x$"),
        # Tables.
        (
            "a\n{{ table(class: names, p: v | 2dp) }}\nb",
            "a\n\n| class | p |\n| --- | ---: |\n| cat | 0.20 |\n| dog | 0.30 |\n| bird | 0.50 |\n\nb",
        ),
        (
            "- x\n\n  {{ table(word: odd, $z$: z | tex) }}\n",
            "- x\n\n  | word | $z$ |\n  | --- | ---: |\n  | a\\|b | $1$ |\n  | 50% {x} | $-0.5$ |\n",
        ),
        # What is no hole.
        (r"\{{ p }} and `{{ p }}`", "{{ p }} and `{{ p }}`"),
    ],
)
def test_holes_are_filled(text: str, expected: str) -> None:
    assert filled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`x = {{ p }}`, {{ u }}", "`x = 0.35`, `3*x`"),
        ("`y = {{ u }} + {{ L | 3sf }}`", "`y = 3*x + 1.05`"),
        ("```\nW = \\\n{{ W }}\n```\n", "```\nW = \\\n[[1, -2], [0.5, 4]]\n```\n"),
        (r"`\vec{x} = {{ v | tex }}`", r"`\vec{x} = [0.2, 0.3, 0.5]`"),
        (r"`{{ third | tex }}` and \{{ p }}", r"`-\frac{1}{3}` and {{ p }}"),
    ],
)
def test_code_is_filled_as_plain_text_where_it_is_templated(text: str, expected: str) -> None:
    assert filled(text, code_templated=True) == expected


def test_a_response_is_filled_as_it_would_be_typed() -> None:
    assert filled("{{ answer }}", markdown=False) == "3*(Phi(3*x) + 3*x*phi(3*x))"
    assert filled("{{ W }}", markdown=False) == "[[1, -2], [0.5, 4]]"
    assert filled("{{ L | 6sf }} bits", markdown=False) == "1.04982 bits"


@pytest.mark.parametrize(
    ("text", "message", "span"),
    [
        ("a {{ 1/zero }}", "{{ 1/zero }} has no value: a division by 0", (5, 11)),
        (
            "{{ log(b) | 3sf }}",
            "{{ log(b) }} has no value: the logarithm of a number that is not positive",
            (3, 9),
        ),
        ("{{ v[7] }}", "{{ v[7] }} has no value: there is no entry 7: the entries are 0 to 2", (3, 7)),
        ("{{ pp }}", "{{ pp }} has no value: nothing is known of 'pp'", (3, 5)),
        (
            "{{ exp(exp(exp(k))) }}",
            "{{ exp(exp(exp(k))) }} has no value: it is too large or too small to be shown",
            (3, 19),
        ),
        ("{{ table(a: p) }}", "a column of a table is a vector", (12, 13)),
        (
            "{{ table(a: v, b: z) }}",
            "the columns of a table are equally long: here they have 3, 2 entries",
            (2, 19),
        ),
    ],
)
def test_a_hole_without_a_value_is_told_at_its_place(text: str, message: str, span: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as caught:
        filled(text)
    assert (caught.value.message, (caught.value.start, caught.value.end)) == (message, span)


def test_a_formula_that_cannot_be_read_is_told_at_its_place() -> None:
    with pytest.raises(Unreadable) as caught:
        filled("see {{ p + }}")
    assert 7 <= caught.value.start <= 10
