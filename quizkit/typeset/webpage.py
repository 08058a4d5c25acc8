r"""What does a Markdown text look like as HTML?

Text is escaped, raw HTML of the source never passes through, formulas become MathML through
latex2mathml. That library copies text into its output unescaped and obeys ``\href``; so its element
tree is written out here, with known elements and attributes only.
"""

from __future__ import annotations

import html as escapes
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from quizkit.mathlang import drawing
from quizkit.mathlang.glyphs import UNICODE
from quizkit.typeset import latex
from quizkit.typeset.source import reader

if TYPE_CHECKING:
    from markdown_it.token import Token


def _words(text: str) -> list[str]:
    return text.split()


_UPRIGHT = re.compile(r"\\mathrm\{([A-Za-z]{2,})\}")
_ELEMENTS = frozenset(
    _words(
        "math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mtable mtr mtd mover munder "
        "munderover mstyle mpadded mphantom menclose"
    )
)
_ATTRIBUTES = frozenset(
    _words(
        "xmlns display stretchy fence form columnalign rowspacing columnspacing displaystyle scriptlevel "
        "mathvariant accent accentunder linethickness width height depth lspace rspace minsize maxsize "
        "separator movablelimits symmetric largeop columnlines rowlines notation"
    )
)
_DISPLAYS: Mapping[str, bool] = MappingProxyType(
    {"math_inline": False, "math_inline_double": True, "math_block": True}
)


def page(markdown: str) -> str:
    """The text as an HTML fragment."""
    own = reader()
    tokens = own.parse(markdown)
    written = [_written(token) for token in tokens]
    return str(own.renderer.render(written, own.options, {}))


def mathml(source: str, *, display: bool) -> str:
    """A formula as MathML; as text where latex2mathml cannot read it."""
    formula = latex.read(source)
    element = None if formula.unread else _converted(source, display=display)
    if element is None:
        shown = escapes.escape(drawing.flat(formula.mark, glyphs=UNICODE))
        return f'<span class="math">{shown}</span>'
    return _serialised(element)


def _converted(source: str, *, display: bool) -> Element | None:
    """latex2mathml's element tree, or None where it gives up."""
    from latex2mathml import exceptions
    from latex2mathml.converter import convert_to_element

    own = [error for error in vars(exceptions).values() if isinstance(error, type)]
    # It has no common error, and meets odd input with those of Python.
    python = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
    failures: tuple[type[BaseException], ...] = (*own, *python)
    # The library sets an upright word letter by letter, and reads it aloud so.
    words = _UPRIGHT.sub(r"\\text{\1}", source)
    try:
        element = convert_to_element(words, display="block" if display else "inline")
    except failures:
        return None
    return element if isinstance(element, Element) else None


def _serialised(element: Element) -> str:
    tag = element.tag if element.tag in _ELEMENTS else "mrow"
    attributes = "".join(
        f' {name}="{escapes.escape(value)}"' for name, value in element.attrib.items() if name in _ATTRIBUTES
    )
    # The library's texts hold entities: they are resolved, then what is markup is escaped.
    text = UNICODE.text(escapes.unescape(element.text or "").lstrip("\\"))
    inside = escapes.escape(text) + "".join(map(_serialised, element))
    return f"<{tag}{attributes}>{inside}</{tag}>"


def _written(token: Token) -> Token:
    """A token with safe text, and with its formula set."""
    if token.children:
        token.children = [_written(child) for child in token.children]
    if token.type in _DISPLAYS:
        token.content = mathml(token.content.strip(), display=_DISPLAYS[token.type])
        token.type = "html_inline" if token.type == "math_inline" else "html_block"
    elif token.type in {"text", "code_inline", "fence", "code_block"}:
        token.content = "\n".join(UNICODE.text(line) for line in token.content.expandtabs(4).split("\n"))
    return token


__all__: Sequence[str] = ("mathml", "page")
