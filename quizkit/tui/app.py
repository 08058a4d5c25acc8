"""The app: which screen is shown, and what the screens ask of each other."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Size

from quizkit.bank.loader import subjects_of
from quizkit.errors import VariantError
from quizkit.faces import later
from quizkit.tui.getting_ready import Awaited, end_hurry, import_next
from quizkit.tui.messages import SittingEnded, TopicChosen
from quizkit.tui.screens.too_small import LEAST_COLUMNS, LEAST_ROWS, TooSmallScreen
from quizkit.tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from quizkit.bank.question import Question
    from quizkit.practice import selection
    from quizkit.practice.resuming import Resumption
    from quizkit.practice.session import Result
    from quizkit.tui import kept
    from quizkit.tui.screens import help as help_page
    from quizkit.tui.screens import home, problem, report
    from quizkit.tui.screens.problem import Begin
    from quizkit.variants import Variant, making
else:
    # Each screen is imported when it is shown, so that none waits for another.
    selection = later("quizkit.practice.selection")
    help_page = later("quizkit.tui.screens.help")
    kept = later("quizkit.tui.kept")
    home = later("quizkit.tui.screens.home")
    problem = later("quizkit.tui.screens.problem")
    report = later("quizkit.tui.screens.report")
    making = later("quizkit.variants.making")

SEEDS = 1_000_000
COUNT = 10
"""How many problems a sitting from the home screen has."""
INTERRUPTED = 130
TWICE = timedelta(seconds=1)
"""Two interrupts within this time end the app."""
_IDLE_AFTER = 0.1
"""Seconds after the first paint until what will be needed next is imported."""
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
        ahead: Callable[[], Sequence[tuple[str, int]]] | None = None,
        clock: Callable[[], datetime] = now,
        draw_seed: Callable[[], int] = lambda: secrets.randbelow(SEEDS),
        guard: int | None = None,
        begin: Begin | None = None,
        resumption: Resumption | None = None,
    ) -> None:
        # Textual answers NO_COLOR with greys, unless the terminal's own colours are in use: then with none.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.bank = bank
        self.plan = plan
        self.ahead = ahead
        """Gives the plan of the next sitting, whose first problem is then kept for it."""
        self.clock = clock
        self.draw_seed = draw_seed
        self.guard = guard
        self.begin = begin
        """Begins each sitting where it is kept; without it none is."""
        self.resumption = resumption
        """A sitting that goes on."""
        self.fault: Exception | None = None
        self._interrupted: datetime | None = None
        self._is_home_below = False
        self._next = Awaited(import_next)
        self.register_theme(LIGHT)

    def on_mount(self) -> None:
        """Show the first screen."""
        if self.resumption is not None:
            self._take_up(self.resumption)
        elif self.plan is None or not (self._sit_at_once(self.plan) or self.sit(self.plan)):
            self._go_home()
        self._mind_the_size(self.size)
        if self.guard is not None:
            self.set_interval(_ORPHANED_EVERY, self._end_without_guard)
        self.call_after_refresh(self.set_timer, _IDLE_AFTER, self._get_ready)

    def _get_ready(self) -> None:
        """The first screen is there: what the keys will ask for is made beside them."""
        end_hurry()
        self._next.begin().add_done_callback(lambda _: self.call_later(self._settle))

    def _settle(self) -> None:
        """Everything is imported, and the problems of the first sitting are made."""
        self._next.result()
        for shown in self.screen_stack:
            if isinstance(shown, problem.ProblemScreen):
                shown.settle()
        if self.ahead is not None:
            Awaited(self._keep).begin()

    def _keep(self) -> None:
        """Keep what the first problem of the next sitting looks like."""
        from quizkit.tui.widgets.prose import widths

        if self.ahead is not None:
            (first, seed), *_ = self.ahead()
            kept.keep(making.make_variant(self.bank[first], seed=seed), {*widths})

    def _go_home(self) -> None:
        self.push_screen(home.HomeScreen(self.bank))
        self._is_home_below = True

    def _end_without_guard(self) -> None:
        """Nobody would restore the terminal any more, so the app does it, by ending."""
        if sys.platform != "win32" and os.getppid() != self.guard:
            # The terminal belongs to the shell again; it may be set back from behind all the same.
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            self.exit(return_code=INTERRUPTED)

    def _take_up(self, resumption: Resumption) -> None:
        """Go on with a sitting that had stopped."""
        plan = resumption.sitting.plan
        self.push_screen(problem.ProblemScreen(plan, self.clock, resumption=resumption))

    def _sit_at_once(self, plan: Sequence[tuple[str, int]]) -> bool:
        """Begin a sitting with what its first problem looks like, if that was kept."""
        (first, seed), *_ = plan
        look = None if self.ahead is None else kept.recalled(subjects_of(self.bank)[first].hash, seed)
        if look is None:
            return False
        made = Awaited(lambda: self._made(plan))

        def follow() -> None:
            made.result()
            import_next()

        self._next = Awaited(follow)
        shown = problem.ProblemScreen([look] * len(plan), self.clock, made.result, begin=self.begin)
        self.push_screen(shown)
        return True

    def sit(self, plan: Sequence[tuple[str, int]]) -> bool:
        """Begin a sitting, if there is a problem for it."""
        variants = self._made(plan)
        if variants:
            self.push_screen(problem.ProblemScreen(variants, self.clock, begin=self.begin))
        return bool(variants)

    def _made(self, plan: Sequence[tuple[str, int]]) -> list[Variant]:
        """The problems of a plan; a question that makes none is named and left out."""
        variants: list[Variant] = []
        for id_, seed in plan:
            try:
                variants.append(making.make_variant(self.bank[id_], seed=seed))
            except VariantError as error:
                told = f"{id_}: {error}"
                self.call_later(self.notify, told, severity="warning", markup=False)
        return variants

    def on_topic_chosen(self, message: TopicChosen) -> None:
        """A topic was picked on the home screen."""
        if not isinstance(self.screen, problem.ProblemScreen):
            subjects = subjects_of(self.bank)
            self.sit(selection.choose(subjects, topic=message.topic, count=COUNT, seed=self.draw_seed()))

    def on_sitting_ended(self, message: SittingEnded) -> None:
        """The last problem is done, or the sitting was left."""
        self.report(message.results)

    def report(self, results: tuple[Result, ...]) -> None:
        """Show what came of a sitting, in place of its problems, over the home screen."""
        shown = report.ReportScreen(results, self.bank)
        if self._is_home_below:
            self.switch_screen(shown)
            return
        self.pop_screen()
        self._go_home()
        self.push_screen(shown)

    def action_help(self) -> None:
        """Show how to type mathematics and what the keys do."""
        if not isinstance(self.screen, help_page.HelpScreen | TooSmallScreen):
            self.push_screen(help_page.HelpScreen())

    def action_turn_light(self) -> None:
        """From the dark theme to the light one, or back."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK

    def action_interrupt(self) -> None:
        """Copy what is selected; else say how to quit, and quit at the second time."""
        from textual.widgets import TextArea

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
