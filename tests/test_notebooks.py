"""What a notebook shows of comparisons, verdicts and variants; nothing raw from outside reaches it."""

from __future__ import annotations

import re

import pytest

import quizkit
from quizkit.errors import code_span, without_tags
from tests.grading.small_bank import variant

HOSTILE = [
    "<script>alert(1)</script>",
    "x + <img src=x onerror=alert(1)>",
    "`$\\href{javascript:alert(1)}{x}$`",
    "[x](javascript:alert(1))",
    "x\x1b[31m\u202e + 1",
    "``` x ```",
    "'<b>",
]


def outside_code(markdown: str) -> str:
    """The Markdown without its code spans."""
    return re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", markdown, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("expected", "response", "latex"),
    [
        ("x^2/2", "x*x/2", r"$\displaystyle \frac{x^{2}}{2} = \frac{x \cdot x}{2}$"),
        ("x", "y", r"$\displaystyle x \ne y$"),
        ("x", "cases(x^2 == 2 -> 0, x)", None),
    ],
)
def test_a_comparison_is_shown_as_a_formula(expected: str, response: str, latex: str | None) -> None:
    comparison = quizkit.compare(expected, response, symbols={"x": "real", "y": "real"})
    shown = comparison._repr_latex_()
    assert shown is not None
    if latex is None:
        assert r"\overset{?}{=}" in shown
    else:
        assert shown == latex
    markdown = comparison._repr_markdown_()
    assert markdown == f"**{comparison.relation}**: {shown}\n\n{comparison.evidence.sentence()}"


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("side", ["expected", "response"])
def test_a_side_that_cannot_be_read_stays_text(typed: str, side: str) -> None:
    sides = {"expected": "x", "response": "x", side: typed}
    comparison = quizkit.compare(sides["expected"], sides["response"])
    assert comparison.relation == "invalid"
    assert comparison._repr_latex_() is None
    shown = outside_code(comparison._repr_markdown_())
    assert re.fullmatch(r"\*\*invalid\*\*:  cannot be read: ", shown)
    assert comparison._repr_markdown_().isprintable()


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_verdict_on_what_cannot_be_read_repeats_nothing_raw(typed: str) -> None:
    verdict = quizkit.grade(variant("gelu"), typed)
    assert verdict.outcome == "invalid"
    assert verdict._repr_latex_() is None
    shown = outside_code(verdict._repr_markdown_())
    assert shown == f"**invalid**\n\n\n\n{verdict.sentence()}"
    assert verdict._repr_markdown_().replace("\n", "").isprintable()


def test_a_verdict_shows_the_outcome_the_formula_and_what_it_rests_on() -> None:
    verdict = quizkit.grade(variant("gelu"), "phi(x)*x + Phi(x)")
    assert verdict._repr_latex_() == r"$\displaystyle \varphi(x) \cdot x + \Phi(x)$"
    assert verdict._repr_markdown_() == "\n\n".join(
        ["**correct**", str(verdict._repr_latex_()), verdict.sentence()]
    )


def test_a_verdict_on_parts_shows_each() -> None:
    bank = quizkit.load_bank()
    question = next(question for question in bank.values() if question.kind == "parts")
    posed = quizkit.make_variant(question, seed=0)
    shown = quizkit.grade(posed, {part.id: "0" for part in posed.parts})._repr_markdown_()
    assert all(f"**({part.id})** **" in shown for part in posed.parts)


def test_a_variant_shows_the_problem_and_not_its_key() -> None:
    posed = variant("nll", p="0.7")
    assert posed._repr_markdown_() == "**One token**\n\nLoss for probability 0.7, in nats?"


def test_options_are_listed_by_letter() -> None:
    bank = quizkit.load_bank()
    question = next(question for question in bank.values() if question.kind == "choice")
    posed = quizkit.make_variant(question, seed=0)
    shown = posed._repr_markdown_()
    assert all(f"- **{option.letter}.** " in shown for option in posed.choices)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("x", "`x`"),
        ("a`b", "`` a`b ``"),
        ("``", "``` `` ```"),
        ("", "(nothing)"),
        ("a\nb\x1b", "`a\\x0ab\\x1b`"),
        ("y" * 50, "`" + "y" * 39 + "…`"),
    ],
)
def test_foreign_text_becomes_a_code_span(text: str, span: str) -> None:
    assert code_span(text) == span


def test_markdown_of_an_author_opens_no_tags() -> None:
    assert without_tags("a <b>x</b> <!-- c --> $x<y$, 1 < 2") == "a < b>x< /b> < !-- c --> $x< y$, 1 < 2"
