"""The app: which screen is shown, and what the screens ask of each other."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Size

from quizkit.bank.question import Question
from quizkit.practice.selection import choose
from quizkit.practice.session import Result
from quizkit.tui.screens.help import HelpScreen
from quizkit.tui.screens.home import HomeScreen, TopicChosen
from quizkit.tui.screens.problem import ProblemScreen, SittingEnded
from quizkit.tui.screens.report import ReportScreen
from quizkit.tui.screens.too_small import LEAST_COLUMNS, LEAST_ROWS, TooSmallScreen
from quizkit.variants import make_variant

SEEDS = 1_000_000
COUNT = 10
"""How many problems a sitting from the home screen has."""


def now() -> datetime:
    """The present moment. A shell reads the clock and hands it down."""
    return datetime.now(UTC)  # noqa: TID251


class QuizApp(App[None]):
    """quizkit in the terminal."""

    TITLE = "quizkit"
    CSS_PATH = "quizkit.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="help"),
        Binding("ctrl+q", "quit", "Quit", id="quit", priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (80, "-normal"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [
        (0, "-short"),
        (24, "-normal-height"),
        (36, "-tall"),
    ]

    def __init__(
        self,
        bank: Mapping[str, Question],
        *,
        plan: Sequence[tuple[str, int]] | None = None,
        clock: Callable[[], datetime] = now,
        draw_seed: Callable[[], int] = lambda: secrets.randbelow(SEEDS),
    ) -> None:
        super().__init__()
        self.bank = bank
        self.plan = plan
        self.clock = clock
        self.draw_seed = draw_seed

    def on_mount(self) -> None:
        """Show the first screen."""
        if os.environ.get("NO_COLOR"):
            self.theme = "textual-ansi"
        self.push_screen(HomeScreen(self.bank))
        if self.plan is not None:
            self.sit(self.plan)
        self._mind_the_size(self.size)

    def sit(self, plan: Sequence[tuple[str, int]]) -> None:
        """Begin a sitting."""
        variants = tuple(make_variant(self.bank[id_], seed=seed) for id_, seed in plan)
        self.push_screen(ProblemScreen(variants, self.clock))

    def on_topic_chosen(self, message: TopicChosen) -> None:
        """A topic was picked on the home screen."""
        self.sit(choose(self.bank, topic=message.topic, count=COUNT, seed=self.draw_seed()))

    def on_sitting_ended(self, message: SittingEnded) -> None:
        """The last problem is done, or the sitting was left."""
        self.report(message.results)

    def report(self, results: tuple[Result, ...]) -> None:
        """Show what came of a sitting, in place of its problems."""
        self.switch_screen(ReportScreen(results, self.bank))

    def action_help(self) -> None:
        """Show how to type mathematics and what the keys do."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def on_resize(self) -> None:
        """Say so when the terminal is too small to draw on, and go on when it is not."""
        self._mind_the_size(self.size)

    def _mind_the_size(self, size: Size) -> None:
        small = size.width < LEAST_COLUMNS or size.height < LEAST_ROWS
        showing = isinstance(self.screen, TooSmallScreen)
        if small and not showing:
            self.push_screen(TooSmallScreen())
        elif showing and not small:
            self.pop_screen()
