"""Chance, which shells draw and hand down."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

SEEDS_DRAWN = 1_000_000
"""Seeds that nobody chose are below this, so that people can type them."""


def fresh_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(SEEDS_DRAWN)


def new_id(at: datetime) -> str:
    """The id of a sitting that begins: its moment, and chance, as two may begin at once."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
