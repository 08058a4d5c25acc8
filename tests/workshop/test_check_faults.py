"""Questions that load and are wrong: what ``check`` proves against each, in full."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizkit.bank import compile_bank
from quizkit.bank.codes import CODES
from quizkit.workshop.check import check_bank
from quizkit.workshop.faults import Shown

PRELUDE = """quizkit: 1
questions:
  q:
    type: number
    title: T
    minutes: 2
    hints: [Think.]
    solution: S.
"""
TABLE = Path(__file__).with_name("faults.txt")
LOADING = Path(__file__).parents[1] / "bank" / "faults.txt"
"""The table of what loading says."""
ELSEWHERE = {
    "QK101": ("test_loader.py", "test_links_that_lead_nowhere_or_in_a_circle_are_named"),
    "QK102": ("test_bad_files.py", "test_another_encoding_is_told_with_what_to_do"),
    "QK103": ("test_source.py", "test_bytes_that_are_no_text_are_told"),
    "QK123": ("test_loader.py", "test_an_empty_folder_raises"),
    "QK209": ("test_loader.py", "test_an_id_used_twice_across_files_names_both_places_and_the_first_counts"),
    "QK210": ("test_loader.py", "test_a_question_may_require_another_of_its_folder_only"),
}
"""Codes that no text alone can show, each with the test that shows it."""


def cases() -> dict[str, tuple[str, str]]:
    """Each case of ``faults.txt``: its bank, and what is proved against it."""
    found = {}
    for case in TABLE.read_text(encoding="utf-8").split("\n### ")[1:]:
        name, _, rest = case.partition("\n")
        bank, _, said = f"\n{rest}".rpartition("\n---\n")
        bank = bank.removeprefix("\n") + "\n"
        found[name] = (PRELUDE + bank if bank.startswith("    ") else bank, said.strip("\n"))
    return found


CASES = cases()


def told(problem: Shown, path: Path) -> str:
    """A problem as the table has it: its message, its severity unless an error, what variants show."""
    said = str(problem).replace(f"{path}:", "", 1)
    said += "" if problem.severity == "error" else f" ({problem.severity})"
    return "\n    ".join(filter(None, [said, problem.shown, *problem.more]))


@pytest.mark.parametrize("name", CASES)
def test_everything_that_is_proved_is_told(name: str, tmp_path: Path) -> None:
    bank, expected = CASES[name]
    path = tmp_path / "f.yaml"
    path.write_text(bank, encoding="utf-8")
    compiled = compile_bank(path)
    assert compiled.bank.problems == ()
    checked = check_bank(compiled, advise=True)
    assert "\n".join(told(one, path) for each in checked for one in each.problems) == expected


def test_every_code_is_met() -> None:
    both = TABLE.read_text(encoding="utf-8") + LOADING.read_text(encoding="utf-8")
    met = set(re.findall(r"^(?:\d+:\d+: )?(QK\d{3}) ", both, re.MULTILINE))
    assert met | ELSEWHERE.keys() == CODES.keys()
    assert met.isdisjoint(ELSEWHERE)


@pytest.mark.parametrize("code", ELSEWHERE)
def test_a_code_that_no_text_can_show_has_a_test_of_its_own(code: str) -> None:
    file, test = ELSEWHERE[code]
    source = LOADING.with_name(file).read_text(encoding="utf-8")
    _, defined, body = source.partition(f"def {test}(")
    assert defined
    above = source[: source.index(f"def {test}(")].rpartition("\n\n\n")[2]
    assert code in above + body.partition("\n\n\n")[0]


def test_there_are_enough_faulty_banks() -> None:
    assert len(CASES) >= 40
    assert LOADING.read_text(encoding="utf-8").count("\n### ") >= 150
