"""The last row of a screen: the keys that do something now, as many as fit."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from quizkit.mathlang.glyphs import cells

Key = tuple[str, str]
"""A key, and what it does."""

_GAP = "   "


def fitting(keys: Sequence[Key], columns: int) -> list[Key]:
    """The keys that fit in a row, the first ones first; the last one, where help is, always."""
    kept = list(keys)
    while len(kept) > 1 and _columns(kept) > columns:
        del kept[-2]
    return kept


def _columns(keys: Sequence[Key]) -> int:
    return sum(cells(f"{key} {does}") for key, does in keys) + len(_GAP) * (len(keys) - 1)


class KeyLine(Static):
    """Keys and what they do. None is ever cut in two."""

    def __init__(self, keys: Sequence[Key] = ()) -> None:
        super().__init__("", classes="keys", markup=False)
        self.keys = tuple(keys)

    def show(self, keys: Sequence[Key]) -> None:
        """Other keys from now on."""
        self.keys = tuple(keys)
        self._set()

    def on_resize(self) -> None:
        """Fit the row anew."""
        self._set()

    def _set(self) -> None:
        pieces = []
        for key, does in fitting(self.keys, self.content_size.width or self.app.size.width - 2):
            pieces.append(Content.assemble((key, "bold $text-accent"), f" {does}"))
        self.update(Content(_GAP).join(pieces))
