"""Which files make up a bank, and what bytes do they hold? Folders, files, and the questions shipped.

A folder is every ``*.yaml`` in it, in the order of their names, except ``misconceptions.yaml``, which holds
no questions. A file is itself, with the ``misconceptions.yaml`` beside it. Nothing here raises for what is on
the disk: whatever cannot be read is a finding.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizkit.bank.findings import WHOLE_FILE, Findings, Place
from quizkit.errors import printable

MISCONCEPTIONS = "misconceptions.yaml"

SHIPPED = "shipped"
"""The word for the bank that comes with quizkit, among paths; a folder of that name is ``./shipped``."""

MAX_BYTES = 4_000_000
"""The largest file that is read."""

_TOO_LARGE = (
    f"the file is larger than {MAX_BYTES // 1_000_000} MB",
    "give each topic a file of its own",
)


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file of a bank."""

    path: Path

    @property
    def shown(self) -> str:
        """The name under which messages speak of it."""
        return shown_name(self.path)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one bank."""

    name: str
    """The folder's name, or the file's without its ending: the first half of ``folder/id``.

    The bank that comes with quizkit is called ``shipped``.
    """
    files: tuple[BankFile, ...]
    misconceptions: BankFile | None
    whole: bool
    """Whether this is a folder, so that every id it requires must be in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that could be read: its name as shown, its text with plain line ends, its lines."""

    name: str
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return tuple(self.text.split("\n"))


def shipped_folder() -> Path:
    """Where the questions that come with quizkit are: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "questions"
    return installed if installed.is_dir() else package.parent / "questions"


def shelf(path: Path) -> tuple[Shelf, Findings]:
    """The bank at a path, and what stands in the way of reading it."""
    findings = Findings(shown_name(path))
    name = path.name or path.absolute().name or "bank"
    if _real(path) == _real(shipped_folder()):
        name = SHIPPED
    if path.name == MISCONCEPTIONS and not _is_folder(path):
        return Shelf(path.stem, (), BankFile(path), whole=False), findings
    if not _is_folder(path):
        beside = path.parent / MISCONCEPTIONS
        shared = BankFile(beside) if beside.exists() else None
        return Shelf(path.stem or name, (BankFile(path),), shared, whole=False), findings
    try:
        entries = sorted(each.name for each in path.iterdir())
    except OSError as failure:
        findings.add("QK101", WHOLE_FILE, unreadable(failure))
        entries = []
    files: dict[str, BankFile] = {}
    shared = None
    for entry in entries:
        file = BankFile(path / entry)
        if entry.startswith("."):
            continue
        if entry == MISCONCEPTIONS:
            shared = file
        elif entry.endswith(".yaml"):
            # A link to a file of the same folder is the same questions again.
            files.setdefault(os.path.realpath(file.path), file)
        elif entry.endswith(".yml"):
            findings.add(
                "QK123",
                WHOLE_FILE,
                f"{printable(entry)} is passed over",
                "name it .yaml",
                severity="warning",
            )
    if not files and not findings.problems:
        besides = f" besides {MISCONCEPTIONS}" if shared else ""
        findings.add("QK123", WHOLE_FILE, f"the folder holds no *.yaml file{besides}")
    ordered = tuple(sorted(files.values(), key=lambda file: file.path.name))
    return Shelf(name, ordered, shared, whole=True), findings


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_bytes(file: BankFile) -> bytes | Findings:
    """The bytes of a file, as they were at one moment; findings if they cannot be had."""
    findings = Findings(file.shown)
    try:
        for _ in range(_READINGS):
            status = file.path.stat()
            if not stat.S_ISREG(status.st_mode):
                what = "a folder" if stat.S_ISDIR(status.st_mode) else "something else"
                findings.add("QK101", WHOLE_FILE, f"expected a file, found {what}")
                return findings
            if status.st_size > MAX_BYTES:
                findings.add("QK105", WHOLE_FILE, *_TOO_LARGE)
                return findings
            content = _read_at_once(file.path)
            if content is not None:
                return content
        findings.add("QK101", WHOLE_FILE, "it changes while it is read", "try again once it is saved")
    except FileNotFoundError:
        findings.add("QK101", WHOLE_FILE, _missing(file.path))
    except OSError as failure:
        findings.add("QK101", WHOLE_FILE, unreadable(failure))
    except ValueError:
        findings.add("QK101", WHOLE_FILE, "this can be no file's name")
    return findings


_READINGS = 3
"""How often a file is read that changes meanwhile."""

_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Nothing is waited for: what was a file may be a pipe by now."""


def _read_at_once(path: Path) -> bytes | None:
    """The bytes of a file; None if it was changed meanwhile, or is no file any more."""
    with os.fdopen(os.open(path, _OPENING), "rb") as stream:
        before = os.fstat(stream.fileno())
        if not stat.S_ISREG(before.st_mode):
            return None
        content = stream.read(MAX_BYTES + 1)
        after = os.fstat(stream.fileno())
    steady = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return content if steady and len(content) == before.st_size else None


def _missing(path: Path) -> str:
    """What to say of a path at which nothing is; a bank without an ending would be a folder."""
    if path.is_symlink():
        return "this is a link to nothing"
    return "there is no such file" if path.suffix else "there is no such file or folder"


def unreadable(failure: OSError) -> str:
    """Why a file or folder cannot be read, in plain words."""
    match failure:
        case PermissionError():
            return "permission to read it is denied"
        case _:
            return f"it cannot be read: {(failure.strerror or 'unknown reason').lower()}"


def decode(content: bytes, name: str) -> Source | Findings:
    """The text of a file; findings if it is no text."""
    findings = Findings(name)
    if len(content) > MAX_BYTES:
        findings.add("QK105", WHOLE_FILE, *_TOO_LARGE)
        return findings
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        before = content[: failure.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        findings.add(
            "QK102",
            (line, column),
            f"the file is not UTF-8 text: byte 0x{content[failure.start]:02x}",
            "save it as UTF-8",
        )
        return findings
    if text.count("\0") * 3 > len(text):
        message = "the file is not UTF-8 text: it is full of zero bytes, as UTF-16 is"
        findings.add("QK102", WHOLE_FILE, message, "save it as UTF-8")
        return findings
    source = Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))
    findings = Findings(name, source.lines)
    for match in _NOT_TEXT.finditer(source.text):
        findings.add("QK103", place_at(source.text, match.start()), *_refusal(match[0]))
    return findings if findings.problems else source


_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
    "|^[ \xa0]*\xa0",
    re.MULTILINE,
)
"""Control characters, marks that turn the order of letters, no-break spaces as indentation."""


def _refusal(text: str) -> tuple[str, str]:
    if text.endswith("\xa0"):
        return (
            "a no-break space (U+00A0) in the indentation",
            "put plain spaces there; text copied from a web page often brings these",
        )
    return f"a character that is not text: U+{ord(text):04X}", "delete it"


def place_at(text: str, offset: int) -> Place:
    """Line and column of an offset into a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def shown_name(path: Path) -> str:
    """A path as messages show it: whatever its name holds, no terminal takes it for a command."""
    return printable(str(path), limit=1000)


def from_here(path: Path) -> str:
    """A path as seen from the working folder, where it is inside."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def paths_given(paths: Sequence[str | os.PathLike[str]]) -> tuple[Path, ...]:
    """The paths to load, each once; of none, the shipped questions.

    A file is left out if its folder is given too: it is read as a file of the folder.
    """
    chosen = [
        Path(from_here(shipped_folder())) if path == SHIPPED else Path(path) for path in paths or (SHIPPED,)
    ]
    given: dict[str, Path] = {}
    for path in chosen:
        given.setdefault(_real(path), path)
    folders = {real for real, path in given.items() if _is_folder(path)}
    return tuple(path for real, path in given.items() if real in folders or not _is_in(path, folders))


def _is_in(file: Path, folders: Collection[str]) -> bool:
    """Whether a file is read as one of these folders."""
    return file.suffix == ".yaml" and not file.name.startswith(".") and _real(file.parent) in folders


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:
        return str(path)
