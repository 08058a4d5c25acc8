"""Who puts the terminal back when the app is killed? A parent that only waits.

Textual restores the terminal when the app ends, but nothing can when its process is killed: no echo, no
line editing, the alternate screen. So the app runs in a child; the parent keeps the terminal's settings,
passes signals on, waits, and sets everything back if the child did not end by itself.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from types import FrameType

LEFT = (
    b"\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?2004l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[0m\r"
)
"""Mouse, focus reports, bracketed paste, key protocol and alternate screen off; the cursor back."""


def stand_guard() -> int | None:
    """Let the rest of the program run in a guarded child. Only the child comes back from here.

    Gives the process id of the guard, by which the child can see whether it is still there; None where
    there is no terminal, or no fork, and so no guard.
    """
    if sys.platform == "win32" or not sys.stdin.isatty():
        return None
    import termios

    terminal = sys.stdin.fileno()
    settings = termios.tcgetattr(terminal)
    sys.stdout.flush()
    sys.stderr.flush()
    guard = os.getpid()
    child = os.fork()
    if not child:
        return guard
    _pass_on(child)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        os._exit(os.WEXITSTATUS(status))
    killer = os.WTERMSIG(status)
    # After a hang-up there is no terminal left to restore.
    with contextlib.suppress(OSError, termios.error):
        termios.tcsetattr(terminal, termios.TCSADRAIN, settings)
        os.write(sys.stderr.fileno(), LEFT)
        os.write(sys.stderr.fileno(), f"quizkit was ended by {signal.Signals(killer).name}\n".encode())
    os._exit(128 + killer)


def _pass_on(child: int) -> None:
    """Signals that are meant for the app go to it; those of the keyboard it has received itself."""

    def forward(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTTOU):
        signal.signal(number, signal.SIG_IGN)
