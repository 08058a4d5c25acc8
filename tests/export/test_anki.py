"""Anki decks: the archive opened, its database read, its notes compared with the variants."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import zipfile
from dataclasses import dataclass

import pytest

from quizkit.bank import Question
from quizkit.errors import MissingPackage
from quizkit.export import export_questions
from quizkit.export.anki import MODEL, guid
from quizkit.export.dealt import deal
from tests.export.ways import BANK, bank

FIELDS = ["Name", "Prompt", "Hints", "Key", "Solution", "Mistakes"]


@dataclass(frozen=True)
class Note:
    guid: str
    model: int
    tags: list[str]
    fields: dict[str, str]
    modified: int


def _opened(content: bytes) -> sqlite3.Connection:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        assert archive.read("media") == b"{}"
        collection = archive.read("collection.anki2")
    database = sqlite3.connect(":memory:")
    database.deserialize(collection)
    return database


def _notes(content: bytes) -> list[Note]:
    database = _opened(content)
    rows = database.execute("SELECT guid, mid, tags, flds, mod FROM notes ORDER BY id").fetchall()
    database.close()
    return [
        Note(row[0], row[1], row[2].split(), dict(zip(FIELDS, row[3].split("\x1f"), strict=True)), row[4])
        for row in rows
    ]


def _content(*questions: Question, title: str = "A title", at: int = 1_000_000) -> bytes:
    return export_questions(questions, "anki", title=title, at=at).content


def _of(name: str, text: str = BANK) -> list[Note]:
    return _notes(_content(bank(text)[name]))


def test_there_is_a_note_with_one_card_for_each_variant_three_at_most() -> None:
    questions = list(bank().values())
    exported = export_questions(questions, "anki", title="A title")
    wanted = sum(len(deal(question, 3).variants) for question in questions)
    assert exported.variants == wanted
    database = _opened(exported.content)
    assert database.execute("SELECT count(*) FROM notes").fetchone() == (wanted,)
    assert database.execute("SELECT count(*), count(DISTINCT nid) FROM cards").fetchone() == (wanted, wanted)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(_of("overlapping")) == 3
    assert len(_of("pick")) <= 3
    database.close()


def test_a_note_is_known_by_what_was_drawn() -> None:
    variants = deal(bank()["overlapping"], None).variants
    known = [guid(variant) for variant in variants]
    assert len(set(known)) == len(variants) == 5
    assert [note.guid for note in _of("overlapping")] == known[:3]


def test_a_reworded_question_keeps_its_notes() -> None:
    reworded = BANK.replace("One over {{ n }}?", "What is one over {{ n }}?")
    before, after = _of("third"), _of("third", reworded)
    assert [note.guid for note in before] == [note.guid for note in after]
    assert [note.fields["Prompt"] for note in before] != [note.fields["Prompt"] for note in after]


def test_another_question_with_the_same_numbers_has_other_notes() -> None:
    renamed = BANK.replace("  third:", "  reciprocal:")
    assert {note.guid for note in _of("third")}.isdisjoint(note.guid for note in _of("reciprocal", renamed))


def test_a_later_export_is_newer_and_otherwise_the_same_bytes_come_out() -> None:
    question = bank()["third"]
    assert _content(question, at=5_000) == _content(question, at=5_000)
    assert {note.modified for note in _notes(_content(question, at=5_000))} == {5_000}
    assert {note.modified for note in _notes(_content(question, at=6_000))} == {6_000}


def test_decks_and_note_type_are_known_by_the_same_numbers_every_time() -> None:
    def decks(title: str) -> dict[str, str]:
        database = _opened(_content(bank()["third"], title=title))
        (found,) = database.execute(
            "SELECT json_group_object(value ->> 'name', key) FROM col, json_each(col.decks)"
        ).fetchone()
        database.close()
        pairs: dict[str, str] = json.loads(found)
        return pairs

    assert decks("A") == decks("A")
    assert "A::w/1" in decks("A")
    assert decks("A")["A::w/1"] != decks("B")["B::w/1"]
    assert {note.model for note in _of("third")} == {MODEL}


def test_the_front_asks_and_the_back_tells_with_formulas_for_mathjax() -> None:
    for note in _of("overlapping"):
        fields = note.fields
        assert r"\(-\ln p\)" in fields["Prompt"]
        assert "<code>a &lt; b</code>" in fields["Prompt"]
        assert r"\(\frac{1}{p}\)" in fields["Hints"]
        assert "nats</code> or <code>" in fields["Key"]
        assert fields["Solution"].startswith(r"<p>\(-\ln")
        assert "&lt;b&gt;no&lt;/b&gt;" in fields["Mistakes"]
        assert "<b>no" not in "".join(fields.values())
        assert note.tags == ["w/1", "two-words", "q25", "overlapping", "difficulty-1"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("pick", r"\(a &lt; b\) ~ {x}</p>"),
        ("steps", "<b>(s)</b> <code>"),
        ("why", r"<li>2: Products &lt;become&gt; sums \(ab\).</li>"),
        ("slope", "*x</code>"),
        ("grid", ", [0, 1]]</code>"),
        ("third", "<code>1/"),
    ],
)
def test_every_kind_has_its_key_on_the_back(name: str, key: str) -> None:
    for note in _of(name):
        assert key in note.fields["Key"]
        assert key not in note.fields["Prompt"]


def test_without_genanki_the_command_to_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(MissingPackage, match=r"pip install 'quizkit\[anki\]'"):
        _content(bank()["third"])
