"""The light theme: Textual's own has words that are hard to read on its bright ground."""

from __future__ import annotations

from textual.theme import Theme

DARK = "textual-dark"
LIGHT = Theme(
    name="quizkit-light",
    dark=False,
    primary="#00558a",
    secondary="#00456e",
    accent="#7a3e00",
    success="#0a5d1a",
    warning="#704200",
    error="#99001c",
    foreground="#1c1c1c",
    background="#fafafa",
    surface="#f0f0f0",
    panel="#e2e2e2",
)
