"""Lists to choose from: one option, or any number. The letter of an option is its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

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


def _behind(sign: str, label: Content) -> Content:
    """A label behind a sign, its further rows below the first."""
    first, *others = label.split("\n")
    return Content("\n").join([Content(sign) + first, *(Content(" " * len(sign)) + row for row in others)])


class ChoiceList(OptionList):
    """One option of several: a letter moves there, Enter hands it in."""

    BINDINGS: ClassVar[list[BindingType]] = _PAGES

    def __init__(self, labels: Sequence[Label], letters: str) -> None:
        self.labels = dict(labels)
        self.letters = letters
        self._pointed: str | None = None
        super().__init__(*(Option(_behind("  ", label), id=id_) for id_, label in labels))

    @property
    def chosen(self) -> str:
        """The id of the option under the bar."""
        return "" if self.highlighted is None else self.get_option_at_index(self.highlighted).id or ""

    def choose(self, chosen: str) -> None:
        """Put the bar on the option of this id, if there is one."""
        if chosen in self.labels:
            self.highlighted = list(self.labels).index(chosen)

    def on_key(self, event: events.Key) -> None:
        """The letter of an option."""
        place = _place(event.key, self.letters)
        if place is not None:
            event.stop()
            self.highlighted = place

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """A sign before the option under the bar, for eyes and screens that do not see its colour."""
        event.stop()
        for id_, sign in ((self._pointed, "  "), (event.option.id, "▸ ")):
            if id_ is not None:
                self.replace_option_prompt(id_, _behind(sign, self.labels[id_]))
        self._pointed = event.option.id

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        event.stop()
        self.post_message(Submitted())


class TickList(OptionList):
    """Any number of options: a letter or space ticks one, Enter hands the ticks in.

    Textual's own list of this kind shows one row of each option, and its ticks by colour alone.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *_PAGES,
        Binding("enter", "submit", show=False),
        Binding("space", "select", show=False),
    ]

    def __init__(self, labels: Sequence[Label], letters: str, ticked: Sequence[str] = ()) -> None:
        self.labels = dict(labels)
        self.letters = letters
        self.ticked = {id_ for id_ in ticked if id_ in self.labels}
        super().__init__(*(Option(self._row(id_), id=id_) for id_ in self.labels))

    @property
    def selected(self) -> list[str]:
        """The ids of the options ticked, in the order shown."""
        return [id_ for id_ in self.labels if id_ in self.ticked]

    def tick(self, ticked: Sequence[str]) -> None:
        """Tick these options and no others."""
        self.ticked = {id_ for id_ in ticked if id_ in self.labels}
        for id_ in self.labels:
            self.replace_option_prompt(id_, self._row(id_))

    def _row(self, id_: str) -> Content:
        return _behind("[x] " if id_ in self.ticked else "[ ] ", self.labels[id_])

    def on_key(self, event: events.Key) -> None:
        """The letter of an option."""
        place = _place(event.key, self.letters)
        if place is not None:
            event.stop()
            self.highlighted = place
            self.action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Space, a letter, or a click: tick, or take the tick away."""
        event.stop()
        id_ = event.option.id or ""
        self.ticked ^= {id_}
        self.replace_option_prompt(id_, self._row(id_))

    def action_submit(self) -> None:
        """Hand the ticks in."""
        self.post_message(Submitted())
