"""``quizkit settings`` and what the doctor says of settings, history and profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizkit.cli.settings import in_force, settings_path
from quizkit.practice.history import History
from quizkit.settings.wishes import DEFAULTS
from quizkit.settings.writing import commented
from tests.cli.running import Quizkit


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of quizkit's own, with nothing in it."""
    monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path))
    monkeypatch.delenv("QUIZKIT_DATA_DIR", raising=False)
    return tmp_path


def write(home: Path, text: str) -> Path:
    file = home / "config" / "config.yaml"
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    return file


def test_settings_tell_what_is_in_force_and_where_the_file_is(quizkit: Quizkit, home: Path) -> None:
    ran = quizkit("settings")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:3] == [
        "setting      value         from",
        "interview    not set       default",
        "theme        dark          default",
    ]
    assert lines[-1] == f"{home}/config/config.yaml: none yet; quizkit settings --init writes it"


def test_init_writes_the_commented_file_once(quizkit: Quizkit, home: Path) -> None:
    ran = quizkit("settings", "--init")
    file = home / "config" / "config.yaml"
    assert (ran.code, ran.out, ran.err) == (0, "", f"written: {file}\n")
    assert file.read_text("utf-8") == commented()
    file.write_text("theme: light\n", "utf-8")
    again = quizkit("settings", "--init")
    assert (again.code, again.err) == (2, f"quizkit: {file} is there already, and stays as it is\n")
    assert file.read_text("utf-8") == "theme: light\n"


def test_init_where_nothing_can_be_written_says_why(quizkit: Quizkit, home: Path) -> None:
    (home / "config").write_text("a file where a folder belongs", "utf-8")
    ran = quizkit("settings", "--init")
    assert ran.code == 2
    assert "config.yaml" in ran.err


def test_settings_as_json_tell_where_each_comes_from(quizkit: Quizkit, home: Path) -> None:
    file = write(home, "theme: light\n")
    said = quizkit("settings", "--json").json()
    assert (said["schema"], said["file"], said["exists"], said["faults"]) == (1, str(file), True, [])
    assert said["settings"]["theme"] == {"value": "light", "from": "file"}
    assert said["settings"]["retention"] == {"value": "0.9", "from": "default"}


def test_faults_end_with_2_and_what_can_be_read_is_in_force(quizkit: Quizkit, home: Path) -> None:
    file = write(home, "retention: 2\nnew_per_day: 7\n")
    ran = quizkit("settings")
    assert ran.code == 2
    assert "new_per_day  7             file" in ran.out
    assert ran.err.splitlines() == [
        f"{file}:1:12: retention: expected a number from 0.7 to 0.97, found '2'",
        "    retention: 2",
        "               ^",
    ]


def test_a_fault_keeps_nobody_from_practising(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(home, "retention: 2\nnew_per_day: 7\n")
    assert in_force().new_per_day == 7
    assert in_force().retention == DEFAULTS.retention
    assert "1 setting not read; the defaults count" in capsys.readouterr().err


def test_the_file_lies_below_the_home_that_is_named(home: Path) -> None:
    assert settings_path() == home / "config" / "config.yaml"


def test_the_doctor_names_settings_history_and_profiles(quizkit: Quizkit, home: Path) -> None:
    said = quizkit("doctor", "--json").json()
    assert said["settings"] == f"{home}/config/config.yaml: none yet, the defaults count"
    assert said["history"] == f"{home}/data/history.db: none yet"
    assert (said["profile"], said["profiles"]) == ("none", "none")
    write(home, "theme: light\n")
    for name in ("history.db", "profiles/anna/history.db"):
        History.open(home / "data" / name).close()
    said = quizkit("doctor", "--json", "--profile", "anna").json()
    assert said["settings"] == f"{home}/config/config.yaml: 1 of its own"
    assert said["history"] == f"{home}/data/profiles/anna/history.db: sound, 0 questions practised"
    assert (said["profile"], said["profiles"]) == ("anna", "anna")


def test_the_doctor_finds_faulty_settings_and_a_damaged_history(quizkit: Quizkit, home: Path) -> None:
    write(home, "them: light\n")
    (home / "data").mkdir()
    (home / "data" / "history.db").write_bytes(b"no database at all, but long enough to be one" * 100)
    ran = quizkit("doctor", "--json")
    assert ran.code == 1
    assert ran.json()["settings"].endswith("the defaults count, 1 fault")
    assert ran.json()["history"].endswith("cannot be used")
    assert "no setting 'them'; did you mean 'theme'?" in ran.err
    assert "history rescue" in ran.err
