"""Every kind of question, answered right, wrong and unreadably."""

from __future__ import annotations

import pytest

from tests.tui.faces import played, playing

RIGHT = (
    ("loss", "0.3567"),
    ("loss", "-log(0.7)"),
    ("loss", "0.5146 bits"),
    ("slope", "-1/(2x^2)"),
    ("slope", r"-\frac{1}{2x^2}"),
    ("probabilities", "1/4, 3/4"),
    ("product", "[[1, 2], [2, 4]]"),
    ("product", "1 2\n2 4"),
)
WRONG = (
    ("loss", "0.3", "1 − p is the chance of being wrong."),
    ("slope", "1/(2x^2)", "Not right"),
    ("probabilities", "[0.75, 0.25]", "Heads come first."),
    ("product", "[[1, 2], [2, 5]]", "Not right"),
)
UNREADABLE = (
    ("loss", "0.3567)", "      ^"),
    ("slope", "2x + qux", "     ~~^"),
    ("probabilities", "[1, 2", "~~~~^"),
    ("product", "sqrt(", "     ^"),
)


@pytest.mark.parametrize(("question", "response"), RIGHT)
@played
async def test_a_right_answer_is_told_so_and_shows_the_solution(question: str, response: str) -> None:
    async with playing(question) as player:
        await player.answer(response)
        assert "✓ Correct" in player.screen
        assert "Worked solution" in player.screen
        assert player.problem.sitting.phase == "reviewing"


@pytest.mark.parametrize(("question", "response", "said"), WRONG)
@played
async def test_a_wrong_answer_costs_one_try_and_says_why(question: str, response: str, said: str) -> None:
    async with playing(question) as player:
        await player.answer(response)
        assert "✗ Not right · 1 try left" in player.screen
        assert said in player.screen
        assert "Worked solution" not in player.screen


@pytest.mark.parametrize(("question", "response", "caret"), UNREADABLE)
@played
async def test_an_unreadable_answer_costs_nothing_and_shows_where(
    question: str, response: str, caret: str
) -> None:
    async with playing(question) as player:
        await player.answer(response)
        assert "! This cannot be read · no try is spent" in player.screen
        rows = [row.strip(" │") for row in player.screen.splitlines()]
        at = rows.index("╭─ ! cannot be read ─────────────────────────────────────────────────────────╮")
        assert rows[at + 1] == response
        assert player.screen.splitlines()[at + 2].strip().strip("│").rstrip() == f" {caret}"
        assert player.problem.sitting.tries == 0


@played
async def test_a_blank_answer_costs_nothing() -> None:
    async with playing("loss") as player:
        await player.press("enter")
        assert "! Nothing was answered · no try is spent" in player.screen
        assert player.problem.sitting.tries == 0


@played
async def test_the_second_wrong_answer_ends_the_problem() -> None:
    async with playing("loss", "slope") as player:
        await player.answer("5")
        await player.answer("6")
        assert "L = −ln 0.7 = 0.3567 nats." in player.screen
        assert player.keys == "Enter Next   PgDn Scroll   q Leave   F1 Help"
        await player.press("enter")
        assert player.screen.splitlines()[0].strip() == "2/2 · ●●○○○ · 2 tries · Slope of a quotient"


@played
async def test_a_letter_moves_to_its_option_and_enter_hands_it_in() -> None:
    async with playing("order") as player:
        right = next(option.letter for option in player.problem.sitting.variant.choices if option.correct)
        await player.press(right.lower())
        assert f"▸ {right}. J₁ᵀ J₂ᵀ v" in player.screen
        await player.press("enter")
        assert "✓ Correct" in player.screen
        assert f"The answer: {right}" in player.screen


@played
async def test_letters_tick_and_untick_and_ticks_are_signs_not_colours() -> None:
    async with playing("facts") as player:
        for key, row in (("a", "[x] A."), ("a", "[ ] A."), ("b", "[x] B."), ("space", "[ ] B.")):
            await player.press(key)
            assert row in player.screen, key


@played
async def test_ticks_exactly_right_are_correct() -> None:
    async with playing("facts") as player:
        options = player.problem.sitting.variant.choices
        await player.press(*(option.letter.lower() for option in options if option.correct), "enter")
        assert "✓ Correct" in player.screen


@played
async def test_every_row_of_a_long_option_is_shown() -> None:
    async with playing("order") as player:
        assert "shapes may be" in player.screen
    async with playing("facts") as player:
        assert "look at the other." in player.screen


@played
async def test_free_text_is_compared_with_its_rubric_and_the_suggested_points_are_ticked() -> None:
    async with playing("why") as player:
        await player.type("It is the likelihood")
        await player.press("enter")
        assert "Ctrl+S Submit" in player.keys, "enter begins a new line"
        await player.press("ctrl+s")
        assert player.problem.sitting.phase == "ticking"
        assert "[x] 1. It is minus the log-likelihood (2)" in player.screen
        assert "[ ] 2. Its gradient is the probabilities minus the target (2)" in player.screen
        await player.press("2", "enter")
        assert "✓ Correct" in player.screen


@played
async def test_points_not_ticked_are_named() -> None:
    async with playing("why") as player:
        await player.type("likelihood")
        await player.press("ctrl+s", "enter")
        assert "◐ Partly correct · 50% of the credit" in player.screen
        assert "What is the gradient?" in player.screen
