"""Random sittings for laws: moves become events, whatever the phase, and verdicts are given once and kept."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from quizkit.grading import Attempt, Response, Verdict, grade
from quizkit.practice.session import (
    Answered,
    Closed,
    Continued,
    Disputed,
    Event,
    Flagged,
    GivenUp,
    HintShown,
    OutOfTurn,
    Paused,
    Renewed,
    Resumed,
    Sitting,
    Skipped,
    Sure,
    Ticked,
    TimedOut,
    Turned,
    Undone,
    advance,
    begun,
)
from quizkit.variants import Variant, make_variant
from tests.grading.small_bank import variant

AT = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
NLL = variant("nll", p="0.7")
CHAIN = make_variant(variant("chain").question, seed=0, given={"x": "[1, 2]", "w": "[3, 1]"})
WHY = variant("why")
PICK = variant("pick")
GELU = variant("gelu")
PLANS = [(NLL, PICK), (WHY, NLL), (GELU,), (CHAIN, WHY), (PICK, CHAIN, NLL)]
RESPONSES = ["0.3567", "-log(0.7)", "-log2(0.7)", "0.36", "7", "((", "", "A", "B", "nonneg", "Phi(x)", "why"]
KINDS = [
    *("answer", "answer", "answer", "answer", "tick", "hint", "give up", "skip", "continue", "continue"),
    *("continue", "undo", "undo", "dispute", "renew", "sure", "pause", "resume", "resume", "turn", "turn"),
    *("flag", "time out", "close"),
]

Move = tuple[str, str, int]
moves = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(RESPONSES), st.integers(-30, 90)), max_size=25
)
"""What is done, with which response, and how many seconds after the last: the clock may be set back."""


@functools.cache
def verdict(posed: str, response: str, ticks: tuple[str, ...] | None) -> Verdict:
    """A verdict on a response in JSON, given once."""
    return grade(_known[posed], json.loads(response), ticks=None if ticks is None else list(ticks))


_known: dict[str, Variant] = {}


def attempt(state: Sitting, text: str, at: datetime, *, ticked: bool = False) -> Attempt:
    """The attempt of giving this text to every part of the present problem."""
    posed = state.variant
    _known[posed.hash] = posed
    parts = posed.question.kind == "parts"
    response: Response = {part.id: text for part in posed.parts} if parts else text
    ticks = tuple(point.id for part in posed.parts for point in part.rubric)[:1] if ticked else None
    judged = verdict(posed.hash, json.dumps(response), ticks)
    return Attempt(
        question=posed.question.id,
        seed=posed.seed,
        setting=posed.setting,
        response=response,
        verdict=replace(judged, seed=posed.seed),
        at=at,
    )


def event_of(state: Sitting, kind: str, text: str, at: datetime) -> Event:
    """What a person does, as an event, whether it is its turn or not."""
    match kind:
        case "answer":
            return Answered(attempt=attempt(state, text, at))
        case "tick":
            return Ticked(attempt=attempt(state, text, at, ticked=True))
        case "hint":
            return HintShown(at=at)
        case "give up":
            return GivenUp(at=at)
        case "skip":
            return Skipped(at=at)
        case "continue":
            return Continued(at=at)
        case "undo":
            return Undone(at=at)
        case "dispute":
            return Disputed(reason=text, at=at)
        case "renew":
            return Renewed(seed=len(text), at=at)
        case "sure":
            return Sure(level=len(text) % 5, at=at)
        case "pause":
            return Paused(at=at)
        case "resume":
            return Resumed(at=at)
        case "turn":
            return Turned(place=len(text) - 2, at=at)
        case "flag":
            return Flagged(at=at)
        case "time out":
            return TimedOut(at=at)
        case _:
            return Closed(at=at)


def played(start: Sitting, done: Sequence[Move]) -> tuple[list[Sitting], list[Event]]:
    """The states of a sitting and the events between them; only OutOfTurn may come of the others."""
    states, events, at = [start], [], AT
    for kind, text, seconds in done:
        at += timedelta(seconds=seconds)
        what = event_of(states[-1], kind, text, at)
        try:
            states.append(advance(states[-1], what))
        except OutOfTurn:
            continue
        events.append(what)
    return states, events


starts = st.builds(
    lambda plan, mode, limit: begun(plan, mode=mode, at=AT, limit=limit if mode == "interview" else None),
    st.sampled_from(PLANS),
    st.sampled_from(["practice", "practice", "interview"]),
    st.sampled_from([None, 300.0]),
)
