"""What does a figure show? Panels of named arrays, the labels of their axes, and both as JSON.

The invariant: the JSON depends on nothing but the numbers. They are written with 12 significant digits, so
that the last bits, in which processors differ, do not show.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from quizkit.variants.streams import Stream

DIGITS = 12
"""Significant digits of a number in the JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture within a figure."""

    title: str
    axes: Mapping[str, str] = field(default_factory=dict)
    """What is on an axis, with its unit: ``x``, ``y``, ``z``, ``right``, ``colour``."""
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names that stand beside the entries of an array, and other text, line by line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plotted:
    """The numbers of a figure."""

    name: str
    title: str
    seed: int
    panels: Mapping[str, Panel]
    """By their letters, from ``a`` on."""

    def to_json(self) -> str:
        """One JSON document, an array on a line, with a line end."""
        panels = {
            letter: {
                "title": panel.title,
                "axes": dict(panel.axes),
                "arrays": {name: _numbers(array.tolist()) for name, array in panel.arrays.items()},
                "words": {name: list(words) for name, words in panel.words.items()},
            }
            for letter, panel in self.panels.items()
        }
        whole = {"schema": 1, "figure": self.name, "title": self.title, "seed": self.seed, "panels": panels}
        return _laid_out(whole) + "\n"


def _numbers(value: object) -> object:
    """Nested lists with their numbers rounded; a negative nought is nought."""
    match value:
        case list():
            return [_numbers(one) for one in value]
        case float():
            return float(f"{value:.{DIGITS}g}") + 0.0
        case _:
            return value


def _laid_out(value: object, margin: str = "") -> str:
    """JSON with a key to a line, and everything below a list on one line."""
    if not isinstance(value, Mapping) or not value:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    inner = margin + " "
    lines = [f"{inner}{json.dumps(key)}: {_laid_out(one, inner)}" for key, one in value.items()]
    return "{\n" + ",\n".join(lines) + f"\n{margin}}}"


@dataclass(frozen=True, slots=True)
class Draws:
    """Chance for a figure, by address: the same numbers on every machine."""

    figure: str
    seed: int

    def whole(self, name: str, low: int, high: int, shape: tuple[int, ...]) -> np.ndarray:
        """Whole numbers from ``low`` to ``high``, both included, of this shape."""
        stream = Stream(question=f"figures/{self.figure}", setting="", seed=self.seed)
        places = np.ndindex(*shape)
        drawn = [low + stream.index(high - low + 1, name, tuple(map(int, place))) for place in places]
        return np.array(drawn, dtype=np.int64).reshape(shape)

    def grid(self, name: str, low: float, high: float, shape: Sequence[int]) -> np.ndarray:
        """Hundredths from ``low`` to ``high``, both included, of this shape."""
        return self.whole(name, round(low * 100), round(high * 100), tuple(shape)) / 100

    def order(self, name: str, length: int) -> np.ndarray:
        """The numbers from 0 to ``length - 1`` in any order."""
        stream = Stream(question=f"figures/{self.figure}", setting="", seed=self.seed)
        return np.array(stream.order(length, name))
