"""Home: the topics to practise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizkit.bank.loader import subjects_of
from quizkit.errors import printable
from quizkit.practice.selection import topics
from quizkit.tui.messages import TopicChosen
from quizkit.tui.widgets.keyline import KeyLine

if TYPE_CHECKING:
    from quizkit.bank.question import Question

NAMES = {
    "q25": "Cross-entropy",
    "q26": "Embedding gradients",
    "q27": "Jacobians",
    "q28": "Eigenvectors and PCA",
    "q29": "KL divergence",
    "q30": "ReLU and its relatives",
    "q31": "The chain rule",
}
"""What the shipped topics are about; other banks' topics go by their own names."""

EVERYTHING = "*"
_NAME = 24
_CODE = 7
_ROOMY = 56
"""From this width on a row says what its number counts."""


class HomeScreen(Screen[None]):
    """A list of topics; Enter begins a sitting."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "app.quit", id="leave", show=False),
        Binding("question_mark", "app.help", id="help-twin", show=False),
    ]

    def __init__(self, bank: Mapping[str, Question]) -> None:
        super().__init__()
        self.topics = topics(subjects_of(bank))

    def compose(self) -> ComposeResult:
        """A title, the topics, the keys."""
        yield Static("quizkit · the mathematics of LLM interviews", classes="title", markup=False)
        yield Static("Pick a topic. Every problem is drawn afresh.", classes="lead", markup=False)
        yield OptionList(*self._options(), id="topics")
        yield KeyLine((("Enter", "Begin"), ("↑ ↓", "Move"), ("q", "Quit"), ("F1", "Help")))

    def _options(self) -> list[Option]:
        rows = [
            Option(self._row("Mixed", "Everything, interleaved", sum(self.topics.values())), id=EVERYTHING)
        ]
        rows += [
            Option(self._row(topic, NAMES.get(topic, ""), count), id=f"topic {topic}")
            for topic, count in self.topics.items()
        ]
        return rows

    def _row(self, topic: str, name: str, count: int) -> Content:
        code = topic.upper() if topic in NAMES else printable(topic or "other", _CODE + _NAME)
        counted = f"{count:>4}"
        if self.app.size.width >= _ROOMY:
            counted += " question" + ("s" if count != 1 else "")
        return Content(
            f"{code:{_CODE}} {name:{_NAME}}{counted}" if name else f"{code:{_CODE + _NAME + 1}}{counted}"
        )

    def on_mount(self) -> None:
        """The list takes the keys at once."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a topic."""
        event.stop()
        chosen = event.option.id or EVERYTHING
        self.post_message(TopicChosen(None if chosen == EVERYTHING else chosen.removeprefix("topic ")))
