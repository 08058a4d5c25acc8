"""A long list of questions, of which only the rows in sight are drawn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from quizkit.errors import printable
from quizkit.mathlang.glyphs import cells
from quizkit.practice.browsing import Row

_LONGEST = 200
_LEAST_TITLE = 32
_GAP = 2
_COLUMNS = (("difficulty", 10), ("due", 5), ("level", 10), ("recall", 6), ("attempts", 8))
"""What is said of a question besides its title, and in how many columns; the first are the last to go."""
_ORDER = ("difficulty", "level", "recall", "due", "attempts")
"""How they stand from left to right."""


def heading(columns: int, *, marking: bool = False) -> str:
    """The names of the columns."""
    return _laid_out("" if not marking else "    ", "question", {name: name for name, _ in _COLUMNS}, columns)


def line(row: Row, columns: int, *, pointed: bool = False, marked: bool | None = None) -> str:
    """A question in a row of so many columns.

    ``marked`` is None while nothing is marked: then there are no boxes.
    """
    box = "" if marked is None else ("[x] " if marked else "[ ] ")
    known = row.known
    said = {
        "difficulty": "●" * row.difficulty,
        "level": known.level,
        "recall": "–" if known.recall is None else f"{known.recall:.2f}",
        "due": due(row.days),
        "attempts": str(known.attempts or "–"),
    }
    return _laid_out(("▸ " if pointed else "  ") + box, printable(row.title, _LONGEST), said, columns)


def due(days: int | None) -> str:
    """When a question is due: ``now``, ``3 d``, or a dash where it was never practised."""
    if days is None:
        return "–"
    return "now" if days <= 0 else f"{days} d"


def _laid_out(before: str, title: str, said: dict[str, str], columns: int) -> str:
    """A title, cut where it must be, and as many of the other columns as leave it room."""
    room = columns - 2
    kept = dict[str, int]()
    for name, size in _COLUMNS:
        if room - size - _GAP < _LEAST_TITLE:
            break
        kept[name] = size
        room -= size + _GAP
    before = before or "  "
    first = _filled(before + title, room + 2)
    return first + "".join(" " * _GAP + said[name].ljust(kept[name]) for name in _ORDER if name in kept)


def _filled(text: str, columns: int) -> str:
    """A text in so many columns exactly."""
    if cells(text) > columns:
        while text and cells(text) > columns - 1:
            text = text[:-1]
        text = text.rstrip() + "…"
    return text + " " * (columns - cells(text))


class QuestionList(ScrollView, can_focus=True):
    """Rows, one of them pointed at, any of them marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "edge(-1)", show=False),
        Binding("end,G", "edge(1)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"questions--pointed"}

    class Pointed(Message):
        """Another question is pointed at, or none."""

    class Chosen(Message):
        """A question was clicked a second time."""

    def __init__(self) -> None:
        super().__init__(id="questions")
        self.rows: Sequence[Row] = ()
        self.place = 0
        self.marked: dict[str, None] = {}
        """The ids of the questions marked, in the order in which they were."""

    @property
    def pointed(self) -> Row | None:
        """The question that is pointed at."""
        return self.rows[self.place] if self.rows else None

    def show(self, rows: Sequence[Row]) -> None:
        """Other rows; what was pointed at stays so, if it is among them."""
        before = self.pointed
        self.rows = rows
        ids = [row.id for row in rows]
        self.place = ids.index(before.id) if before is not None and before.id in ids else 0
        self._fit()
        self.post_message(self.Pointed())

    def mark(self, ids: Collection[str]) -> None:
        """Mark these questions and no others."""
        self.marked = dict.fromkeys(ids)
        self.refresh()

    def toggle(self) -> None:
        """Mark the question that is pointed at, or take its mark away; and on to the next."""
        if self.pointed is not None:
            if self.marked.pop(self.pointed.id, self) is self:
                self.marked[self.pointed.id] = None
            self.action_move(1)
            self.refresh()

    def on_resize(self) -> None:
        """Keep what is pointed at in sight."""
        self._fit()

    def _fit(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows))
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        self.scroll_to_region(Region(0, self.place, 1, 1), animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        columns = self.scrollable_content_region.width
        place = y + self.scroll_offset.y
        style = self.rich_style
        if place >= len(self.rows):
            return Strip.blank(columns, style)
        row, pointed = self.rows[place], place == self.place
        if pointed:
            style = self.get_component_rich_style("questions--pointed")
        marked = row.id in self.marked if self.marked else None
        return Strip([Segment(line(row, columns, pointed=pointed, marked=marked), style)], columns)

    def action_move(self, step: int) -> None:
        """Point at another row."""
        self._point(self.place + step)

    def action_page(self, step: int) -> None:
        """Point a page on."""
        self._point(self.place + step * max(1, self.scrollable_content_region.height - 1))

    def action_edge(self, side: int) -> None:
        """Point at the first row, or at the last."""
        self._point(0 if side < 0 else len(self.rows) - 1)

    def _point(self, place: int) -> None:
        place = max(0, min(place, len(self.rows) - 1))
        if place != self.place:
            self.place = place
            self._keep_in_sight()
            self.refresh()
            self.post_message(self.Pointed())

    def on_click(self, event: events.Click) -> None:
        """Point at the row clicked; a second click chooses it."""
        place = event.y + self.scroll_offset.y
        if place < len(self.rows):
            if place == self.place and event.chain > 1:
                self.post_message(self.Chosen())
            self._point(place)
