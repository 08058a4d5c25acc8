"""The statistics: every page at every size, character by character, and what its keys do.

``python -m tests.tui.test_stats_screen`` draws the pages anew into ``tests/tui/screens/stats``.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size
from textual.widgets import Static

from quizkit.mathlang.glyphs import ASCII, UNICODE, Glyphs, cells
from quizkit.practice.memory import replayed
from quizkit.practice.reviews import Review
from quizkit.practice.statistics import PAGES, PERIODS, Page, Statistics, foreseen, statistics
from quizkit.tui import app as app_module
from quizkit.tui.app import QuizApp
from quizkit.tui.screens.home import HomeScreen
from quizkit.tui.screens.stats import StatsScreen
from quizkit.tui.stats_pages import blocks
from tests.practice.histories import STANDINGS, TODAY, studied
from tests.practice.reviewing import review
from tests.tui.faces import Clock, Player, played, small_bank

FOLDER = Path(__file__).with_name("screens") / "stats"
SIZES = {"60x16": (60, 16), "80x24": (80, 24), "120x40": (120, 40)}
FOOTER = ("←/→ Page", "t Table", "Esc Back", "p Period", "? Help")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A screen: its size, the history, the glyphs, and the keys that were pressed."""

    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    days: int | None = 90
    history: str = "studied"
    glyphs: Glyphs = field(default=UNICODE)


def _scenes() -> dict[str, Scene]:
    found = {
        f"{page}-{name}": Scene(size=size, keys=(str(place),))
        for (name, size), (place, page) in itertools.product(SIZES.items(), enumerate(PAGES, start=1))
    }
    found |= {
        f"table-{page}": Scene(size=(80, 24), keys=(str(place), "t")) for place, page in enumerate(PAGES, 1)
    }
    found |= {f"empty-{name}": Scene(size=size, history="empty") for name, size in SIZES.items()}
    found |= {
        f"ascii-{page}": Scene(size=(80, 24), keys=(str(place),), glyphs=ASCII)
        for place, page in enumerate(PAGES, start=1)
    }
    return found | {
        "year-80x24": Scene(size=(80, 24), days=None),
        "year-60x16": Scene(size=(60, 16), days=None),
        "first-day-80x24": Scene(size=(80, 24), history="first day"),
        "long-ago-80x24": Scene(size=(80, 24), history="long ago", days=30),
        "overview-40x12": Scene(size=(40, 12)),
    }


SCENES = _scenes()


@functools.cache
def history(name: str) -> tuple[Review, ...]:
    match name:
        case "studied":
            return tuple(studied())
        case "first day":
            return tuple(review(0, question=f"q{number}", hints=number % 2) for number in range(3))
        case "long ago":
            return tuple(review(day - 80) for day in range(20))
        case _:
            return ()


@functools.cache
def statistics_of(name: str, days: int | None) -> Statistics:
    reviews = history(name)
    standings = STANDINGS if name == "studied" else ()
    return statistics(foreseen(reviews), replayed(reviews), TODAY, days=days, standings=standings)


@asynccontextmanager
async def looking(scene: Scene) -> AsyncIterator[Player]:
    """The statistics above Home, with the keys of the scene pressed."""
    clock = Clock()
    app = QuizApp(small_bank(), clock=clock, draw_seed=lambda: 1)
    async with app.run_test(size=scene.size) as pilot:
        player = Player(pilot, app, clock)
        await player.settle()
        app.push_screen(StatsScreen(statistics_of(scene.history, scene.days), glyphs=scene.glyphs))
        await player.settle()
        await player.press(*scene.keys)
        yield player


async def seen(scene: Scene) -> str:
    async with looking(scene) as player:
        return player.screen + "\n"


def stats(player: Player) -> StatsScreen:
    screen = player.app.screen
    assert isinstance(screen, StatsScreen), screen
    return screen


@pytest.mark.parametrize("name", SCENES)
def test_a_page_is_as_it_was_drawn(name: str) -> None:
    scene = SCENES[name]
    found = asyncio.run(seen(scene))
    assert found == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    rows = found.splitlines()
    assert len(rows) == scene.size[1]
    assert all(cells(row) <= scene.size[0] for row in rows)
    for key in FOOTER if scene.size[0] >= 60 else ("t Table", "Esc Back", "? Help"):
        shown = key.replace("Table", "Plots") if "t" in scene.keys else key
        assert scene.glyphs.text(shown) in rows[-1]
    if scene.glyphs is ASCII:
        # The scroll bar at the right is drawn by Textual.
        assert all(row[: scene.size[0] - 2].isascii() for row in rows)


def test_no_page_is_kept_that_nobody_draws() -> None:
    assert {kept.stem for kept in FOLDER.glob("*.txt")} == set(SCENES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("name", ["studied", "first day", "long ago", "empty"])
def test_no_row_of_a_page_is_wider_than_the_page(name: str, glyphs: Glyphs, page: Page) -> None:
    for width in range(36, 131):
        drawn = [
            row for block in blocks(statistics_of(name, 30), page, width, glyphs=glyphs) for row in block
        ]
        assert len(drawn) >= 2
        assert [row for row in drawn if cells(row) > width] == []
        assert glyphs is UNICODE or all(row.isascii() for row in drawn)


@pytest.mark.parametrize("page", PAGES)
def test_every_table_fits_from_sixty_six_columns_on(page: Page) -> None:
    for width in (66, 77, 117):
        told = blocks(statistics_of("studied", 90), page, width, tables=True)
        assert [row for block in told for row in block if cells(row) > width] == []


@played
async def test_the_arrows_lead_round_the_pages_and_the_numbers_to_them() -> None:
    async with looking(Scene(size=(80, 24))) as player:
        visited = []
        for _ in PAGES:
            await player.press("right")
            visited.append(stats(player).place)
        assert visited == [1, 2, 3, 4, 0]
        await player.press("left")
        assert stats(player).place == 4
        assert "▸5 Calibration" in player.screen
        await player.press("2")
        assert stats(player).place == 1
        assert "▸2 Topics" in player.screen


@played
async def test_every_plot_has_a_table_and_the_key_line_says_the_way_back() -> None:
    async with looking(Scene(size=(80, 24))) as player:
        assert "week of" not in player.screen
        await player.press("t")
        assert "what         number" in player.screen
        assert "t Plots" in player.keys
        await player.press("t")
        assert "t Table" in player.keys
        assert "what         number" not in player.screen


@played
async def test_another_period_is_asked_for_and_shown_when_it_comes() -> None:
    asked: list[int | None] = []

    class Listening(QuizApp):
        CSS_PATH = str(Path(app_module.__file__).with_name("quizkit.tcss"))

        def on_stats_screen_period_chosen(self, message: StatsScreen.PeriodChosen) -> None:
            asked.append(message.days)
            screen = self.screen
            assert isinstance(screen, StatsScreen)
            screen.show(statistics_of("studied", message.days))

    app = Listening(small_bank(), clock=Clock(), draw_seed=lambda: 1)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot, app, Clock())
        app.push_screen(StatsScreen(statistics_of("studied", 90)))
        await player.settle()
        assert "last 90 days" in player.screen
        await player.press("p")
        assert "last 365 days" in player.screen
        await player.press("p")
        assert "all there is" in player.screen
        await player.press("p", "p")
        assert "last 90 days" in player.screen
    assert asked == [365, None, 30, 90]
    assert set(asked) == set(PERIODS)


@pytest.mark.parametrize("key", ["escape", "q"])
@played
async def test_the_way_back_leads_home(key: str) -> None:
    async with looking(Scene(size=(80, 24))) as player:
        await player.press(key)
        assert isinstance(player.app.screen, HomeScreen)


@played
async def test_a_page_is_drawn_anew_when_the_screen_changes_and_can_be_scrolled_to_its_end() -> None:
    async with looking(Scene(size=(120, 40))) as player:
        for size in (Size(60, 16), Size(41, 13), Size(80, 24)):
            player.app.post_message(events.Resize(size, size))
            await player.settle()
            assert all(cells(row) <= size.width for row in player.screen.splitlines())
        player.app.post_message(events.Resize(Size(60, 16), Size(60, 16)))
        await player.settle()
        assert "Most frequent mistakes" not in player.screen
        await player.press("end")
        await player.settle()
        assert "Most frequent mistakes" in player.screen


@played
async def test_what_a_topic_is_called_is_never_markup_and_never_a_control_character() -> None:
    hostile = tuple(
        review(day, question=f"q{day}", topic="[red]x[/]\x1b[2J", mistakes=("[b]\x07",))
        for day in range(-20, 0)
    )
    values = statistics(foreseen(hostile), replayed(hostile), TODAY)
    app = QuizApp(small_bank(), clock=Clock(), draw_seed=lambda: 1)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot, app, Clock())
        app.push_screen(StatsScreen(values))
        await player.settle()
        for keys in ((), ("2",), ("t",), ("1",)):
            await player.press(*keys)
            assert "\x1b" not in player.screen
            assert "\x07" not in player.screen
        await player.press("2")
        assert "[red]x[/]" in player.screen


@played
async def test_the_title_is_one_row_at_every_width() -> None:
    for columns in (40, 79):
        async with looking(Scene(size=(columns, 24), keys=("5",))) as player:
            title = str(player.app.screen.query_one(".title", Static).render())
            assert "Calibration" in title
            assert cells(title) <= columns - 2 or columns == 40


def draw() -> None:
    """Draw all pages anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, scene in SCENES.items():
        (FOLDER / f"{name}.txt").write_text(asyncio.run(seen(scene)), encoding="utf-8")


if __name__ == "__main__":
    draw()
