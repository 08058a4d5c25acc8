"""The face of the room: nothing raises, is too wide, leaves raw, or is imported early."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit import typeset
from quizkit.typeset import ASCII, UNICODE, Span
from quizkit.typeset.spans import width
from tests.typeset.draw_formulas import read_pictures

PIECES = [
    *(
        "# ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "`",
        "```",
        "```\n",
        "*",
        "**",
        "$",
        "$$",
        "$$\n",
        "[a](b)",
        "![c](d)",
    ),
    *(
        "|a|b|\n|-|-:|\n|1|2|\n",
        "word ",
        "longword" * 8,
        "    ",
        "\t",
        "<b>",
        "&#x202e;",
        "&amp;",
        "\x07",
        "日本語 ",
    ),
    *("---\n", "\\", "  \n", "e\u0301", "|", "\u00a0", "👩‍💻", "\x1b[31m", "\r", "\x00"),
    *(f"${formula}$ " for formula in read_pictures()),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join), st.integers(24, 100))
def test_any_text_fits_its_page_and_leaves_nothing_raw(markdown: str, columns: int) -> None:
    for glyphs in (UNICODE, ASCII):
        lines = typeset.terminal(markdown, columns, glyphs=glyphs)
        plain = typeset.plain(markdown, columns, glyphs=glyphs)
        for line in [*lines, *((Span(row),) for row in plain.split("\n"))]:
            shown = "".join(span.text for span in line)
            assert width(line) <= columns
            assert not any(unicodedata.category(character)[0] == "C" for character in shown)
            assert all(character == " " for character in shown if character.isspace())
            assert glyphs is UNICODE or shown.isascii()


@pytest.mark.parametrize("columns", [1, 2, 5, 10])
def test_a_page_too_narrow_for_anything_is_still_set(columns: int) -> None:
    markdown = "> - 1. text $\\frac{a}{b}$\n\n|a|b|\n|-|-|\n|1|2|\n\n    code\n\n$$x = y + z$$"
    assert typeset.terminal(markdown, columns)


def test_styles_are_named() -> None:
    markdown = "# Head *it*\n\nplain **strong *both*** *emphasis* `code` $x$\n\n> said **so**"
    assert typeset.terminal(markdown, 60) == (
        (Span("Head it", "heading"),),
        (),
        (
            Span("plain "),
            Span("strong both", "strong"),
            Span(" "),
            Span("emphasis", "emphasis"),
            Span(" "),
            Span("code", "code"),
            Span(" "),
            Span("x", "math"),
        ),
        (),
        (Span("│ said ", "quote"), Span("so", "strong")),
    )


def test_a_long_formula_in_a_sentence_is_broken_after_its_relations() -> None:
    shown = typeset.plain(r"so $L = -\sum_k y_k \ln p_k = -\ln p_y \ge 0$", 26)
    assert shown == "so L = −Σₖ yₖ ln pₖ =\n−ln p_y ≥ 0"


def test_money_is_not_mathematics() -> None:
    assert (
        typeset.plain(r"It costs $5 or $10 now, not \$x\$ each.", 80)
        == "It costs $5 or $10 now, not $x$ each."
    )


def test_what_authors_should_mend_is_named_once() -> None:
    assert typeset.unread(r"Fine $x_i$, not $\foo$ and $\foo + {a$." + "\n\n$$\\left( x$$") == (
        r"unknown command \foo",
        "{ without }",
        r"\left without \right",
    )


def test_importing_the_room_imports_no_library() -> None:
    script = (
        "import sys, quizkit.typeset\n"
        "late = {'markdown_it', 'mdit_py_plugins', 'latex2mathml', 'pylatexenc', 'numpy', 'textual'}\n"
        "print(sorted(late & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_setting_a_page_imports_no_converter() -> None:
    script = (
        "import sys, quizkit.typeset\n"
        "quizkit.typeset.terminal('Give $\\\\frac{a}{b}$.', 80)\n"
        "print(sorted({'latex2mathml', 'pylatexenc', 'numpy', 'sympy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
