"""Who checks which question? All cores share a bank; what they find comes in the order of the bank.

The questions are handed on as they lie in memory, by a fork of the process; where there is none, one
process checks them all. What is found is the same either way.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TypeVar

R = TypeVar("R")

_work: Callable[[str], object] | None = None
"""What the processes of a crew do; they are forked while it stands here."""


def shared_out(
    names: Sequence[str],
    work: Callable[[str], R],
    workers: int,
    done: Callable[[str], None],
    *,
    found: Callable[[R], None] = lambda result: None,
) -> list[R]:
    """The work on each name, in order. ``done`` hears each name as it is finished, ``found`` what came of it.

    Both are called in this process, in the order in which the work ends.
    """
    global _work  # noqa: PLW0603 - a fork hands it on
    if min(workers, len(names)) < 2 or not _can_fork():
        return [_one(name, work, done, found) for name in names]
    _work = work
    results: dict[str, R] = {}
    try:
        with ProcessPoolExecutor(
            min(workers, len(names)), multiprocessing.get_context("fork"), _undisturbed
        ) as pool:
            waiting = {pool.submit(_worked, name): name for name in names}
            try:
                for future in as_completed(waiting):
                    name = waiting[future]
                    results[name] = future.result()  # type: ignore[assignment]  # a fork knows no types
                    done(name)
                    found(results[name])
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    finally:
        _work = None
    return [results[name] for name in names]


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    # On macOS system libraries may break in a forked process.
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


def _undisturbed() -> None:
    """An interrupt is for the process that waits, which then ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _worked(name: str) -> object:
    if _work is None:
        raise RuntimeError("a process of the crew has no work")
    return _work(name)


def _one(name: str, work: Callable[[str], R], done: Callable[[str], None], found: Callable[[R], None]) -> R:
    result = work(name)
    done(name)
    found(result)
    return result
