"""The settings file: what counts, what is told of what does not, and the file to begin with."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.theme import BUILTIN_THEMES

from quizkit.practice.scheduler import GOAL
from quizkit.settings.reading import Reading, read_settings, settings_of
from quizkit.settings.wishes import DEFAULTS, KEYS, SETTINGS, THEMES, Settings, told
from quizkit.settings.writing import commented

WHOLE = """\
interview: 2026-12-09
theme: light
locale: de
retention: 0.85
new_per_day: 0
glyphs: ascii
keys:
  hint: f9
  skip: ctrl+g, f10
  browse-variant: "x"
"""


def read(text: str) -> Reading:
    return settings_of(text.encode(), "config.yaml")


def faults(text: str) -> list[str]:
    return [str(fault) for fault in read(text).faults]


def test_every_setting_is_read() -> None:
    assert read(WHOLE).settings == Settings(
        interview=date(2026, 12, 9),
        theme="quizkit-light",
        locale="de",
        keys={"hint": "f9", "skip": "ctrl+g,f10", "browse-variant": "x"},
        retention=0.85,
        new_per_day=0,
        glyphs="ascii",
    )
    assert read(WHOLE).faults == ()
    assert read(WHOLE).named == {*SETTINGS, "keys"}


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "{}", "keys:\n", "theme:\n", "~"])
def test_where_nothing_is_said_the_defaults_count(text: str) -> None:
    assert read(text) == Reading(DEFAULTS, frozenset(), ())


def test_the_defaults_are_those_of_the_scheduler() -> None:
    assert (DEFAULTS.retention, DEFAULTS.new_per_day, DEFAULTS.interview) == (
        GOAL.retention,
        GOAL.new,
        GOAL.interview,
    )


def test_without_a_file_the_defaults_count_and_no_yaml_is_imported(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "config.yaml") == Reading()
    code = (
        "import sys; from pathlib import Path; from quizkit.settings.reading import read_settings\n"
        f"read_settings(Path({str(tmp_path / 'none.yaml')!r})); print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"yaml", "pydantic", "textual", "numpy", "flint"} & set(ran.stdout.split())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("them: dark", "config.yaml:1:1: no setting 'them'; did you mean 'theme'?"),
        (
            "colour: red",
            "config.yaml:1:1: no setting 'colour'; there are interview, theme, locale, retention, ",
        ),
        (
            "\ntheme: lihgt",
            "config.yaml:2:8: theme: expected the name of a theme, found 'lihgt'; did you mean 'light'?",
        ),
        ("interview: soon", "config.yaml:1:12: interview: expected a day such as 2026-12-09, found 'soon'"),
        (
            "interview: 2026-02-30",
            "config.yaml:1:12: interview: expected a day such as 2026-12-09, found '2026-02-30'",
        ),
        ("retention: 90%", "config.yaml:1:12: retention: expected a number from 0.7 to 0.97, found '90%'"),
        ("retention: nan", "config.yaml:1:12: retention: expected a number from 0.7 to 0.97, found 'nan'"),
        ("new_per_day: -1", "config.yaml:1:14: new_per_day: expected a number from 0 to 100, found '-1'"),
        (
            "new_per_day: [1]",
            "config.yaml:1:14: new_per_day: expected a number from 0 to 100, found a list or a mapping",
        ),
        ("locale: German", "config.yaml:1:9: locale: expected a language such as en or de, found 'German'"),
        (
            "glyphs: asci",
            "config.yaml:1:9: glyphs: expected unicode or ascii, found 'asci'; did you mean 'ascii'?",
        ),
        ("keys: f9", "config.yaml:1:7: expected a key for each id, such as 'hint: f9', further in"),
        ("keys: {hnt: f9}", "config.yaml:1:8: no key 'hnt'; did you mean 'hint'?"),
        ("keys: {hint: [f9]}", "config.yaml:1:14: expected a key such as f9 or ctrl+g"),
        ("keys: {hint: f99}", "config.yaml:1:14: expected a key such as f9, ctrl+g or x, found 'f99'"),
        ("keys: {hint: ctrl+m}", "config.yaml:1:14: terminals send enter for ctrl+m; choose another key"),
        ("keys: {hint: f9, skip: f9}", "config.yaml:1:24: 'f9' is the key of 'hint' already"),
        ("- theme", "config.yaml:1:1: expected settings such as 'theme: light', one in a line"),
        ("theme: dark\ntheme: light", "config.yaml:2:1: the key 'theme' stands twice: first in line 1; "),
        ("theme: 'dark", "config.yaml:1:"),
        ("theme: \x1b[31m", "config.yaml:1:8: a character that is not text: U+001B; delete it"),
    ],
)
def test_a_fault_is_told_with_its_place_what_was_expected_and_the_nearest_name(text: str, fault: str) -> None:
    told_ = faults(text)
    assert len(told_) == 1
    assert told_[0].startswith(fault)
    assert "\x1b" not in told_[0]


def test_a_fault_leaves_the_other_settings_in_force_and_its_own_at_the_default() -> None:
    reading = read("theme: lihgt\nretention: 0.8\nkeys: {hint: f9, hnt: f8}\n")
    assert len(reading.faults) == 2
    assert reading.settings == Settings(retention=0.8, keys={"hint": "f9"})


def test_a_fault_is_drawn_with_a_caret_under_it() -> None:
    (fault,) = read("keys:\n  hnt: f9\n").faults
    assert fault.drawn().splitlines()[1:] == ["    hnt: f9", "    ^"]


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    reading = read_settings(tmp_path)
    assert reading.settings == DEFAULTS
    assert len(reading.faults) == 1
    assert "cannot be read" in str(reading.faults[0])


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_whatever_it_holds_raises(content: bytes) -> None:
    reading = settings_of(content, "config.yaml")
    assert 0.7 <= reading.settings.retention <= 0.97


def test_the_file_to_begin_with_says_nothing_until_a_mark_is_taken_away() -> None:
    assert read(commented()) == Reading(DEFAULTS, frozenset(), ())
    assert max(map(len, commented().splitlines())) <= 100


def test_every_setting_of_the_file_to_begin_with_can_be_read() -> None:
    reading = read(re.sub(r"^#(?=  [a-z]|\w)", "", commented(), flags=re.MULTILINE))
    assert reading.faults == ()
    assert reading.named == {*SETTINGS, "keys"}
    assert set(reading.settings.keys) == set(KEYS)


def test_every_theme_is_one_that_the_app_has() -> None:
    assert set(THEMES.values()) <= {*BUILTIN_THEMES, "quizkit-light"}
    assert DEFAULTS.theme in THEMES.values()


def test_every_key_is_that_of_a_binding() -> None:
    from quizkit.tui.app import QuizApp
    from quizkit.tui.screens.browse import BrowseScreen
    from quizkit.tui.screens.problem import ProblemScreen

    bound = {
        binding.id: binding.key
        for owner in (QuizApp, BrowseScreen, ProblemScreen)
        for binding in owner.BINDINGS
        if isinstance(binding, Binding)
    }
    assert {id_: bound.get(id_) for id_ in KEYS} == {id_: key for id_, (key, _) in KEYS.items()}


def test_settings_are_told_as_the_file_would_say_them() -> None:
    assert told(DEFAULTS) == {
        "interview": "not set",
        "theme": "dark",
        "locale": "not set",
        "keys": "as they come",
        "retention": "0.9",
        "new_per_day": "5",
        "glyphs": "unicode",
    }
    assert told(read(WHOLE).settings)["keys"] == "hint: f9, skip: ctrl+g,f10, browse-variant: x"
