"""Which keys make sense now? What the last row of a problem offers, in the order of their use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from quizkit.practice.sitting import ladder

if TYPE_CHECKING:
    from quizkit.practice.sitting import Sitting
    from quizkit.tui.widgets.keyline import Key

Hands = Literal["field", "essay", "away"]
"""Where the keys go: to a field, to one in which Enter is a new line, or to none."""


def offers(sitting: Sitting, hands: Hands) -> list[Key]:
    """The keys and what they do. Every F-key has a letter as its twin, for when no field takes letters."""
    left = len(ladder(sitting.variant)) - sitting.hints
    hint = [f"Hint ({left})"] if left and sitting.phase == "asking" else []
    if sitting.phase == "reviewing":
        return [("Enter", "Next"), ("PgDn", "Scroll"), ("q", "Leave"), ("F1", "Help")]
    if hands == "away":
        twins = [("s", "Skip"), ("g", "Give up"), ("q", "Leave"), ("Esc", "Back"), ("?", "Help")]
        return [*(("h", does) for does in hint), *twins]
    keys = [("Ctrl+S" if hands == "essay" else "Enter", "Submit")]
    keys += [("F2", does) for does in hint]
    keys += [("F3", "Skip"), ("F4", "Solution")]
    if len(sitting.variant.parts) > 1:
        keys.append(("Tab", "Part"))
    return [*keys, ("Esc", "Keys"), ("F1", "Help")]
