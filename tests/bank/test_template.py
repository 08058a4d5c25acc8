"""Where holes open and close, and what they know of what stands around them."""

from __future__ import annotations

import pytest

from quizkit.bank.template import Column, Format, Hole, Layout, Text, holes, parse_template
from quizkit.errors import Unreadable


def outline(text: str, *, code_templated: bool = False) -> str:
    """A template with ⟨holes⟩ marked: M in mathematics, C in code, A alone on a line."""
    shown = ""
    for piece in parse_template(text, code_templated=code_templated):
        match piece:
            case Text(plain):
                shown += plain
            case Hole():
                flags = "M" * piece.in_math + "C" * piece.in_code + "A" * piece.alone
                shown += f"⟨{piece.formula}{':' if flags else ''}{flags}⟩"
            case Layout():
                shown += f"⟨table {', '.join(column.formula for column in piece.columns)}⟩"
    return shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p is {{ p }}.", "p is ⟨p⟩."),
        (r"$\frac{{{ p }}}{2}$", r"$\frac{⟨p:M⟩}{2}$"),
        (r"$\frac{{{ a }}}{{{ b }}}$", r"$\frac{⟨a:M⟩}{⟨b:M⟩}$"),
        ("$e^{{{ k }}x}$", "$e^{⟨k:M⟩x}$"),
        (r"\{{ p }} and {{ p }}", "{{ p }} and ⟨p⟩"),
        (r"$\{{{ p }}\}$", r"$\{⟨p:M⟩\}$"),
        ("a } b }} c", "a } b }} c"),
        ("{{ W }}", "⟨W:A⟩"),
        ("see\n  {{ W }}  \nthere", "see\n  ⟨W:A⟩  \nthere"),
        ("$$ {{ W }} $$", "$$ ⟨W:M⟩ $$"),
        ("costs $5 or $6: {{ p }}", "costs $5 or $6: ⟨p⟩"),
        ("costs $ 5 {{ p }} and $x{{ y }}$", "costs $ 5 ⟨p⟩ and $x⟨y:M⟩$"),
        (r"\$ {{ p }} $ {{ q }}", r"\$ ⟨p⟩ $ ⟨q⟩"),
        ("$a\n\n{{ p }}$", "$a\n\n⟨p⟩$"),
        ("$a$$b{{ c }}$ {{ d }}", "$a$$b⟨c:M⟩$ ⟨d⟩"),
        ("`{{ p }}` {{ q }}", "`{{ p }}` ⟨q⟩"),
        ("``a ` {{ p }}`` {{ q }}", "``a ` {{ p }}`` ⟨q⟩"),
        ("a ` b {{ p }}", "a ` b ⟨p⟩"),
        ("```\n{{ p }}\n```\n{{ q }}", "```\n{{ p }}\n```\n⟨q:A⟩"),
        ("~~~ py\n$x {{ p }}\n", "~~~ py\n$x {{ p }}\n"),
        ("{{ table(class: names, p: q) }}", "⟨table names, q⟩"),
    ],
)
def test_holes_open_where_they_should(text: str, expected: str) -> None:
    assert outline(text) == expected


def test_code_takes_holes_where_the_question_says_so() -> None:
    text = "`x = {{ p }}` {{ q }}\n\n```\n{{ r }}\n```\n"
    assert outline(text, code_templated=True) == "`x = ⟨p:C⟩` ⟨q⟩\n\n```\n⟨r:CA⟩\n```\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`$a` {{ p }} `b$`", "`$a` ⟨p⟩ `b$`"),
        ("`${{ p }}$` $x{{ q }}$", "`$⟨p:C⟩$` $x⟨q:M⟩$"),
        ("~~~\nprice = $\n{{ p }}\n$\n~~~\n", "~~~\nprice = $\n⟨p:CA⟩\n$\n~~~\n"),
        (r"`\{{ p }}` `{{ q }}`", "`{{ p }}` `⟨q:C⟩`"),
    ],
)
def test_a_dollar_in_code_is_a_dollar(text: str, expected: str) -> None:
    assert outline(text, code_templated=True) == expected


def only_hole(text: str) -> Hole:
    (found,) = [piece for piece in parse_template(text) if isinstance(piece, Hole)]
    return found


@pytest.mark.parametrize(
    ("text", "follows", "raised", "script"),
    [
        ("$x - {{ b }}$", "-", False, False),
        ("$x + {{ b }}$", "+", False, False),
        (r"$3 \cdot {{ b }}$", "*", False, False),
        (r"$3 \times{{{ b }}}$", "*", False, False),
        ("$x = {{ b }}$", "", False, False),
        ("${{ b }}^2$", "", True, False),
        ("$e^{{ b }}$", "", False, True),
        ("$p_{{ b }}$", "", False, True),
        ("3 - {{ b }}^2", "", False, False),
    ],
)
def test_a_hole_knows_what_stands_around_it(text: str, follows: str, *, raised: bool, script: bool) -> None:
    hole = only_hole(text)
    assert (hole.follows, hole.raised, hole.script) == (follows, raised, script)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ p | 4sf }}", Format(figures=4)),
        ("{{ p | 0dp }}", Format(places=0)),
        ("{{ p | pct }}", Format(percent=True)),
        ("{{ p | 1dp pct }}", Format(places=1, percent=True)),
        ("{{ p | tex }}", Format(mathematics=True)),
        ("{{ w*x + b | expr tex }}", Format(mathematics=True, expression=True)),
        ("{{ |x - 1| | 3sf }}", Format(figures=3)),
        ("{{ cases(x == 'a|b' -> 1, 2) }}", Format()),
    ],
)
def test_formats_are_read(text: str, expected: Format) -> None:
    assert only_hole(text).format == expected


@pytest.mark.parametrize(
    ("written", "heading"),
    [("'a, b'", "a, b"), ('"a, b"', "a, b"), ("\"the word 'a'\"", "the word 'a'"), ("plain", "plain")],
)
def test_a_heading_stands_without_its_quotes(written: str, heading: str) -> None:
    (layout,) = parse_template(f"{{{{ table({written}: p) }}}}")
    assert isinstance(layout, Layout)
    assert layout.columns[0].heading == heading


def test_a_table_has_columns_with_headings_and_formats() -> None:
    text = "a\n  {{ table(true class: names, '$p$, q': softmax([a, b]) | 3dp) }}\n"
    (table,) = [piece for piece in parse_template(text) if isinstance(piece, Layout)]
    assert table.indent == "  "
    assert table.columns == (
        Column(heading="true class", formula="names", start=text.index("names")),
        Column(
            heading="$p$, q",
            formula="softmax([a, b])",
            format=Format(places=3),
            start=text.index("softmax"),
        ),
    )


def test_every_formula_is_told_with_its_offset() -> None:
    text = "{{ a }} and\n{{ table(x: b, y: c | 2sf) }}\n"
    found = [(formula, text[start : start + 1]) for formula, _, start in holes(parse_template(text))]
    assert found == [("a", "a"), ("b", "b"), ("c", "c")]


@pytest.mark.parametrize(
    ("text", "message", "span"),
    [
        ("a {{ p", r"'{{' is not closed by '}}'; for two literal braces write \{{", (2, 4)),
        ("{{ {{ p }} }}", r"'{{' is not closed by '}}'; for two literal braces write \{{", (0, 2)),
        ("{{ }}", "a formula is missing between '{{' and '}}'", (2, 3)),
        (
            "x^{{2}}",
            (
                "'2' is only a number: write it without braces, or put a space between LaTeX's own "
                "braces, { {2} }"
            ),
            (4, 5),
        ),
        (
            "{{ p | 3sg }}",
            "unknown format '3sg'; did you mean '3sf'?; write 4sf, 3dp, pct, tex or expr",
            (7, 10),
        ),
        ("{{ p | 0sf }}", "'0sf': a value has 1 to 30 figures", (7, 10)),
        (
            "{{ p | 3sf 2dp }}",
            "a value is rounded once, to figures (4sf) or to places (3dp)",
            (11, 14),
        ),
        (
            "{{ |x| }}",
            "a format is missing after '|': write 4sf, 3dp, pct, tex or expr; for a size write abs(x)",
            (6, 6),
        ),
        ("a {{ table(x: y) }}", "a table stands on a line of its own", (4, 17)),
        (
            "{{ table(p) }}",
            "a column is a heading and a vector: write table(class: names, probability: p)",
            (9, 10),
        ),
        ("{{ table(a: p }}", "expected ')' to close the table", (13, 13)),
    ],
)
def test_a_faulty_hole_is_refused_at_its_place(text: str, message: str, span: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_template(text)
    assert (caught.value.message, (caught.value.start, caught.value.end)) == (message, span)
