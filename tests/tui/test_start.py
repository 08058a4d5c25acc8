"""On the way to the first question: what is not imported, what is set, and what a fault becomes."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizkit.bank import load_bank
from quizkit.tui.app import QuizApp
from quizkit.tui.screens.problem import ProblemScreen
from tests.tui.faces import small_bank

START = """
import asyncio, json, os, sys
from quizkit.bank import load_bank
bank = load_bank(*sys.argv[1:])
os.environ["TEXTUAL_ANIMATIONS"] = "none"
from quizkit.practice.selection import choose
from quizkit.tui.app import QuizApp

async def start():
    app = QuizApp(bank, plan=choose(bank, count=len(bank), seed=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("1")
        return app.screen.query_one("#prompt").markdown, sorted(sys.modules)

print(json.dumps(asyncio.run(start())))
"""
HEAVY = ("numpy", "sympy", "pydantic", "yaml", "matplotlib", "typer.rich_utils", "rich.markdown")


def started(bank: Path) -> tuple[str, list[str]]:
    """The prompt of the first question, and every module imported on the way to it."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", START, str(bank)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    prompt, modules = json.loads(done.stdout.splitlines()[-1])
    return prompt, modules


def test_the_first_question_needs_no_heavy_library_once_the_bank_was_compiled() -> None:
    bank = Path(__file__).parents[2] / "questions"
    load_bank(bank)
    prompt, modules = started(bank)
    assert prompt
    assert "textual.app" in modules
    assert [name for name in HEAVY if name in modules] == []


def test_textual_is_told_before_it_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sys; from unittest import mock\n"
        "import quizkit.tui.guard as guard; guard.stand_guard = lambda: None\n"
        "assert not any(name.startswith('textual') for name in sys.modules)\n"
        "import quizkit.tui as tui, types\n"
        "class Fake:\n"
        "    fault = None; return_code = 130\n"
        "    def __init__(self, *a, **k): pass\n"
        "    def run(self): from textual import constants as c; print(c.MAX_FPS, c.TEXTUAL_ANIMATIONS)\n"
        "sys.modules['quizkit.tui.app'] = types.SimpleNamespace(QuizApp=Fake)\n"
        "try: tui.open_home({})\n"
        "except KeyboardInterrupt: print('interrupted')\n"
    )
    for name in ("TEXTUAL_FPS", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["120 none", "interrupted"]


def test_a_fault_ends_the_app_and_is_kept_for_whoever_opened_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = QuizApp(small_bank())

    def fail(_: QuizApp) -> None:
        raise ZeroDivisionError("ours")

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press("f1")

    monkeypatch.setattr(QuizApp, "action_help", fail)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
    assert isinstance(app.fault, ZeroDivisionError)


def test_a_question_that_cannot_be_drawn_is_passed_over() -> None:
    async def run() -> tuple[int, list[str]]:
        app = QuizApp(small_bank(), plan=[("loss", -1), ("slope", 1)])
        async with app.run_test() as pilot:
            await pilot.pause()
            assert isinstance(app.screen, ProblemScreen)
            return len(app.screen.sitting.plan), [notice.message for notice in app._notifications]

    planned, notices = asyncio.run(run())
    assert planned == 1
    assert notices[0].startswith("loss: ")
