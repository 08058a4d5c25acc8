"""What a preview is: a state and its rows. What makes one out of a response is ``tui.preview``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MOST_ROWS = 8
"""A taller drawing is shown in one row, wherever there is room for more."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview: its state and its rows."""

    state: Literal["blank", "read", "unfinished", "unreadable"]
    rows: tuple[str, ...] = ("",)
