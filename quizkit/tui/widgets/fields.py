"""Fields to type in: formulas, one to six rows high, and free text."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from quizkit.errors import printable
from quizkit.mathlang.limits import CHARACTERS


class Submitted(Message):
    """Enter, where Enter hands an answer in."""


def cleaned(pasted: str) -> tuple[str, int]:
    """A pasted text without what cannot be shown, and how many characters that were."""
    spaced = pasted.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = []
    for character in spaced:
        category = unicodedata.category(character)
        if character == "\n" or category[0] not in "CZ":
            kept.append(character)
        elif category == "Zs":
            kept.append(" ")
    return "".join(kept), len(spaced) - len(kept)


class Typing(TextArea):
    """A text area whose paste is measured and cleaned, and whose page keys scroll the problem."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "screen.page(-1)", show=False),
        Binding("pagedown", "screen.page(1)", show=False),
        Binding("f7", "screen.part(-1)", show=False),
        Binding("f8", "screen.part(1)", show=False),
        Binding("ctrl+j", "new_line", show=False),
    ]

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder, highlight_cursor_line=False)
        self.cursor_blink = False

    @property
    def most(self) -> int:
        """The most characters that are taken."""
        return CHARACTERS

    async def _on_paste(self, event: events.Paste) -> None:
        """Take the text as typed here, or refuse it whole: half of a formula would be another one."""
        event.stop()
        event.prevent_default()
        if len(event.text) + len(self.text) > self.most:
            self._tell(f"Not pasted: at most {self.most:,} characters fit, these are {len(event.text):,}")
            return
        text, lost = cleaned(event.text)
        if not self._is_prose:
            text = text.strip("\n")
        if lost:
            self._tell(
                f"{lost} character{'s' if lost > 1 else ''} that cannot be shown left out of the paste"
            )
        if text and not self.read_only:
            self.replace(text, *self.selection, maintain_selection_offset=False)

    _is_prose = False

    def _tell(self, text: str) -> None:
        self.app.notify(printable(text, 200), markup=False)

    def action_new_line(self) -> None:
        """Begin another row."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)


class FormulaField(Typing):
    """Where a formula is typed. Enter hands it in; ctrl+j begins another row."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(Submitted())
            return
        if len(self.text) >= self.most and event.is_printable:
            event.stop()
            event.prevent_default()
            self._tell(f"An answer has at most {self.most:,} characters")


class EssayField(Typing):
    """Where free text is typed. Enter begins a new line; ctrl+s hands it in."""

    _is_prose = True

    @property
    def most(self) -> int:
        """The most characters that are taken."""
        from quizkit.grading.rubric import MAX_TEXT

        return MAX_TEXT
