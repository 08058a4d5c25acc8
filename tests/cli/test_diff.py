"""``diff``: against git, files and folders; what is printed, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizkit import make_variant
from quizkit.bank import load_bank
from quizkit.cli.places import history_path
from quizkit.grading import grade, record_of
from quizkit.practice.history import History
from quizkit.practice.keeping import Keeper
from tests.cli.running import Quizkit
from tests.grading.small_bank import BANK, MISCONCEPTIONS

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str) -> None:
    """Run git in a folder, whatever the person who tests has set up."""
    name = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", *name, *words], cwd=folder, check=True, capture_output=True, env={**os.environ, **own}
    )


def edit(path: Path, *swaps: tuple[str, str]) -> None:
    """Swap texts in a file, each of which is there once."""
    text = path.read_text("utf-8")
    for old, new in swaps:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git work tree with a bank in a folder, committed; it is the working folder."""
    top = tmp_path / "tree"
    folder = top / "banks"
    folder.mkdir(parents=True)
    (folder / "bank.yaml").write_text(BANK, "utf-8")
    (folder / "misconceptions.yaml").write_text(MISCONCEPTIONS, "utf-8")
    git(top, "init", "-q")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "one")
    monkeypatch.chdir(top)
    return top


@needs_git
@pytest.mark.usefixtures("tree")
def test_without_an_edit_there_is_nothing_to_tell(quizkit: Quizkit) -> None:
    ran = quizkit("diff", "banks")
    assert (ran.code, ran.out, ran.err) == (0, "", "10 unchanged\n")


@needs_git
def test_wording_is_safe_and_ends_with_0(quizkit: Quizkit, tree: Path) -> None:
    edit(tree / "banks/bank.yaml", ("Loss for probability", "The loss for probability"))
    ran = quizkit("diff", "banks/bank.yaml")
    assert ran.out == (
        "nll  prompt reworded; 12 of 12 variants unchanged, marks unchanged: safe while a session is open\n"
    )
    assert (ran.code, ran.err) == (0, "1 question changed, 9 unchanged\n")


@needs_git
def test_variants_and_marks_that_change_end_with_1(quizkit: Quizkit, tree: Path) -> None:
    edit(tree / "banks/bank.yaml", ("n: 3 .. 9", "n: 3 .. 8"), ("tol: 0.05%", "tol: 1%"))
    ran = quizkit("diff", "banks")
    assert ran.code == 1
    nll, *answers, exact = ran.out.splitlines()
    assert nll == "nll    tolerance 0.05% → 1%; 12 of 12 variants unchanged, marks change"
    assert len(answers) == 3
    assert all(line.startswith("    variant #0: '") for line in answers)
    assert all(line.endswith("was incorrect, is correct") for line in answers)
    assert exact.startswith("exact  given n narrowed; ")
    assert "change" in exact.partition("; ")[2]


@needs_git
def test_an_older_revision_may_be_named(quizkit: Quizkit, tree: Path) -> None:
    edit(tree / "banks/bank.yaml", ("title: Pick", "title: Pick one"))
    git(tree, "commit", "-q", "-a", "-m", "two")
    assert quizkit("diff", "banks").out == ""
    ran = quizkit("diff", "banks", "--against", "HEAD~1")
    assert ran.out.startswith("pick  title reworded; ")
    for word in ("no-such-branch", "--output=pwned"):
        ran = quizkit("diff", "banks", f"--against={word}")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (f"quizkit: --against '{word}': neither a file or folder nor a revision of git\n")
    assert not Path("pwned").exists()


@needs_git
def test_files_that_are_new_or_deleted_add_and_remove_their_questions(quizkit: Quizkit, tree: Path) -> None:
    head = BANK.partition("questions:\n")[0]
    new = f"{head}questions:\n  one:\n    type: number\n    title: One\n    prompt: 1?\n    answer: '1'\n"
    (tree / "banks/more.yaml").write_text(new, "utf-8")
    ran = quizkit("diff", "banks")
    assert (ran.code, ran.out) == (1, "one  added: safe while a session is open\n")
    assert ran.err == "1 question added, 10 unchanged\n"
    git(tree, "add", ".")
    git(tree, "commit", "-q", "-m", "two")
    (tree / "banks/more.yaml").unlink()
    for path in ("banks", "banks/more.yaml"):
        ran = quizkit("diff", path)
        assert (ran.code, ran.out) == (1, "one  removed\n")


@needs_git
def test_a_shared_misconception_concerns_its_questions_from_any_folder(
    quizkit: Quizkit, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(tree / "banks/misconceptions.yaml", ('"That is in bits.", credit: 0.5', '"Bits.", credit: 0'))
    monkeypatch.chdir(tree / "banks")
    for path in (".", "bank.yaml", str(tree / "banks")):
        ran = quizkit("diff", path)
        assert ran.code == 1
        assert ran.out.startswith(
            "nll  say of bits-for-nats reworded, credit of bits-for-nats 0.5 → 0; "
            "12 of 12 variants unchanged, marks change\n"
        )


@needs_git
def test_a_bank_that_is_bad_now_is_told_and_ends_with_2(quizkit: Quizkit, tree: Path) -> None:
    edit(tree / "banks/bank.yaml", ("answer: n^2", "answer: m^2"), ("title: Pick", "title: Pick one"))
    ran = quizkit("diff", "banks")
    assert ran.code == 2
    pick, exact = ran.out.splitlines()
    assert pick.startswith("pick   title reworded; ")
    assert exact == "exact  cannot be compared: it does not load now"
    assert "QK302 unknown name 'm'" in ran.err
    (tree / "banks/bank.yaml").write_text("- a\n", "utf-8")
    ran = quizkit("diff", "banks", "--json")
    assert ran.code == 2
    assert {(one["kind"], one["side"]) for one in ran.json()["changes"]} == {("unreadable", "new")}
    assert "QK106" in ran.err


@needs_git
def test_a_bank_that_was_bad_is_not_taken_for_new(quizkit: Quizkit, tree: Path) -> None:
    edit(tree / "banks/bank.yaml", ("answer: n^2", "answer: m^2"))
    git(tree, "commit", "-q", "-a", "-m", "bad")
    edit(tree / "banks/bank.yaml", ("answer: m^2", "answer: n^2"))
    ran = quizkit("diff", "banks")
    assert (ran.code, ran.out) == (1, "exact  cannot be compared: it did not load before\n")


def test_outside_a_work_tree_a_file_or_folder_is_asked_for(
    quizkit: Quizkit, small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path(small).parent.parent))
    ran = quizkit("diff", small)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("compare with another file or folder: --against PATH\n")
    other = shutil.copytree(small, f"{small}-before")
    edit(Path(small, "bank.yaml"), ("title: Pick", "title: Pick one"))
    for now, before in ((small, other), (f"{small}/bank.yaml", f"{other}/bank.yaml")):
        ran = quizkit("diff", now, "--against", before)
        assert (ran.code, ran.out[:23]) == (0, "pick  title reworded; 6")


def test_what_is_nowhere_is_told(quizkit: Quizkit, small: str) -> None:
    ran = quizkit("diff", f"{small}/none.yaml", "--against", small + "/other.yaml")
    assert ran.code == 2
    ran = quizkit("diff", f"{small}/none", "--against", f"{small}")
    assert ran.code == 1
    assert ran.out.count("removed") == 10


# Stored attempts.


def test_without_a_file_ones_own_history_is_asked(
    quizkit: Quizkit, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZKIT_DATA_DIR", str(tmp_path / "data"))
    other = shutil.copytree(small, f"{small}-before")
    variant = make_variant(load_bank(other)["nll"], 1)
    typed = str(float(variant.key_text()) / 0.6931471805599453)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with History.open(history_path()) as history:
        keeper = Keeper(history)
        keeper.begin("one", [variant], at=at)
        keeper.happen(keeper.sitting.answered(typed, at))
    edit(Path(small, "misconceptions.yaml"), ('"That is in bits.", credit: 0.5', '"Bits.", credit: 0.75'))
    ran = quizkit("diff", small, "--against", str(other))
    assert ran.out.splitlines()[0].endswith("marks change; 1 stored attempt would get another verdict now")


def test_stored_records_and_attempts_are_counted(quizkit: Quizkit, small: str, tmp_path: Path) -> None:
    other = shutil.copytree(small, f"{small}-before")
    bank = load_bank(other)
    lines = []
    for seed, response in ((1, "bits"), (2, "77"), (3, "55")):
        variant = make_variant(bank["nll"], seed)
        typed = str(float(variant.key_text()) / 0.6931471805599453) if response == "bits" else response
        verdict = grade(variant, typed)
        lines.append(json.dumps(record_of(variant, typed, verdict, id=str(seed)).to_json()))
    judged = json.loads(lines[1])
    attempt = {"question": "nll", "seed": 2, "response": "77", "at": "2026-01-01T00:00:00+00:00"}
    lines += ["", json.dumps({**attempt, "verdict": judged})]
    stored = tmp_path / "stored.jsonl"
    stored.write_text("\n".join(lines), "utf-8")
    edit(Path(small, "misconceptions.yaml"), ('"That is in bits.", credit: 0.5', '"Bits.", credit: 0.75'))
    words = ("diff", small, "--against", str(other), "--attempts", str(stored))
    ran = quizkit(*words)
    assert ran.code == 1
    assert ran.out.splitlines()[0].endswith("marks change; 1 stored attempt would get another verdict now")
    (change,) = quizkit(*words, "--json").json()["changes"]
    assert change["attempts"] == {"attempts": 4, "variants": 0, "verdicts": 1, "elsewhere": 0}
    assert change["marks"][0]["before"] == {"outcome": "partly-correct", "credit": 0.5}
    assert change["safe"] is False


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "this is no JSON"),
        ("[1]", "expected an object: a record or an attempt"),
        ('{"question": "nll", "seed": 1}', "the key 'response' is missing"),
        (
            '{"question": "nll", "seed": "1", "response": "1", "outcome": "correct", "credit": 1}',
            "a value of another type than a record or an attempt has",
        ),
    ],
)
def test_lines_that_are_no_attempts_are_named(
    quizkit: Quizkit, small: str, tmp_path: Path, line: str, said: str
) -> None:
    stored = tmp_path / "stored.jsonl"
    stored.write_text(f"\n{line}\n", "utf-8")
    ran = quizkit("diff", small, "--against", small, "--attempts", str(stored))
    assert (ran.code, ran.out, ran.err) == (2, "", f"quizkit: {stored}:2: {said}\n")
    ran = quizkit("diff", small, "--against", small, "--attempts", str(tmp_path / "none"))
    assert ran.code == 2
    assert "cannot be read" in ran.err
