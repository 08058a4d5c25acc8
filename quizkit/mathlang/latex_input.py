r"""Which LaTeX commands are read, and which token does each stand for?

Most commands are only another spelling (``\cdot``, ``\le``, ``\sigma``, ``\mathrm{softmax}``) or lay the
formula out (``\left``, ``\,``): here they become one token or none, and the grammar never sees them.
Four are grammar, ``\frac``, ``\sqrt``, ``\begin`` and ``\end``: ``latex_forms`` reads those.
"""

from __future__ import annotations

import re

from quizkit.errors import Unreadable, did_you_mean, printable, quoted
from quizkit.mathlang.alphabet import GREEK, plain_name
from quizkit.mathlang.functions import FUNCTIONS, SPELLINGS

_SUBSCRIPT = r"(?:_(?:[0-9]+|[A-Za-z]|\{[A-Za-z0-9,]+\}))?"
_STYLED = (
    "mathrm|mathbf|mathit|mathsf|mathbb|mathcal|operatorname|textrm|textbf|textit|text|boldsymbol|bm|mbox"
)
_ACCENTED = "widehat|hat|overline|bar|widetilde|tilde|vec"

PIECE = "|".join(
    (
        rf"\\(?:{_STYLED})\*?\s*\{{[^{{}}]*\}}{_SUBSCRIPT}",
        rf"\\(?:{_ACCENTED})(?![A-Za-z])\s*(?:\{{\\?[A-Za-z]+\}}|[A-Za-z]){_SUBSCRIPT}",
        r"\\(?:begin|end)\s*\{[A-Za-z]+\*?\}",
        r"\\(?:left|right)\s*\.(?![0-9])",
        rf"\\[A-Za-z]+{_SUBSCRIPT}",
        r"\\.",
    )
)
"""The pattern of one command as the tokenizer cuts it, for a verbose regular expression."""

_WRAPPED = re.compile(
    rf"\\(?P<command>{_STYLED}|{_ACCENTED})(?![A-Za-z])\*?\s*(?:\{{\\?(?P<inside>[^{{}}]*)\}}|(?P<letter>[A-Za-z]))(?P<below>{_SUBSCRIPT})",
    re.VERBOSE,
)
_COMMAND = re.compile(rf"\\(?P<command>[A-Za-z]+)(?P<below>{_SUBSCRIPT})", re.VERBOSE)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*|[0-9]+")

_HATS = {
    "widehat": "hat",
    "hat": "hat",
    "overline": "bar",
    "bar": "bar",
    "widetilde": "tilde",
    "tilde": "tilde",
    "vec": "",
}
_LAYOUT = frozenset([
    "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr",
    "Biggl", "Biggr", "quad", "qquad", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits",
    "boxed", ",", ";", ":", "!", ">", " ", "\n",
])  # fmt: skip
_SIGNS = {
    "cdot": "·", "times": "*", "ast": "*", "odot": "*", "div": "/",
    "le": "<=", "leq": "<=", "leqslant": "<=", "lt": "<",
    "ge": ">=", "geq": ">=", "geqslant": ">=", "gt": ">",
    "ne": "!=", "neq": "!=", "to": "->", "rightarrow": "->", "mapsto": "->",
    "land": "and", "wedge": "and", "lor": "or", "vee": "or", "neg": "not", "lnot": "not",
    "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "top": "⊤", "intercal": "⊤",
    "lbrack": "[", "rbrack": "]", "lbrace": r"\{", "rbrace": r"\}",
    "%": "%", "{": r"\{", "}": r"\}", "\\": r"\\",
    "frac": r"\frac", "dfrac": r"\frac", "tfrac": r"\frac", "cfrac": r"\frac", "sqrt": r"\sqrt",
    "begin": r"\begin", "end": r"\end",
}  # fmt: skip
_NAMES = {
    "infty": "infinity",
    "pi": "pi",
    "varepsilon": "epsilon",
    "varphi": "phi",
    "vartheta": "theta",
    "varrho": "rho",
    "ell": "ell",
    **{name: name for name in GREEK.values()},
}
_REASONS = {
    "sum": "for a sum write sum(v), or the terms",
    "prod": "write the factors of a product out",
    "int": "give the value of an integral",
    "partial": "give the derivative itself",
    "nabla": "give the gradient itself",
    "lim": "give the limit itself",
    "pm": "give one value",
    "mp": "give one value",
    "|": "for the length of a vector write norm(v)",
    "Vert": "for the length of a vector write norm(v)",
    "lVert": "for the length of a vector write norm(v)",
    "otimes": "for an outer product write outer(a, b)",
    "lfloor": "write floor(x)",
    "lceil": "write ceil(x)",
    "ldots": "write every term",
    "cdots": "write every term",
    "dots": "write every term",
    "approx": "it may only stand before an answer",
}


def canonical(piece: str, start: int) -> str:
    """The token that a command stands for; empty if it only lays the formula out.

    ``start`` is where the command stands in the text, for the error if it is not one of ours.
    """
    if piece.startswith((r"\begin", r"\end")) and "{" in piece:
        return piece.partition("{")[0].rstrip()
    if len(piece) > 2 and piece[-1] == ".":
        return ""
    wrapped = _WRAPPED.fullmatch(piece)
    if wrapped:
        return _styled(wrapped, start)
    found = _COMMAND.fullmatch(piece)
    command, below = (found["command"], found["below"]) if found else (piece[1:], "")
    if command in _LAYOUT:
        return ""
    if command in _SIGNS and not below:
        return _SIGNS[command]
    name = _NAMES.get(command)
    if (
        name is None
        and not (below and command in _REASONS)
        and command in SPELLINGS
        and not FUNCTIONS[SPELLINGS[command]].author_only
    ):
        name = command
    if name is not None:
        return name + _plain(below)
    raise Unreadable(_why_not(command), start, start + len(piece))


def _styled(wrapped: re.Match[str], start: int) -> str:
    r"""The word in ``\mathrm{word}``, the name of ``\hat{y}``."""
    inside = wrapped["inside"] if wrapped["letter"] is None else wrapped["letter"]
    word = plain_name(inside.replace(r"\_", "_").strip())
    if not word:
        return ""
    if not _WORD.fullmatch(word):
        message = f"expected one name in \\{wrapped['command']}{{...}}, found {quoted(inside)}"
        raise Unreadable(message, start, start + len(wrapped.group()))
    return word + _HATS.get(wrapped["command"], "") + _plain(wrapped["below"])


def _plain(below: str) -> str:
    return below.replace("{", "").replace("}", "")


def _why_not(command: str) -> str:
    shown = f"the LaTeX command '\\{printable(command)}' is not read here"
    if command in _REASONS:
        return f"{shown}; {_REASONS[command]}"
    known = [*_SIGNS, *_NAMES, *SPELLINGS]
    hint = did_you_mean(command, [word for word in known if word.isalpha()]) if command.isalpha() else ""
    return f"{shown}{hint}"
