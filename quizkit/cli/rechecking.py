"""What does a save change? ``check --watch``: only what was saved is read, only what changed is proved.

After the first check everything is kept: what each question says, where it stands, what was found of it. A
question is proved again when anything it says has changed, and when the lines it stands in have, so that its
findings keep their places; where it has only moved, they move along. What is wrong with the questions that
were edited is told before the others of the file are read again.
"""

from __future__ import annotations

import gc
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from quizkit.bank import Bank, Compilation, compile_bank, load_bank
from quizkit.bank.catalogue import compile_misconceptions
from quizkit.bank.compiler import CompiledFile, compile_file
from quizkit.bank.files import (
    MISCONCEPTIONS,
    BankFile,
    decode,
    paths_given,
    read_bytes,
    shelf,
    shipped_folder,
)
from quizkit.bank.findings import Findings
from quizkit.bank.misconception import Misconception
from quizkit.cli.check import Format, folding, proved, told
from quizkit.cli.output import count, flush, say, tell
from quizkit.cli.reporting import Report, aligned_rows, problem_lines, rows_of, tallied
from quizkit.cli.watching import saved
from quizkit.errors import BankError, Problem
from quizkit.workshop.check import Checked, check_bank
from quizkit.workshop.crew import cores

_ANCHOR = re.compile(r"[:\[{,-] *&\w")
"""What may be an anchor of YAML, with which one question may lean on another."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a question says and where: its hash, the lines it stands in, the first of them."""

    hash: str
    lines: tuple[str, ...]
    first: int

    def moved_to(self, other: Standing) -> int | None:
        """By how many lines the same text has moved; None if it is another text."""
        same = (self.hash, self.lines) == (other.hash, other.lines)
        return other.first - self.first if same else None

    def holds(self, problem: Problem) -> bool:
        """Whether a finding lies inside these lines."""
        return self.first <= problem.line < self.first + len(self.lines)


@dataclass(slots=True)
class Watched:
    """The banks at some paths, as they were when last looked at."""

    paths: Sequence[str]
    seeds: int = 0
    strict: bool = False
    loading: tuple[Problem, ...] = ()
    """What is wrong before anything can be proved, in all files."""
    known: dict[str, dict[str, tuple[Standing, Checked]]] = field(default_factory=dict)
    """Of each file its questions."""
    compiled: dict[str, CompiledFile] = field(default_factory=dict)
    shared: dict[Path, dict[str, Misconception]] = field(default_factory=dict)
    """Of each folder the misconceptions that its files may use."""

    def files(self) -> list[Path]:
        """Every file of the banks that is there now, misconceptions too."""
        shelves = [shelf(path)[0] for path in paths_given(self.paths)]
        found = [file.path for each in shelves for file in each.files]
        return [*found, *(each.misconceptions.path for each in shelves if each.misconceptions)]

    def first_check(self) -> Report:
        """Everything, checked once."""
        try:
            compiled = compile_bank(*self.paths)
        except BankError as error:
            self.loading = error.problems
            return Report(loading=error.problems, strict=self.strict)
        rows = rows_of(compiled, proved(compiled, self.seeds))
        for path in self.files():
            self._misconceptions(path.parent)
        self.loading = compiled.bank.problems
        for file in compiled.files:
            self._keep(file, (row.checked for row in rows if row.file == file.name))
        files = tuple(file.name for file in compiled.files)
        return Report(rows=rows, loading=self.loading, files=files, strict=self.strict)

    def saved(self, changed: Iterable[Path]) -> None:
        """Tell what is wrong in the files that were saved, at once what is met while loading."""
        shown: set[Problem] = set()
        changed = frozenset(changed)
        for path in changed:
            if path.name == MISCONCEPTIONS:
                self.shared.pop(path.parent, None)
                self._tell_misconceptions(path, shown)
        for path in self._concerned(changed):
            self._check_file(path, shown)
            flush()
        try:
            self.loading = load_bank(*self.paths).problems
        except BankError as error:
            self.loading = error.problems
        # What files have to do with each other, such as an id used in two, no file says alone.
        self._say_problems(one for one in self.loading if one.code in {"QK209", "QK210"} and one not in shown)
        checked = [entry for questions in self.known.values() for entry in questions.values()]
        problems = [*self.loading, *(problem for _, one in checked for problem in one.problems)]
        tell(f"{count(len(checked), 'question')}: {tallied(problems, strict=self.strict)}; watching")
        flush()

    def _concerned(self, changed: Iterable[Path]) -> list[Path]:
        """The bank files in which something may be different."""
        saved_ones = set(changed)
        folders = {path.parent for path in saved_ones if path.name == MISCONCEPTIONS}
        banks = {path for path in [*saved_ones, *self.files()] if path.name != MISCONCEPTIONS}
        return sorted(path for path in banks if path in saved_ones or path.parent in folders)

    def _check_file(self, path: Path, shown: set[Problem]) -> None:
        name = BankFile(path).shown
        before = self.known.pop(name, {})
        if not path.exists() and path not in paths_given(self.paths):
            tell(f"{name} is gone")
            return
        say(name)
        content = read_bytes(BankFile(path))
        if isinstance(content, Findings):
            self._say_new(content.problems, shown)
            return
        known = self._misconceptions(path.parent)
        edited = _edited(self.compiled[name], content) if name in self.compiled else None
        if edited is not None:
            early = compile_file(edited, name, known).compiled.problems
            self._say_new((one for one in early if one.question), shown)
        file = self.compiled[name] = compile_file(content, name, known)
        self._say_new(file.compiled.problems, shown)
        self._check_questions(file, before)

    def _misconceptions(self, folder: Path) -> dict[str, Misconception]:
        """The misconceptions that the files of a folder may use: the shipped ones, and its own over them."""
        if folder not in self.shared:
            known: dict[str, Misconception] = {}
            for path in (shipped_folder() / MISCONCEPTIONS, folder / MISCONCEPTIONS):
                content = read_bytes(BankFile(path))
                if isinstance(content, bytes):
                    known |= compile_misconceptions(content, BankFile(path).shown).misconceptions
            self.shared[folder] = known
        return self.shared[folder]

    def _tell_misconceptions(self, path: Path, shown: set[Problem]) -> None:
        content = read_bytes(BankFile(path))
        name = BankFile(path).shown
        if isinstance(content, bytes):
            say(name)
            self._say_new(compile_misconceptions(content, name).problems, shown)
        else:
            tell(f"{name} is gone")

    def _say_new(self, problems: Iterable[Problem], shown: set[Problem]) -> None:
        """Say the findings that have not been said."""
        new = [one for one in problems if one not in shown]
        self._say_problems(new)
        shown.update(new)

    def _check_questions(self, file: CompiledFile, before: dict[str, tuple[Standing, Checked]]) -> None:
        """Keep what has only moved, prove the rest."""
        kept: dict[str, Checked] = {}
        for name in file.questions:
            old = _moved(*before[name], _standing(file, name)) if name in before else None
            if old is not None:
                kept[name] = old
                self._say_problems(one for one in old.problems if self.strict or one.severity != "advice")
        changed = {name: question for name, question in file.questions.items() if name not in kept}
        bank = Bank([("", changed)])
        widest = max(map(len, changed), default=0)

        def found(one: Checked) -> None:
            (row,) = aligned_rows([(one.question, one)], strict=self.strict)
            say(row.replace(one.question, one.question.ljust(widest), 1))
            self._say_problems(one.problems, changed[one.question].line)

        checked = check_bank(
            Compilation(bank=bank, files=(file,)), self.seeds, workers=cores(), found=found, advise=True
        )
        by_name = {one.question: one for one in checked} | kept
        self._keep(file, (by_name[name] for name in file.questions))

    def _keep(self, file: CompiledFile, checked: Iterable[Checked]) -> None:
        self.compiled[file.name] = file
        self.known[file.name] = {one.question: (_standing(file, one.question), one) for one in checked}

    @staticmethod
    def _say_problems(problems: Iterable[Problem], row: int = 0) -> None:
        """Say findings, each as soon as it is known."""
        for problem in problems:
            say(*problem_lines(problem, folding(), row))
            flush()


def watch_bank(paths: Sequence[str], *, seeds: int, strict: bool, pause: Callable[[float], None]) -> NoReturn:
    """Check the banks, then again whatever is saved. Ends with an interrupt."""
    watched = Watched(paths, seeds, strict)
    # The first look is taken before the first check, lest what is saved meanwhile be missed.
    changes = saved(watched.files, pause)
    told(watched.first_check(), Format.TEXT)
    tell("watching; ctrl+c ends")
    flush()
    # What is there now stays: it need not be looked through for rubbish at each save.
    gc.freeze()
    for changed in changes:
        watched.saved(changed)
    raise KeyboardInterrupt


def _edited(old: CompiledFile, content: bytes) -> bytes | None:
    """A file in which only the questions that were edited are left, all on their own lines.

    None where it cannot be told which these are, or a question may lean on another.
    """
    source = decode(content, old.name)
    if isinstance(source, Findings) or old.source is None or _ANCHOR.search(source.text):
        return None
    before, after = old.source.lines, list(source.lines)
    head = _agreement(before, source.lines)
    tail = _agreement(before[head:][::-1], source.lines[head:][::-1])
    later = len(after) - len(before)
    starts = [mention.line - 1 for mention in old.compiled.defined]
    last = starts[-1] + 1 if starts else 0
    # What stands below the questions, such as defaults, concerns all of them.
    last += sum(1 for _ in itertools.takewhile(lambda line: line[:1] in {"", " ", "#"}, before[last:]))
    for first, end in zip(starts, [*starts[1:], last], strict=False):
        if end <= head:
            after[first:end] = [""] * (end - first)
        elif first >= len(before) - tail:
            after[first + later : end + later] = [""] * (end - first)
    return "\n".join(after).encode()


def _agreement(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first lines are the same."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _standing(file: CompiledFile, name: str) -> Standing:
    """What a question says and where it stands: from its id to the next."""
    starts = sorted(mention.line for mention in file.compiled.defined)
    first = next(mention.line for mention in file.compiled.defined if mention.id == name)
    lines = file.source.lines if file.source else ()
    last = next((line - 1 for line in starts if line > first), len(lines))
    return Standing(file.questions[name].hash, lines[first - 1 : last], first)


def _moved(old: Standing, checked: Checked, new: Standing) -> Checked | None:
    """What was found of a question that has only moved; None if it must be proved anew."""
    by = old.moved_to(new)
    if by is None or (by and not all(map(old.holds, checked.problems))):
        return None
    moved = tuple(replace(problem, line=problem.line + by) for problem in checked.problems)
    return replace(checked, problems=moved)
