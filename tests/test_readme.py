"""README tells the truth: its examples are run, and print what it says they print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizkit.cli.main import run

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
INTERACTIVE = ("quizkit practice",)
"""Commands that are shown without their output."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def examples() -> Iterator[tuple[str, str]]:
    for block in blocks("console"):
        for example in block.split("$ ")[1:]:
            command, _, output = example.partition("\n")
            if not command.startswith(INTERACTIVE):
                yield command, output


@pytest.mark.parametrize(("command", "output"), list(examples()))
def test_an_example_prints_what_readme_says(
    command: str,
    output: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "mine.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        run(shlex.split(command)[1:])
    assert capsys.readouterr().out.strip() == output.strip()


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_readme_runs(code: str) -> None:
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own text


def test_every_picture_of_readme_exists() -> None:
    shown = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README) + re.findall(r'src(?:set)?="([^"]+)"', README)
    assert len(shown) > 4
    for picture in shown:
        assert (Path(__file__).parent.parent / picture).is_file(), picture


def test_every_linked_file_of_readme_exists() -> None:
    for target in re.findall(r"(?<!!)\[[^\]]*\]\((?!http)([^)#]+)\)", README):
        assert (Path(__file__).parent.parent / target).exists(), target
