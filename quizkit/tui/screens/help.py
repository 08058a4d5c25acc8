"""Help: the keys of the screen that asks for it, how to type mathematics, all other keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizkit.tui.cheatsheet import sheet

_FRAME = 8
"""Columns of the frame, its padding and the scroll bar."""
_WIDEST = 84


class Sheet(Static):
    """The help, set anew whenever the width changes."""

    def __init__(self, screen: str) -> None:
        super().__init__("", markup=False)
        self.asking = screen
        self._set_for = 0

    def on_mount(self) -> None:
        """Set it once there is a width."""
        self._set()

    def on_resize(self) -> None:
        """Set it for the new width."""
        self._set()

    def _set(self) -> None:
        columns = self.content_size.width or min(_WIDEST, self.app.size.width) - _FRAME
        if columns != self._set_for:
            self._set_for = columns
            lines = sheet(columns, self.asking)
            told = [Content.styled(line, "bold $text-accent" if heading else "") for line, heading in lines]
            self.update(Content("\n").join(told))


class HelpScreen(ModalScreen[None]):
    """The cheat sheet, over whatever was shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,q,question_mark", "dismiss", id="back", show=False)
    ]

    def compose(self) -> ComposeResult:
        """The sheet, scrollable where it is longer than the screen."""
        below = [screen for screen in self.app.screen_stack if screen is not self]
        with VerticalScroll(id="help") as page:
            page.border_subtitle = "↑ ↓ PgDn scroll · Esc back"
            yield Sheet(type(below[-1]).__name__ if below else "")
