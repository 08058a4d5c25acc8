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

HEIGHT = 150
"""The most operations one upon another: whoever climbs a tree, by recursion, climbs no higher."""

DIGITS = 60
"""The most digits of one number."""

EXPONENT = 400
"""The largest power of ten of a number in scientific notation, either way."""

TOO_DEEP = f"a formula may be nested at most {DEPTH} levels deep"
TOO_HIGH = f"a formula may have at most {HEIGHT} operations one upon another"
TOO_MANY_TOKENS = f"a formula may have at most {TOKENS:,} names, numbers and signs"
TOO_MANY_DIGITS = f"a number may have at most {DIGITS} digits"
TOO_LARGE_EXPONENT = f"a power of ten may be at most {EXPONENT} either way"


def too_long(characters: int) -> str:
    """Why a text of so many characters is refused."""
    return f"a text may have at most {CHARACTERS:,} characters, found {characters:,}"
