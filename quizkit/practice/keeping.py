"""A sitting that is kept: what every shell calls. An event is taken in, written down, and only then shown.

Without a history, or when it fails on the way, the sitting goes on: what is wrong is told once, and what
could not be written is written with the next event, if that is possible then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from quizkit.bank.stored import to_json
from quizkit.errors import HistoryError
from quizkit.grading import Attempt
from quizkit.practice.disputes import dispute_to_json
from quizkit.practice.endings import ended, review_of, withdrawn
from quizkit.practice.event_json import event_to_json
from quizkit.practice.events import (
    Answered,
    Closed,
    Continued,
    Disputed,
    Event,
    Flagged,
    HintShown,
    Renewed,
    Skipped,
    Sure,
    Ticked,
    Turned,
    Undone,
)
from quizkit.practice.history import History
from quizkit.practice.history_errors import OpenTwice
from quizkit.practice.history_rows import Planned
from quizkit.practice.memory import Memory, remembered, replayed
from quizkit.practice.reviews import Mode, Review
from quizkit.practice.scheduler import GOAL, Goal
from quizkit.practice.session import advance
from quizkit.practice.sitting import Sitting, begun
from quizkit.practice.turns import OutOfTurn
from quizkit.variants import Variant

UNKEPT = "what you do now is not kept"


class Scheduling:
    """How memories follow from reviews, for a history: as the scheduler says, with this goal."""

    def __init__(self, goal: Goal = GOAL) -> None:
        self.goal = goal

    def after(self, memory: Mapping[str, object] | None, review: Review) -> Mapping[str, object] | None:
        """The memory after one more review. Raises ValueError for a memory that cannot be read."""
        known = None if memory is None else Memory.from_json(memory)
        now = remembered(known, review, self.goal)
        return None if now is None else now.to_json()

    def replayed(self, reviews: Sequence[Review]) -> Mapping[str, object] | None:
        """The memory that all reviews of a question lead to."""
        memories = replayed(reviews, self.goal)
        return next((memory.to_json() for memory in memories.values()), None)


def in_utc(_: datetime) -> int:
    """The offset of a learner whose calendar nobody asked about."""
    return 0


class Keeper:
    """One sitting and the history that it is kept in."""

    def __init__(
        self,
        history: History | None = None,
        *,
        goal: Goal = GOAL,
        offset: Callable[[datetime], int] = in_utc,
        trouble: str = "",
    ) -> None:
        """A keeper without a sitting yet.

        Args:
            history: Where it is kept; None: nowhere.
            goal: What the scheduler aims at.
            offset: The minutes that the learner's clock is ahead of UTC at a moment.
            trouble: Why there is no history, for ``news``.
        """
        self.history = history
        self.scheduling = Scheduling(goal)
        self.offset = offset
        self.id = ""
        self.number = 0
        """How many events there were."""
        self.attempt: Attempt | None = None
        """The newest answer to the present problem."""
        self._sitting: Sitting | None = None
        self._waiting: list[Callable[[History], None]] = []
        self._trouble = trouble
        self._untold = trouble
        self._draft: Mapping[str, object] | None = None

    @property
    def sitting(self) -> Sitting:
        """The state. Raises OutOfTurn before a sitting was begun."""
        if self._sitting is None:
            raise OutOfTurn("no sitting was begun")
        return self._sitting

    def news(self) -> str:
        """What went wrong with the history since this was last asked, once; mostly nothing."""
        told, self._untold = self._untold, ""
        return told

    def warm(self) -> None:
        """Import what the first answer needs: to be called when the first problem is on the screen."""
        import quizkit.grading.grader  # noqa: F401
        from quizkit.practice.rating import Rating
        from quizkit.practice.scheduler import reviewed

        # The scheduler imports its library with its first review.
        day = date(2000, 1, 1)
        reviewed(None, day, Rating.GOOD, day)

    def begin(
        self,
        sitting: str,
        plan: Sequence[Variant],
        *,
        at: datetime,
        mode: Mode = "practice",
        limit: float | None = None,
        options: Mapping[str, object] | None = None,
    ) -> Sitting:
        """Begin a sitting under an id that no other has.

        ``limit``: the seconds that an interview may take. ``options``: what it was begun with, as JSON;
        the limit is added to them.
        """
        self.id, self.number, self.attempt, self._draft = sitting, 0, None, None
        self._sitting = begun(plan, mode=mode, at=at, limit=limit)
        planned = tuple(map(planned_as, plan))
        questions = {variant.question.hash: to_json(variant.question) for variant in plan}
        said = {**(options or {}), "limit": limit}
        self._write(
            lambda history: history.begin(
                sitting, mode=mode, plan=planned, at=at, options=said, questions=questions
            )
        )
        return self._sitting

    def go_on(self, sitting: str, state: Sitting, *, number: int, attempt: Attempt | None) -> None:
        """Take up a sitting that was begun before, after so many events."""
        self.id, self._sitting, self.number, self.attempt = sitting, state, number, attempt

    def happen(self, event: Event) -> Sitting:
        """Take an event in, write it down, and give the sitting after it.

        What was graded is on the disk when this returns; a failure of the history is no exception but news.
        Raises OutOfTurn, and then nothing has changed.
        """
        before = self.sitting
        after = advance(before, event)
        self._sitting, number = after, self.number
        self.number += 1
        self.attempt = newest(after, [event], self.attempt)
        stored = event_to_json(event)
        offset = self.offset(event.at)
        endings = {place: review_of(after, place, offset=offset) for place in ended(before, after)}
        void = withdrawn(before, after)
        durable = not isinstance(event, HintShown | Continued | Turned | Flagged | Sure)
        sitting, is_over = self.id, after.phase == "closed"

        def write(history: History) -> None:
            history.append(
                sitting,
                number,
                stored,
                endings=endings,
                remembers=self.scheduling,
                void=void,
                durable=durable,
            )
            if is_over:
                history.end(sitting, event.at)

        if not (isinstance(event, Closed) and before.phase == "closed"):
            self._write(write)
        return after

    def draft(self, body: Mapping[str, object], at: datetime) -> None:
        """Keep what is being typed at the present problem: the texts of its parts, by their ids."""
        place = self.sitting.place
        if self.history is None or self._waiting or body == self._draft:
            return
        self._draft = dict(body)
        try:
            self.history.draft(self.id, place, body, at)
        except HistoryError as error:
            self._fail(error)

    def undo(self, at: datetime) -> Sitting:
        """Take the latest grade back. Raises OutOfTurn if there is none that can be."""
        return self.happen(Undone(at=at))

    def dispute(self, reason: str, at: datetime) -> dict[str, object]:
        """Dispute the newest verdict, and give what the shell writes to a file. Raises OutOfTurn."""
        attempt, variant = self.attempt, self.sitting.variant
        if attempt is None:
            raise OutOfTurn("there is no verdict to dispute")
        self.happen(Disputed(reason=reason, at=at))
        return dispute_to_json(variant, attempt, reason, at)

    def end(self, at: datetime) -> Sitting:
        """End the sitting, if it is not over; what was answered counts."""
        return self.sitting if self.sitting.phase == "closed" else self.happen(Closed(at=at))

    def _write(self, write: Callable[[History], None]) -> None:
        """Write what waits, then this. A failure is noted; what is not written waits."""
        if self.history is None:
            return
        self._waiting.append(write)
        try:
            while self._waiting:
                self._waiting[0](self.history)
                self._waiting.pop(0)
        except OpenTwice as error:
            self._waiting.clear()
            self.history = None
            self._fail(error)
        except HistoryError as error:
            self._fail(error)
        else:
            if self._trouble:
                self._trouble, self._untold = "", "The history can be written again: all is kept."

    def _fail(self, error: HistoryError) -> None:
        if not self._trouble:
            self._trouble = self._untold = f"{error}; {UNKEPT}"


def unkept(plan: Sequence[Variant], at: datetime) -> Keeper:
    """A sitting that is kept nowhere, begun."""
    keeper = Keeper()
    keeper.begin("", plan, at=at)
    return keeper


def newest(sitting: Sitting, events: Iterable[Event], attempt: Attempt | None = None) -> Attempt | None:
    """The newest answer to the present problem of a sitting, after these events."""
    if sitting.mode == "interview":
        return sitting.sheets[sitting.place].attempt
    for event in events:
        match event:
            case Answered() | Ticked():
                attempt = event.attempt
            case Continued() | Renewed() | Skipped() | Undone():
                attempt = None
            case _:
                pass
    return attempt


def planned_as(variant: Variant) -> Planned:
    """A problem as a history plans it."""
    return Planned(
        question=variant.question.id,
        seed=variant.seed,
        content=variant.question.hash,
        variant=variant.hash,
    )
