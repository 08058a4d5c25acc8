"""Events become JSON and back exactly, with the verdict that was given, whatever a grader says later."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from quizkit.grading import Attempt, Response, grade
from quizkit.grading.verdict import attempt_from_json, verdict_from_json
from quizkit.practice.event_json import event_from_json, event_to_json
from quizkit.practice.events import Answered, Disputed, Event, HintShown, Renewed, Sure, Ticked, Turned
from quizkit.variants import Variant, make_variant
from tests.grading.small_bank import variant

AT = datetime(2026, 11, 23, 9, 12, 7, 123456, tzinfo=UTC)
CHAIN = make_variant(variant("chain").question, seed=0, given={"x": "[1, 2]", "w": "[3, 1]"})
NLL = variant("nll", p="0.7")
SAID: list[tuple[Variant, Response, list[str] | None]] = [
    *(
        (NLL, text, None)
        for text in ("0.3567", "-log(0.7)", "0.5146", "0.36", "7", "((", "", "1/0", "2 bits", "p")
    ),
    (NLL, "9^9^9^9", None),
    *(
        (variant("gelu"), text, None)
        for text in ("Phi(x) + x*phi(x)", "Phi(x)", "x", "Phi(x)*1.0000001", "y")
    ),
    *((variant("jacobian"), text, None) for text in ("[[1, 2], [3, 4]]", "[1, 2]", "7")),
    *((variant("eigenvector"), text, None) for text in ("[3, 0]", "0, 0", "[1, 1]")),
    *((variant("pick"), letter, None) for letter in "ABCD"),
    (variant("facts"), "A C", None),
    (variant("facts"), ["nosuch"], None),
    (variant("why"), "Products become sums.", None),
    (variant("why"), "Products become sums.", ["product"]),
    (variant("why"), "because", ["nosuch"]),
    (CHAIN, {"s": "5", "square": "31", "half": "12.5"}, None),
    (CHAIN, {"s": "8", "square": "64", "half": "(("}, None),
]


@pytest.mark.parametrize(
    ("posed", "response", "ticks"), SAID, ids=[f"{one[0].question.id} {one[1]}" for one in SAID]
)
def test_verdicts_come_back_exactly(posed: Variant, response: Response, ticks: list[str] | None) -> None:
    verdict = grade(posed, response, ticks=ticks)
    text = json.dumps(verdict.to_json())
    again = verdict_from_json(json.loads(text))
    assert again == verdict
    assert json.dumps(again.to_json()) == text
    attempt = Attempt(
        question=verdict.question,
        seed=verdict.seed,
        setting=verdict.setting,
        response=response,
        verdict=verdict,
        at=AT,
    )
    assert attempt_from_json(json.loads(json.dumps(attempt.to_json()))) == attempt
    event = Answered(attempt=attempt) if ticks is None else Ticked(attempt=attempt)
    assert event_from_json(json.loads(json.dumps(event_to_json(event)))) == event


@pytest.mark.parametrize(
    ("event", "stored"),
    [
        (HintShown(at=AT), {"kind": "hint"}),
        (Disputed(reason="π", at=AT), {"kind": "dispute", "reason": "π"}),
        (Renewed(seed=2**62, at=AT), {"kind": "new-variant", "seed": 2**62}),
        (Sure(level=3, at=AT), {"kind": "sure", "level": 3}),
        (Turned(place=4, at=AT), {"kind": "turn", "place": 4}),
    ],
)
def test_an_event_says_its_kind_and_its_moment(event: Event, stored: dict[str, object]) -> None:
    whole = {**stored, "at": "2026-11-23T09:12:07.123456+00:00"}
    assert event_to_json(event) == whole
    assert event_from_json(whole) == event


def test_moments_are_written_in_utc() -> None:
    there = AT.astimezone(timezone(timedelta(hours=-9)))
    assert event_to_json(HintShown(at=there)) == event_to_json(HintShown(at=AT))


GOOD = grade(NLL, "7").to_json()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kind": "dance", "at": AT.isoformat()},
        {"kind": "hint"},
        {"kind": "hint", "at": "yesterday"},
        {"kind": "sure", "at": AT.isoformat(), "level": "3"},
        {"kind": "answer", "at": AT.isoformat(), "attempt": {}},
        {"kind": "answer", "at": AT.isoformat(), "attempt": {"verdict": GOOD}},
    ],
)
def test_what_is_no_event_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no |Invalid isoformat"):
        event_from_json(wrong)


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "splendid"},
        {"credit": "1"},
        {"evidence": {}},
        {"caret": [1]},
        {"read_as": {"text": "7"}},
        {"parts": [1]},
        {"parts": {"a": {}}},
    ],
)
def test_what_is_no_verdict_is_refused(change: dict[str, object]) -> None:
    assert verdict_from_json(GOOD) == grade(NLL, "7")
    with pytest.raises((ValueError, TypeError)):
        verdict_from_json({**GOOD, **change})
