"""Loss reports: what the other tool cannot carry is told, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizkit.export import FORMATS, Loss, Losses, export_questions
from tests.export.ways import bank

FORMULAS = "answers typed as formulas"
AS_SHARES = "marks only for the whole (each entry earns its share)"


def _lost(name: str, to: str = "moodle") -> list[str]:
    exported = export_questions([bank()[name]], to, title="A title")
    assert all(loss.questions == (name,) for loss in exported.losses)
    return sorted(loss.what for loss in exported.losses)


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("overlapping", [FORMULAS, "credit 0.45 as 0.4", "other units", "units typed with the number"]),
        ("third", [FORMULAS, "exact values that are no decimals (4 figures are taken)"]),
        ("entries", [FORMULAS, AS_SHARES, "mistakes of another shape", "points (kept in proportion)"]),
        ("grid", [FORMULAS, "points (kept in proportion)"]),
        ("direction", ["automatic marks", "equality up to direction"]),
        ("above", ["automatic marks", "conditions on the answer (accept_if)"]),
        ("slope", ["automatic marks", "equality of formulas"]),
        ("figures", [FORMULAS, "figures that must be shown"]),
        ("pick", []),
        ("seven", []),
        ("eleven", []),
        ("steps", [FORMULAS, "follow-through", AS_SHARES, "points (kept in proportion)"]),
        ("mixed", ["automatic marks", "equality of formulas"]),
        ("why", ["rubric suggestions"]),
    ],
)
def test_moodle_loses_exactly_this(name: str, lost: list[str]) -> None:
    assert _lost(name) == sorted(lost)


def test_anki_marks_nothing_and_says_so_of_all_that_quizkit_marks() -> None:
    assert _lost("third", "anki") == ["automatic marks"]
    assert _lost("why", "anki") == []


def test_a_question_counts_once_however_many_variants_lose_something() -> None:
    losses = Losses()
    for question in ("a", "b", "a"):
        losses.note(question, "hints")
    losses.note("c", "follow-through")
    assert losses.found() == (Loss("hints", ("a", "b")), Loss("follow-through", ("c",)))
    assert [str(loss) for loss in losses.found()] == ["hints (2 questions)", "follow-through (1 question)"]


def test_a_question_that_deals_nothing_is_lost_as_a_whole() -> None:
    exported = export_questions([replace(bank()["third"], variants=0)], "anki", title="T")
    assert exported.variants == 0
    assert "the whole question (no variant can be drawn)" in [loss.what for loss in exported.losses]


def test_losses_come_the_most_frequent_first() -> None:
    exported = export_questions(bank().values(), "moodle", title="A title")
    counts = [len(loss.questions) for loss in exported.losses]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1


def test_those_who_watch_are_told_of_every_question() -> None:
    told: list[str] = []
    export_questions(bank().values(), "moodle", title="A title", variants=1, done=told.append)
    assert told == list(bank())


def test_a_format_takes_as_many_variants_as_it_is_told() -> None:
    question = bank()["overlapping"]
    found = {to: export_questions([question], to, title="T").variants for to in ("moodle", "anki")}
    assert found == {"moodle": 5, "anki": 3}
    assert export_questions([question], "anki", title="T", variants=4).variants == 4
    assert FORMATS["moodle"].suffix == ".xml"
    with pytest.raises(KeyError):
        export_questions([question], "gift", title="T")
