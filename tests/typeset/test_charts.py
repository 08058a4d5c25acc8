"""Bars, columns, small columns and squares: exact drawings, and laws of their lengths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.mathlang.glyphs import ASCII, UNICODE, Glyphs, cells
from quizkit.typeset.charts import Bar, bars, beside, calendar, columns, sparkline

STANDING = [
    Bar("Attention", 0.78, "0.78  9 of 12"),
    Bar("Parameter counts of a block", 1.0, "1.00"),
    Bar("Tiny", 0.001, "0.00"),
    Bar("Nearly", 0.999, "1.00"),
    Bar("New", None, "new"),
]


def test_bars_stand_between_their_names_and_numbers() -> None:
    assert bars(STANDING, 50, most=1.0) == [
        "Attention                    █████░  0.78  9 of 12",
        "Parameter counts of a block  ██████  1.00",
        "Tiny                         █░░░░░  0.00",
        "Nearly                       █████░  1.00",
        "New                          ░░░░░░  new",
    ]
    assert bars(STANDING, 34, most=1.0)[:2] == [
        "Attention      ███░  0.78  9 of 12",
        "Parameter co…  ████  1.00",
    ]


def test_bars_in_ascii() -> None:
    assert bars(STANDING[-2:], 40, most=1.0, glyphs=ASCII) == [
        "Nearly  #########################.  1.00",
        "New     ..........................  new",
    ]


def test_without_a_most_the_longest_bar_is_the_greatest_value() -> None:
    rows = bars([Bar("a", 2, "2"), Bar("b", 4, "4")], 20)
    assert [row.count("█") for row in rows] == [7, 14]
    assert bars([], 20) == []
    assert bars([Bar("a", 0, "0")], 12) == ["a  ░░░░░░  0"]


def test_a_sparkline_is_highest_at_the_greatest_value_and_marks_nothing() -> None:
    assert sparkline([3, 5, 2, 7, 6, 4, 0, 7]) == "▄▆▃█▇▅·█"
    assert sparkline([3, 5, 2, 7, 6, 4, 0, 7], glyphs=ASCII) == "=*-@#+_@"
    assert sparkline([]) == ""
    assert sparkline([0, 0]) == "··"


def test_columns_have_their_values_above_and_their_names_below() -> None:
    assert columns([14, 6, 9, 0, 1], ["Mo", "Tu", "We", "Th", "Fr"], 40, height=2) == [
        "14  6  9  0  1",
        "██    ▂▂",
        "██ ▇▇ ██    ▁▁",
        "Mo Tu We Th Fr",
    ]
    assert columns([14, 6, 9, 0, 1], ["Mo", "Tu", "We", "Th", "Fr"], 40, height=2, glyphs=ASCII) == [
        "14  6  9  0  1",
        "##    __",
        "## ## ##    __",
        "Mo Tu We Th Fr",
    ]


def test_many_columns_are_narrow_and_columns_without_room_are_told_of() -> None:
    names = [f"week {n}" for n in range(30)]
    assert columns(list(range(30)), names, 40) == [
        " ▁▁▁▁▁▂▂▂▂▃▃▃▄▄▄▄▅▅▅▆▆▆▆▇▇▇▇██",
        "week 0                 week 29",
        "most 29",
    ]
    assert columns(list(range(30)), names, 20)[-1] == "most 29; the last 2…"
    assert columns([], [], 20) == []


def test_squares_grow_darker_and_say_what_they_stand_for() -> None:
    rows: list[tuple[str, list[int | None]]] = [("Mon", [0, 1, 2, 3, 4]), ("Tue", [8, 5, 6, None, None])]
    assert calendar(rows, 40) == ["Mon ·░░▒▒", "Tue █▓▓", "· 0  ░ 1-2  ▒ 3-4  ▓ 5-6  █ 7-8"]
    assert calendar(rows, 40, glyphs=ASCII) == ["Mon .--++", "Tue #**", ". 0  - 1-2  + 3-4  * 5-6  # 7-8"]


def test_where_there_is_little_to_tell_apart_there_are_few_shades() -> None:
    assert calendar([("Mon", [0, 1, 0])], 40) == ["Mon ·█·", "· 0  █ 1"]
    assert calendar([("Mon", [0, 0, 0])], 40) == ["Mon ···", "· 0"]


def test_of_too_many_weeks_the_last_are_shown_and_that_is_said() -> None:
    rows = [("Mon", [1] * 10 + [2] * 20)]
    assert calendar(rows, 24) == ["Mon ████████████████████", "· 0  ▓ 1  █ 2", "the last 20 of 30"]


def test_two_blocks_stand_next_to_each_other() -> None:
    assert beside(["a", "bbb"], ["x", "y", "z"], gap=1) == ["a   x", "bbb y", "    z"]
    assert beside([], ["x"]) == ["   x"]


AMOUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=60)
GLYPHS = st.sampled_from([UNICODE, ASCII])


@given(values=AMOUNTS, width=st.integers(12, 100), height=st.integers(1, 6), glyphs=GLYPHS)
def test_no_chart_is_wider_than_asked(values: list[int], width: int, height: int, glyphs: Glyphs) -> None:
    names = [f"n{place}" for place in range(len(values))]
    drawn = [
        *columns(values, names, width, height=height, glyphs=glyphs),
        *calendar([("Mon", values), ("Tue", values)], width, glyphs=glyphs),
        *bars(
            [Bar(name, value, "x") for name, value in zip(names, values, strict=True)], width, glyphs=glyphs
        ),
    ]
    assert [row for row in drawn if cells(row) > width] == []
    if glyphs is ASCII:
        assert all(row.isascii() for row in drawn)


@given(values=AMOUNTS)
def test_what_is_more_is_never_drawn_lower(values: list[int]) -> None:
    steps = "·▁▂▃▄▅▆▇█"
    heights = [steps.index(char) for char in sparkline(values)]
    assert all(
        (heights[a] <= heights[b])
        for a in range(len(values))
        for b in range(len(values))
        if values[a] <= values[b]
    )
    assert all((height > 0) == (value > 0) for height, value in zip(heights, values, strict=True))


@given(value=st.integers(0, 1000), most=st.integers(1, 1000))
def test_a_bar_is_full_only_where_all_is_reached_and_empty_only_of_nothing(value: int, most: int) -> None:
    (row,) = bars([Bar("a", value, "")], 30, most=most)
    full, rest = row.count("█"), row.count("░")
    assert full + rest == 25
    assert (rest == 0) == (value >= most)
    assert (full == 0) == (value == 0)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_names_from_outside_reach_no_screen_raw(glyphs: Glyphs) -> None:
    drawn = bars([Bar("\x1b[2J\tx", 1, "\x07")], 40, glyphs=glyphs)
    assert all(row.isprintable() for row in drawn)
