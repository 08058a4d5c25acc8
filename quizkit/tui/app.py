"""The app: which screen is shown, and what the screens ask of each other."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.widgets import TextArea

from quizkit.bank.question import Question
from quizkit.errors import VariantError
from quizkit.practice.selection import choose
from quizkit.practice.session import Result
from quizkit.tui.messages import SittingEnded, TopicChosen
from quizkit.tui.screens.help import HelpScreen
from quizkit.tui.screens.home import HomeScreen
from quizkit.tui.screens.problem import ProblemScreen
from quizkit.tui.screens.report import ReportScreen
from quizkit.tui.screens.too_small import LEAST_COLUMNS, LEAST_ROWS, TooSmallScreen
from quizkit.tui.themes import DARK, LIGHT
from quizkit.variants import Variant, make_variant

SEEDS = 1_000_000
COUNT = 10
"""How many problems a sitting from the home screen has."""
INTERRUPTED = 130
TWICE = timedelta(seconds=1)
"""Two interrupts within this time end the app."""
_ORPHANED_EVERY = 0.5
"""Seconds between two looks at whether the guard of the terminal is still there."""


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
        Binding("ctrl+c", "interrupt", "Interrupt", id="interrupt", priority=True),
        Binding("ctrl+t", "turn_light", "Light or dark", id="theme"),
    ]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it for instances
        (0, "-slim"),
        (60, "-narrow"),
        (80, "-normal"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - the same
        (0, "-low"),
        (16, "-short"),
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
        guard: int | None = None,
    ) -> None:
        # Textual answers NO_COLOR with greys, unless the terminal's own colours are in use: then with none.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.bank = bank
        self.plan = plan
        self.clock = clock
        self.draw_seed = draw_seed
        self.guard = guard
        self.fault: Exception | None = None
        self._interrupted: datetime | None = None
        self.register_theme(LIGHT)

    def on_mount(self) -> None:
        """Show the first screen."""
        self.push_screen(HomeScreen(self.bank))
        if self.plan is not None:
            self.sit(self.plan)
        self._mind_the_size(self.size)
        if self.guard is not None:
            self.set_interval(_ORPHANED_EVERY, self._end_without_guard)

    def _end_without_guard(self) -> None:
        """Nobody would restore the terminal any more, so the app does it, by ending."""
        if sys.platform != "win32" and os.getppid() != self.guard:
            # The terminal belongs to the shell again; it may be set back from behind all the same.
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            self.exit(return_code=INTERRUPTED)

    def sit(self, plan: Sequence[tuple[str, int]]) -> None:
        """Begin a sitting."""
        variants: list[Variant] = []
        for id_, seed in plan:
            try:
                variants.append(make_variant(self.bank[id_], seed=seed))
            except VariantError as error:
                self.notify(f"{id_}: {error}", severity="warning", markup=False)
        if variants:
            self.push_screen(ProblemScreen(variants, self.clock))

    def on_topic_chosen(self, message: TopicChosen) -> None:
        """A topic was picked on the home screen."""
        if not isinstance(self.screen, ProblemScreen):
            self.sit(choose(self.bank, topic=message.topic, count=COUNT, seed=self.draw_seed()))

    def on_sitting_ended(self, message: SittingEnded) -> None:
        """The last problem is done, or the sitting was left."""
        self.report(message.results)

    def report(self, results: tuple[Result, ...]) -> None:
        """Show what came of a sitting, in place of its problems."""
        self.switch_screen(ReportScreen(results, self.bank))

    def action_help(self) -> None:
        """Show how to type mathematics and what the keys do."""
        if not isinstance(self.screen, HelpScreen | TooSmallScreen):
            self.push_screen(HelpScreen())

    def action_turn_light(self) -> None:
        """From the dark theme to the light one, or back."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK

    def action_interrupt(self) -> None:
        """Copy what is selected; else say how to quit, and quit at the second time."""
        if isinstance(self.focused, TextArea) and self.focused.selected_text:
            self.focused.action_copy()
            return
        at = self.clock()
        if self._interrupted is not None and at - self._interrupted <= TWICE:
            self.exit(return_code=INTERRUPTED)
            return
        self._interrupted = at
        self.notify("Ctrl+Q quits. So does Ctrl+C, if pressed again at once.", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the terminal is too small to draw on, and go on when it is not."""
        self._mind_the_size(event.size)

    def _mind_the_size(self, size: Size) -> None:
        small = size.width < LEAST_COLUMNS or size.height < LEAST_ROWS
        showing = isinstance(self.screen, TooSmallScreen)
        if small and not showing:
            self.push_screen(TooSmallScreen())
        elif showing and not small:
            self.pop_screen()

    def _fatal_error(self) -> None:
        """End with the fault kept for whoever opened the app, instead of a page of local variables."""
        self.fault = self._exception
        self._close_messages_no_wait()
