"""Questions with parts: a field for each, a mark for each, and keys that go between them."""

from __future__ import annotations

from tests.tui.faces import Player, played, playing


def part(player: Player) -> str:
    return player.problem.last_part


@played
async def test_enter_goes_to_the_next_part_without_an_answer_and_then_submits() -> None:
    async with playing("layer") as player:
        await player.answer("6")
        assert part(player) == "dx"
        await player.answer("18")
        assert part(player) == "shape"
        await player.answer("[18, 6]")
        assert "✓ Correct" in player.screen


@played
async def test_tab_and_f8_go_on_and_shift_tab_and_f7_go_back() -> None:
    async with playing("layer") as player:
        for key, expected in (
            ("tab", "dx"),
            ("f8", "shape"),
            ("f8", "y"),
            ("f7", "shape"),
            ("shift+tab", "dx"),
        ):
            await player.press(key)
            assert part(player) == expected, key


@played
async def test_after_a_verdict_every_part_has_its_mark_and_the_first_wrong_one_the_keys() -> None:
    async with playing("layer") as player:
        await player.answer("6")
        await player.answer("5")
        await player.answer("[1, 1]")
        assert "(y) ✓ the value of y" in player.screen
        assert "(dx) ✗ the slope ∂L/∂x" in player.screen
        assert "(shape) ✗ both slopes" in player.screen
        assert part(player) == "dx"


@played
async def test_while_a_part_cannot_be_read_nothing_is_told_of_the_others() -> None:
    async with playing("layer") as player:
        await player.answer("6")
        await player.answer("5 +")
        await player.press("ctrl+s")
        assert "! Not everything can be read · no try is spent" in player.screen
        assert "(y) · the value" in player.screen
        assert "(dx) ! the slope" in player.screen
        assert "(shape) · both" in player.screen
        assert part(player) == "dx"
        assert "Expected a value after '+'" in player.screen
        assert player.problem.sitting.tries == 0


@played
async def test_a_changed_answer_loses_its_mark() -> None:
    async with playing("layer") as player:
        await player.answer("7")
        await player.answer("5")
        await player.answer("[1, 1]")
        assert "(y) ✗" in player.screen
        await player.type("1")
        assert "(y) · the value" in player.screen


@played
async def test_the_review_says_what_was_written_in_each_part() -> None:
    async with playing("layer") as player:
        await player.answer("6")
        await player.answer("5")
        await player.answer("[1, 1]")
        await player.press("ctrl+s")
        assert player.problem.sitting.phase == "reviewing"
        assert "(dx) ✗ Not right. You wrote 5" in player.screen


@played
async def test_the_focused_part_and_its_preview_are_in_sight_on_a_low_screen() -> None:
    async with playing("layer", size=(60, 16)) as player:
        await player.press("f7")
        await player.type("[1/2, 3]")
        assert "│ [1/2, 3]" in player.screen
        assert "⎢ ───  3 ⎥" in player.screen
        assert "reads as" in player.screen
