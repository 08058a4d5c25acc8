"""What did bank files say before? Their contents at a revision of git, or in another file or folder."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from quizkit.bank import Bank, load_texts
from quizkit.bank.files import MISCONCEPTIONS, BankFile, read_bytes, shelf, shown_name
from quizkit.bank.findings import Findings
from quizkit.cli.output import Exit, end
from quizkit.errors import BankError, Problem, quoted

Contents = Mapping[str, bytes]
"""The files of a bank by name, ``misconceptions.yaml`` among them."""


class Revision:
    """The state of a git work tree at a commit."""

    def __init__(self, name: str, path: Path) -> None:
        """The revision of this name in the work tree that holds the path. Ends the command without one."""
        self.folder = next(parent for parent in (path, *path.parents) if parent.is_dir())
        inside = self._asked("rev-parse", "--show-prefix")
        if inside is None:
            end(
                Exit.USAGE,
                f"quizkit: {shown_name(path)} is not in a git work tree; "
                "compare with another file or folder: --against PATH",
            )
        self.prefix = inside.decode("utf-8", "surrogateescape").removesuffix("\n")
        commit = self._asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if commit is None:
            end(
                Exit.USAGE,
                f"quizkit: --against {quoted(name)}: neither a file or folder nor a revision of git",
            )
        self.commit = commit.decode().strip()

    def contents(self, path: Path) -> Contents:
        """The files of the bank at a path as they were; none if it was not there."""
        rest = path.absolute().relative_to(self.folder.absolute()).as_posix()
        inside = (self.prefix + ("" if rest == "." else rest)).removesuffix("/")
        kind = self._asked("cat-file", "-t", f"{self.commit}:{inside}")
        if kind is None:
            return {}
        folder, _, name = inside.rpartition("/")
        if kind.strip() == b"tree":
            listed = (
                self._asked("ls-tree", "--full-tree", "--name-only", "-z", f"{self.commit}:{inside}") or b""
            )
            names = [name.decode("utf-8", "surrogateescape") for name in listed.split(b"\0")]
            folder, wanted = inside, [each for each in names if _is_bank(each)]
        else:
            wanted = [name, MISCONCEPTIONS]
        found = {each: self._file(folder, each) for each in dict.fromkeys(wanted)}
        return {each: content for each, content in found.items() if content is not None}

    def _file(self, folder: str, name: str) -> bytes | None:
        inside = f"{folder}/{name}" if folder else name
        return self._asked("cat-file", "blob", f"{self.commit}:{inside}")

    def _asked(self, *words: str) -> bytes | None:
        """What git answers; None if it refuses."""
        try:
            done = subprocess.run(  # noqa: S603 - no shell; names follow --end-of-options or a commit's hash
                ["git", "-C", str(self.folder), *words],  # noqa: S607 - whichever git the author uses
                capture_output=True,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except OSError:
            end(Exit.USAGE, "quizkit: git cannot be run; compare with another file or folder: --against PATH")
        return None if done.returncode else done.stdout


def _is_bank(name: str) -> bool:
    return name.endswith(".yaml") and not name.startswith(".")


def contents_of(path: Path) -> tuple[Contents, tuple[Problem, ...]]:
    """The files of the bank at a path as they are, and what cannot be read; nothing if it is missing."""
    if not path.exists():
        return {}, ()
    place, findings = shelf(path)
    problems = list(findings.problems)
    files = [*place.files, *([place.misconceptions] if place.misconceptions else [])]
    found: dict[str, bytes] = {}
    for file in files:
        content = read_bytes(file)
        if isinstance(content, Findings):
            problems += content.problems
        else:
            found[file.path.name] = content
    return found, tuple(problem for problem in problems if problem.severity == "error")


def bank_of(contents: Contents) -> Bank:
    """The bank that these files make; without questions where nothing loads."""
    if not set(contents) - {MISCONCEPTIONS}:
        return Bank([])
    try:
        return load_texts(contents)
    except BankError as error:
        return Bank([], error.problems)


def under_one_name(contents: Contents, path: Path, other: Path) -> Contents:
    """The contents of two single files are the same file's, whatever their names."""
    if path.is_dir() or other.is_dir() or path.name == other.name or path.name not in contents:
        return contents
    return {other.name if name == path.name else name: content for name, content in contents.items()}


def shown(path: Path) -> str:
    """A path as messages show it."""
    return BankFile(path).shown
