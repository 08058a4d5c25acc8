"""Files that are there whole or not at all: written under another name, brought to the disk, then renamed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from quizkit.batch.refusals import BatchError
from quizkit.errors import printable

UNFINISHED = ".unfinished"
"""How the names of files end that are still being written."""


@contextlib.contextmanager
def replacing(file: Path) -> Iterator[IO[bytes]]:
    """What is written takes the file's place once it is on the disk. A pipe or a terminal is written to.

    Raises BatchError where it cannot be written.
    """
    with told(file):
        if file.exists() and not file.is_file():
            with file.open("wb") as stream:
                yield stream
            return
        target = file.resolve()
        unfinished = target.with_name(f".{target.name}{UNFINISHED}")
        try:
            with unfinished.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.replace(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        settle(target.parent)


def settle(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def told(file: Path, safe: str = "") -> Iterator[None]:
    """Turn a failure of the disk into a BatchError that names the file, and what is ``safe``."""
    try:
        yield
    except OSError as failure:
        why = (failure.strerror or "failure").lower()
        raise BatchError(f"{printable(str(file), 200)} cannot be written: {why}{safe}") from failure
