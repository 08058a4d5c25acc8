"""Which marks does Moodle know? It takes no other fraction of a mark than those of one list."""

from __future__ import annotations

_PERCENTS = (
    *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333"),
    *("30", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0"),
)
_NEAR = 5e-4
"""How far a credit may lie below a listed share and still stand for it: 0.333 is a third."""


def percent(credit: float) -> str:
    """The greatest share of the list that is no more than a credit between 0 and 1, in percent."""
    return next(listed for listed in _PERCENTS if float(listed) / 100 <= credit + _NEAR)


def share(number: int) -> str | None:
    """One of so many equal shares, in percent; None where the list has no such share."""
    found = percent(1 / number)
    return found if abs(float(found) / 100 - 1 / number) <= _NEAR else None


def rounded(credit: float) -> str | None:
    """How a credit changes on the way, ``0.45 as 0.4``; None where it does not."""
    kept = float(percent(credit)) / 100
    return None if abs(kept - credit) <= _NEAR else f"{credit:g} as {kept:g}"
