"""Stats: what the history says, on five pages, as plots or as tables."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from quizkit.mathlang.glyphs import UNICODE, Glyphs, cells
from quizkit.practice.statistics import PAGES, PERIODS, Statistics
from quizkit.tui.stats_pages import NAMES, Block, blocks, period
from quizkit.tui.widgets.keyline import KeyLine
from quizkit.tui.widgets.plots import Plots


class StatsScreen(Screen[None]):
    """Statistics come down as a value; that another period is wanted goes up as a message."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # The scroll would take these two for itself.
        Binding("left", "page(-1)", id="page-before", show=False, priority=True),
        Binding("right", "page(1)", id="page-after", show=False, priority=True),
        *(Binding(str(place), f"open({place})", show=False) for place in range(1, len(PAGES) + 1)),
        Binding("t", "table", id="table", show=False),
        Binding("p", "period", id="period", show=False),
        Binding("escape,q", "back", id="back", show=False),
        Binding("question_mark", "app.help", id="help-twin", show=False),
    ]

    class PeriodChosen(Message):
        """Another period is wanted: its days, or None for all there is."""

        def __init__(self, days: int | None) -> None:
            self.days = days
            super().__init__()

    def __init__(self, statistics: Statistics, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self.statistics = statistics
        self.glyphs = glyphs
        self.place = 0
        self.as_table = False

    def compose(self) -> ComposeResult:
        """The pages by name, the present one in a scroll, the keys."""
        yield Static("", classes="title", markup=False)
        with VerticalScroll(id="stats"):
            yield Plots(self._blocks)
        yield KeyLine()

    def on_mount(self) -> None:
        """The first page; the scroll takes the arrow keys at once."""
        self._show()
        self.query_one("#stats").focus()

    def on_resize(self) -> None:
        """The title says as much as there is room for."""
        self._entitle()

    def show(self, statistics: Statistics) -> None:
        """Other statistics from now on, of another period or after another sitting."""
        self.statistics = statistics
        self._show()

    def _blocks(self, width: int) -> list[Block]:
        page = PAGES[self.place]
        return blocks(self.statistics, page, width, tables=self.as_table, glyphs=self.glyphs)

    def _show(self) -> None:
        self._entitle()
        self.query_one(Plots).show(self._blocks)
        self.query_one("#stats").scroll_home(animate=False)
        view = "Plots" if self.as_table else "Table"
        arrows = self.glyphs.text("←/→")
        self.query_one(KeyLine).show(
            ((arrows, "Page"), ("t", view), ("Esc", "Back"), ("p", "Period"), ("?", "Help"))
        )

    def _entitle(self) -> None:
        room = self.app.size.width - 2
        length = period(self.statistics.days)
        mark = "▸" if self.glyphs.name == "unicode" else ">"
        names = "  ".join(
            f"{mark if place == self.place else ''}{place + 1} {NAMES[page]}"
            for place, page in enumerate(PAGES)
        )
        told = f"Stats  {names}"
        if cells(told) + 2 + cells(length) > room:
            told = f"Stats  {self.place + 1} of {len(PAGES)}  {NAMES[PAGES[self.place]]}"
        gap = " " * max(2, room - cells(told) - cells(length))
        self.query_one(".title", Static).update(Content(f"{told}{gap}{length}"))

    def action_page(self, step: int) -> None:
        """The page before or after; after the last comes the first."""
        self.place = (self.place + step) % len(PAGES)
        self._show()

    def action_open(self, number: int) -> None:
        """The page of this number, from 1."""
        self.place = number - 1
        self._show()

    def action_table(self) -> None:
        """From plots to tables, or back."""
        self.as_table = not self.as_table
        self._show()

    def action_period(self) -> None:
        """Ask for the next longer period; after all there is comes the shortest."""
        days = self.statistics.days
        place = PERIODS.index(days) if days in PERIODS else -1
        self.post_message(self.PeriodChosen(PERIODS[(place + 1) % len(PERIODS)]))

    def action_back(self) -> None:
        """Back to where this was opened."""
        self.app.pop_screen()
