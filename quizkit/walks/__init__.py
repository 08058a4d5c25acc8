"""Worked walk-throughs: a topic, a seed, and every line between the first number and the last.

``make_walk(topic, seed, given)`` gives a ``Walk``, a value computed from ``quizkit.reference``; ``screen``
sets it for a terminal or as Markdown, ``record`` as JSON, ``parity`` compares it with PyTorch.
``walk_lines`` is all of it in one call, for a screen that shows walks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizkit.faces import face

if TYPE_CHECKING:
    from quizkit.typeset import Line
    from quizkit.walks.making import make_walk
    from quizkit.walks.topics import TOPICS, UnknownWalk, walk_for
    from quizkit.walks.walk import Walk

__all__ = ["TOPICS", "UnknownWalk", "Walk", "make_walk", "walk_for", "walk_lines"]

__getattr__ = face(
    __name__,
    {
        "make_walk": "making",
        "TOPICS": "topics",
        "UnknownWalk": "topics",
        "Walk": "walk",
        "walk_for": "topics",
    },
)


def walk_lines(topic: str, seed: int, width: int) -> tuple[Line, ...]:
    """A walk as typeset lines with drawn formulas and plots, without the section about PyTorch.

    Raises UnknownWalk and SeedOutOfRange. Imports NumPy; takes some tens of milliseconds.
    """
    from quizkit.walks.making import make_walk
    from quizkit.walks.screen import lines

    return lines(make_walk(topic, seed=seed), width, parity=False)
