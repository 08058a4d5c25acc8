"""Small screens, changing screens, and screens without colours."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from textual import events
from textual.color import Color
from textual.geometry import Size

from quizkit.tui.screens.problem import ProblemScreen
from quizkit.tui.screens.too_small import TooSmallScreen
from tests.tui.faces import Player, played, playing


async def resize(player: Player, columns: int, rows: int) -> None:
    size = Size(columns, rows)
    player.app.post_message(events.Resize(size, size))
    await player.settle()


@played
async def test_a_terminal_too_small_is_told_its_size_and_the_ways_out() -> None:
    async with playing("loss", size=(20, 10)) as player:
        assert isinstance(player.app.screen, TooSmallScreen)
        assert "20×10 is too small." in player.screen
        assert "40×12" in player.screen
        assert "--plain" in player.screen


@played
async def test_what_was_typed_outlives_a_screen_too_small() -> None:
    async with playing("loss") as player:
        await player.paste("0.35")
        await resize(player, 20, 10)
        assert isinstance(player.app.screen, TooSmallScreen)
        await resize(player, 80, 24)
        assert isinstance(player.app.screen, ProblemScreen)
        await player.press("6", "7", "enter")
        assert "✓ Correct" in player.screen


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (80, 24), (120, 40)])
@played
async def test_field_preview_and_verdict_are_in_sight_on_any_screen(size: tuple[int, int]) -> None:
    async with playing("slope", size=size) as player:
        await player.paste("1/(2x^2)")
        assert "1/(2x^2)" in player.screen
        assert "2x²" in player.screen
        await player.press("enter")
        assert "✗ Not right" in player.screen
        assert "1/(2x^2)" in player.screen


def colours(player: Player) -> set[str]:
    """The colours that reach the terminal, other than its own."""
    found = set()
    for strip in player.app.screen._compositor.render_strips():
        for _, style, _ in strip.apply_filter(player.app._filters[-1], Color.parse("black")):
            if style is not None:
                found |= {str(colour.name) for colour in (style.color, style.bgcolor) if colour is not None}
    return found - {"default"}


def test_with_no_color_there_are_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look() -> None:
        async with playing("loss") as player:
            await player.paste("0.3")
            await player.press("enter")
            assert colours(player) == set()

    monkeypatch.setenv("NO_COLOR", "1")
    asyncio.run(look())


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""

    def luminance(colour: Color) -> float:
        parts = [part / 255 for part in colour.rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "outcome"), list(itertools.product(("dark", "light"), ("wrong", "right"))))
@played
async def test_every_word_has_contrast_in_both_themes(theme: str, outcome: str) -> None:
    async with playing("slope", size=(120, 40)) as player:
        if theme == "light":
            await player.press("ctrl+t")
        await player.paste("-1/(2x^2)" if outcome == "right" else "x")
        await player.press("enter")
        dim = {}
        for strip in player.app.screen._compositor.render_strips():
            for text, style, _ in strip:
                if (
                    style is None
                    or style.color is None
                    or style.bgcolor is None
                    or not any(map(str.isalnum, text))
                ):
                    continue
                seen = contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
                if seen < 4.5:
                    dim[text.strip()] = round(seen, 1)
        assert dim == {}
