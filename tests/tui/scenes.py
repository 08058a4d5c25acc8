"""The screens whose every character is kept, and how to come to them.

``python -m tests.tui.scenes`` draws them anew into ``tests/tui/screens``; read the difference.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from tests.tui.faces import playing

FOLDER = Path(__file__).with_name("screens")


@dataclass(frozen=True, slots=True)
class Scene:
    """The questions of a sitting, the size of the screen, and what is done: keys, or ``=`` and a paste."""

    questions: tuple[str, ...]
    size: tuple[int, int]
    deeds: tuple[str, ...] = ()


SMALL = (80, 24)
LARGE = (120, 40)
SCENES = {
    "home": Scene((), SMALL),
    "home-large": Scene((), LARGE),
    "help": Scene((), SMALL, ("f1",)),
    "number": Scene(("loss", "slope"), SMALL, ("=-log(0.7)/(2",)),
    "hint": Scene(("loss", "slope"), SMALL, ("f2", "f2")),
    "wrong": Scene(("loss", "slope"), SMALL, ("=0.3", "enter")),
    "wrong-large": Scene(("loss", "slope"), LARGE, ("f2", "=0.3", "enter")),
    "unreadable": Scene(("slope",), SMALL, ("=2x + qux", "enter")),
    "right": Scene(("slope", "loss"), SMALL, ("=-1/(2x^2)", "enter")),
    "right-large": Scene(("slope", "loss"), LARGE, ("=-1/(2x^2)", "enter")),
    "matrix": Scene(("product",), SMALL, ("=1 1/2\n2 4",)),
    "choice": Scene(("order",), SMALL, ("b",)),
    "select": Scene(("facts",), SMALL, ("a", "c")),
    "ticking": Scene(("why",), SMALL, ("=It is the likelihood.", "ctrl+s")),
    "parts": Scene(("layer",), SMALL, ("=100", "enter", "=300", "enter", "=[18, 6]", "enter")),
    "parts-large": Scene(("layer",), LARGE, ("=100", "enter", "=300", "enter", "=[18, 6]", "enter")),
    "away": Scene(("loss",), SMALL, ("=0.3", "escape")),
    "report": Scene(("loss", "slope", "order"), SMALL, ("=0.3567", "enter", "enter", "f3", "f4", "q")),
    "low": Scene(("slope",), (60, 16), ("=1/(2x)",)),
    "least": Scene(("slope",), (40, 12), ("=1/(2x)",)),
    "too-small": Scene(("slope",), (20, 10)),
}


async def seen(scene: Scene) -> str:
    """The screen at the end of a scene."""
    async with playing(*scene.questions, size=scene.size) as player:
        for deed in scene.deeds:
            await (player.paste(deed[1:]) if deed.startswith("=") else player.press(deed))
        return player.screen + "\n"


def path(name: str) -> Path:
    """Where a screen is kept."""
    return FOLDER / f"{name}.txt"


def draw() -> None:
    """Draw all screens anew."""
    for name, scene in SCENES.items():
        path(name).write_text(asyncio.run(seen(scene)), encoding="utf-8")


if __name__ == "__main__":
    draw()
