"""One problem after the other: prompt, answer with its live preview, verdict, solution.

A face of the session machine: keys become events, and the state is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from quizkit.faces import later
from quizkit.practice.sitting import Sitting
from quizkit.tui import wording
from quizkit.tui.messages import SittingEnded
from quizkit.tui.offers import Hands, offers
from quizkit.tui.widgets.answer import AnswerField, field_of
from quizkit.tui.widgets.fields import Submitted
from quizkit.tui.widgets.keyline import KeyLine
from quizkit.tui.widgets.prose import Prose
from quizkit.tui.widgets.rubric import Rubric

if TYPE_CHECKING:
    from quizkit.grading import Response, Verdict, marking
    from quizkit.practice import keeping, session
    from quizkit.practice.keeping import Keeper
    from quizkit.practice.resuming import Resumption
    from quizkit.tui import kept
    from quizkit.variants import Variant
else:
    # Only needed once there is an answer: the first problem is on the screen before they are imported.
    marking = later("quizkit.grading.marking")
    keeping = later("quizkit.practice.keeping")
    session = later("quizkit.practice.session")
    kept = later("quizkit.tui.kept")

DRAWN_KINDS = frozenset({"number", "expression", "vector", "matrix"})
"""The kinds of answer that are formulas, and so are drawn while they are typed."""
_MARGIN = 14

Begin: TypeAlias = "Callable[[Sequence[Variant], datetime], Keeper]"
"""Begins a sitting with these problems at this moment, and gives what keeps it."""


class Pane(VerticalScroll, can_focus=False):
    """What scrolls, and never takes the keys."""


class ProblemScreen(Screen[None]):
    """The problems of a sitting."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", id="next", show=False),
        Binding("ctrl+s", "submit", id="submit", show=False),
        Binding("f2", "hint", id="hint", show=False),
        Binding("f3", "skip", id="skip", show=False),
        Binding("f4", "give_up", id="give-up", show=False),
        Binding("f7", "part(-1)", id="previous-part", show=False),
        Binding("f8", "part(1)", id="next-part", show=False),
        Binding("escape", "escape", id="keys", show=False),
        Binding("pageup", "page(-1)", id="page-up", show=False),
        Binding("pagedown,space", "page(1)", id="page-down", show=False),
        Binding("up", "line(-1)", id="line-up", show=False),
        Binding("down", "line(1)", id="line-down", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(
        self,
        plan: Sequence[Variant],
        clock: Callable[[], datetime],
        awaited: Callable[[], Sequence[Variant]] | None = None,
        *,
        begin: Begin | None = None,
        resumption: Resumption | None = None,
    ) -> None:
        """The problems of a plan.

        Args:
            plan: The problems, or what the first of them looks like.
            clock: Gives the present moment.
            awaited: Gives the problems themselves, where the plan holds only looks.
            begin: Begins a sitting that is kept; without it, one that is not.
            resumption: A sitting that goes on, with these problems.
        """
        super().__init__()
        self.sitting = Sitting(plan=tuple(plan)) if resumption is None else resumption.sitting
        self.clock = clock
        self._begin = begin
        self._keeper = None if resumption is None else resumption.keeper
        self._resumption = resumption
        self._awaited = awaited
        """The problems themselves, where the plan so far holds only what the first one looks like."""
        self.last_part = plan[0].parts[0].id
        """The part that had the keys last, to which they return."""

    def compose(self) -> ComposeResult:
        """A title line, the problem and what is said of it, and the keys."""
        yield Static("", id="place", classes="title", markup=False)
        with Pane(id="body"):
            with Pane(id="left"):
                yield Prose(id="prompt")
                yield Vertical(id="fields")
            with Pane(id="aside"):
                yield Static("", id="headline", markup=False)
                yield Prose(id="reason")
                yield Prose(id="hints")
                yield Rubric(id="ticks")
                yield Prose(id="solution")
        yield KeyLine()

    async def on_mount(self) -> None:
        """Pose the first problem."""
        self._mounted_at = self.clock()
        await self._pose()
        if self._resumption is not None:
            await self._take_up(self._resumption)

    async def _take_up(self, resumption: Resumption) -> None:
        """What was typed, told and shown when the sitting stopped is there again."""
        for field in self.query(AnswerField):
            field.restore(_typed(resumption, field.posed.id))
        for note in resumption.notes:
            self.notify(note, severity="warning", markup=False)
        if self.sitting.latest is not None or self.sitting.hints:
            await self._draw_news(None)

    @property
    def keeper(self) -> Keeper:
        """What keeps this sitting; it is begun when it is first asked for."""
        if self._keeper is None:
            self.settle()
            plan = self.sitting.plan
            self._keeper = (self._begin or keeping.unkept)(plan, self._mounted_at)
            self.sitting = self._keeper.sitting
        return self._keeper

    def settle(self) -> None:
        """Put the problems themselves in the place of looks; draw the first anew if it looks otherwise."""
        if self._awaited is None:
            return
        plan, shown = tuple(self._awaited()), self.sitting.plan[0]
        self._awaited = None
        self.sitting = replace(self.sitting, plan=plan)
        if kept.is_look_of(shown, plan[0]):
            self.query_one("#place", Static).update(wording.title(self.sitting))
        else:
            self.call_later(self._pose)

    # The state, drawn.

    async def _pose(self) -> None:
        """Draw a problem that has just begun."""
        variant = self.sitting.variant
        self.query_one("#prompt", Prose).show(variant.prompt)
        fields = self.query_one("#fields", Vertical)
        async with self.batch():
            await fields.remove_children()
            await self.query_one(Rubric).remove_children()
            await fields.mount_all(
                AnswerField(posed, self._marking(posed.id), self._columns, self._names)
                for posed in variant.parts
            )
        for empty in ("#hints", "#reason", "#solution"):
            self.query_one(empty, Prose).show("")
        self._draw_state(None)
        self.last_part = variant.parts[0].id
        for pane in self.query(Pane):
            pane.scroll_home(animate=False)
        self._field(self.last_part).take_focus()
        self.call_after_refresh(self._keep_in_sight)

    @property
    def _columns(self) -> int:
        """The columns of what is asked: on a wide screen the left half."""
        return self.query_one("#left").size.width or self.app.size.width

    def _field(self, part: str) -> AnswerField:
        return next(field for field in self.query(AnswerField) if field.posed.id == part)

    def _draw_state(self, event: session.Event | None) -> None:
        """Draw what follows from the state alone: title, headline, hints and keys."""
        sitting = self.sitting
        self.query_one("#place", Static).update(wording.title(sitting))
        gave_up = event is not None and isinstance(event, session.GivenUp)
        said = "The worked solution" if gave_up else wording.headline(sitting)
        outcome = sitting.latest.outcome if sitting.latest and not gave_up else ""
        if sitting.phase == "ticking":
            said, outcome = "Tick what your answer says", ""
        headline = self.query_one("#headline", Static)
        headline.update(said)
        headline.display = bool(said)
        for known in wording.MARKS:
            headline.set_class(known == outcome, f"-{known}")
        hints = [f"**Hint {n}** {hint}" for n, hint in enumerate(sitting.shown_hints, start=1)]
        self.query_one("#hints", Prose).show("\n\n".join(hints))
        self.set_class(sitting.phase == "reviewing", "-reviewing")
        self._draw_keys()

    def _draw_keys(self) -> None:
        field = field_of(self.focused)
        hands: Hands = "away" if self.focused is None else "field"
        if field is not None and field.posed.kind == "text":
            hands = "essay"
        self.query_one(KeyLine).show(offers(self.sitting, hands))

    def _marking(self, part: str) -> Callable[[], marking.Marking] | None:
        """How an answer to a part is read; None where none is a formula."""
        place = self.sitting.place
        kinds = {posed.id: posed.kind for posed in self.sitting.variant.parts}
        if kinds[part] not in DRAWN_KINDS:
            return None

        def read() -> marking.Marking:
            self.settle()
            return marking.marking_of(self.sitting.plan[place], part)

        return read

    @property
    def _names(self) -> Sequence[str]:
        """The letters that an answer may use."""
        return tuple(self.sitting.variant.body.domains)

    def _keep_in_sight(self) -> None:
        """Scroll as little as shows the news, the preview and the field; the field above all."""
        field = field_of(self.focused)
        if self.sitting.phase == "asking" and field is not None:
            news = (self.query_one("#reason"), self.query_one("#headline"), field.said)
            for widget in (*news, field.picture, field.ask, field.field):
                if widget.display:
                    widget.scroll_visible(animate=False, immediate=True)

    def _reveal(self, widget: Widget) -> None:
        """Scroll until this is at the top of what is shown, as far as that goes."""
        self.call_after_refresh(widget.scroll_visible, animate=False, top=True, immediate=True)

    # What the fields tell.

    def on_answer_field_changed(self, message: AnswerField.Changed) -> None:
        """Keep what is typed in sight; a mark of what was typed before is void."""
        if self.sitting.phase == "asking" and message.part in {
            field.posed.id for field in self.query(AnswerField)
        }:
            field = self._field(message.part)
            if self.sitting.latest is not None:
                field.mark(wording.UNMARKED)
            if field.field.has_focus:
                self.call_after_refresh(self._keep_in_sight)
                self._keep_draft()

    def _keep_draft(self) -> None:
        """What is being typed is on the disk with each key."""
        typed = {field.posed.id: field.response for field in self.query(AnswerField)}
        self.keeper.draft(typed, self.clock())
        self._tell_news()

    def _tell_news(self) -> None:
        """What went wrong with the history, once."""
        if self._keeper is not None and (told := self._keeper.news()):
            self.notify(told, severity="warning", markup=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The part that has the keys is open, and remains so when they leave for a while."""
        field = field_of(event.widget)
        if field is not None and self.sitting.phase == "asking":
            self.last_part = field.posed.id
            for other in self.query(AnswerField):
                other.set_class(other is field, "-open")
            self.call_after_refresh(self._keep_in_sight)
        self._draw_keys()

    def on_descendant_blur(self) -> None:
        """Other keys, where none are typed."""
        self._draw_keys()

    async def on_answer_field_finished(self, message: AnswerField.Finished) -> None:
        """Enter in a field: on to the next part without an answer, or submit."""
        fields = list(self.query(AnswerField))
        places = [field.posed.id for field in fields]
        at = places.index(message.part) if message.part in places else 0
        for field in (*fields[at + 1 :], *fields[:at]):
            if not field.response and self.sitting.phase == "asking":
                field.take_focus()
                return
        await self.action_submit()

    async def on_submitted(self, event: Submitted) -> None:
        """Enter among the points of a rubric."""
        event.stop()
        await self.action_submit()

    # Keys and what they do.

    async def on_key(self, event: events.Key) -> None:
        """A letter, where no field takes it: the twins of the F-keys. Any other returns to the field."""
        if self.focused is not None or event.key in {"enter", "escape", "tab", "shift+tab"}:
            return
        twin = {
            "h": self.action_hint,
            "s": self.action_skip,
            "g": self.action_give_up,
            "q": self.action_leave,
        }.get(event.key)
        if twin is not None and (self.sitting.phase != "reviewing" or event.key == "q"):
            event.stop()
            await twin()
        elif event.key == "question_mark":
            event.stop()
            await self.run_action("app.help")
        elif event.is_printable and self.sitting.phase != "reviewing":
            event.stop()
            event.prevent_default()
            self._return()

    def action_escape(self) -> None:
        """Leave the field, or return to it."""
        if self.sitting.phase == "reviewing":
            return
        if self.focused is None:
            self._return()
        else:
            self.set_focus(None)
            self._draw_keys()

    def _return(self) -> None:
        """Give the keys back to where they were."""
        if self.sitting.phase == "ticking":
            self.query_one(Rubric).take_focus()
        elif self.sitting.phase == "asking":
            self._field(self.last_part).take_focus()

    def action_part(self, step: int) -> None:
        """The keys go to another part."""
        fields = list(self.query(AnswerField))
        if self.sitting.phase == "asking":
            places = [field.posed.id for field in fields]
            fields[(places.index(self.last_part) + step) % len(fields)].take_focus()

    def action_page(self, step: int) -> None:
        """Scroll by a page."""
        pane = self._scrolled()
        pane.scroll_relative(y=step * max(1, pane.size.height - 2), animate=False)

    def action_line(self, step: int) -> None:
        """Scroll by a line."""
        self._scrolled().scroll_relative(y=step, animate=False)

    def _scrolled(self) -> Pane:
        """What the page keys scroll: on a wide screen what is asked, then what is said of it."""
        body = self.query_one("#body", Pane)
        if not self.has_class("-wide"):
            return body
        side = self.query_one("#aside", Pane)
        return side if self.sitting.phase != "asking" else self.query_one("#left", Pane)

    async def action_submit(self) -> None:
        """Grade what was answered."""
        self.settle()
        if self.sitting.phase == "ticking":
            ticked = self.query_one(Rubric).ticked
            await self._happen(self.sitting.answered(self._response(), self.clock(), ticks=ticked))
        elif self.sitting.phase == "asking":
            await self._happen(self.sitting.answered(self._response(), self.clock()))

    def _response(self) -> Response:
        fields = list(self.query(AnswerField))
        if self.sitting.variant.question.kind == "parts":
            return {field.posed.id: field.response for field in fields}
        return fields[0].response

    async def action_hint(self) -> None:
        """Show the next hint."""
        self.settle()
        if self.sitting.phase != "asking":
            return
        if self.sitting.hints == len(session.ladder(self.sitting.variant)):
            self.notify("There is no further hint", markup=False)
            return
        await self._happen(session.HintShown(at=self.clock()))

    async def action_skip(self) -> None:
        """Put the problem aside."""
        if self.sitting.phase in {"asking", "ticking"}:
            await self._happen(session.Skipped(at=self.clock()))

    async def action_give_up(self) -> None:
        """Show the solution."""
        if self.sitting.phase in {"asking", "ticking"}:
            await self._happen(session.GivenUp(at=self.clock()))

    async def action_go_on(self) -> None:
        """On to the next problem, once the solution was shown; else back to the field."""
        if self.sitting.phase == "reviewing":
            await self._happen(session.Continued(at=self.clock()))
        elif self.focused is None:
            self._return()

    async def action_leave(self) -> None:
        """End the sitting; what was answered counts."""
        if self.sitting.phase != "closed":
            await self._happen(session.Closed(at=self.clock()))

    async def _happen(self, event: session.Event) -> None:
        """Let the machine take an event, and draw what has changed."""
        place = self.keeper.sitting.place
        self.sitting = self.keeper.happen(event)
        self._tell_news()
        if self.sitting.phase == "closed":
            self.post_message(SittingEnded(self.sitting.results))
            return
        if self.sitting.place != place:
            await self._pose()
            return
        await self._draw_news(event)

    async def _draw_news(self, event: session.Event | None) -> None:
        """Draw what an event has changed at the present problem."""
        self._draw_state(event)
        if isinstance(event, session.HintShown):
            self._return()
            self._reveal(self.query_one("#hints"))
            return
        self._tell_reasons(event)
        if self.sitting.phase == "ticking":
            await self._ask_for_ticks()
        elif self.sitting.phase == "reviewing":
            self._review()
        else:
            for field in self.query(AnswerField):
                field.draw(at_once=True)
            self._return()
            self.call_after_refresh(self._keep_in_sight)

    def _tell_reasons(self, event: session.Event | None) -> None:
        """Why the verdict is what it is: while parts are being answered, at each part."""
        verdict = self.sitting.latest
        told = ""
        if verdict is not None and not isinstance(event, session.GivenUp):
            columns = self._columns - _MARGIN
            reviewing = self.sitting.phase == "reviewing"
            if verdict.parts is not None and not reviewing:
                self._mark_parts(verdict, columns)
            # The preview tells where a single formula cannot be read; it need not be said twice.
            elif verdict.outcome != "invalid" or self._marking(self.last_part) is None:
                told = wording.reasons(verdict, self._response(), columns)
        self.query_one("#reason", Prose).show(told)

    def _mark_parts(self, verdict: Verdict, columns: int) -> None:
        """Mark each part, and go to the first that is not right.

        While something cannot be read no try is spent, and so nothing is told of what can.
        """
        wrong = []
        for field in self.query(AnswerField):
            inner = (verdict.parts or {})[field.posed.id]
            told = inner.outcome == "invalid" if verdict.outcome == "invalid" else True
            blank = inner.evidence.kind == "blank"
            # Where a formula cannot be read, its preview tells.
            drawn = inner.outcome == "invalid" and field.marking is not None
            said = wording.reason(inner, field.response, columns) if told and not drawn else ""
            field.mark(wording.MARKS[inner.outcome] if told and not blank else wording.UNMARKED, said)
            if told and inner.outcome != "correct":
                wrong.append(field.posed.id)
        self.last_part = wrong[0] if wrong else self.last_part

    def _review(self) -> None:
        """Show the solution, and what was written as a record."""
        for field in self.query(AnswerField):
            field.conclude()
        self.query_one(Rubric).display = False
        solution = self.query_one("#solution", Prose)
        solution.show(f"**Worked solution**\n\n{wording.solution(self.sitting.variant)}")
        self.set_focus(None)
        self._draw_keys()
        self._reveal(self.query_one("#headline"))

    async def _ask_for_ticks(self) -> None:
        """Let the text be compared with its rubric."""
        for field in self.query(AnswerField):
            field.field.disabled = True
        await self.query_one(Rubric).ask(self.sitting.variant, self.sitting.latest, self._columns)
        self.query_one("#reason", Prose).show(
            "Space or a number ticks, Enter goes on. Ticked already is what its words suggest."
        )
        self._draw_keys()
        self._reveal(self.query_one("#headline"))


def _typed(resumption: Resumption, part: str) -> Response:
    """What stood in the field of a part when the sitting stopped: the draft, else the newest answer."""
    draft, response = resumption.draft, resumption.response
    if draft is not None and isinstance(typed := draft.get(part, ""), str | list):
        return typed
    if isinstance(response, dict):
        return response.get(part, "")
    return response or ""
