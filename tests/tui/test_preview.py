"""The live preview: drawn as it is understood, an error only once the keys rest."""

from __future__ import annotations

import asyncio

import pytest

from quizkit.grading.marking import Marking, marking_of
from quizkit.tui.preview import MOST_ROWS, preview
from quizkit.tui.widgets.picture import PATIENCE, Picture
from quizkit.variants import make_variant
from tests.tui.faces import SEED, Player, played, playing, small_bank


def marking(question: str) -> Marking:
    return marking_of(make_variant(small_bank()[question], seed=SEED), "")


READ = (
    ("slope", "1/(2x)", (" 1", "────", " 2x")),
    ("product", "[[1,2],[3,4]]", ("⎡ 1  2 ⎤", "⎣ 3  4 ⎦")),
    ("product", "1 2\n3 4", ("⎡ 1  2 ⎤", "⎣ 3  4 ⎦")),
    ("probabilities", "1/2, 3", None),
    ("slope", "y = 2x", ("2x",)),
)
UNFINISHED = (
    ("slope", "1/(2x", (" 1", "────", " 2x")),
    ("slope", "x +", ("x + ▒",)),
    ("slope", "2*", ("2·▒",)),
    ("product", "[[1,2],[3", None),
    ("slope", "sqrt(", None),
)
UNREADABLE = (
    ("slope", "x + q", ("x + q", "    ^", "Unknown name 'q'; the names here are x")),
    ("slope", "x)", None),
    ("slope", "[red]x[/]", None),
    ("slope", "\x1b[31mx", None),
    ("slope", "ｘ", None),
    ("slope", "(" * 500, None),
    ("slope", "x" * 5_000, None),
)


@pytest.mark.parametrize(("question", "response", "rows"), READ)
def test_what_can_be_read_is_drawn(question: str, response: str, rows: tuple[str, ...] | None) -> None:
    found = preview(marking(question), response, 70)
    assert found.state == "read"
    assert rows is None or tuple(row.rstrip() for row in found.rows) == rows


@pytest.mark.parametrize(("question", "response", "rows"), UNFINISHED)
def test_what_ends_too_soon_is_drawn_as_far_as_it_goes(
    question: str, response: str, rows: tuple[str, ...] | None
) -> None:
    found = preview(marking(question), response, 70)
    assert found.state == "unfinished"
    assert rows is None or tuple(row.rstrip() for row in found.rows) == rows
    assert preview(marking(question), response, 70, whole=True).state == "unreadable"


@pytest.mark.parametrize(("question", "response", "rows"), UNREADABLE)
def test_what_cannot_be_read_is_shown_escaped_and_never_wider_than_asked(
    question: str, response: str, rows: tuple[str, ...] | None
) -> None:
    for columns in (10, 30, 70):
        found = preview(marking(question), response, columns)
        assert found.state == "unreadable"
        assert all(row.isprintable() for row in found.rows)
        assert all(len(row) <= columns for row in found.rows)
    assert rows is None or found.rows == rows


def test_what_is_too_tall_or_too_wide_is_shown_in_one_row() -> None:
    tall = "1/(1+1/(1+1/(1+1/(1+1/x))))"
    assert len(preview(marking("slope"), tall, 70).rows) == 1
    assert len(preview(marking("slope"), tall, 70, most_rows=20).rows) > MOST_ROWS
    assert len(preview(marking("slope"), "1/x + " * 20 + "1", 70).rows[0]) <= 70


def test_of_an_ambiguous_text_both_readings_are_offered() -> None:
    found = preview(marking("slope"), "1/2x", 70)
    assert "Did you mean 1/(2x) or (1/2)x?" in " ".join(found.rows).replace("*", "")


def drawn(player: Player) -> Picture:
    return player.problem.query_one(Picture)


@played
async def test_the_preview_changes_with_each_key() -> None:
    async with playing("slope") as player:
        for key, rows in (("x", ("x",)), ("^", None), ("2", ("x²",))):
            await player.type(key)
            assert rows is None or drawn(player).preview.rows == rows
        assert "│ x²" in player.screen


@played
async def test_while_keys_come_the_last_good_drawing_stays_and_the_error_comes_when_they_rest() -> None:
    async with playing("slope") as player:
        await player.type("x^2")
        await player.type("q")
        assert drawn(player).preview.rows == ("x²",)
        await asyncio.sleep(PATIENCE * 1.5)
        await player.settle()
        assert drawn(player).preview.state == "unreadable"
        assert "Unknown name" in player.screen
        await player.press("backspace")
        assert drawn(player).preview.rows == ("x²",)


@played
async def test_the_names_that_may_be_used_are_told() -> None:
    async with playing("slope") as player:
        assert "names: x" in player.screen


@played
async def test_the_prompt_shows_latex_as_mathematics() -> None:
    async with playing("loss") as player:
        assert "−Σᵢ yᵢ ln pᵢ" in player.screen
        assert "$" not in player.screen
