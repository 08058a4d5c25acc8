"""Markdown with mathematics, as the terminal shows it."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from quizkit.typeset import Line, terminal

STYLES = {
    "plain": "",
    "strong": "bold",
    "emphasis": "italic",
    "code": "$text-accent",
    "math": "$text-secondary",
    "heading": "bold underline",
    "quote": "dim",
}


widths: set[int] = set()
"""The widths for which texts were set."""


def set_for(markdown: str, columns: int) -> tuple[Line, ...]:
    """A text set for so many columns."""
    widths.add(columns)
    return terminal(markdown, columns)


def content(lines: tuple[Line, ...]) -> Content:
    """Typeset lines as styled content."""
    pieces: list[Content] = []
    for line in lines:
        spans = [Content.styled(span.text, STYLES[span.style]) for span in line]
        pieces.append(Content("").join(spans) if spans else Content(""))
    return Content("\n").join(pieces)


class Prose(Static):
    """A Markdown text, set anew whenever the width changes."""

    def __init__(self, markdown: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, classes=classes)
        self.markdown = markdown
        self._set_for = 0

    def show(self, markdown: str) -> None:
        """Set another text."""
        if not markdown and not self.markdown:
            self.display = False
            return
        self.markdown = markdown
        self._set_for = 0
        self.display = bool(markdown)
        self._set()

    def on_mount(self) -> None:
        """Set the text once there is a width."""
        self.display = bool(self.markdown)
        self._set()

    def on_resize(self) -> None:
        """Set the text for the new width."""
        self._set()

    def _set(self) -> None:
        if not self.markdown:
            return
        columns = self.content_size.width or max(20, self.app.size.width - 6)
        if columns != self._set_for:
            self._set_for = columns
            self.update(content(set_for(self.markdown, columns)))
