"""Going on where a sitting stopped: the very same state, also when its bank has changed since.

Verdicts are those that were given then. What was begun is asked as it was asked then, from the question that
the history kept; what was not begun comes as the bank has it now. What has changed is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from quizkit.bank.question import Question
from quizkit.bank.stored import question_from_json, to_json
from quizkit.errors import HistoryError, QuizkitError
from quizkit.grading import Response
from quizkit.practice.event_json import event_from_json
from quizkit.practice.events import Event, Paused, Resumed
from quizkit.practice.history import History
from quizkit.practice.history_errors import shown
from quizkit.practice.history_rows import Planned, StoredSitting
from quizkit.practice.keeping import Keeper, in_utc, newest, planned_as
from quizkit.practice.scheduler import GOAL, Goal
from quizkit.practice.session import replay
from quizkit.practice.sitting import Sitting
from quizkit.variants import Variant, make_variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """A sitting that goes on."""

    keeper: Keeper
    draft: Mapping[str, object] | None
    """What was being typed at the present problem, by part."""
    response: Response | None
    """The newest answer to the present problem that was graded."""
    notes: tuple[str, ...]
    """What has changed since, for the learner."""
    options: Mapping[str, object]
    """What the sitting was begun with."""

    @property
    def sitting(self) -> Sitting:
        """The state."""
        return self.keeper.sitting


def resumed(
    history: History,
    bank: Mapping[str, Question],
    *,
    at: datetime,
    goal: Goal = GOAL,
    offset: Callable[[datetime], int] = in_utc,
) -> Resumption | None:
    """The newest sitting that was not ended, gone on with at this moment; None if there is none.

    The time since it stopped is a pause. Raises HistoryError if it cannot be gone on with; it is ended then,
    and all that was done in it is kept.
    """
    while (stored := history.unfinished()) is not None:
        try:
            plan = _plan(history, stored, bank)
            events = tuple(map(event_from_json, history.events(stored.id)))
            sitting = replay(plan, events, mode=stored.mode, at=stored.started, limit=_limit(stored))
        except (ValueError, QuizkitError) as error:
            history.end(stored.id, at)
            raise HistoryError(
                f"{shown(history.path)}: the sitting of {stored.started:%d %b} cannot be gone on with "
                f"({error}); what was done in it is kept"
            ) from error
        if sitting.phase != "closed":
            keeper = Keeper(history, goal=goal, offset=offset)
            return _resumption(keeper, history, stored, bank, sitting, events, at)
        # It was stopped between its last event and its end.
        history.end(stored.id, sitting.results[-1].at or at)
    return None


def _resumption(  # noqa: PLR0917 - all of it is what was found
    keeper: Keeper,
    history: History,
    stored: StoredSitting,
    bank: Mapping[str, Question],
    sitting: Sitting,
    events: Sequence[Event],
    at: datetime,
) -> Resumption:
    notes = _notes(stored.plan, sitting, bank)
    sitting = _renewed(history, stored, bank, sitting)
    drafts = history.drafts(stored.id)
    draft = drafts.get(sitting.place)
    keeper.go_on(stored.id, sitting, number=len(events), attempt=newest(sitting, events))
    if not sitting.paused:
        moments = [stored.started, *(event.at for event in events[-1:])]
        moments += [datetime.fromisoformat(str(body["at"])) for body in drafts.values()]
        keeper.happen(Paused(at=min(at, max(moments))))
    keeper.happen(Resumed(at=at))
    attempt = keeper.attempt
    return Resumption(
        keeper=keeper,
        draft=None if draft is None else {part: text for part, text in draft.items() if part != "at"},
        response=None if attempt is None else attempt.response,
        notes=notes,
        options=stored.options,
    )


def _limit(stored: StoredSitting) -> float | None:
    limit = stored.options.get("limit")
    return float(limit) if isinstance(limit, int | float) else None


def _plan(history: History, stored: StoredSitting, bank: Mapping[str, Question]) -> tuple[Variant, ...]:
    """The problems as they were asked. Raises ValueError for one that cannot be made again."""
    plan = []
    for one in stored.plan:
        question = bank.get(one.question)
        if question is None or question.hash != one.content:
            kept = history.question(one.content)
            question = question if kept is None else question_from_json(kept)
        if question is None:
            raise ValueError(f"{one.question} is in no bank any more")
        plan.append(make_variant(question, seed=one.seed))
    return tuple(plan)


def _renewed(
    history: History, stored: StoredSitting, bank: Mapping[str, Question], sitting: Sitting
) -> Sitting:
    """The sitting with the problems that were not begun as the bank has them now."""
    if sitting.mode == "interview":
        return sitting
    begun, rest = sitting.plan[: sitting.place + 1], sitting.plan[sitting.place + 1 :]
    now = tuple(_as_now(variant, bank.get(variant.question.id)) for variant in rest)
    if now == rest:
        return sitting
    first = len(stored.plan) - len(rest)
    plan = (*stored.plan[:first], *map(planned_as, now))
    history.replan(stored.id, plan, {variant.question.hash: to_json(variant.question) for variant in now})
    return replace(sitting, plan=(*begun, *now))


def _as_now(variant: Variant, question: Question | None) -> Variant:
    if question is None or question.hash == variant.question.hash:
        return variant
    try:
        return make_variant(question, seed=variant.seed)
    except QuizkitError:
        return variant


def _notes(plan: Sequence[Planned], sitting: Sitting, bank: Mapping[str, Question]) -> tuple[str, ...]:
    """What has changed in the bank since: once for each question, those that still count first."""
    notes: dict[str, str] = {}
    present = len(plan) - (len(sitting.plan) - sitting.place)
    for place, one in enumerate(plan):
        question = bank.get(one.question)
        if question is not None and question.hash == one.content:
            continue
        is_new = place > present and sitting.mode == "practice"
        is_over = place < present and sitting.mode == "practice"
        if question is None:
            told = "is not in the bank any more"
            told += ": your answer is kept" if is_over else ": here it is once more, as it was"
        elif is_over:
            told = "was changed since you answered it: your answer and its verdict are kept"
        elif is_new:
            told = "was changed since: it comes as it is now"
        else:
            told = "was changed since it was asked: here it is as it was; skip it if its key was wrong"
        notes.setdefault(one.question, f"{one.question} {told}.")
    return tuple(notes.values())
