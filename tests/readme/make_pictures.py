"""The pictures of README, from the running app: ``python -m tests.readme.make_pictures``.

Each is the app at a fixed size on a fixed question and seed of the shipped bank, after what was typed.
``words`` is what a picture says, without its drawing, so that it can be compared across versions of
Textual, which draw the same screen differently.
"""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import dataclass
from pathlib import Path

from textual import events

from quizkit.bank import load_bank
from quizkit.mathlang.glyphs import cells
from quizkit.tui.app import QuizApp

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "readme"
SIZE = (80, 24)
COLUMN = 12.2
"""How wide Textual draws a column."""
FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"


@dataclass(frozen=True, slots=True)
class Picture:
    """A problem, what is typed, and whether it is handed in."""

    question: str
    seed: int
    typed: str
    submitted: bool = False


PICTURES = {
    "problem": Picture("q25-focal-grad", 0, "0.5*(3(1-p)^2 log(p) - (1-p)^3/p)"),
    "feedback": Picture(
        "q29-kl", 0, "0.4 log(0.4/0.5) + 0.1 log(0.1/0.3) + 0.5 log(0.5/0.2)", submitted=True
    ),
}


async def _screenshot(picture: Picture) -> str:
    app = QuizApp(load_bank(ROOT / "questions"), plan=[(picture.question, picture.seed)])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.post_message(events.Paste(picture.typed))
        await pilot.pause()
        if picture.submitted:
            await pilot.press("enter")
            await pilot.pause()
        return _sturdy(app.export_screenshot(title="quizkit"))


def _sturdy(svg: str) -> str:
    """The picture with the reader's own fonts, fetching nothing, and with no text that begins with a space.

    Not every program that draws SVG keeps such spaces, and without them fractions fall apart.
    """
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")
    return re.sub(r'<text ([^>]*)x="([\d.]+)"([^>]*)textLength="[\d.]+"([^>]*)>([^<]*)</text>', _shifted, svg)


def _shifted(text: re.Match[str]) -> str:
    """A piece of text that begins where its first sign stands."""
    attributes, x, between, after, content = text.groups()
    words = html.unescape(content).replace("\n", "").rstrip(" \u00a0")
    begun = words.lstrip(" \u00a0")
    if not begun:
        return ""
    left = float(x) + COLUMN * (len(words) - len(begun))
    escaped = html.escape(begun, quote=False).replace("\u00a0", "&#160;")
    wide = COLUMN * cells(begun)
    return f'<text {attributes}x="{left:g}"{between}textLength="{wide:g}"{after}>{escaped}</text>'


def made(name: str) -> str:
    """A picture as the app of this moment draws it, SVG."""
    return asyncio.run(_screenshot(PICTURES[name]))


def path(name: str) -> Path:
    """Where a picture is kept."""
    return FOLDER / f"{name}.svg"


def words(svg: str) -> list[str]:
    """The rows of text of a picture, without spaces and frames."""
    rows: dict[float, str] = {}
    for y, text in re.findall(r'<text[^>]*\by="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        rows[float(y)] = rows.get(float(y), "") + html.unescape(text)
    kept = (re.sub(r"[\s\u2500-\u257f]+", "", rows[y]) for y in sorted(rows))
    return [row for row in kept if row]


def make() -> None:
    """Draw all pictures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        path(name).write_text(made(name), encoding="utf-8")


if __name__ == "__main__":
    make()
