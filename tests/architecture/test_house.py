"""The house rules that no linter holds: names of rooms, codes of messages, no path of anybody's machine."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from quizkit.bank.codes import CODES

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "quizkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
WRITTEN = sorted(
    path
    for folder in ("quizkit", "questions", "tests")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
)
NO_ROOMS = frozenset({"utils", "helpers", "common", "core", "base", "misc", "manager", "types", "data"})
SHIPPED = [
    path for path in WRITTEN if path.suffix in {".py", ".yaml", ".tcss", ".md"} and "tests" not in path.parts
]
LONGEST = 600
HOME = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp|mnt|private)/\w")


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 100
    assert len(SHIPPED) > 100


def test_no_file_or_folder_is_a_drawer_for_odds_and_ends() -> None:
    rooms = {part for path in WRITTEN for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert rooms & NO_ROOMS == set()


def test_every_module_says_what_it_answers() -> None:
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_no_module_answers_two_questions() -> None:
    long = {path.name: lines for path in MODULES if (lines := path.read_text("utf-8").count("\n")) > LONGEST}
    assert long == {}


def test_every_code_of_a_message_is_in_the_table() -> None:
    used = {
        code
        for path in MODULES
        if path.name != "codes.py"
        for code in re.findall(r"\bQK\d{3}\b", path.read_text("utf-8"))
    }
    assert used - CODES.keys() == set()
    assert len(used) > 50


def test_no_path_of_a_machine_is_in_the_product() -> None:
    found = {str(path.relative_to(ROOT)): HOME.findall(path.read_text("utf-8")) for path in SHIPPED}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_nothing_is_left_to_be_done() -> None:
    open_work = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [path.name for path in SHIPPED if open_work.search(path.read_text("utf-8"))] == []


def test_nothing_evaluates_text_as_a_program() -> None:
    called = {
        (path.name, node.func.id)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert {name for name in called if name[1] in {"eval", "exec", "compile", "__import__"}} == set()


def test_only_the_shell_prints_and_only_the_source_reads_yaml() -> None:
    printing, yaml_readers, symbolic = set(), set(), set()
    for path in MODULES:
        room = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="print")):
                    printing.add(room)
                case ast.Import(names=names):
                    yaml_readers |= {room for one in names if one.name.partition(".")[0] == "yaml"}
                    symbolic |= {room for one in names if one.name.partition(".")[0] == "sympy"}
                case ast.ImportFrom(module=str(module)):
                    yaml_readers |= {room} if module.partition(".")[0] == "yaml" else set()
                    symbolic |= {room} if module.partition(".")[0] == "sympy" else set()
                case _:
                    pass
    assert printing <= {"cli/output.py"}
    assert yaml_readers == {"bank/source.py"}
    assert symbolic <= {"mathlang/symbolic.py"}


@pytest.mark.parametrize(
    "folder", ["practice", "grading", "variants", "bank", "equivalence", "mathlang", "typeset"]
)
def test_clock_and_chance_are_arguments_below_the_shells(folder: str) -> None:
    clock = re.compile(r"\b(datetime\.now|time\.time|perf_counter|monotonic|secrets\.|random\.)\b")
    found = [path.name for path in (PACKAGE / folder).rglob("*.py") if clock.search(path.read_text("utf-8"))]
    assert found == []


def test_every_package_is_installed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = {
        ".".join(path.parent.relative_to(ROOT).parts) for path in MODULES if path.name == "__init__.py"
    }
    assert packages | {"quizkit.questions"} <= set(settings["tool"]["setuptools"]["packages"])


def test_the_order_of_the_rooms_is_held_by_a_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {each["name"]: each for each in settings["tool"]["importlinter"]["contracts"]}
    layers = contracts["imports run downward"]["layers"]
    named = {room.strip().split(".")[1] for layer in layers for room in layer.split("|")}
    rooms = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.name[0] not in "_."} - {
        "py.typed"
    }
    assert named == rooms
