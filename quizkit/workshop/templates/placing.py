"""Where does a further question go in a bank file? Behind the others, and not a byte besides is changed.

The question takes the indentation of its neighbours and the line ends of the file. Comments and blank lines
at the end of the file stay its end. What comes out is compiled before anything is written: the questions that
were there must be the same, and the new one sound.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from quizkit.bank.compiler import CompiledFile
from quizkit.bank.files import decode
from quizkit.bank.findings import Findings
from quizkit.bank.loader import compile_content
from quizkit.bank.question import Kind, Question
from quizkit.bank.source import root_of
from quizkit.bank.stored import to_json
from quizkit.bank.tree import MapNode
from quizkit.errors import Problem, QuizkitError
from quizkit.workshop.templates import question_lines

_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMENTED = re.compile(r"(?P<text>.*\S) +(?P<comment># .*)")
_STEP = 2
"""The spaces of one level in the templates."""


class NotPlaced(QuizkitError):
    """The question cannot be added to the file. ``problems`` says what stands in the way."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        self.problems = problems
        super().__init__(message)


def with_question(path: Path, before: CompiledFile, content: bytes, kind: Kind, id_: str) -> bytes:
    """The content of a bank file with a further question; ``before`` is what it comes to now.

    Raises NotPlaced if the file leaves no place for it, or if its names are taken there.
    """
    text = content.decode("utf-8")
    source = decode(content, before.name)
    root = None if isinstance(source, Findings) else root_of(source, Findings(before.name), "questions")
    questions = root.get("questions") if root is not None else None
    if root is None or not isinstance(questions, MapNode):
        raise NotPlaced("this file has no questions to stand behind")
    if root.flow or questions.flow:
        raise NotPlaced("its questions stand between { and }: write each on lines of its own")
    lines = _indented(question_lines(kind, id_), questions)
    refused: tuple[Problem, ...] = ()
    usable = []
    for place in _places(text, root):
        added = _added(text, place, lines).encode("utf-8")
        after = compile_content(path, added)
        refused = after.compiled.problems
        if not refused and list(after.questions) == [*before.questions, id_]:
            if all(after.questions[name] == question for name, question in before.questions.items()):
                return added
            if all(_alike(after.questions[name], question) for name, question in before.questions.items()):
                usable.append(added)
    if usable:
        return usable[0]
    raise NotPlaced("the question would not be right in this file; give it a file of its own", refused)


def _alike(one: Question, other: Question) -> bool:
    """Whether two questions differ at most in line ends behind their texts: a file had no last one."""
    return _stripped(to_json(one)) == _stripped(to_json(other))


def _stripped(value: object) -> object:
    match value:
        case str():
            return value.rstrip("\r\n")
        case dict():
            return {key: _stripped(each) for key, each in value.items() if key != "hash"}
        case list() | tuple():
            return [_stripped(each) for each in value]
    return value


def _places(text: str, root: MapNode) -> Iterator[int]:
    """Offsets at which a question may be put: behind what the last one says, and behind all about it."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    first = root.entries["questions"].key.place[0]
    later = [entry.key.place[0] for entry in root.entries.values() if entry.key.place[0] > first]
    last = min(later, default=len(starts) + 1) - 1
    lines = _LINE_END.split(text)
    closing = (row for row in range(first, last) if lines[row].startswith(("...", "---")))
    last = end = next(closing, last)
    while not lines[end - 1].strip() or lines[end - 1].startswith("#"):
        end -= 1
    for row in dict.fromkeys((end, last)):
        yield starts[row] if row < len(starts) else len(text)


def _added(text: str, place: int, lines: list[str]) -> str:
    """The text with these lines put in, after a blank one, with the line ends that the text has."""
    ends = _LINE_END.findall(text)
    newline = max(("\n", "\r\n", "\r"), key=ends.count)
    before, rest = text[:place], text[place:]
    opening = "" if before.endswith(("\n", "\r")) else newline
    blank = "" if before.endswith(newline * 2) else newline
    return before + opening + blank + newline.join(lines) + newline + rest


def _indented(lines: list[str], questions: MapNode) -> list[str]:
    """The lines with the indentation of the last question of the file."""
    last = list(questions.entries.values())[-1]
    id_column = last.key.place[1] - 1
    keys = last.value
    step = id_column
    if isinstance(keys, MapNode) and not keys.flow:
        step = next(iter(keys.entries.values())).key.place[1] - 1 - id_column
    moved = []
    item: tuple[int, int] | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if item is not None and indent <= item[0] and line:
            item = None
        column = id_column + (indent // _STEP - 1) * step if item is None else item[1] + indent - item[0]
        if line.lstrip().startswith("- "):
            # What belongs to an item of a list stands behind its "- ", whatever the step.
            item = indent, column
        moved.append(_aligned(" " * column + line.lstrip(), line, id_column + 2 * step - 3 * _STEP))
    return moved


def _aligned(moved: str, line: str, shift: int) -> str:
    """A line that was moved, the comment behind it as far to the right as the others are."""
    match = _COMMENTED.fullmatch(moved)
    if match is None or len(moved) == len(line):
        return moved.rstrip()
    column = line.index(match["comment"]) + shift
    return f"{match['text']:<{max(column, len(match['text']) + 1)}}{match['comment']}"


def write_whole(path: Path, content: bytes, before: bytes | None) -> None:
    """Put a file in place at once, its mode kept; ``before`` is what it held when it was read.

    Raises NotPlaced if it holds something else by now, and OSError if it cannot be written.
    """
    real = Path(os.path.realpath(path))
    beside = real.with_name(f".{real.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if before is not None:
            beside.chmod(stat.S_IMODE(real.stat().st_mode))
        if (real.read_bytes() if real.exists() else None) != before:
            raise NotPlaced("it was changed meanwhile: try again")
        beside.replace(real)
    finally:
        beside.unlink(missing_ok=True)
