"""What does a Markdown text consist of?

CommonMark with tables and dollar mathematics, read by markdown-it. Raw HTML is text like any other. The
tree is markdown-it's own; nothing else of that library is seen outside this module and ``webpage``.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode


@functools.cache
def reader() -> MarkdownIt:
    """The Markdown reader. Imported at the first text, not at start-up."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return markdown.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )


def tree(markdown: str) -> SyntaxTreeNode:
    """The text as a tree of blocks and what is in them."""
    from markdown_it.tree import SyntaxTreeNode

    return SyntaxTreeNode(reader().parse(markdown))
