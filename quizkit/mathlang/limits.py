"""How large may a formula be? Every bound on what is typed, counted and never timed.

Each is checked before any work that grows with it, and each refusal names the bound it met.
"""

from __future__ import annotations

CHARACTERS = 4_000
"""The longest text that is looked at."""

TOKENS = 1_500
"""The most names, numbers and signs in one formula."""

DEPTH = 60
"""How deeply brackets, functions, powers and signs may stand one inside another."""

CHAIN = 120
"""The most operations in a row, so that whoever climbs a tree never climbs higher than this and ``DEPTH``."""

DIGITS = 60
"""The most digits of one number."""

EXPONENT = 400
"""The largest power of ten of a number in scientific notation, either way."""

TOO_DEEP = f"a formula may be nested at most {DEPTH} levels deep"
TOO_CHAINED = f"a formula may have at most {CHAIN} operations one upon another"
TOO_MANY_TOKENS = f"a formula may have at most {TOKENS:,} names, numbers and signs"
TOO_MANY_DIGITS = f"a number may have at most {DIGITS} digits"
TOO_LARGE_EXPONENT = f"a power of ten may be at most {EXPONENT} either way"


def too_long(characters: int) -> str:
    """Why a text of so many characters is refused."""
    return f"a text may have at most {CHARACTERS:,} characters, found {characters:,}"
