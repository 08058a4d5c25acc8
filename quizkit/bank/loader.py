"""Which questions are there? ``load_bank``: the questions of folders and files, and what is wrong with them.

A file that was read before comes from the compiled index (``bank.index``), without PyYAML and pydantic;
any other is compiled (``bank.compiler``) and then kept there. One bad file does not take the others down,
and one bad question does not take its file down; each is named among the problems.
"""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from quizkit.bank.files import (
    MISCONCEPTIONS,
    BankFile,
    Shelf,
    paths_given,
    read_bytes,
    shelf,
    shipped_folder,
    shown_name,
)
from quizkit.bank.findings import WHOLE_FILE, Findings
from quizkit.bank.index import (
    Compiled,
    CompiledMisconceptions,
    Mention,
    StoredQuestions,
    entry_name,
    load_compiled,
    load_misconceptions,
    save_compiled,
    save_misconceptions,
)
from quizkit.errors import BankError, Problem, UnknownQuestion, did_you_mean, quoted

if TYPE_CHECKING:
    from quizkit.bank.compiler import CompiledFile
    from quizkit.bank.misconception import Misconception
    from quizkit.bank.outline import Subject
    from quizkit.bank.question import Question

Misconceptions: TypeAlias = Mapping[str, "Misconception"]


class Bank(Mapping[str, "Question"]):
    """Questions by id, in the order of the files, with the problems met on the way.

    Where several banks are loaded ``folder/id`` names a question too, and is the only name of an id that
    two of them use.
    """

    def __init__(
        self,
        shelves: Sequence[tuple[str, Mapping[str, Question]]],
        problems: Iterable[Problem] = (),
        misconceptions: Misconceptions | None = None,
    ) -> None:
        self.problems = tuple(problems)
        self.misconceptions: Misconceptions = misconceptions or {}
        names = [name for name, _ in shelves]
        counts: dict[str, int] = {}
        for _, questions in shelves:
            for question in questions:
                counts[question] = counts.get(question, 0) + 1
        self._homes: dict[str, tuple[Mapping[str, Question], str]] = {}
        self._full: dict[str, str] = {}
        for place, (name, questions) in enumerate(shelves):
            prefix = name if names.count(name) == 1 else f"{name}-{place + 1}"
            for question in questions:
                full = f"{prefix}/{question}"
                key = question if counts[question] == 1 else full
                self._homes[key] = (questions, question)
                self._full[full] = key

    def __getitem__(self, question: str) -> Question:
        key = self._full.get(question, question)
        if key not in self._homes:
            several = [full for full in self._full if full.partition("/")[2] == question]
            if several:
                raise InSeveralBanks(question, several)
            raise UnknownQuestion(question, [*self._homes, *self._full])
        questions, own = self._homes[key]
        return questions[own]

    def __contains__(self, question: object) -> bool:
        return question in self._homes or question in self._full

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    @property
    def subjects(self) -> Mapping[str, Subject]:
        """What each question is about, in the order of the bank; no question is made for it."""
        return {
            key: questions.subject(own) if isinstance(questions, _Joined) else questions[own]
            for key, (questions, own) in self._homes.items()
        }

    def __repr__(self) -> str:
        return f"<Bank of {len(self)} questions, {len(self.problems)} problems>"


class InSeveralBanks(UnknownQuestion):
    """An id that several of the banks use, each for a question of its own."""

    def __init__(self, question: str, names: Sequence[str]) -> None:
        super().__init__(question, names)
        listed = f"{', '.join(names[:-1])} or {names[-1]}"
        self.message = f"{quoted(question)} is in several banks: write {listed}"
        self.args = (self.message,)


def subjects_of(bank: Mapping[str, Question]) -> Mapping[str, Subject]:
    """What the questions are about, without making them where they come from the index."""
    return bank.subjects if isinstance(bank, Bank) else bank


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """A bank compiled from its files, with everything needed to point into them."""

    bank: Bank
    files: tuple[CompiledFile, ...] = ()

    def file_of(self, question: Question) -> CompiledFile | None:
        """The compiled file in which a question stands."""
        return next((file for file in self.files if file.name == question.file), None)


def load_bank(*paths: str | os.PathLike[str]) -> Bank:
    """The questions at these paths, or those that come with quizkit, which the word ``"shipped"`` names.

    A file is read once, also where its folder is named too.
    Raises BankError, with every problem, only if not a single question can be loaded.
    """
    return _loaded(_Reading(indexed=True), paths).bank


def compile_bank(*paths: str | os.PathLike[str]) -> Compilation:
    """The same bank, compiled from its files without the index, with their trees and places.

    Raises BankError only if not a single question can be loaded.
    """
    return _loaded(_Reading(indexed=False), paths)


def load_texts(texts: Mapping[str, str | bytes]) -> Bank:
    """The bank that files of these names and contents would make in one folder.

    Raises BankError only if not a single question can be loaded.
    """
    reading = _Reading(indexed=False)
    contents = {name: text.encode() if isinstance(text, str) else text for name, text in texts.items()}
    known, known_bytes = reading.with_shipped(contents.pop(MISCONCEPTIONS, b""), MISCONCEPTIONS)
    files = [reading.compiled(content, name, known, known_bytes) for name, content in contents.items()]
    return _compilation(reading, [_joined(reading, "bank", files, whole=True)], known).bank


def compile_content(path: Path, content: bytes) -> CompiledFile:
    """What the file at a path would come to, if it held this."""
    from quizkit.bank.compiler import compile_file

    place, _ = shelf(path)
    known, _ = _Reading(indexed=True).shelf_misconceptions(place)
    return compile_file(content, shown_name(path), known)


def places_of_ids(path: Path) -> Mapping[str, str]:
    """``file:line:column`` of every id that is used in the bank at a path, by faulty questions too."""
    reading = _Reading(indexed=True)
    place, _ = shelf(path)
    known, known_bytes = reading.shelf_misconceptions(place)
    found: dict[str, str] = {}
    for file in place.files:
        content = read_bytes(file)
        if isinstance(content, bytes):
            for mention in reading.compiled(content, file.shown, known, known_bytes).defined:
                found.setdefault(mention.id, f"{file.shown}:{mention.line}:{mention.column}")
    return found


@dataclass(slots=True)
class _Reading:
    """One call of ``load_bank``: the problems so far, and how files are compiled."""

    indexed: bool
    problems: list[Problem] = field(default_factory=list)
    files: list[CompiledFile] = field(default_factory=list)
    shipped: tuple[Misconceptions, bytes] | None = None
    shared: dict[str, tuple[Misconceptions, bytes]] = field(default_factory=dict)
    """What each ``misconceptions.yaml`` came to: the files of one folder may be loaded one by one."""

    def note(self, findings: Findings) -> None:
        """Keep what was found."""
        self.problems.extend(findings.problems)

    def shelf_misconceptions(self, place: Shelf) -> tuple[Misconceptions, bytes]:
        """The misconceptions that a bank may use, and the bytes they were read from."""
        if place.misconceptions is None:
            return self._shipped()
        path = os.path.realpath(place.misconceptions.path)
        if path not in self.shared:
            content = read_bytes(place.misconceptions)
            if isinstance(content, Findings):
                self.note(content)
                content = b""
            self.shared[path] = self.with_shipped(content, place.misconceptions.shown)
        return self.shared[path]

    def with_shipped(self, content: bytes, name: str) -> tuple[Misconceptions, bytes]:
        """The misconceptions of a file over those that come with quizkit, and the bytes of both."""
        shipped, shipped_bytes = self._shipped()
        if not content:
            return shipped, shipped_bytes
        own = self._misconceptions_in(content, name)
        return _over(own, shipped), shipped_bytes + content

    def _shipped(self) -> tuple[Misconceptions, bytes]:
        if self.shipped is None:
            self.shipped = ({}, b"")
            file = BankFile(shipped_folder() / MISCONCEPTIONS)
            content = read_bytes(file)
            if isinstance(content, bytes):
                # What is wrong with the shipped file is told when its own folder is loaded.
                before = len(self.problems)
                self.shipped = (self._misconceptions_in(content, file.shown), content)
                del self.problems[before:]
        return self.shipped

    def _misconceptions_in(self, content: bytes, name: str) -> Misconceptions:
        """The misconceptions of a file."""
        entry = entry_name("misconceptions", content)
        stored = load_misconceptions(entry, name) if self.indexed else None
        if stored is None:
            stored = _compile_misconceptions(content, name)
            if self.indexed:
                save_misconceptions(entry, stored)
        self.problems.extend(stored.problems)
        return stored.misconceptions

    def compiled(self, content: bytes, name: str, known: Misconceptions, known_bytes: bytes) -> Compiled:
        """What a file comes to."""
        entry = entry_name("bank", content, known_bytes)
        stored = load_compiled(entry, name) if self.indexed else None
        if stored is None:
            from quizkit.bank.compiler import compile_file

            file = compile_file(content, name, known)
            stored = file.compiled
            if self.indexed:
                save_compiled(entry, stored)
            else:
                self.files.append(file)
        self.problems.extend(stored.problems)
        return stored


def _over(above: Misconceptions, below: Misconceptions) -> Misconceptions:
    """The misconceptions of both, none of them made; where both have one, the upper counts."""
    # Nobody writes to them; ChainMap would only want to be able to.
    return ChainMap(*(cast("dict[str, Misconception]", each) for each in (above, below)))


def _compile_misconceptions(content: bytes, name: str) -> CompiledMisconceptions:
    from quizkit.bank.catalogue import compile_misconceptions

    return compile_misconceptions(content, name)


def _loaded(reading: _Reading, paths: Sequence[str | os.PathLike[str]]) -> Compilation:
    shelves = []
    shared: Misconceptions = {}
    for path in paths_given(paths):
        place, findings = shelf(path)
        reading.note(findings)
        known, known_bytes = reading.shelf_misconceptions(place)
        shared = _over(shared, known)
        files = []
        for file in place.files:
            content = read_bytes(file)
            if isinstance(content, Findings):
                reading.note(content)
            else:
                files.append(reading.compiled(content, file.shown, known, known_bytes))
        shelves.append(_joined(reading, place.name, files, whole=place.whole))
    if not reading.problems and not any(questions for _, questions in shelves):
        findings.add(
            "QK123", WHOLE_FILE, "there are no questions in this file", "name a file or folder that has some"
        )
        reading.note(findings)
    return _compilation(reading, shelves, shared)


def _compilation(
    reading: _Reading,
    shelves: Sequence[tuple[str, Mapping[str, Question]]],
    shared: Misconceptions,
) -> Compilation:
    bank = Bank(shelves, reading.problems, shared)
    if not bank:
        raise BankError(bank.problems)
    return Compilation(bank=bank, files=tuple(reading.files))


def _joined(
    reading: _Reading, name: str, files: Sequence[Compiled], *, whole: bool
) -> tuple[str, Mapping[str, Question]]:
    """The questions of one bank's files; ids used twice and missing requirements become problems."""
    first: dict[str, tuple[str, Mention]] = {}
    questions = _Joined()
    for file in files:
        for mention in file.defined:
            if mention.id in first:
                home, other = first[mention.id]
                reading.problems.append(
                    _problem(
                        "QK209",
                        file.name,
                        mention,
                        f"the id {quoted(mention.id)} is used twice: "
                        f"first in {home}:{other.line}:{other.column}",
                        "give this question another id",
                    )
                )
            else:
                first[mention.id] = (file.name, mention)
                if mention.id in file.questions:
                    questions.add(mention.id, file.questions)
    if whole:
        for file in files:
            for mention in file.required:
                if mention.id not in first:
                    message = f"no question {quoted(mention.id)} to require"
                    reading.problems.append(
                        _problem("QK210", file.name, mention, message + did_you_mean(mention.id, first))
                    )
    return name, questions


def _problem(code: str, file: str, mention: Mention, message: str, fix: str = "") -> Problem:
    return Problem(
        code=code,
        file=file,
        line=mention.line,
        column=mention.column,
        message=message,
        fix=fix,
        source=mention.source,
        question=mention.question,
    )


class _Joined(Mapping[str, "Question"]):
    """The questions of several files as one mapping, none of them made before it is asked for."""

    def __init__(self) -> None:
        self._files: dict[str, Mapping[str, Question]] = {}

    def add(self, question: str, file: Mapping[str, Question]) -> None:
        """Add a question of a file."""
        self._files[question] = file

    def __getitem__(self, question: str) -> Question:
        return self._files[question][question]

    def subject(self, question: str) -> Subject:
        """What a question is about."""
        file = self._files[question]
        return file.outline(question) if isinstance(file, StoredQuestions) else file[question]

    def __contains__(self, question: object) -> bool:
        return question in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
