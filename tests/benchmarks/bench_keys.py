"""How long until a key's preview is painted, and a submitted answer's verdict, against a bare Textual Input?

Run by hand, ``python -m tests.benchmarks.bench_keys``. Everything goes through a pseudo-terminal: a key is
written, and what has been painted is what has come out. A preview is painted when its sign is out, which is
not what was typed; a verdict when its word is; an echo when all is at rest. Rivals take turns in one run;
medians and the 95th percentiles of wall time are printed, and the medians of CPU time.
"""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from quizkit import Variant, load_bank, make_variant
from tests.benchmarks.processes import (
    COLUMNS,
    PATIENCE,
    ROOT,
    ROWS,
    Cost,
    cpu_of_group,
    require_bytecode,
    surroundings,
)
from tests.benchmarks.timing import print_table

KEYS = 60
VERDICTS = 12
SILENCE = 0.15
"""Seconds without a byte after which a paint is over; cursors do not blink here."""
PI = "π".encode()
REST = 1.5
"""Seconds in which an app that was just painted gets ready for what comes next."""
BANK = ROOT / "tests" / "tui" / "bank.yaml"
SEED = 1
KINDS = {
    "number": "loss",
    "expression": "slope",
    "matrix": "product",
    "choice": "order",
    "select": "facts",
    "text": "why",
    "parts": "layer",
}

BARE = """\
from textual.app import App
from textual.widgets import Input
class Bare(App[None]):
    def compose(self):
        field = Input()
        field.cursor_blink = False
        yield field
Bare().run()
"""
OURS = """\
import sys
from quizkit.bank import load_bank
from quizkit.tui import open_sitting
open_sitting(load_bank(sys.argv[1]), [(sys.argv[2], int(sys.argv[3]))] * int(sys.argv[4]))
"""


class Terminal:
    """An app on a pseudo-terminal."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.child, self.end = pty.fork()
        if not self.child:
            os.execvpe(command[0], command, environment)  # noqa: S606 - the command is ours
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def settled(self, silence: float = SILENCE) -> tuple[float, bytes]:
        """When the last byte came out before a silence, and all that came out."""
        last, written = time.perf_counter(), b""
        until = last + PATIENCE
        while select.select([self.end], [], [], silence)[0]:
            written += os.read(self.end, 65536)
            last = time.perf_counter()
            if last > until:
                raise TimeoutError(f"it is never silent: {written[-200:]!r}")
        return last, written

    def press(self, keys: bytes, mark: bytes = b"") -> Cost:
        """What it costs until these keys have been painted: until the mark is out, or all is at rest."""
        cpu, start = cpu_of_group(self.child), time.perf_counter()
        os.write(self.end, keys)
        written, last = b"", 0.0
        while not mark or mark not in written:
            if not select.select([self.end], [], [], PATIENCE if mark or not written else SILENCE)[0]:
                break
            written += os.read(self.end, 65536)
            last = time.perf_counter()
        spent = Cost(cpu_of_group(self.child) - cpu, last - start)
        if not written or mark not in written:
            raise TimeoutError(f"{mark!r} is not painted for {keys!r}: {written[-300:]!r}")
        self.settled()
        return spent

    def close(self) -> None:
        """End the app."""
        # The child leads a process group of its own; nobody else is in it.
        os.killpg(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.end)


@contextmanager
def opened(command: list[str], environment: dict[str, str]) -> Iterator[Terminal]:
    """An app that has come to rest."""
    terminal = Terminal(command, environment)
    try:
        if not select.select([terminal.end], [], [], PATIENCE)[0]:
            raise TimeoutError("nothing is painted")
        terminal.settled(REST)
        yield terminal
    finally:
        terminal.close()


@dataclass(slots=True)
class Contender:
    """What was measured of one app."""

    name: str
    costs: list[Cost] = field(default_factory=list)

    def row(self, rival: "Contender | None") -> list[str]:
        """Medians, the 95th percentile, and the ratios to a rival."""
        wall = sorted(cost.wall * 1e3 for cost in self.costs)
        cells = [
            self.name,
            f"{statistics.median(wall):.1f}",
            f"{wall[min(len(wall) - 1, int(0.95 * len(wall)))]:.1f}",
            f"{statistics.median(cost.cpu * 1e3 for cost in self.costs):.1f}",
        ]
        if rival is None:
            return [*cells, "", ""]
        others = statistics.median(cost.wall * 1e3 for cost in rival.costs)
        cpu = statistics.median(cost.cpu for cost in self.costs)
        return [
            *cells,
            f"{statistics.median(wall) / others:.2f}",
            f"{cpu / statistics.median(cost.cpu for cost in rival.costs):.2f}",
        ]


def main() -> None:
    """Prints two tables: previews, then verdicts, each against the echo of a bare Input."""
    require_bytecode("textual", "rich")
    heading = ["", "wall ms", "p95", "CPU ms", "this/echo, wall", "this/echo, CPU"]
    with tempfile.TemporaryDirectory() as folder:
        environment = surroundings(Path(folder))
        fast = {**environment, "TEXTUAL_FPS": "120"}
        bare, ours = [sys.executable, "-c", BARE], [sys.executable, "-c", OURS, str(BANK)]

        rests = {kind: Contender(f"key → all at rest, {kind}") for kind in ("number", "expression", "matrix")}
        echo, usual = (
            Contender("bare Input: a key echoed, 120 FPS"),
            Contender("the same, 60 FPS"),
        )
        previews = {kind: Contender(f"key → preview, {kind}") for kind in ("number", "expression", "matrix")}
        with opened(bare, fast) as one, opened(bare, environment) as two:
            for _ in range(KEYS):
                echo.costs.append(_typed(one))
                usual.costs.append(_typed(two))
        for kind, contender in previews.items():
            with opened(bare, fast) as one, opened([*ours, KINDS[kind], str(SEED), "1"], environment) as two:
                two.press(b"p")
                for _ in range(KEYS):
                    echo.costs.append(_typed(one))
                    contender.costs.append(_typed(two, PI))
                    rests[kind].costs.append(_typed(two))
        print_table(
            "key → painted",
            heading,
            [each.row(echo) for each in (*previews.values(), *rests.values(), usual)],
        )
        print_table("the echo", heading[:4], [echo.row(None)[:4]])

        verdicts = []
        bank = load_bank(BANK)
        for kind, question in KINDS.items():
            contender = Contender(f"submit → verdict, {kind}")
            variant = make_variant(bank[question], seed=SEED)
            with (
                opened(bare, fast) as one,
                opened([*ours, question, str(SEED), str(VERDICTS)], environment) as two,
            ):
                for _ in range(VERDICTS):
                    echo.costs.append(_typed(one))
                    contender.costs.append(_graded(two, variant))
            verdicts.append(contender)
        print_table("submit → verdict painted", heading, [each.row(echo) for each in verdicts])


def _typed(terminal: Terminal, mark: bytes = b"") -> Cost:
    """The cost of an ``i``, which is taken back again; behind a ``p`` its preview is a ``π``."""
    cost = terminal.press(b"i", mark)
    terminal.press(b"\x7f")
    return cost


def _graded(terminal: Terminal, variant: Variant) -> Cost:
    """Answer a problem rightly; the cost of the verdict. Then on to the next problem."""
    kind = variant.question.kind
    for part in variant.parts[:-1]:
        terminal.press(_pasted(variant.key_text(part.id)) + b"\r")
    if kind in {"choice", "select"}:
        right = [option.letter.lower() for option in variant.parts[0].options if option.correct]
        terminal.press("".join(right).encode())
    else:
        told = "It is the likelihood." if kind == "text" else variant.key_text(variant.parts[-1].id)
        terminal.press(_pasted(told))
    said = b"Tick what your answer says" if kind == "text" else b"Correct"
    cost = terminal.press(b"\x13" if kind == "text" else b"\r", said)
    if kind == "text":
        terminal.press(b"\r")
    terminal.press(b"\r")
    return cost


def _pasted(text: str) -> bytes:
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"


if __name__ == "__main__":
    main()
