"""Which ids were used before? 64 bits of each are kept: 80 MB for ten million.

Two different ids share these bits once in a million runs of ten million rows; the later row is then refused
by name, and never lost in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Seen:
    """The ids of all parts so far, in sorted runs of which each is longer than all later ones together."""

    def __init__(self) -> None:
        self._runs: list[NDArray[np.uint64]] = []

    def repeated(self, ids: Sequence[int]) -> frozenset[int]:
        """Those of these ids that were used before."""
        import numpy as np

        asked = np.array(ids, dtype=np.uint64)
        found: set[int] = set()
        for run in self._runs:
            places = np.minimum(np.searchsorted(run, asked), len(run) - 1)
            found.update(asked[run[places] == asked].tolist())
        return frozenset(found)

    def add(self, ids: Sequence[int]) -> None:
        """Keep the ids of a part."""
        import numpy as np

        if not ids:
            return
        run = np.sort(np.array(ids, dtype=np.uint64))
        while self._runs and len(self._runs[-1]) <= len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        self._runs.append(run)
