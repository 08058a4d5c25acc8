"""The app in a real terminal, tmux: keys, paste, interrupt, and the terminal after a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    shutil.which("tmux") is None or sys.platform == "win32", reason="tmux is not installed"
)
PATIENCE = 20.0
"""Seconds until something that should appear is given up; a test that passes never waits so long."""
BANK = Path(__file__).with_name("bank.yaml")


class Terminal:
    """A terminal of 80×24 in which a shell runs."""

    def __init__(self, folder: Path) -> None:
        self.socket = str(folder / "tmux")
        shell = "/bin/sh"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", shell)

    def tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self.socket, *words],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PS1": "$ ", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
        )
        return done.stdout

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-l", "--", text)

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    @property
    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def wait(self, until: Callable[[str], bool], what: str) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if until(screen := self.screen):
                return screen
            time.sleep(0.1)
        pytest.fail(f"{what} did not come:\n{self.screen}")

    def wait_for(self, text: str) -> str:
        return self.wait(lambda screen: text in screen, repr(text))

    def run(self, command: str) -> None:
        self.type(command)
        self.press("Enter")

    def start(self) -> None:
        code = f"from quizkit.cli.main import run; run(['practice', '--bank', {str(BANK)!r}, '--seed', '4'])"
        self.run(f'clear; {sys.executable} -c "{code}"; echo code=$?')
        self.wait_for("F1 Help")

    def processes(self) -> list[int]:
        """The guard and the app, the parent first."""
        (shell,) = self.tmux("list-panes", "-F", "#{pane_pid}").split()
        guard = child_of(int(shell))
        return [guard, child_of(guard)]

    def assert_sane(self) -> None:
        """Nothing of the app is left, and the shell echoes and edits again."""
        assert self.tmux("display", "-p", "#{alternate_on}").strip() == "0"
        command = "clear; stty -a | tr ' ' '\\n' | grep -x -e icanon -e echo -e isig | sort | tr '\\n' '+'"

        def sane(screen: str) -> bool:
            # An app that ends by itself may still have swallowed what was typed meanwhile.
            if "echo+icanon+isig+" not in screen:
                self.run(command)
            return "echo+icanon+isig+" in screen

        self.wait(sane, "a sane terminal")


def child_of(process: int) -> int:
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return int(children[0])


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.tmux("kill-server")


def test_a_problem_is_answered_and_the_app_left(terminal: Terminal) -> None:
    terminal.start()
    assert "1/10" in terminal.screen
    terminal.press("F2")
    terminal.press("Escape")
    terminal.wait_for("q Leave")
    terminal.type("q")
    terminal.wait_for("Report")
    terminal.press("C-q")
    terminal.wait_for("code=0")
    terminal.assert_sane()


def test_ctrl_c_twice_ends_with_130(terminal: Terminal) -> None:
    terminal.start()
    terminal.press("C-c", "C-c")
    terminal.wait_for("code=130")
    terminal.assert_sane()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are found through /proc")
@pytest.mark.parametrize(("who", "number"), [(1, signal.SIGKILL), (0, signal.SIGTERM), (0, signal.SIGKILL)])
def test_a_killed_app_leaves_the_terminal_as_it_was(
    terminal: Terminal, who: int, number: signal.Signals
) -> None:
    terminal.start()
    os.kill(terminal.processes()[who], number)
    terminal.wait_for(f"code={128 + number}")
    terminal.wait(lambda _: terminal.tmux("display", "-p", "#{alternate_on}").strip() == "0", "the screen")
    terminal.assert_sane()
