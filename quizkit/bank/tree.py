"""What stands in a YAML file, and where? The tree of a file, with the place of every character.

Places are (line, column), both from 1. Every text knows how it was written, so that an offset into a
formula or a template leads back to the very character in the file, through quotes, escapes, folded and
literal blocks. The tree is never changed; merging makes new mappings of old entries, and so every place
stays true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from quizkit.bank.findings import Place
from quizkit.bank.origins import Style, origins
from quizkit.errors import quoted

Path = tuple[str | int, ...]
"""Keys and list positions, outermost first."""

NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
"""Unquoted texts that stand for no value."""

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
"""What counts as a number when it stands without quotes."""


class Plain(str):
    """A text written without quotes, which may stand for a number, for true or for false."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TextNode:
    """A text, number, or anything else that is neither a list nor a mapping."""

    text: str
    style: Style
    place: Place
    raw: str
    """As written in the file, with quotes or block mark."""

    @property
    def is_nothing(self) -> bool:
        """Whether it stands for no value."""
        return self.style == "plain" and self.text in NOTHING

    def at(self, offset: int) -> Place:
        """Where in the file the character at this offset of the text stands."""
        if self.is_nothing:
            return self.place
        starts = origins(self.text, self.raw, self.style)
        origin = starts[-1] + 1 if starts else 0
        if offset < len(starts):
            origin = starts[max(offset, 0)]
        before = self.raw[:origin]
        newline = before.rfind("\n")
        if newline < 0:
            return self.place[0], self.place[1] + origin
        return self.place[0] + before.count("\n"), origin - newline


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list. ``flow``: written between brackets."""

    items: tuple[Node, ...]
    place: Place
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping, and its value."""

    key: TextNode
    value: Node


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, its entries by key in file order. ``flow``: written between braces."""

    entries: Mapping[str, Entry]
    place: Place
    flow: bool = False

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value

    def without(self, *keys: str) -> MapNode:
        """The mapping less some keys."""
        kept = {key: entry for key, entry in self.entries.items() if key not in keys}
        return MapNode(kept, self.place, self.flow)

    def with_value(self, key: str, value: Node) -> MapNode:
        """The mapping with the value of one of its keys replaced."""
        entry = Entry(self.entries[key].key, value)
        return MapNode({**self.entries, key: entry}, self.place, self.flow)


Node = TextNode | ListNode | MapNode


def contents(node: Node) -> object:
    """The plain data of a node: dict, list, str, Plain, or None where nothing stands."""
    match node:
        case TextNode():
            if node.style != "plain":
                return node.text
            return None if node.is_nothing else Plain(node.text)
        case ListNode(items):
            return [contents(item) for item in items]
        case MapNode(entries):
            return {key: contents(entry.value) for key, entry in entries.items()}
        case _:
            assert_never(node)


def find(node: Node, path: Path) -> Node | None:
    """The node at the end of a path, or None if the path leads nowhere."""
    for step in path:
        match node:
            case MapNode(entries) if step in entries:
                node = entries[str(step)].value
            case ListNode(items) if isinstance(step, int) and step < len(items):
                node = items[step]
            case _:
                return None
    return node


def place_of(node: Node, path: Path) -> Place:
    """Where the value at the end of a path stands; if there is none, the last thing before it.

    Of a value that is a mapping or a list, or of nothing, the place is that of its key.
    """
    place = node.place
    for step in path:
        match node:
            case MapNode(entries) if step in entries:
                entry = entries[str(step)]
                node = entry.value
                shown = isinstance(node, TextNode) and not node.is_nothing
                place = node.place if shown else entry.key.place
            case ListNode(items) if isinstance(step, int) and step < len(items):
                node = items[step]
                place = node.place
            case _:
                return place
    return place


def key_place(node: Node, path: Path) -> Place:
    """Where the key at the end of a path stands; if there is none, the last thing before it."""
    parent = find(node, path[:-1])
    if isinstance(parent, MapNode) and path[-1] in parent.entries:
        return parent.entries[str(path[-1])].key.place
    return place_of(node, path)


def pruned(node: Node, path: Path) -> Node:
    """The tree without the entry at the end of a path; within a list, without the whole list."""
    while path and not isinstance(path[-1], str):
        path = path[:-1]
    if not path:
        return node
    first, *rest = path
    match node:
        case MapNode(entries) if first in entries:
            key = str(first)
            return (
                node.with_value(key, pruned(entries[key].value, tuple(rest))) if rest else node.without(key)
            )
        case ListNode(items) if isinstance(first, int) and first < len(items):
            replaced = pruned(items[first], tuple(rest))
            return ListNode((*items[:first], replaced, *items[first + 1 :]), node.place, node.flow)
        case _:
            return node


def nothings(node: Node, path: Path = ()) -> Iterator[Path]:
    """Where nothing stands: after a key, or as an item of a list."""
    match node:
        case TextNode():
            if node.is_nothing:
                yield path
        case ListNode(items):
            for index, item in enumerate(items):
                yield from nothings(item, (*path, index))
        case MapNode(entries):
            for key, entry in entries.items():
                yield from nothings(entry.value, (*path, key))
        case _:
            assert_never(node)


def formula_text(node: Node) -> str:
    """The formula a node stands for: its text, or of a list the bracket of its items."""
    match node:
        case TextNode(text):
            return text
        case ListNode(items):
            return bracketed([formula_text(item) for item in items])
        case MapNode():
            return ""
        case _:
            assert_never(node)


def bracketed(items: Sequence[str]) -> str:
    """``[a, b]``: how a list of formulas is one formula."""
    return f"[{', '.join(items)}]"


def place_in(node: Node, offset: int) -> Place:
    """Where in the file the character at this offset of ``formula_text(node)`` stands."""
    match node:
        case TextNode():
            return node.at(offset)
        case ListNode(items):
            start = 1
            for item in items:
                length = len(formula_text(item))
                if offset <= start + length:
                    return place_in(item, max(0, offset - start))
                start += length + 2
            return place_in(items[-1], offset) if items else node.place
        case MapNode():
            return node.place
        case _:
            assert_never(node)


def nodes_of(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    match node:
        case TextNode():
            return
        case ListNode(items):
            for item in items:
                yield from nodes_of(item)
        case MapNode(entries):
            for entry in entries.values():
                yield from nodes_of(entry.value)
        case _:
            assert_never(node)


def found(value: object) -> str:
    """What a value is, in the words of the file: ``a mapping``, ``7``, ``the text '7'``, ``nothing``."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case Plain() if value in {"true", "false"}:
            return str(value)
        case Plain() if NUMBER.fullmatch(value):
            return str(value[:20])
        case str() if not isinstance(value, Plain) and (
            value in {"true", "false"} or NUMBER.fullmatch(value)
        ):
            return f"the text {quoted(value)}"
        case _:
            return quoted(str(value))
