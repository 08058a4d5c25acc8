"""The short way for the commonest answer: one number, typed in digits.

It is read without the parser and held against the band in floats. Floats only decide where they cannot be
wrong, clear of both ends of the band; all else takes the long way, and comes to the same verdict.
"""

from __future__ import annotations

import math
import re

from quizkit.grading.finding import Finding
from quizkit.grading.marking import Marking
from quizkit.grading.verdict import ReadAs
from quizkit.mathlang.nodes import Negative, Node, Number

_DIGITS = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,15}))?")


def plain_number(text: str) -> Node | None:
    """The number that a text spells in digits, as the parser would read it; None for any other text."""
    found = _DIGITS.fullmatch(text)
    if found is None:
        return None
    sign, whole, places = found.groups()
    start, end = len(sign), len(text)
    if places is None:
        number = Number(int(whole), 1, whole, start, end)
    else:
        digits, scale = int(whole + places), 10 ** len(places)
        shared = math.gcd(digits, scale)
        number = Number(digits // shared, scale // shared, text[start:], start, end)
    return Negative(number, 0, end) if sign else number


def judge_plain(marking: Marking, text: str) -> Finding | None:
    """Right or wrong, where a plain number clearly is one of them; None leaves it to the long way."""
    band = marking.float_band
    if band is None or len(text) > 31 or _DIGITS.fullmatch(text) is None:
        return None
    is_right = band.holds(float(text))
    if is_right is None:
        return None
    return Finding(
        result="right" if is_right else "wrong",
        evidence=marking.rule,
        credit=1.0 if is_right else 0.0,
        read_as=ReadAs(text),
    )
