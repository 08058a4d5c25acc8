"""Which numbers does a walk begin with? Decimals that a hash of topic and seed chooses; no generator."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

import numpy as np

from quizkit.variants.streams import Stream

T = TypeVar("T")

TRIES = 1000
"""So many draws are looked at before a condition counts as impossible."""


@dataclass(frozen=True, slots=True)
class Chance:
    """The draws of one walk under one seed."""

    topic: str
    seed: int
    attempt: int = 0

    def whole(self, name: str, low: int, high: int, *path: int) -> int:
        """A whole number from low to high, ends included."""
        stream = Stream(question=f"walk {self.topic}", setting="", seed=self.seed, attempt=self.attempt)
        return low + stream.index(high - low + 1, name, path)

    def decimal(self, name: str, low: str, high: str, step: str, *path: int) -> float:
        """A multiple of the step counted from low, up to high."""
        steps = int((Decimal(high) - Decimal(low)) / Decimal(step))
        return float(Decimal(low) + self.whole(name, 0, steps, *path) * Decimal(step))

    def array(self, name: str, shape: tuple[int, ...], low: str, high: str, step: str) -> np.ndarray:
        """Such decimals in an array."""
        drawn = np.empty(shape)
        for place in np.ndindex(*shape):
            drawn[place] = self.decimal(name, low, high, step, *place)
        return drawn

    def law(self, name: str, size: int, parts: int) -> np.ndarray:
        """Probabilities that are multiples of 1/parts, none of them 0."""
        cuts = sorted(self._distinct(name, size - 1, parts - 1))
        ends = [0, *cuts, parts]
        counts = [after - before for before, after in itertools.pairwise(ends)]
        return np.array([float(Decimal(count) / parts) for count in counts])

    def _distinct(self, name: str, count: int, most: int) -> list[int]:
        """Different whole numbers from 1 to most."""
        rest = list(range(1, most + 1))
        return [rest.pop(self.whole(name, 0, len(rest) - 1, place)) for place in range(count)]

    def first(self, draw: Callable[[Chance], T], holds: Callable[[T], bool]) -> T:
        """The first draw for which the condition holds."""
        for attempt in range(self.attempt, self.attempt + TRIES):
            found = draw(replace(self, attempt=attempt))
            if holds(found):
                return found
        raise AssertionError(f"no draw of {self.topic} was accepted under seed {self.seed}")
