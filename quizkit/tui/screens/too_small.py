"""What is shown where nothing fits."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

LEAST_COLUMNS = 40
LEAST_ROWS = 12


class TooSmallScreen(Screen[None]):
    """One message: the size there is, the size that is needed, and the way out."""

    def compose(self) -> ComposeResult:
        """A message that fits in the smallest terminal."""
        yield Static("", id="too-small", markup=False)

    def on_mount(self) -> None:
        """Name the size."""
        self._say()

    def on_resize(self) -> None:
        """Name the new size."""
        self._say()

    def _say(self) -> None:
        self.query_one("#too-small", Static).update(
            f"{self.size.width}×{self.size.height} is too small.\n"
            f"quizkit needs {LEAST_COLUMNS}×{LEAST_ROWS}.\n"
            "Enlarge, or ctrl+q and\nquizkit practice --plain"
        )
