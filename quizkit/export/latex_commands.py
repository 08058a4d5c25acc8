"""Which commands may a formula of a LaTeX export use? Those of plain LaTeX with amsmath and amssymb.

``typeset.commands`` says what authors may write; here is what becomes of it. A command in neither is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COLUMN_LIMIT = 60
"""The most columns of a matrix; the preamble sets LaTeX's own limit to it."""

FUNCTIONS = _words(
    "ln log lg exp sin cos tan sec csc cot sinh cosh tanh coth arcsin arccos arctan arg deg dim hom ker gcd "
    "max min sup inf lim limsup liminf det Pr"
)
"""The functions that LaTeX has."""
FONTS: Mapping[str, str] = MappingProxyType({"mathscr": "mathcal", "bm": "boldsymbol"})
LETTERS_OF: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "mathcal": re.compile("[A-Z ]+"),
        "mathscr": re.compile("[A-Z ]+"),
        "mathfrak": re.compile("[A-Za-z ]+"),
    }
)
"""The letters that a font has, where it lacks some."""
_GROWING = _words(
    "{ } | langle rangle lvert rvert lVert rVert lfloor rfloor lceil rceil vert Vert lbrace rbrace lbrack "
    "rbrack uparrow downarrow backslash"
)
FENCED: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("(", ")", "[", "]", "|", "/", "."), ""),
        "<": r"\langle ",
        ">": r"\rangle ",
        **{rf"\{name}": "" for name in _GROWING},
        r"\lparen": "(",
        r"\rparen": ")",
    }
)
"""What may grow around a formula; empty: as it is written."""
SIZES = frozenset(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m"))
STYLES = frozenset({"displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle"})
SPACES: Mapping[str, str] = MappingProxyType({"hspace": r"\;", "nobreakspace": "~", ">": r"\;"})
TEXTS: Mapping[str, str] = MappingProxyType(
    {"textbf": r"\bfseries ", "textit": r"\itshape ", "emph": r"\itshape ", "textsf": r"\sffamily "}
)
MATRICES = frozenset(
    {"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array"}
)
GATHERED = frozenset({"gather", "gather*", "gathered", "multline", "multline*", "equation", "equation*"})

_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "omicron": "o",
        "lt": "<",
        "gt": ">",
        "coloneqq": r"\mathrel{:=}",
        "lparen": "(",
        "rparen": ")",
        "degree": r"{}^{\circ}",
        "Re": r"\operatorname{Re}",
        "Im": r"\operatorname{Im}",
        "slash": "/",
        "bmod": r"\bmod ",
    }
)
"""Signs that quizkit reads and LaTeX does not have, or has otherwise."""


def command(name: str) -> str:
    """The LaTeX of a command that is one sign, a name of ``typeset.commands.SIGNS``."""
    own = _OTHER_NAMES.get(name)
    if own is not None:
        return own
    return rf"\{name} " if name.isalpha() else rf"\{name}"
