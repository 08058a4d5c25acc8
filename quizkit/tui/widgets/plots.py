"""Blocks of text that are drawn for the width there is: plots and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widgets import Static

Draw = Callable[[int], Sequence[Sequence[str]]]
"""From a width in columns to blocks of rows, the first row of each a heading."""

_MARGIN = 4


class Plots(Static):
    """Blocks below each other, an empty row between them, drawn anew whenever the width changes."""

    def __init__(self, draw: Draw, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)
        self.draw = draw
        self._drawn_for = 0

    def show(self, draw: Draw) -> None:
        """Draw something else from now on."""
        self.draw = draw
        self._drawn_for = 0
        self._set()

    def on_mount(self) -> None:
        """Draw once there is a width."""
        self._set()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._set()

    def _set(self) -> None:
        width = self.content_size.width or max(20, self.app.size.width - _MARGIN)
        if width == self._drawn_for:
            return
        self._drawn_for = width
        pieces = []
        for heading, *rows in self.draw(width):
            pieces.append(Content("\n").join([Content.styled(heading, "bold"), *map(Content, rows)]))
        self.update(Content("\n\n").join(pieces))
