"""Where one part is answered: what is asked, its mark once there is a verdict, and the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from quizkit.tui.widgets.choosing import ChoiceList, Label, TickList
from quizkit.tui.widgets.fields import EssayField, FormulaField, Submitted, Typing
from quizkit.tui.widgets.picture import Picture
from quizkit.tui.widgets.prose import Prose, content, set_for

if TYPE_CHECKING:
    from quizkit.grading import Response
    from quizkit.grading.marking import Marking
    from quizkit.variants import PosedTask

_OPTION_MARGIN = 16
_PLACEHOLDERS = {
    "number": "a number, or a formula for it",
    "expression": "an expression",
    "vector": "[a, b, c]",
    "matrix": "[[a, b], [c, d]]",
    "text": "your answer in words; ctrl+s submits",
}


class AnswerField(Vertical):
    """The field for one part.

    ``marking`` tells how it reads an answer, and is None where none is a formula; ``names`` are the letters
    that an answer may use.
    """

    class Changed(Message):
        """What is typed or chosen has changed."""

        def __init__(self, part: str) -> None:
            self.part = part
            super().__init__()

    class Finished(Message):
        """Enter in this field."""

        def __init__(self, part: str) -> None:
            self.part = part
            super().__init__()

    def __init__(
        self,
        posed: PosedTask,
        marking: Callable[[], Marking] | None,
        columns: int,
        names: Sequence[str] = (),
    ) -> None:
        super().__init__(classes="answer")
        self.posed = posed
        self.marking = marking
        self.field = self._field(columns)
        self.picture = Picture(names)
        if marking is None:
            self.picture.display = False
        self.ask = Prose(self._asked(""), classes="ask")
        self.said = Prose("", classes="said")
        self.set_class(bool(posed.id), "-part")

    def compose(self) -> ComposeResult:
        """What is asked, the field, its preview, and what a verdict says of it."""
        yield self.ask
        yield self.field
        yield self.picture
        yield self.said

    def _asked(self, mark: str) -> str:
        if not self.posed.id:
            return ""
        return f"**({self.posed.id})** {mark + ' ' if mark else ''}{self.posed.ask}"

    def _field(self, columns: int) -> Typing | ChoiceList | TickList:
        letters = "".join(option.letter for option in self.posed.options)
        match self.posed.kind:
            case "choice":
                return ChoiceList(self._labels(columns), letters)
            case "select":
                return TickList(self._labels(columns), letters)
            case "text":
                return EssayField(_PLACEHOLDERS["text"])
            case kind:
                return FormulaField(_PLACEHOLDERS.get(kind, ""))

    def _labels(self, columns: int) -> list[Label]:
        width = max(16, columns - _OPTION_MARGIN)
        return [(option.id, lettered(option.letter, option.text, width)) for option in self.posed.options]

    def mark(self, sign: str, said: str | None = None) -> None:
        """Put the sign of a verdict before what is asked, and what it says below the field."""
        if self.posed.id:
            self.ask.show(self._asked(sign))
            if said is not None:
                self.said.show(said)

    def on_mount(self) -> None:
        """An empty preview, with the names that may be used."""
        self.draw()

    def take_focus(self) -> None:
        """The field takes the keys. What is in sight is the screen's affair."""
        self.field.focus(scroll_visible=False)

    @property
    def response(self) -> Response:
        """What has been typed or chosen so far."""
        match self.field:
            case ChoiceList():
                return self.field.chosen
            case TickList():
                ticked = set(self.field.selected)
                return [option.id for option in self.posed.options if option.id in ticked]
            case Typing():
                return self.field.text

    def restore(self, response: Response) -> None:
        """Put back what was typed or chosen before."""
        match self.field:
            case Typing() if isinstance(response, str):
                self.field.text = response
                self.field.move_cursor(self.field.document.end)
            case ChoiceList() if isinstance(response, str):
                self.field.choose(response)
            case TickList() if isinstance(response, list):
                self.field.tick(response)

    def draw(self, *, at_once: bool = False) -> None:
        """Draw what is typed. Of what was handed in, it is told without delay where it cannot be read."""
        if self.marking is not None and isinstance(self.field, FormulaField):
            self.picture.follow(self.marking, self.field.text, at_once=at_once)

    def conclude(self) -> None:
        """No more typing: what was written remains, as a drawing."""
        self.field.disabled = True
        self.picture.conclude()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A key in a text field."""
        event.stop()
        self.draw()
        self.post_message(self.Changed(self.posed.id))

    def on_submitted(self, event: Submitted) -> None:
        """Enter in the field."""
        event.stop()
        self.post_message(self.Finished(self.posed.id))


def lettered(letter: str, text: str, width: int) -> Content:
    """An option behind its letter, further rows below its first."""
    lead = f"{letter}. " if letter else ""
    rows = content(set_for(text, width)).split("\n")
    margin = Content(" " * len(lead))
    return Content("\n").join(
        [
            Content(lead if not place else "") + (row if not place else margin + row)
            for place, row in enumerate(rows)
        ]
    )


def field_of(widget: Widget | None) -> AnswerField | None:
    """The answer field that a widget is in."""
    while widget is not None and not isinstance(widget, AnswerField):
        widget = widget.parent if isinstance(widget.parent, Widget) else None
    return widget
