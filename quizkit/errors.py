"""What can go wrong, for whom, and how it is said.

Two audiences. An *author* gets ``Problem`` values, many at once, each at file:line:column with a
code and a fix. A *learner* gets one ``Unreadable``, with a span to draw a caret under. Anything else
that is raised is a fault of ours: it is logged with its traceback and never counted against anybody.

    QuizkitError
    ├── BankError                 nothing could be loaded; holds every Problem
    ├── UnknownQuestion           (KeyError) no question of that id; names the nearest
    ├── VariantError              (ValueError) the variant asked for cannot be made
    │   ├── SeedOutOfRange        0 <= seed < 2**63
    │   ├── UnknownGiven          a chosen value for a name that the question does not draw
    │   ├── OutsideDomain         a chosen value beyond the ends of its range, or not in its list
    │   ├── OffGrid               a chosen value between the steps of its range
    │   ├── WhereFails            the chosen values break a condition of the question
    │   └── NoVariant             no draw was accepted within the number of tries
    ├── Unreadable                (ValueError) text that is no formula; has a span
    │   └── ShapeMismatch         a formula whose shapes do not fit
    ├── Undefined                 (ArithmeticError) a value that does not exist: log(0), 1/0
    ├── Undecidable               (ArithmeticError) a comparison that balls cannot settle
    ├── NotComputable             (TypeError) an operation that needs numbers was given symbols
    ├── MissingPackage            (ImportError) python-flint is not there, or too old; says what to run
    ├── HistoryError              the file of what was practised cannot be used; says what to do
    │   ├── DamagedHistory        it is no history, or broken
    │   ├── NewerHistory          a later quizkit has written it
    │   ├── HistoryBusy           another process keeps it to itself
    │   └── HistoryNotWritable    no permission, no room, no such folder
    └── LimitReached              counted work ran out; names the limit and its value
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

ECHO_LIMIT = 40
"""The most characters of foreign text that any message repeats."""


class QuizkitError(Exception):
    """Everything quizkit raises on purpose."""


class BankError(QuizkitError):
    """Nothing could be loaded. ``problems`` says why, one entry a fault."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems) or "no questions")


class UnknownQuestion(QuizkitError, KeyError):
    """There is no question of this id in the bank."""

    def __init__(self, question: str, known: Iterable[str]) -> None:
        self.question = question
        self.nearest = nearest(question, known)
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        self.message = f"no question {quoted(question)}{hint}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


class VariantError(QuizkitError, ValueError):
    """The variant asked for cannot be made."""


class SeedOutOfRange(VariantError):
    """A seed is a whole number with 0 <= seed < 2**63."""


class UnknownGiven(VariantError):
    """A value was chosen for a name that the question does not draw."""


class OutsideDomain(VariantError):
    """A chosen value lies beyond the ends of its range, or is not in its list."""


class OffGrid(VariantError):
    """A chosen value lies inside its range, but between two steps."""


class WhereFails(VariantError):
    """The chosen values break one of the question's conditions."""


class NoVariant(VariantError):
    """No draw was accepted within the number of tries."""


UnreadableKind = Literal["unreadable", "ambiguous", "blank"]


class Unreadable(QuizkitError, ValueError):
    """Text that cannot be read as a formula.

    ``start`` and ``end`` are offsets into the text as typed (``start == end`` points between two
    characters). ``readings`` spells out both meanings where the text is ambiguous.
    """

    def __init__(
        self,
        message: str,
        start: int = 0,
        end: int | None = None,
        *,
        kind: UnreadableKind = "unreadable",
        readings: tuple[str, ...] = (),
    ) -> None:
        self.message = message
        self.start = start
        self.end = start if end is None else end
        self.kind: UnreadableKind = kind
        self.readings = readings
        super().__init__(message)


class ShapeMismatch(Unreadable):
    """A formula whose parts cannot be put together: a matrix where a number belongs."""


class Undefined(QuizkitError, ArithmeticError):
    """A value that certainly does not exist: log(0), 1/0, the root of a negative number."""


class Undecidable(QuizkitError, ArithmeticError):
    """A comparison that balls at the highest precision cannot settle."""


class NotComputable(QuizkitError, TypeError):
    """An operation that needs numbers, such as argmax, was given symbols."""


class MissingPackage(QuizkitError, ImportError):
    """A package that quizkit needs is not installed, or is too old. Says what to run."""


class HistoryError(QuizkitError):
    """The file of what was practised cannot be used. Says which file, and what to do."""


class DamagedHistory(HistoryError):
    """The file is no history, or it is broken."""


class NewerHistory(HistoryError):
    """The file was written by a later quizkit."""


class HistoryBusy(HistoryError):
    """Another process keeps the file to itself."""


class HistoryNotWritable(HistoryError):
    """The file cannot be written: no permission, no room on the disk, no folder to make it in."""


class LimitReached(QuizkitError):
    """Counted work ran out. ``limit`` names what was counted, ``value`` how much was allowed."""

    def __init__(self, limit: str, value: int) -> None:
        self.limit = limit
        self.value = value
        super().__init__(f"limit reached: {limit} ({value})")


Severity = Literal["error", "warning", "advice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in what an author wrote, and how to mend it.

    ``line`` and ``column`` count from 1; 0 means that the whole file is meant.
    ``source`` is the line as written, for the caret.
    """

    code: str
    file: str
    line: int
    column: int
    message: str
    fix: str = ""
    severity: Severity = "error"
    source: str = ""
    question: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        fix = f"; {self.fix}" if self.fix else ""
        return f"{where}: {self.code} {self.message}{fix}"

    def drawn(self) -> str:
        """The message with its line and a caret below it."""
        if not self.source or not self.line:
            return str(self)
        indent = len(self.source) - len(self.source.lstrip())
        text = printable(self.source.strip(), limit=100)
        caret = " " * max(0, min(self.column - 1 - indent, len(text))) + "^"
        return f"{self}\n    {text}\n    {caret}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` most resembles, or None if none comes near."""
    candidates = list(known)
    by_fold = {candidate.casefold(): candidate for candidate in candidates}
    if word.casefold() in by_fold:
        return by_fold[word.casefold()]
    import difflib  # only where something is misspelt

    close = difflib.get_close_matches(word[:80], candidates, n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'softmax'?``, or nothing."""
    found = nearest(word, known)
    return f"; did you mean {found!r}?" if found else ""


def printable(text: str, limit: int = ECHO_LIMIT) -> str:
    r"""Foreign text, safe to show: escapes for what is not plain print, cut at ``limit``.

    Control characters, direction marks, unassigned and private characters become ``\\xNN`` or
    ``\\uNNNN``; so no terminal escape or hidden character leaves through a message.
    """
    shown = "".join(_escaped(character) for character in text[: limit + 1])
    return shown if len(text) <= limit and len(shown) <= 2 * limit else shown[: limit - 1] + "…"


def quoted(text: str, limit: int = ECHO_LIMIT) -> str:
    """``printable`` text between single quotes."""
    return f"'{printable(text, limit)}'"


def code_span(text: str, limit: int = ECHO_LIMIT) -> str:
    """``printable`` text as a code span of Markdown, in which neither markup nor formulas are read."""
    shown = printable(text, limit)
    if not shown.strip():
        return "(nothing)"
    runs = re.findall("`+", shown)
    fence = "`" * (max(map(len, runs), default=0) + 1)
    pad = " " if runs else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def without_tags(markdown: str) -> str:
    """An author's Markdown in which no HTML is left: what would open a tag stands apart from its name."""
    return re.sub(r"<(?=[A-Za-z/!?])", "< ", markdown)


def _escaped(character: str) -> str:
    if unicodedata.category(character)[0] in "CZ" and character != " ":
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return character
