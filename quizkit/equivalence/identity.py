"""Rung 1: are both sides the same nodes of the arena? Then they are the same formula."""

from __future__ import annotations

from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.evidence import Identical
from quizkit.equivalence.pair import Pair


def identity(pair: Pair) -> Finding | None:
    """Equal, if no entry differs in its node."""
    return Finding("equal", Identical()) if not pair.entries else None
