"""The live preview: what was typed, drawn back as it was understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.content import Content
from textual.widgets import Static

from quizkit.errors import QuizkitError, Unreadable, printable
from quizkit.grading.marking import Marking
from quizkit.grading.response import read_response
from quizkit.mathlang.layout import draw
from quizkit.mathlang.printing import text
from quizkit.mathlang.shapes import infer_value

MOST_LINES = 8
"""A taller drawing is shown as one line of text."""
MARGIN = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A preview: its state and its lines."""

    state: Literal["blank", "read", "unreadable"]
    lines: tuple[str, ...]


def drawn(marking: Marking, response: str, columns: int) -> Drawn:
    """What a response is understood as, at most ``columns`` wide; or where it cannot be read."""
    if not response.strip():
        return Drawn("blank", ("",))
    try:
        node = read_response(marking, response)
        if not hasattr(node, "start"):
            return Drawn("read", (str(getattr(node, "message", "")),))
        infer_value(node, marking.scope.shapes)  # type: ignore[arg-type]
    except Unreadable as error:
        return Drawn("unreadable", _marked(response, error, columns))
    except QuizkitError as error:
        return Drawn("unreadable", (str(error),))
    box = draw(node)  # type: ignore[arg-type]
    if len(box.lines) > MOST_LINES or max(map(len, box.lines)) > columns:
        line = text(node)  # type: ignore[arg-type]
        return Drawn("read", (line if len(line) <= columns else line[: columns - 1] + "…",))
    return Drawn("read", box.lines)


def _marked(response: str, error: Unreadable, columns: int) -> tuple[str, ...]:
    """The unreadable place under a caret, and what is wrong with it."""
    window = max(10, columns - MARGIN)
    first = max(0, min(error.start - window // 2, len(response) - window))
    shown = printable(response[first : first + window].replace("\n", " "), 2 * window)
    before = printable(response[first : error.start].replace("\n", " "), 2 * window)
    return (shown, " " * min(len(before), window) + "^", error.message)


class Picture(Static):
    """The preview as a widget: blank, a drawing, or a caret and its message."""

    def show(self, marking: Marking | None, response: str) -> None:
        """Draw a response; without a marking there is nothing to draw."""
        if marking is None:
            self.display = False
            return
        self.display = True
        found = drawn(marking, response, max(10, self.app.size.width - 8))
        self.set_class(found.state == "unreadable", "-unreadable")
        self.border_title = {"blank": "reads as", "read": "reads as", "unreadable": "cannot be read yet"}[
            found.state
        ]
        self.update(Content("\n".join(found.lines)))
