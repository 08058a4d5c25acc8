"""What is an idea behind wrong answers? One entry of ``misconceptions.yaml``, shared by all banks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """An idea that leads to wrong answers; mistakes with its id take what they do not say from it."""

    id: str
    say: str = ""
    """Markdown template; its only name is ``answer``."""
    credit: float | None = None
    """Credit that such an answer still earns; None: what the mistake says, or 0."""
    see: str | None = None
    """Where to read more: a topic."""
