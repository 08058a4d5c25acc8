"""The live preview: what was typed, drawn back as it is understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from quizkit.tui.previewed import MOST_ROWS, Preview

if TYPE_CHECKING:
    from quizkit.grading.marking import Marking

PATIENCE = 0.4
"""Seconds without a key before an error is told: while someone types, most texts are not finished."""
_FRAME = 8
"""Columns of the frame, its padding, and the margins of the screen."""
_SHORT = 30
"""Fewer rows on the screen than these leave less room for the drawing."""

TITLES = {
    "blank": "reads as",
    "read": "reads as",
    "unfinished": "reads as, so far",
    "unreadable": "! cannot be read",
}


class Picture(Static):
    """A drawing, or a caret and its message: the message only when the keys have been at rest.

    ``names``: the letters that a response may use.
    """

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__("", markup=False)
        self.names = ", ".join(sorted(names))
        self.preview = Preview("blank")
        self._timer: Timer | None = None

    def follow(self, marking: Callable[[], Marking], response: str, *, at_once: bool = False) -> None:
        """Draw a response, as its marking reads it; the marking is asked for when there is something to read.

        Where it cannot be read, the last drawing stays for a while; of what was handed in (``at_once``)
        it is told without delay.
        """
        if self._timer is not None:
            self._timer.stop()
        most = MOST_ROWS if self.app.size.height >= _SHORT else max(3, self.app.size.height // 5)
        told = self.names if len(self.names) < self._columns else ""
        self.border_subtitle = Content(f"names: {told}") if told else None
        if response.strip():
            from quizkit.tui.preview import preview

            found = preview(marking(), response, self._columns, most, whole=at_once)
        else:
            found = Preview("blank")
        if found.state == "unreadable" and not at_once:
            self._timer = self.set_timer(PATIENCE, lambda: self._draw(found))
        else:
            self._draw(found)

    @property
    def _columns(self) -> int:
        return max(10, (self.content_size.width or self.app.size.width - _FRAME))

    def _draw(self, found: Preview) -> None:
        # Of as many rows as before, it needs no more room: what stands around it stays where it is.
        is_taller = len(found.rows) != len(self.preview.rows)
        self.preview = found
        self.set_class(found.state == "unreadable", "-unreadable")
        self.border_title = TITLES[found.state]
        self.update(Content("\n".join(found.rows)), layout=is_taller)

    def conclude(self) -> None:
        """From a live preview to a record of what was written."""
        if self._timer is not None:
            self._timer.stop()
        self.border_title = "you wrote"
        self.border_subtitle = None
        if self.preview.state not in {"read", "unfinished"}:
            self.display = False
