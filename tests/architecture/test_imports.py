"""What is imported when: proved at run time, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("numpy", "sympy", "textual", "typer", "matplotlib", "pydantic", "yaml", "rich", "asyncio")


def loaded_by(program: str, cache: Path) -> set[str]:
    """The heavy packages that a program has loaded at its end."""
    ask = f"import sys\n{program}\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", ask],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QUIZKIT_CACHE_DIR": str(cache)},
    )
    return set(ran.stdout.splitlines()[-1].split())


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the shipped questions are compiled."""
    cache = tmp_path_factory.mktemp("warm")
    loaded_by("import quizkit; len(quizkit.load_bank())", cache)
    return cache


def test_importing_quizkit_loads_nothing_heavy(tmp_path: Path) -> None:
    assert loaded_by("import quizkit", tmp_path) == set()


def test_the_names_of_the_face_load_no_shell_and_no_second_engine(tmp_path: Path) -> None:
    program = "import quizkit\nfor name in quizkit.__all__: getattr(quizkit, name)"
    assert loaded_by(program, tmp_path) == set()


def test_a_variant_from_a_warm_index_needs_neither_numpy_nor_pydantic_nor_yaml(warm: Path) -> None:
    program = 'import quizkit; quizkit.make_variant(quizkit.load_bank()["q25-nll"], seed=7).prompt'
    assert loaded_by(program, warm) == set()


def test_grading_a_number_loads_nothing_heavy(warm: Path) -> None:
    program = (
        'import quizkit; v = quizkit.make_variant(quizkit.load_bank()["q25-nll"], given={"p": "0.7"})\n'
        'assert quizkit.grade(v, "0.3567").outcome == "correct"\n'
        'assert quizkit.grade(v, "0.5146").mistake == "bits-for-nats"'
    )
    assert loaded_by(program, warm) == set()


def test_grading_a_formula_never_loads_the_second_engine(warm: Path) -> None:
    program = (
        'import quizkit; v = quizkit.make_variant(quizkit.load_bank()["q30-gelu-symbolic"])\n'
        "assert quizkit.grade(v, v.key_text()).outcome == 'correct'\n"
        "assert quizkit.grade(v, 'x + 1/7').outcome == 'incorrect'"
    )
    assert loaded_by(program, warm) <= {"numpy"}


def test_comparing_never_loads_the_second_engine(tmp_path: Path) -> None:
    program = (
        'import quizkit; assert quizkit.compare("x*Phi(x)", "x/2*(1+erf(x/sqrt(2)))").relation == "equal"'
    )
    assert loaded_by(program, tmp_path) <= {"numpy"}


def test_the_first_problem_of_a_sitting_needs_no_second_engine_and_no_app(warm: Path) -> None:
    program = (
        "import io, sys\nfrom quizkit.cli.main import run\nsys.stdin = io.StringIO('quit\\n')\n"
        "try: run(['practice', '--plain', '--seed', '1'])\nexcept SystemExit: pass"
    )
    # Typer converts options through pydantic.
    assert loaded_by(program, warm) <= {"typer", "pydantic"}


AT_FIRST_PAINT = """
import asyncio, os, sys
os.environ["TEXTUAL_ANIMATIONS"] = "none"
import quizkit.cli.beginning, quizkit.cli.main, quizkit.cli.opening
from quizkit.bank import load_bank
from quizkit.practice.selection import choose
from quizkit.tui import app
bank = load_bank()
topic, seed, waiting = {wish}
plan = None if topic is None else choose(bank.subjects, topic=topic, count=2, seed=seed)
if not waiting:
    app.QuizApp._get_ready = lambda self: None
async def start():
    shown = app.QuizApp(bank, plan=plan, ahead=plan and (lambda: plan))
    async with shown.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(100):
            if waiting and not any(map(os.path.basename, __import__("glob").glob(
                os.environ["QUIZKIT_CACHE_DIR"] + "/first-*"))):
                await pilot.pause(0.1)
        print(*(word.replace(" ", "_") for word in (type(shown.screen).__name__, getattr(
            shown.screen, "_awaited", None) and "looks" or "whole")))
asyncio.run(start())
print(*sys.modules)
"""
ROOMS_UNNEEDED = (
    "quizkit.grading",
    "quizkit.equivalence",
    "quizkit.bank.question",
    "quizkit.practice.session",
)


def at_first_paint(cache: Path, topic: str | None, seed: int = 7, *, waiting: bool = False) -> list[set[str]]:
    """What screen the app opens on, and every module that is loaded when it is painted."""
    ran = subprocess.run(
        [sys.executable, "-c", AT_FIRST_PAINT.replace("{wish}", repr((topic, seed, waiting)))],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QUIZKIT_CACHE_DIR": str(cache)},
    )
    return [set(line.split()) for line in ran.stdout.splitlines()[-2:]]


def rooms(modules: set[str]) -> set[str]:
    """The rooms of quizkit that modules are in."""
    return {name.split(".")[1] for name in modules if name.startswith("quizkit.")}


def test_home_is_painted_without_a_variant_a_question_or_a_heavy_package(warm: Path) -> None:
    screen, modules = at_first_paint(warm, None)
    assert screen == {"HomeScreen", "whole"}
    assert not modules & {*HEAVY, "flint"} - {"textual", "rich", "asyncio"}
    assert not [name for name in modules if name.startswith(ROOMS_UNNEEDED)]
    assert "quizkit.variants.making" not in modules
    assert rooms(modules) <= {
        "bank", "cli", "errors", "faces", "mathlang", "practice", "tui", "typeset", "variants"
    }  # fmt: skip


def test_the_first_problem_is_painted_before_anything_that_only_answers_need(warm: Path) -> None:
    screen, modules = at_first_paint(warm, "q25")
    assert screen == {"ProblemScreen", "whole"}
    assert not modules & set(HEAVY) - {"textual", "rich", "asyncio"}
    needless = (
        "quizkit.grading",
        "quizkit.practice.session",
        "quizkit.tui.preview",
        "quizkit.tui.screens.home",
    )
    assert [name for name in modules if name.startswith(needless) and name != "quizkit.tui.previewed"] == []


def test_a_first_problem_that_was_kept_is_painted_before_it_is_made(warm: Path) -> None:
    assert at_first_paint(warm, "q29", waiting=True)[0] == {"ProblemScreen", "whole"}
    screen, modules = at_first_paint(warm, "q29")
    assert screen == {"ProblemScreen", "looks"}
    assert not modules & {*HEAVY, "flint", "markdown_it"} - {"textual", "rich", "asyncio"}
    assert not [name for name in modules if name.startswith(ROOMS_UNNEEDED)]
    assert "quizkit.variants.making" not in modules


def test_the_way_to_the_app_loads_no_typer(warm: Path) -> None:
    program = (
        "import sys, types\nfrom quizkit.cli import opening\nfrom quizkit.cli.main import run\n"
        "opening.no_screen = lambda: False\n"
        "sys.modules['quizkit.tui'] = types.SimpleNamespace(open_home=lambda bank, begin: print(len(bank)))\n"
        "try: run([])\nexcept SystemExit as left: assert left.code == 0"
    )
    assert loaded_by(program, warm) == set()
