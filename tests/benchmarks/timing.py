"""How long does a piece of work take, and how many times as long does a rival take?

Only ratios of one run are of interest: clocks of other machines, and of this one at another hour, are not.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Time in which no rubbish is collected.

    None is collected before either: that would empty the processor's caches, and nobody grades like that.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def microseconds(work: Callable[[], object]) -> float:
    """The CPU time of one single call, which nothing has warmed but what was done before.

    Not wall time: where others use the machine, that counts them too.
    """
    start = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - start) / 1e3


def p99(values: Sequence[float]) -> float:
    """What ninety-nine of a hundred do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def amount(each: float) -> str:
    """Microseconds, in the unit that reads best."""
    if each >= 1e6:
        return f"{each / 1e6:.2f} s"
    if each >= 1e4:
        return f"{each / 1e3:.0f} ms"
    return f"{each / 1e3:.2f} ms" if each >= 1e3 else f"{each:.1f} µs"


def print_table(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table in aligned columns: names to the left, numbers to the right."""
    listed = [heading, *rows]
    widths = [max(map(len, column)) for column in zip(*listed, strict=True)]
    print(f"\n{title}")
    for row in listed:
        name, *numbers = row
        cells = [cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True)]
        print("  " + "  ".join([name.ljust(widths[0]), *cells]).rstrip())
