"""Which mistakes come so close to the key that a rounded right answer may be taken for one?

Draws on which a mistake lies within two tolerances of the key are refused; within five, rounding on the way
may still lead from one to the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizkit.equivalence.tolerance import Absolute, Tolerance, half_width
from quizkit.mathlang.balls import Real
from quizkit.variants import Variant
from quizkit.variants.parsed import ParsedMistake
from quizkit.variants.separation import axes, flat, is_finite, numbers
from quizkit.variants.valueless import NO_VALUE
from quizkit.workshop.faults import Fault, Path, advised, numbers_of

CLOSE = 5
"""Up to so many tolerances a mistake is close to the key."""
VERY_CLOSE = 3
"""Up to so many it is worth a word even on a single variant."""
NOW_AND_THEN = 0.1
"""A larger share of the variants must be close where none is very close."""
SHORT = 40
"""Up to so many characters a variant is told by its numbers, else by its seed."""


@dataclass(frozen=True, slots=True)
class _Distance:
    """How far a mistake is from the key, where they are farthest apart."""

    tolerances: float
    distance: float
    share: float | None
    """The same as a share of the key, where the tolerance is one."""

    def __str__(self) -> str:
        return f"{self.distance:.2g}" if self.share is None else f"{100 * self.share:.2g}%"


@dataclass(slots=True)
class _Close:
    """The variants on which a mistake is close to the key."""

    variants: int = 0
    distance: _Distance | None = None
    """On the variant on which it is closest."""
    where: str = ""
    tolerance: Tolerance | None = None


@dataclass(slots=True, kw_only=True)
class Nearness:
    """The mistakes that are close to the key, variant by variant."""

    by_seed: bool
    _variants: int = 0
    _close: dict[tuple[str, Path], _Close] = field(default_factory=dict)
    """By the setting and the path of the mistake."""

    def hear(self, variant: Variant) -> None:
        """One more variant."""
        self._variants += 1
        for part, task in variant.body.tasks.items():
            if task.key is None or task.symbolic or task.task.up_to is not None:
                continue
            for known in task.mistakes:
                distance = _distance(variant, part, known)
                if distance is None or distance.tolerances > CLOSE:
                    continue
                path: Path = (*(("parts", part) if part else ()), "mistakes", known.mistake.id)
                close = self._close.setdefault((variant.setting, path), _Close())
                close.tolerance = known.tolerance
                close.variants += 1
                if close.distance is None or distance.tolerances < close.distance.tolerances:
                    close.distance, close.where = distance, self._where(variant)

    def _where(self, variant: Variant) -> str:
        numbers = numbers_of(variant, by_seed=False)
        if not self.by_seed or len(numbers) <= SHORT:
            return f"at {numbers}" if variant.given else "on its only variant"
        return f"at seed {variant.seed}"

    def faults(self) -> Iterator[Fault]:
        """The advice: each mistake that is close to the key on some variant."""
        for (setting, path), close in sorted(self._close.items(), key=_tolerances):
            often = close.variants > NOW_AND_THEN * self._variants
            if close.distance is None or not (often or close.distance.tolerances <= VERY_CLOSE):
                continue
            message = (
                f"{path[-1]!r} is {close.distance} from the key {close.where} (tol {close.tolerance}), "
                f"within {CLOSE} tolerances on {close.variants} of {self._variants} variants"
            )
            yield advised("QK601", path, message, setting=setting)


def _tolerances(entry: tuple[tuple[str, Path], _Close]) -> float:
    return entry[1].distance.tolerances if entry[1].distance is not None else math.inf


def _distance(variant: Variant, part: str, known: ParsedMistake) -> _Distance | None:
    """How far a mistake is from the key on a variant; None where that cannot be said."""
    workings = variant.workings_of(part)
    try:
        if known.when is not None and not workings.holds(known.when):
            return None
        key = numbers(workings.value(variant.key_node(part)))
        wrong = numbers(workings.value(known.node))
    except NO_VALUE:
        return None
    if axes(key) != axes(wrong):
        return None
    pairs = zip(flat(key), flat(wrong), strict=True)
    found = [_of_entry(right, other, known.tolerance) for right, other in pairs]
    return max(found, key=lambda one: one.tolerances, default=None)


def _of_entry(key: Real, wrong: Real, tolerance: Tolerance) -> _Distance:
    try:
        expected, width = abs(float(key)), float(half_width(key, tolerance))
        distance = abs(float(wrong) - float(key)) if is_finite(wrong) else math.inf
        plain = any(isinstance(rule, Absolute) and float(rule.distance) == width for rule in tolerance.rules)
    except OverflowError:
        return _Distance(math.inf, math.inf, None)
    if not width:
        return _Distance(math.inf if distance else 0.0, distance, None)
    return _Distance(distance / width, distance, None if plain or not expected else distance / expected)
