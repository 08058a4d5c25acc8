"""Are two expressions equal? Every verdict with the evidence it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.faces import face

if TYPE_CHECKING:
    from quizkit.equivalence.comparison import Comparison, EqualityPolicy
    from quizkit.equivalence.evidence import Evidence
    from quizkit.equivalence.frame import Frame
    from quizkit.equivalence.texts import compare

__all__ = ["Comparison", "EqualityPolicy", "Evidence", "Frame", "compare"]

__getattr__ = face(
    __name__,
    {
        "Comparison": "comparison",
        "EqualityPolicy": "comparison",
        "Evidence": "evidence",
        "Frame": "frame",
        "compare": "texts",
    },
)
