"""One part: rows in, records out. A pure function of the rows, the bank and the versions.

Answers are judged variant by variant, and each pair of variant and answer once; what leaves stands in the
order of the rows, one line for each: a record, or a refusal.
"""

from __future__ import annotations

import hashlib
import json
import operator
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from quizkit.bank.question import Question
from quizkit.batch.columns import Columns, renamed
from quizkit.batch.keyed import Key
from quizkit.batch.parts import Part
from quizkit.batch.refusals import BadRow, Refusal
from quizkit.batch.rows import KeyedRow, NamedRow, Row, id_of, row_of
from quizkit.batch.sources import not_utf8
from quizkit.batch.tallies import Tally
from quizkit.errors import UnknownQuestion, Unreadable, VariantError, printable
from quizkit.grading import Record, Response, Verdict, grade
from quizkit.grading.feedback import verdict_of
from quizkit.grading.marking import Marking, marking_of
from quizkit.grading.plain import judge_plain
from quizkit.grading.record import versions
from quizkit.grading.verdict import ReadAs
from quizkit.variants import Variant, make_variant

KEPT = 512
"""How many variants are kept for the next part."""
_ID_BYTES = 8
_ANY = "\ue000"
"""Stands for any number in a record."""
_JUDGED_ID = re.compile(rb'^\{"id": ("(?:[^"\\]|\\.)*"), (?!"schema": 1, "line")', re.MULTILINE)
"""The id of a record, as lines begin with it."""

Posing: TypeAlias = "Posed | Key"


@dataclass(slots=True)
class Posed:
    """A variant that answers are judged against."""

    variant: Variant
    key_hash: str
    marking: Marking | None
    """Of a question that asks for one number."""
    right: tuple[str, Verdict] | None = None
    """The record and the verdict of a right number, whichever was typed."""

    @property
    def hash(self) -> str:
        """Of the variant."""
        return self.variant.hash

    @property
    def question_hash(self) -> str:
        """Of the question as its author wrote it."""
        return self.variant.question.hash

    def verdict(self, response: Response) -> Verdict:
        """The verdict on a response. Raises BadRow for one that does not fit the question."""
        try:
            return grade(self.variant, response)
        except TypeError as unfit:
            raise BadRow("ROW303", printable(str(unfit), 200)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The record of one answer, as it is written."""

    id: str
    line: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of a part."""

    lines: tuple[str, ...]
    """JSON, one for each row."""
    tally: Tally
    ids: tuple[int, ...]
    """What tells the ids of the rows with a verdict apart: 64 bits of each."""


class Judge:
    """Judges rows by a bank, whose field names may be other tools'."""

    def __init__(self, bank: Mapping[str, Question], columns: Columns | None = None) -> None:
        self.bank = bank
        self.columns: Columns = columns or {}
        self._posed: dict[str, Posing] = {}

    def judged(self, part: Part, repeated: Collection[int] = frozenset()) -> Judged:
        """What comes of a part of a file; ``repeated`` are the ids that earlier parts have used."""
        rows: list[object] = []
        for index, content in enumerate(part.contents):
            refusal = part.refused.get(index)
            rows.append(_parsed(content, part.places[index]) if refusal is None else refusal)
        return self.judged_rows(rows, part.places, repeated)

    def judged_rows(
        self, rows: Iterable[object], places: Sequence[int], repeated: Collection[int] = frozenset()
    ) -> Judged:
        """What comes of rows: names and values, or refusals, which stay what they are."""
        seen = set(repeated)
        found: dict[int, Told | Refusal] = {}
        answered: dict[str, list[tuple[int, Row]]] = {}
        ids: list[int] = []
        for index, fields in enumerate(rows):
            row = fields if isinstance(fields, Refusal) else self._row(fields, places[index])
            if isinstance(row, Refusal):
                found[index] = row
            elif (mark := id_mark(row.id)) in seen:
                found[index] = _refusal(BadRow("ROW401", "this id was used before"), places[index], row.id)
            else:
                seen.add(mark)
                ids.append(mark)
                answered.setdefault(row.asked, []).append((index, row))
        for asked, group in answered.items():
            found.update(self._judged_together(asked, group, places))
        lines = []
        tally = Tally()
        for _, told in sorted(found.items(), key=operator.itemgetter(0)):
            if isinstance(told, Refusal):
                tally.refuse(told)
                lines.append(_dumped(told.to_json()))
            else:
                tally.note(told.id, told.verdict)
                lines.append(told.line)
        return Judged(lines=tuple(lines), tally=tally, ids=tuple(ids))

    def _row(self, fields: object, place: int) -> Row | Refusal:
        name: str | None = None
        try:
            ours = renamed(fields, self.columns)
            name = id_of(ours)
            return row_of(ours)
        except BadRow as bad:
            return _refusal(bad, place, name)

    def _judged_together(
        self, asked: str, group: Sequence[tuple[int, Row]], places: Sequence[int]
    ) -> Iterator[tuple[int, Told | Refusal]]:
        """What comes of all answers to one variant; each text is judged once."""
        posed: Posing | BadRow
        try:
            posed = self._posing(asked, group[0][1])
        except BadRow as bad:
            posed = bad
        known: dict[str, tuple[str, Verdict] | BadRow] = {}
        for index, row in group:
            pair = row.response if isinstance(row.response, str) else "\0" + json.dumps(row.response)
            found = known.get(pair)
            if found is None:
                found = known[pair] = posed if isinstance(posed, BadRow) else _recorded(posed, row)
            if isinstance(found, BadRow):
                yield index, _refusal(found, places[index], row.id)
                continue
            rest, verdict = found
            kept = row.kept
            besides = f"{_dumped(kept)[1:-1]}, " if kept else ""
            yield index, Told(id=row.id, line=f'{{"id": {_dumped(row.id)}, {besides}{rest}', verdict=verdict)

    def _posing(self, asked: str, row: Row) -> Posing:
        """What a row answers. Raises BadRow."""
        posed = self._posed.get(asked)
        if posed is None:
            posed = Key(row.expected, row.symbols) if isinstance(row, KeyedRow) else self._made(row)
            if len(self._posed) >= KEPT:
                del self._posed[next(iter(self._posed))]
            self._posed[asked] = posed
        return posed

    def _made(self, row: NamedRow) -> Posed:
        try:
            variant = make_variant(self.bank[row.question], row.seed, row.given)
        except UnknownQuestion as unknown:
            raise BadRow("ROW301", unknown.message) from None
        except Unreadable as unfilled:
            raise BadRow("ROW302", unfilled.message) from None
        except VariantError as refusal:
            raise BadRow("ROW302", str(refusal)) from None
        key = json.dumps(variant.key, sort_keys=True, ensure_ascii=True)
        is_number = variant.question.kind == "number" and not variant.is_symbolic()
        return Posed(
            variant=variant,
            key_hash=hashlib.blake2b(key.encode(), digest_size=16).hexdigest(),
            marking=marking_of(variant) if is_number else None,
        )


def _plainly_right(posed: Posed, response: Response) -> tuple[str, Verdict] | None:
    """The record of a number that floats tell to be right; such records differ in the number alone."""
    if posed.marking is None or not isinstance(response, str):
        return None
    finding = judge_plain(posed.marking, response)
    if finding is None or finding.result != "right":
        return None
    if posed.right is None:
        finding = replace(finding, read_as=ReadAs(_ANY))
        verdict = verdict_of(posed.variant, finding, posed.variant.question.points)
        posed.right = _as_record(posed, _ANY, verdict), verdict
    line, verdict = posed.right
    return line.replace(_dumped(_ANY), _dumped(response)), verdict


def _refusal(bad: BadRow, place: int, name: str | None) -> Refusal:
    return Refusal(place=place, code=bad.code, message=bad.message, id=name)


def _recorded(posed: Posing, row: Row) -> tuple[str, Verdict] | BadRow:
    """The record of an answer behind its id, and the verdict; or why there is none."""
    if isinstance(posed, Posed):
        right = _plainly_right(posed, row.response)
        if right is not None:
            return right
    try:
        verdict = posed.verdict(row.response)
    except BadRow as bad:
        return bad
    return _as_record(posed, row.response, verdict), verdict


def _as_record(posed: Posing, response: Response, verdict: Verdict) -> str:
    record = Record(
        id="",
        variant=posed.hash,
        question=posed.question_hash,
        key=posed.key_hash,
        response=response,
        verdict=verdict,
        engine=versions(),
    ).to_json()
    del record["id"]
    return _dumped(record)[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of a part, as it is written."""

    content: bytes
    """Lines of JSON."""
    sha256: str
    tally: Tally = field(compare=False)
    ids: tuple[int, ...]


def written(judged: Judged) -> Written:
    """A part as bytes; JSON is ASCII, so that every reader takes it."""
    content = "".join(f"{line}\n" for line in judged.lines).encode("ascii")
    digest = hashlib.sha256(content).hexdigest()
    return Written(content=content, sha256=digest, tally=judged.tally, ids=judged.ids)


def id_mark(name: str) -> int:
    """64 bits that tell an id from others, the same everywhere; of its form in JSON."""
    return _mark(_dumped(name).encode())


def _mark(encoded: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=_ID_BYTES).digest(), "big")


def marks_in(content: bytes) -> tuple[int, ...]:
    """What tells the ids apart that a written part has judged."""
    # A refusal judges nothing, so that its id stays free.
    return tuple(_mark(found[1]) for found in _JUDGED_ID.finditer(content))


def _parsed(content: bytes, place: int) -> object:
    """The names and values of a line; a refusal if it is no JSON."""
    try:
        return _decoder(content.decode())
    except UnicodeDecodeError as fault:
        return not_utf8(place, content, fault)
    except RecursionError:
        return Refusal(place=place, code="ROW101", message="no JSON: nested too deeply")
    except json.JSONDecodeError as fault:
        told = f"no JSON: {fault.msg} at column {fault.pos + 1}"
        return Refusal(place=place, code="ROW101", message=printable(told, 100))
    except ValueError as fault:
        return Refusal(place=place, code="ROW101", message=f"no JSON: {printable(str(fault), 100)}")


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


_decoder = json.JSONDecoder(parse_float=str, parse_constant=_no_number).decode
"""Numbers with a point stay as they are written."""
_dumped = json.JSONEncoder().encode
