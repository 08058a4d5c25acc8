"""The command palette: what it finds, and what it asks of the app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from quizkit.bank import Bank
from quizkit.practice.selection import topics
from quizkit.tui.messages import TopicChosen
from quizkit.tui.palette import PLACES, Palette, PlaceChosen
from quizkit.tui.screens.browse import QuestionsChosen
from quizkit.tui.themes import DARK, LIGHT
from tests.tui.browsing import Hands, SmallApp, playing
from tests.tui.faces import played, small_bank


class Plain(Screen[None]):
    """A screen with nothing on it."""

    def __init__(self, _: Bank) -> None:
        super().__init__()

    def compose(self) -> ComposeResult:
        yield Static("here")


class PaletteApp(SmallApp):
    """An app that keeps what the palette asks for."""

    ENABLE_COMMAND_PALETTE = True

    def action_command_palette(self) -> None:
        if not Palette.is_open(self):
            self.push_screen(Palette())

    def on_place_chosen(self, message: PlaceChosen) -> None:
        self.asked.append(message)

    def on_topic_chosen(self, message: TopicChosen) -> None:
        self.asked.append(message)

    def on_questions_chosen(self, message: QuestionsChosen) -> None:
        self.asked.append(message)


@asynccontextmanager
async def palette(typed: str = "", size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hands]:
    async with playing(PaletteApp, Plain, size) as hands:
        await hands.press("ctrl+p")
        assert isinstance(hands.app.screen, CommandPalette)
        await hands.type(typed)
        await hands.app.workers.wait_for_complete()
        for _ in range(5):
            await hands.pilot.pause(0.05)
        yield hands


async def chosen(typed: str) -> Message:
    """What the first line found asks for."""
    async with palette(typed) as hands:
        await hands.press("enter")
        await hands.pilot.pause(0.1)
        await hands.press("enter")
        await hands.pilot.pause(0.1)
        assert not isinstance(hands.app.screen, CommandPalette)
        (asked,) = hands.app.asked
        return asked


@pytest.mark.parametrize("place", PLACES)
@played
async def test_every_screen_can_be_gone_to_by_its_name(place: str) -> None:
    asked = await chosen(PLACES[place][0])
    assert isinstance(asked, PlaceChosen)
    assert asked.place == place


@played
async def test_a_question_is_found_by_its_title() -> None:
    asked = await chosen("outer product")
    assert isinstance(asked, QuestionsChosen)
    assert asked.ids == ("product",)


@played
async def test_a_sitting_on_everything_is_found() -> None:
    asked = await chosen("practise everything")
    assert isinstance(asked, TopicChosen)
    assert asked.topic is None


@played
async def test_a_theme_is_put_on() -> None:
    async with palette("quizkit-light") as hands:
        assert hands.app.theme == DARK
        await hands.press("enter")
        await hands.pilot.pause(0.1)
        await hands.press("enter")
        await hands.pilot.pause(0.1)
        assert hands.app.theme == LIGHT.name
        assert hands.app.asked == []


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
@played
async def test_before_anything_is_typed_screens_come_with_a_line_on_each(size: tuple[int, int]) -> None:
    async with palette(size=size) as hands:
        names = [str(option.prompt) for option in hands.app.screen.query_one(CommandList).options]
        for name, about in PLACES.values():
            assert any(name in prompt and about in prompt for prompt in names), name
        assert len(names) == len(PLACES) + len(topics(small_bank())) + 1 + 1
        assert str(names[0]).startswith("Home")
        assert "Home" in hands.screen
        assert "🔎" not in hands.screen


@played
async def test_the_theme_that_is_worn_is_not_offered() -> None:
    async with palette("theme: textual-dark") as hands:
        names = [str(option.prompt) for option in hands.app.screen.query_one(CommandList).options]
        assert not any(name.startswith("Theme: textual-dark") for name in names)
