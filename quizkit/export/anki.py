"""An Anki deck: a note for each variant, the prompt in front, the key with the worked answer behind.

A note is known by the numbers drawn and never by its wording, so that a reworded question changes its cards
and does not double them. Anki sets the formulas by MathJax. The same questions at the same moment give the
same bytes, as far as the same SQLite writes them.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, Protocol

from quizkit.errors import MissingPackage
from quizkit.export.dealt import Dealt
from quizkit.export.grading_notes import rubric_notes
from quizkit.export.losses import Losses
from quizkit.export.posed import asked, heading, hints, worked_answer
from quizkit.export.told import accepted_told, key_told, mistakes_told
from quizkit.export.wording import escaped, web_line
from quizkit.variants import Variant
from quizkit.variants.variant import PosedTask

MODEL = 1_714_232_017
"""The id of our note type: never to be changed, or every card is there twice."""
_FIELDS = ("Name", "Prompt", "Hints", "Key", "Solution", "Mistakes")
_FRONT = (
    "{{Prompt}}{{#Hints}}<details><summary>Hints</summary>{{Hints}}</details>{{/Hints}}"
    '<p class="name">{{Name}}</p>'
)
_BACK = (
    '{{Prompt}}<hr id="answer"><div class="key">{{Key}}</div>{{Solution}}'
    "{{#Mistakes}}<details><summary>Mistakes</summary>{{Mistakes}}</details>{{/Mistakes}}"
    '<p class="name">{{Name}}</p>'
)
_STYLE = """.card { font-family: sans-serif; font-size: 18px; text-align: left }
.card { max-width: 40em; margin: auto }
table { border-collapse: collapse } td, th { padding: 0.2em 0.6em; border: 1px solid #999 }
.key { font-weight: bold } .name { color: #777; font-size: 12px } code { font-size: 95% }"""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of all files in the archive: the earliest that the form knows."""


def write(title: str, dealt: Sequence[Dealt], losses: Losses, *, at: int = 0) -> bytes:
    """The questions as an ``.apkg`` file: one deck for each topic, below one that is called as the whole.

    Args:
        title: What the decks are called.
        dealt: The questions with their variants.
        losses: Notes what a card cannot carry.
        at: The moment of the export in seconds since 1970. Anki changes a card that it has only for one of
            a later export.

    Raises MissingPackage without genanki.
    """
    genanki = _genanki()
    model = genanki.Model(
        MODEL,
        "quizkit",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Problem", "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
    )
    decks: dict[str, Any] = {}
    for one in dealt:
        name = "::".join(filter(None, [_deck_name(title), _deck_name(one.question.topic)]))
        deck = decks.setdefault(name, genanki.Deck(_deck_id(name), name))
        for note in _notes(genanki, model, one):
            deck.add_note(note)
        if one.question.kind != "text":
            losses.note(one.question.id, "automatic marks")
    return _archive(genanki.Package(list(decks.values())), at)


def guid(variant: Variant) -> str:
    """What a note is known by: its question and what was drawn, whatever the wording."""
    drawn = [variant.question.id, variant.seed, variant.setting, variant.given]
    text = json.dumps(drawn, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=10, person=b"quizkit-anki-v1").hexdigest()


def _genanki() -> ModuleType:
    try:
        import genanki
    except ImportError as missing:
        raise MissingPackage(
            "Anki decks are made by genanki, which is not installed: run  pip install 'quizkit[anki]'"
        ) from missing
    return genanki  # type: ignore[no-any-return]


def _notes(genanki: ModuleType, model: object, dealt: Dealt) -> Iterator[object]:
    question = dealt.question
    tags = [question.topic, *question.tags, question.id, f"difficulty-{question.difficulty}"]
    known = [re.sub(r"\s+", "-", tag.strip()) for tag in dict.fromkeys(tags) if tag.strip()]
    for number, variant in enumerate(dealt.variants, start=1):
        values = (
            escaped(f"{heading(question)} ({question.id} #{number})"),
            asked(variant),
            "".join(hints(variant)),
            "".join(_key(variant, posed) for posed in variant.parts),
            worked_answer(variant),
            "".join(_mistakes(variant, posed) for posed in variant.parts),
        )
        fields = [value.replace("\x1f", " ") for value in values]
        yield genanki.Note(model=model, fields=fields, tags=known, guid=guid(variant))


def _key(variant: Variant, posed: PosedTask) -> str:
    label = _label(posed)
    if posed.kind == "text":
        return f"<p>{label}Your answer should say:</p>{rubric_notes(posed)}"
    if posed.options:
        right = [f"{one.letter}. {web_line(one.text)}" for one in posed.options if one.correct]
        return f"<p>{label}{'<br>'.join(right)}</p>"
    also = "".join(f" or <code>{escaped(text)}</code>" for text in accepted_told(variant, posed.id))
    return f"<p>{label}<code>{escaped(key_told(variant, posed.id))}</code>{also}</p>"


def _mistakes(variant: Variant, posed: PosedTask) -> str:
    """What goes wrong in a part, with what is said to it."""
    items = [f"{one.letter}. {web_line(one.say)}" for one in posed.options if one.say and not one.correct]
    if not posed.options and posed.kind != "text":
        told = mistakes_told(variant, posed.id)
        items += [f"<code>{escaped(one.text)}</code> {web_line(one.say)}" for one in told]
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f"{_label(posed)}<ul>{listed}</ul>" if items else ""


def _label(posed: PosedTask) -> str:
    return f"<b>({escaped(posed.id)})</b> " if posed.id else ""


def _deck_name(text: str) -> str:
    return " ".join(text.replace("::", ":").split())


def _deck_id(name: str) -> int:
    """A number that a deck of this name always has: Anki wants one of 31 bits."""
    found = hashlib.blake2b(name.encode(), digest_size=4, person=b"quizkit-deck-v1").digest()
    return (1 << 30) | (int.from_bytes(found) >> 2)


class _Package(Protocol):
    """What genanki, which has no types, calls a package."""

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        """Write notes, cards and decks into a database."""


def _archive(package: _Package, at: int) -> bytes:
    """The package as a zip file. genanki would leave a file behind and date the archive."""
    with sqlite3.connect(":memory:") as database:
        package.write_to_db(database.cursor(), float(at), itertools.count(max(at, 1) * 1000))
    content = database.serialize()
    database.close()
    files: Mapping[str, bytes] = {"collection.anki2": content, "media": b"{}"}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
