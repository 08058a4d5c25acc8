"""Report: what came of a sitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from quizkit.tui.widgets.keyline import KeyLine
from quizkit.tui.wording import count

if TYPE_CHECKING:
    from quizkit.bank.question import Question
    from quizkit.practice.session import Result

ENDINGS = {
    "correct": "✓ right",
    "partly-correct": "◐ partly",
    "incorrect": "✗ wrong",
    "given-up": "✗ gave up",
    "skipped": "· skipped",
    "unanswered": "· open",
}
_INDENT = 18


def report(results: Sequence[Result], bank: Mapping[str, Question]) -> str:
    """One line a problem, then the score of those that were not skipped."""
    if all(result.ending == "unanswered" for result in results):
        return "No problem was answered."
    lines = []
    for place, result in enumerate(results, start=1):
        told = [count(result.tries, "try")] if result.tries > 1 else []
        told += [count(result.hints, "hint")] if result.hints else []
        told += [mistake.replace("-", " ") for mistake in dict.fromkeys(result.mistakes)]
        title = bank[result.question].title
        lines.append(
            f"{place:>3}  {ENDINGS[result.ending]:10} {result.points:>4.3g} / {result.of:<4.3g} {title}"
        )
        lines += [f"{'':{_INDENT + 9}}{', '.join(told)}"] if told else []
    earned = sum(result.points for result in results)
    whole = sum(result.of for result in results if result.ending not in {"skipped", "unanswered"})
    return "\n".join([*lines, "", f"{earned:.3g} of {whole:.3g} points"])


class ReportScreen(Screen[None]):
    """The report in a scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,q", "home", id="home", show=False),
        Binding("question_mark", "app.help", id="help-twin", show=False),
    ]

    def __init__(self, results: tuple[Result, ...], bank: Mapping[str, Question]) -> None:
        super().__init__()
        self.results = results
        self.bank = bank

    def compose(self) -> ComposeResult:
        """The table in a scroll, the keys below."""
        yield Static("Report", classes="title", markup=False)
        with VerticalScroll(id="report"):
            yield Static(Content(report(self.results, self.bank)))
        yield KeyLine((("Enter", "Home"), ("↑ ↓", "Scroll"), ("Ctrl+Q", "Quit"), ("F1", "Help")))

    def action_home(self) -> None:
        """Back to the topics."""
        self.app.pop_screen()
