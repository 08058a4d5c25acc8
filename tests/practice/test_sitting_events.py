"""What each further event does to a sitting: undo, dispute, new variant, sureness, pauses; and interviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from quizkit.bank import load_texts
from quizkit.practice.endings import ended, review_of
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
    replay,
)
from quizkit.variants import Variant, make_variant
from tests.practice.sittings import AT, CHAIN, NLL, PICK, WHY

SLIPS = load_texts(
    {
        "a.yaml": """
quizkit: 1
title: T
topic: t
questions:
  slip:
    type: number
    title: A slip
    minutes: 2
    strategy: rounding
    given: {p: 0.1 .. 0.9 by 0.1}
    prompt: P {{ p }}
    answer: -log(p)
    tol: 0.1%
    hints: [one, two]
    mistakes:
      prefix: {is: -1000*log(p), say: "The prefix.", minor: true}
      half: {is: -log(p)/2, say: "Half of it."}
"""
    }
)
SLIP = make_variant(SLIPS["slip"], seed=0, given={"p": "0.5"})


def at(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def after(state: Sitting, *events: Event) -> Sitting:
    for event in events:
        state = advance(state, event)
    return state


def says(state: Sitting, text: str, seconds: float = 0, ticks: list[str] | None = None) -> Sitting:
    parts = state.variant.question.kind == "parts"
    response = {part.id: text for part in state.variant.parts} if parts else text
    return advance(state, state.answered(response, at(seconds), ticks=ticks))  # type: ignore[arg-type]


def practice(*plan: Variant) -> Sitting:
    return begun(plan or (SLIP, PICK), at=AT)


def interview(*plan: Variant, limit: float | None = None) -> Sitting:
    return begun(plan or (SLIP, WHY, CHAIN), mode="interview", at=AT, limit=limit)


def test_only_a_slip_that_its_author_calls_minor_is_minor() -> None:
    state = says(says(practice(), "-1000*log(0.5)"), "-log(0.5)", 9)
    (result,) = state.results
    assert (result.ending, result.tries, result.minor, result.mistakes) == ("correct", 2, True, ("prefix",))
    review = review_of(state, 0)
    assert (review.minor, review.par, review.seconds, review.mixed) == (True, 120.0, 9.0, False)
    for wrong in ("-log(0.5)/2", "7"):
        assert not says(says(practice(), "-1000*log(0.5)"), wrong).results[0].minor
    assert not says(practice(), "-log(0.5)").results[0].minor


def test_the_last_hint_is_told_of() -> None:
    state = advance(practice(), HintShown(at=AT))
    assert not advance(state, GivenUp(at=AT)).results[0].last_hint
    assert after(state, HintShown(at=AT), GivenUp(at=AT)).results[0].last_hint
    assert not after(practice(NLL), HintShown(at=AT), GivenUp(at=AT)).results[0].last_hint


def test_a_wrong_try_can_be_undone_while_nothing_was_learnt_from_a_hint() -> None:
    wrong = says(practice(), "7", 5)
    assert wrong.can_undo
    undone = advance(wrong, Undone(at=at(6)))
    assert (undone.tries, undone.latest, undone.mistakes, undone.can_undo) == (0, None, (), False)
    hinted = advance(wrong, HintShown(at=at(6)))
    assert not hinted.can_undo
    with pytest.raises(OutOfTurn, match="no grade to undo"):
        advance(hinted, Undone(at=at(7)))


def test_two_tries_are_undone_one_after_the_other() -> None:
    lost = says(says(practice(), "7"), "8")
    assert lost.phase == "reviewing"
    once = advance(lost, Undone(at=AT))
    assert (once.phase, once.tries, once.results) == ("asking", 1, ())
    assert advance(once, Undone(at=AT)).tries == 0


def test_what_cannot_be_read_does_not_hide_the_grade_before_it() -> None:
    state = says(says(practice(), "7"), "((")
    assert advance(state, Undone(at=AT)).tries == 0


def test_giving_up_can_be_undone_and_skipping_cannot() -> None:
    assert advance(advance(practice(), GivenUp(at=AT)), Undone(at=AT)).phase == "asking"
    with pytest.raises(OutOfTurn):
        advance(advance(practice(), Skipped(at=AT)), Undone(at=AT))


def test_a_grade_stands_once_the_next_problem_is_begun() -> None:
    for goes_on in (Continued(at=AT), Renewed(seed=5, at=AT)):
        state = after(says(says(practice(), "7"), "8"), goes_on)
        assert not state.can_undo
        with pytest.raises(OutOfTurn):
            advance(state, Undone(at=AT))


def test_ticks_are_undone_back_to_the_rubric() -> None:
    state = says(says(practice(WHY), "because"), "because", ticks=["product"])
    assert state.phase == "reviewing"
    assert advance(state, Undone(at=AT)).phase == "ticking"


def test_the_time_after_a_grade_is_none_of_the_problem_when_it_is_undone() -> None:
    state = says(practice(PICK), "A", 30)
    again = says(advance(state, Undone(at=at(500))), "B", 510)
    assert again.results[0].seconds == 40.0


def test_a_dispute_needs_a_verdict_and_is_raised_once() -> None:
    with pytest.raises(OutOfTurn):
        advance(practice(), Disputed(reason="", at=AT))
    early = advance(says(practice(), "7"), Disputed(reason="", at=AT))
    assert early.disputed
    assert says(early, "8").results[0].disputed
    late = advance(says(says(practice(), "7"), "8"), Disputed(reason="", at=AT))
    assert late.results[0].disputed
    assert ended(practice(), late) == ()
    with pytest.raises(OutOfTurn, match="disputed already"):
        advance(late, Disputed(reason="", at=AT))
    assert not after(late, Continued(at=AT)).disputed


def test_a_new_variant_comes_after_the_end_with_all_its_tries() -> None:
    with pytest.raises(OutOfTurn):
        advance(practice(), Renewed(seed=5, at=AT))
    state = after(says(says(practice(), "7"), "8"), Renewed(seed=5, at=at(60)))
    assert (state.place, state.tries, state.variant.seed) == (1, 0, 5)
    assert [one.seed for one in state.plan] == [0, 5, 0]
    assert state.plan[2] == PICK
    assert state.seconds(at(70)) == 10.0


def test_a_seed_that_makes_no_variant_is_out_of_turn() -> None:
    with pytest.raises(OutOfTurn, match="there is no new variant: "):
        advance(advance(practice(), GivenUp(at=AT)), Renewed(seed=-1, at=AT))


def test_one_is_sure_before_the_end_to_1_2_or_3() -> None:
    state = says(advance(practice(PICK), Sure(level=2, at=AT)), "A")
    assert state.results[0].sure == 2
    assert review_of(state, 0).sure == 2
    for level in (0, 4, -1):
        with pytest.raises(OutOfTurn):
            advance(practice(), Sure(level=level, at=AT))
    with pytest.raises(OutOfTurn):
        advance(state, Sure(level=2, at=AT))


def test_pauses_are_left_out_of_the_time_and_nothing_else_happens_in_them() -> None:
    paused = after(practice(PICK), Paused(at=at(10)))
    for event in (Skipped(at=AT), Paused(at=AT), HintShown(at=AT), Undone(at=AT), Sure(level=1, at=AT)):
        with pytest.raises(OutOfTurn, match="does not belong into a pause"):
            advance(paused, event)
    with pytest.raises(OutOfTurn):
        advance(practice(), Resumed(at=AT))
    state = says(after(paused, Resumed(at=at(1000))), "A", 1005)
    assert state.results[0].seconds == 15.0
    assert advance(paused, Closed(at=at(2000))).results[0].seconds == 10.0


def test_a_clock_that_is_set_back_takes_no_time_away() -> None:
    state = says(after(practice(PICK), Paused(at=at(10)), Resumed(at=at(-9000))), "A", -9500)
    assert state.results[0].seconds == 10.0


def test_without_a_clock_a_sitting_has_no_times_and_no_reviews() -> None:
    state = advance(Sitting(plan=(PICK,)), GivenUp(at=AT))
    assert state.results[0].seconds == 0.0
    assert replace(state.results[0], at=None).at is None
    with pytest.raises(ValueError, match="when the problem ended"):
        review_of(replace(state, results=(replace(state.results[0], at=None),)), 0)


def test_a_problem_is_mixed_when_the_one_before_asked_for_something_else() -> None:
    state = practice(NLL, PICK, SLIP)
    for _ in range(3):
        state = after(state, GivenUp(at=AT), Continued(at=AT))
    assert [review_of(state, place).mixed for place in range(3)] == [False, False, True]


# Interviews.

OUT_OF_AN_INTERVIEW: tuple[Event, ...] = (
    HintShown(at=AT),
    GivenUp(at=AT),
    Continued(at=AT),
    Renewed(seed=1, at=AT),
    Undone(at=AT),
    Disputed(reason="", at=AT),
    Skipped(at=AT),
)


@pytest.mark.parametrize("event", OUT_OF_AN_INTERVIEW)
def test_in_an_interview_there_is_no_help(event: Event) -> None:
    with pytest.raises(OutOfTurn):
        advance(interview(), event)


@pytest.mark.parametrize("event", [Turned(place=1, at=AT), Flagged(at=AT), TimedOut(at=AT)])
def test_practice_has_no_flags_and_no_limit(event: Event) -> None:
    with pytest.raises(OutOfTurn, match="belongs into an interview"):
        advance(practice(), event)


def test_only_the_last_answer_to_each_problem_counts() -> None:
    state = says(says(says(interview(), "7"), "8"), "-log(0.5)")
    assert (state.phase, state.tries, state.latest) == ("asking", 0, None)
    closed = advance(state, Closed(at=at(9)))
    assert [result.ending for result in closed.results] == ["correct", "unanswered", "unanswered"]
    assert [result.tries for result in closed.results] == [1, 0, 0]


def test_an_answer_that_cannot_be_read_leaves_the_one_before() -> None:
    state = says(says(interview(), "-log(0.5)"), "((")
    assert state.latest is not None
    assert state.latest.outcome == "invalid"
    assert advance(state, Closed(at=AT)).results[0].ending == "correct"


def test_free_texts_are_ticked_when_all_is_handed_in() -> None:
    state = says(advance(interview(), Turned(place=1, at=AT)), "because")
    handed_in = advance(state, Closed(at=at(5)))
    assert (handed_in.phase, handed_in.place, handed_in.results) == ("ticking", 1, ())
    with pytest.raises(OutOfTurn):
        says(handed_in, "something better")
    assert says(handed_in, "because", ticks=["nosuch"]).phase == "ticking"
    ticked = says(handed_in, "because", 9, ticks=["product", "stable"])
    assert [result.ending for result in ticked.results] == ["unanswered", "correct", "unanswered"]
    assert [result.ending for result in advance(handed_in, Skipped(at=AT)).results][1] == "skipped"
    assert [result.ending for result in advance(handed_in, Closed(at=AT)).results][1] == "skipped"


def test_time_is_counted_for_each_problem_over_all_its_visits() -> None:
    state = after(
        interview(limit=100.0),
        Turned(place=2, at=at(10)),
        Turned(place=0, at=at(40)),
        Paused(at=at(45)),
        Resumed(at=at(1045)),
    )
    assert state.used(at(1050)) == 50.0
    assert state.left(at(1050)) == 50.0
    closed = advance(state, TimedOut(at=at(1060)))
    assert closed.timed_out
    assert [result.seconds for result in closed.results] == [30.0, 0.0, 30.0]
    with pytest.raises(OutOfTurn, match="the time is up"):
        says(state, "7", 1101)


def test_sureness_and_flags_stay_with_their_problems() -> None:
    state = after(
        interview(), Sure(level=3, at=AT), Flagged(at=AT), Turned(place=1, at=AT), Sure(level=1, at=AT)
    )
    assert state.sheets[0].flagged
    assert not state.sheets[1].flagged
    back = advance(state, Turned(place=0, at=AT))
    assert back.sure == 3
    assert not advance(back, Flagged(at=AT)).sheets[0].flagged
    assert [result.sure for result in advance(back, Closed(at=AT)).results] == [3, 1, None]
    with pytest.raises(OutOfTurn, match="there is no problem 4 of 3"):
        advance(state, Turned(place=3, at=AT))


def test_slips_of_form_count_in_an_interview_but_are_minor() -> None:
    result = advance(says(interview(NLL), "0.36"), Closed(at=AT)).results[0]
    assert (result.ending, result.minor) == ("incorrect", True)


def test_events_of_no_sitting_are_refused_by_replay() -> None:
    with pytest.raises(OutOfTurn):
        replay((NLL,), [Continued(at=AT)])
    answered = practice(PICK).answered("A", AT)
    assert isinstance(answered, Answered)
    with pytest.raises(OutOfTurn):
        replay((PICK,), [Ticked(attempt=answered.attempt)])
