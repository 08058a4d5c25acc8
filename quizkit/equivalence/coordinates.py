"""Which values may the entries of a symbol take, and which are drawn?

Friendly values, good to show; all values, where they are few; and values drawn from a hash at a certain
distance from 0 or from the ends of an interval. All exact rationals.
"""

from __future__ import annotations

import enum
import hashlib
import math
from collections.abc import Mapping
from typing import Final, assert_never

from flint import fmpq

from quizkit.equivalence.limits import MAX_COMBINATIONS
from quizkit.mathlang.balls import fraction, rational
from quizkit.mathlang.domains import Domain

_BITS: Final = 53
_SCALE: Final = 1 << _BITS
_FEW: Final = 32
"""A range of at most this many whole numbers is run through in full."""


class Profile(enum.Enum):
    """How far from 0, or from the end of a half-line, a coordinate lies."""

    UNIT = enum.auto()
    SIGNED = enum.auto()
    POSITIVE = enum.auto()
    ABOVE_ONE = enum.auto()
    NEGATIVE = enum.auto()
    LARGE = enum.auto()
    MAGNITUDES = enum.auto()
    """Powers of 2 of very different size."""
    NEAR_MAGNITUDES = enum.auto()
    """The same, but not so different."""


NICE: Final = tuple(
    fmpq(*pair)
    for pair in (
        *((2, 1), (3, 1), (3, 10), (5, 1), (7, 10), (-1, 1), (1, 5), (1, 2), (-2, 1), (4, 5), (1, 1)),
        *((3, 2), (1, 10), (9, 10), (-1, 2), (4, 1), (10, 1), (2, 5), (-3, 1), (0, 1)),
    )
)
"""Values that are good to show, the best first."""

_REACH: Mapping[Profile, int] = {
    Profile.UNIT: 6,
    Profile.SIGNED: 12,
    Profile.POSITIVE: 12,
    Profile.ABOVE_ONE: 40,
    Profile.NEGATIVE: 40,
    Profile.LARGE: 60,
    Profile.MAGNITUDES: 1000,
    Profile.NEAR_MAGNITUDES: 200,
}
"""How far whole numbers reach."""


class Chance:
    """Numbers from a hash of a label and a counter."""

    __slots__ = ("_block", "_counter", "_label", "_seed")

    def __init__(self, label: bytes, seed: bytes) -> None:
        self._label = label
        self._seed = hashlib.blake2b(seed, digest_size=32).digest() if seed else b""
        self._counter = 0
        self._block = b""

    def bits(self) -> int:
        """53 random bits."""
        if not self._block:
            label = self._label + self._counter.to_bytes(4, "big")
            self._block = hashlib.blake2b(label, key=self._seed).digest()
            self._counter += 1
        word, self._block = self._block[:8], self._block[8:]
        return int.from_bytes(word, "big") >> (64 - _BITS)

    def unit(self) -> fmpq:
        """A number strictly between 0 and 1."""
        return fmpq(2 * self.bits() + 1, 2 * _SCALE)

    def below(self, bound: int) -> int:
        """A whole number from 0 to below the bound."""
        return self.bits() * bound >> _BITS

    def sign(self) -> int:
        """1 or -1."""
        return 1 if self.bits() & 1 else -1


def count(domain: Domain) -> int:
    """How many values a symbol has, if there are few; else 0."""
    match domain.kind:
        case "onehot":
            return domain.shape[0]
        case "values":
            choices = len(_values(domain))
        case "integers" if domain.low is not None and domain.high is not None:
            choices = len(_values(domain)) if domain.high - domain.low < _FEW else 0
        case _:
            choices = 0
    entries = math.prod(domain.shape)
    return int(choices**entries) if choices and entries <= MAX_COMBINATIONS else 0


def _values(domain: Domain) -> list[fmpq]:
    """The values that one entry may take, where they are listed or few whole numbers."""
    if domain.kind == "values":
        return [rational(value) for value in domain.values if value not in domain.excluded]
    low, high = int(domain.low or 0), int(domain.high or 0)
    return [fmpq(value) for value in range(low, high + 1) if value not in domain.excluded]


def listed(domain: Domain, choice: int) -> tuple[fmpq, ...]:
    """The joint value number ``choice`` of the entries."""
    size = math.prod(domain.shape)
    if domain.kind == "onehot":
        return tuple(fmpq(int(place == choice)) for place in range(size))
    values = _values(domain)
    entries = []
    for _ in range(size):
        choice, digit = divmod(choice, len(values))
        entries.append(values[digit])
    return tuple(entries)


def friendly(domain: Domain, start: int, size: int) -> tuple[fmpq, ...]:
    """Values that are good to show, different ones for different entries and starts."""
    if domain.kind == "simplex":
        weights = [(place + start) % size + 1 for place in range(size)]
        return tuple(fmpq(weight, sum(weights)) for weight in weights)
    if domain.kind == "onehot":
        return listed(domain, start % size)
    if domain.kind == "values":
        known = _values(domain)
    else:
        known = [value for value in NICE if _contains(domain, value)]
        if len(known) <= size:
            known += _spread(domain)
    return tuple(known[(start + place) % len(known)] for place in range(size))


def _spread(domain: Domain) -> list[fmpq]:
    """Simple values inside a domain that has none of the usual ones."""
    low = None if domain.low is None else rational(domain.low)
    high = None if domain.high is None else rational(domain.high)
    if low is not None and high is not None:
        candidates = [low + (high - low) * fmpq(part, 8) for part in (4, 2, 6, 1, 3, 5, 7)]
        if domain.kind == "integers":
            candidates = [low, high, *(fmpq(value.floor()) for value in candidates)]
    elif low is not None:
        candidates = [low.floor() + fmpq(step) for step in range(1, 40)]
    elif high is not None:
        candidates = [high.ceil() - fmpq(step) for step in range(1, 40)]
    else:
        candidates = [fmpq(step) for step in range(-20, 20)]
    return [value for value in candidates if _contains(domain, value)]


def _contains(domain: Domain, value: fmpq) -> bool:
    return domain.contains(fraction(value))


def simplex(size: int, profile: Profile, chance: Chance) -> tuple[fmpq, ...]:
    """Positive numbers that sum to 1: even ones, or of very different sizes."""
    if profile in _SPREAD:
        weights = [(1 + chance.unit()) / fmpq(1 << chance.below(16)) for _ in range(size)]
    else:
        weights = [fmpq(1, 10) + chance.unit() for _ in range(size)]
    whole = sum(weights, fmpq(0))
    return tuple(weight / whole for weight in weights)


_TRIES = 64
"""Draws after which an excluded value would be kept; each is excluded hardly ever."""


def entry(domain: Domain, profile: Profile, chance: Chance) -> fmpq:
    """One entry, drawn at about the distance that the profile says."""
    for _ in range(_TRIES):
        if domain.kind == "values":
            values = _values(domain)
            return values[chance.below(len(values))]
        if domain.kind == "integers":
            value = fmpq(_whole(domain, profile, chance))
        else:
            value = _real(domain, profile, chance)
        if not domain.excluded or _contains(domain, value):
            return value
    return value


def _whole(domain: Domain, profile: Profile, chance: Chance) -> int:
    reach = _REACH[profile]
    if domain.low is None:
        top = None if domain.high is None else int(domain.high)
        if top is not None:
            return top - chance.below(reach + 1)
        return chance.below(2 * reach + 1) - reach
    low = int(domain.low)
    if domain.high is not None:
        reach = min(reach, int(domain.high) - low) if profile is not Profile.LARGE else int(domain.high) - low
    return low + chance.below(reach + 1)


def _real(domain: Domain, profile: Profile, chance: Chance) -> fmpq:
    if domain.low is None and domain.high is None:
        return _anywhere(profile, chance)
    if domain.high is None:
        return rational(domain.low or 0) + _beyond(profile, chance)
    if domain.low is None:
        return rational(domain.high) - _beyond(profile, chance)
    return _between(rational(domain.low), rational(domain.high), profile, chance)


def _anywhere(profile: Profile, chance: Chance) -> fmpq:
    u = chance.unit()
    match profile:
        case Profile.UNIT:
            return fmpq(1, 20) + u * fmpq(9, 10)
        case Profile.SIGNED:
            return 5 * u - fmpq(5, 2)
        case Profile.POSITIVE:
            return fmpq(1, 5) + 3 * u
        case Profile.ABOVE_ONE:
            return fmpq(11, 10) + 3 * u
        case Profile.NEGATIVE:
            return -fmpq(1, 5) - 3 * u
        case Profile.LARGE:
            return 120 * u - 60
        case Profile.MAGNITUDES | Profile.NEAR_MAGNITUDES:
            return chance.sign() * _magnitude(profile, u, chance)
        case _:
            assert_never(profile)


def _beyond(profile: Profile, chance: Chance) -> fmpq:
    """How far from the end of a half-line."""
    u = chance.unit()
    match profile:
        case Profile.UNIT:
            return fmpq(1, 20) + u * fmpq(9, 10)
        case Profile.SIGNED | Profile.POSITIVE:
            return fmpq(1, 5) + 3 * u
        case Profile.ABOVE_ONE:
            return fmpq(11, 10) + 3 * u
        case Profile.NEGATIVE:
            return 6 * u
        case Profile.LARGE:
            return 60 * u
        case Profile.MAGNITUDES | Profile.NEAR_MAGNITUDES:
            return _magnitude(profile, u, chance)
        case _:
            assert_never(profile)


def _between(low: fmpq, high: fmpq, profile: Profile, chance: Chance) -> fmpq:
    width = high - low
    u = chance.unit()
    if profile in _SPREAD:
        depth = width * (1 + u) / fmpq(4 << chance.below(_SPREAD[profile]))
        return low + depth if chance.sign() > 0 else high - depth
    if profile is Profile.LARGE:
        return low + width * u
    if width > _WIDE and profile in {Profile.SIGNED, Profile.POSITIVE, Profile.NEGATIVE}:
        value = _anywhere(profile, chance)
        if low < value < high:
            return value
    return low + width * (fmpq(1, 20) + u * fmpq(9, 10))


_WIDE: Final = 20
"""An interval wider than this is looked at near 0 too, if 0 belongs to it."""

_SPREAD: Mapping[Profile, int] = {Profile.MAGNITUDES: 28, Profile.NEAR_MAGNITUDES: 10}
"""How many powers of 2 a profile of magnitudes spans."""


def _magnitude(profile: Profile, u: fmpq, chance: Chance) -> fmpq:
    """A number between two powers of 2."""
    span = _SPREAD[profile]
    exponent = chance.below(span) - span // 2
    return (1 + u) * (fmpq(1 << exponent) if exponent >= 0 else fmpq(1, 1 << -exponent))
