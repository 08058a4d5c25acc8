"""Curves as text: exact drawings, marks that tell series apart, and laws of the frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.mathlang.glyphs import ASCII, UNICODE, Glyphs, cells
from quizkit.typeset.axes import axis, label, round_step
from quizkit.typeset.plots import Series, calibration_plot, line_plot, series_table

LOSS = Series(name="-log p", points=tuple((k / 50, -math.log(k / 50)) for k in range(1, 51)))
LINEAR = Series(name="1 - p", points=tuple((k / 50, 1 - k / 50) for k in range(1, 51)))


UNEVEN = Series(name="", points=((0, 1), (1, 3), (2, 2), (3, math.nan), (4, 5), (5, 4), (6, math.inf)))
SHARES = [(0.65, 0.7, 4), (0.75, 0.72, 12), (0.85, 0.8, 30), (0.92, 0.95, 80)]
FOLDER = Path(__file__).with_name("plots")
PLOTS: dict[str, Callable[[], list[str]]] = {
    "curves": lambda: line_plot([LOSS, LINEAR], 50, 11, x_label="p", y_label="loss in nats"),
    "curves-ascii": lambda: line_plot(
        [LOSS, LINEAR], 50, 11, x_label="p", y_label="loss in nats", glyphs=ASCII
    ),
    "gap": lambda: line_plot([UNEVEN], 40, 9),
    "calibration": lambda: calibration_plot(SHARES, 40, 12, low=0.6),
    "calibration-ascii": lambda: calibration_plot(SHARES, 40, 12, low=0.6, glyphs=ASCII),
    "three-curves": lambda: line_plot(
        [
            Series(name=f"width {width}", points=tuple((k, k**2 / width) for k in range(9)))
            for width in (1, 2, 4)
        ],
        60,
        14,
        x_label="depth",
        y_label="cost",
        x_whole=True,
    ),
}


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_is_as_it_was_drawn(name: str) -> None:
    """``python -m tests.typeset.test_plots`` draws them anew; read the difference."""
    assert PLOTS[name]() == (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def test_no_plot_is_kept_that_nobody_draws() -> None:
    assert {kept.stem for kept in FOLDER.glob("*.txt")} == set(PLOTS)


def test_a_value_that_is_not_finite_leaves_a_gap_in_the_line() -> None:
    rows = line_plot([UNEVEN], 40, 9)
    drawn = {column for row in rows[:-2] for column, mark in enumerate(row[3:]) if mark not in " ┤│"}
    assert drawn
    assert not drawn & set(range(15, 28))


def test_few_cases_are_marked_otherwise() -> None:
    rows = calibration_plot(SHARES, 40, 12, low=0.6, legend=False)
    assert sum(row.count("○") for row in rows) == 1
    assert sum(row.count("●") for row in rows) == 3


def test_a_range_cuts_curves_off_at_its_ends() -> None:
    steep = Series(name="", points=((0, -10), (2, 10)))
    plot = line_plot([steep], 30, 8, x_range=(0, 2), y_range=(-1, 1))
    inked = [row[4:].strip() for row in plot[:6] if row[4:].strip()]
    assert len(inked) == 6
    assert all(len(ink) <= 2 for ink in inked)
    beyond = Series(name="", points=((0, 5), (2, 5)))
    flat = line_plot([beyond], 30, 8, x_range=(0, 2), y_range=(-1, 1))
    assert [row[4:].strip() for row in flat[:6]] == [""] * 6


def test_nothing_to_show_says_so() -> None:
    assert line_plot([], 40, 10) == ["nothing to show yet"]
    assert line_plot([Series(name="x", points=((math.nan, 1.0),))], 40, 10) == ["nothing to show yet"]
    assert calibration_plot([], 40, 10) == ["nothing to show yet"]


def test_the_numbers_of_a_plot_are_there_as_a_table() -> None:
    table = series_table([LOSS, Series(name="at 1", points=((1.0, 0.5),))], title="Loss", x_label="p", most=3)
    assert table.lines() == [
        "Loss",
        "p     -log p  at 1",
        "0.02   3.912     –",
        "0.5   0.6931     –",
        "1          0   0.5",
        "3 of 50 points",
    ]


@pytest.mark.parametrize(
    ("low", "high", "most", "widen", "written"),
    [
        (0, 1, 6, False, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0.6, 1.0, 3, False, ["0.6", "0.8", "1.0"]),
        (0.02, 3.9, 5, True, ["0", "1", "2", "3", "4"]),
        (-3, 14, 5, True, ["-5", "0", "5", "10", "15"]),
        (0, 1e9, 3, False, ["0", "5e+08", "1e+09"]),
        (0, 1e-7, 3, False, ["0", "5e-08", "1e-07"]),
        (5, 5, 3, False, ["2.5", "5.0", "7.5"]),
        (0, 0, 3, False, ["-1", "0", "1"]),
        (1, 0, 3, False, ["0.0", "0.5", "1.0"]),
        (0, 2.5, 2, False, ["0.0", "2.5"]),
    ],
)
def test_the_numbers_at_an_axis_are_round(
    *, low: float, high: float, most: int, widen: bool, written: list[str]
) -> None:
    assert [text for _, text in axis(low, high, most, widen=widen).ticks] == written


def test_of_weeks_only_whole_numbers_are_written() -> None:
    assert [text for _, text in axis(-12, 0, 7, whole=True).ticks] == [
        "-12",
        "-10",
        "-8",
        "-6",
        "-4",
        "-2",
        "0",
    ]
    assert [text for _, text in axis(-12, 0, 6, whole=True).ticks] == ["-10", "-5", "0"]
    assert [text for _, text in axis(0, 2, 9, whole=True).ticks] == ["0", "1", "2"]


def test_an_axis_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        axis(0, math.inf, 3)


FINITE = st.floats(-1e12, 1e12)


@given(low=FINITE, span=st.floats(1e-6, 1e12), most=st.integers(1, 12))
def test_steps_are_round_and_no_more_than_asked(low: float, span: float, most: int) -> None:
    step = round_step(span, most)
    assert span / step <= most * (1 + 1e-8)
    digits = f"{float(step):.12e}".partition("e")[0].rstrip("0")
    assert digits in {"1.", "2.", "2.5", "5."}
    found = axis(low, low + span, most)
    assert len(found.ticks) <= most + 2
    numbers = [value for value, _ in found.ticks]
    assert numbers == sorted(numbers)


@given(count=st.integers(-10_000, 10_000), power=st.integers(-4, 4))
def test_what_is_written_at_an_axis_is_its_number(count: int, power: int) -> None:
    step = Fraction(10) ** power
    assert float(label(count * step, step)) == pytest.approx(float(count * step), rel=1e-3)


POINTS = st.lists(
    st.tuples(st.floats(allow_nan=True, width=32), st.floats(allow_nan=True, width=32)), max_size=12
)


@given(
    several=st.lists(POINTS, min_size=1, max_size=4),
    width=st.integers(30, 100),
    height=st.integers(7, 30),
    glyphs=st.sampled_from([UNICODE, ASCII]),
)
def test_no_plot_is_wider_or_higher_than_asked_whatever_the_points(
    several: list[list[tuple[float, float]]], width: int, height: int, glyphs: Glyphs
) -> None:
    series = [Series(name=f"curve {n}", points=tuple(points)) for n, points in enumerate(several)]
    plot = line_plot(series, width, height, x_label="x", y_label="y", glyphs=glyphs)
    assert all(cells(row) <= width for row in plot), plot
    assert len(plot) in {1, height}
    if glyphs is ASCII:
        assert all(row.isascii() for row in plot)


def draw() -> None:
    """Draw all plots anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, plot in PLOTS.items():
        (FOLDER / f"{name}.txt").write_text("\n".join(plot()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    draw()
