"""What is needed after the first paint is got ready while the screen is read, so that no key waits for it."""

from __future__ import annotations

import gc
import importlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")

NEXT = (
    "quizkit.tui.screens.problem",
    "quizkit.practice.selection",
    "quizkit.variants.making",
    "quizkit.tui.preview",
    "quizkit.grading.marking",
    "quizkit.practice.session",
    "quizkit.practice.keeping",
    "quizkit.grading.grader",
    "quizkit.tui.screens.report",
    "quizkit.tui.screens.help",
)
"""In the order in which keys ask for it: a problem, a preview, a verdict, a report."""


class Awaited(Generic[T]):
    """Something that is made beside the keys; whoever needs it earlier waits for it."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: Future[T] | None = None

    def begin(self) -> Future[T]:
        """Begin to make it, if nobody has."""
        with self._lock:
            if self._made is None:
                self._made = Future()
                threading.Thread(target=self._run, args=(self._made,), daemon=True).start()
            return self._made

    def _run(self, made: Future[T]) -> None:
        try:
            made.set_result(self._make())
        except BaseException as fault:  # noqa: BLE001 - it is raised where the result is asked for
            made.set_exception(fault)

    def result(self) -> T:
        """What was made. Raises whatever making it has raised."""
        return self.begin().result()


def end_hurry() -> None:
    """Nearly all that was made until the first paint stays: rubbish is collected from here on."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def import_next() -> None:
    """Import what the keys will ask for."""
    for name in NEXT:
        importlib.import_module(name)
