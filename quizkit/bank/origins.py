"""Where in the file does each character of a text come from? Quotes, escapes and folded lines undone.

YAML says where a text begins and ends, not where its middle is. So the text and its spelling are read side
by side, and whatever the spelling has more of (indentation, doubled quotes, the breaks of folded lines) is
passed over.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Literal, assert_never

Style = Literal["plain", "single", "double", "literal", "folded"]
"""How a text was written: without quotes, in ' or in ", or as a block after | or >."""


@functools.lru_cache(maxsize=64)
def origins(text: str, raw: str, style: Style) -> tuple[int, ...]:
    """For each character of a text its offset in ``raw``, the text as written."""
    match style:
        case "plain":
            return tuple(_flowed(text, raw, 0, escape=""))
        case "single":
            return tuple(_flowed(text, raw, 1, escape="'"))
        case "double":
            return tuple(_flowed(text, raw, 1, escape="\\"))
        case "literal" | "folded":
            return tuple(_block(text, raw, folded=style == "folded"))
        case _:
            assert_never(style)


def _flowed(text: str, raw: str, start: int, *, escape: str) -> list[int]:
    """Origins in a text without a block mark: lines are folded, quotes or escapes undone."""
    origins: list[int] = []
    at = start
    for character in text:
        if character not in " \n":
            at = _skip_blank(raw, at)
            if escape == "\\" and raw.startswith("\\\n", at):
                at = _skip_blank(raw, at + 1)
        elif character == "\n" and not raw.startswith("\\n", at):
            at = max(raw.find("\n", at), at)
        origins.append(at)
        if escape == "'" and raw.startswith("''", at):
            at += 2
        elif escape == "\\" and raw.startswith("\\", at):
            at += {"x": 4, "u": 6, "U": 10}.get(raw[at + 1 : at + 2], 2)
        else:
            at += 1
    return origins


def _skip_blank(raw: str, at: int) -> int:
    while at < len(raw) and raw[at] in " \t\n":
        at += 1
    return at


def _block(text: str, raw: str, *, folded: bool) -> list[int]:
    """Origins in a block after | or >: each line stands behind its indentation."""
    header, _, body = raw.partition("\n")
    lines = body.split("\n")
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")]
    digits = re.search(r"\d", header)
    # An explicit digit counts from the parent's indentation, which the block itself does not show;
    # the least indented line comes nearest to it.
    indent = (min(indents) if digits else indents[0]) if indents else 0
    origins: list[int] = []
    starts: list[int] = []
    offset = len(header) + 1
    for line in lines:
        starts.append(offset + min(indent, len(line)))
        offset += len(line) + 1
    flat = [
        (start + i, character)
        for start, line in zip(starts, lines, strict=True)
        for i, character in enumerate(line[min(indent, len(line)) :] + "\n")
    ]
    at = 0
    for character in text:
        if folded:
            at = _fold(flat, at, character)
        origins.append(flat[min(at, len(flat) - 1)][0])
        at += 1
    return origins


def _fold(flat: Sequence[tuple[int, str]], at: int, character: str) -> int:
    """The position in a folded block at which this character stands."""
    while at < len(flat):
        here = flat[at][1]
        if here == character or (character == " " and here == "\n"):
            return at
        at += 1
    return at
