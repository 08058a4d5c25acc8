"""Which of a million numbers are right? A column of responses to one number, judged at once.

NumPy reads and proposes. Whatever lies within 1e-12 of an end of the band, or is not plainly a number, is
decided as single answers are: in fractions and balls. So a column and single verdicts always agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from quizkit.equivalence.tolerance import Tolerance, decided_within
from quizkit.errors import QuizkitError
from quizkit.grading.grader import grade
from quizkit.grading.marking import Marking, marking_of
from quizkit.grading.studies import CERTAIN, FloatBand, float_band
from quizkit.grading.verdict import Outcome
from quizkit.mathlang.balls import FIRST_BITS, Real, Workings, real, scalars
from quizkit.mathlang.parser import read
from quizkit.mathlang.scope import Scope
from quizkit.variants import Variant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OUTCOMES: tuple[Outcome, ...] = ("incorrect", "correct", "partly-correct", "invalid", "undecided")
"""What the numbers of a column stand for."""

_INCORRECT, _CORRECT, _INVALID = 0, 1, 3
_OPEN = -1
"""To be decided one by one."""

_BYTES = b"0123456789.+-eE \n"
_NUMBER = re.compile(r" *-?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)? *")
_LONGEST = 40
"""More digits than any number needs; the parser has its own limit beyond."""
_SMALLEST = 1e-300
_NOT_READ = float("nan")


def grade_numbers(
    expected: Callable[[int], Real], tolerance: Tolerance, responses: Sequence[str]
) -> NDArray[np.int8]:
    """The outcomes of responses to one number, as places in ``OUTCOMES``: correct, incorrect or invalid.

    ``expected`` gives the number with as many bits as it is asked for. A response is a number, or a formula
    without letters.
    """
    workings = Workings({})

    def single(response: str) -> int:
        try:
            node = read(response, Scope()).node
            is_right = decided_within(
                expected, lambda bits: real(scalars(workings.value(node, bits))[0]), tolerance
            )
        except QuizkitError:
            return _INVALID
        return _CORRECT if is_right else _INCORRECT

    values = _floats(responses)
    return _settled(_proposed(float_band(expected(FIRST_BITS), tolerance), values), responses, single)


def grade_column(variant: Variant, responses: Sequence[str], part: str = "") -> NDArray[np.int8]:
    """The outcomes of responses to a number question, or to one part, as places in ``OUTCOMES``.

    They are those of ``grade``. Raises ValueError if it is no number that is asked for.
    """
    kind = variant.task(part).kind
    if kind != "number" or variant.is_symbolic(part):
        raise ValueError(f"{variant.question.id}: a column holds answers to a number, found {kind}")
    marking = marking_of(variant, part)

    def single(response: str) -> int:
        if not part:
            return OUTCOMES.index(grade(variant, response).outcome)
        verdict = grade(variant, {part: response})
        return OUTCOMES.index(verdict.parts[part].outcome if verdict.parts else verdict.outcome)

    values = _floats(responses)
    found = _proposed(marking.float_band, values)
    found[(found == _INCORRECT) & _may_earn_credit(marking, values)] = _OPEN
    return _settled(found, responses, single)


def _proposed(band: FloatBand | None, values: NDArray[np.float64]) -> NDArray[np.int8]:
    """The outcomes that floats tell for certain."""
    import numpy as np

    found = np.full(len(values), _OPEN, dtype=np.int8)
    if band is None:
        return found
    margin = band.margin + CERTAIN * np.abs(values)
    found[(values > band.low + margin) & (values < band.high - margin)] = _CORRECT
    found[(values < band.low - margin) | (values > band.high + margin)] = _INCORRECT
    return found


def _may_earn_credit(marking: Marking, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which wrong numbers may be a mistake that earns part of the credit."""
    import numpy as np

    found = np.zeros(len(values), dtype=np.bool_)
    for known, (value,), (reach,) in marking.study.mistakes.rows():
        if known.mistake.credit > 0:
            found |= np.abs(values - value) <= reach
    return found


def _settled(
    found: NDArray[np.int8], responses: Sequence[str], single: Callable[[str], int]
) -> NDArray[np.int8]:
    """The column with what was open decided, each text once."""
    import numpy as np

    known: dict[str, int] = {}
    for place in np.flatnonzero(found == _OPEN).tolist():
        response = responses[place]
        outcome = known.get(response)
        if outcome is None:
            outcome = known[response] = single(response)
        found[place] = outcome
    return found


def _floats(responses: Sequence[str]) -> NDArray[np.float64]:
    """The responses as floats; nan for what is not plainly a number.

    ``float`` takes more than the parser does (``1_000``, ``nan``, other scripts), so that the bytes are
    looked at first, all at once.
    """
    import numpy as np

    count = len(responses)
    one = float if _is_plain(responses) else _float
    try:
        values = np.fromiter(map(one, responses), dtype=np.float64, count=count)
    except ValueError:
        # Bytes of numbers that make none: ``5-``.
        values = np.fromiter(map(_float, responses), dtype=np.float64, count=count)
    # Where a float overflows or underflows it says nothing of the number typed.
    with np.errstate(invalid="ignore"):
        values[~((np.abs(values) > _SMALLEST) & np.isfinite(values))] = _NOT_READ
    return values


def _is_plain(responses: Sequence[str]) -> bool:
    """Whether all are of bytes that occur in numbers, in no order that only ``float`` reads."""
    joined = "\n".join(responses)
    return bool(responses) and (
        joined.isascii()
        and not joined.encode().translate(None, _BYTES)
        and ".e" not in joined
        and ".E" not in joined
        and joined.count("\n") == len(responses) - 1
        and max(map(len, responses)) <= _LONGEST
    )


def _float(response: str) -> float:
    if len(response) > _LONGEST or _NUMBER.fullmatch(response) is None or ".e" in response.lower():
        return _NOT_READ
    return float(response)
