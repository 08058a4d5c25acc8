"""Help: everything that it says can be typed can be, at every width, the asking screen first."""

from __future__ import annotations

import asyncio
import sys

import pytest
from textual.color import Color

from quizkit.mathlang.glyphs import cells
from quizkit.mathlang.parser import read
from quizkit.mathlang.scope import Scope
from quizkit.practice.browsing import query_of, rows_of
from quizkit.tui.cheatsheet import FILTERS, MATHEMATICS, SCREENS, sheet
from quizkit.tui.screens.browse import BrowseScreen
from quizkit.tui.screens.help import HelpScreen
from quizkit.tui.themes import LIGHT
from tests.tui import browsing
from tests.tui.browsing import DAY, SmallApp, kept
from tests.tui.faces import played, playing, small_bank
from tests.tui.test_sizes import contrast

SCOPE = Scope(
    shapes={
        **dict.fromkeys("xabcd", ()),
        "W": (2, 2),
        "g": (2,),
        "z": (3,),
        "p": (3,),
    },
    integers=frozenset({"i"}),
    units=frozenset({"nats", "bits"}),
    open=True,
)
SCENES = {
    "problem": ((80, 24), 0),
    "problem-on": ((80, 24), 1),
    "problem-large": ((120, 40), 0),
    "problem-low": ((60, 16), 1),
    "problem-least": ((40, 12), 0),
}
"""The size, and how many pages down. ``python -m tests.tui.test_help`` draws them anew."""


async def seen(name: str) -> str:
    size, pages = SCENES[name]
    async with playing("slope", size=size) as player:
        player.app.animation_level = "none"
        await player.press("f1", *("pagedown",) * pages)
        return player.screen + "\n"


@pytest.mark.parametrize("name", SCENES)
def test_help_is_as_it_was_drawn(name: str) -> None:
    (columns, rows), _ = SCENES[name]
    shown = asyncio.run(seen(name))
    assert shown == (kept("help") / f"{name}.txt").read_text("utf-8")
    assert len(shown.splitlines()) <= rows
    assert all(cells(row) <= columns for row in shown.splitlines())


def test_no_page_is_kept_that_nobody_draws() -> None:
    assert {path.stem for path in kept("help").glob("*")} == set(SCENES)


@pytest.mark.parametrize(
    "text", [text for entries in MATHEMATICS.values() for entry in entries for text in entry.typed]
)
def test_what_help_says_can_be_typed_can_be_read(text: str) -> None:
    assert read(text, SCOPE).node is not None


@pytest.mark.parametrize(
    "text",
    [
        *("x**2", "x^(1/3)", "log2(x)", "log10(x)", "log_b(x, 3)", "1 2\n3 4", "exp x"),
        *("mean(g)", "trace(W)", "det(W)", "diag(g)", "I(2)"),
        *("silu(x)", "softplus(x)", "elu(x)", "erf(x)", "step(x)"),
    ],
)
def test_what_help_names_beside_it_can_be_read_too(text: str) -> None:
    assert read(text, SCOPE).node is not None


def test_the_filters_that_help_shows_are_filters() -> None:
    rows = rows_of(small_bank(), {}, DAY)
    faults = [fault for entry in FILTERS for text in entry.typed for fault in query_of(text, rows).faults]
    assert faults == []


@pytest.mark.parametrize("columns", [30, 34, 40, 52, 56, 66, 72, 80, 110])
@pytest.mark.parametrize("screen", ["", *SCREENS])
def test_no_line_is_wider_than_the_page_and_nothing_is_left_out(columns: int, screen: str) -> None:
    lines = [line for line, _ in sheet(columns, screen)]
    typed = [text for entries in MATHEMATICS.values() for entry in entries for text in entry.typed]
    too_wide = [line for line in lines if cells(line) > columns and line.strip() not in typed]
    assert too_wide == []
    whole = "\n".join(lines)
    assert [text for text in typed if text not in whole] == []
    headings = [line for line, heading in sheet(columns, screen) if heading]
    assert {heading for heading, _ in SCREENS.values()} <= set(headings)
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("screen", SCREENS)
def test_the_keys_of_the_screen_that_asks_come_first(screen: str) -> None:
    assert sheet(72, screen)[0] == (SCREENS[screen][0], True)
    assert sheet(72)[0] == ("How to type mathematics", True)


def test_every_screen_that_help_knows_exists() -> None:
    from quizkit.tui.screens import browse, home, problem, report, stats

    known = {name for module in (browse, home, problem, report, stats) for name in vars(module)}
    assert set(SCREENS) <= known


@played
async def test_help_over_browse_begins_with_its_keys_and_its_filters() -> None:
    async with browsing.playing(SmallApp, lambda bank: BrowseScreen(bank, day=DAY, patience=0)) as hands:
        hands.app.push_screen(HelpScreen())
        await hands.settle()
        assert "Keys in Browse" in hands.rows[1]
        assert "topic:q29" in hands.screen
        await hands.press("escape")
        assert isinstance(hands.app.screen, BrowseScreen)


@pytest.mark.parametrize("theme", ["textual-dark", LIGHT.name])
@played
async def test_every_word_of_help_has_contrast(theme: str) -> None:
    async with playing("slope") as player:
        player.app.theme = theme
        await player.press("f1")
        dim = {}
        for strip in player.app.screen._compositor.render_strips():
            for text, style, _ in strip:
                if style and style.color and style.bgcolor and any(map(str.isalnum, text)):
                    ratio = contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
                    if ratio < 4.5:
                        dim[text.strip()] = round(ratio, 1)
        assert dim == {}


if __name__ == "__main__":
    kept("help").mkdir(exist_ok=True)
    for scene in SCENES:
        (kept("help") / f"{scene}.txt").write_text(asyncio.run(seen(scene)), "utf-8")
    sys.exit()
