"""One problem after the other: prompt, answer with its live preview, verdict, solution."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, SelectionList, Static
from textual.widgets.selection_list import Selection

from quizkit.grading.marking import Marking, marking_of
from quizkit.grading.verdict import Response, Verdict
from quizkit.practice.session import (
    Closed,
    Continued,
    Event,
    GivenUp,
    HintShown,
    Result,
    Sitting,
    Skipped,
    advance,
)
from quizkit.tui.widgets.answer import AnswerField
from quizkit.tui.widgets.picture import Picture
from quizkit.tui.widgets.prose import Prose
from quizkit.variants import Variant

HEADLINES = {
    "correct": "✓ Correct",
    "partly-correct": "◐ Partly correct",
    "incorrect": "✗ Not right",
    "invalid": "! This cannot be read, and costs no try",
    "undecided": "? Undecided, and no mark is lost",
}
DRAWN_KINDS = frozenset({"number", "expression", "vector", "matrix"})


class SittingEnded(Message):
    """The sitting is over."""

    def __init__(self, results: tuple[Result, ...]) -> None:
        self.results = results
        super().__init__()


class ProblemScreen(Screen[None]):
    """A face of the session machine: keys become events, the state is drawn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Next", id="next", show=False),
        Binding("ctrl+s", "submit", "Submit", id="submit"),
        Binding("f2", "hint", "Hint", id="hint"),
        Binding("f3", "skip", "Skip", id="skip"),
        Binding("f4", "give_up", "Solution", id="give-up"),
        Binding("escape", "leave", "Leave", id="leave"),
    ]

    def __init__(self, plan: tuple[Variant, ...], clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.sitting = Sitting(plan=plan)
        self.clock = clock

    def compose(self) -> ComposeResult:
        """A title line, the problem, and the keys."""
        yield Static("", id="place", classes="title", markup=False)
        with VerticalScroll(id="problem"):
            yield Prose(id="prompt")
            yield Vertical(id="fields")
            yield Picture(id="picture", markup=False)
            yield Prose(id="hints")
            yield Static("", id="headline", markup=False)
            yield Prose(id="reason")
            yield Vertical(id="ticks")
            yield Prose(id="solution")
        yield Footer()

    async def on_mount(self) -> None:
        """Pose the first problem."""
        await self._pose()

    # The state, drawn.

    async def _pose(self) -> None:
        """Draw a problem that has just begun."""
        variant = self.sitting.variant
        self.query_one("#prompt", Prose).show(variant.prompt)
        fields = self.query_one("#fields", Vertical)
        await fields.remove_children()
        await fields.mount_all(AnswerField(posed, self.size.width) for posed in variant.parts)
        await self.query_one("#ticks", Vertical).remove_children()
        for empty in ("#hints", "#reason", "#solution"):
            self.query_one(empty, Prose).show("")
        self._headline("")
        self._title()
        self._draw_preview(variant.parts[0].id, "")
        self.query_one("#problem", VerticalScroll).scroll_home(animate=False)
        self.query(AnswerField).first().take_focus()

    def _title(self) -> None:
        question = self.sitting.variant.question
        left = self.sitting.tries_left
        tries = f"{left} {'try' if left == 1 else 'tries'}" if self.sitting.phase == "asking" else ""
        place = f"{self.sitting.place + 1}/{len(self.sitting.plan)}"
        self.query_one("#place", Static).update(
            " · ".join(word for word in (place, question.title, "●" * question.difficulty, tries) if word)
        )

    def _headline(self, text: str, outcome: str = "") -> None:
        headline = self.query_one("#headline", Static)
        headline.update(text)
        headline.display = bool(text)
        for known in HEADLINES:
            headline.set_class(known == outcome, f"-{known}")

    def _marking(self, part: str) -> Marking | None:
        variant = self.sitting.variant
        return marking_of(variant, part) if variant.posed(part).kind in DRAWN_KINDS else None

    def _draw_preview(self, part: str, text: str) -> None:
        self.query_one(Picture).show(self._marking(part), text)

    def _show_verdict(self, verdict: Verdict) -> None:
        headline = HEADLINES[verdict.outcome]
        if 0 < verdict.credit < 1:
            headline += f" · {verdict.credit:.0%} of the credit"
        if self.sitting.phase == "asking" and verdict.outcome in {"incorrect", "partly-correct"}:
            left = self.sitting.tries_left
            headline += f" · {left} {'try' if left == 1 else 'tries'} left"
        self._headline(headline, verdict.outcome)
        self.query_one("#reason", Prose).show(_reasons(verdict))

    def _show_solution(self) -> None:
        variant = self.sitting.variant
        parts = [
            f"**({posed.id})** {posed.solution}" for posed in variant.parts if posed.id and posed.solution
        ]
        worked = "\n\n".join([variant.solution, *parts]).strip() or "There is no worked solution."
        solution = self.query_one("#solution", Prose)
        solution.show(f"**Worked solution**\n\n{worked}\n\n*Enter for the next problem*")
        self.set_focus(None)
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        scroll = self.query_one("#problem", VerticalScroll)
        scroll.scroll_to_widget(self.query_one("#headline"), top=True, animate=False)

    # Keys and what they do.

    def on_answer_field_changed(self, message: AnswerField.Changed) -> None:
        """Redraw the preview with each key."""
        self._draw_preview(message.part, message.text)

    def on_descendant_focus(self) -> None:
        """The preview follows the focus from part to part."""
        for field in self.query(AnswerField):
            if field.has_focus_within and isinstance(field.response, str):
                self._draw_preview(field.posed.id, field.response)

    async def on_answer_field_submitted(self, message: AnswerField.Submitted) -> None:
        """Enter in a field: on to the next empty part, or submit."""
        fields = list(self.query(AnswerField))
        for field in fields:
            if not field.response and field.posed.id != message.part:
                field.take_focus()
                return
        await self.action_submit()

    async def action_submit(self) -> None:
        """Grade what was answered."""
        if self.sitting.phase == "ticking":
            ticked = self.query_one("#ticks SelectionList", SelectionList).selected
            await self._happen(self.sitting.answered(self._response(), self.clock(), ticks=list(ticked)))
        elif self.sitting.phase == "asking":
            await self._happen(self.sitting.answered(self._response(), self.clock()))
        else:
            await self.action_go_on()

    def _response(self) -> Response:
        fields = list(self.query(AnswerField))
        if self.sitting.variant.question.kind == "parts":
            return {field.posed.id: field.response for field in fields}
        return fields[0].response

    async def action_hint(self) -> None:
        """Show the next hint."""
        if self.sitting.phase == "asking":
            await self._happen(HintShown(at=self.clock()))

    async def action_skip(self) -> None:
        """Put the problem aside."""
        if self.sitting.phase in {"asking", "ticking"}:
            await self._happen(Skipped(at=self.clock()))

    async def action_give_up(self) -> None:
        """Show the solution."""
        if self.sitting.phase in {"asking", "ticking"}:
            await self._happen(GivenUp(at=self.clock()))

    async def action_go_on(self) -> None:
        """On to the next problem, once the solution was shown."""
        if self.sitting.phase == "reviewing":
            await self._happen(Continued(at=self.clock()))

    async def action_leave(self) -> None:
        """End the sitting; what was answered counts."""
        await self._happen(Closed(at=self.clock()))

    async def _happen(self, event: Event) -> None:
        """Let the machine take an event, and draw what has changed."""
        place = self.sitting.place
        self.sitting = advance(self.sitting, event)
        if self.sitting.phase == "closed":
            self.post_message(SittingEnded(self.sitting.results))
            return
        if self.sitting.place != place:
            await self._pose()
            return
        self._title()
        hints = [f"**Hint {n}** {hint}" for n, hint in enumerate(self.sitting.shown_hints, start=1)]
        self.query_one("#hints", Prose).show("\n\n".join(hints))
        if self.sitting.latest is not None and not isinstance(event, HintShown):
            self._show_verdict(self.sitting.latest)
        if self.sitting.phase == "ticking":
            await self._ask_for_ticks()
        elif self.sitting.phase == "reviewing":
            if isinstance(event, GivenUp):
                self._headline("The worked solution")
            self._show_solution()

    async def _ask_for_ticks(self) -> None:
        ticks = self.query_one("#ticks", Vertical)
        if ticks.children:
            return
        rubric = self.sitting.variant.parts[0].rubric
        suggested = self.sitting.latest.evidence.details.get("suggested", []) if self.sitting.latest else []
        chosen = suggested if isinstance(suggested, list) else []
        await ticks.mount(
            SelectionList[str](*(Selection(point.award, point.id, point.id in chosen) for point in rubric))
        )
        ticks.query_one(SelectionList).focus()
        self.query_one("#reason", Prose).show(
            "Tick what your answer says (space), then ctrl+s. Ticked already is what its words suggest."
        )


def _reasons(verdict: Verdict) -> str:
    """The reasons of a verdict, part by part where there are parts."""
    if verdict.parts is None:
        return verdict.message
    lines = []
    for part, inner in verdict.parts.items():
        headline = HEADLINES[inner.outcome].split(",", maxsplit=1)[0]
        lines.append(f"**({part})** {headline}. {inner.message}".rstrip())
    return "\n\n".join(lines)
