"""Where in a typed text is the fault? The text with a caret below, as every shell shows it."""

from __future__ import annotations

from quizkit.errors import printable
from quizkit.mathlang.glyphs import cells

MARGIN = "  "
MOST = 60
_CUT = "…"


def caret_lines(response: str, start: int, end: int, most: int = MOST) -> list[str]:
    """The text, and a line with ``~~^`` under its characters from ``start`` to ``end``.

    Of a long text only a window around the place is shown, about ``most`` columns wide. What is not plain
    print is shown escaped, so that nothing in the text can move the caret or reach the terminal raw.
    """
    start = min(max(start, 0), len(response))
    end = min(max(end, start), len(response))
    first, last = _window(response, start, most)
    before = (_CUT if first else "") + _shown(response[first:start])
    marked = _shown(response[start : min(end, last)])
    after = _shown(response[max(start, min(end, last)) : last]) + (_CUT if last < len(response) else "")
    underline = "~" * (cells(marked) - 1) + "^"
    return [f"{MARGIN}{before}{marked}{after}", f"{MARGIN}{' ' * cells(before)}{underline}"]


def _window(response: str, start: int, most: int) -> tuple[int, int]:
    """The part around ``start`` that fits: some text before it, then as much as there is room for."""
    first, room = start, most
    while first and (cost := _cost(response[first - 1])) <= room - 2 * most // 3:
        first, room = first - 1, room - cost
    last = start
    while last < len(response) and (cost := _cost(response[last])) <= room:
        last, room = last + 1, room - cost
    while first and (cost := _cost(response[first - 1])) <= room:
        first, room = first - 1, room - cost
    return first, last


def _shown(piece: str) -> str:
    return "".join(printable(character) for character in piece)


def _cost(character: str) -> int:
    return cells(printable(character))
