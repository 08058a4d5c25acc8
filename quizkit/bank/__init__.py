"""What an author wrote: banks of questions, read from YAML, checked, and named by id.

    load_bank(*paths)       the questions of folders and files; of no paths, those that come with quizkit
    compile_bank(*paths)    the same with trees and places, for tools that point into the files
    load_texts(texts)       the same from texts, without a disk
    bank_schema()           the format as JSON Schema, for editors
    CODES                   what the code of a problem means

Importing this loads neither PyYAML nor pydantic; a bank that was read before needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.faces import face

if TYPE_CHECKING:
    from quizkit.bank.codes import CODES
    from quizkit.bank.loader import Bank, Compilation, compile_bank, load_bank, load_texts
    from quizkit.bank.misconception import Misconception
    from quizkit.bank.question import Question

__all__ = [
    "CODES",
    "Bank",
    "Compilation",
    "Misconception",
    "Question",
    "bank_schema",
    "compile_bank",
    "load_bank",
    "load_texts",
]


__getattr__ = face(
    __name__,
    {
        "CODES": "codes",
        "Bank": "loader",
        "Compilation": "loader",
        "Misconception": "misconception",
        "Question": "question",
        "compile_bank": "loader",
        "load_bank": "loader",
        "load_texts": "loader",
    },
)


def bank_schema() -> dict[str, object]:
    """The format of a bank file as JSON Schema (draft-07)."""
    from quizkit.bank.schema import bank_schema as schema

    return schema()
