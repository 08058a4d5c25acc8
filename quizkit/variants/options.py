"""Which options does a variant show, in which order, under which letters?"""

from __future__ import annotations

import math
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quizkit.bank.question import Option, Task
from quizkit.mathlang.balls import Workings
from quizkit.mathlang.nodes import Node
from quizkit.variants.streams import Stream, arrangement
from quizkit.variants.valueless import NO_VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOption:
    """An option as a variant shows it."""

    letter: str
    id: str
    text: str
    """Markdown."""
    correct: bool
    say: str = ""
    """Markdown: what to say to whoever ticks it."""
    mistake: str | None = None
    """The misconception behind ticking it wrongly."""
    place: int = 0
    """Its place in the bank, from 0."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why the options of a draw make no question."""

    reason: str


def shown_options(
    task: Task,
    workings: Workings,
    stream: Stream,
    read: Callable[[str], Node],
    fill: Callable[[str], str],
) -> tuple[ShownOption, ...] | Unfit:
    """The options of a task: drawn from the pool, filled, in random order, lettered."""
    try:
        truths = [_holds(option.correct, workings, read) for option in task.options]
    except NO_VALUE as fault:
        return Unfit(f"cannot tell which options are correct ({fault})")
    taken = _taken(task, truths, stream)
    if isinstance(taken, Unfit):
        return taken
    right = sum(truths[place] for place in taken)
    if task.kind == "choice" and right != 1:
        count = f"{right} correct options" if right else "no correct option"
        return Unfit(f"shows {count} where one is needed")
    if right == 0:
        return Unfit("shows no correct option")
    shown = [_shown(place, task.options[place], fill, correct=truths[place]) for place in taken]
    if len({" ".join(option.text.split()) for option in shown}) < len(shown):
        return Unfit("shows two options that read alike")
    return _lettered(_in_order(task, shown, stream))


def _holds(correct: str, workings: Workings, read: Callable[[str], Node]) -> bool:
    if correct in {"true", "false"}:
        return correct == "true"
    return workings.holds(read(correct))


def _taken(task: Task, truths: Sequence[bool], stream: Stream) -> list[int] | Unfit:
    """The places of the options that are shown, in the order of the bank."""
    taken: list[int] = []
    for truth, wanted, pool in (
        (True, task.choose_correct, "correct"),
        (False, task.choose_wrong, "wrong"),
    ):
        places = [place for place, holds in enumerate(truths) if holds is truth]
        if wanted is None:
            taken += places
            continue
        if wanted > len(places):
            return Unfit(f"has {len(places)} {pool} options where {wanted} are to be chosen")
        rank = stream.index(math.perm(len(places), wanted), f"{task.id}/{pool}", purpose="pool")
        taken += [places[index] for index in arrangement(rank, wanted, len(places))]
    return sorted(taken)


def _shown(place: int, option: Option, fill: Callable[[str], str], *, correct: bool) -> ShownOption:
    return ShownOption(
        letter="",
        id=option.id,
        text=fill(option.text),
        correct=correct,
        say=fill(option.say),
        mistake=None if correct else option.mistake,
        place=place,
    )


def _in_order(task: Task, shown: Sequence[ShownOption], stream: Stream) -> list[ShownOption]:
    """The options in random order, those pinned at the end."""
    pinned = [option for option in shown if task.options[option.place].pin == "last"]
    free = [option for option in shown if option not in pinned]
    return [free[place] for place in stream.order(len(free), task.id)] + pinned


def _lettered(options: Sequence[ShownOption]) -> tuple[ShownOption, ...]:
    return tuple(replace(option, letter=_letter(place)) for place, option in enumerate(options))


def _letter(place: int) -> str:
    """The letters of an option: A to Z, then AA and so on."""
    before, last = divmod(place, len(string.ascii_uppercase))
    return (_letter(before - 1) if before else "") + string.ascii_uppercase[last]
