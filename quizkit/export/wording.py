r"""What does a Markdown text look like as HTML for programs that set TeX themselves?

Moodle's filters and Anki both hand ``\(…\)`` and ``\[…\]`` to MathJax; MathML does not survive Moodle's
editors. So formulas stay the TeX that the author wrote. Raw HTML of the source never passes through.
"""

from __future__ import annotations

import html as escapes
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from quizkit import typeset
from quizkit.mathlang.glyphs import UNICODE
from quizkit.typeset.source import reader

if TYPE_CHECKING:
    from markdown_it.token import Token

_BRACKETS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "math_inline": (r"\(", r"\)"),
        "math_inline_double": (r"\[", r"\]"),
        "math_block": (r"\[", r"\]"),
    }
)
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
_WIDE = 10_000


def web(markdown: str) -> str:
    r"""The text as an HTML fragment, with formulas as ``\(…\)`` and ``\[…\]``."""
    own = reader()
    tokens = [_written(token) for token in own.parse(markdown)]
    return str(own.renderer.render(tokens, own.options, {})).strip()


def web_line(markdown: str) -> str:
    """The same without the paragraph around it, where the text is but one."""
    fragment = web(markdown)
    only = _ONE_PARAGRAPH.fullmatch(fragment)
    return only[1] if only else fragment


def one_line(markdown: str) -> str:
    """The text alone, in one line: for names and headings."""
    return " ".join(typeset.plain(markdown, _WIDE).split())


def escaped(text: str) -> str:
    """Plain text as HTML."""
    return escapes.escape(UNICODE.text(text))


def _written(token: Token) -> Token:
    """A token with safe text, and with its formula between brackets."""
    if token.children:
        token.children = [_written(child) for child in token.children]
    if token.type in _BRACKETS:
        left, right = _BRACKETS[token.type]
        formula = " ".join(UNICODE.text(line) for line in token.content.strip().split("\n"))
        token.content = f"{left}{escapes.escape(formula, quote=False)}{right}"
        if token.type == "math_block":
            token.content = f"<p>{token.content}</p>\n"
        token.type = "html_inline" if token.type == "math_inline" else "html_block"
    elif token.type in {"text", "code_inline", "fence", "code_block"}:
        token.content = "\n".join(UNICODE.text(line) for line in token.content.expandtabs(4).split("\n"))
    return token
