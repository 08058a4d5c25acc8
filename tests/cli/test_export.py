"""``quizkit export``: a file or stdout, a report of what is lost, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from tests.cli.running import Quizkit, command, environment


def _export(quizkit: Quizkit, bank: str, file: Path, *more: str) -> tuple[int, str, str]:
    ran = quizkit("export", bank, "--to", "moodle", "-o", str(file), *more)
    return ran.code, ran.out, ran.err


def test_the_file_is_written_and_the_losses_are_told(quizkit: Quizkit, small: str, tmp_path: Path) -> None:
    file = tmp_path / "out.xml"
    code, out, err = _export(quizkit, small, file)
    assert (code, out) == (0, "")
    found = fromstring(file.read_bytes())  # noqa: S314 - the file is our own
    items = [one for one in found if one.attrib["type"] != "category"]
    assert err.startswith(f"10 questions → {len(items)} items.  lost: answers typed as formulas (")
    assert "follow-through (1 question)" in err
    assert err.count("\n") == 1
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


def test_json_tells_the_questions_that_lose_something(quizkit: Quizkit, small: str, tmp_path: Path) -> None:
    file = tmp_path / "out.xml"
    ran = quizkit("export", small, "--to", "moodle", "-o", str(file), "--json")
    told = ran.json()
    assert (ran.code, ran.err) == (0, "")
    assert {key: told[key] for key in ("schema", "to", "file", "questions", "bytes")} == {
        "schema": 1,
        "to": "moodle",
        "file": str(file),
        "questions": 10,
        "bytes": file.stat().st_size,
    }
    assert {"what": "follow-through", "questions": ["chain"]} in told["lost"]


def test_options_choose_questions_variants_and_title(quizkit: Quizkit, small: str, tmp_path: Path) -> None:
    file = tmp_path / "out.xml"
    code, _, err = _export(quizkit, small, file, "--topic", "t", "--variants", "1", "--title", "Week 3")
    assert code == 0
    assert err.startswith("10 questions → 10 items.")
    assert b"<text>$course$/top/Week 3/t/One token (nll)</text>" in file.read_bytes()


def test_without_a_title_it_is_called_as_its_bank(quizkit: Quizkit, small: str, tmp_path: Path) -> None:
    file = tmp_path / "out.xml"
    assert _export(quizkit, small, file, "--variants", "1")[0] == 0
    assert f"<text>$course$/top/{Path(small).stem}/".encode() in file.read_bytes()


def test_a_minus_writes_to_stdout(small: str) -> None:
    words = command("export", small, "--to", "moodle", "-o", "-", "--variants", "1")
    ran = subprocess.run(words, capture_output=True, env=environment(), check=False)
    assert ran.returncode == 0
    assert len(fromstring(ran.stdout)) == 20  # noqa: S314 - the file is our own
    assert ran.stderr.startswith(b"10 questions")


def test_a_topic_without_questions_is_nothing_to_do(quizkit: Quizkit, small: str, tmp_path: Path) -> None:
    file = tmp_path / "out.xml"
    code, out, err = _export(quizkit, small, file, "--topic", "tt")
    assert (code, out) == (3, "")
    assert err == "quizkit: no questions on 'tt'; did you mean 't'?\n"
    assert not file.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--to", "gift", "-o", "x"], "quizkit: --to expects moodle, anki, latex or html, found 'gift'\n"),
        (["-o", "x"], "quizkit: --to expects moodle, anki, latex or html, found ''\n"),
        (["--to", "anki"], "quizkit: -o says where to write, such as -o quiz.apkg\n"),
        (
            ["--to", "moodle", "-o", "-", "--json"],
            "quizkit: --json and -o - both want stdout: give -o a file\n",
        ),
    ],
)
def test_wrong_usage_is_told(quizkit: Quizkit, words: list[str], told: str) -> None:
    ran = quizkit("export", *words)
    assert (ran.code, ran.out, ran.err) == (2, "", told)


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(
    quizkit: Quizkit, small: str, tmp_path: Path
) -> None:
    for file, reason in ((tmp_path / "no" / "out.xml", "no such file"), (tmp_path, "is a folder")):
        code, _, err = _export(quizkit, small, file, "--variants", "1")
        assert code == 2
        assert "cannot be written" in err
        assert reason in err


def test_a_file_that_is_there_is_replaced_as_a_whole(quizkit: Quizkit, small: str, tmp_path: Path) -> None:
    file = tmp_path / "out.xml"
    file.write_text("before", "utf-8")
    file.chmod(0o640)
    assert _export(quizkit, small, file, "--variants", "1")[0] == 0
    assert file.read_bytes().startswith(b"<?xml")
    assert file.stat().st_mode & 0o777 == 0o640


def test_what_is_wrong_in_a_bank_is_told_and_the_rest_goes_out(
    quizkit: Quizkit, small: str, tmp_path: Path
) -> None:
    folder = Path(small)
    (folder / "bad.yaml").write_text("quizkit: 1\nquestions:\n  a: {type: nuber}\n", "utf-8")
    file = tmp_path / "out.xml"
    code, _, err = _export(quizkit, small, file, "--variants", "1")
    assert code == 0
    assert "bad.yaml:3:" in err
    assert "10 questions → 10 items." in err
    assert quizkit("export", str(tmp_path / "none"), "--to", "moodle", "-o", str(file)).code == 2


def test_without_genanki_the_command_to_run_is_told(
    quizkit: Quizkit, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    ran = quizkit("export", small, "--to", "anki", "-o", str(tmp_path / "a.apkg"))
    assert ran.code == 2
    assert ran.err == (
        "quizkit: Anki decks are made by genanki, which is not installed: run  pip install 'quizkit[anki]'\n"
    )
