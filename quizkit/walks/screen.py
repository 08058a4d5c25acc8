"""What does a walk look like on a screen of characters, and as Markdown?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from quizkit import typeset
from quizkit.mathlang.glyphs import UNICODE, Glyphs
from quizkit.typeset import Line, Span
from quizkit.walks.numerals import array_lines, columns_lines
from quizkit.walks.parity import Parity
from quizkit.walks.pictures import grouped, picture, table
from quizkit.walks.sections import origin, sections
from quizkit.walks.walk import Array, Bars, Block, Columns, Plot, Prose, Walk

INDENT = 4
MARKDOWN_WIDTH = 76
"""Arrays and pictures in Markdown: a fence is drawn four columns in."""


def lines(
    walk: Walk,
    width: int,
    *,
    compared: Sequence[Parity] | None = None,
    parity: bool = True,
    formulas: bool = True,
    pictures: bool = True,
    tables: bool = False,
    glyphs: Glyphs = UNICODE,
) -> tuple[Line, ...]:
    """The walk as typeset lines no wider than asked, from 40 columns on, and from 60 with tables.

    ``formulas``: drawn in two dimensions, else in one row. ``pictures`` and ``tables``: in which form plots
    are shown; without either they are tables. ``compared`` None says that there is no PyTorch; ``parity``
    False leaves that section out.
    """
    shown: list[Line] = list(_text(f"# {walk.title}\n\n{origin(walk)}", width, formulas, glyphs))
    for section in sections(walk, compared, told=parity):
        shown += [(), *_text(f"## {section.heading}", width, formulas, glyphs)]
        for block in grouped(section.blocks):
            if isinstance(block, Prose):
                shown += [(), *_text(block.markdown, width, formulas, glyphs)]
                continue
            for body in _bodies(block, width - INDENT, glyphs, pictures=pictures, tables=tables):
                shown += [(), *(_indented(line) for line in body)]
    return tuple(shown)


def markdown(
    walk: Walk, *, compared: Sequence[Parity] | None = None, parity: bool = True, tables: bool = False
) -> str:
    """The walk as Markdown; arrays and pictures are blocks of code."""
    parts = [f"# {walk.title}", origin(walk)]
    for section in sections(walk, compared, told=parity):
        parts.append(f"## {section.heading}")
        for block in grouped(section.blocks):
            if isinstance(block, Prose):
                parts.append(block.markdown)
                continue
            bodies = _bodies(block, MARKDOWN_WIDTH, UNICODE, pictures=True, tables=tables)
            parts += ["\n".join(["```text", *body, "```"]) for body in bodies]
    return "\n\n".join(parts) + "\n"


def _bodies(
    block: Block | list[Array], width: int, glyphs: Glyphs, *, pictures: bool, tables: bool
) -> list[list[str]]:
    """The rows of text of what is no prose."""
    match block:
        case list():
            bodies = [array_lines(block, width)]
        case Array():
            bodies = [array_lines([block], width)]
        case Columns():
            bodies = [columns_lines(block, width)]
        case Plot() | Bars():
            bodies = [picture(block, width, glyphs=glyphs)] if pictures else []
            bodies += [table(block).lines(width, glyphs=glyphs)] if tables or not pictures else []
        case Prose():
            raise TypeError("prose is set as text")
        case _:
            assert_never(block)
    return [[glyphs.text(line) for line in body] for body in bodies]


def _text(markdown: str, width: int, formulas: bool, glyphs: Glyphs) -> tuple[Line, ...]:  # noqa: FBT001
    if formulas:
        return typeset.terminal(markdown, width, glyphs=glyphs)
    return tuple(
        (Span(line),) if line else () for line in typeset.plain(markdown, width, glyphs=glyphs).split("\n")
    )


def _indented(text: str) -> Line:
    return (Span(f"{' ' * INDENT}{text}".rstrip(), "code"),) if text.strip() else ()
