"""Asking the second engine, in a process that may be killed.

SymPy takes as long as it takes and may take all memory, so it works in a child process with a limit in
seconds and in megabytes. Seconds are no part of grading, where all limits are counted: only authors' checks
and audits come here. A child that runs out of time, or dies, leaves its case undecided, never equal or
different, and the next case gets a new child. One child serves case after case, since starting it costs
more than most cases do.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.engines import Case
from quizkit.equivalence.evidence import Fault, Limited

SECONDS = 20
"""How long one case may take."""
START_SECONDS = 60
"""How long a child may take to start."""
MEGABYTES = 2048
"""How much memory the child may use, where the system can limit it."""


class SecondEngine:
    """SymPy in a child process; to be used with ``with``, by one thread."""

    def __init__(self, seconds: int = SECONDS) -> None:
        self.seconds = seconds
        self.started = 0
        """How many children there were."""
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            # What was not yet written is lost with the child, and closing the pipe would complain.
            with contextlib.suppress(OSError):
                child.communicate()

    def finding(self, case: Case) -> Finding:
        """What SymPy says of a case: undecided, with the reason, where it had to be stopped."""
        try:
            message = pickle.dumps(case)
        except RecursionError:
            return Finding("undecided", Limited(name="recursion depth", value=sys.getrecursionlimit()))
        try:
            found = _asked(self._ready(), message, self.seconds)
        except TimeoutError:
            self.close()
            return Finding("undecided", Limited(name="seconds", value=self.seconds))
        except ChildProcessError as died:
            self.close()
            return Finding("undecided", Fault(message=str(died)))
        if isinstance(found, Finding):
            return found
        self.close()
        return Finding("undecided", Fault(message="SymPy's process gave no finding"))

    def _ready(self) -> subprocess.Popen[bytes]:
        """A child that waits for a case. Raises ChildProcessError where none can be had."""
        if self._child is not None and self._child.poll() is not None:
            self.close()
        if self._child is None:
            self._child = _new_child()
            self.started += 1
            try:
                _asked(self._child, pickle.dumps(None), START_SECONDS)
            except TimeoutError:
                raise ChildProcessError("SymPy's process did not start in time") from None
        return self._child


def _new_child() -> subprocess.Popen[bytes]:
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), package)))
    # -P: a file in the folder that the command is run from must not be taken for a module.
    words = [sys.executable, "-P", "-m", "quizkit.workshop.second_child", str(MEGABYTES)]
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
    except OSError as failure:
        raise ChildProcessError(f"SymPy's process cannot be started: {failure.strerror}") from None


def _asked(child: subprocess.Popen[bytes], message: bytes, seconds: float) -> object:
    """The child's answer. Raises TimeoutError if it had to be killed, ChildProcessError if it died."""
    if child.stdin is None or child.stdout is None:
        raise ChildProcessError("SymPy's process has no pipes")
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    answer: object = None
    died = False
    try:
        child.stdin.write(message)
        child.stdin.flush()
        answer = pickle.load(child.stdout)  # noqa: S301 - written by our own child
    except (OSError, EOFError, pickle.UnpicklingError):
        died = True
    finally:
        timer.cancel()
    timer.join()
    if late.is_set():
        raise TimeoutError
    if died:
        raise ChildProcessError(f"SymPy's process ended (exit code {child.wait()})")
    return answer
