"""A grader that has fallen sick writes nothing."""

from __future__ import annotations

import socket

import pytest

from quizkit.bank import Bank
from quizkit.batch import canaries, keyed
from quizkit.batch.canaries import SickGrader, require_health
from quizkit.batch.many import grade_many
from quizkit.grading import Outcome, Response, Verdict, grade
from quizkit.variants import Variant
from tests.batch.answers import rows


def test_a_healthy_grader_passes() -> None:
    require_health()


def always(outcome: Outcome) -> object:
    """A grader that says the same of everything."""
    from dataclasses import replace

    def said(variant: Variant, response: Response) -> Verdict:
        return replace(grade(variant, response), outcome=outcome)

    return said


@pytest.mark.parametrize("outcome", ["incorrect", "correct", "undecided"])
def test_a_grader_that_says_the_same_of_everything_is_sick(
    outcome: Outcome, monkeypatch: pytest.MonkeyPatch, small: Bank
) -> None:
    monkeypatch.setattr(canaries, "grade", always(outcome))
    with pytest.raises(SickGrader) as caught:
        list(grade_many(rows(10), bank=small))
    assert caught.value.host == socket.gethostname()
    assert str(caught.value).endswith("; the part it judged was not written")


def test_a_sick_comparison_is_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyed, "read_texts", lambda *sides: (_ for _ in ()).throw(MemoryError()))
    with pytest.raises(SickGrader, match="was judged undecided, and is correct"):
        require_health()


def test_a_sick_worker_is_named_by_the_process_that_waits(
    monkeypatch: pytest.MonkeyPatch, small: Bank
) -> None:
    monkeypatch.setattr(canaries, "grade", always("incorrect"))
    with pytest.raises(SickGrader, match=r"0\.6931 for number was judged incorrect, and is correct"):
        list(grade_many(rows(10), bank=small, workers=2, rows_per_part=2))
