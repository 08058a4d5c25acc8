"""Browse and the palette, in an app that has nothing else, played by keys and seen as text."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

from textual import events
from textual.app import App
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen

import quizkit.tui
from quizkit.bank import Bank
from quizkit.practice.browsing import Known
from quizkit.practice.reviews import Review
from quizkit.tui.app import QuizApp
from quizkit.tui.themes import LIGHT
from tests.practice.reviewing import failed, review
from tests.tui.faces import CHARACTERS, NAMES, small_bank

DAY = date(2026, 11, 23)
KNOWN = {
    "loss": Known(level="mastered", recall=0.96, due=DAY + timedelta(days=21), attempts=9),
    "slope": Known(level="learning", recall=0.74, due=DAY, attempts=3, missed=True),
    "layer": Known(level="proficient", recall=0.91, due=DAY + timedelta(days=2), attempts=6),
}


def recent(question: str) -> Sequence[Review]:
    """What came of a question before."""
    if question != "slope":
        return ()
    return (
        *(review(day, question=question) for day in range(3)),
        failed(3, question=question, mistakes=("lost-inner-factor",)),
        review(4, question=question, hints=1),
        review(5, question=question, ending="given-up"),
    )


class SmallApp(App[None]):
    """One screen under the app's own style sheet; what the screen asks for is kept."""

    CSS_PATH = Path(quizkit.tui.__file__).with_name("quizkit.tcss")
    HORIZONTAL_BREAKPOINTS = QuizApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = QuizApp.VERTICAL_BREAKPOINTS
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, first: Callable[[Bank], Screen[None]]) -> None:
        super().__init__()
        self.bank = small_bank()
        self.first = first
        self.asked: list[Message] = []
        self.register_theme(LIGHT)

    def on_mount(self) -> None:
        self.animation_level = "none"
        self.push_screen(self.first(self.bank))


class Hands:
    """Hands at the keys and eyes on the screen of a small app."""

    def __init__(self, pilot: Pilot[None], app: SmallApp) -> None:
        self.pilot = pilot
        self.app = app

    async def press(self, *keys: str) -> None:
        for key in keys:
            character = CHARACTERS.get(key, key if len(key) == 1 else None)
            self.app.post_message(events.Key(NAMES.get(key, key), character).set_sender(self.app))
            await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*("space" if character == " " else character for character in text))

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.pilot.pause(0.01)

    @property
    def screen(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in strip).rstrip() for strip in strips)

    @property
    def rows(self) -> list[str]:
        return self.screen.splitlines()


@asynccontextmanager
async def playing(
    app: type[SmallApp], first: Callable[[Bank], Screen[None]], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Hands]:
    """A small app on a screen."""
    running = app(first)
    async with running.run_test(size=size) as pilot:
        hands = Hands(pilot, running)
        await hands.settle()
        yield hands


@functools.cache
def kept(folder: str) -> Path:
    """Where the screens of a test are kept, character by character."""
    return Path(__file__).with_name("screens") / folder
