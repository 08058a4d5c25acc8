"""Parts come back in order, from one process or several, and when workers die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizkit.batch.crew import Crew, WorkerLost
from quizkit.batch.parts import Part


def parts(count: int) -> Iterator[Part]:
    for number in range(1, count + 1):
        yield Part(number=number, places=(number,), contents=(b"1",), refused={})


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_parts_come_back_in_order(workers: int) -> None:
    def work(part: Part) -> int:
        time.sleep(0.01 * (part.number % 3))
        return part.number**2

    found = [(part.number, result) for part, result in Crew(work, workers).in_order(parts(12))]
    assert found == [(number, number**2) for number in range(1, 13)]


def test_few_parts_are_in_flight() -> None:
    taken: list[int] = []

    def watched() -> Iterator[Part]:
        for part in parts(100):
            taken.append(part.number)
            yield part

    results = Crew(lambda part: part.number, 2).in_order(watched())
    for _ in range(3):
        next(results)
    assert len(taken) <= 3 + 4
    results.close()  # type: ignore[attr-defined]


def test_a_worker_that_dies_is_replaced_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    starts = tmp_path / "starts"

    def work(part: Part) -> int:
        with starts.open("a") as log:
            log.write(f"{part.number}\n")
        if part.number in {2, 7} and not (tmp_path / f"died-{part.number}").exists():
            (tmp_path / f"died-{part.number}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return part.number

    crew = Crew(work, 2)
    found = [result for _, result in crew.in_order(parts(12))]
    assert found == list(range(1, 13))
    assert crew.rebuilt >= 2
    assert len(starts.read_text().split()) > 12


def test_a_part_that_kills_every_worker_is_named() -> None:
    def work(part: Part) -> int:
        if part.number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return part.number

    found: list[int] = []
    with pytest.raises(WorkerLost, match=r"3 workers have died of part 3 \(lines 3 to 3\)"):
        found.extend(result for _, result in Crew(work, 2).in_order(parts(9)))
    assert found == [1, 2]


def test_an_error_of_the_work_comes_through() -> None:
    def work(part: Part) -> int:
        raise KeyError(part.number)

    with pytest.raises(KeyError):
        list(Crew(work, 2).in_order(parts(3)))


EMPLOYER = r"""
import os, sys, time
from quizkit.batch.crew import Crew
from quizkit.batch.parts import Part

def work(part):
    # In one piece: two workers write to one pipe.
    os.write(1, b"%d\n" % os.getpid())
    time.sleep(60)

parts = (Part(number=n, places=(n,), contents=(b"1",), refused={}) for n in range(4))
list(Crew(work, 2).in_order(parts))
"""


def test_workers_end_when_the_process_they_work_for_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", EMPLOYER], stdout=subprocess.PIPE, text=True) as employer:
        assert employer.stdout is not None
        workers = {int(employer.stdout.readline()) for _ in range(2)}
        employer.kill()
    assert len(workers) == 2
    for _ in range(100):
        alive = {worker for worker in workers if is_alive(worker)}
        if not alive:
            return
        time.sleep(0.1)
    raise AssertionError(f"still there: {alive}")


def is_alive(process: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
