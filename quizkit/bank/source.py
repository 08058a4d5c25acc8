"""What does a bank file say, as YAML? The one door to PyYAML.

PyYAML is asked for events only, and the tree is built here, so that every text keeps its place and the
author's own spelling: no ``no`` becomes False, no ``0.1`` becomes a float, no tag makes an object, and of
two equal keys none is dropped in silence. All work is counted: bytes, nodes, depth, aliases and what
they stand for. A file that breaks a rule yields findings, never an exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from quizkit.bank.files import Source, place_at
from quizkit.bank.findings import WHOLE_FILE, Findings, Place
from quizkit.bank.misreadings import BRACES, latex_escape, misread, split_at_comma
from quizkit.bank.origins import Style
from quizkit.bank.tree import (
    Entry,
    ListNode,
    MapNode,
    Node,
    TextNode,
    contents,
    found,
)
from quizkit.errors import quoted

MAX_NODES = 200_000
"""Of the whole tree, each alias counted with all it stands for."""
MAX_DEPTH = 30
MAX_CHARACTERS = 100_000
"""Of one text."""
MAX_ALIASES = 100

_STYLES: dict[str | None, Style] = {
    None: "plain",
    "": "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}


_SHOWN = 5
"""How many keys that stand twice are named."""


class Mark(Protocol):
    """Where PyYAML saw something; its two readers have classes of their own for this."""

    @property
    def line(self) -> int:
        """The line, from 0."""

    @property
    def column(self) -> int:
        """The column, from 0."""

    @property
    def index(self) -> int:
        """The offset into the text."""


_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(source: Source, findings: Findings) -> Node | None:
    """The tree of a file; None if there is none. What is wrong with it goes to the findings."""
    builder = _Builder(source, findings)
    try:
        for event in _events(source.text):
            if not builder.take(event):
                return None
    except yaml.MarkedYAMLError as failure:
        place = _place(failure.problem_mark)
        context = _place(failure.context_mark) if failure.context_mark else None
        mistake = misread(f"{failure.context or ''}: {failure.problem or ''}", place, context, source.lines)
        findings.add(*mistake)
        builder.tell_rest()
        return None
    return builder.root


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
    return events


def _doubled(outer: Place, node: MapNode) -> bool:
    """Whether the mapping opens directly behind the brace of the one around it: {{."""
    return node.flow and node.place == (outer[0], outer[1] + 1)


def _place(mark: Mark | None) -> Place:
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def _offset(mark: Mark | None) -> int:
    return 0 if mark is None else mark.index


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    event: yaml.CollectionStartEvent
    place: Place
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: TextNode | None = None
    key_due: bool = True
    doubled: list[TextNode] = field(default_factory=list)
    """Keys that stand twice, one directly after the other."""
    size: int = 1


class _Builder:
    """Events → tree, within the limits."""

    def __init__(self, source: Source, findings: Findings) -> None:
        self.source = source
        self.findings = findings
        self.root: Node | None = None
        self.frames: list[_Frame] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.aliases = 0
        self.documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False if the rest is not worth reading."""
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._add("QK118", event, "a second YAML document begins here", "give it its own file")
                    return False
            case yaml.AliasEvent():
                return self._alias(event)
            case yaml.ScalarEvent():
                self._refuse_tag(event)
                raw = self.source.text[_offset(event.start_mark) : _offset(event.end_mark)]
                style = _STYLES[event.style]
                if len(raw) > MAX_CHARACTERS:
                    self._add("QK105", event, f"a text of more than {MAX_CHARACTERS:,} characters")
                    return False
                node = TextNode(event.value, style, _place(event.start_mark), raw)
                if style == "double" and (escape := latex_escape(raw)) is not None:
                    offset, message, fix = escape
                    place = place_at(self.source.text, _offset(event.start_mark) + offset)
                    self.findings.add("QK122", place, message, fix)
                return self._place_node(node, event.anchor, 1)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._refuse_tag(event)
                self.frames.append(_Frame(event, _place(event.start_mark), event.anchor))
                if len(self.frames) > MAX_DEPTH:
                    self._add("QK105", event, f"more than {MAX_DEPTH} levels of lists and mappings")
                    return False
            case yaml.SequenceEndEvent():
                frame = self.frames.pop()
                items = ListNode(tuple(frame.items), frame.place, bool(frame.event.flow_style))
                return self._place_node(items, frame.anchor, frame.size)
            case yaml.MappingEndEvent():
                frame = self.frames.pop()
                self._tell_doubled(frame)
                mapping = MapNode(frame.entries, frame.place, bool(frame.event.flow_style))
                split = split_at_comma(mapping)
                if split is not None:
                    self.findings.add(*split)
                return self._place_node(mapping, frame.anchor, frame.size)
        return True

    def tell_rest(self) -> None:
        """Tell what was held back of mappings that end nowhere."""
        for frame in self.frames:
            self._tell_doubled(frame)

    def _place_node(self, node: Node, anchor: str | None, size: int, place: Place | None = None) -> bool:
        """Hang a finished node where it belongs; False if that makes too many."""
        if anchor is not None:
            self.anchors[anchor] = (node, size)
        if not self.frames:
            self.root = node
            return True
        frame = self.frames[-1]
        frame.size += size
        if frame.size > MAX_NODES:
            self.findings.add(
                "QK117" if self.aliases else "QK105",
                place or node.place,
                f"with its aliases the file has more than {MAX_NODES:,} values"
                if self.aliases
                else f"more than {MAX_NODES:,} values in one file",
            )
            return False
        if isinstance(frame.event, yaml.SequenceStartEvent):
            frame.items.append(node)
        elif frame.key_due:
            frame.key_due = False
            frame.key = self._key(node)
        else:
            frame.key_due = True
            self._enter(frame, node)
        return True

    def _key(self, node: Node) -> TextNode | None:
        """The node as a key; None, with a finding, if it cannot be one."""
        if isinstance(node, TextNode):
            if not node.is_nothing:
                return node
            self.findings.add("QK115", node.place, "a key is missing before ':'")
        elif isinstance(node, MapNode) and _doubled(self.frames[-1].place, node):
            self.findings.add("QK110", self.frames[-1].place, *BRACES)
        else:
            self.findings.add("QK115", node.place, "a key must be text, not a list or a mapping")
        return None

    def _enter(self, frame: _Frame, value: Node) -> None:
        key = frame.key
        if key is None:
            return
        if key.text == "<<" and key.style == "plain":
            self.findings.add(
                "QK117",
                key.place,
                "'<<' merges are not read",
                "share values with 'defaults:' or 'settings:'",
            )
        elif key.text in frame.entries:
            frame.doubled.append(key)
            first = frame.entries[key.text]
            if isinstance(first.value, TextNode) and first.value.is_nothing:
                # Of a line that was doubled the second has the value.
                frame.entries[key.text] = Entry(first.key, value)
        else:
            self._tell_doubled(frame)
            frame.entries[key.text] = Entry(key, value)

    def _tell_doubled(self, frame: _Frame) -> None:
        """Tell the keys that stood twice since the last that did not: of several, one line above is lost."""
        keys, frame.doubled = frame.doubled, []
        together = len({key.text for key in keys}) > 1
        for key in keys[:1] if together else keys:
            first = frame.entries[key.text].key.place
            message = f"the key {quoted(key.text)} stands twice: first in line {first[0]}"
            fix = "keep one of the two"
            if together:
                named = ", ".join(quoted(other.text) for other in keys[1:_SHOWN])
                message += (
                    f"; so {'do' if len(keys) > 2 else 'does'} {named}{', …' if len(keys) > _SHOWN else ''}"
                )
                fix = "is a line missing above, such as the id that they belong to?"
            self.findings.add("QK114", key.place, message, fix)

    def _alias(self, event: yaml.AliasEvent) -> bool:
        name = event.anchor or ""
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self._add("QK117", event, f"more than {MAX_ALIASES} aliases in one file")
            return False
        if any(frame.anchor == name for frame in self.frames):
            self._add("QK117", event, f"the alias {quoted('*' + name)} stands within what it names")
            return False
        if name not in self.anchors:
            self._add(
                "QK109",
                event,
                f"{quoted('*' + name)} is an alias to YAML, and nothing is named {quoted('&' + name)}",
                "put the text in quotes",
            )
            return self._place_node(TextNode("", "plain", _place(event.start_mark), ""), None, 1)
        node, size = self.anchors[name]
        return self._place_node(node, None, size, _place(event.start_mark))

    def _refuse_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is None:
            return
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        self._add(
            "QK116",
            event,
            f"the tag {quoted(shown)}: a bank holds text, numbers, lists and mappings only",
            "delete the tag, or put the text in quotes if '!' belongs to it",
        )

    def _add(self, code: str, event: yaml.Event, message: str, fix: str = "") -> None:
        self.findings.add(code, _place(event.start_mark), message, fix)


def root_of(source: Source, findings: Findings, what: str) -> MapNode | None:
    """The mapping that a file is; None, with findings, if it is none. ``what`` is what it should hold."""
    root = compose(source, findings)
    if isinstance(root, MapNode):
        return root
    if not findings.problems:
        if root is None or (isinstance(root, TextNode) and root.is_nothing):
            findings.add("QK104", WHOLE_FILE, f"the file is empty: it holds no {what}")
        else:
            message = f"expected a mapping of keys to values, found {found(contents(root))}"
            findings.add("QK106", root.place, message)
    return None
