"""Browse: what is found while somebody types, what is shown of a question, and what is asked of the app."""

from __future__ import annotations

import asyncio
import functools
import sys

import pytest
from textual.color import Color

from quizkit.bank import Bank
from quizkit.mathlang.glyphs import cells
from quizkit.tui.screens.browse import BrowseScreen, QuestionsChosen
from quizkit.tui.themes import LIGHT
from quizkit.tui.widgets.keyline import KeyLine
from quizkit.tui.widgets.questions import QuestionList, due, heading, line
from tests.tui.browsing import DAY, KNOWN, Hands, SmallApp, kept, playing, recent
from tests.tui.faces import played
from tests.tui.test_sizes import contrast

SCENES = {
    "browse": ((80, 24), ()),
    "filtered": ((80, 24), ("slash", *"kind:num p")),
    "faulty": ((80, 24), ("slash", *"topik:q25")),
    "marked": ((80, 24), ("space", "down", "space")),
    "choice": ((80, 24), ("down",) * 5),
    "large": ((120, 40), ("down", "down", "v")),
    "low": ((60, 16), ("down",)),
    "least": ((40, 12), ()),
}
"""The screens whose every character is kept. ``python -m tests.tui.test_browse_screen`` draws them anew."""


class BrowseApp(SmallApp):
    """An app that keeps what it is asked for."""

    def on_questions_chosen(self, message: QuestionsChosen) -> None:
        self.asked.append(message)

    @property
    def chosen(self) -> list[tuple[str, ...]]:
        return [message.ids for message in self.asked if isinstance(message, QuestionsChosen)]


def browse(bank: Bank, **wishes: object) -> BrowseScreen:
    return BrowseScreen(bank, **{"day": DAY, "known": KNOWN, "recent": recent, "patience": 0, **wishes})


browsing = functools.partial(playing, BrowseApp, browse)


def titles(hands: Hands) -> list[str]:
    return [row.title for row in hands.app.screen.query_one(QuestionList).rows]


async def seen(name: str) -> str:
    size, deeds = SCENES[name]
    async with browsing(size) as hands:
        await hands.press(*deeds)
        return hands.screen + "\n"


@pytest.mark.parametrize("name", SCENES)
def test_browse_is_as_it_was_drawn(name: str) -> None:
    (columns, rows), _ = SCENES[name]
    shown = asyncio.run(seen(name))
    assert shown == (kept("browse") / f"{name}.txt").read_text("utf-8")
    assert len(shown.splitlines()) <= rows
    assert all(cells(row) <= columns for row in shown.splitlines())


def test_no_screen_is_kept_that_nobody_draws() -> None:
    assert {path.stem for path in kept("browse").glob("*")} == set(SCENES)


@played
async def test_the_list_follows_each_key_of_the_line() -> None:
    async with browsing() as hands:
        await hands.press("slash")
        counts = []
        for key in "ent":
            await hands.press(key)
            counts.append(len(titles(hands)))
        assert counts == sorted(counts, reverse=True)
        assert counts[-1] < 8
        assert f"{counts[-1]} of 8" in hands.rows[0]
        await hands.press("backspace", "backspace", "backspace")
        assert "8 of 8" in hands.rows[0]


@played
async def test_letters_go_to_the_line_only_while_it_has_the_keys() -> None:
    async with browsing() as hands:
        await hands.press("slash", "v", "o", "space", "q")
        assert hands.app.screen.line == "vo q"
        assert hands.app.screen.order == "due"
        await hands.press("escape", "o")
        assert hands.app.screen.line == "vo q"
        assert hands.app.screen.order == "title"


@played
async def test_nothing_found_leaves_nothing_to_begin() -> None:
    async with browsing() as hands:
        await hands.press("slash", *"zzz", "enter", "enter", "space", "v")
        assert titles(hands) == []
        assert "0 of 8" in hands.rows[0]
        assert hands.app.chosen == []
        assert "Slope" not in hands.screen


@played
async def test_enter_asks_for_the_question_under_the_bar() -> None:
    async with browsing() as hands:
        await hands.press("down", "enter")
        assert hands.app.chosen == [("layer",)]


@played
async def test_enter_asks_for_all_that_are_marked_also_when_a_filter_hides_them() -> None:
    async with browsing() as hands:
        await hands.press("space", "space", "slash", *"softmax", "enter", "enter")
        assert hands.app.chosen == [("slope", "layer")]


@played
async def test_space_marks_and_unmarks_and_esc_takes_all_marks_away() -> None:
    async with browsing() as hands:
        await hands.press("space", "up")
        assert "▸ [x] Slope" in hands.screen
        assert "Enter Begin 1" in hands.rows[-1]
        await hands.press("space")
        assert "[x]" not in hands.screen
        await hands.press("space", "escape")
        assert "[x]" not in hands.screen
        assert isinstance(hands.app.screen, BrowseScreen)
        await hands.press("escape")
        assert not isinstance(hands.app.screen, BrowseScreen)


@played
async def test_v_shows_another_variant_and_another_question_begins_with_the_first() -> None:
    async with browsing() as hands:
        assert "Example 0" in hands.screen
        await hands.press("v", "v")
        assert "Example 2" in hands.screen
        await hands.press("down")
        assert "Example 0" in hands.screen


@played
async def test_an_example_waits_until_the_keys_are_at_rest() -> None:
    async with playing(BrowseApp, lambda bank: browse(bank, patience=60.0)) as hands:
        assert "Slope of a quotient\n" in hands.screen.replace("●", "")
        assert "Example" not in hands.screen


@played
async def test_a_question_that_makes_no_variant_says_why() -> None:
    async with playing(BrowseApp, lambda bank: browse(bank, seed=-1)) as hands:
        assert "No example: " in hands.screen


@played
async def test_o_goes_through_the_orders_and_keeps_the_bar_on_its_question() -> None:
    async with browsing() as hands:
        orders = []
        for _ in range(4):
            orders.append((hands.app.screen.order, titles(hands)[0]))
            assert "▸ Slope of a quotient" in hands.screen
            await hands.press("o")
        assert orders == [
            ("due", "Slope of a quotient"),
            ("title", "An outer product"),
            ("level", "Loss on one token"),
            ("difficulty", "Loss on one token"),
        ]


@played
async def test_a_search_can_be_given_from_the_start() -> None:
    async with playing(BrowseApp, lambda bank: browse(bank, line="state:missed")) as hands:
        assert titles(hands) == ["Slope of a quotient"]


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (80, 24), (120, 40)])
@played
async def test_every_key_that_is_offered_is_whole_and_help_is_among_them(size: tuple[int, int]) -> None:
    async with browsing(size) as hands:
        shown = hands.rows[-1]
        offered = [f"{key} {does}" for key, does in hands.app.screen.query_one(KeyLine).keys]
        assert shown.split("   ")[-1] == "F1 Help"
        assert all(one.strip() in offered for one in shown.split("   "))


@pytest.mark.parametrize("theme", ["dark", "light"])
@played
async def test_every_word_of_browse_has_contrast(theme: str) -> None:
    async with browsing() as hands:
        if theme == "light":
            hands.app.theme = LIGHT.name
        await hands.press("slash", *"kind:numbr", "escape", "space")
        dim = {}
        for strip in hands.app.screen._compositor.render_strips():
            for text, style, _ in strip:
                if style and style.color and style.bgcolor and any(map(str.isalnum, text)):
                    ratio = contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
                    if ratio < 4.5:
                        dim[text.strip()] = round(ratio, 1)
        assert dim == {}


@played
async def test_the_bar_goes_by_rows_and_pages_and_stays_in_sight() -> None:
    async with browsing((60, 16)) as hands:
        places = []
        for key in ("up", "j", "k", "pagedown", "pagedown", "pageup", "end", "down", "home"):
            await hands.press(key)
            places.append(hands.app.screen.query_one(QuestionList).place)
            assert "▸" in hands.screen
        assert places == [0, 1, 0, 5, 7, 2, 7, 7, 0]


@played
async def test_a_click_points_and_a_double_click_begins() -> None:
    async with browsing() as hands:
        await hands.pilot.click("#questions", offset=(5, 3))
        await hands.settle()
        assert "▸ Two probabilities" in hands.screen
        assert hands.app.chosen == []
        await hands.pilot.click("#questions", offset=(5, 3), times=2)
        await hands.settle()
        assert hands.app.chosen == [("probabilities",)]


@played
async def test_what_was_pointed_at_and_marked_outlives_a_change_of_size() -> None:
    async with browsing() as hands:
        await hands.press("space", "down")
        await hands.pilot.resize_terminal(120, 40)
        await hands.settle()
        assert "▸ [ ] Loss on one token" in hands.screen
        assert "[x] Slope" in hands.screen
        await hands.pilot.resize_terminal(40, 12)
        await hands.settle()
        assert "▸ [ ] Loss on one token" in hands.screen


@played
async def test_a_key_can_be_given_to_another_binding_by_its_id() -> None:
    async with browsing() as hands:
        hands.app.set_keymap({"browse-variant": "x", "browse-filter": "ctrl+f"})
        await hands.press("v")
        assert "Example 0" in hands.screen
        await hands.press("x")
        assert "Example 1" in hands.screen
        await hands.press("ctrl+f", "n", "i")
        assert hands.app.screen.line == "ni"


def test_a_row_is_as_wide_as_it_is_told_whatever_its_title() -> None:
    screen = browse(SmallApp(browse).bank)
    for columns in (20, 28, 40, 66, 78, 110):
        assert cells(heading(columns)) == columns
        for row in screen.rows:
            assert cells(line(row, columns, pointed=True, marked=True)) == columns


def test_when_something_is_due_in_a_word() -> None:
    assert [due(days) for days in (None, -3, 0, 1, 21)] == ["–", "now", "now", "1 d", "21 d"]


if __name__ == "__main__":
    kept("browse").mkdir(exist_ok=True)
    for scene in SCENES:
        (kept("browse") / f"{scene}.txt").write_text(asyncio.run(seen(scene)), "utf-8")
    sys.exit()
