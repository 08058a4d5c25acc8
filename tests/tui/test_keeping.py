"""What is done in the app is kept, and goes on where it stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from quizkit.practice.history import History
from quizkit.practice.keeping import Keeper
from quizkit.practice.resuming import Resumption, resumed
from quizkit.tui.screens.problem import Begin
from quizkit.variants import Variant
from tests.tui.faces import MORNING, playing, small_bank


def kept_in(path: Path) -> Begin:
    """Begins sittings in a history file."""

    def begin(plan: Sequence[Variant], at: datetime) -> Keeper:
        keeper = Keeper(History.open(path))
        keeper.begin("one", plan, at=at)
        return keeper

    return begin


def going_on(path: Path) -> Resumption:
    """The sitting that was left open in a history file."""
    found = resumed(History.open(path), small_bank(), at=MORNING)
    assert found is not None
    return found


def test_what_was_being_typed_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "history.db"

    async def left() -> None:
        async with playing("loss", begin=kept_in(path)) as player:
            await player.type("-log(0.")

    async def back() -> None:
        async with playing(resumption=going_on(path)) as player:
            assert "-log(0." in player.screen
            await player.type("7)")
            await player.press("enter")
            assert "Correct" in player.screen

    asyncio.run(left())
    asyncio.run(back())
    with History.open(path) as history:
        assert [review.ending for review in history.reviews()] == ["correct"]


def test_a_verdict_a_hint_and_a_try_are_there_again(tmp_path: Path) -> None:
    path = tmp_path / "history.db"

    async def left() -> str:
        async with playing("slope", "loss", begin=kept_in(path)) as player:
            await player.press("f3", "f2")
            await player.answer("0.1")
            return player.screen

    async def back() -> str:
        async with playing(resumption=going_on(path)) as player:
            assert player.problem.sitting.place == 1
            assert (player.problem.sitting.tries, player.problem.sitting.hints) == (1, 1)
            return player.screen

    before, after = asyncio.run(left()), asyncio.run(back())
    for told in ("Hint 1", "1 try", "Not right"):
        assert told in before, told
        assert told in after, told


def test_an_event_is_in_the_history_before_it_is_on_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "history.db"

    async def sit() -> None:
        async with playing("loss", begin=kept_in(path)) as player:
            await player.answer("0.1")
            with History.open(path, read_only=True) as other:
                kinds = [event["kind"] for event in other.events("one")]
            assert kinds == ["answer"]

    asyncio.run(sit())


def test_without_a_history_it_is_said_once_and_the_sitting_goes_on() -> None:
    def begin(plan: Sequence[Variant], at: datetime) -> Keeper:
        keeper = Keeper(None, trouble="history.db is locked; what you do now is not kept")
        keeper.begin("one", plan, at=at)
        return keeper

    async def sit() -> None:
        async with playing("loss", begin=begin) as player:
            await player.answer("0.1")
            await player.answer("0.2")
            assert [notice for notice in player.notices if "locked" in notice] == [
                "history.db is locked; what you do now is not kept"
            ]

    asyncio.run(sit())
