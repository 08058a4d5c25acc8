"""What does a settings file say? Each setting that can be read, and every fault at its place.

What cannot be read is left as it was and told: a slip in this file keeps nobody from practising. PyYAML is
imported only where there is a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from quizkit.errors import did_you_mean, printable, quoted
from quizkit.settings.wishes import DEFAULTS, KEYS, SETTINGS, Settings

if TYPE_CHECKING:
    from quizkit.bank.tree import Entry, Node

_NEVER = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+j": "a new line"}
"""Keys that terminals send for others."""
_KEY = re.compile(
    r"(?:(?:ctrl|alt|shift)\+)*(?:[!-~]|f[1-9]|f1[0-9]|f2[0-4]|enter|escape|tab|space|backspace|delete|insert"
    r"|home|end|page(?:up|down)|up|down|left|right|slash|question_mark)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in the file that cannot be read: where, what was expected, what was found."""

    file: str
    line: int
    column: int
    message: str
    source: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.message}"

    def drawn(self) -> str:
        """The message with its line and a caret below it."""
        if not self.source.strip() or not self.line:
            return str(self)
        indent = len(self.source) - len(self.source.lstrip())
        text = printable(self.source.strip(), 100)
        return f"{self}\n    {text}\n    {' ' * max(0, min(self.column - 1 - indent, len(text)))}^"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a settings file came to."""

    settings: Settings = DEFAULTS
    named: frozenset[str] = frozenset()
    """The settings that the file has a say in."""
    faults: tuple[Fault, ...] = ()


def read_settings(path: Path) -> Reading:
    """The settings of a file; where there is none, or nothing in it, the defaults. Never raises."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Reading()
    except OSError as failure:
        why = (failure.strerror or "failure").lower()
        return Reading(faults=(Fault(file=_shown(path), line=0, column=0, message=f"cannot be read: {why}"),))
    return settings_of(content, _shown(path))


def settings_of(content: bytes, name: str) -> Reading:
    """The settings that a file of this content and name holds."""
    from quizkit.bank.files import Source, decode
    from quizkit.bank.findings import Findings
    from quizkit.bank.source import compose
    from quizkit.bank.tree import MapNode, TextNode

    source = decode(content, name)
    findings = source if isinstance(source, Findings) else Findings(name, source.lines)
    root = compose(source, findings) if isinstance(source, Source) else None
    faults = [
        Fault(
            file=name,
            line=each.line,
            column=each.column,
            message="; ".join(filter(None, (each.message, each.fix))),
            source=each.source,
        )
        for each in findings.problems
    ]
    if isinstance(source, Findings) or root is None or (isinstance(root, TextNode) and root.is_nothing):
        return Reading(faults=tuple(faults))
    reader = _Reader(name, source.lines, faults)
    if not isinstance(root, MapNode):
        reader.refuse(root, "expected settings such as 'theme: light', one in a line")
        return Reading(faults=tuple(reader.faults))
    found = reader.mapping(root.entries)
    return Reading(replace(DEFAULTS, **found), frozenset(found), tuple(reader.faults))


@dataclass(slots=True)
class _Reader:
    """One reading of one file."""

    name: str
    lines: tuple[str, ...]
    faults: list[Fault]

    def refuse(self, node: Node, message: str) -> None:
        """Note what is wrong at a place."""
        line, column = node.place
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        self.faults.append(Fault(file=self.name, line=line, column=column, message=message, source=source))

    def mapping(self, entries: Mapping[str, Entry]) -> dict[str, Any]:
        """The settings that can be read, by name."""
        from quizkit.bank.tree import MapNode, TextNode

        found: dict[str, Any] = {}
        for name, entry in entries.items():
            if name == "keys":
                if isinstance(entry.value, MapNode):
                    found["keys"] = MappingProxyType(self.keys(entry.value.entries))
                elif not (isinstance(entry.value, TextNode) and entry.value.is_nothing):
                    self.refuse(entry.value, "expected a key for each id, such as 'hint: f9', further in")
            elif name not in SETTINGS:
                self.refuse(entry.key, f"no setting {quoted(name)}{_near(name, (*SETTINGS, 'keys'))}")
            elif not isinstance(entry.value, TextNode):
                self.refuse(
                    entry.value, f"{name}: expected {SETTINGS[name].expected}, found a list or a mapping"
                )
            elif not entry.value.is_nothing:
                try:
                    found[name] = SETTINGS[name].read(entry.value.text.strip())
                except ValueError as refusal:
                    hint = str(refusal) if str(refusal).startswith(";") else ""
                    expected = f"{name}: expected {SETTINGS[name].expected}"
                    self.refuse(entry.value, f"{expected}, found {quoted(entry.value.text)}{hint}")
        return found

    def keys(self, entries: Mapping[str, Entry]) -> dict[str, str]:
        """Keys by ids, no key for two of them."""
        from quizkit.bank.tree import TextNode

        found: dict[str, str] = {}
        taken: dict[str, str] = {}
        for name, entry in entries.items():
            if name not in KEYS:
                self.refuse(entry.key, f"no key {quoted(name)}{_near(name, KEYS)}")
                continue
            if not isinstance(entry.value, TextNode):
                self.refuse(entry.value, "expected a key such as f9 or ctrl+g")
                continue
            keys = [key.strip() for key in re.split(r",(?=.)", entry.value.text.strip())]
            wrong = next((why for key in keys if (why := _wrong(key, taken, name))), "")
            if wrong:
                self.refuse(entry.value, wrong)
                continue
            taken |= dict.fromkeys(keys, name)
            found[name] = ",".join(keys)
        return found


def _wrong(key: str, taken: Mapping[str, str], name: str) -> str:
    """Why a key cannot be used; nothing if it can."""
    if key in _NEVER:
        return f"terminals send {_NEVER[key]} for {key}; choose another key"
    if not _KEY.fullmatch(key):
        return f"expected a key such as f9, ctrl+g or x, found {quoted(key)}"
    if taken.get(key, name) != name:
        return f"{quoted(key)} is the key of {taken[key]!r} already"
    return ""


def _near(word: str, known: Iterable[str]) -> str:
    return did_you_mean(word, known) or f"; there are {', '.join(known)}"


def _shown(path: Path) -> str:
    return printable(str(path), 1000)
