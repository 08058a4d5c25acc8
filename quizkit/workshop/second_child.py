"""The child process of the second engine: cases on stdin, findings on stdout, both pickled.

Run as ``python -m quizkit.workshop.second_child MEGABYTES`` by ``quizkit.workshop.second``. Ends when its
parent hangs up, even in the middle of a case.
"""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
from typing import IO

from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.engines import Case
from quizkit.equivalence.evidence import Fault, Limited
from quizkit.equivalence.second_engine import second_finding


def answer(case: object, megabytes: int) -> Finding | None:
    """The finding of a case; None, as a greeting, of anything else."""
    if not isinstance(case, Case):
        return None
    try:
        return second_finding(case)
    except MemoryError:
        return Finding("undecided", Limited(name="megabytes", value=megabytes))
    except Exception as error:  # noqa: BLE001 - SymPy raises whatever it likes
        return Finding("undecided", Fault(message=f"SymPy stopped with {type(error).__name__}"))


def serve(asked: IO[bytes], answered: IO[bytes], megabytes: int) -> None:
    """Answer until the other side hangs up."""
    waiting: queue.SimpleQueue[object] = queue.SimpleQueue()

    def listen() -> None:
        while True:
            try:
                waiting.put(pickle.load(asked))  # noqa: S301 - written by our own parent
            except (EOFError, OSError):
                os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        pickle.dump(answer(waiting.get(), megabytes), answered)
        answered.flush()


def limit_memory(megabytes: int) -> None:
    """Let the system refuse more memory than this, where it can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    limit_memory(int(sys.argv[1]))
    pipe = sys.stdout.buffer
    # What a library prints must not get between the findings.
    sys.stdout = sys.stderr
    serve(sys.stdin.buffer, pipe, int(sys.argv[1]))
