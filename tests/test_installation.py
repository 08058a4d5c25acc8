"""Without python-flint, or with an old one, quizkit says what to install and shows no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizkit.mathlang.rigour import require_flint
from tests.cli.running import ROOT, command

FIX = "run: python -m pip install 'python-flint>=0.7'"
FLINTS = [
    (
        "raise ModuleNotFoundError('No module named flint', name='flint')",
        f"python-flint 0.7 or newer is needed and is not installed; {FIX}",
    ),
    (
        "raise ImportError('libflint.so.20: cannot open shared object file')",
        f"python-flint 0.7 or newer is needed and cannot be loaded; {FIX}",
    ),
    ("__version__ = '0.6.0'", f"python-flint 0.7 or newer is needed, and 0.6.0 is installed; {FIX}"),
    ("", f"python-flint 0.7 or newer is needed, and of unknown version is installed; {FIX}"),
]


def ran(words: list[str], folder: Path, flint: str) -> subprocess.CompletedProcess[str]:
    """A process that meets this module in place of python-flint."""
    (folder / "flint").mkdir()
    (folder / "flint" / "__init__.py").write_text(flint, "utf-8")
    path = os.pathsep.join([str(folder), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "QUIZKIT_CACHE_DIR": str(folder / "cache")}
    return subprocess.run(
        words, capture_output=True, text=True, timeout=60, check=False, env=environment, cwd=folder
    )


@pytest.mark.parametrize(("flint", "message"), FLINTS)
def test_a_command_says_what_to_install(flint: str, message: str, tmp_path: Path) -> None:
    done = ran(command("try", "q25-nll", "0.3567"), tmp_path, flint)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"quizkit: {message}\n")


@pytest.mark.parametrize(("flint", "message"), FLINTS)
@pytest.mark.parametrize("name", ["compare", "make_variant", "grade"])
def test_python_gets_an_import_error_that_says_it(
    flint: str, message: str, name: str, tmp_path: Path
) -> None:
    program = f"import quizkit\ntry: quizkit.{name}\nexcept ImportError as error: print(error)"
    done = ran([sys.executable, "-c", program], tmp_path, flint)
    assert (done.stdout, done.stderr) == (f"{message}\n", "")


def test_the_python_flint_that_is_installed_will_do() -> None:
    require_flint()


def test_importing_quizkit_alone_asks_for_nothing(tmp_path: Path) -> None:
    done = ran([sys.executable, "-c", "import quizkit; print(quizkit.__version__)"], tmp_path, FLINTS[0][0])
    assert (done.returncode, done.stderr) == (0, "")
