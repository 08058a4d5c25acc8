"""How well did it go? The rating that the scheduler is told: out of what happened, never an opinion.

    right first try, no hint, at most half the par time, not the first meeting       Easy
    right first try, no hint; turns on form and unit are free                        Good
    right first try after a hint that was not the last; or beyond three times
    the par time; or nothing wrong but a slip that the author calls minor            Hard
    any wrong content, the last hint, the solution shown, given up, timed out        Again
    skipped, undecided, never reached                                                no rating

A review that was disputed or undone is void, and is not asked about.
"""

from __future__ import annotations

from enum import IntEnum
from typing import assert_never

from quizkit.practice.reviews import Review

QUICK = 0.5
"""Up to this part of the par time, an answer was quick."""
SLOW = 3.0
"""Beyond this many par times, an answer was slow."""


class Rating(IntEnum):
    """FSRS's four ratings, by its numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


def rating(review: Review, *, first_meeting: bool) -> Rating | None:
    """The rating of a review; None if it says nothing about what is remembered.

    ``first_meeting``: whether the question was never rated before; Easy is not given then. In an interview
    a problem that stood open for its par time and was left unanswered has timed out.
    """
    match review.ending:
        case "skipped":
            return None
        case "unanswered":
            return Rating.AGAIN if _timed_out(review) else None
        case "given-up":
            return Rating.AGAIN
        case "partly-correct" | "incorrect":
            return Rating.HARD if review.minor and not review.last_hint else Rating.AGAIN
        case "correct":
            return _of_correct(review, first_meeting=first_meeting)
        case _:
            assert_never(review.ending)


def _of_correct(review: Review, *, first_meeting: bool) -> Rating:
    if review.last_hint or (not review.first_try and not review.minor):
        return Rating.AGAIN
    slow = review.par is not None and review.seconds > SLOW * review.par
    if review.minor or review.hints or slow:
        return Rating.HARD
    quick = review.par is not None and review.seconds <= QUICK * review.par
    return Rating.EASY if quick and not first_meeting else Rating.GOOD


def _timed_out(review: Review) -> bool:
    return review.mode == "interview" and review.par is not None and review.seconds >= review.par
