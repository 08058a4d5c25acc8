"""Laws that no sequence of events breaks, in practice and in interviews."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from quizkit.practice.endings import ended, review_of, withdrawn
from quizkit.practice.event_json import event_from_json, event_to_json
from quizkit.practice.session import (
    Answered,
    GivenUp,
    OutOfTurn,
    Sitting,
    Ticked,
    Undone,
    advance,
    allowed,
    is_free,
    ladder,
    replay,
)
from tests.practice.sittings import AT, Move, moves, played, starts


def obeys(start: Sitting, done: list[Move]) -> None:
    """Every law, on one sequence of moves."""
    states, events = played(start, [*done, ("close", "", 0), ("close", "", 0)])
    last = states[-1]
    assert last.phase == "closed"
    stored = [json.loads(json.dumps(event_to_json(event))) for event in events]
    read = [event_from_json(one) for one in stored]
    assert replay(start.plan, read, mode=start.mode, at=start.clock, limit=start.limit) == last
    assert [event_to_json(one) for one in read] == stored
    for before, after, what in zip(states[:-1], states[1:], events, strict=True):
        _holds_together(after)
        _undoing_is_the_identity(before, after, what)
        if isinstance(what, Answered | Ticked):
            _invalid_costs_nothing(before, after, what)
        taken = withdrawn(before, after)
        if taken is None:
            assert after.results[: len(before.results)] == before.results
        for place in ended(before, after):
            review = review_of(after, place, offset=60)
            assert review.seconds >= 0
            assert (review.question, review.variant) == (
                after.plan[place].question.id,
                after.plan[place].hash,
            )
            assert review.mode == start.mode
    if start.mode == "interview":
        assert len(last.results) == len(last.plan)


def _holds_together(state: Sitting) -> None:
    if state.mode == "practice":
        begun = state.place + 1
        expected = begun if state.phase in {"reviewing", "closed"} else begun - 1
        assert len(state.results) == expected
        assert 0 <= state.tries <= allowed(state.variant)
        assert 0 <= state.hints <= len(ladder(state.variant))
    else:
        assert len(state.results) == (len(state.plan) if state.phase == "closed" else 0)
        assert state.phase != "reviewing"
        if state.phase == "asking":
            assert state.latest is None or state.latest.outcome == "invalid"
    assert 0 <= state.credit <= 1
    assert state.spent >= 0
    for result, posed in zip(state.results, state.plan, strict=False):
        assert result.question == posed.question.id
        assert 0 <= result.points <= result.of
        assert result.points == result.credit * result.of
        assert (result.ending == "correct") == (result.credit == 1.0 and result.tries > 0)
        assert not (result.minor and result.tries == 0)


def _undoing_is_the_identity(before: Sitting, after: Sitting, what: object) -> None:
    """But for the clock, which goes on from the undoing, with what was spent when the grade was given."""
    is_grade = isinstance(what, GivenUp) or (
        isinstance(what, Answered | Ticked) and (after.tries > before.tries or after.phase == "reviewing")
    )
    if before.mode == "interview" or not is_grade:
        return
    assert isinstance(what, Answered | Ticked | GivenUp)
    at = what.at + timedelta(seconds=1000)
    undone = advance(after, Undone(at=at))
    assert replace(undone, clock=before.clock, spent=before.spent) == before
    if after.phase == "reviewing":
        assert undone.seconds(at) == before.seconds(what.at)


def _invalid_costs_nothing(before: Sitting, after: Sitting, what: Answered | Ticked) -> None:
    verdict = what.attempt.verdict
    if before.mode == "practice":
        assert (after.tries > before.tries) == (not is_free(verdict))
    if verdict.outcome == "invalid":
        seen = (verdict.mistake,) if verdict.mistake else ()
        assert replace(after, latest=before.latest, mistakes=before.mistakes) == before
        assert after.mistakes in {before.mistakes, (*before.mistakes, *seen)}


@settings(max_examples=300, deadline=None)
@given(starts, moves)
def test_no_sequence_of_events_breaks_a_sitting(start: Sitting, done: list[Move]) -> None:
    obeys(start, done)


@pytest.mark.endurance
@settings(
    max_examples=12_000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(starts, moves)
def test_no_sequence_of_ten_thousand_breaks_a_sitting(start: Sitting, done: list[Move]) -> None:
    obeys(start, done)


@settings(max_examples=100, deadline=None)
@given(starts, moves)
def test_a_closed_sitting_takes_no_more_events(start: Sitting, done: list[Move]) -> None:
    states, _ = played(start, [*done, ("close", "", 0), ("close", "", 0)])
    again, _ = played(states[-1], done)
    assert all(state == states[-1] for state in again)
    with pytest.raises(OutOfTurn):
        advance(states[-1], Undone(at=AT))
