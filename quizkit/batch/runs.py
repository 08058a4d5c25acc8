"""A run: a folder of judged parts that a later call of the same command goes on with.

    manifest.json           what was judged by what, and a SHA-256 of each part; complete at the end
    part-000001.jsonl …     records and refusals, in the order of the rows
    progress.jsonl          while the run is not complete: its parts so far

A part is written under another name, brought to the disk, entered in ``progress.jsonl``, and only then named.
It counts if it is entered, was made of the same rows, and its bytes have the hash of the entry: whenever the
run is killed, what is there afterwards is whole parts, and the next call comes to the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from quizkit.bank import Question
from quizkit.batch.files import UNFINISHED, replacing, settle, told
from quizkit.batch.judging import Written, marks_in
from quizkit.batch.parts import Part
from quizkit.batch.refusals import BatchError
from quizkit.batch.stream import Kept
from quizkit.batch.tallies import Tally, tally_from_json
from quizkit.errors import printable

SCHEMA = 1
"""The version of the manifest."""
MANIFEST = "manifest.json"
PROGRESS = "progress.jsonl"
LOCK = ".lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All that the bytes of a run depend on."""

    input: str | None
    """SHA-256 of the file of rows; None of a stream."""
    format: str
    columns: Mapping[str, str]
    rows_per_part: int
    bank: str
    """The hash of all questions of the bank."""
    engine: Mapping[str, str]
    """The versions that a verdict depends on."""

    def to_json(self) -> dict[str, object]:
        """The terms as JSON."""
        return {
            "input": self.input,
            "format": self.format,
            "columns": dict(sorted(self.columns.items())),
            "rows_per_part": self.rows_per_part,
            "bank": self.bank,
            "engine": dict(sorted(self.engine.items())),
        }


_CALLED = {
    "input": "another input",
    "format": "another format",
    "columns": "another --map",
    "rows_per_part": "parts of another size",
    "bank": "another bank",
    "engine": "other versions",
}
"""How it is called when a term differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A part as the manifest knows it."""

    number: int
    file: str
    sha256: str
    rows: str
    """What tells the rows it was made of from others."""
    tally: Tally

    def to_json(self) -> dict[str, object]:
        """The entry as JSON."""
        told_ = self.tally.to_json()
        return {
            "number": self.number,
            "file": self.file,
            "sha256": self.sha256,
            "made_of": self.rows,
            **told_,
        }


class Run:
    """A run that is being written; one process at a time has it."""

    def __init__(self, folder: Path, terms: Terms, sources: Mapping[str, object]) -> None:
        """Begin a run, or go on with one. Raises BatchError where the folder holds anything else.

        ``sources`` are kept beside the terms: the names of the files, as they were given.
        """
        self.folder = folder
        self.terms = terms
        self._sources = dict(sources)
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(folder)
            try:
                self._entries = self._known()
                self._progress = self._begun()
            except BaseException:
                self._unlock()
                raise

    def _begun(self) -> IO[bytes]:
        """The list of parts, open at its end; what an interruption has left is swept away."""
        for left in self.folder.glob(f".*{UNFINISHED}"):
            left.unlink()
        # Written anew, so that no torn line stays.
        with replacing(self.folder / PROGRESS) as stream:
            stream.writelines(_line(entry.to_json()) for entry in self._entries.values())
        self._write_manifest(complete=False)
        return (self.folder / PROGRESS).open("ab")

    def _known(self) -> dict[int, Entry]:
        """The parts that a run on the same terms has left."""
        others = [
            path.name
            for path in self.folder.iterdir()
            if path.name not in {LOCK, PROGRESS} and not path.name.endswith(UNFINISHED)
        ]
        if not others:
            return {}
        if MANIFEST not in others:
            raise BatchError(f"{_shown(self.folder)} holds no run but {others[0]!r}; choose another folder")
        manifest = read_manifest(self.folder)
        ours = self.terms.to_json()
        differing = [name for name in ours if manifest.get(name) != ours[name]]
        if differing:
            name = differing[0]
            was, now = (printable(json.dumps(value), 60) for value in (manifest.get(name), ours[name]))
            raise BatchError(
                f"{_shown(self.folder)} is a run of {_CALLED[name]} ({was}, now {now}); choose another folder"
            )
        return _entries_in(self.folder, manifest)

    def kept(self, part: Part) -> Kept | None:
        """What came of a part before, if it was written whole. Raises BatchError if its rows were others."""
        entry = self._entries.get(part.number)
        if entry is None:
            return None
        if entry.rows != part.digest:
            raise BatchError(
                f"{_shown(self.folder)} is a run of another input: part {part.number} was made of "
                f"other rows; choose another folder"
            )
        try:
            content = (self.folder / entry.file).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            return None
        return Kept(tally=entry.tally, ids=marks_in(content))

    def commit(self, part: Part, written: Written) -> None:
        """Keep what came of a part. Raises BatchError where the disk does not take it."""
        entry = Entry(
            number=part.number,
            file=f"part-{part.number:06}.jsonl",
            sha256=written.sha256,
            rows=part.digest,
            tally=written.tally,
        )
        file = self.folder / entry.file
        unfinished = self.folder / f".{entry.file}{UNFINISHED}"
        with told(file, self._safe()):
            with unfinished.open("wb") as stream:
                stream.write(written.content)
                stream.flush()
                os.fsync(stream.fileno())
            self._progress.write(_line(entry.to_json()))
            self._progress.flush()
            os.fsync(self._progress.fileno())
            unfinished.replace(file)
            settle(self.folder)
        self._entries[part.number] = entry

    def finish(self, parts: int) -> None:
        """Say that the run is complete, with so many parts."""
        if set(self._entries) != set(range(1, parts + 1)):
            raise BatchError(
                f"{_shown(self.folder)} is a run of another input: it has {len(self._entries)} parts, "
                f"and this one {parts}; choose another folder"
            )
        with told(self.folder / MANIFEST, self._safe()):
            self._write_manifest(complete=True)
            self._progress.close()
            (self.folder / PROGRESS).unlink()
            settle(self.folder)

    def close(self) -> None:
        """Let others have the folder."""
        # What a full disk did not take was told when it was written.
        with contextlib.suppress(OSError):
            self._progress.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()

    def _safe(self) -> str:
        return f". {len(self._entries)} parts are safe; the same command goes on with them"

    def _write_manifest(self, *, complete: bool) -> None:
        whole = Tally()
        entries = [self._entries[number] for number in sorted(self._entries)] if complete else []
        for entry in entries:
            whole.add(entry.tally)
        manifest = {
            "schema": SCHEMA,
            "complete": complete,
            **self.terms.to_json(),
            "sources": self._sources,
            **({"total": whole.to_json()} if complete else {}),
            "parts": [entry.to_json() for entry in entries],
        }
        manifest["sha256"] = manifest_hash(manifest)
        with replacing(self.folder / MANIFEST) as stream:
            stream.write(json.dumps(manifest, indent=1).encode() + b"\n")


def bank_hash(bank: Mapping[str, Question]) -> str:
    """What tells the questions of a bank from others; where their files lie does not matter."""
    told_ = json.dumps(sorted((name, question.hash) for name, question in bank.items()))
    return hashlib.sha256(told_.encode()).hexdigest()


def manifest_hash(manifest: Mapping[str, object]) -> str:
    """The SHA-256 of all that a manifest says but this."""
    rest = {name: value for name, value in manifest.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, object]:
    """The manifest of a run. Raises BatchError where there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise BatchError(f"{_shown(folder)} is no run: it has no {MANIFEST}") from None
    except OSError as failure:
        raise BatchError(f"{_shown(folder)}: {(failure.strerror or 'failure').lower()}") from None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("sha256") != manifest_hash(found):
        raise BatchError(f"{_shown(folder / MANIFEST)} is damaged")
    if found.get("schema") != SCHEMA:
        raise BatchError(f"{_shown(folder / MANIFEST)} was written by another version of quizkit")
    return found


def entries_of(folder: Path) -> dict[int, Entry]:
    """The parts of a run, complete or not, by their numbers. Raises BatchError if it is none."""
    return _entries_in(folder, read_manifest(folder))


def _entries_in(folder: Path, manifest: Mapping[str, object]) -> dict[int, Entry]:
    parts = manifest.get("parts")
    stored: list[object] = list(parts) if isinstance(parts, list) else []
    if not manifest.get("complete") and (folder / PROGRESS).exists():
        for line in (folder / PROGRESS).read_bytes().splitlines():
            try:
                stored.append(json.loads(line))
            except ValueError:
                # The line that was being written when the run was killed.
                continue
    return {entry.number: entry for entry in map(_entry, stored)}


def _entry(stored: object) -> Entry:
    match stored:
        case {
            "number": int(number),
            "file": str(file),
            "sha256": str(sha256),
            "made_of": str(rows),
            **counts,
        } if "/" not in file and file.startswith("part-"):
            return Entry(
                number=number, file=file, sha256=sha256, rows=rows, tally=tally_from_json(_named(counts))
            )
    raise BatchError("an entry of the run is damaged")


def _named(stored: Mapping[object, object]) -> dict[str, object]:
    return {str(name): value for name, value in stored.items()}


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _shown(path: Path) -> str:
    return printable(str(path), 200)


def _locked(folder: Path) -> IO[bytes] | None:
    """A lock that is gone when this process is, and that its workers do not hold."""
    try:
        import fcntl
    except ImportError:
        return None
    lock = (folder / LOCK).open("wb")
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise BatchError(f"another process is grading in {_shown(folder)}") from None
    return lock
