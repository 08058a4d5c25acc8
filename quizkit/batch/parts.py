"""How are rows cut into pieces? By their number and size alone, so that every run cuts the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from quizkit.batch.refusals import Refusal

ROWS = 20_000
"""The most rows of a part."""
BYTES = 16 << 20
"""The most bytes of a part, but for its last row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row of the input, not yet read."""

    place: int
    """Its line, or where there are none its number, from 1."""
    content: bytes | Refusal
    """JSON; or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some rows, one after the other."""

    number: int
    """From 1."""
    places: tuple[int, ...]
    contents: tuple[bytes, ...]
    """JSON; empty where the row is refused."""
    refused: Mapping[int, Refusal]
    """The rows that could not be taken from the input, by their place in the part."""

    @property
    def digest(self) -> str:
        """What tells these rows from others, as hexadecimal digits."""
        found = hashlib.sha256()
        for index, (place, content) in enumerate(zip(self.places, self.contents, strict=True)):
            why = self.refused.get(index)
            found.update(b"%d %d " % (place, len(content)))
            found.update(content if why is None else why.code.encode())
        return found.hexdigest()


def parts_of(rows: Iterable[RawRow], size: int = ROWS) -> Iterator[Part]:
    """The rows in parts of at most so many; of no rows, no part."""
    places: list[int] = []
    contents: list[bytes] = []
    refused: dict[int, Refusal] = {}
    number = weight = 0
    for row in rows:
        if isinstance(row.content, Refusal):
            refused[len(places)] = row.content
            contents.append(b"")
        else:
            contents.append(row.content)
            weight += len(row.content)
        places.append(row.place)
        if len(places) == size or weight >= BYTES:
            number += 1
            yield Part(number=number, places=tuple(places), contents=tuple(contents), refused=refused)
            places, contents, refused, weight = [], [], {}, 0
    if places:
        yield Part(number=number + 1, places=tuple(places), contents=tuple(contents), refused=refused)
