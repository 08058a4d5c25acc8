"""The points of a rubric, for comparing one's own text with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from quizkit.tui.widgets.answer import lettered
from quizkit.tui.widgets.choosing import TickList

if TYPE_CHECKING:
    from quizkit.grading import Verdict
    from quizkit.variants import Variant

DIGITS = "123456789"
"""The keys that tick a point."""
_MARGIN = 20
_LEAST = 16


class Rubric(Vertical):
    """Empty, until it asks which points the text has."""

    async def ask(self, variant: Variant, verdict: Verdict | None, columns: int) -> None:
        """Show the points, those ticked already that the words of the text suggest; take the keys."""
        await self.remove_children()
        points = [point for posed in variant.parts for point in posed.rubric]
        width = max(_LEAST, columns - _MARGIN)
        labels = [
            (point.id, lettered(DIGITS[place : place + 1], f"{point.award} ({point.points:g})", width))
            for place, point in enumerate(points)
        ]
        await self.mount(TickList(labels, DIGITS[: len(points)], suggested(verdict)))
        self.display = True
        self.take_focus()

    def take_focus(self) -> None:
        """The points take the keys."""
        self.query_one(TickList).focus(scroll_visible=False)

    @property
    def ticked(self) -> list[str]:
        """The ids of the points ticked."""
        return self.query_one(TickList).selected


def suggested(verdict: Verdict | None) -> list[str]:
    """The points that the words of a text suggest, as its verdict names them."""
    if verdict is None:
        return []
    found: list[str] = []
    for inner in (verdict, *(verdict.parts or {}).values()):
        named = inner.evidence.details.get("suggested")
        found += [str(point) for point in named] if isinstance(named, list) else []
    return found
