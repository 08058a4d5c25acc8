"""What is typed next? A line of input: an answer, or one of a few words that are wishes.

No wish is a letter or a name that mathematics uses, so that no answer is taken for one.
"""

from __future__ import annotations

import sys
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
    HELP = "?"


_OTHER_WORDS = {"exit": Wish.QUIT, "give up": Wish.SOLUTION, "help": Wish.HELP}


class InputEnded(Exception):
    """stdin has no more lines, or is closed."""


class Left(Exception):
    """The learner wishes to end the sitting."""


def line_or_wish(prompt: str) -> str | Wish:
    """One line of input, or the wish that it is. Raises InputEnded, and Left for ``quit``."""
    line = one_line(prompt)
    word = line.strip().casefold().removeprefix(":")
    wish = _OTHER_WORDS.get(word) or next((each for each in Wish if each.value == word), None)
    if wish is Wish.QUIT:
        raise Left
    return line if wish is None else wish


def lines_or_wish(prompt: str) -> str | Wish:
    """Lines of input up to an empty one, or the wish that the first is."""
    first = line_or_wish(prompt)
    if isinstance(first, Wish) or not first.strip():
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
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise InputEnded
    line = line.rstrip("\r\n")
    if not is_terminal(sys.stdin):
        say(printable(line, ECHO))
    return line
