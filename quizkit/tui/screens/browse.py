"""Browse: all questions, or those that a line of words and filters asks for, and one of them in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static

from quizkit.bank.question import Question
from quizkit.errors import QuizkitError, printable
from quizkit.practice.browsing import ORDERS, Known, Order, Row, found, query_of, rows_of
from quizkit.practice.reviews import Ending, Review
from quizkit.tui.widgets.keyline import Key, KeyLine
from quizkit.tui.widgets.prose import Prose
from quizkit.tui.widgets.questions import QuestionList, due, heading
from quizkit.tui.wording import literal

PATIENCE = 0.08
"""Seconds for which a question must be pointed at before an example of it is made."""
RESULTS = 5
"""How many results are shown, the latest last."""
SEEDS = 2**63
_LONGEST = 400
ENDINGS: dict[Ending, str] = {
    "correct": "✓",
    "partly-correct": "◐",
    "incorrect": "✗",
    "given-up": "✗ gave up",
    "skipped": "· skipped",
    "unanswered": "· open",
}


class QuestionsChosen(Message):
    """These questions are to be practised, in this order or another."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        self.ids = ids
        super().__init__()


def never(_: str) -> Sequence[Review]:
    """No question was ever practised."""
    return ()


class BrowseScreen(Screen[None]):
    """A line to search with, the questions found, and the one that is pointed at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "practise", id="browse-practise", show=False),
        Binding("v", "other_variant", id="browse-variant", show=False),
        Binding("space", "mark", id="browse-mark", show=False),
        Binding("slash", "filter", id="browse-filter", show=False),
        Binding("o", "order", id="browse-order", show=False),
        Binding("J", "scroll(1)", id="browse-down", show=False),
        Binding("K", "scroll(-1)", id="browse-up", show=False),
        Binding("down", "leave_filter", id="browse-list", show=False),
        Binding("escape", "back", id="browse-back", show=False),
        Binding("q", "back", id="browse-leave", show=False),
        Binding("question_mark", "app.help", id="help-twin", show=False),
    ]
    AUTO_FOCUS = "#questions"

    def __init__(
        self,
        bank: Mapping[str, Question],
        *,
        day: date,
        known: Mapping[str, Known] | None = None,
        recent: Callable[[str], Sequence[Review]] = never,
        line: str = "",
        seed: int = 0,
        patience: float = PATIENCE,
    ) -> None:
        """Browse a bank.

        ``known``: as ``browsing.known_of`` gives it. ``recent``: the reviews of a question, the latest last.
        ``line``: what is searched for at first. ``seed``: of the examples.
        """
        super().__init__()
        self.bank = bank
        self.recent = recent
        self.line = line
        self.first_seed = self.seed = seed
        self.patience = patience
        self.order: Order = "due"
        self.rows = rows_of(bank, known or {}, day)
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The line, the list, the question, the keys."""
        with Horizontal(id="search", classes="title"):
            yield Static("Browse  /", id="search-label", markup=False)
            yield Input(self.line, placeholder="words, topic:q29, kind:, state:due", id="line", compact=True)
            yield Static("", id="search-found", markup=False)
        yield Static("", id="search-faults", markup=False)
        with Container(id="browse"):
            with Vertical(id="found"):
                yield Static("", id="columns", markup=False)
                yield QuestionList()
            with Vertical(id="detail"):
                yield Static("", id="named", markup=False)
                with VerticalScroll(id="example-pane", can_focus=False):
                    yield Prose(id="example")
                yield Static("", id="known", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Find what is asked for at first."""
        self._find()

    @property
    def _list(self) -> QuestionList:
        return self.query_one(QuestionList)

    # What is found.

    def _find(self) -> None:
        query = query_of(self.line, self.rows)
        chosen = found(self.rows, query, self.order)
        faults = self.query_one("#search-faults", Static)
        faults.update("\n".join(f"! {fault}" for fault in query.faults[:2]))
        faults.display = bool(query.faults)
        said = f"{len(chosen)} of {len(self.rows)}"
        self.query_one("#search-found", Static).update(f"{said} · by {self.order}")
        self._list.show(chosen)
        self._draw_heading()

    def _draw_heading(self) -> None:
        columns = self._list.scrollable_content_region.width or self.app.size.width - 2
        self.query_one("#columns", Static).update(heading(columns, marking=bool(self._list.marked)))
        marked = len(self._list.marked)
        if self.focused is not None and self.focused.id == "line":
            keys: list[Key] = [("Enter", "To the list"), ("F1", "Help")]
        else:
            keys = [
                ("Enter", f"Begin {marked}" if marked else "Begin"),
                ("v", "Variant"),
                ("Space", "Mark"),
                ("/", "Filter"),
                ("Esc", "Unmark" if marked else "Back"),
                ("o", "Sort"),
                ("F1", "Help"),
            ]
        self.query_one(KeyLine).show(keys)

    def on_resize(self) -> None:
        """Name the columns that now fit."""
        self.call_after_refresh(self._draw_heading)

    def on_descendant_focus(self) -> None:
        """Other keys."""
        self._draw_heading()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Follow the line at each key."""
        event.stop()
        if event.value != self.line:
            self.line = event.value
            self._find()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the line: on to the list."""
        event.stop()
        self._list.focus()

    # The question that is pointed at.

    def on_question_list_pointed(self, event: QuestionList.Pointed) -> None:
        """Name the question at once; make an example of it when the keys are at rest."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self.seed = self.first_seed
        row = self._list.pointed
        self.query_one("#detail").visible = row is not None
        if row is None:
            return
        self.query_one("#named", Static).update(named(row, self.bank[row.id]))
        self.query_one("#known", Static).update(self._known(row))
        if self.patience:
            self._timer = self.set_timer(self.patience, self._draw_example)
        else:
            self._draw_example()

    def on_question_list_chosen(self, event: QuestionList.Chosen) -> None:
        """A double click."""
        event.stop()
        self.action_practise()

    def _known(self, row: Row) -> str:
        """What came of the question before, what it builds on, and where it stands."""
        question = self.bank[row.id]
        told = []
        if results := self.recent(row.id)[-RESULTS:]:
            told.append(f"Last {len(results)}   " + "  ".join(map(_result, results)))
        if row.known.attempts:
            told.append(f"Due      {due(row.days)}, {row.known.level}")
        if question.requires:
            needed = (self.bank[id_].title if id_ in self.bank else id_ for id_ in question.requires)
            told.append("Needs    " + printable(", ".join(needed), _LONGEST))
        if question.file:
            told.append(f"Source   {printable(question.file, _LONGEST)}:{question.line}")
        return "\n".join(told)

    def _draw_example(self) -> None:
        row = self._list.pointed
        if row is None:
            return
        from quizkit.variants import make_variant

        example = self.query_one("#example", Prose)
        try:
            variant = make_variant(self.bank[row.id], seed=self.seed)
        except QuizkitError as refusal:
            example.show(f"No example: {literal(str(refusal))}")
            return
        asked = [f"**({posed.id})** {posed.ask}" for posed in variant.parts if posed.id and posed.ask]
        offered = [f"- {choice.text}" for choice in variant.choices]
        example.show("\n\n".join([f"*Example {self.seed}*   {variant.prompt}", *asked, *offered]))
        self.query_one("#example-pane").scroll_home(animate=False)

    # Keys and what they do.

    def action_practise(self) -> None:
        """Practise what is marked, or what is pointed at."""
        row = self._list.pointed
        ids = tuple(self._list.marked) or ((row.id,) if row is not None else ())
        if ids:
            self.post_message(QuestionsChosen(ids))

    def action_other_variant(self) -> None:
        """Another example of the same question."""
        self.seed = (self.seed + 1) % SEEDS
        self._draw_example()

    def action_mark(self) -> None:
        """Mark the question, or take its mark away."""
        self._list.toggle()
        self._draw_heading()

    def action_filter(self) -> None:
        """To the line."""
        self.query_one("#line", Input).focus()

    def action_leave_filter(self) -> None:
        """From the line to the list."""
        self._list.focus()

    def action_order(self) -> None:
        """The next order."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        self._find()

    def action_scroll(self, step: int) -> None:
        """Scroll the example."""
        self.query_one("#example-pane").scroll_relative(y=step, animate=False)

    def action_back(self) -> None:
        """From the line to the list; then take all marks away; then leave."""
        if self.focused is not self._list:
            self._list.focus()
        elif self._list.marked:
            self._list.mark(())
            self._draw_heading()
        else:
            self.app.pop_screen()


def named(row: Row, question: Question) -> str:
    """A question in two lines: its title; what it is about, how it is answered, how hard it is."""
    facts = [row.id, question.topic, question.kind, f"difficulty {question.difficulty}"]
    if question.minutes is not None:
        facts.append(f"{question.minutes:g} min")
    said = " · ".join(printable(fact, _LONGEST) for fact in facts if fact)
    return f"{printable(question.title, _LONGEST)}\n{said}"


def _result(review: Review) -> str:
    """``✓``, or ``✗ bits for nats``."""
    mistake = review.mistakes[-1].replace("-", " ") if review.mistakes and review.ending != "correct" else ""
    return f"{ENDINGS[review.ending]} {printable(mistake)}".rstrip()
