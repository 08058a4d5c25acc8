"""What the screens ask of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from quizkit.practice.session import Result


class TopicChosen(Message):
    """A topic was picked; None means all of them."""

    def __init__(self, topic: str | None) -> None:
        self.topic = topic
        super().__init__()


class SittingEnded(Message):
    """The last problem is done, or the sitting was left."""

    def __init__(self, results: tuple[Result, ...]) -> None:
        self.results = results
        super().__init__()
