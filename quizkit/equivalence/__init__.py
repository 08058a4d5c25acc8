"""Are two expressions equal? Every verdict with the evidence it rests on."""

from quizkit.equivalence.comparison import Comparison, EqualityPolicy
from quizkit.equivalence.evidence import Evidence
from quizkit.equivalence.frame import Frame
from quizkit.equivalence.texts import compare_texts
from quizkit.equivalence.texts import compare_texts as compare

__all__ = ["Comparison", "EqualityPolicy", "Evidence", "Frame", "compare", "compare_texts"]
