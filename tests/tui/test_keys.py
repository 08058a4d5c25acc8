"""Keys: what the last row offers, the twins of the F-keys, leaving, interrupting, pasting."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from quizkit.tui.app import INTERRUPTED
from quizkit.tui.screens.home import HomeScreen
from quizkit.tui.screens.problem import Pane
from quizkit.tui.screens.report import ReportScreen
from quizkit.tui.widgets.fields import cleaned
from quizkit.tui.widgets.keyline import fitting
from tests.tui.faces import played, playing

ASKING = "Enter Submit   F2 Hint (2)   F3 Skip   F4 Solution   Esc Keys   F1 Help"
AWAY = "h Hint (2)   s Skip   g Give up   q Leave   Esc Back   ? Help"
REVIEWING = "Enter Next   PgDn Scroll   q Leave   F1 Help"


@played
async def test_the_last_row_offers_what_the_phase_allows() -> None:
    async with playing("loss", "why") as player:
        assert player.keys == ASKING
        await player.press("escape")
        assert player.keys == AWAY
        await player.press("escape")
        assert player.keys == ASKING
        await player.press("f4")
        assert player.keys == REVIEWING
        await player.press("enter")
        assert player.keys == "Ctrl+S Submit   F3 Skip   F4 Solution   Esc Keys   F1 Help"


def test_keys_that_do_not_fit_are_left_out_whole_and_help_stays() -> None:
    keys = [("Enter", "Submit"), ("F2", "Hint"), ("F3", "Skip"), ("F1", "Help")]
    assert fitting(keys, 80) == keys
    assert fitting(keys, 34) == [keys[0], keys[1], keys[3]]
    assert fitting(keys, 3) == [keys[3]]


@pytest.mark.parametrize(("key", "twin"), [("f2", "h"), ("f3", "s"), ("f4", "g")])
@played
async def test_a_letter_after_esc_does_what_the_f_key_does(key: str, twin: str) -> None:
    screens = []
    for presses in ((key,), ("escape", twin)):
        async with playing("loss", "slope") as player:
            await player.press(*presses)
            screens.append(player.screen)
    assert screens[0] == screens[1]


@played
async def test_any_other_letter_after_esc_only_returns_to_the_field() -> None:
    async with playing("loss") as player:
        await player.press("escape", "x")
        assert player.keys == ASKING
        await player.press("7")
        assert "│ 7 " in player.screen


@played
async def test_hints_come_one_by_one_and_the_row_counts_them_down() -> None:
    async with playing("loss") as player:
        await player.press("f2")
        assert "Hint 1 The target is one-hot." in player.screen
        assert "Hint 2" not in player.screen
        assert "F2 Hint (1)" in player.keys
        await player.press("f2")
        assert "Hint 2 It is −ln p of the right token." in player.screen
        assert "Hint" not in player.keys
        await player.press("f2")
        assert player.notices == ["There is no further hint"]
        assert player.problem.sitting.hints == 2


@played
async def test_a_sitting_goes_from_home_to_its_report_and_home_again() -> None:
    async with playing() as player:
        assert "other                              8 questions" in player.screen
        await player.press("down", "enter")
        await player.press("f3", "escape", "q")
        assert isinstance(player.app.screen, ReportScreen)
        assert "· skipped" in player.screen
        await player.press("enter")
        assert isinstance(player.app.screen, HomeScreen)
        assert len(player.app.screen_stack) == 2


@played
async def test_the_last_problem_is_followed_by_the_report() -> None:
    async with playing("loss", "slope") as player:
        await player.answer("0.3")
        await player.press("ctrl+u")
        await player.answer("0.3567")
        await player.press("enter")
        await player.press("f4", "enter")
        rows = player.screen.splitlines()
        assert rows[2] == "    1  ✓ right       1 / 1    Loss on one token"
        assert rows[3].strip() == "2 tries, error not log"
        assert rows[4] == "    2  ✗ gave up     0 / 1    Slope of a quotient"
        assert rows[6].strip() == "1 of 2 points"


@played
async def test_ctrl_q_quits_from_a_field_with_code_0() -> None:
    async with playing("loss") as player:
        await player.press("ctrl+q")
        assert player.app.return_code == 0


@played
async def test_ctrl_c_says_how_to_quit_and_twice_in_a_second_quits_with_130() -> None:
    async with playing("loss") as player:
        await player.press("ctrl+c")
        assert player.notices == ["Ctrl+Q quits. So does Ctrl+C, if pressed again at once."]
        player.clock.pass_seconds(1.5)
        await player.press("ctrl+c")
        assert player.app.return_code is None
        player.clock.pass_seconds(0.5)
        await player.press("ctrl+c")
        assert player.app.return_code == INTERRUPTED


@played
async def test_ctrl_c_copies_what_is_selected() -> None:
    async with playing("loss") as player:
        await player.paste("0.5")
        await player.press("shift+home", "ctrl+c", "ctrl+c")
        assert player.app.clipboard == "0.5"
        assert player.app.return_code is None


@played
async def test_f1_helps_and_what_was_typed_is_still_there_after_it() -> None:
    async with playing("loss") as player:
        await player.paste("0.5")
        await player.press("f1")
        assert "How to type mathematics" in player.screen
        await player.press("escape", "7")
        assert "│ 0.57" in player.screen


@played
async def test_rows_pasted_are_kept_and_undone_in_one() -> None:
    async with playing("product") as player:
        await player.paste("1\t2\r\n2 4\r\n")
        field = player.app.focused
        assert isinstance(field, TextArea)
        assert field.text == "1 2\n2 4"
        await player.press("ctrl+z")
        assert field.text == ""
        await player.press("ctrl+y", "enter")
        assert "✓ Correct" in player.screen


@played
async def test_ctrl_j_begins_another_row() -> None:
    async with playing("product") as player:
        await player.type("1 2\n2 4")
        await player.press("enter")
        assert "✓ Correct" in player.screen


@played
async def test_a_paste_too_long_is_refused_whole() -> None:
    async with playing("loss") as player:
        await player.paste("0.3")
        await player.paste("9" * 1_000_000)
        field = player.app.focused
        assert isinstance(field, TextArea)
        assert field.text == "0.3"
        assert player.notices == ["Not pasted: at most 4,000 characters fit, these are 1,000,000"]


def test_of_a_paste_only_what_can_be_shown_is_kept() -> None:
    assert cleaned("0.5\x1b[31m\u200b\u202e\x07") == ("0.5[31m", 4)
    assert cleaned("1\u00a02\t3\r\n4\r5") == ("1 2 3\n4\n5", 0)


@played
async def test_page_keys_scroll_a_long_prompt_while_the_field_has_the_keys() -> None:
    async with playing("order", size=(40, 12)) as player:
        body = player.problem.query_one("#body", Pane)
        before = body.scroll_y
        assert before > 0, "the field is in sight from the beginning"
        await player.press("pageup")
        assert body.scroll_y < before
        await player.press("pagedown", "pagedown")
        assert body.scroll_y > 0
        assert player.app.focused is not None


@played
async def test_the_theme_turns_from_dark_to_light() -> None:
    async with playing("loss") as player:
        assert player.app.current_theme.dark
        await player.press("ctrl+t")
        assert not player.app.current_theme.dark
