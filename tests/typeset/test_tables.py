"""Tables as text: numbers to the right, text to the left, never a character raw."""

from __future__ import annotations

from quizkit.mathlang.glyphs import ASCII, cells
from quizkit.typeset.tables import Table, aligned, cut, filled, packed

TABLE = Table(
    title="Mistakes",
    heading=("mistake", "now", "before", "trend"),
    rows=(("bits for nats", "7", "12", "fewer"), ("sign flipped", "–", "3", "same")),
    note="Among 20 reviews in all, and these are few.",
)


def test_numbers_stand_at_the_right_and_words_at_the_left() -> None:
    assert TABLE.lines(40) == [
        "Mistakes",
        "mistake        now  before  trend",
        "bits for nats    7      12  fewer",
        "sign flipped     –       3  same",
        "Among 20 reviews in all, and these are",
        "few.",
    ]
    assert TABLE.lines(30)[1:4] == [
        "mistake     now  before  trend",
        "bits for…     7      12  fewer",
        "sign flip…    –       3  same",
    ]


def test_only_the_first_column_is_cut() -> None:
    assert aligned([("name", "n"), ("a long name of a thing", "12")], 14) == [
        "name         n",
        "a long na…  12",
    ]
    assert aligned([("name", "n"), ("a long name of a thing", "12")], 14, glyphs=ASCII)[1] == "a long na~  12"


def test_an_empty_table_says_so() -> None:
    assert Table(title="T", heading=("a",), rows=()).lines() == ["T", "nothing yet"]


def test_text_is_cut_and_filled_to_columns_of_the_screen() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cells(cut("漢字漢字", 5)) <= 5
    assert filled("one two three", 7) == ["one two", "three"]
    assert filled("", 7) == []
    assert packed(["a", "bb", "c"], 5) == ["a  bb", "c"]


def test_cells_are_never_raw() -> None:
    lines = aligned([("a", "b"), ("\x1b[31m", "\x07")], 60)
    assert all(line.isprintable() for line in lines)
    assert all(line.isascii() for line in aligned([("é", "–"), ("√", "✓")], 60, glyphs=ASCII))
