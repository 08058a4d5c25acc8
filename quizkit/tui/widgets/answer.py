"""Where an answer is typed or ticked: one widget a kind."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, SelectionList, TextArea
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from quizkit.grading.verdict import Response
from quizkit.tui.widgets.prose import Prose, content
from quizkit.typeset import terminal
from quizkit.variants import PosedTask

OPTION_MARGIN = 12


class AnswerField(Vertical):
    """The field for one part: its question above, the way to answer it below."""

    class Changed(Message):
        """The answer being typed changed."""

        def __init__(self, part: str, text: str) -> None:
            self.part = part
            self.text = text
            super().__init__()

    class Submitted(Message):
        """Enter, or ctrl+s, in this field."""

        def __init__(self, part: str) -> None:
            self.part = part
            super().__init__()

    def __init__(self, posed: PosedTask, columns: int) -> None:
        super().__init__(classes="answer")
        self.posed = posed
        self.columns = columns
        self.highlighted: str | None = None

    def compose(self) -> ComposeResult:
        """What is asked, then an input, a list of options, or an area for free text."""
        if self.posed.id:
            yield Prose(f"**({self.posed.id})** {self.posed.ask}", classes="ask")
        yield self._field()

    def _field(self) -> Widget:
        match self.posed.kind:
            case "choice":
                return OptionList(*(Option(label, id=key) for label, key in self._labels()))
            case "select":
                return SelectionList[str](*(Selection(label, key) for label, key in self._labels()))
            case "text":
                return TextArea()
            case _:
                return Input(placeholder=_PLACEHOLDERS.get(self.posed.kind, ""))

    def _labels(self) -> list[tuple[Content, str]]:
        width = max(20, self.columns - OPTION_MARGIN)
        return [
            (content(terminal(f"{option.letter}.  {option.text}", width)), option.id)
            for option in self.posed.options
        ]

    def take_focus(self) -> None:
        """The field takes the keys."""
        self.query("Input, OptionList, TextArea").first().focus()

    @property
    def response(self) -> Response:
        """What has been typed or ticked so far."""
        match self.posed.kind:
            case "choice":
                return self.highlighted or ""
            case "select":
                ticked = set(self.query_one(SelectionList).selected)
                return [option.id for option in self.posed.options if option.id in ticked]
            case "text":
                return self.query_one(TextArea).text
            case _:
                return self.query_one(Input).value

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what is typed."""
        event.stop()
        self.post_message(self.Changed(self.posed.id, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in an input."""
        event.stop()
        self.post_message(self.Submitted(self.posed.id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on an option of a choice."""
        event.stop()
        if self.posed.kind == "choice":
            self.highlighted = event.option.id
            self.post_message(self.Submitted(self.posed.id))


_PLACEHOLDERS = {
    "number": "a number, or a formula for it",
    "expression": "an expression",
    "vector": "[a, b, c]",
    "matrix": "[[a, b], [c, d]]",
}
