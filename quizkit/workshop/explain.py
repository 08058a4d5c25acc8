"""What does a code mean, why does it matter, and how is such a fault mended? Explanations, one for each code.

The texts stand in ``explanations.md`` beside this module, where people read and edit them; its first
paragraphs say how. Which codes there are, and each in a line, is said by ``quizkit.bank.codes``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from quizkit.bank.codes import CODES
from quizkit.errors import QuizkitError, did_you_mean, quoted

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "QK1": "The file and its YAML",
        "QK2": "Keys",
        "QK3": "Formulas and placeholders",
        "QK4": "Draws and variants",
        "QK5": "Keys and their witnesses",
        "QK6": "Teaching advice",
    }
)
"""What the first digit of a code says: where to look."""

PAGE = Path(__file__).with_name("explanations.md")
"""The texts."""

_SECTION = re.compile(r"^## (?P<code>QK\d{3})\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(
    r"^```\w+ (?P<when>before|after)(?P<escaped> escaped)?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_WHY = "**Why.**"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Lines of a bank, faulty or mended."""

    text: str
    escaped: bool = False
    r"""Whether what cannot be shown is written as ``\t``, ``\u00a0`` or ``\x92``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What there is to know about a code."""

    code: str
    meaning: str
    """The line of the table of codes."""
    text: str
    """The meaning in a few sentences."""
    why: str
    before: Example
    after: Example

    def to_json(self) -> dict[str, str]:
        """The explanation as a JSON object."""
        return {
            "code": self.code,
            "meaning": self.meaning,
            "text": self.text,
            "why": self.why,
            "before": self.before.text,
            "after": self.after.text,
        }


class UnknownCode(QuizkitError, ValueError):
    """There is no such code; the message names the nearest."""


@functools.cache
def explanations() -> Mapping[str, Explanation]:
    """The explanation of every code that the page has, in the order of the page.

    Raises ValueError where a section of the page lacks a part.
    """
    page = PAGE.read_text(encoding="utf-8")
    found = {match["code"]: _explanation(match["code"], match["text"]) for match in _SECTION.finditer(page)}
    return MappingProxyType(found)


def code_named(word: str) -> str:
    """The code that somebody means by ``QK501``, ``qk501`` or ``501``. Raises UnknownCode."""
    shown = word.strip().upper()
    code = f"QK{shown}" if re.fullmatch("[0-9]+", shown) else shown
    if code in CODES:
        return code
    if re.fullmatch("QK[0-9]{3}", code):
        number = int(code[2:])
        nearest = min(CODES, key=lambda known: abs(int(known[2:]) - number))
        hint = f"; did you mean {nearest!r}?"
    else:
        hint = did_you_mean(code, CODES)
    raise UnknownCode(f"there is no code {quoted(word)}{hint}")


def _explanation(code: str, section: str) -> Explanation:
    examples = {
        match["when"]: Example(text=match["text"].rstrip("\n"), escaped=match["escaped"] is not None)
        for match in _FENCE.finditer(section)
    }
    text, why, reasons = section.partition("```")[0].partition(_WHY)
    if not why or examples.keys() != {"before", "after"}:
        raise ValueError(f"the section of {code} needs a text, a {_WHY}, and an example before and after")
    return Explanation(
        code=code,
        meaning=CODES.get(code, ""),
        text=" ".join(text.split()),
        why=" ".join(reasons.split()),
        before=examples["before"],
        after=examples["after"],
    )
