"""Responses that want to be markup, escapes or something else than they look like."""

from __future__ import annotations

import pytest

from tests.tui.faces import played, playing

RESPONSES = (
    "[red]x[/]",
    "[@click=app.quit]x[/]",
    "\x1b[31m0.5\x1b[0m",
    "\x1b]0;title\x07",
    "０．５",
    "Х",
    "(" * 2_000,
    "-" * 2_000,
    "9^9^9^9",
    "`x` **b** $\\frac{1}{0}$ <b> &amp; [a](b)",
    "\\" * 100,
    "=cmd|' /C calc'!A0",
    "1e999999999",
    "x" * 4_000,
)


@pytest.mark.parametrize("response", RESPONSES)
@played
async def test_a_hostile_response_is_text_and_costs_no_try(response: str) -> None:
    async with playing("slope") as player:
        await player.paste(response)
        await player.press("enter")
        assert player.problem.sitting.latest is not None
        assert player.problem.sitting.tries == 0
        assert player.app.return_code is None
        assert all(row.isprintable() for row in player.screen.splitlines())


@played
async def test_what_is_pasted_is_shown_as_it_is_not_as_markup() -> None:
    async with playing("slope") as player:
        await player.paste("[red]x[/]")
        await player.press("enter")
        assert player.screen.count("[red]x[/]") == 2


@played
async def test_a_hostile_essay_is_graded_as_text() -> None:
    async with playing("why") as player:
        await player.paste("[b]likelihood[/b] $\\x$ \x1b[31m\n" * 200)
        await player.press("ctrl+s")
        assert player.problem.sitting.phase == "ticking"
        assert "[x] 1." in player.screen
