"""What is understood of an answer while it is typed? A drawing, or where it cannot be read.

A formula that only ends too soon is drawn as far as it goes: brackets left open are closed, and ``▒``
stands where a value is still to come. That is a picture only; what is submitted is what was typed.
"""

from __future__ import annotations

from dataclasses import replace

from quizkit.errors import QuizkitError, Unreadable
from quizkit.grading.finding import Finding
from quizkit.grading.marking import Marking
from quizkit.grading.response import read_response
from quizkit.mathlang.glyphs import cells
from quizkit.mathlang.layout import OPEN, draw, line
from quizkit.mathlang.nodes import Node
from quizkit.mathlang.shapes import infer_value
from quizkit.tui.previewed import MOST_ROWS, Preview
from quizkit.typeset.caret import MARGIN, caret_lines

__all__ = ["MOST_ROWS", "Preview", "preview"]

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_STAND_INS = {"Ξ": "Xi", "Ψ": "Psi", "Λ": "Lambda", "Ω": "Omega"}
"""Letters, drawn as wide as the open place, one of which is put in it, and how they are spelled."""


def preview(
    marking: Marking, response: str, columns: int, most_rows: int = MOST_ROWS, *, whole: bool = False
) -> Preview:
    """What a response is understood as, in at most so many columns and rows.

    ``whole``: it is handed in like this, and has to end.
    """
    if not response.strip():
        return Preview("blank")
    try:
        found = read_response(marking, response)
    except Unreadable as error:
        begun = None if whole else _unfinished(marking, response, columns, most_rows)
        return begun or _unreadable(response, error, columns)
    except QuizkitError as error:
        return Preview("unreadable", _wrapped(str(error), columns))
    if isinstance(found, Finding):
        return Preview("unfinished", _wrapped(found.message, columns))
    try:
        infer_value(found, marking.scope.shapes)
    except Unreadable as error:
        return _unreadable(response, error, columns)
    except QuizkitError as error:
        return Preview("unreadable", _wrapped(str(error), columns))
    return Preview("read", _drawn(found, columns, most_rows))


def _drawn(node: Node, columns: int, most_rows: int) -> tuple[str, ...]:
    """The drawing; in one row where it is too large, and that cut where it is too long."""
    box = draw(node)
    if box.height <= most_rows and box.width <= columns:
        return box.lines
    row = line(node)
    if cells(row) <= columns:
        return (row,)
    while cells(row) >= columns:
        row = row[:-1]
    return (row + "…",)


def _unreadable(response: str, error: Unreadable, columns: int) -> Preview:
    window = max(8, columns - 2 * len(MARGIN) - 2)
    marked = [row.removeprefix(MARGIN) for row in caret_lines(response, error.start, error.end, window)]
    message = error.message[:1].upper() + error.message[1:]
    if error.readings:
        message += f". Did you mean {' or '.join(error.readings)}?"
    return Preview("unreadable", (*marked, *_wrapped(message, columns)))


def _wrapped(text: str, columns: int) -> tuple[str, ...]:
    rows = [""]
    for word in text.split(" "):
        if rows[-1] and cells(rows[-1]) + 1 + cells(word) > columns:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}" if rows[-1] else word
    return tuple(row[:columns] for row in rows)


def _unfinished(marking: Marking, response: str, columns: int, most_rows: int) -> Preview | None:
    """The picture of a response that ends too soon; None if that is not what is wrong with it."""
    closing = _closing(response)
    if closing is None:
        return None
    letters = marking.scope.shapes
    stand_in = next(
        (sign for sign, name in _STAND_INS.items() if name not in letters and sign not in response), None
    )
    if stand_in is None:
        return None
    open_place = replace(marking.scope, shapes={**letters, _STAND_INS[stand_in]: ()})
    for completed in (response + closing, f"{response} {stand_in}{closing}"):
        try:
            found = read_response(replace(marking, scope=open_place), completed)
        except QuizkitError:
            continue
        if not isinstance(found, Finding):
            rows = _drawn(found, columns, most_rows)
            return Preview("unfinished", tuple(row.replace(stand_in, OPEN.name) for row in rows))
    return None


def _closing(response: str) -> str | None:
    """The brackets that close what is open; None if one is closed that never was opened."""
    awaited: list[str] = []
    for character in response:
        if character in _CLOSING:
            awaited.append(_CLOSING[character])
        elif character in _CLOSING.values() and (not awaited or awaited.pop() != character):
            return None
    return "".join(reversed(awaited))
