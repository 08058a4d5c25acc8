"""Runs of ``quizkit grade`` as processes of their own that may be killed."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from quizkit.cli.main import run


def in_child(work: Callable[[], object]) -> int:
    """Begin the work in a child process, in a group of its own; gives its id."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        work()
    except SystemExit as left:
        os._exit(left.code if isinstance(left.code, int) else 1)
    except BaseException:  # noqa: BLE001 - a child never goes on with the tests
        os._exit(99)
    os._exit(0)


def ended(child: int) -> int:
    """The exit code of a child; minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def graded(*words: str) -> int:
    """The exit code of ``quizkit grade WORDS``."""
    return ended(in_child(lambda: run(["grade", *words])))


def killed_until_done(
    work: Callable[[], object], progress: Callable[[], int], whole: int, kills: int, seed: int
) -> int:
    """Kill the work so many times on its way, then let it end; gives how often it was killed at work.

    The moments are random: shortly after the progress has reached a random amount of the whole.
    """
    chance = random.Random(seed)
    hit = 0
    for _ in range(kills):
        wanted = progress() + chance.randint(0, whole // kills)
        child = in_child(work)
        while progress() < wanted and not _is_over(child):
            time.sleep(0.002)
        time.sleep(chance.random() * 0.03)
        os.kill(child, signal.SIGKILL)
        hit += ended(child) == -signal.SIGKILL
    code = ended(in_child(work))
    if code not in {0, 4}:
        raise AssertionError(f"the last run ended with {code}")
    return hit


def _is_over(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def digests(folder: Path) -> dict[str, str]:
    """The hash of every file of a run."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != ".lock"
    }
