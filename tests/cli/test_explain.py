"""``quizkit explain``: what it prints, and how it ends."""

from __future__ import annotations

import pytest

from quizkit.bank.codes import CODES
from tests.cli.running import Quizkit

MINUS = """\
QK112  a minus sign that YAML takes for a list

A minus with a space after it begins an entry of a list, so `- log(p)` is a list
of one entry, and not a negative number.

Nothing is wrong with your formula, only with the space. Leave it out, and the
minus belongs to the formula.

before:

    given:
      p: 0.1 .. 0.9 by 0.1
    answer: - log(p)

after:

    given:
      p: 0.1 .. 0.9 by 0.1
    answer: -log(p)
"""


@pytest.mark.parametrize("word", ["QK112", "qk112", "112"])
def test_a_code_is_explained_with_an_example(quizkit: Quizkit, word: str) -> None:
    ran = quizkit("explain", word)
    assert (ran.code, ran.out, ran.err) == (0, MINUS, "")


def test_several_codes_are_explained_in_the_order_asked_for_and_each_once(quizkit: Quizkit) -> None:
    ran = quizkit("explain", "501", "112", "QK501")
    headings = [line for line in ran.out.split("\n") if line.startswith("QK")]
    assert headings == [f"QK501  {CODES['QK501']}", f"QK112  {CODES['QK112']}"]


def test_without_a_code_all_are_listed_by_group(quizkit: Quizkit) -> None:
    ran = quizkit("explain")
    assert ran.code == 0
    listed = [line.split()[0] for line in ran.out.split("\n") if line.startswith("  QK")]
    assert listed == list(CODES)
    headings = [line for line in ran.out.split("\n") if line and not line.startswith(" ")]
    assert headings == [
        "The file and its YAML",
        "Keys",
        "Formulas and placeholders",
        "Draws and variants",
        "Keys and their witnesses",
        "Teaching advice",
    ]


def test_no_line_is_wider_than_a_terminal(quizkit: Quizkit) -> None:
    printed = quizkit("explain").out + quizkit("explain", *CODES).out
    assert [line for line in printed.split("\n") if len(line) > 80] == []


def test_an_unknown_code_names_the_nearest(quizkit: Quizkit) -> None:
    ran = quizkit("explain", "501", "QK519")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "quizkit: there is no code 'QK519'; did you mean 'QK518'?\n"


def test_explanations_as_json(quizkit: Quizkit) -> None:
    ran = quizkit("explain", "QK112", "--json")
    assert ran.code == 0
    (told,) = ran.json()["codes"]
    assert told["code"] == "QK112"
    assert told["meaning"] == CODES["QK112"]
    assert told["before"].endswith("answer: - log(p)")
    assert told["after"].endswith("answer: -log(p)")


def test_all_explanations_as_json(quizkit: Quizkit) -> None:
    document = quizkit("explain", "--json").json()
    assert document["schema"] == 1
    assert [one["code"] for one in document["codes"]] == list(CODES)
    keys = ("text", "why", "before", "after")
    assert all(one[key] for one in document["codes"] for key in keys)
