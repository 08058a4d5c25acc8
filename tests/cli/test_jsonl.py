"""The face for programs, and that every face keeps the same events for the same input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from quizkit.cli import jsonl, plain
from quizkit.practice.history import History
from quizkit.practice.keeping import Keeper
from quizkit.variants import Variant, make_variant
from tests.grading.small_bank import variant

NLL = variant("nll", p="0.7")
CHAIN = make_variant(variant("chain").question, seed=0, given={"x": "[1, 2]", "w": "[3, 1]"})


class Faces:
    """The faces, run on given problems with a history each."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    def _typed(self, lines: list[str]) -> None:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        self.capsys.readouterr()

    def jsonl(self, plan: list[Variant], *asked: object) -> list[dict[str, Any]]:
        """What is said to a program that asks for these things."""
        self._typed([one if isinstance(one, str) else json.dumps(one) for one in asked])
        with History.open(self.folder / "jsonl.db") as history:
            jsonl.sit_jsonl(Keeper(history), plan)
        return [json.loads(line) for line in self.capsys.readouterr().out.splitlines()]

    def plain(self, plan: list[Variant], *typed: str) -> None:
        """A sitting line by line."""
        self._typed(list(typed))
        with History.open(self.folder / "plain.db") as history:
            plain.sit(plan, Keeper(history))

    def events(self, face: str) -> list[dict[str, Any]]:
        """What the newest sitting of a face kept, without its moments."""
        with History.open(self.folder / f"{face}.db") as history:
            events = history.events(history.sittings()[0].id)
        return [_timeless(event) for event in events]


def _timeless(event: Any) -> Any:
    if isinstance(event, dict):
        return {key: _timeless(value) for key, value in event.items() if key != "at"}
    return event


@pytest.fixture
def faces(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Faces:
    return Faces(tmp_path, capsys, monkeypatch)


def answer(response: object) -> dict[str, object]:
    return {"do": "answer", "response": response}


def test_a_sitting_is_asked_and_told_in_objects(faces: Faces) -> None:
    said = faces.jsonl(
        [NLL], {"do": "hint"}, answer("(("), answer("0.5146"), answer("0.3567"), {"do": "next"}
    )
    assert [one["say"] for one in said] == [
        *("problem", "refused", "verdict", "verdict", "verdict", "solution", "summary")
    ]
    assert all(one["schema"] == 1 for one in said)
    problem, refused, unreadable, wrong, right, solution, summary = said
    assert problem["problem"]["question"] == "nll"
    assert "key" not in problem["problem"]
    assert (problem["place"], problem["of"], problem["tries"], problem["hints"]) == (0, 1, 2, 0)
    assert refused["reason"] == "there are no more hints"
    assert (unreadable["verdict"]["outcome"], unreadable["tries_left"]) == ("invalid", 2)
    assert (wrong["verdict"]["mistake"], wrong["tries_left"]) == ("bits-for-nats", 1)
    assert (right["verdict"]["outcome"], right["phase"]) == ("correct", "reviewing")
    assert solution["solution"] == "-ln 0.7 = 0.3567"
    assert summary["results"][0]["ending"] == "correct"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no json", "this is no JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[" * 100_000, "this JSON is nested too deeply"),
        ("7", 'an object such as {"do": "answer", "response": "…"} is expected'),
        ('{"do": "dance"}', "'dance' is nothing that can be done so"),
        ('{"do": "answer"}', "'answer' is nothing that can be done so"),
        (
            '{"do": "answer", "response": ["a"]}',
            "a response is a text; of several parts, an object of texts by their ids",
        ),
        (
            '{"do": "answer", "response": {"a": "1"}}',
            "a response is a text; of several parts, an object of texts by their ids",
        ),
        ('{"do": "next"}', "Continued does not belong into the phase 'asking'"),
        ('{"do": "undo"}', "there is no grade to undo"),
        ('{"do": "dispute"}', "there is no verdict to dispute"),
        ('{"do": "tick", "points": ["a"]}', "there is no text to compare with a rubric"),
        ('{"do": "new-variant", "seed": 3}', "Renewed does not belong into the phase 'asking'"),
        ('{"do": "sure", "level": 9}', "one is sure to 1, 2 or 3, not 9"),
        ('{"do": "resume"}', "Resumed belongs into a pause"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(faces: Faces, line: str, reason: str) -> None:
    said = faces.jsonl([NLL], line, answer("0.3567"))
    assert (said[1]["say"], said[1]["reason"]) == ("refused", reason)
    assert said[2]["verdict"]["outcome"] == "correct"
    assert [event["kind"] for event in faces.events("jsonl")] == ["answer", "close"]


def test_a_grade_is_undone_disputed_and_a_new_variant_asked_for(faces: Faces) -> None:
    said = faces.jsonl(
        [NLL],
        *(answer("7"), {"do": "undo"}, answer("0.3567"), {"do": "dispute", "reason": "because"}),
        *({"do": "new-variant", "seed": 5}, {"do": "pause"}, {"do": "resume"}, {"do": "quit"}),
    )
    told = [one["say"] for one in said]
    assert told[1:] == [
        *("verdict", "undone", "verdict", "solution", "disputed", "problem", "done", "done", "summary")
    ]
    assert said[2]["tries_left"] == 2
    assert said[5]["dispute"]["reason"] == "because"
    assert said[6]["problem"]["seed"] == 5
    assert [result["disputed"] for result in said[-1]["results"]] == [True, False]


def test_a_text_is_ticked_and_parts_are_answered(faces: Faces) -> None:
    said = faces.jsonl(
        [variant("why"), CHAIN],
        *(answer("Products become sums."), {"do": "tick", "points": ["product"]}, {"do": "next"}),
        *(answer({"s": "5", "square": "25", "half": "12.5"}), {"do": "next"}),
    )
    assert [point["id"] for point in said[2]["points"]] == ["product", "stable"]
    assert said[3]["verdict"]["points"] == 2.0
    assert [result["ending"] for result in said[-1]["results"]] == ["partly-correct", "correct"]


def test_what_is_typed_is_kept_as_a_draft(faces: Faces) -> None:
    found: list[object] = []

    class Watched(io.StringIO):
        """Looks at the drafts when all lines are read."""

        def readline(self, *size: Any) -> str:
            line = super().readline(*size)
            if not line:
                with History.open(faces.folder / "jsonl.db") as history:
                    found.append(history.drafts(history.sittings()[0].id)[0][""])
            return line

    faces.monkeypatch.setattr(sys, "stdin", Watched('{"do": "draft", "response": "-lo"}\n'))
    with History.open(faces.folder / "jsonl.db") as history:
        jsonl.sit_jsonl(Keeper(history), [NLL])
        assert found == ["-lo"]
        # Nothing is left of it when the sitting is over.
        assert history.drafts(history.sittings()[0].id) == {}


Script = tuple[list[Variant], tuple[str, ...], tuple[object, ...]]
HINT, SKIP, NEXT, GIVE_UP, QUIT = ({"do": word} for word in ("hint", "skip", "next", "give-up", "quit"))
SCRIPTS: dict[str, Script] = {
    "right": ([NLL], ("0.3567",), (answer("0.3567"), NEXT)),
    "wrong twice": ([NLL], ("7", "8"), (answer("7"), answer("8"), NEXT)),
    "unreadable": ([NLL], ("((", "0.36", "skip"), (answer("(("), answer("0.36"), SKIP)),
    "given up": ([NLL, variant("pick")], ("solution", "skip"), (GIVE_UP, NEXT, SKIP)),
    "quit": ([NLL, variant("pick")], ("7", "quit"), (answer("7"), QUIT)),
    "undone": ([NLL], ("7", "undo", "0.3567"), (answer("7"), {"do": "undo"}, answer("0.3567"), NEXT)),
    "undone at the end": (
        [NLL],
        ("7", "8", "undo", "0.3567"),
        (answer("7"), answer("8"), {"do": "undo"}, answer("0.3567"), NEXT),
    ),
    "disputed": (
        [NLL],
        ("7", "8", "dispute", "no", ""),
        (answer("7"), answer("8"), {"do": "dispute", "reason": "no"}, NEXT),
    ),
    "text": (
        [variant("why"), NLL],
        ("because", "", "1", "skip"),
        (answer("because"), {"do": "tick", "points": ["product"]}, NEXT, SKIP),
    ),
    "parts": (
        [CHAIN],
        ("5", "31", "12.5", "25"),
        (
            answer({"s": "5", "square": "31", "half": "12.5"}),
            answer({"s": "5", "square": "25", "half": "12.5"}),
            NEXT,
        ),
    ),
    "nothing": ([NLL], ("quit",), (QUIT,)),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_plain_mode_and_programs_keep_the_same_events(
    faces: Faces, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZKIT_DATA_DIR", str(tmp_path / "data"))
    plan, typed, asked = SCRIPTS[name]
    faces.plain(plan, *typed)
    faces.jsonl(plan, *asked)
    kept = faces.events("plain")
    assert kept == faces.events("jsonl")
    assert kept
    with History.open(faces.folder / "plain.db") as one, History.open(faces.folder / "jsonl.db") as other:
        endings = [[review.ending for review in each.reviews()] for each in (one, other)]
    assert endings[0] == endings[1]
    assert len(list((tmp_path / "data").glob("disputes/*.json"))) == (name == "disputed")
