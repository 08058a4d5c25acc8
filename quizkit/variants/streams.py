"""Which number does a seed draw? Chance by address: every draw is a hash of where it stands.

There is no generator with a state. The index of a draw depends on its address alone, so a variable that
is added, or drawn more often, never changes another one, and a seed means the same numbers on every
machine, forever.

The byte format, which may never change:

    address := field(question id) field(setting) field(purpose) field(variable)
               word(seed) word(try) word(count of the path) word(each entry of the path)
    field   := word(length of the UTF-8 bytes) bytes
    word    := 8 bytes, big-endian

``purpose`` and ``variable`` say what is drawn:

    draw     a given, by its name. The path is empty for a number; an entry of a vector or list adds its
             place, of a matrix its row and column; under ``range >= …`` the round, from 0, comes before
             the place.
    setting  ``setting``, with the setting left empty and the seed divided by the number of settings: one
             order of the settings for each block of seeds.
    pool     ``PART/correct`` and ``PART/wrong``: the options that are shown.
    order    ``PART``: the order of the options.

For an index below ``size`` of b bits, blocks 0, 1, … of

    blake2b(address word(round) word(block), digest_size=64, person=b"quizkit-draw-v1")

are joined to a number of 512·ceil((b + 64)/512) bits. Numbers in the biased tail, at or above the
greatest multiple of ``size``, are refused and the next round is taken, from round 0 on; the index is
the first number kept, modulo ``size``. An order, or a choice from a pool, is the arrangement of that rank
in lexicographic order.
"""

from __future__ import annotations

import functools
import hashlib
import math
import struct
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["draw", "setting", "pool", "order"]

_PERSON = b"quizkit-draw-v1"
_BLOCK_BITS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """The draws of one question under one seed and one try."""

    question: str
    setting: str
    seed: int
    attempt: int = 0
    """The number of the try, from 0."""

    def index(
        self, size: int, variable: str, path: tuple[int, ...] = (), *, purpose: Purpose = "draw"
    ) -> int:
        """A number from 0 to ``size - 1``, each equally likely over seeds."""
        return index(self._address(variable, path, purpose), size)

    def order(self, length: int, variable: str, *, purpose: Purpose = "order") -> tuple[int, ...]:
        """The numbers from 0 to ``length - 1``, in any order, each order equally likely."""
        rank = self.index(math.factorial(length), variable, purpose=purpose)
        return arrangement(rank, length, length)

    def _address(self, variable: str, path: tuple[int, ...], purpose: Purpose) -> bytes:
        fields = _fields(self.question, self.setting, purpose, variable)
        return fields + _words(self.seed, self.attempt, len(path), *path)


def index(address: bytes, size: int) -> int:
    """The index below ``size`` that belongs to an address."""
    blocks = math.ceil((size.bit_length() + 64) / _BLOCK_BITS)
    tail = (1 << blocks * _BLOCK_BITS) // size * size
    attempt = 0
    while (number := _number(address, attempt, blocks)) >= tail:
        attempt += 1
    return number % size


def arrangement(rank: int, count: int, pool: int) -> tuple[int, ...]:
    """The arrangement of ``count`` of ``pool`` things that has this rank, in lexicographic order."""
    rest = list(range(pool))
    chosen = []
    for place in range(count):
        below = math.perm(len(rest) - 1, count - place - 1)
        chosen.append(rest.pop(rank // below))
        rank %= below
    return tuple(chosen)


def _number(address: bytes, attempt: int, blocks: int) -> int:
    digests = [
        hashlib.blake2b(
            address + _words(attempt, block), digest_size=_BLOCK_BITS // 8, person=_PERSON
        ).digest()
        for block in range(blocks)
    ]
    return int.from_bytes(b"".join(digests), "big")


@functools.lru_cache(maxsize=1024)
def _fields(*texts: str) -> bytes:
    encoded = [text.encode() for text in texts]
    return b"".join(_words(len(field)) + field for field in encoded)


def _words(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}Q", *numbers)
