"""What is shipped: every package, the banks, and nothing that a machine left behind."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import quizkit

ROOT = Path(__file__).parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_is_named_for_the_wheel() -> None:
    folders = {".".join(file.parent.relative_to(ROOT).parts) for file in ROOT.glob("quizkit/**/*.py")}
    assert set(SETTINGS["tool"]["setuptools"]["packages"]) == folders | {"quizkit.questions"}


def test_banks_styles_and_types_are_package_data() -> None:
    data = SETTINGS["tool"]["setuptools"]["package-data"]
    assert data == {
        "quizkit": ["py.typed"],
        "quizkit.questions": ["*.yaml", "quizkit.schema.json", "README.md"],
        "quizkit.tui": ["*.tcss"],
        "quizkit.workshop": ["*.md"],
        "quizkit.workshop.templates": ["*.yaml"],
    }


def test_there_is_one_version() -> None:
    assert SETTINGS["project"]["version"] == quizkit.__version__


def test_nothing_shipped_names_a_path_of_a_machine() -> None:
    shipped = [
        *ROOT.glob("quizkit/**/*.py"),
        *ROOT.glob("questions/*.*"),
        ROOT / "README.md",
        ROOT / "pyproject.toml",
    ]
    for file in shipped:
        found = re.search(r"(?<![\w.])/(root|home|tmp|Users|work)/", file.read_text(encoding="utf-8"))
        assert found is None, f"{file.relative_to(ROOT)}: {found and found.group()}"


def test_the_top_level_is_the_house() -> None:
    allowed = {"questions", "quizkit", "tests", "pyproject.toml", "README.md", "LICENSE"}
    ignored = {"build", "dist", "quizkit.egg-info"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - ignored == allowed
