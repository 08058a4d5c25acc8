"""``quizkit schema``: the schema of banks where no form is named, ready to stand beside a bank."""

from __future__ import annotations

from pathlib import Path

from quizkit.bank import load_bank
from quizkit.bank.files import shipped_folder
from tests.cli.running import Quizkit


def test_without_a_form_the_schema_of_banks_is_printed_as_it_is_shipped(quizkit: Quizkit) -> None:
    ran = quizkit("schema")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == quizkit("schema", "bank").out
    assert ran.out == (shipped_folder() / "quizkit.schema.json").read_text("utf-8")


def test_the_help_says_what_to_write_into_a_bank(quizkit: Quizkit) -> None:
    shown = quizkit("schema", "--help").out
    assert "quizkit schema > quizkit.schema.json" in shown
    assert "# yaml-language-server: $schema=./quizkit.schema.json" in shown


def test_a_schema_beside_a_bank_is_passed_over_in_silence(quizkit: Quizkit, tmp_path: Path) -> None:
    (tmp_path / "quizkit.schema.json").write_text(quizkit("schema").out, "utf-8")
    (tmp_path / "mine.yaml").write_text(quizkit("new", "text", "--id", "mine").out, "utf-8")
    bank = load_bank(tmp_path)
    assert (list(bank), bank.problems) == (["mine"], ())
