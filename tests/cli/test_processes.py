"""What only a process of its own can show: signals, pipes, closed streams, odd encodings."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import pytest

from tests.cli.running import command, environment, in_shell

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and shells of POSIX")


def read_until(stream: IO[bytes], mark: bytes) -> bytes:
    """What a process prints, up to and with a mark."""
    seen = b""
    while not seen.endswith(mark):
        byte = stream.read(1)
        assert byte, f"the process ended after {seen!r}"
        seen += byte
    return seen


ONE = """
quizkit: 1
title: T
questions:
  double:
    type: number
    title: T
    given: {a: 1 .. 9}
    prompt: "Twice {{ a }}?"
    answer: 2*a
    tol: exact
"""


@posix
def test_ctrl_c_ends_with_the_summary_and_130(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(ONE, "utf-8")
    words = command("practice", "--plain", "--bank", str(tmp_path), "--count", "2")
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        watch = threading.Timer(60, process.kill)
        watch.start()
        assert process.stdin
        assert process.stdout
        assert process.stderr
        read_until(process.stdout, b"\n> ")
        process.stdin.write(b"((\n")
        process.stdin.flush()
        read_until(process.stdout, b"2 tries left.\n> ")
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read().decode()
        assert process.wait() == 130
        watch.cancel()
        assert rest == "\n\nSummary\n  open  0 of 1  double\n  0 of 1 point; 1 problem not begun\n"
        assert process.stderr.read() == b""


@posix
def test_a_closed_pipe_ends_quietly() -> None:
    ran = in_shell("quizkit list | head -1")
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"question ")
    assert b"Error" not in ran.stderr
    assert b"Traceback" not in ran.stderr
    ran = in_shell("yes skip 2>/dev/null | quizkit practice --plain --count 300 --seed 1 | true")
    assert ran.stderr == b""


@posix
def test_a_full_disk_is_told() -> None:
    ran = in_shell("quizkit list > /dev/full")
    assert (ran.returncode, ran.stderr.decode().splitlines()[-1]) == (
        2,
        "quizkit: stdout cannot be written: no space left on device",
    )


@posix
def test_closed_streams_are_no_fault() -> None:
    ran = in_shell("quizkit practice --plain --seed 1 <&-")
    assert (ran.returncode, ran.stderr) == (3, b"quizkit: the input ended before an answer was given\n")
    assert in_shell("quizkit list >&-").returncode == 0
    assert in_shell("quizkit ask nosuch 2>&-").returncode == 2


@posix
def test_a_stream_that_takes_ascii_only_gets_escapes() -> None:
    ran = in_shell("quizkit list --topic q26", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert b"  \\u25cf\\u25cf" in ran.stdout


@posix
def test_bytes_that_are_no_text_are_an_invalid_response() -> None:
    ran = in_shell(r"printf '\xff\xfe0.3' | quizkit try q25-nll - --json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["outcome"] == "invalid"
    ran = in_shell(r"quizkit try q25-nll $'\xff' --json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["outcome"] == "invalid"


@posix
def test_nothing_printed_has_colours() -> None:
    line = "quizkit ask q25-nll --seed 1 --key; echo 7 | quizkit practice --plain"
    ran = in_shell(line, NO_COLOR="1", FORCE_COLOR="1")
    assert b"Problem 1 of 10" in ran.stdout
    assert b"\x1b" not in ran.stdout + ran.stderr


@posix
def test_a_fault_of_ours_is_kept_and_ends_with_70() -> None:
    broken = (
        "import quizkit.cli.listing as one\none.say = None\nfrom quizkit.cli.main import run\nrun(['list'])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", broken], capture_output=True, env=environment(), timeout=60, check=False
    )
    assert ran.returncode == 70
    first, path = ran.stderr.decode().splitlines()
    assert first == "quizkit: a fault of ours, not of yours. What happened is written to"
    with open(path.strip(), encoding="utf-8") as log:  # noqa: PTH123 - the path as it was printed
        assert "TypeError: 'NoneType' object is not callable" in log.read()
