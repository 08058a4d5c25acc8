"""The main screens, character by character."""

from __future__ import annotations

import asyncio

import pytest

from quizkit.mathlang.glyphs import cells
from tests.tui.scenes import FOLDER, SCENES, path, seen


@pytest.mark.parametrize("name", SCENES)
def test_a_screen_is_as_it_was_drawn(name: str) -> None:
    scene = SCENES[name]
    found = asyncio.run(seen(scene))
    assert found == path(name).read_text(encoding="utf-8")
    assert len(found.splitlines()) <= scene.size[1]
    assert all(cells(row) <= scene.size[0] for row in found.splitlines())


def test_no_screen_is_kept_that_nobody_draws() -> None:
    assert {kept.stem for kept in FOLDER.glob("*.txt")} == set(SCENES)
