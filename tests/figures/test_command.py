"""``quizkit figures``: which files it writes, what it says, and how it ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from quizkit.figures import FIGURES
from tests.cli.running import Quizkit
from tests.figures.conftest import made

CHEAP = "02"
NAME = FIGURES[CHEAP].name


def test_a_picture_and_its_numbers_are_written_and_named(quizkit: Quizkit, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="figures are drawn by Matplotlib")
    folder = tmp_path / "new" / "pictures"
    ran = quizkit("figures", "--out", str(folder), "--only", CHEAP, "--seed", "5")
    assert (ran.code, ran.err) == (0, "1 figure → 2 files.\n")
    assert ran.out.splitlines() == [str(folder / f"{NAME}.json"), str(folder / f"{NAME}.png")]
    assert {file.name for file in folder.iterdir()} == {f"{NAME}.json", f"{NAME}.png"}
    assert (folder / f"{NAME}.json").read_text("utf-8") == made(CHEAP, 5).to_json()
    assert (folder / f"{NAME}.png").read_bytes().startswith(b"\x89PNG")


def test_a_dark_svg_lies_beside_the_light_picture(quizkit: Quizkit, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="figures are drawn by Matplotlib")
    ran = quizkit("figures", "--out", str(tmp_path), "--only", "2", "--format", "svg", "--dark", "--json")
    told = ran.json()
    files = [str(tmp_path / f"{NAME}.json"), str(tmp_path / f"{NAME}-dark.svg")]
    assert (ran.code, ran.err) == (0, "")
    assert [one["file"] for one in told.pop("files")] == files
    assert told == {"schema": 1, "figures": [CHEAP], "seed": 0, "dark": True}
    assert json.loads(Path(files[0]).read_text("utf-8"))["figure"] == NAME
    assert "#0d1117" in Path(files[1]).read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--only", "01,09"], "quizkit: no figure '09'; there are 01, 02, 03, 04, 05, 06, 07\n"),
        (["--only", "07_los_landscape"], "quizkit: no figure '07_los_landscape'; did you mean '07'?\n"),
    ],
)
def test_an_unknown_figure_is_told_and_nothing_is_written(
    quizkit: Quizkit, tmp_path: Path, words: list[str], told: str
) -> None:
    ran = quizkit("figures", "--out", str(tmp_path / "none"), *words)
    assert (ran.code, ran.out, ran.err) == (2, "", told)
    assert not (tmp_path / "none").exists()


def test_an_unknown_form_is_told(quizkit: Quizkit) -> None:
    ran = quizkit("figures", "--format", "gif")
    assert ran.code == 2
    assert "png" in ran.err
    assert "svg" in ran.err


def test_a_folder_that_cannot_be_written_is_told(quizkit: Quizkit, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="figures are drawn by Matplotlib")
    (tmp_path / "file").write_text("kept", "utf-8")
    ran = quizkit("figures", "--out", str(tmp_path / "file"), "--only", CHEAP)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("cannot be written: file exists\n")
    assert (tmp_path / "file").read_text("utf-8") == "kept"


def test_without_matplotlib_the_command_says_what_to_install(
    quizkit: Quizkit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "quizkit.figures.drawing.canvas", raising=False)
    ran = quizkit("figures", "--out", str(tmp_path / "none"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "quizkit: figures are drawn by Matplotlib, which is not installed: "
        "run  pip install 'quizkit[figures]'\n"
    )
    assert not (tmp_path / "none").exists()
