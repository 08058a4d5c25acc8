"""Home: the topics to practise."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from quizkit.bank.question import Question
from quizkit.practice.selection import topics

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


class TopicChosen(Message):
    """A topic was picked; None means all of them."""

    def __init__(self, topic: str | None) -> None:
        self.topic = topic
        super().__init__()


class HomeScreen(Screen[None]):
    """A list of topics; Enter begins a sitting."""

    def __init__(self, bank: Mapping[str, Question]) -> None:
        super().__init__()
        self.topics = topics(bank)

    def compose(self) -> ComposeResult:
        """A title, the topics, the keys."""
        yield Static("quizkit   the mathematics of LLM interviews", classes="title")
        yield Static("Pick a topic. Every problem is drawn afresh.", classes="lead")
        yield OptionList(*self._options(), id="topics")
        yield Footer()

    def _options(self) -> list[Option]:
        total = sum(self.topics.values())
        rows = [Option(f"Mixed     Everything, interleaved{'':11}{total:>4} questions", id=EVERYTHING)]
        for topic, count in self.topics.items():
            name = NAMES.get(topic, "")
            rows.append(Option(f"{topic.upper():8}  {name:34}{count:>4} questions", id=topic))
        return rows

    def on_mount(self) -> None:
        """The list takes the keys at once."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a topic."""
        event.stop()
        self.post_message(TopicChosen(None if event.option.id == EVERYTHING else event.option.id))
