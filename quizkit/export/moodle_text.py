"""What must a Moodle question say besides, and in which characters?"""

from __future__ import annotations

import re

from quizkit.bank.question import Task
from quizkit.export.fields import ROUNDED, Fields
from quizkit.export.losses import Losses
from quizkit.mathlang.glyphs import UNICODE
from quizkit.variants import Variant

_MARKUP = re.compile(r"([\\`*_$\[\]<>#|~&])")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number_note(task: Task, found: Fields) -> str:
    """How a number must be given where the question itself takes more: Markdown."""
    unit = next(iter(task.units), "")
    told = "Give the number alone" if not found.shape else "Give numbers alone"
    if found.rounded:
        return (
            f"{told}{f', in {named(unit)}' if unit else ''}, as a decimal with {ROUNDED} significant figures."
        )
    return f"{told}, in {named(unit)}." if unit else ""


def note_fields(losses: Losses, variant: Variant, part: str, found: Fields) -> None:
    """Note what is lost of a part that is marked field by field."""
    question = variant.question.id
    if found.rounded:
        losses.note(question, f"exact values that are no decimals ({ROUNDED} figures are taken)")
    if found.misshapen:
        losses.note(question, "mistakes of another shape")
    if found.shape and not variant.task(part).credit_by_entry:
        losses.note(question, "marks only for the whole (each entry earns its share)")


def named(text: str) -> str:
    """Plain text as Markdown, in which nothing is markup."""
    return _MARKUP.sub(r"\\\1", text)


def text_of(text: str) -> str:
    """Plain text in one line, in which every character can be seen."""
    return " ".join(UNICODE.text(text).split())


def held(text: str) -> str:
    """What XML can hold of a text."""
    return _NO_XML.sub("", text)
