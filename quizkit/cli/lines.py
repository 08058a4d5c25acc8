"""What is typed next? A line of input: an answer, or one of a few words that are wishes.

No wish is a letter or a name that mathematics uses, so that no answer is taken for one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import Enum

from quizkit.cli.output import flush, is_terminal, say, write
from quizkit.errors import printable

ECHO = 200
"""How much of a line from a pipe is repeated, so that the transcript can be read."""


class Wish(Enum):
    """What may be typed instead of an answer."""

    HINT = "hint"
    SKIP = "skip"
    SOLUTION = "solution"
    QUIT = "quit"
    UNDO = "undo"
    DISPUTE = "dispute"
    NEW = "new"
    HELP = "?"


_OTHER_WORDS = {"exit": Wish.QUIT, "give up": Wish.SOLUTION, "help": Wish.HELP}


_pushed_back: list[str] = []
"""Lines of a pipe that were read ahead."""


class InputEnded(Exception):
    """stdin has no more lines, or is closed."""


class Left(Exception):
    """The learner wishes to end the sitting."""


def line_or_wish(prompt: str) -> str | Wish:
    """One line of input, or the wish that it is. Raises InputEnded, and Left for ``quit``."""
    line = one_line(prompt)
    wish = _wish(line)
    if wish is Wish.QUIT:
        raise Left
    return line if wish is None else wish


def _wish(line: str) -> Wish | None:
    word = line.strip().casefold().removeprefix(":")
    return _OTHER_WORDS.get(word) or next((each for each in Wish if each.value == word), None)


AFTERWARDS = frozenset({Wish.UNDO, Wish.DISPUTE, Wish.NEW, Wish.QUIT})
"""What may be wished when a problem is over."""


def wish_afterwards(prompt: str) -> Wish | None:
    """What is wished when a problem is over; None to go on. Raises Left for ``quit``.

    A person goes on with enter. A pipe need not: its next line is the answer to the next problem, unless it
    is empty or one of the words; and its end is none before the next problem asks.
    """
    if is_terminal(sys.stdin):
        while (typed := line_or_wish(prompt)) not in AFTERWARDS:
            if isinstance(typed, str) and not typed.strip():
                return None
            say(prompt.removesuffix(" > "))
        return typed if isinstance(typed, Wish) else None
    line = _next_line()
    if not line:
        return None
    wish = _wish(line)
    if wish in AFTERWARDS and wish is not Wish.QUIT:
        say(f"> {printable(line.strip(), ECHO)}")
        return wish
    if line.strip():
        _pushed_back.append(line)
    return None


def _next_line() -> str:
    if _pushed_back:
        return _pushed_back.pop()
    return sys.stdin.readline() if sys.stdin is not None else ""


def forget_lines() -> None:
    """Drop what was read ahead: another sitting begins."""
    _pushed_back.clear()


def lines_or_wish(prompt: str, is_word: Callable[[str], bool] = lambda _: False) -> str | Wish:
    """Lines of input up to an empty one, or the wish that the first is.

    ``is_word`` says of the first whether it is a word of the shell's own, and all there is.
    """
    first = line_or_wish(prompt)
    if isinstance(first, Wish) or not first.strip() or is_word(first):
        return first
    lines = [first]
    try:
        while lines[-1].strip():
            lines.append(one_line("  "))
    except InputEnded:
        # What was typed until then is the answer; the next question meets the end again.
        return "\n".join(lines)
    return "\n".join(lines[:-1])


def one_line(prompt: str) -> str:
    """One line of input without its end. The prompt goes to stdout, where a screen reader meets it."""
    write(prompt)
    flush()
    line = _next_line()
    if not line:
        raise InputEnded
    line = line.rstrip("\r\n")
    if not is_terminal(sys.stdin):
        say(printable(line, ECHO))
    return line
