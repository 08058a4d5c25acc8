"""``quizkit grade`` and ``quizkit runs``: what they print, write and end with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.batch.answers import rows, write_rows
from tests.cli.running import Quizkit, in_shell

LINES = [
    '{"id": "a1", "question": "exact", "seed": 0, "response": "9", "learner": "ada"}',
    '{"id": "a2", "question": "exact", "seed": 0, "response": "2*7"}',
    '{"id": "a3", "question": "exct", "seed": 0, "response": "1"}',
    "not json",
    '{"id": "a5", "expected": "2x", "response": "x + x"}',
]


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(LINES) + "\n", "utf-8")
    return path


def test_each_row_gives_one_line_and_refusals_are_told(quizkit: Quizkit, small: str, answers: Path) -> None:
    ran = quizkit("grade", str(answers), "--bank", small)
    records = [json.loads(line) for line in ran.out.splitlines()]
    assert [record.get("outcome") for record in records] == [
        "incorrect", "incorrect", None, None, "correct",
    ]  # fmt: skip
    assert records[0]["learner"] == "ada"
    assert ran.code == 0
    told = ran.err.splitlines()
    assert told[:2] == [
        f"{answers}:3: ROW301 no question 'exct'; did you mean 'exact'?",
        f"{answers}:4: ROW101 no JSON: Expecting value at column 1",
    ]
    assert f"{answers}: 5 rows" in told
    assert "  1 correct · 2 incorrect" in told
    assert "  2 rows refused: ROW101 (1), ROW301 (1)" in told


def test_strict_makes_refused_rows_an_error(quizkit: Quizkit, small: str, answers: Path) -> None:
    ran = quizkit("grade", str(answers), "--bank", small, "--strict")
    assert (ran.code, len(ran.out.splitlines())) == (1, 5)


def test_an_answer_that_is_undecided_by_our_limits_is_told(
    quizkit: Quizkit, small: str, tmp_path: Path
) -> None:
    file = write_rows(tmp_path / "a.jsonl", [{"id": "k", "expected": "((", "response": "1"}])
    ran = quizkit("grade", str(file), "--bank", small, "-o", str(tmp_path / "out.jsonl"))
    assert ran.code == 4
    assert ran.err.endswith("1 of 1 answers are undecided; no mark is lost:\n  key: 1, such as 'k'\n")
    assert json.loads((tmp_path / "out.jsonl").read_text())["outcome"] == "undecided"


def test_rubrics_that_await_a_person_are_no_limit_of_ours(
    quizkit: Quizkit, small: str, tmp_path: Path
) -> None:
    row = {"id": "w", "question": "why", "seed": 0, "response": "products become sums"}
    ran = quizkit("grade", str(write_rows(tmp_path / "a.jsonl", [row])), "--bank", small)
    assert (ran.code, json.loads(ran.out)["evidence"]["kind"]) == (0, "rubric")


def test_too_many_undecided_answers_stop_the_run_and_it_goes_on_when_more_are_allowed(
    quizkit: Quizkit, small: str, tmp_path: Path
) -> None:
    listed: list[dict[str, object]] = [
        {"id": f"k{number}", "expected": "((" if number % 4 == 0 else "x", "response": "x"}
        for number in range(40)
    ]
    words = ["grade", str(write_rows(tmp_path / "a.jsonl", listed)), "--bank", small]
    words += ["-o", f"{tmp_path}/run/", "--rows-per-part", "10"]
    ran = quizkit(*words)
    assert ran.code == 4
    assert "3 of 10 answers are undecided; no mark is lost:\n  key: 3, such as 'k0', 'k4', 'k8'\n" in ran.err
    assert "too many answers are undecided (--max-undecided)" in ran.err
    assert "has 1 whole part, and the same command goes on" in ran.err
    again = quizkit(*words, "--max-undecided", "50%")
    assert again.code == 4
    assert quizkit("runs", "verify", f"{tmp_path}/run").code == 0
    assert "10 of 40 answers are undecided" in again.err


def test_a_table_is_graded(quizkit: Quizkit, small: str, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("Name,q,given.p,answer\nada,nll,0.7,0.3567\nbob,nll,0.70,=1+1\n", "utf-8")
    ran = quizkit(
        "grade", str(file), "--bank", small, "--map", "id=Name,question=q", "--map", "response=answer"
    )
    found = [(row["id"], row["outcome"], row["given"]) for row in map(json.loads, ran.out.splitlines())]
    assert found[0] == ("ada", "correct", {"p": "0.7"})
    assert found[1][:2] == ("bob", "invalid")


def test_stdin_goes_to_stdout(small: str) -> None:
    ran = in_shell(f"printf '%s\\n' '{LINES[0]}' | quizkit grade - --bank {small} | head -1")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["id"] == "a1"


def test_a_closed_pipe_ends_grading_quietly(small: str, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "a.jsonl", rows(300))
    ran = in_shell(
        f"set +o pipefail; quizkit grade {file} --bank {small} --rows-per-part 10 | head -1 >/dev/null;"
        " echo ${PIPESTATUS[0]}"
    )
    assert ran.stdout == b"0\n"
    assert b"Traceback" not in ran.stderr


def test_the_counts_are_json_on_request(quizkit: Quizkit, small: str, answers: Path, tmp_path: Path) -> None:
    ran = quizkit("grade", str(answers), "--bank", small, "-o", str(tmp_path / "out.jsonl"), "--json")
    told = ran.json()
    assert (told["rows"], told["outcomes"]) == (5, {"correct": 1, "incorrect": 2})
    assert told["refused"] == {"ROW101": 1, "ROW301": 1}


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["nosuch.jsonl"], 2, "quizkit: nosuch.jsonl cannot be read: no such file or directory\n"),
        (["{answers}", "--format", "xml"], 2, "quizkit: --format expects jsonl, csv, parquet, found xml\n"),
        (["{answers}", "--map", "ident=x"], 2, "quizkit: --map: rows have no field 'ident'"),
        (
            ["{answers}", "--max-undecided", "1"],
            2,
            "quizkit: --max-undecided expects a share from 0% to 100%, found '1'\n",
        ),
        (["{answers}", "--json"], 2, "quizkit: --json and the records both want stdout: give -o a file\n"),
        (["-"], 3, "quizkit: - has no rows\n"),
        (["{answers}", "-o", "{answers}/x"], 2, "cannot be written: not a directory\n"),
        (["{answers}", "-o", "{answers}/x/"], 2, "cannot be written: not a directory\n"),
    ],
)
def test_wrong_usage_is_told(
    quizkit: Quizkit, small: str, answers: Path, words: list[str], code: int, message: str
) -> None:
    ran = quizkit("grade", *(word.format(answers=answers) for word in words), "--bank", small)
    assert ran.code == code
    assert message in ran.err


def test_a_folder_of_another_input_is_refused(
    quizkit: Quizkit, small: str, answers: Path, tmp_path: Path
) -> None:
    run = f"{tmp_path}/run/"
    assert quizkit("grade", str(answers), "--bank", small, "-o", run).code == 0
    assert quizkit("grade", str(answers), "--bank", small, "-o", run.rstrip("/")).code == 0
    answers.write_text("\n".join(LINES[:2]), "utf-8")
    ran = quizkit("grade", str(answers), "--bank", small, "-o", run)
    assert ran.code == 2
    assert "is a run of another input (" in ran.err


@pytest.fixture
def run(quizkit: Quizkit, small: str, answers: Path, tmp_path: Path) -> str:
    folder = f"{tmp_path}/run"
    assert quizkit("grade", str(answers), "--bank", small, "-o", f"{folder}/").code == 0
    return folder


def test_an_answer_of_a_run_is_shown_with_what_it_was_compared_with(quizkit: Quizkit, run: str) -> None:
    ran = quizkit("runs", "show", run, "a2")
    shown = {line[:14].strip(): line[15:] for line in ran.out.splitlines()}
    assert ran.code == 0
    assert shown["question"] == "exact, seed 0"
    assert (shown["response"], shown["read as"]) == ("2*7", "2*7")
    assert int(shown["compared with"]) in {number**2 for number in range(3, 10)}
    assert shown["outcome"] == "incorrect, credit 0, points 0"
    assert quizkit("runs", "show", run, "a2", "--json").json()["id"] == "a2"
    assert quizkit("runs", "show", run, "a3").out == (
        "line 3 was refused: ROW301 no question 'exct'; did you mean 'exact'?\n"
    )


def test_what_is_not_there_is_told(quizkit: Quizkit, run: str, tmp_path: Path) -> None:
    ran = quizkit("runs", "show", run, "a9")
    assert (ran.code, ran.err) == (2, f"quizkit: {run} has no answer 'a9'\n")
    ran = quizkit("runs", "verify", str(tmp_path))
    assert (ran.code, ran.err) == (2, f"quizkit: {tmp_path} is no run: it has no manifest.json\n")
    assert quizkit("runs", "show", run).code == 2
    assert quizkit("runs", "verify", run, "a1").code == 2


def test_a_damaged_run_is_found_and_the_same_command_mends_it(
    quizkit: Quizkit, run: str, small: str, answers: Path
) -> None:
    part = Path(run) / "part-000001.jsonl"
    whole = part.read_bytes()
    part.write_bytes(whole.replace(b'"incorrect"', b'"correct"  ', 1))
    ran = quizkit("runs", "verify", run)
    assert ran.code == 1
    assert ran.out.startswith("part-000001.jsonl: sha256 mismatch (manifest ")
    assert quizkit("runs", "replay", run, "--sample", "100%").code == 1
    assert quizkit("grade", str(answers), "--bank", small, "-o", f"{run}/").code == 0
    assert part.read_bytes() == whole
    assert quizkit("runs", "verify", run, "--json").json()["damages"] == []


def test_verdicts_are_replayed_by_the_bank_of_the_run(quizkit: Quizkit, run: str, small: str) -> None:
    ran = quizkit("runs", "replay", run, "--sample", "100%")
    assert (ran.code, ran.err) == (0, "3 answers graded again: all the same\n")
    bank = Path(small) / "bank.yaml"
    bank.write_text(bank.read_text("utf-8").replace("answer: n^2", "answer: n^2 + 1"), "utf-8")
    ran = quizkit("runs", "replay", run, "--sample", "100%")
    assert ran.code == 1
    assert "quizkit: 2 of 3 answers come out otherwise\n" in ran.err
    assert "the bank has changed" in quizkit("runs", "show", run, "a1").out
