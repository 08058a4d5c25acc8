"""What are both sides worth at a point where they are seen to differ?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizkit.equivalence.readable import Shown, as_json, inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the two sides are worth at one point, where they are seen to differ."""

    point: Mapping[str, Shown]
    """The symbols' values, exactly; empty if no symbol occurs."""
    expected: str
    response: str
    entry: tuple[int, ...] = ()
    """Which entry of a vector or matrix, counted from 1; empty for numbers."""

    def to_json(self) -> dict[str, object]:
        """For programs."""
        entry = {"entry": list(self.entry)} if self.entry else {}
        return {
            "point": {name: as_json(shown) for name, shown in self.point.items()},
            "expected": self.expected,
            "response": self.response,
            **entry,
        }

    def sentence(self) -> str:
        """``at x = 2 the expected value is 0.11 and yours is 0.24``."""
        place = ", ".join(f"{name} = {inline(shown)}" for name, shown in self.point.items())
        entry = f"in entry {', '.join(map(str, self.entry))}" if self.entry else ""
        where = ", ".join(part for part in (f"at {place}" if place else "", entry) if part)
        return (
            f"{where}{' ' if where else ''}the expected value is {self.expected} and yours is {self.response}"
        )
