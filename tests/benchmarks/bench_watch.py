"""How long is it from a save to the first finding, under ``quizkit check --watch``?

Run by hand, ``python -m tests.benchmarks.bench_watch``. A process watches a copy of some of the shipped
files. A file is saved with a fault, the clock runs from the end of the save until the fault's code comes out
of the process; then the file is mended, and the next is spoiled. Up to 0.1 s of each time is the pause
between two looks at the files, drawn anew for each save. The CPU time beside it is that of the process in
the same span, which other work on the machine does not lengthen.
"""

import itertools
import os
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.processes import ROOT, surroundings
from tests.benchmarks.timing import amount, print_table

FILES = ("q25-cross-entropy.yaml", "q27-jacobian.yaml", "q31-chain-rule.yaml", "q28-interview.yaml")
ROUNDS = 3
PATIENCE = 300.0
"""Seconds after which a process that says nothing is given up."""

WRONG_KEY = """
  a-wrong-key:
    type: number
    title: A wrong key
    given: {p: 0.05 .. 0.95 by 0.05}
    prompt: The surprisal of {{ p }}?
    answer: -log2(p)
    verify: [{ref: surprisal(p)}]
"""


def main() -> None:
    """Prints, for each file and kind of fault, the median and the longest time."""
    with tempfile.TemporaryDirectory() as folder:
        bank = Path(folder, "bank")
        bank.mkdir()
        for name in ("misconceptions.yaml", *FILES):
            shutil.copy(ROOT / "questions" / name, bank / name)
        command = [sys.executable, "-c", "from quizkit.cli.main import run; run()", "check", "--watch"]
        process = subprocess.Popen(
            [*command, str(bank)],
            env=surroundings(Path(folder)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        try:
            heard = _Heard(process)
            heard.wait("ctrl+c ends")
            rows = list(_rows(bank, heard))
        finally:
            process.kill()
            process.wait()
    print_table("From a save to the first finding", ["", "questions", "median", "longest", "CPU"], rows)


def _rows(bank: Path, heard: "_Heard") -> Iterator[list[str]]:
    for name in FILES:
        path = bank / name
        text = path.read_text("utf-8")
        spoiled = {
            "YAML": (text + "\n  broken: [\n", "QK1"),
            "formula": (text + WRONG_KEY.replace("log2", "lgo2"), "QK301"),
            "wrong key": (text + WRONG_KEY, "QK501"),
        }
        for kind, (content, code) in spoiled.items():
            times, cpu = [], []
            for turn in range(ROUNDS):
                time.sleep(0.03 * turn)
                before = heard.cpu()
                times.append(_time(path, content, code, heard))
                cpu.append(heard.told_at - before)
                heard.wait("; watching")
                path.write_text(text, "utf-8")
                heard.wait("; watching")
            questions = sum(line.startswith("    type: ") for line in text.splitlines())
            row = [f"{name}, {kind}", str(questions)]
            yield [
                *row,
                *(
                    amount(1e6 * each)
                    for each in (statistics.median(times), max(times), statistics.median(cpu))
                ),
            ]


def _time(path: Path, content: str, code: str, heard: "_Heard") -> float:
    """Seconds from a save to the first line with this code."""
    path.write_text(content, "utf-8")
    start = time.perf_counter()
    heard.wait(code)
    taken = time.perf_counter() - start
    heard.told_at = heard.cpu()
    return taken


class _Heard:
    """What a process says, as it says it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        if process.stdout is None:
            raise ValueError("the process has no pipe")
        self.pipe = process.stdout.fileno()
        self.said = b""
        self.schedule = Path("/proc", str(process.pid), "schedstat")
        self.told_at = 0.0
        """The CPU time at which the last finding was heard."""

    def cpu(self) -> float:
        """The CPU seconds of the process so far; NaN where there is no ``/proc``."""
        try:
            return int(self.schedule.read_text("utf-8").split()[0]) / 1e9
        except OSError:
            return float("nan")

    def wait(self, words: str) -> None:
        """Wait until these words were said; what was said up to them is forgotten."""
        mark = words.encode()
        for _ in itertools.count():
            before, found, after = self.said.partition(mark)
            if found:
                self.said = after
                return
            if not select.select([self.pipe], [], [], PATIENCE)[0]:
                raise TimeoutError(f"{words!r} was not said, only {before[-2000:]!r}")
            more = os.read(self.pipe, 65536)
            if not more:
                raise ChildProcessError(f"it ended without {words!r}: {self.said[-2000:]!r}")
            self.said += more


if __name__ == "__main__":
    main()
