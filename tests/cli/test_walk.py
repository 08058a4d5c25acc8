"""``walk``: what goes to stdout, what is refused and how, and what a person sees on a terminal."""

from __future__ import annotations

import importlib
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from quizkit.walks import TOPICS
from quizkit.walks import parity as comparing
from quizkit.walks.parity import SKIPPED
from tests.cli.running import Quizkit, command, environment


@pytest.fixture
def no_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without PyTorch."""
    real: Callable[..., Any] = importlib.import_module

    def missing(name: str, package: str | None = None) -> Any:
        if name == "torch":
            raise ImportError("No module named 'torch'")
        return real(name, package)

    monkeypatch.setattr(comparing.importlib, "import_module", missing)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("seed", ["0", "9"])
@pytest.mark.usefixtures("no_torch")
def test_every_topic_is_told_in_80_columns(quizkit: Quizkit, topic: str, seed: str) -> None:
    ran = quizkit("walk", topic, "--seed", seed, "--tables")
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert f"Numbers of seed {seed}." in ran.out
    assert SKIPPED in ran.out
    assert "\x1b" not in ran.out
    assert quizkit("walk", topic, "--seed", seed, "--tables").out == ran.out


@pytest.mark.usefixtures("no_torch")
def test_a_chosen_number_is_used_and_named(quizkit: Quizkit) -> None:
    ran = quizkit("walk", "kl", "--given", "p=0.5,0.5", "--given", "q=0.25,0.75")
    assert ran.code == 0
    assert "Numbers of seed 0, with `p`, `q` chosen." in ran.out
    assert "D(p||q) in nats  0.143841" in ran.out


@pytest.mark.usefixtures("no_torch")
def test_json_is_one_document_with_the_numbers_in_full(quizkit: Quizkit) -> None:
    told = quizkit("walk", "ce", "--given", "Z=0,0", "--given", "y=1", "--json").json()
    assert told["given"] == {"Z": [[0, 0]], "y": [1]}
    assert told["chosen"] == ["Z", "y"]
    assert told["result"]["numbers"]["L"] == 0.6931471805599453
    assert told["parity"] is None
    assert told["questions"][0]["id"] == "q25-logits-to-loss"


@pytest.mark.usefixtures("no_torch")
def test_markdown_keeps_formulas_between_dollars(quizkit: Quizkit) -> None:
    out = quizkit("walk", "kl", "--markdown").out
    assert out.startswith("# KL divergence")
    assert "$$D(p\\,\\|\\,q) = \\sum_i p_i \\ln\\frac{p_i}{q_i}$$" in out
    assert out.count("```") % 2 == 0


@pytest.mark.usefixtures("no_torch")
def test_in_plain_mode_a_picture_is_a_table(quizkit: Quizkit, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "┤" in quizkit("walk", "kl").out
    monkeypatch.setenv("QUIZKIT_PLAIN", "1")
    plain = quizkit("walk", "kl").out
    assert "┤" not in plain
    assert "D(Q_t||p)" in plain


def test_the_list_names_topics_on_stdout_and_their_numbers_on_stderr(quizkit: Quizkit) -> None:
    ran = quizkit("walk", "--list")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == list(TOPICS)
    assert "  p  2 to 6 probabilities above 0 that sum to 1" in ran.err
    assert max(map(len, (ran.out + ran.err).splitlines())) <= 80


def test_the_list_as_json_tells_domains(quizkit: Quizkit) -> None:
    topics = quizkit("walk", "--list", "--json").json()["topics"]
    assert [one["topic"] for one in topics] == list(TOPICS)
    assert topics[-1]["given"] == [
        {
            "name": "X",
            "about": "the data, a row an example",
            "domain": "3 to 8 rows of 2 numbers from -1000 to 1000",
        }
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "quizkit: walk needs a TOPIC; quizkit walk --list names them"),
        (("cee",), "quizkit: no walk 'cee'; did you mean 'ce'?"),
        (("gradient-descend",), "quizkit: no walk 'gradient-descend'; did you mean 'landscape'?"),
        (("kl", "--given", "T=0"), "quizkit: T is a number from 0.05 to 100; found '0'"),
        (("kl", "--given", "t=1"), "quizkit: walk kl has no number 't'; did you mean 'T'?"),
        (("kl", "--given", "T"), "quizkit: --given expects NAME=VALUE, found 'T'"),
        (("kl", "--seed", "-1"), "quizkit: a seed is a whole number from 0 to 2^63 - 1, not '-1'"),
        (("kl", "--json", "--markdown"), "quizkit: --markdown and --json do not go together"),
    ],
)
def test_wrong_usage_is_said_and_ends_with_2(quizkit: Quizkit, words: tuple[str, ...], said: str) -> None:
    ran = quizkit("walk", *words)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{said}\n")


def test_on_a_terminal_formulas_are_drawn_and_headings_stand_out() -> None:
    controller, terminal = pty.openpty()
    code = environment({"TERM": "xterm", "NO_COLOR": "", "QUIZKIT_PLAIN": "", "COLUMNS": "80"})
    with subprocess.Popen(command("walk", "kl"), stdout=terminal, stderr=terminal, env=code) as child:
        os.close(terminal)
        seen = b""
        while part := _read(controller):
            seen += part
        child.wait()
    os.close(controller)
    shown = seen.decode()
    assert child.returncode == 0
    assert "\x1b[1;4mWhy interviewers ask\x1b[0m" in shown
    assert "D(p ‖ q) = Σ pᵢ ln ────" in shown


def test_pytorch_is_asked_for_only_when_a_walk_is_compared() -> None:
    code = (
        "import sys\nfrom quizkit.walks import walk_lines\nwalk_lines('ce', 0, 80)\n"
        "assert not {'torch', 'matplotlib', 'textual', 'typer'} & sys.modules.keys()"
    )
    ran = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


def _read(controller: int) -> bytes:
    try:
        return os.read(controller, 4096)
    except OSError:
        return b""
