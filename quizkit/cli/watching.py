"""Which files were saved? Looked at again and again, for commands with ``--watch``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

PAUSE = 0.1
"""Seconds between two looks."""

Print = tuple[int, int, int]
"""What a file looks like from outside: when it was saved, its size, which file it is."""


def saved(files: Callable[[], Iterable[Path]], pause: Callable[[float], None]) -> Iterator[frozenset[Path]]:
    """The files that were saved, made or removed since the last look, each time there are any.

    The first look is taken at once. ``files`` says anew at each look which files there are. Without end: an
    interrupt is how it is left.
    """
    return _changes(_prints(files()), files, pause)


def _changes(
    before: Mapping[Path, Print], files: Callable[[], Iterable[Path]], pause: Callable[[float], None]
) -> Iterator[frozenset[Path]]:
    while True:
        pause(PAUSE)
        now = _prints(files())
        changed = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
        before = now
        if changed:
            yield frozenset(changed)


def _prints(files: Iterable[Path]) -> Mapping[Path, Print]:
    found = {}
    for path in files:
        try:
            status = os.stat(path)  # noqa: PTH116 - thousands of times a minute
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found
