"""Boxes: rectangles of text that can be put together."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.mathlang import boxes, glyphs
from quizkit.mathlang.boxes import Box
from quizkit.mathlang.glyphs import ASCII, UNICODE


def text_boxes() -> st.SearchStrategy[Box]:
    """Boxes of any small size, standing on any of their rows."""

    def build(height: int, width: int, baseline: int) -> Box:
        return Box(("x" * width,) * height, baseline % height)

    return st.builds(build, st.integers(1, 4), st.integers(0, 5), st.integers(0, 3))


@pytest.mark.parametrize(
    ("lines", "baseline", "message"),
    [
        ((), 0, "a box of 0 rows has no row 0"),
        (("a",), 1, "a box of 1 rows has no row 1"),
        (("a", "bc"), 0, "the rows of a box must be equally wide"),
    ],
)
def test_no_box_is_ragged_or_without_its_baseline(
    lines: tuple[str, ...], baseline: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Box(lines, baseline)


@given(st.lists(text_boxes(), min_size=1, max_size=4))
def test_neighbours_stand_on_one_line(parts: list[Box]) -> None:
    box = boxes.beside(*parts)
    assert box.width == sum(part.width for part in parts)
    assert box.lines[box.baseline] == "".join(part.lines[part.baseline] for part in parts)
    assert box.height == max(part.baseline for part in parts) + max(part.below for part in parts) + 1


@given(text_boxes(), text_boxes())
def test_a_fraction_stands_on_its_bar(above: Box, below: Box) -> None:
    box = boxes.fraction(above, below, UNICODE)
    assert box.lines[box.baseline] == "─" * (max(above.width, below.width) + 2)
    assert box.height == above.height + 1 + below.height


@given(text_boxes(), text_boxes())
def test_an_exponent_leaves_its_base_where_it_was(base: Box, exponent: Box) -> None:
    raised, lowered = boxes.raised(base, exponent), boxes.lowered(base, exponent)
    line = base.lines[base.baseline]
    assert raised.lines[raised.baseline] == lowered.lines[lowered.baseline] == line + " " * exponent.width


@pytest.mark.parametrize(
    ("height", "left", "right"),
    [(1, "(", ")"), (2, "⎛⎝", "⎞⎠"), (3, "⎛⎜⎝", "⎞⎟⎠"), (4, "⎛⎜⎜⎝", "⎞⎟⎟⎠")],
)
def test_brackets_grow(height: int, left: str, right: str) -> None:
    inside = Box(("x",) * height, height - 1)
    drawn = boxes.fenced("(", inside, ")", UNICODE)
    assert drawn.lines == tuple(f"{a}x{b}" for a, b in zip(left, right, strict=True))
    assert drawn.baseline == inside.baseline


@pytest.mark.parametrize(("height", "brace"), [(1, "{"), (2, "⎰⎱"), (3, "⎧⎨⎩"), (4, "⎧⎨⎪⎩"), (5, "⎧⎪⎨⎪⎩")])
def test_a_brace_has_its_point_in_the_middle(height: int, brace: str) -> None:
    assert "".join(UNICODE.fence("{", height)) == brace


def test_columns_of_numbers_line_up_at_their_points() -> None:
    rows = [[boxes.row(text)] for text in ("1.25", "−10", ".5", "3.")]
    with_point = boxes.grid(rows[:2], [None], gap=2)
    assert with_point.lines == ("  1.25", "−10   ")


def test_other_columns_are_centred_unless_told_otherwise() -> None:
    rows = [[boxes.row("a + b"), boxes.row("a + b")], [boxes.row("c"), boxes.row("c")]]
    assert boxes.grid(rows, [None, "right"], gap=2).lines == ("a + b  a + b", "  c        c")


def test_high_rows_are_kept_apart() -> None:
    high = Box(("1", "2"), 0)
    assert boxes.grid([[high], [boxes.row("3")]], ["left"], gap=1).lines == ("1", "2", " ", "3")


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("αβᵢ₁", 4), ("日本", 4), ("e\u0301", 1), ("⎛─√", 3), ("", 0)],
)
def test_columns_are_counted_as_terminals_do(text: str, columns: int) -> None:
    assert glyphs.cells(text) == columns


def test_every_character_we_draw_with_is_one_column_wide() -> None:
    drawn = "".join(
        [
            *glyphs.GREEK.values(),
            *glyphs.SUBSCRIPTS.values(),
            *glyphs.SUPERSCRIPTS.values(),
            *(
                mark
                for height in (1, 2, 3, 5)
                for side in "()[]{}|⌊⌋⌈⌉‖"
                for mark in UNICODE.fence(side, height)
            ),
        ]
    )
    odd = {
        character
        for character in drawn
        if unicodedata.east_asian_width(character) in "WF"
        or unicodedata.category(character) in {"Mn", "Me", "Cf"}
    }
    assert odd == set()


@given(st.text(max_size=20))
def test_no_text_brings_more_than_it_shows(text: str) -> None:
    for shown in (UNICODE.text(text), ASCII.text(text)):
        assert all(unicodedata.category(c)[0] != "C" for c in shown)
        assert all(c == " " for c in shown if c.isspace())
    assert ASCII.text(text).isascii()


@pytest.mark.parametrize(
    ("text", "unicode", "ascii_only"),
    [
        ("\x1b[31m", r"\x1b[31m", r"\x1b[31m"),
        ("a\u202eb", r"a\u202eb", r"a\u202eb"),
        ("a\u00a0b\u2009c", "a b c", "a b c"),
        ("soft\u00adhyphen \u2764\ufe0f", "softhyphen \u2764", "softhyphen ?"),
        ("σ(x) ≤ ½·π", "σ(x) ≤ ½·π", "sigma(x) <= 1/2*pi"),
        ("xᵢ² − ŷ", "xᵢ² − ŷ", "x_i^2 - y"),
        ("naïve", "naïve", "naive"),
    ],
)
def test_what_a_screen_cannot_show_is_replaced(text: str, unicode: str, ascii_only: str) -> None:
    assert (UNICODE.text(text), ASCII.text(text)) == (unicode, ascii_only)


def test_small_characters_are_all_or_none() -> None:
    assert UNICODE.subscript("in") == "ᵢₙ"
    assert UNICODE.subscript("ff") is None
    assert UNICODE.subscript("") is None
    assert UNICODE.superscript("−1") == "⁻¹"
    assert ASCII.superscript("2") is None
