"""What is the same in every walk of a topic? Its title, its conventions, its numbers and its advice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from quizkit.walks.chance import Chance
from quizkit.walks.givens import Given
from quizkit.walks.walk import Body, Question

Numbers: TypeAlias = Mapping[str, np.ndarray]
"""The numbers of a walk by name; a single number has no axes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One topic."""

    title: str
    why: str
    """Why interviewers ask, in Markdown."""
    conventions: tuple[str, ...]
    givens: tuple[Given, ...]
    """In the order in which the walk shows them."""
    drawn: Callable[[Chance, Numbers], dict[str, np.ndarray]]
    """The numbers of a seed, around those that were chosen; OutsideDomain where these do not fit together."""
    body: Callable[[Numbers], Body]
    tips: tuple[str, ...]
    questions: tuple[Question, ...]

    def given(self, name: str) -> Given:
        """The given of this name."""
        return next(given for given in self.givens if given.name == name)
