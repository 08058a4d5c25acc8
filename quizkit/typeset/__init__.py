"""Markdown with ``$…$`` and ``$$…$$`` set for terminals, for reading aloud, and for browsers.

Prompts, hints, solutions and remarks are Markdown; this room shows them. ``terminal`` gives styled
lines in which formulas are drawn, ``plain`` text with every formula in one row, ``html`` a fragment with
MathML; ``standalone`` makes a page of fragments. None of them raises, whatever the text; none lets a
control character or raw HTML through. ``unread`` names what an author's formulas hold that cannot be shown
properly.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quizkit.mathlang.glyphs import ASCII, UNICODE, Glyphs
from quizkit.typeset.spans import Line, Span, Style, text
from quizkit.typeset.standalone import standalone

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

__all__ = [
    "ASCII",
    "UNICODE",
    "Glyphs",
    "Line",
    "Span",
    "Style",
    "html",
    "plain",
    "standalone",
    "terminal",
    "text",
    "unread",
]


known_lines: dict[tuple[str, int], tuple[Line, ...]] = {}
"""Texts that were set before, by text and width; a shell that kept them puts them here."""


def terminal(markdown: str, width: int, *, glyphs: Glyphs = UNICODE) -> tuple[Line, ...]:
    """The text as styled lines no wider than ``width``, with formulas drawn in two dimensions."""
    if glyphs is UNICODE and (markdown, width) in known_lines:
        return known_lines[markdown, width]
    if not markdown:
        return ()
    from quizkit.typeset import page, source

    return page.Page(glyphs, pictures=True, width=width).blocks(source.tree(markdown).children)


def plain(markdown: str, width: int, *, glyphs: Glyphs = UNICODE) -> str:
    """The text alone, with every formula in one row and nothing drawn."""
    from quizkit.typeset import page, source

    return text(page.Page(glyphs, pictures=False, width=width).blocks(source.tree(markdown).children))


def html(markdown: str) -> str:
    """The text as an HTML fragment with MathML."""
    from quizkit.typeset import webpage

    return webpage.page(markdown)


def unread(markdown: str) -> tuple[str, ...]:
    """What the formulas of a text hold that cannot be read: unknown commands, brackets left open."""
    from quizkit.typeset import latex, source

    found = (fault for formula in _formulas(source.tree(markdown)) for fault in latex.read(formula).unread)
    return tuple(dict.fromkeys(found))


def _formulas(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type.startswith("math_"):
        yield node.content.strip()
    for child in node.children:
        yield from _formulas(child)
