"""What does a process cost, from its start to its end or to its first paint on a terminal?

CPU time is the number to compare: wall time counts the other work of the machine too. Without bytecode every
start would compile its modules anew, so its presence is checked first.
"""

import compileall
import fcntl
import importlib.util
import os
import pty
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

COLUMNS, ROWS = 80, 24
PATIENCE = 20.0
"""Seconds after which a screen that shows nothing is given up."""
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one run."""

    cpu: float
    wall: float


def surroundings(cache: Path) -> dict[str, str]:
    """The environment of a run: a terminal, bytecode, quizkit of this checkout, folders of its own."""
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPROFILEIMPORTTIME", "NO_COLOR"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "QUIZKIT_CACHE_DIR": str(cache / "cache"),
        "QUIZKIT_HOME": str(cache / "home"),
        "TERM": "xterm-256color",
        "COLUMNS": str(COLUMNS),
        "LINES": str(ROWS),
    }


def require_bytecode(*packages: str) -> None:
    """Compile quizkit; end the benchmark if another package was installed without its bytecode."""
    compileall.compile_dir(ROOT / "quizkit", quiet=1)
    for package in packages:
        found = importlib.util.find_spec(package)
        if found is None or not found.submodule_search_locations:
            raise SystemExit(f"{package} is not installed")
        sources = list(Path(found.submodule_search_locations[0]).rglob("*.py"))
        compiled = sum(Path(importlib.util.cache_from_source(source)).is_file() for source in sources)
        if compiled < 0.9 * len(sources):
            raise SystemExit(
                f"{package}: {compiled} of {len(sources)} modules have bytecode, and the others would be"
                f" compiled at every start; run: python -m compileall {found.submodule_search_locations[0]}"
            )


def run(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """A command from its start to its end. Raises CalledProcessError if it fails."""
    with tempfile.TemporaryFile() as narration:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=narration, stdin=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            narration.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, stderr=narration.read())
    return Cost(usage.ru_utime + usage.ru_stime, wall)


def painted(command: list[str], environment: Mapping[str, str], *marks: bytes) -> Cost:
    """A command on a terminal, from its start until all marks are on the screen; then it is killed."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if not child:
        os.execvpe(command[0], command, environment)  # noqa: S606 - the command is ours
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    written = b""
    try:
        while not all(mark in written for mark in marks):
            left = start + PATIENCE - time.perf_counter()
            if left <= 0 or not select.select([terminal], [], [], left)[0]:
                raise TimeoutError(f"{marks!r} is not on the screen after {PATIENCE} s: {written[-400:]!r}")
            try:
                written += os.read(terminal, 65536)
            except OSError as ended:
                raise ChildProcessError(f"it ended without {marks!r} on the screen: {written!r}") from ended
        return Cost(cpu_of_group(child), time.perf_counter() - start)
    finally:
        # The child leads a process group of its own; nobody else is in it.
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def left_alone(command: list[str], environment: Mapping[str, str], is_done: Callable[[], bool]) -> None:
    """A command on a terminal, left alone until it has done what it does beside the keys; then it is killed.

    Raises TimeoutError if that does not come about.
    """
    child, terminal = pty.fork()
    if not child:
        os.execvpe(command[0], command, environment)  # noqa: S606 - the command is ours
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    end = time.perf_counter() + PATIENCE
    try:
        while not is_done():
            if time.perf_counter() > end:
                raise TimeoutError(f"{command} did not get ready within {PATIENCE} s")
            if select.select([terminal], [], [], 0.1)[0]:
                os.read(terminal, 65536)
    finally:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def cpu_of_group(group: int) -> float:
    """The CPU seconds that the processes of a group have had so far; NaN where there is no ``/proc``."""
    if not Path("/proc/self/schedstat").exists():
        return float("nan")
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (process / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[2]) == group:
                total += sum(
                    int((task / "schedstat").read_text().split()[0]) for task in process.glob("task/*")
                )
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total / 1e9
