"""A caret under the fault, in a window of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.mathlang.glyphs import cells
from quizkit.typeset.caret import caret_lines

CASES = (
    (("q*k^T / sqrt(d", 13, 15), ["  q*k^T / sqrt(d", "               ^"]),
    (("2x + qux", 5, 8), ["  2x + qux", "       ~~^"]),
    (("x)", 1, 2), ["  x)", "   ^"]),
    (("", 0, 0), ["  ", "  ^"]),
    (("a\x1b[31m", 1, 2), ["  a\\x1b[31m", "   ~~~^"]),
    (("a\nb", 2, 3), ["  a\\x0ab", "       ^"]),
    (("数x+y", 1, 2), ["  数x+y", "    ^"]),
)


@pytest.mark.parametrize(("place", "lines"), CASES)
def test_the_caret_stands_under_the_fault(place: tuple[str, int, int], lines: list[str]) -> None:
    assert caret_lines(*place) == lines


def test_of_a_long_text_a_window_is_shown() -> None:
    text, caret = caret_lines("x" * 500 + "!" + "y" * 500, 500, 501, 30)
    assert text == "  …" + "x" * 10 + "!" + "y" * 19 + "…"
    assert caret == " " * 13 + "^"


@given(st.text(max_size=200), st.integers(-5, 210), st.integers(-5, 210), st.integers(8, 80))
def test_no_text_is_shown_raw_or_wider_than_asked(text: str, start: int, end: int, most: int) -> None:
    shown, caret = caret_lines(text, start, end, most)
    assert shown.isprintable()
    assert set(caret) <= set(" ~^")
    assert cells(shown) <= most + 4
    assert len(caret) <= max(cells(shown) + 1, len("  ^") + 1)
