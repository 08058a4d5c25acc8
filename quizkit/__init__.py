"""quizkit: fresh problems on the mathematics of LLM interviews, and verdicts that carry their evidence.

>>> import quizkit
>>> bank = quizkit.load_bank()
>>> variant = quizkit.make_variant(bank["q25-nll"], seed=7)
>>> quizkit.grade(variant, "1/3").outcome
'incorrect'

Names are imported when they are first used, so that ``import quizkit`` costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from quizkit.bank import Bank, load_bank
    from quizkit.bank.question import Question
    from quizkit.batch import grade_many
    from quizkit.equivalence import Comparison, compare
    from quizkit.errors import BankError, Problem, QuizkitError, UnknownQuestion
    from quizkit.grading import Attempt, Verdict, grade
    from quizkit.variants import Variant, make_variant

_HOMES = {
    "Attempt": "quizkit.grading",
    "Bank": "quizkit.bank",
    "BankError": "quizkit.errors",
    "Comparison": "quizkit.equivalence",
    "Problem": "quizkit.errors",
    "Question": "quizkit.bank.question",
    "QuizkitError": "quizkit.errors",
    "UnknownQuestion": "quizkit.errors",
    "Variant": "quizkit.variants",
    "Verdict": "quizkit.grading",
    "compare": "quizkit.equivalence",
    "grade": "quizkit.grading",
    "grade_many": "quizkit.batch",
    "load_bank": "quizkit.bank",
    "make_variant": "quizkit.variants",
}

__all__ = [
    "Attempt",
    "Bank",
    "BankError",
    "Comparison",
    "Problem",
    "Question",
    "QuizkitError",
    "UnknownQuestion",
    "Variant",
    "Verdict",
    "__version__",
    "compare",
    "grade",
    "grade_many",
    "load_bank",
    "make_variant",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'quizkit' has no attribute {name!r}")
    try:
        value = getattr(importlib.import_module(_HOMES[name]), name)
    except ImportError:
        _require_flint()
        raise
    if "flint" in sys.modules:
        _require_flint()
    globals()[name] = value
    return value


def _require_flint() -> None:
    """Raise an ImportError that says what to install, if python-flint is missing or too old."""
    from quizkit.mathlang.rigour import require_flint

    require_flint()


def __dir__() -> list[str]:
    return __all__
