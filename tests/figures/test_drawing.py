"""The drawings: nothing clipped, no label over another, colours apart, the same bytes twice."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="figures are drawn by Matplotlib")

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from quizkit.errors import MissingPackage
from quizkit.figures import FIGURES, picture
from quizkit.figures.drawing.canvas import drawn, styled
from quizkit.figures.drawing.themes import DARK, HATCHES, LIGHT, LINES, MARKERS, Theme
from tests.figures.conftest import made

SLACK = 0.5
"""Pixels by which boxes may meet: they are rounded to whole ones."""


@dataclass(frozen=True)
class Placed:
    """A piece of text, or a legend, and where it came to stand, in pixels."""

    words: str
    box: Bbox


def _placed(figure: Figure) -> list[Placed]:
    """Every text that is drawn, and every legend as one piece, found while they are drawn.

    What is asked afterwards would name ticks beyond the ends of axes, and misplace those in space.
    """
    found: list[Placed] = []
    inside: set[int] = set()
    text_draw, legend_draw = Text.draw, Legend.draw

    def note_text(text: Text, renderer: object, *more: object, **named: object) -> None:
        text_draw(text, renderer, *more, **named)
        if text.get_visible() and text.get_text().strip() and id(text) not in inside:
            found.append(Placed(text.get_text(), Text.get_window_extent(text, renderer)))

    def note_legend(legend: Legend, renderer: object) -> None:
        inside.update(id(text) for text in legend.findobj(Text))
        legend_draw(legend, renderer)
        words = " / ".join(text.get_text() for text in legend.get_texts())
        found.append(Placed(words, legend.get_window_extent(renderer)))

    with pytest.MonkeyPatch.context() as patched:
        figure.canvas.draw()  # settles the layout
        patched.setattr(Text, "draw", note_text)
        patched.setattr(Legend, "draw", note_legend)
        figure.canvas.draw()
    return found


@pytest.fixture(scope="module", params=FIGURES)
def figure(request: pytest.FixtureRequest) -> Iterator[tuple[Figure, list[Placed]]]:
    """A figure, and what was written in it; each is drawn once."""
    named = FIGURES[request.param]
    with styled(dark=False) as theme:
        picture_ = drawn(named.module, named.function, made(request.param, 0), theme)
        yield picture_, _placed(picture_)


def test_no_label_lies_over_another_and_nothing_is_clipped(figure: tuple[Figure, list[Placed]]) -> None:
    picture_, placed = figure
    assert len(placed) > 20
    width, height = picture_.canvas.get_width_height()
    outside = [
        one.words
        for one in placed
        if one.box.x0 < 0 or one.box.y0 < 0 or one.box.x1 > width or one.box.y1 > height
    ]
    assert outside == []
    over = [
        (one.words, other.words)
        for one, other in itertools.combinations(placed, 2)
        if min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0) > SLACK
        and min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0) > SLACK
    ]
    assert over == []


@pytest.mark.endurance
@pytest.mark.parametrize("seed", range(1, 13))
@pytest.mark.parametrize("number", ["02", "03", "06", "07"])
def test_labels_keep_apart_whatever_is_drawn_at_random(number: str, seed: int) -> None:
    named = FIGURES[number]
    with styled(dark=False) as theme:
        picture_ = drawn(named.module, named.function, made(number, seed), theme)
        test_no_label_lies_over_another_and_nothing_is_clipped((picture_, _placed(picture_)))


def test_the_check_of_labels_sees_an_overlap() -> None:
    with styled(dark=False):
        figure_ = Figure(figsize=(2, 2))
        FigureCanvasAgg(figure_)
        figure_.text(0.5, 0.5, "one")
        figure_.text(0.52, 0.5, "other")
        first, second = _placed(figure_)
    assert first.box.x1 > second.box.x0


def test_titles_and_labels_are_those_of_the_json(figure: tuple[Figure, list[Placed]]) -> None:
    _, placed = figure
    written = {one.words for one in placed}
    shown = next(made(number, 0) for number, named in FIGURES.items() if made(number, 0).title in written)
    assert sum(any(text.endswith(panel.title) for text in written) for panel in shown.panels.values()) == len(
        shown.panels
    )
    labels = {label for panel in shown.panels.values() for label in panel.axes.values()}
    assert labels <= written


def test_letters_are_large_enough_at_the_width_of_a_readme(figure: tuple[Figure, list[Placed]]) -> None:
    picture_, _ = figure
    width = picture_.get_size_inches()[0]
    sizes = [text.get_fontsize() for text in picture_.findobj(Text) if text.get_text().strip()]
    # 800 pixels wide: so many to a point.
    assert min(sizes) * 800 / (72 * width) > 9


# Bytes.


@pytest.mark.parametrize("form", ["png", "svg"])
def test_two_runs_give_the_same_bytes_whatever_the_readers_settings(form: str) -> None:
    first = picture(made("01", 0), form=form, dpi=50)
    with mpl.rc_context({"font.size": 30, "axes.grid": False, "lines.linewidth": 9}):
        second = picture(made("01", 0), form=form, dpi=50)
        assert mpl.rcParams["font.size"] == 30
    assert first == second
    assert first.startswith(b"\x89PNG" if form == "png" else b"<?xml")
    for told in (b"<dc:date>", b"matplotlib.org", b"tEXtSoftware"):
        assert told not in first


def test_light_and_dark_pictures_differ_in_colour_alone() -> None:
    light, dark = (picture(made("01", 0), form="svg", dark=dark).decode() for dark in (False, True))
    assert LIGHT.ground in light
    assert DARK.ground in dark
    assert LIGHT.ground not in dark
    colours = {one: getattr(LIGHT, one) for one in ("ground", "ink", "faint", "quiet")}
    for name, colour in colours.items():
        light = light.replace(colour, getattr(DARK, name))
    for before, after in zip(LIGHT.series, DARK.series, strict=True):
        light = light.replace(before, after)
    # Names of shapes are hashes of their looks.
    assert re.sub(r"\b[mp][0-9a-f]{10}", "", light) == re.sub(r"\b[mp][0-9a-f]{10}", "", dark)


def test_pyplot_stays_out() -> None:
    picture(made("02", 0), dpi=20)
    assert "matplotlib.pyplot" not in sys.modules


def test_without_matplotlib_the_command_to_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "quizkit.figures.drawing.canvas")
    with pytest.raises(MissingPackage, match=r"pip install 'quizkit\[figures\]'"):
        picture(made("01", 0))


# Colours.

SIGHT = {
    "all colours": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
"""What a colour looks like to readers, in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1."""
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    x, y, z = np.cbrt(TO_XYZ @ linear.clip(0, 1) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _contrast(colour: str, ground: str) -> float:
    lights = sorted(float(TO_XYZ[1] @ _linear(one)) for one in (colour, ground))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_curves_stand_out_from_the_ground(theme: Theme) -> None:
    assert min(_contrast(colour, theme.ground) for colour in (theme.ink, theme.quiet)) > 4.5
    assert min(_contrast(colour, theme.ground) for colour in theme.series) > 3


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_curves_have_colours_that_every_reader_tells_apart(theme: Theme, sight: str) -> None:
    seen = [_lab(SIGHT[sight] @ _linear(colour)) for colour in theme.series]
    distances = [float(np.linalg.norm(one - other)) for one, other in itertools.combinations(seen, 2)]
    assert min(distances) > 12


def test_no_two_curves_or_bars_differ_by_colour_alone() -> None:
    for marks in (LINES, MARKERS, HATCHES):
        assert len(set(marks)) == len(marks)
