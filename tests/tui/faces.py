"""The app, played by keys and seen as text."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from quizkit.bank import Bank, load_texts
from quizkit.practice.resuming import Resumption
from quizkit.tui.app import QuizApp
from quizkit.tui.screens.problem import Begin, ProblemScreen

SEED = 1
MORNING = datetime(2025, 1, 1, 9, tzinfo=UTC)
NAMES = {" ": "space", "\n": "ctrl+j"}
"""Characters whose keys have names."""
CHARACTERS = {"space": " ", "enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f", "ctrl+j": "\n"}
"""Keys that have both a name and a character."""


@functools.cache
def small_bank() -> Bank:
    """A bank with a question of every kind."""
    text = Path(__file__).with_name("bank.yaml").read_text(encoding="utf-8")
    bank = load_texts({"bank.yaml": text})
    assert not bank.problems
    return bank


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        return self.at

    def pass_seconds(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Player:
    """Hands at the keys and eyes on the screen."""

    def __init__(self, pilot: Pilot[None], app: QuizApp, clock: Clock) -> None:
        self.pilot = pilot
        self.app = app
        self.clock = clock

    async def press(self, *keys: str) -> None:
        """Press keys as the terminal's driver does; Textual's pilot waits for the processor after each."""
        for key in keys:
            character = CHARACTERS.get(key, key if len(key) == 1 else None)
            self.app.post_message(events.Key(key, character).set_sender(self.app))
            await self.settle()

    async def settle(self) -> None:
        """Let every message be answered, and what follows from it be drawn."""
        await self.pilot.pause()
        await self.pilot.pause(0.01)

    async def type(self, text: str) -> None:
        await self.press(*(NAMES.get(character, character) for character in text))

    async def answer(self, text: str) -> None:
        """Hand in a text: pasted, which is one event and so much faster than key by key."""
        await self.paste(text)
        await self.press("enter")

    async def paste(self, text: str) -> None:
        focused = self.app.focused
        assert focused is not None
        focused.post_message(events.Paste(text))
        await self.settle()

    @property
    def screen(self) -> str:
        """What is shown, row by row."""
        return screen_text(self.app)

    @property
    def notices(self) -> list[str]:
        """What was said beside the screen, on little cards that come and go."""
        return [notice.message for notice in self.app._notifications]

    @property
    def keys(self) -> str:
        """The last row."""
        return self.screen.splitlines()[-1].strip()

    @property
    def problem(self) -> ProblemScreen:
        screen = self.app.screen
        assert isinstance(screen, ProblemScreen), screen
        return screen


def screen_text(app: QuizApp) -> str:
    """The screen as text, without colours; Textual has no public way to it but through SVG."""
    rows = ["".join(part.text for part in strip).rstrip() for strip in app.screen._compositor.render_strips()]
    return "\n".join(rows)


@asynccontextmanager
async def playing(
    *ids: str,
    size: tuple[int, int] = (80, 24),
    begin: Begin | None = None,
    resumption: Resumption | None = None,
) -> AsyncIterator[Player]:
    """The app on a sitting of these questions, or on one that goes on; of none, on its home screen."""
    clock = Clock()
    plan = [(id_, SEED) for id_ in ids] or None
    app = QuizApp(
        small_bank(),
        plan=plan,
        clock=clock,
        draw_seed=lambda: SEED,
        begin=begin,
        resumption=resumption,
    )
    async with app.run_test(size=size) as pilot:
        player = Player(pilot, app, clock)
        await player.settle()
        yield player


def played(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test of the app as pytest runs it."""

    @functools.wraps(test)
    def run(*arguments: object, **named: object) -> None:
        async def whole() -> None:
            await test(*arguments, **named)

        asyncio.run(whole())

    return run
