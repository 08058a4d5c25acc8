r"""What does a Markdown text look like as HTML?

Text is escaped, raw HTML of the source never passes through, formulas become MathML through
latex2mathml. That library copies text into its output unescaped and obeys ``\href``; so its element
tree is written out here, with known elements and attributes only. Pictures are named and never fetched.
What may be wider than a page, displayed formulas and tables, stands in a box of class ``scroll``.
"""

from __future__ import annotations

import html as escapes
import re
from collections.abc import Iterator, Mapping, Sequence
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
_ROWS = frozenset(_words("math mrow mtd mstyle msqrt"))
"""Elements whose children stand beside each other."""
_WORD = re.compile(r"[A-Za-z]{2,}")
_LETTERS = frozenset("∂∇")
"""Signs that the library sets as operators, with spaces around them."""
_CAPITALS = frozenset("ΓΔΘΛΞΠΣΥΦΨΩ")
"""Letters that TeX sets upright, and MathML would slant."""
_SIGNS = frozenset("−-+±∓")
_BARS = frozenset("|‖∣∥")
_ENDS = re.compile(r"^ +| +$")
_NO_BREAK = "\N{NO-BREAK SPACE}"
"""MathML drops the plain spaces at the ends of a text."""
_CLOSING = frozenset(")]}|‖⟩⌋⌉!′∣∥⊤")
_RELATIONS = frozenset("<>=≤≥≠∼")
_TIGHT: Mapping[str, str] = MappingProxyType({"lspace": "0", "rspace": "0"})
_PREFIX: Mapping[str, str] = MappingProxyType({"form": "prefix"})
_THIN = '<mspace width="0.167em"></mspace>'
_DISPLAYS: Mapping[str, bool] = MappingProxyType(
    {"math_inline": False, "math_inline_double": True, "math_block": True}
)


def page(markdown: str) -> str:
    """The text as an HTML fragment."""
    own = reader()
    written = [piece for token in own.parse(markdown) for piece in _written(token)]
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
    words = _UPRIGHT.sub(r"\\text{\1}", source).replace("{aligned}", "{align*}")
    try:
        element = convert_to_element(words, display="block" if display else "inline")
    except failures:
        return None
    return element if isinstance(element, Element) else None


def _serialised(element: Element, further: Mapping[str, str] | None = None) -> str:
    tag = element.tag if element.tag in _ELEMENTS else "mrow"
    # The library's texts hold entities: they are resolved, then what is markup is escaped.
    text = UNICODE.text(escapes.unescape(element.text or "").lstrip("\\"))
    if tag == "mo" and _WORD.fullmatch(text):
        # As an operator, max would be set with the spaces of a plus.
        tag = "mi"
    if text == "~":
        tag, text = "mo", "∼"
    known = {name: str(value) for name, value in element.attrib.items() if name in _ATTRIBUTES}
    known |= further or {}
    if (tag == "mo" and text in _LETTERS) or (tag == "mi" and text in _CAPITALS):
        tag, known = "mi", {"mathvariant": "normal"}
    if tag == "mo" and text == "/":
        known |= {"lspace": "0.05em", "rspace": "0.05em"}
    if tag == "mo" and text in _BARS:
        # Bars do not grow but around a table, or where the author says so: they open and close alike.
        known = {"stretchy": "false"} | known
    attributes = "".join(f' {name}="{escapes.escape(value)}"' for name, value in known.items())
    if tag == "mtext":
        text = _ENDS.sub(lambda spaces: _NO_BREAK * len(spaces.group()), text)
    inside = escapes.escape(text)
    for before, child, after in zip((None, *element), element, (*element[1:], None), strict=False):
        inside += _THIN if tag in _ROWS and before is not None and _is_apart(before, child) else ""
        inside += _serialised(child, _form(before, child, after) if tag in _ROWS else None)
    return f"<{tag}{attributes}>{inside}</{tag}>"


def _form(before: Element | None, element: Element, after: Element | None) -> Mapping[str, str] | None:
    """How an operator is set among its neighbours: as a sign, without spaces, as tall as a table."""
    operator = escapes.unescape(element.text or "") if element.tag == "mo" else ""
    if operator in _BARS:
        if after is not None and after.tag == "mtable":
            return {"stretchy": "true", "form": "prefix"}
        closes = before is not None and before.tag == "mtable"
        return {"stretchy": "true", "form": "postfix"} if closes else None
    if before is None:
        return _TIGHT if operator in _RELATIONS else None
    behind = before.tag == "mo" and not _is_function(before)
    if operator in _SIGNS and behind and escapes.unescape(before.text or "") not in _CLOSING:
        return _PREFIX
    return None


def _is_apart(before: Element, after: Element) -> bool:
    """Whether a thin space belongs between two neighbours: beside a function's name, not at a bracket."""
    if _is_function(before):
        return not (after.tag == "mo" and not _is_function(after)) and not _begins_with_bracket(after)
    return _is_function(after) and before.tag not in {"mo", "mspace", "mtext"}


def _is_function(element: Element) -> bool:
    """Whether an element is the name of a function, also one with scripts: ``log``, ``max`` over i."""
    if element.tag in {"msub", "msup", "msubsup", "munder"} and len(element):
        return _is_function(element[0])
    return element.tag in {"mi", "mo"} and bool(_WORD.fullmatch(element.text or ""))


def _begins_with_bracket(element: Element) -> bool:
    """Whether the first sign of an element is a bracket or an operator."""
    if element.tag == "mrow" and len(element):
        return element[0].tag == "mo" and not _is_function(element[0])
    return element.tag == "mspace"


def _written(token: Token) -> Iterator[Token]:
    """A token with safe text, and with its formula set; a table in a box of its own."""
    if token.children:
        token.children = [piece for child in token.children for piece in _written(child)]
    if token.type in _DISPLAYS:
        inline, display = token.type != "math_block", _DISPLAYS[token.type]
        token.content = mathml(token.content.strip(), display=display)
        if display:
            box = "span" if inline else "div"
            token.content = f'<{box} class="scroll">{token.content}</{box}>'
        token.type = "html_inline" if inline else "html_block"
    elif token.type == "image":
        token.type, token.content = "text", f"[{UNICODE.text(token.content) or 'picture'}]"
    elif token.type in {"text", "code_inline", "fence", "code_block"}:
        token.content = "\n".join(UNICODE.text(line) for line in token.content.expandtabs(4).split("\n"))
    token.info = UNICODE.text(token.info)
    token.attrs = {
        name: UNICODE.text(value) if isinstance(value, str) else value for name, value in token.attrs.items()
    }
    if token.type == "table_open":
        yield _box('<div class="scroll">')
    yield token
    if token.type == "table_close":
        yield _box("</div>\n")


def _box(tag: str) -> Token:
    """A token that is written as it is."""
    from markdown_it.token import Token

    return Token("html_block", "", 0, content=tag)


__all__: Sequence[str] = ("mathml", "page")
