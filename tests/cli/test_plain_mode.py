"""Plain mode: each kind of answer line by line, with what a person reads."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from quizkit.bank import load_bank
from quizkit.cli import plain
from quizkit.cli.output import Ended, Exit
from quizkit.variants import make_variant
from tests.cli.running import Quizkit
from tests.grading.small_bank import variant


@pytest.fixture
def sat(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Sat:
    return Sat(capsys, monkeypatch)


class Sat:
    """A sitting over given problems, with these lines typed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch
        self.code = Exit.DONE
        self.message = ""

    def __call__(self, *typed: str, **chosen: dict[str, str]) -> list[str]:
        """The lines printed after the first prompt; questions by keyword, ``-`` for ``_``."""
        plan = [variant(name.replace("_", "-"), **given) for name, given in chosen.items()]
        self.monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        self.capsys.readouterr()
        self.code, self.message = Exit.DONE, ""
        try:
            plain.sit(plan)
        except Ended as ended:
            self.code, self.message = ended.code, ended.message
        out = self.capsys.readouterr().out
        return out[out.index("> ") if "> " in out else 0 :].splitlines()


def test_a_problem_is_posed_with_how_to_answer_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("-log(0.7)\n"))
    plain.sit([variant("nll", p="0.7")])
    assert capsys.readouterr().out == (
        "\n"
        "Problem 1 of 1\n"
        "\n"
        "One token  [nll]\n"
        "\n"
        "Loss for probability 0.7, in nats?\n"
        "\n"
        "Answer with a number, or a formula for it.\n"
        "Or type: hint, skip, solution (give up), quit, ? (how to type mathematics).\n"
        "> -log(0.7)\n"
        "\n"
        "✓ Correct.\n"
        "\n"
        "Solution\n"
        "\n"
        "-ln 0.7 = 0.3567\n"
        "\n"
        "Summary\n"
        "  correct  1 of 1  nll\n"
        "  1 of 1 point\n"
    )


def test_what_cannot_be_read_costs_no_try(sat: Sat) -> None:
    lines = sat("((", "7", "0.3567", nll={"p": "0.7"})
    assert lines[:11] == [
        "> ((",
        "",
        "! This cannot be read.",
        "  ((",
        "    ^",
        "  expected a value after '(', found the end",
        "  That cost no try: 2 tries left.",
        "> 7",
        "",
        "✗ Not right.",
        "  1 try left.",
    ]
    assert lines[-2:] == ["  correct  1 of 1  nll", "  1 of 1 point"]


def test_a_wrong_answer_shows_its_mistake_and_then_the_solution(sat: Sat) -> None:
    lines = sat("0.5146", "7", nll={"p": "0.7"})
    assert lines == [
        "> 0.5146",
        "",
        "◐ Partly correct (50% of the credit).",
        "  That is in bits.",
        "  1 try left.",
        "> 7",
        "",
        "✗ Not right.",
        "",
        "Solution",
        "",
        "-ln 0.7 = 0.3567",
        "",
        "Summary",
        "  wrong  0 of 1  nll  bits-for-nats",
        "  0 of 1 point",
    ]


@pytest.mark.parametrize(
    ("question", "answers", "how"),
    [
        ("gelu", ["Phi(x) + x*phi(x)"], "Answer with a formula."),
        ("eigenvector", ["3, 0"], "Answer like [1, 2, 3]."),
        ("pick", [], "Answer with a letter."),
        ("facts", [], "Answer with every letter that holds, such as A C."),
        (
            "why",
            ["Products become a sum,", "no underflow, stable.", "", ""],
            "Answer in your own words; an empty line ends the answer.",
        ),
    ],
)
def test_every_kind_is_answered_in_its_own_way(sat: Sat, question: str, answers: list[str], how: str) -> None:
    posed = variant(question)
    if posed.choices:
        answers = [" ".join(option.letter.lower() for option in posed.choices if option.correct)]
    lines = sat(*answers, **{question: {}})
    assert lines[-1] == ("  3 of 3 points" if question == "why" else "  1 of 1 point")
    assert lines[-2].startswith("  correct  ")
    assert how == plain.HOW[posed.question.kind]


def test_matrices_are_answered_in_rows(sat: Sat) -> None:
    posed = variant("jacobian")
    lines = sat(posed.key_text(), jacobian={})
    assert lines[-2] == "  correct  1 of 1  jacobian"


CHAIN = {"x": "[1, 2]", "w": "[3, 1]"}


def test_of_parts_only_what_is_not_right_is_asked_again(sat: Sat) -> None:
    lines = sat("5", "31", "12.5", "25", chain=CHAIN)
    assert lines == [
        "> 5",
        "(square) > 31",
        "(half) > 12.5",
        "",
        "◐ Partly correct: 2 of 3 parts right (40% of the credit).",
        "(s) ✓ Correct.",
        "(square) ✗ Not right.",
        "(half) ✓ Correct.",
        "  1 try left.",
        "  Asked again is what is not right; enter keeps an answer.",
        "(square) > 25",
        "",
        "✓ Correct.",
        "(s) ✓ Correct.",
        "(square) ✓ Correct.",
        "(half) ✓ Correct.",
        "",
        "Solution",
        "",
        "key:",
        "  (s) 5",
        "  (square) 25",
        "  (half) 12.5",
        "",
        "Summary",
        "  correct  5 of 5  chain",
        "  5 of 5 points",
    ]


def test_a_part_that_was_carried_forward_is_asked_again_with_the_slip(sat: Sat) -> None:
    lines = sat("8", "64", "32", "5", "25", "12.5", chain=CHAIN)
    assert "(square) ✓ Correct, carried forward from your own earlier value." in lines
    again = lines.index("  Asked again is what is not right; enter keeps an answer.")
    assert lines[again + 1 : again + 4] == ["(s) > 5", "(square) > 25", "(half) > 12.5"]
    assert lines[-2] == "  correct  5 of 5  chain"


def test_enter_keeps_what_a_part_was_answered(sat: Sat) -> None:
    lines = sat("5", "31", "", "", "12.5", "solution", chain=CHAIN)
    assert "! Not complete: 1 of 3 parts right." in lines
    assert "(square) stays 31" in lines
    assert lines[-2].startswith("  gave up  ")


def test_a_free_text_is_held_against_its_rubric(sat: Sat) -> None:
    lines = sat("Products become sums.", "", "9", "x", "2", why={})
    assert lines == [
        "> Products become sums.",
        "  ",
        "",
        "Which of these does your answer say? Marked with * is what its words suggest.",
        "* 1. Products become sums. (2 points)",
        "  2. Small numbers stay representable. (1 point)",
        "Answer with their numbers, such as 1 3; none; or enter for those marked.",
        "> 9",
        "Numbers from 1 to 2, please.",
        "> x",
        "Numbers from 1 to 2, please.",
        "> 2",
        "",
        "◐ Partly correct (33% of the credit).",
        "  - Products become sums.",
        "",
        "Solution",
        "",
        "key: a text, judged by its rubric",
        "",
        "Summary",
        "  partly  1 of 3  why",
        "  1 of 3 points",
    ]


@pytest.mark.parametrize(("typed", "points"), [("", "2 of 3"), ("none", "0 of 3"), ("1, 2", "3 of 3")])
def test_ticks_are_numbers_none_or_what_is_suggested(sat: Sat, typed: str, points: str) -> None:
    lines = sat("Products become sums.", "", typed, why={})
    assert lines[-1] == f"  {points} points"


def test_wishes_are_no_answers(sat: Sat) -> None:
    lines = sat("hint", "?", ":help", "skip", nll={"p": "0.7"}, pick={})
    assert lines[:2] == ["> hint", "There are no hints for this problem."]
    assert lines[2:7] == ["> ?", *plain.TYPING]
    assert "  skipped  no mark  nll" in lines
    assert lines[-1] == "  0 of 1 point"


def test_names_of_mathematics_are_no_wishes(sat: Sat) -> None:
    lines = sat("q", "h", "s", "n", gelu={})
    assert lines.count("! This cannot be read.") == 4


def test_hints_come_one_by_one(quizkit: Quizkit) -> None:
    ran = quizkit("practice", "--plain", "--topic", "q27", "--seed", "1", "--count", "1", stdin="hint\n" * 9)
    hints = [line for line in ran.out.splitlines() if line.startswith("Hint ")]
    assert [hint.split(":")[0] for hint in hints] == [f"Hint {n}" for n in range(1, len(hints) + 1)]
    assert "There are no more hints." in ran.out
    assert f"{len(hints)} hints" in ran.out


def test_quitting_keeps_what_was_done(sat: Sat) -> None:
    lines = sat("0.3567", "quit", nll={"p": "0.7"}, pick={}, why={})
    assert lines[-5:] == [
        "",
        "Summary",
        "  correct  1 of 1  nll",
        "  open     0 of 1  pick",
        "  1 of 2 points; 1 problem not begun",
    ]
    assert (sat.code, sat.message) == (Exit.DONE, "")


def test_an_end_of_input_keeps_what_was_done(sat: Sat) -> None:
    lines = sat("0.5146", nll={"p": "0.7"}, pick={})
    assert lines[-3:] == [
        "Summary",
        "  partly  0.5 of 1  nll  bits-for-nats",
        "  0.5 of 1 point; 1 problem not begun",
    ]
    assert sat.code == Exit.DONE


@pytest.mark.parametrize("typed", [(), ("((",), ("hint",)])
def test_an_end_of_input_before_any_answer_ends_with_3(sat: Sat, typed: tuple[str, ...]) -> None:
    sat(*typed, nll={"p": "0.7"})
    assert (sat.code, sat.message) == (
        Exit.NOTHING,
        "quizkit: the input ended before an answer was given",
    )


def test_control_characters_of_a_pipe_are_echoed_escaped(sat: Sat) -> None:
    lines = sat("\x1b[2J", nll={"p": "0.7"})
    assert lines[0] == "> \\x1b[2J"
    assert not any("\x1b" in line for line in lines)


def test_without_a_terminal_the_app_is_a_sitting_in_plain_mode(quizkit: Quizkit) -> None:
    ran = quizkit(stdin="quit\n")
    assert ran.code == 0
    assert ran.out.startswith("\nProblem 1 of 10\n")


def test_a_question_that_makes_no_problem_is_left_out(quizkit: Quizkit, small: str) -> None:
    path = Path(small, "bank.yaml")
    path.write_text(
        path.read_text("utf-8").replace("given: {n: 3 .. 9}", "given: {n: 3 .. 9}\n    where: [n > 10]")
    )
    ran = quizkit("practice", "--plain", "--bank", small, "--seed", "1", stdin="quit\n")
    assert ran.code == 0
    assert ran.err == "quizkit: left out: exact: none of 200 draws is accepted: breaks n > 10 (200)\n"
    assert "Problem 1 of 9" in ran.out


def test_every_shipped_question_can_be_sat(sat: Sat, capsys: pytest.CaptureFixture[str]) -> None:
    bank = load_bank()
    for name in bank:
        posed = make_variant(bank[name], seed=3)
        sat.monkeypatch.setattr(sys, "stdin", io.StringIO("hint\nsolution\n"))
        plain.sit([posed])
        out = capsys.readouterr().out
        assert "\nSolution\n" in out
        assert max(map(len, out.splitlines())) <= 100


def test_a_grade_is_undone_and_the_answer_given_again(sat: Sat) -> None:
    lines = sat("7", "8", "undo", "0.3567", nll={"p": "0.7"})
    assert "The grade is undone. Answer again." in lines
    assert lines[-2:] == ["  correct  1 of 1  nll", "  1 of 1 point"]


def test_before_any_grade_there_is_nothing_to_undo_or_dispute(sat: Sat) -> None:
    lines = sat("undo", "dispute", "new", "skip", nll={"p": "0.7"})
    assert lines[1] == "There is no grade to undo."
    assert lines[3] == "There is no verdict to dispute."
    assert lines[5] == "A new variant comes after the problem is over: give up, or answer."


def test_a_new_variant_is_asked_for_after_a_problem(sat: Sat) -> None:
    lines = sat("solution", "new", "solution", "", "skip", nll={"p": "0.7"}, pick={})
    assert lines.count("Solution") == 2
    assert "Problem 2 of 3" in lines
    assert lines[-4:-1] == ["  gave up  0 of 1   nll", "  gave up  0 of 1   nll", "  skipped  no mark  pick"]


def test_a_disputed_verdict_is_filed_with_all_that_was_judged(
    sat: Sat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZKIT_DATA_DIR", str(tmp_path))
    lines = sat("7", "8", "dispute", "It is 8", nll={"p": "0.7"})
    assert "Disputed: this problem does not count." in lines
    (path,) = tmp_path.glob("disputes/*-nll.json")
    told = json.loads(path.read_text("utf-8"))
    assert (told["reason"], told["response"], told["given"]) == ("It is 8", "8", {"p": "0.7"})
    assert told["record"]["outcome"] == "incorrect"


def test_a_dispute_that_cannot_be_filed_is_told(
    sat: Sat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("QUIZKIT_DATA_DIR", str(tmp_path / "file"))
    lines = sat("7", "dispute", "", nll={"p": "0.7"})
    assert any(line.endswith("cannot be written: not a directory.") for line in lines)
