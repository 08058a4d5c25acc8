"""What does a typeset line consist of?

A line is a sequence of spans, a span is text in one style. Shells decide what a style looks like on
their screen; here it is only named. The text of a span is safe to print: no control characters.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from quizkit.mathlang.glyphs import cells

Style = Literal["plain", "strong", "emphasis", "code", "math", "heading", "quote"]


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one style."""

    text: str
    style: Style = "plain"


Line = tuple[Span, ...]
"""One row of the screen; the empty line has no spans."""


def joined(spans: Iterable[Span]) -> Line:
    """A line with neighbours of one style made one, and no spaces at its end."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].style == span.style:
            merged[-1] = Span(merged[-1].text + span.text, span.style)
        elif span.text:
            merged.append(span)
    while merged and not (text := merged[-1].text.rstrip(" ")):
        merged.pop()
    if merged:
        merged[-1] = Span(text, merged[-1].style)
    return tuple(merged)


def indented(lines: Iterable[Line], prefix: Span, first: Span | None = None) -> tuple[Line, ...]:
    """Lines behind a prefix; the first one behind another, if given."""
    prefixes = itertools.chain([first or prefix], itertools.repeat(prefix))
    return tuple(joined((before, *line)) for before, line in zip(prefixes, lines, strict=False))


def width(line: Line) -> int:
    """The number of terminal columns of a line."""
    return sum(cells(span.text) for span in line)


def text(lines: Sequence[Line]) -> str:
    """The text of lines, without their styles."""
    return "\n".join("".join(span.text for span in line) for line in lines)
