"""Has this file been read before? The compiled index: what a bank file came to, kept as JSON.

An entry is named by the hash of everything that went into it: the file, the misconceptions it uses, this
version of quizkit, the form of the index, and in a checkout the state of the code. So an entry is never
out of date, and two processes that write the same one write the same bytes. Entries are written to the
side and moved into place, and begin with their own checksum. A cache that is damaged or cannot be written
is as good as none: the file is compiled again.

Reading needs neither PyYAML nor pydantic; that is what the index is for. An entry is the checksum in a
line, its head in a line, and a line for each question or misconception: what is asked of all questions
(``Outline``) stands in the head, and a line of its own is read when what stands in it is asked for.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quizkit.bank.outline import Outline, outline_from_json, outline_to_json
from quizkit.faces import later

if TYPE_CHECKING:
    from quizkit.bank import stored as records
    from quizkit.bank.misconception import Misconception
    from quizkit.bank.question import Question
    from quizkit.errors import Problem
else:
    # Counting and choosing make no question, and so need none of what a question is made of.
    records = later("quizkit.bank.stored")

INDEX_FORMAT = 2
"""Goes up whenever what is stored changes its form."""

_CODE = ("bank", "equivalence", "mathlang", "reference")
"""The rooms whose code decides what a file comes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place at which a file names a question: its own id, or one that it requires."""

    id: str
    question: str
    line: int
    column: int
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What one file came to."""

    name: str
    """The file's name, as messages show it."""
    questions: Mapping[str, Question] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    defined: tuple[Mention, ...] = ()
    """Every question of the file, also those left out for their errors."""
    required: tuple[Mention, ...] = ()
    """Every id that stands under ``requires``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledMisconceptions:
    """What a ``misconceptions.yaml`` came to."""

    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class StoredQuestions(Mapping[str, "Question"]):
    """Questions as they stand in the index, each made when it is first asked for."""

    def __init__(self, stored: Mapping[str, bytes], outlines: Mapping[str, object], file: str) -> None:
        self._stored = stored
        self._outlines = outlines
        self._file = file
        self._made: dict[str, Question] = {}

    def __getitem__(self, question: str) -> Question:
        if question not in self._made:
            said = json.loads(self._stored[question])
            self._made[question] = records.question_from_json({**said, "file": self._file})
        return self._made[question]

    def outline(self, question: str) -> Outline:
        """What a question is about; the question is not made for it."""
        return outline_from_json(self._outlines[question])

    def __contains__(self, question: object) -> bool:
        # Without this, to ask whether a question is there would be to make it.
        return question in self._stored

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)


class StoredMisconceptions(Mapping[str, "Misconception"]):
    """Misconceptions as they stand in the index, each made when it is asked for."""

    def __init__(self, stored: Mapping[str, bytes]) -> None:
        self._stored = stored

    def __getitem__(self, misconception: str) -> Misconception:
        return records.misconception_from_json(json.loads(self._stored[misconception]))

    def __contains__(self, misconception: object) -> bool:
        return misconception in self._stored

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)


def entry_name(kind: str, *contents: bytes) -> str:
    """The name of the entry for a file of these contents."""
    digest = hashlib.blake2b(digest_size=20)
    # The package itself is above this room; only its version is asked for.
    version = importlib.import_module("quizkit").__version__
    stamp = f"{kind}\0{version}\0{INDEX_FORMAT}\0{code_stamp(_CODE)}"
    for part in (stamp.encode(), *contents):
        digest.update(_digest(part))
    return f"{kind}-{digest.hexdigest()}.json"


@functools.lru_cache(maxsize=4)
def _digest(part: bytes) -> bytes:
    """The hash of one part; the files of a folder have their misconceptions in common."""
    return hashlib.sha256(part).digest()


def cache_folder() -> Path:
    """Where entries are kept: ``QUIZKIT_CACHE_DIR``, else the user's cache folder."""
    chosen = os.environ.get("QUIZKIT_CACHE_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("quizkit", appauthor=False)


def load_compiled(entry: str, file: str) -> Compiled | None:
    """What the entry holds, as of a file of this name; None if there is no sound entry."""
    found = load_entry(entry)
    if found is None:
        return None
    head, lines = found
    match head:
        case {
            "questions": dict(outlines),
            "problems": problems,
            "defined": list(defined),
            "required": list(required),
        } if len(outlines) == len(lines):
            return Compiled(
                name=file,
                questions=StoredQuestions(dict(zip(outlines, lines, strict=True)), outlines, file),
                problems=_problems(problems, file),
                defined=tuple(Mention(**item) for item in defined),
                required=tuple(Mention(**item) for item in required),
            )
    return None


def save_compiled(entry: str, compiled: Compiled) -> None:
    """Keep what a file came to, if the cache can be written."""
    questions = compiled.questions
    save_entry(
        entry,
        {
            "questions": {key: outline_to_json(item) for key, item in questions.items()},
            "problems": [_without_file(item) for item in compiled.problems],
            "defined": [_mention(item) for item in compiled.defined],
            "required": [_mention(item) for item in compiled.required],
        },
        [_without_file(item) for item in questions.values()],
    )


def load_misconceptions(entry: str, file: str) -> CompiledMisconceptions | None:
    """What the entry of a ``misconceptions.yaml`` holds; None if there is no sound entry."""
    match load_entry(entry):
        case ({"misconceptions": list(names), "problems": problems}, lines) if len(names) == len(lines):
            return CompiledMisconceptions(
                misconceptions=StoredMisconceptions(dict(zip(names, lines, strict=True))),
                problems=_problems(problems, file),
            )
    return None


def save_misconceptions(entry: str, compiled: CompiledMisconceptions) -> None:
    """Keep what a ``misconceptions.yaml`` came to, if the cache can be written."""
    save_entry(
        entry,
        {
            "misconceptions": list(compiled.misconceptions),
            "problems": [_without_file(item) for item in compiled.problems],
        },
        [records.to_json(item) for item in compiled.misconceptions.values()],
    )


def _without_file(item: Question | Problem) -> dict[str, object]:
    return {key: value for key, value in records.to_json(item).items() if key != "file"}


def _mention(item: Mention) -> dict[str, object]:
    return {
        "id": item.id,
        "question": item.question,
        "line": item.line,
        "column": item.column,
        "source": item.source,
    }


def _problems(stored: Iterable[Mapping[str, object]], file: str) -> tuple[Problem, ...]:
    return tuple(records.problem_from_json({**item, "file": file}) for item in stored)


def load_entry(entry: str) -> tuple[object, list[bytes]] | None:
    """The head of an entry and its further lines; None if there is no sound one."""
    try:
        content = (cache_folder() / entry).read_bytes()
    except (OSError, RuntimeError):
        return None
    checksum, _, body = content.partition(b"\n")
    if checksum != _checksum(body):
        return None
    head, *lines = body.split(b"\n")
    return json.loads(head), lines


def save_entry(entry: str, head: Mapping[str, object], items: Iterable[Mapping[str, object]] = ()) -> None:
    """Keep a head and further lines under this name, if the cache can be written."""
    lines = (json.dumps(item, ensure_ascii=True, separators=(",", ":")) for item in (head, *items))
    body = "\n".join(lines).encode()
    # A cache that cannot be written costs time, never an answer.
    with contextlib.suppress(OSError, RuntimeError):
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f".{entry}.{os.getpid()}.{threading.get_ident()}"
        try:
            beside.write_bytes(_checksum(body) + b"\n" + body)
            beside.replace(folder / entry)
        finally:
            beside.unlink(missing_ok=True)


def forget_entry(entry: str) -> None:
    """Take an entry out of the cache, if it is there."""
    with contextlib.suppress(OSError, RuntimeError):
        (cache_folder() / entry).unlink(missing_ok=True)


def forget_oldest(pattern: str, kept: int) -> None:
    """Of the entries whose names match, leave only so many, the newest."""
    with contextlib.suppress(OSError, RuntimeError):
        found = sorted(cache_folder().glob(pattern), key=lambda path: path.stat().st_mtime_ns)
        for path in found[: max(0, len(found) - kept)]:
            path.unlink(missing_ok=True)


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


@functools.cache
def code_stamp(rooms: tuple[str, ...]) -> str:
    """In a checkout, where the code changes under one version number, when it last changed."""
    package = Path(__file__).parents[1]
    if not (package.parent / "pyproject.toml").is_file():
        return ""
    latest = 0
    for room in rooms:
        with contextlib.suppress(OSError):
            for found in os.scandir(package / room):
                if found.name.endswith(".py"):
                    latest = max(latest, found.stat().st_mtime_ns)
    return str(latest)
