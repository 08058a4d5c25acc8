"""Sittings that are kept: written before they are shown, gone on with where they stopped, told if not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from quizkit.bank.question import Question
from quizkit.errors import HistoryError
from quizkit.practice.event_json import event_from_json
from quizkit.practice.history import History
from quizkit.practice.keeping import Keeper
from quizkit.practice.memory import replayed
from quizkit.practice.resuming import Resumption, resumed
from quizkit.practice.session import (
    Answered,
    Closed,
    Continued,
    Flagged,
    GivenUp,
    HintShown,
    OutOfTurn,
    Paused,
    Renewed,
    Skipped,
    Sure,
    Turned,
    replay,
)
from quizkit.variants import make_variant
from tests.practice.sittings import AT, GELU, NLL, PICK, WHY, Move, attempt, event_of, moves, starts

BANK = {one.question.id: one.question for one in (NLL, PICK, WHY, GELU)}
DRAWN = make_variant(NLL.question, seed=3)
LATER = AT + timedelta(hours=20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


def kept(path: Path, *plan: object, **options: object) -> Keeper:
    keeper = Keeper(History.open(path, patience=0.1), offset=lambda _: 60)
    keeper.begin("s", plan or (DRAWN, PICK, WHY), at=AT, **options)  # type: ignore[arg-type]
    return keeper


def says(keeper: Keeper, text: str, seconds: float = 30) -> None:
    """Answer the present problem."""
    at = AT + timedelta(seconds=seconds)
    keeper.happen(Answered(attempt=attempt(keeper.sitting, text, at)))


def again(path: Path, bank: Mapping[str, Question] = BANK) -> Resumption:
    """What a new process finds."""
    found = resumed(History.open(path), bank, at=LATER)
    assert found is not None
    return found


def stored(path: Path) -> tuple[str, ...]:
    with History.open(path) as history:
        return tuple(str(event["kind"]) for event in history.events("s"))


# What is written, and when.


def test_every_event_is_on_the_disk_before_it_is_shown(path: Path) -> None:
    keeper = kept(path)
    says(keeper, "7")
    assert stored(path) == ("answer",)
    keeper.happen(HintShown(at=AT))
    keeper.happen(GivenUp(at=AT))
    assert stored(path) == ("answer", "hint", "give-up")
    with History.open(path) as history:
        events = tuple(map(event_from_json, history.events("s")))
    assert replay((DRAWN, PICK, WHY), events, at=AT) == keeper.sitting


def test_the_end_of_a_problem_is_a_review_and_a_memory(path: Path) -> None:
    keeper = kept(path)
    says(keeper, "-log2(0.2)", 20)
    says(keeper, "7", 50)
    with History.open(path) as history:
        (review,) = history.reviews()
        memories = history.memories()
        assert memories == {"nll": replayed([review])["nll"].to_json()}
    assert (review.question, review.variant, review.content) == ("nll", DRAWN.hash, DRAWN.question.hash)
    assert (review.ending, review.tries, review.seconds, review.offset) == ("incorrect", 2, 50.0, 60)
    assert (review.mode, review.mixed, review.last_hint) == ("practice", False, False)


def test_what_was_undone_is_void_and_another_answer_counts(path: Path) -> None:
    keeper = kept(path, PICK, NLL)
    wrong = next(option.letter for option in PICK.choices if not option.correct)
    right = next(option.letter for option in PICK.choices if option.correct)
    says(keeper, wrong)
    before = keeper.sitting
    keeper.undo(AT + timedelta(seconds=40))
    assert keeper.sitting.phase == "asking"
    with History.open(path) as history:
        assert list(history.reviews()) == []
        assert history.memories() == {}
    says(keeper, right, 45)
    assert before.results[0].ending == "incorrect"
    with History.open(path) as history:
        (review,) = history.reviews()
        assert (review.ending, review.tries) == ("correct", 1)
        # 30 s until the first answer, and 5 s after it was undone.
        assert review.seconds == 35.0


def test_what_is_disputed_does_not_count_and_is_told_in_full(path: Path) -> None:
    keeper = kept(path, PICK, NLL)
    wrong = next(option.letter for option in PICK.choices if not option.correct)
    says(keeper, wrong)
    told = keeper.dispute("A gap is never negative", AT + timedelta(seconds=60))
    json.dumps(told)
    assert (told["question"], told["seed"], told["response"]) == ("pick", 0, wrong)
    assert told["reason"] == "A gap is never negative"
    record = told["record"]
    assert isinstance(record, dict)
    assert record["outcome"] == "incorrect"
    assert record["hashes"]["variant"] == PICK.hash
    assert set(record["engine"]) == {"quizkit", "python-flint"}
    assert keeper.sitting.results[0].disputed
    with History.open(path) as history:
        assert list(history.reviews()) == []
        assert history.memories() == {}
    with pytest.raises(OutOfTurn):
        keeper.dispute("again", AT)


def test_a_problem_disputed_while_a_try_is_left_is_never_reviewed(path: Path) -> None:
    keeper = kept(path)
    says(keeper, "7")
    keeper.dispute("", AT)
    says(keeper, "8")
    assert keeper.sitting.results[0].disputed
    with History.open(path) as history:
        assert list(history.reviews(void=True)) == []


def test_without_an_answer_there_is_nothing_to_dispute(path: Path) -> None:
    with pytest.raises(OutOfTurn, match="no verdict to dispute"):
        kept(path).dispute("", AT)


def test_a_new_variant_of_the_present_question_comes_next(path: Path) -> None:
    keeper = kept(path)
    keeper.happen(GivenUp(at=AT))
    state = keeper.happen(Renewed(seed=11, at=AT))
    assert (state.place, state.variant.seed, state.variant.question.id) == (1, 11, "nll")
    assert [one.question.id for one in state.plan] == ["nll", "nll", "pick", "why"]
    says(keeper, state.variant.key_text())
    with History.open(path) as history:
        assert [review.ending for review in history.reviews()] == ["given-up", "correct"]
        assert [review.mixed for review in history.reviews()] == [False, False]


def test_an_event_out_of_turn_is_not_written(path: Path) -> None:
    keeper = kept(path)
    with pytest.raises(OutOfTurn):
        keeper.happen(Continued(at=AT))
    assert stored(path) == ()
    says(keeper, "7")
    assert stored(path) == ("answer",)


def test_a_sitting_that_was_ended_is_not_gone_on_with(path: Path) -> None:
    keeper = kept(path)
    keeper.end(LATER)
    assert keeper.end(LATER) == keeper.sitting
    assert stored(path) == ("close",)
    assert resumed(History.open(path), BANK, at=LATER) is None


# Interviews.


def test_an_interview_is_reviewed_all_at_once_at_its_end(path: Path) -> None:
    keeper = kept(path, DRAWN, PICK, mode="interview", limit=600.0)
    says(keeper, "7", 30)
    assert keeper.sitting.latest is None
    keeper.happen(Sure(level=3, at=AT + timedelta(seconds=40)))
    keeper.happen(Turned(place=1, at=AT + timedelta(seconds=50)))
    keeper.happen(Flagged(at=AT + timedelta(seconds=55)))
    keeper.happen(Turned(place=0, at=AT + timedelta(seconds=70)))
    assert keeper.attempt is not None
    says(keeper, DRAWN.key_text(), 90)
    with History.open(path) as history:
        assert list(history.reviews()) == []
    state = keeper.happen(Closed(at=AT + timedelta(seconds=100)))
    assert [result.ending for result in state.results] == ["correct", "unanswered"]
    assert [result.seconds for result in state.results] == [80.0, 20.0]
    with History.open(path) as history:
        first, second = history.reviews()
        assert (first.mode, first.sure, first.ending, first.seconds) == ("interview", 3, "correct", 80.0)
        assert (second.sure, second.ending) == (None, "unanswered")
        assert set(history.memories()) == {"nll"}


def test_an_answer_after_the_time_is_up_is_none(path: Path) -> None:
    keeper = kept(path, DRAWN, PICK, mode="interview", limit=60.0)
    with pytest.raises(OutOfTurn, match="the time is up"):
        says(keeper, "7", 61)
    assert keeper.sitting.left(AT + timedelta(seconds=20)) == 40.0
    assert keeper.sitting.left(AT + timedelta(seconds=80)) == 0.0


# Going on.


def test_a_sitting_goes_on_with_the_very_same_state(path: Path) -> None:
    keeper = kept(path)
    says(keeper, "-log2(0.2)")
    keeper.draft({"": "-log(0."}, AT + timedelta(seconds=45))
    found = again(path)
    assert found.draft == {"": "-log(0."}
    assert found.response == "-log2(0.2)"
    assert found.notes == ()
    state = found.sitting
    assert replace(state, clock=keeper.sitting.clock, spent=keeper.sitting.spent) == keeper.sitting
    # Until the draft was kept the clock ran; from then on it was a pause.
    assert state.seconds(LATER) == 45.0
    assert stored(path) == ("answer", "pause", "resume")


def test_a_pause_of_ones_own_is_not_paused_twice(path: Path) -> None:
    keeper = kept(path)
    keeper.happen(Paused(at=AT + timedelta(seconds=10)))
    assert again(path).sitting.seconds(LATER) == 10.0
    assert stored(path) == ("pause", "resume")


def test_a_clock_that_was_set_back_breaks_nothing(path: Path) -> None:
    keeper = kept(path)
    says(keeper, "7", 600)
    found = resumed(History.open(path), BANK, at=AT - timedelta(days=400))
    assert found is not None
    assert found.sitting.seconds(AT - timedelta(days=399)) >= 0
    found.keeper.happen(GivenUp(at=AT - timedelta(days=399)))
    with History.open(path) as history:
        assert next(history.reviews()).seconds >= 0


def test_after_a_new_variant_a_sitting_goes_on_with_it(path: Path) -> None:
    keeper = kept(path)
    keeper.happen(GivenUp(at=AT))
    keeper.happen(Renewed(seed=11, at=AT))
    found = again(path)
    assert found.sitting.plan == keeper.sitting.plan
    assert found.sitting.place == 1


def test_a_sitting_stopped_just_before_its_end_is_over(path: Path) -> None:
    keeper = kept(path, PICK)
    assert keeper.history is not None
    keeper.history.end = lambda *_: None  # type: ignore[method-assign]
    keeper.happen(Skipped(at=AT))
    assert resumed(History.open(path), BANK, at=LATER) is None
    with History.open(path) as history:
        assert history.unfinished() is None


CHANGED = replace(NLL.question, title="Two tokens", hash="another")


def test_a_changed_question_that_was_begun_goes_on_as_it_was_asked(path: Path) -> None:
    keeper = kept(path)
    says(keeper, "7")
    found = again(path, {**BANK, "nll": CHANGED})
    assert found.notes == (
        "nll was changed since it was asked: here it is as it was; skip it if its key was wrong.",
    )
    assert found.sitting.variant == DRAWN


def test_a_changed_question_that_was_not_begun_comes_as_it_is_now(path: Path) -> None:
    keeper = kept(path, PICK, NLL)
    keeper.happen(GivenUp(at=AT))
    found = again(path, {**BANK, "nll": CHANGED})
    assert found.notes == ("nll was changed since: it comes as it is now.",)
    assert found.sitting.plan[1].question == CHANGED
    # And so it is the next time, when the bank is as it was.
    assert again(path).sitting.plan[1].question == NLL.question


def test_a_question_that_is_gone_is_asked_once_more_and_its_answers_are_kept(path: Path) -> None:
    keeper = kept(path)
    says(keeper, "7")
    says(keeper, "8")
    keeper.happen(Continued(at=AT))
    found = again(path, {})
    assert found.notes == (
        "nll is not in the bank any more: your answer is kept.",
        "pick is not in the bank any more: here it is once more, as it was.",
        "why is not in the bank any more: here it is once more, as it was.",
    )
    assert found.sitting.results == keeper.sitting.results
    assert found.sitting.variant == PICK


def test_a_sitting_that_cannot_be_read_is_ended_and_told(path: Path) -> None:
    kept(path)
    raw = sqlite3.connect(path)
    raw.execute("INSERT INTO events VALUES ('s', 0, 'dance', '', '{\"kind\":\"dance\",\"at\":\"\"}')")
    raw.commit()
    raw.close()
    with pytest.raises(HistoryError) as caught:
        again(path)
    assert str(caught.value) == (
        f"{path}: the sitting of 23 Nov cannot be gone on with (this is no event of a sitting); "
        "what was done in it is kept"
    )
    assert resumed(History.open(path), BANK, at=LATER) is None
    assert stored(path) == ("dance",)


# Without a history.


def test_without_a_history_the_sitting_goes_on_and_the_reason_is_told_once() -> None:
    keeper = Keeper(None, trouble="the disk is full")
    assert keeper.news() == "the disk is full"
    assert keeper.news() == ""
    keeper.begin("s", (DRAWN, PICK), at=AT)
    says(keeper, "7")
    keeper.draft({"": "8"}, AT)
    assert keeper.end(LATER).phase == "closed"
    assert keeper.news() == ""


def test_what_cannot_be_written_is_told_once_and_written_when_it_can_be(path: Path) -> None:
    keeper = kept(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    says(keeper, "7")
    keeper.draft({"": "8"}, AT)
    assert keeper.news() == (
        f"{path} is kept busy by another program: try again when that is done; what you do now is not kept"
    )
    keeper.happen(HintShown(at=AT))
    assert keeper.news() == ""
    other.execute("ROLLBACK")
    other.close()
    says(keeper, "8")
    assert keeper.news() == "The history can be written again: all is kept."
    assert stored(path) == ("answer", "hint", "answer")
    assert replace(again(path).sitting, clock=None, spent=0.0) == replace(
        keeper.sitting, clock=None, spent=0.0
    )


def test_of_two_windows_the_second_goes_on_unkept(path: Path) -> None:
    keeper = kept(path)
    found = again(path)
    says(keeper, "7")
    assert (
        keeper.news()
        == f"{path}: this sitting goes on in another window; go on there; what you do now is not kept"
    )
    says(keeper, "8")
    assert keeper.sitting.phase == "reviewing"
    assert found.sitting.tries == 0
    assert stored(path) == ("pause", "resume")


# Laws.


@settings(max_examples=60, deadline=None)
@given(starts, moves)
def test_whatever_happens_a_new_process_finds_the_same_state_and_the_same_memories(
    tmp_path_factory: pytest.TempPathFactory, start: object, done: list[Move]
) -> None:
    path = tmp_path_factory.mktemp("law") / "history.db"
    state = start
    keeper = Keeper(History.open(path))
    plan = tuple(make_variant(one.question, seed=one.seed) for one in state.plan)  # type: ignore[attr-defined]
    keeper.begin("s", plan, at=AT, mode=state.mode, limit=state.limit)  # type: ignore[attr-defined]
    at = AT
    for kind, text, seconds in done:
        at += timedelta(seconds=seconds)
        try:
            keeper.happen(event_of(keeper.sitting, kind, text, at))
        except OutOfTurn:
            continue
    assert keeper.news() == ""
    bank = {one.question.id: one.question for one in plan}
    with History.open(path) as history:
        reviews = list(history.reviews())
        assert history.memories() == {
            question: memory.to_json() for question, memory in replayed(reviews).items()
        }
        counted = [result for result in keeper.sitting.results if not result.disputed]
        assert [review.ending for review in reviews] == [result.ending for result in counted]
        found = resumed(history, bank, at=at)
        if keeper.sitting.phase == "closed":
            assert found is None
            return
        assert found is not None
        assert found.keeper.attempt == keeper.attempt
        still = {"clock": None, "spent": 0.0, "paused": False}
        assert replace(found.sitting, **still) == replace(keeper.sitting, **still)  # type: ignore[arg-type]
