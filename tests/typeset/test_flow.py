"""Words filling lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.mathlang.boxes import Alignment, Box, row
from quizkit.typeset import plain
from quizkit.typeset.flow import Atom, Between, Piece, filled
from quizkit.typeset.spans import Line, Span, indented, joined, text, width

SPACE, BREAK = Between.SPACE, Between.BREAK
MATRIX = Box(("⎡ 1  2 ⎤", "⎣ 3  4 ⎦"), 0)


def words(sentence: str) -> list[Piece]:
    pieces: list[Piece] = []
    for word in sentence.split(" "):
        pieces += [SPACE, Atom(row(word))]
    return pieces[1:]


def test_lines_are_broken_at_spaces() -> None:
    assert text(filled(words("one two three four"), 9)) == "one two\nthree\nfour"


def test_what_is_not_separated_stays_together() -> None:
    pieces = [*words("about the"), SPACE, Atom(row("x"), "math"), Atom(row("-axis"))]
    assert text(filled(pieces, 12)) == "about the\nx-axis"


def test_a_forced_break_breaks() -> None:
    assert text(filled([Atom(row("a")), BREAK, BREAK, Atom(row("b"))], 9)) == "a\n\nb"


def test_a_high_atom_stands_in_its_sentence() -> None:
    pieces = [*words("with W ="), SPACE, Atom(MATRIX, "math"), Atom(row(",")), SPACE, *words("v = 2.")]
    assert text(filled(pieces, 80)) == "with W = ⎡ 1  2 ⎤, v = 2.\n         ⎣ 3  4 ⎦"


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert text(filled(words("a abcdefghij b"), 4)) == "a\nabcd\nefgh\nij b"


def test_a_character_wider_than_the_page_is_shown_all_the_same() -> None:
    assert text(filled(words("日本"), 1)) == "日\n本"


def test_a_cut_falls_between_atoms_where_it_can() -> None:
    pieces = [Atom(row("abc")), Atom(row("defg"), "math"), Atom(row("h"))]
    assert text(filled(pieces, 5)) == "abc\ndefgh"


@pytest.mark.parametrize(
    ("alignment", "shown"), [("left", "ab"), ("centre", "  ab"), ("right", "    ab"), ("point", "    ab")]
)
def test_lines_stand_as_asked(alignment: Alignment, shown: str) -> None:
    assert text(filled([Atom(row("ab"))], 6, alignment)) == shown


def test_a_space_within_a_style_has_that_style() -> None:
    pieces: list[Piece] = [
        Atom(row("two"), "strong"),
        SPACE,
        Atom(row("words"), "strong"),
        SPACE,
        Atom(row("end")),
    ]
    assert filled(pieces, 20) == ((Span("two words", "strong"), Span(" end", "plain")),)


@given(
    st.lists(
        st.one_of(
            st.builds(lambda word: Atom(row(word)), st.text("abc日", max_size=12)),
            st.just(SPACE),
            st.just(BREAK),
        ),
        max_size=20,
    ),
    st.integers(2, 12),
)
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(pieces: list[Piece], columns: int) -> None:
    lines = filled(pieces, columns)
    assert all(width(line) <= columns for line in lines)
    letters = "".join(piece.box.lines[0] for piece in pieces if isinstance(piece, Atom))
    assert text(lines).replace("\n", "").replace(" ", "") == letters


def test_a_line_has_no_spaces_at_its_end_and_no_seams() -> None:
    spans = (Span("a"), Span(" "), Span("b", "code"), Span("", "math"), Span("  ", "code"), Span(" "))
    assert joined(spans) == (Span("a "), Span("b", "code"))


def test_empty_lines_are_not_indented_but_a_bar_goes_on() -> None:
    lines: list[Line] = [(Span("a"),), (), (Span("b"),)]
    assert text(indented(lines, Span("  "), Span("- "))) == "- a\n\n  b"
    assert text(indented(lines, Span("| "))) == "| a\n|\n| b"


def test_a_displayed_matrix_has_its_rows_under_one_another_in_plain_text() -> None:
    source = r"$$W = \begin{bmatrix} 3 & -10 \\ 0.5 & 1 \end{bmatrix} x$$"
    assert plain(source, 80) == "    W = [[  3, −10],\n         [0.5,   1]]x"
    assert plain(source, 16) == "W = [[3, −10],\n[0.5, 1]]x"
