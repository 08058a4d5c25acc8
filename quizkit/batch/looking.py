"""What stands in a run? One record, whether its files are whole, whether its verdicts come out again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizkit.bank import Question
from quizkit.batch.columns import FIELDS
from quizkit.batch.judging import Judge, id_mark
from quizkit.batch.refusals import BatchError
from quizkit.batch.runs import MANIFEST, entries_of, read_manifest
from quizkit.errors import printable, quoted

_MARKS = 1 << 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A file of a run that is not what the manifest says."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{printable(self.file, 200)}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What came of judging records again."""

    compared: int
    differing: tuple[tuple[dict[str, Any], dict[str, Any]], ...]
    """Records that come out otherwise: as they were, and as they are now."""


def record_in(folder: Path, name: str) -> dict[str, Any]:
    """The record of an answer, or the refusal of its row. Raises BatchError where there is none."""
    line = re.compile(rb'^\{"id": %s, .*$' % re.escape(json.dumps(name).encode()), re.MULTILINE)
    refusal: dict[str, Any] | None = None
    for content in _contents(folder):
        for place in line.finditer(content):
            found: dict[str, Any] = json.loads(place[0])
            if "refused" not in found:
                return found
            refusal = refusal or found
    if refusal is None:
        raise BatchError(f"{printable(str(folder), 200)} has no answer {quoted(name)}")
    return refusal


def damages(folder: Path) -> list[Damage]:
    """Every file of a run that is missing, or not what was written. Raises BatchError if it is no run."""
    found = []
    manifest = read_manifest(folder)
    entries = entries_of(folder)
    for entry in entries.values():
        try:
            content = (folder / entry.file).read_bytes()
        except FileNotFoundError:
            found.append(Damage(file=entry.file, what="missing"))
            continue
        except OSError as failure:
            found.append(Damage(file=entry.file, what=(failure.strerror or "failure").lower()))
            continue
        digest = hashlib.sha256(content).hexdigest()
        if digest != entry.sha256:
            what = f"sha256 mismatch (manifest {entry.sha256[:12]}…, file {digest[:12]}…)"
            found.append(Damage(file=entry.file, what=what))
    known = {entry.file for entry in entries.values()}
    strays = sorted(path.name for path in folder.glob("part-*") if path.name not in known)
    found += [Damage(file=name, what="no part of the run") for name in strays]
    if not manifest.get("complete"):
        found.append(Damage(file=MANIFEST, what="the run is not complete; the same command goes on with it"))
    return found


def replayed(folder: Path, bank: Mapping[str, Question], share: float) -> Replayed:
    """What comes of judging a share of the records again: always the same ones, and at least one.

    Versions are not compared: it is they that may make a difference.
    """
    judge = Judge(bank)
    compared = 0
    differing: list[tuple[dict[str, Any], dict[str, Any]]] = []
    first: dict[str, Any] | None = None
    for content in _contents(folder):
        records = [record for record in map(json.loads, content.splitlines()) if "refused" not in record]
        first = first or next(iter(records), None)
        chosen = [record for record in records if id_mark(record["id"]) < share * _MARKS]
        compared += len(chosen)
        differing += _again(judge, chosen)
    if not compared and first is not None:
        compared = 1
        differing += _again(judge, [first])
    return Replayed(compared=compared, differing=tuple(differing))


def _again(judge: Judge, records: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The records that come out otherwise."""
    rows = [{field: record[field] for field in FIELDS if field in record} for record in records]
    judged = judge.judged_rows(rows, [0] * len(rows))
    for was, line in zip(records, judged.lines, strict=True):
        now: dict[str, Any] = json.loads(line)
        if {**was, "engine": None} != {**now, "engine": None}:
            yield was, now


def _contents(folder: Path) -> Iterator[bytes]:
    for _, entry in sorted(entries_of(folder).items()):
        try:
            yield (folder / entry.file).read_bytes()
        except OSError as failure:
            why = (failure.strerror or "failure").lower()
            raise BatchError(f"{printable(str(folder / entry.file), 200)} cannot be read: {why}") from None
