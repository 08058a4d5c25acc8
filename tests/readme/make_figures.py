"""The gallery of README, by ``quizkit figures``: ``python -m tests.readme.make_figures``.

Each figure is there light and dark. Beside them is kept what they show, in
short: titles, labels, words, and of every array its shape and two sums. Sums are compared and not pixels,
which another Matplotlib places differently; and no hashes, for processors differ in the last bits.
"""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import Any

from quizkit.figures import FIGURES, picture, plotted

FOLDER = Path(__file__).parents[2] / ".github" / "readme" / "figures"
NUMBERS = FOLDER / "numbers.json"
DPI = 120
"""Twice as many pixels, nearly, as README is wide, for fine screens."""
LANDSCAPES = ("03", "07")
"""Figures of too many colours for a palette."""


def shown(number: str) -> dict[str, Any]:
    """What a figure shows, in short; the sums are rounded to nine digits."""
    document = json.loads(plotted(number).to_json())
    for panel in document["panels"].values():
        panel["arrays"] = {name: _in_short(values) for name, values in panel["arrays"].items()}
    return {"title": document["title"], "panels": document["panels"]}


def _in_short(values: Any) -> dict[str, Any]:
    """The shape, the sum of sizes, and a sum in which every place weighs differently."""
    shape, flat = [], values
    while isinstance(flat, list):
        shape.append(len(flat))
        flat = flat[0]
    numbers = _flat(values)
    weighed = math.fsum(math.cos(place) * number for place, number in enumerate(numbers))
    return {
        "shape": shape,
        "size": float(f"{math.fsum(map(abs, numbers)):.9g}"),
        "weighed": float(f"{weighed:.9g}"),
    }


def _flat(values: Any) -> list[float]:
    return (
        [number for one in values for number in _flat(one)] if isinstance(values, list) else [float(values)]
    )


def path(number: str, *, dark: bool) -> Path:
    """Where a picture is kept."""
    return FOLDER / f"{FIGURES[number].name}{'-dark' if dark else ''}.png"


def made(number: str, *, dark: bool) -> bytes:
    """A picture as it is drawn at this moment, PNG."""
    from PIL import Image  # Matplotlib brings it along

    drawn: Image.Image = Image.open(io.BytesIO(picture(plotted(number), dark=dark, dpi=DPI))).convert("RGB")
    small = io.BytesIO()
    if number not in LANDSCAPES:
        drawn = drawn.quantize(256, dither=Image.Dither.NONE)
    drawn.save(small, "png", optimize=True)
    return small.getvalue()


def make() -> None:
    """Draw all pictures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for number in FIGURES:
        for dark in (False, True):
            path(number, dark=dark).write_bytes(made(number, dark=dark))
    told = {number: shown(number) for number in FIGURES}
    NUMBERS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
