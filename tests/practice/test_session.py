"""The machine of a sitting: a table of its steps, and laws that no sequence of events breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.grading import Response
from quizkit.practice.session import (
    TRIES,
    Answered,
    Closed,
    Continued,
    Event,
    GivenUp,
    HintShown,
    OutOfTurn,
    Phase,
    Sitting,
    Skipped,
    Ticked,
    advance,
    allowed,
    is_free,
    ladder,
)
from quizkit.variants import Variant, make_variant
from tests.grading.small_bank import variant

AT = datetime(2025, 1, 1, tzinfo=UTC)
NLL = variant("nll", p="0.7")
CHAIN = make_variant(variant("chain").question, seed=0, given={"x": "[1, 2]", "w": "[3, 1]"})
WHY = variant("why")
PICK = variant("pick")
GELU = variant("gelu")


def sitting(*plan: Variant) -> Sitting:
    return Sitting(plan=plan or (NLL, PICK))


def answer(state: Sitting, response: Response, ticks: list[str] | None = None) -> Sitting:
    return advance(state, state.answered(response, AT, ticks=ticks))


def in_phase(phase: Phase) -> Sitting:
    match phase:
        case "asking":
            return sitting(WHY, NLL)
        case "ticking":
            return answer(sitting(WHY, NLL), "because")
        case "reviewing":
            return advance(sitting(WHY, NLL), GivenUp(at=AT))
        case "closed":
            return advance(sitting(WHY, NLL), Closed(at=AT))


def event(kind: str) -> Event:
    state = sitting(WHY, NLL)
    events: dict[str, Event] = {
        "answered": state.answered("because", AT),
        "ticked": state.answered("because", AT, ticks=["product", "stable"]),
        "hint": HintShown(at=AT),
        "given up": GivenUp(at=AT),
        "skipped": Skipped(at=AT),
        "continued": Continued(at=AT),
        "closed": Closed(at=AT),
    }
    return events[kind]


TABLE: dict[tuple[Phase, str], Phase | None] = {
    ("asking", "answered"): "ticking",
    ("asking", "ticked"): None,
    ("asking", "hint"): "asking",
    ("asking", "given up"): "reviewing",
    ("asking", "skipped"): "asking",
    ("asking", "continued"): None,
    ("asking", "closed"): "closed",
    ("ticking", "answered"): None,
    ("ticking", "ticked"): "reviewing",
    ("ticking", "hint"): None,
    ("ticking", "given up"): "reviewing",
    ("ticking", "skipped"): "asking",
    ("ticking", "continued"): None,
    ("ticking", "closed"): "closed",
    ("reviewing", "answered"): None,
    ("reviewing", "ticked"): None,
    ("reviewing", "hint"): None,
    ("reviewing", "given up"): None,
    ("reviewing", "skipped"): None,
    ("reviewing", "continued"): "asking",
    ("reviewing", "closed"): "closed",
    ("closed", "answered"): None,
    ("closed", "ticked"): None,
    ("closed", "hint"): None,
    ("closed", "given up"): None,
    ("closed", "skipped"): None,
    ("closed", "continued"): None,
    ("closed", "closed"): "closed",
}


@pytest.mark.parametrize(("phase", "kind"), TABLE)
def test_each_phase_takes_its_events_and_refuses_the_others(phase: Phase, kind: str) -> None:
    state = in_phase(phase)
    assert state.phase == phase
    after = TABLE[phase, kind]
    if after is None:
        with pytest.raises(OutOfTurn):
            advance(state, event(kind))
    else:
        assert advance(state, event(kind)).phase == after


def test_an_event_out_of_turn_is_named() -> None:
    with pytest.raises(OutOfTurn) as caught:
        advance(in_phase("reviewing"), HintShown(at=AT))
    assert str(caught.value) == "HintShown does not belong into the phase 'reviewing'"


@pytest.mark.parametrize("response", ["((", "", "0,357.1", "1/0", "\x1b[31m", "x"])
def test_what_cannot_be_read_costs_no_try(response: str) -> None:
    state = answer(sitting(), response)
    assert state.latest is not None
    assert state.latest.outcome == "invalid"
    assert (state.phase, state.tries, state.results) == ("asking", 0, ())


def test_our_own_limits_cost_no_try() -> None:
    state = sitting(GELU)
    graded = state.answered("Phi(x)", AT)
    undecided = replace(graded.attempt.verdict, outcome="undecided", credit=0.0)
    after = advance(state, Answered(attempt=replace(graded.attempt, verdict=undecided)))
    assert (after.phase, after.tries, after.results) == ("asking", 0, ())


def test_a_slip_of_form_costs_no_try() -> None:
    state = answer(sitting(), "0.36")
    assert state.latest is not None
    assert (state.latest.outcome, state.latest.evidence.kind) == ("incorrect", "form")
    assert (state.phase, state.tries) == ("asking", 0)


def test_a_slip_of_form_in_one_part_does_not_excuse_another() -> None:
    verdict = sitting(NLL).answered("0.36", AT).attempt.verdict
    wrong = sitting(NLL).answered("7", AT).attempt.verdict
    right = sitting(NLL).answered("0.3567", AT).attempt.verdict
    assert is_free(replace(verdict, parts={"a": verdict, "b": right}))
    assert not is_free(replace(verdict, parts={"a": verdict, "b": wrong}))


def test_wrong_answers_use_up_the_tries_and_the_last_one_ends_the_problem() -> None:
    state = sitting()
    for left in range(TRIES - 1, 0, -1):
        state = answer(state, "7")
        assert (state.phase, state.tries_left) == ("asking", left)
    state = answer(state, "7")
    assert state.phase == "reviewing"
    (result,) = state.results
    assert (result.ending, result.credit, result.tries) == ("incorrect", 0.0, TRIES)


def test_the_mistakes_on_the_way_are_kept() -> None:
    state = answer(answer(sitting(), "-log2(0.7)"), "-log(0.7)")
    (result,) = state.results
    assert (result.ending, result.credit, result.tries) == ("correct", 1.0, 2)
    assert result.mistakes == ("bits-for-nats",)


def test_a_choice_has_one_try() -> None:
    state = answer(sitting(PICK), "B")
    assert state.phase == "reviewing"
    assert state.results[0].ending == "incorrect"


def test_giving_up_keeps_what_was_earned() -> None:
    state = advance(answer(sitting(), "-log2(0.7)"), GivenUp(at=AT))
    assert (state.results[0].ending, state.results[0].credit) == ("given-up", 0.5)


def test_closing_after_a_wrong_try_judges_the_problem_by_it() -> None:
    state = advance(answer(sitting(), "-log2(0.7)"), Closed(at=AT))
    assert (state.results[0].ending, state.results[0].credit) == ("partly-correct", 0.5)
    state = advance(answer(answer(sitting(), "-log2(0.7)"), "(("), Closed(at=AT))
    assert (state.results[0].ending, state.results[0].credit) == ("partly-correct", 0.5)


def test_closing_before_a_try_leaves_the_problem_open() -> None:
    state = advance(answer(sitting(), "(("), Closed(at=AT))
    assert (state.results[0].ending, state.results[0].credit) == ("unanswered", 0.0)


def test_a_skipped_problem_has_no_mark() -> None:
    state = advance(answer(sitting(), "-log2(0.7)"), Skipped(at=AT))
    assert (state.results[0].ending, state.results[0].points) == ("skipped", 0.0)
    assert (state.place, state.phase, state.tries, state.latest) == (1, "asking", 0, None)


def test_hints_are_counted_up_to_the_last() -> None:
    hinted = make_variant(variant("nll").question, seed=1)
    body = replace(hinted, hints=("one", "two"))
    state = sitting(body)
    shown = []
    for _ in range(4):
        state = advance(state, HintShown(at=AT))
        shown.append(state.shown_hints)
    assert shown == [("one",), ("one", "two"), ("one", "two"), ("one", "two")]
    assert state.hints == 2


def test_hints_of_parts_come_after_those_of_the_whole() -> None:
    first, *rest = CHAIN.parts
    hinted = replace(CHAIN, hints=("all",), parts=(replace(first, hints=("part",)), *rest))
    assert ladder(hinted) == ("all", "(s) part")


def test_a_free_text_is_judged_by_its_ticks() -> None:
    state = answer(sitting(WHY), "Products become sums.")
    assert (state.phase, state.tries) == ("ticking", 0)
    after = answer(state, "Products become sums.", ticks=["product"])
    assert after.phase == "reviewing"
    assert (after.results[0].ending, after.results[0].points) == ("partly-correct", 2.0)
    full = answer(state, "Products become sums.", ticks=["product", "stable"])
    assert (full.results[0].ending, full.results[0].points) == ("correct", 3.0)


def test_ticks_that_the_rubric_does_not_know_change_nothing() -> None:
    state = answer(answer(sitting(WHY), "because"), "because", ticks=["nosuch"])
    assert (state.phase, state.tries, state.results) == ("ticking", 0, ())


def test_parts_are_weighed_by_their_points() -> None:
    state = answer(sitting(CHAIN), {"s": "5", "square": "24", "half": "12"})
    assert (state.phase, state.tries) == ("asking", 1)
    state = advance(state, GivenUp(at=AT))
    (result,) = state.results
    assert result.of == 5.0
    assert result.points == pytest.approx(state.latest.points if state.latest else -1)
    assert 0 < result.points < 5


# Laws.

RESPONSES = ["0.3567", "-log(0.7)", "-log2(0.7)", "0.36", "7", "((", "", "A", "B", "nonneg", "Phi(x)", "why"]
PLANS = [(NLL, PICK), (WHY, NLL), (GELU,), (CHAIN, WHY), (PICK, CHAIN, NLL)]

KINDS = ["answer", "answer", "answer", "tick", "hint", "give up", "skip", "continue", "continue", "close"]
steps = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(RESPONSES)), max_size=14)


def happens(state: Sitting, kind: str, response: str, at: datetime) -> Event | None:
    """What a person does, as an event; None where it makes no sense to raise one."""
    if state.phase == "closed":
        return Closed(at=at)
    parts = state.variant.question.kind == "parts"
    whole: Response = {part.id: response for part in state.variant.parts} if parts else response
    match kind:
        case "answer":
            return state.answered(whole, at)
        case "tick":
            rubric = [point.id for posed in state.variant.parts for point in posed.rubric]
            return state.answered(whole, at, ticks=rubric[:1]) if rubric else None
        case "hint":
            return HintShown(at=at)
        case "give up":
            return GivenUp(at=at)
        case "skip":
            return Skipped(at=at)
        case "continue":
            return Continued(at=at)
        case _:
            return Closed(at=at)


def played(plan: Sequence[Variant], moves: Sequence[tuple[str, str]]) -> tuple[list[Sitting], list[Event]]:
    """The states of a sitting and the events between them; moves out of turn are left out."""
    states = [Sitting(plan=tuple(plan))]
    events: list[Event] = []
    for place, (kind, response) in enumerate(moves):
        what = happens(states[-1], kind, response, AT + timedelta(seconds=place))
        if what is None:
            continue
        try:
            states.append(advance(states[-1], what))
        except OutOfTurn:
            continue
        events.append(what)
    return states, events


@given(st.sampled_from(PLANS), steps)
def test_replaying_the_events_of_a_sitting_gives_the_sitting(
    plan: tuple[Variant, ...], moves: list[tuple[str, str]]
) -> None:
    states, events = played(plan, moves)
    state = Sitting(plan=plan)
    for one in events:
        state = advance(state, one)
    assert state == states[-1]


@given(st.sampled_from(PLANS), steps)
def test_no_events_break_the_sitting(plan: tuple[Variant, ...], moves: list[tuple[str, str]]) -> None:
    states, events = played(plan, [*moves, ("close", "")])
    for state in states:
        begun = min(state.place + 1, len(plan))
        ended = begun if state.phase in {"reviewing", "closed"} else begun - 1
        assert len(state.results) == ended
        assert [result.question for result in state.results] == [
            problem.question.id for problem in plan[: len(state.results)]
        ]
        assert 0 <= state.tries <= allowed(state.variant)
        assert 0 <= state.hints <= len(ladder(state.variant))
        assert 0 <= state.credit <= 1
        for result in state.results:
            assert 0 <= result.points <= result.of
            assert result.points == result.credit * result.of
            assert (result.ending == "correct") == (result.credit == 1.0 and result.tries > 0)
    assert states[-1].phase == "closed"
    for before, after, what in zip(states, states[1:], events, strict=False):
        assert after.results[: len(before.results)] == before.results
        if isinstance(what, Answered | Ticked):
            assert (after.tries > before.tries) == (not is_free(what.attempt.verdict))
