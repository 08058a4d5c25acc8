"""VARIANTS → ANOTHER TOOL'S BYTES: dealt questions for Moodle, Anki, paper and the browser.

    export_questions(questions, to)   the bytes of a format, with a report of what it cannot carry
    FORMATS                           the formats by name

No other tool draws numbers as quizkit does, so each randomised question goes out as variants it deals.
Each format is a module of this folder with a function ``write(title, dealt, losses) -> bytes``; one whose
files are dated takes the moment too, as ``at``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quizkit.bank import Question
from quizkit.export.dealt import Dealt, deal
from quizkit.export.losses import Loss, Losses

__all__ = ["FORMATS", "Dealt", "Exported", "Format", "Loss", "Losses", "export_questions"]


@dataclass(frozen=True, slots=True)
class Format:
    """Another tool's form."""

    suffix: str
    """What its files are called: ``.xml``."""
    variants: int | None
    """How many variants of a question it takes if nobody says; None: all that are dealt."""
    dated: bool = False
    """Whether its files hold the moment of the export."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "moodle": Format(".xml", None),
        "anki": Format(".apkg", 3, dated=True),
        "latex": Format(".tex", 1),
        "html": Format(".html", 1),
    }
)
"""The formats by the name of their module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file for another tool, and what was lost on the way."""

    content: bytes
    questions: int
    variants: int
    losses: tuple[Loss, ...]


def _silent(question: str) -> None:
    """Tell nobody."""


def export_questions(
    questions: Iterable[Question],
    to: str,
    *,
    title: str,
    variants: int | None = None,
    at: int = 0,
    done: Callable[[str], None] = _silent,
) -> Exported:
    """The questions in the form of another tool.

    Args:
        questions: What is exported, in this order.
        to: A name of ``FORMATS``. Raises KeyError for any other.
        title: What the whole is called.
        variants: At most so many variants of each question; None: as many as the format usually takes.
        at: The moment of the export in seconds since 1970, for formats that are dated.
        done: Told the id of each question whose variants are made.

    Raises MissingPackage where the format needs a package that is not installed, and what ``deployment``
    raises for a question of which no variant can be made.
    """
    form = FORMATS[to]
    most = form.variants if variants is None else variants
    losses, dealt = Losses(), []
    for question in questions:
        dealt.append(deal(question, most))
        if not dealt[-1].variants:
            losses.note(question.id, "the whole question (no variant can be drawn)")
        done(question.id)
    moment = {"at": at} if form.dated else {}
    content: bytes = importlib.import_module(f"quizkit.export.{to}").write(title, dealt, losses, **moment)
    return Exported(
        content=content,
        questions=len(dealt),
        variants=sum(len(one.variants) for one in dealt),
        losses=losses.found(),
    )
