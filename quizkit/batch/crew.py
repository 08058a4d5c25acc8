"""Who judges which part? One process, or several, rebuilt when one of them dies; results come in order.

The bank is handed on as it lies in memory, by a fork; where there is none, one process judges every part.
What comes out is the same. A worker ends by itself when the process that it works for is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, TypeVar, cast

from quizkit.batch.parts import Part
from quizkit.batch.refusals import BatchError

R = TypeVar("R")

DEATHS = 3
"""How many workers may die of one part before the run gives up."""
_AHEAD = 2
"""How many parts are in flight for each worker."""
_WATCHED = 0.5
"""Seconds between two looks at whether the process that a worker works for is there."""

_work: Callable[[Part], object] | None = None
"""What the processes of a crew do; they are forked while it stands here."""


class WorkerLost(BatchError):
    """A part has killed every worker that judged it."""


class Crew(Generic[R]):
    """Processes that judge parts."""

    def __init__(self, work: Callable[[Part], R], workers: int) -> None:
        self._work = work
        self.workers = workers if _can_fork() else 1
        self._pool: ProcessPoolExecutor | None = None
        self.rebuilt = 0
        """How often workers had to be replaced."""

    def in_order(self, parts: Iterable[Part]) -> Iterator[tuple[Part, R]]:
        """Each part with what came of it, in their order; few are in flight at any time.

        Raises WorkerLost, and whatever the work raises.
        """
        if self.workers < 2:
            for part in parts:
                yield part, self._work(part)
            return
        waiting: deque[tuple[Part, Future[R]]] = deque()
        source = iter(parts)
        is_over = False
        try:
            while waiting or not is_over:
                while not is_over and len(waiting) < _AHEAD * self.workers:
                    upcoming = next(source, None)
                    if upcoming is None:
                        is_over = True
                    else:
                        waiting.append((upcoming, self._submitted(upcoming)))
                if waiting:
                    part, future = waiting[0]
                    try:
                        result = future.result()
                    except BrokenProcessPool:
                        yield from self._one_by_one([held for held, _ in waiting])
                        waiting.clear()
                        continue
                    waiting.popleft()
                    yield part, result
        finally:
            self._end()

    def _submitted(self, part: Part) -> Future[R]:
        if self._pool is None:
            self._begin(self.workers)
        try:
            return self._handed(part)
        except BrokenProcessPool as broken:
            # It broke between two parts; the future says so, and all in flight are judged again.
            future: Future[R] = Future()
            future.set_exception(broken)
            return future

    def _handed(self, part: Part) -> Future[R]:
        if self._pool is None:
            raise RuntimeError("there are no processes to judge a part")
        return cast("Future[R]", self._pool.submit(_worked, part))

    def _one_by_one(self, parts: list[Part]) -> Iterator[tuple[Part, R]]:
        """The parts that were in flight when a worker died, each alone, so that the guilty one is known."""
        for part in parts:
            for attempt in range(DEATHS):
                if attempt or part is parts[0]:
                    self._end()
                    self._begin(1)
                    self.rebuilt += 1
                try:
                    result = self._handed(part).result()
                except BrokenProcessPool:
                    continue
                yield part, result
                break
            else:
                lines = f"lines {part.places[0]} to {part.places[-1]}"
                raise WorkerLost(f"{DEATHS} workers have died of part {part.number} ({lines})")
        self._end()

    def _begin(self, workers: int) -> None:
        global _work  # noqa: PLW0603 - a fork hands it on
        _work = self._work
        try:
            context = multiprocessing.get_context("fork")
            self._pool = ProcessPoolExecutor(workers, context, _undisturbed, (os.getpid(),))
            # The processes are forked with the first call, from this thread.
            self._pool.submit(_nothing).result()
        finally:
            _work = None

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    # On macOS system libraries may break in a forked process; a daemonic process may have no children.
    if sys.platform == "darwin" or "fork" not in multiprocessing.get_all_start_methods():
        return False
    return not multiprocessing.current_process().daemon


def _undisturbed(employer: int) -> None:
    """An interrupt is for the process that waits; if that is gone, so is the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(employer,), daemon=True).start()


def _watch(employer: int) -> None:
    while os.getppid() == employer:
        time.sleep(_WATCHED)
    os._exit(1)


def _nothing() -> None:
    """What a worker does to have been started."""


def _worked(part: Part) -> object:
    if _work is None:
        raise RuntimeError("a process of the crew has no work")
    return _work(part)
