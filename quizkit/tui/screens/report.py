"""Report: what came of a sitting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from quizkit.bank.question import Question
from quizkit.practice.session import Result

MARKS = {
    "correct": "✓",
    "partly-correct": "◐",
    "incorrect": "✗",
    "given-up": "✗ gave up",
    "skipped": "· skipped",
    "unanswered": "· open",
}


class ReportScreen(Screen[None]):
    """One line a problem, then the score."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "home", "Home", id="home")]

    def __init__(self, results: tuple[Result, ...], bank: Mapping[str, Question]) -> None:
        super().__init__()
        self.results = results
        self.bank = bank

    def compose(self) -> ComposeResult:
        """The table in a scroll, the keys below."""
        yield Static("Report", classes="title")
        with VerticalScroll(id="report"):
            yield Static(Content(self.text()))
        yield Footer()

    def text(self) -> str:
        """The report as lines."""
        if not self.results:
            return "No problem was answered."
        lines = []
        for place, result in enumerate(self.results, start=1):
            mistakes = ", ".join(dict.fromkeys(result.mistakes))
            hints = f"{result.hints} hint{'s' if result.hints != 1 else ''}" if result.hints else ""
            told = " · ".join(word for word in (hints, mistakes) if word)
            title = self.bank[result.question].title
            lines.append(
                f"{place:>3}  {MARKS[result.ending]:10} {result.points:>4g} / {result.of:<4g} {title}"
                + (f"\n{'':26}{told}" if told else "")
            )
        earned = sum(result.points for result in self.results)
        whole = sum(result.of for result in self.results if result.ending != "skipped")
        return "\n".join([*lines, "", f"{earned:g} of {whole:g} points"])

    def action_home(self) -> None:
        """Back to the topics."""
        self.app.pop_screen()
