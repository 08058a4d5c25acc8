"""Of which letters, accents and indices do the names of formulas consist?

``d_in`` is d with an index, ``x1`` and ``alpha_t`` likewise, ``yhat`` is y with an accent, ``relu`` is
written ReLU. The picture of a formula and its LaTeX spell names alike, because both ask here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quizkit.mathlang.glyphs import GREEK
from quizkit.mathlang.marks import AccentName

FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "log": "ln",
        "relu": "ReLU",
        "leaky_relu": "LeakyReLU",
        "elu": "ELU",
        "gelu": "GELU",
        "silu": "SiLU",
        "kl": "KL",
        "trace": "tr",
        "asin": "arcsin",
        "acos": "arccos",
        "atan": "arctan",
        "asec": "arcsec",
        "acsc": "arccsc",
        "acot": "arccot",
        "asinh": "arsinh",
        "acosh": "arcosh",
        "atanh": "artanh",
        "asech": "arsech",
        "acsch": "arcsch",
        "acoth": "arcoth",
    }
)
"""Functions that are drawn under another name than they are typed."""

_ACCENTS: Mapping[str, AccentName] = MappingProxyType({"hat": "hat", "bar": "bar", "tilde": "tilde"})
_ACCENTED = re.compile(
    r"(?P<base>[A-Za-z]|[A-Za-z]+(?=_))_?(?P<accent>hat|bar|tilde)(?:_(?P<index>[A-Za-z0-9]+))?"
)
_LETTER_AND_DIGITS = re.compile(r"(?P<letter>[^\W\d_]+)(?P<digits>\d+)")
_WORDS = frozenset({"chat", "that"})
"""Words that only look like a letter with an accent."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """A name in its parts; ``base`` and ``index`` are letters, words or numbers."""

    base: str
    accent: AccentName | None = None
    index: str = ""


def lettering(name: str) -> Lettering:
    """The parts of a name."""
    if (found := _ACCENTED.fullmatch(name)) and name not in _WORDS:
        return Lettering(found["base"], _ACCENTS[found["accent"]], found["index"] or "")
    if (found := _LETTER_AND_DIGITS.fullmatch(name)) and len(
        GREEK.get(found["letter"], found["letter"])
    ) == 1:
        return Lettering(found["letter"], None, found["digits"])
    base, _, index = name.partition("_")
    if base and index.isalnum():
        return Lettering(base, None, index)
    return Lettering(name)
