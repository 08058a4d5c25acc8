"""What are both sides worth at a point where they are seen to differ?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quizkit.equivalence.readable import Shown, as_json, inline
from quizkit.mathlang.arrays import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The values at a point as texts."""

    point: Mapping[str, Shown]
    """The symbols' values, exactly; empty if no symbol occurs."""
    expected: str
    response: str
    entry: tuple[int, ...] = ()
    """Which entry of a vector or matrix, counted from 1; empty for numbers."""


class Seen:
    """What the two sides are worth at one point, where they are seen to differ.

    The texts are written when somebody reads them: of most wrong answers among millions nobody does.
    """

    __slots__ = ("_write",)

    def __init__(self, write: Callable[[], Written] | Written) -> None:
        self._write = write

    @property
    def written(self) -> Written:
        """The texts."""
        if not isinstance(self._write, Written):
            self._write = self._write()
        return self._write

    @property
    def point(self) -> Mapping[str, Shown]:
        """The symbols' values, exactly; empty if no symbol occurs."""
        return self.written.point

    @property
    def expected(self) -> str:
        """The value of the expected side."""
        return self.written.expected

    @property
    def response(self) -> str:
        """The value of the response."""
        return self.written.response

    @property
    def entry(self) -> tuple[int, ...]:
        """Which entry of a vector or matrix, counted from 1; empty for numbers."""
        return self.written.entry

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seen) and self.written == other.written

    def __hash__(self) -> int:
        return hash((self.expected, self.response))

    def __repr__(self) -> str:
        return f"Seen({self.written!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return Seen, (self.written,)

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


def entry_of(shape: Shape, place: int) -> tuple[int, ...]:
    """Which entry stands at a place, row by row, counted from 1."""
    match shape:
        case ():
            return ()
        case (_, width):
            return (place // width + 1, place % width + 1)
        case _:
            return (place + 1,)
