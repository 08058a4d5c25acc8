"""Lists to choose from: one option, or any number. The letter of an option is its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, SelectionList
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from quizkit.tui.widgets.fields import Submitted

Label = tuple[str, Content]
"""An option's id, and how it is shown."""

_PAGES: list[BindingType] = [
    Binding("pageup", "screen.page(-1)", show=False),
    Binding("pagedown", "screen.page(1)", show=False),
    Binding("f7", "screen.part(-1)", show=False),
    Binding("f8", "screen.part(1)", show=False),
]


def _place(key: str, letters: str) -> int | None:
    """Which option a key means, if any."""
    found = letters.find(key.upper()) if len(key) == 1 else -1
    return None if found < 0 else found


class ChoiceList(OptionList):
    """One option of several: a letter moves there, Enter hands it in."""

    BINDINGS: ClassVar[list[BindingType]] = _PAGES

    def __init__(self, labels: Sequence[Label], letters: str) -> None:
        super().__init__(*(Option(label, id=id_) for id_, label in labels))
        self.letters = letters

    @property
    def chosen(self) -> str:
        """The id of the option under the bar."""
        return "" if self.highlighted is None else self.get_option_at_index(self.highlighted).id or ""

    def on_key(self, event: events.Key) -> None:
        """The letter of an option."""
        place = _place(event.key, self.letters)
        if place is not None:
            event.stop()
            self.highlighted = place

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        event.stop()
        self.post_message(Submitted())


class TickList(SelectionList[str]):
    """Any number of options: a letter or space ticks one, Enter hands the ticks in."""

    BINDINGS: ClassVar[list[BindingType]] = [*_PAGES, Binding("enter", "submit", show=False)]
    BUTTON_LEFT = "["
    BUTTON_RIGHT = "]"

    def __init__(self, labels: Sequence[Label], letters: str, ticked: Sequence[str] = ()) -> None:
        super().__init__(*(Selection(label, id_, id_ in ticked) for id_, label in labels))
        self.letters = letters

    def on_key(self, event: events.Key) -> None:
        """The letter of an option."""
        place = _place(event.key, self.letters)
        if place is not None:
            event.stop()
            self.highlighted = place
            self.toggle(self.get_option_at_index(place))

    def action_submit(self) -> None:
        """Hand the ticks in."""
        self.post_message(Submitted())
