"""No sequence of keys, pastes and sizes makes the app fail."""

from __future__ import annotations

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events
from textual.geometry import Size

from tests.tui.faces import CHARACTERS, Player, playing, small_bank

KEYS = (
    *("enter", "escape", "tab", "shift+tab", "space", "backspace", "ctrl+s", "ctrl+j", "ctrl+c", "ctrl+t"),
    *("f1", "f2", "f3", "f4", "f7", "f8", "up", "down", "pageup", "pagedown", "home", "end", "delete"),
    *("ctrl+z", "ctrl+y", "ctrl+a", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+x", "ctrl+v", "f6", "insert"),
    *"abhsgqx1+(/^?",
)
PASTES = (
    "[red]x[/]",
    "\x1b[31m0.5\x1b[0m",
    "\u202e0.5\u200b",
    "ｘ＋１",
    "(" * 3_000,
    "[[1, 2],\n[3, 4]]",
    "[x](javascript:alert(1)) `$\\frac{1}{0}$` <b>**&amp;",
    "9^9^9^9",
    "x" * 4_000,
    "\n" * 50,
    "=cmd|' /C calc'!A0",
)
SIZES = (Size(20, 10), Size(40, 12), Size(60, 16), Size(80, 24), Size(120, 40), Size(1, 1))

DEEDS = st.lists(
    st.sampled_from(KEYS)
    | st.sampled_from(PASTES).map(lambda text: ("paste", text))
    | st.sampled_from(SIZES),
    min_size=10,
    max_size=40,
)


async def do(player: Player, deed: str | tuple[str, str] | Size) -> None:
    """One deed, without waiting for what comes of it."""
    match deed:
        case ("paste", text):
            player.app.post_message(events.Paste(text))
        case Size():
            player.app.post_message(events.Resize(deed, deed))
        case str() if not (deed == "q" and len(player.app.screen_stack) == 2):
            character = CHARACTERS.get(deed, deed if len(deed) == 1 else None)
            player.app.post_message(events.Key(deed, character))
        case _:
            pass


async def live_through(deeds: list[str | tuple[str, str] | Size]) -> None:
    async with playing(*small_bank()) as player:
        for place, deed in enumerate(deeds):
            await do(player, deed)
            # An interrupt a moment after another would end the app, and with it the test.
            player.clock.pass_seconds(2)
            if place % 5 == 4:
                await player.settle()
        await player.settle()
        assert player.app.return_code is None


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(DEEDS)
def test_the_app_lives_through_any_deeds(deeds: list[str | tuple[str, str] | Size]) -> None:
    asyncio.run(live_through(deeds))
