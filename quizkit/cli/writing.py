"""A file is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def replaced(file: Path) -> Iterator[IO[bytes]]:
    """A file of another name in the same folder, which takes the file's place once it is complete."""
    target = file.resolve()
    if target.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    # A pipe or a terminal cannot be replaced, only written to.
    if target.exists() and not target.is_file():
        with target.open("wb") as written:
            yield written
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as written:
            yield written
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
