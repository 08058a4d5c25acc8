"""A run is whole parts at any moment: killed, gone on with, or judged by others, its bytes are the same."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizkit.bank import Bank
from quizkit.batch.canaries import prepare
from quizkit.batch.judging import Judge
from quizkit.batch.looking import damages, record_in, replayed
from quizkit.batch.parts import Part, parts_of
from quizkit.batch.refusals import BatchError
from quizkit.batch.runs import Run, Terms, bank_hash, entries_of, read_manifest
from quizkit.batch.sources import json_rows
from quizkit.batch.stream import Kept, judged_parts, work
from quizkit.grading.record import versions
from tests.batch.answers import rows, write_rows
from tests.batch.running import digests, ended, graded, in_child, killed_until_done

ROWS = 600
SIZE = 20
KILLS = 12
MANY_KILLS = 100


@pytest.fixture(scope="module", autouse=True)
def ready() -> None:
    """What every process of these tests needs is read once, before they are forked."""
    prepare()


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    listed = rows(ROWS)
    listed[50] = {"id": "broken"}
    listed[333] = {**listed[333], "id": "a3"}
    return write_rows(tmp_path_factory.mktemp("answers") / "answers.jsonl", listed)


@pytest.fixture(scope="module")
def whole(answers: Path, small_folder: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nobody disturbed."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    assert graded(str(answers), "-o", f"{folder}/", *options(small_folder)) == 4
    return folder


def options(bank: str, workers: int = 1) -> list[str]:
    return [
        *("--bank", bank, "--rows-per-part", str(SIZE)),
        *("--workers", str(workers), "--max-undecided", "100%"),
    ]


def test_a_run_is_parts_and_a_manifest(whole: Path) -> None:
    names = [path.name for path in sorted(whole.iterdir())]
    assert names == [
        ".lock",
        "manifest.json",
        *(f"part-{number:06}.jsonl" for number in range(1, ROWS // SIZE + 1)),
    ]
    lines = [line for path in sorted(whole.glob("part-*")) for line in path.read_bytes().splitlines()]
    records = [json.loads(line) for line in lines]
    assert [record["id"] for record in records if "refused" not in record] == [
        f"a{number}" for number in range(ROWS) if number not in {50, 333}
    ]
    assert [record["refused"]["code"] for record in records if "refused" in record] == ["ROW201", "ROW401"]
    manifest = read_manifest(whole)
    assert manifest["complete"] is True
    assert manifest["engine"] == dict(versions())
    total = manifest["total"]
    assert isinstance(total, dict)
    assert (total["rows"], sum(total["outcomes"].values())) == (ROWS, ROWS - 2)
    assert damages(whole) == []


@pytest.mark.parametrize(("workers", "hash_seed"), [(2, "0"), (1, "1"), (2, "random")])
def test_the_bytes_do_not_depend_on_workers_or_the_order_of_hashes(
    answers: Path, small_folder: str, whole: Path, tmp_path: Path, workers: int, hash_seed: str
) -> None:
    ran = subprocess.run(
        [
            *(sys.executable, "-c", "from quizkit.cli.main import run; run()", "grade", str(answers)),
            *("-o", f"{tmp_path}/run/", *options(small_folder, workers)),
        ],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 4
    assert digests(tmp_path / "run") == digests(whole)


def test_the_bytes_do_not_depend_on_the_order_of_the_parts(answers: Path, small: Bank, whole: Path) -> None:
    with answers.open("rb") as stream:
        parts = list(parts_of(json_rows(stream, "answers"), SIZE))
    judge = Judge(small)
    hashes = {entry.number: entry.sha256 for entry in entries_of(whole).values()}
    random.Random(3).shuffle(parts)
    found = {part.number: work(judge, part).sha256 for part in parts}
    # The id that is used twice is found by looking at all parts.
    twice = 333 // SIZE + 1
    assert {number for number in found if found[number] != hashes[number]} == {twice}


def killed(answers: Path, bank: str, folder: Path, workers: int, kills: int, seed: int = 1) -> int:
    from quizkit.cli.main import run

    words = ["grade", str(answers), "-o", f"{folder}/", *options(bank, workers)]
    return killed_until_done(
        lambda: run(words), lambda: len(list(folder.glob("part-*"))), ROWS // SIZE, kills, seed
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_is_killed_at_any_moment_comes_to_the_same_bytes(
    answers: Path, small_folder: str, whole: Path, tmp_path: Path, workers: int
) -> None:
    hit = killed(answers, small_folder, tmp_path / "run", workers, KILLS // 2)
    assert hit >= KILLS // 4
    assert digests(tmp_path / "run") == digests(whole)


@pytest.mark.endurance
@pytest.mark.parametrize("seed", range(MANY_KILLS // 10))
def test_a_hundred_kills_lose_and_double_nothing(
    answers: Path, small_folder: str, whole: Path, tmp_path: Path, seed: int
) -> None:
    hit = killed(answers, small_folder, tmp_path / "run", 1 + seed % 2, 10, seed)
    assert hit >= 5
    assert digests(tmp_path / "run") == digests(whole)


def test_a_run_that_is_killed_between_two_parts_judges_only_the_rest(
    answers: Path, small: Bank, tmp_path: Path
) -> None:
    terms = a_run_of(small, answers)
    first = judged_into(tmp_path / "run", terms, answers, small, most=7)
    assert first == list(range(1, 8))
    assert sorted(entries_of(tmp_path / "run")) == first
    assert judged_into(tmp_path / "run", terms, answers, small) == list(range(8, ROWS // SIZE + 1))
    assert judged_into(tmp_path / "run", terms, answers, small) == []


def a_run_of(bank: Bank, answers: Path) -> Terms:
    return Terms(
        input=str(answers), format="jsonl", columns={}, rows_per_part=SIZE,
        bank=bank_hash(bank), engine=versions(),
    )  # fmt: skip


def judged_into(folder: Path, terms: Terms, answers: Path, bank: Bank, most: int = 1000) -> list[int]:
    """Which parts were judged to complete a run, or its first so many."""
    judged = []
    number = 0
    run = Run(folder, terms, {})
    try:
        with answers.open("rb") as stream:
            parts = first(parts_of(json_rows(stream, "answers"), SIZE), most)
            for part, found in judged_parts(parts, Judge(bank), 1, run.kept):
                number = part.number
                if not isinstance(found, Kept):
                    run.commit(part, found)
                    judged.append(part.number)
        if most > number:
            run.finish(number)
    finally:
        run.close()
    return judged


def first(parts: Iterator[Part], most: int) -> Iterator[Part]:
    return (part for part in parts if part.number <= most)


def test_a_writer_that_only_appends_fails_where_runs_do_not(
    answers: Path, small: Bank, tmp_path: Path
) -> None:
    """The control: the kills of these tests do find a writer that is not careful."""
    judge = Judge(small)
    judge.judged_rows(rows(ROWS), range(ROWS))
    with answers.open("rb") as stream:
        listed = list(parts_of(json_rows(stream, "answers"), 1))

    def append(out: Path) -> None:
        done = out.read_bytes().count(b"\n") // SIZE * SIZE if out.exists() else 0
        for row in listed[done:]:
            with out.open("ab", buffering=0) as file:
                file.write(judge.judged(row).lines[0].encode() + b"\n")

    def lines(out: Path) -> int:
        return out.read_bytes().count(b"\n") if out.exists() else 0

    assert ended(in_child(lambda: append(tmp_path / "whole"))) == 0
    assert lines(tmp_path / "whole") == ROWS
    out = tmp_path / "out"
    killed_until_done(lambda: append(out), lambda: lines(out), ROWS, KILLS, 1)
    assert lines(out) != ROWS


def test_a_folder_that_is_no_such_run_is_refused_by_name(answers: Path, tmp_path: Path, small: Bank) -> None:
    terms = a_run_of(small, answers)
    judged_into(tmp_path / "run", terms, answers, small, most=2)
    differing = {
        "input": ("another input", "other.jsonl"),
        "bank": ("another bank", "0" * 64),
        "engine": ("other versions", {"quizkit": "9"}),
        "columns": ("another --map", {"id": "doc_id"}),
        "rows_per_part": ("parts of another size", 7),
        "format": ("another format", "csv"),
    }
    for field, (told, value) in differing.items():
        changed = {name: getattr(terms, name) for name in terms.__slots__} | {field: value}
        with pytest.raises(BatchError, match=rf"is a run of {told} \(.*\); choose another folder"):
            Run(tmp_path / "run", Terms(**changed), {})
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").touch()
    with pytest.raises(BatchError, match=r"other holds no run but 'notes.txt'; choose another folder"):
        Run(tmp_path / "other", terms, {})
    assert (tmp_path / "other" / "notes.txt").exists()


def test_other_rows_under_the_same_terms_are_refused(small: Bank, tmp_path: Path) -> None:
    terms = Terms(
        input=None, format="jsonl", columns={}, rows_per_part=SIZE, bank=bank_hash(small), engine=versions()
    )
    one = write_rows(tmp_path / "one.jsonl", rows(60, seed=1))
    other = write_rows(tmp_path / "other.jsonl", rows(60, seed=2))
    judged_into(tmp_path / "run", terms, one, small)
    with pytest.raises(BatchError, match="another input: part 1 was made of other rows"):
        judged_into(tmp_path / "run", terms, other, small)


def test_two_processes_do_not_grade_in_one_folder(answers: Path, small: Bank, tmp_path: Path) -> None:
    run = Run(tmp_path / "run", a_run_of(small, answers), {})

    def second() -> None:
        try:
            Run(tmp_path / "run", a_run_of(small, answers), {})
        except BatchError as refused:
            os._exit(7 if "another process is grading" in str(refused) else 1)

    assert ended(in_child(second)) == 7
    run.close()
    assert ended(in_child(second)) == 0


def test_what_is_flipped_cut_missing_or_added_is_found(answers: Path, small: Bank, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    terms = a_run_of(small, answers)
    judged_into(folder, terms, answers, small)
    whole = digests(folder)
    chance = random.Random(9)
    for _ in range(60):
        victim = chance.choice(sorted(folder.glob("part-*")))
        content = bytearray(victim.read_bytes())
        original = bytes(content)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        victim.write_bytes(content)
        assert [damage.file for damage in damages(folder)] == [victim.name]
        victim.write_bytes(original)
    for _ in range(30):
        manifest = folder / "manifest.json"
        original = manifest.read_bytes()
        content = bytearray(original)
        place = chance.choice([place for place, byte in enumerate(original) if not bytes([byte]).isspace()])
        content[place] ^= 1 << chance.randrange(8)
        manifest.write_bytes(content)
        try:
            says_the_same = json.loads(content) == json.loads(original)
        except ValueError:
            says_the_same = False
        if not says_the_same:
            with pytest.raises(BatchError, match="is damaged"):
                damages(folder)
        manifest.write_bytes(original)
    (folder / "part-000003.jsonl").unlink()
    (folder / "part-000004.jsonl").write_bytes(b"")
    (folder / "part-000999.jsonl").touch()
    assert [(damage.file, damage.what.split(" (")[0]) for damage in damages(folder)] == [
        ("part-000003.jsonl", "missing"),
        ("part-000004.jsonl", "sha256 mismatch"),
        ("part-000999.jsonl", "no part of the run"),
    ]
    (folder / "part-000999.jsonl").unlink()
    assert judged_into(folder, terms, answers, small) == [3, 4]
    assert digests(folder) == whole


def test_a_full_disk_leaves_whole_parts_and_says_so(
    answers: Path, small_folder: str, whole: Path, tmp_path: Path
) -> None:
    import resource

    sizes = [path.stat().st_size for path in whole.glob("part-*")]

    def little_room() -> None:
        from quizkit.cli.main import run

        # Every part has room, but the list of parts has not when it grows.
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(sizes), max(sizes)))
        run(["grade", str(answers), "-o", f"{tmp_path}/run/", *options(small_folder)])

    assert ended(in_child(little_room)) == 2
    left = digests(tmp_path / "run")
    expected = digests(whole)
    parts = [name for name in left if name.startswith("part-")]
    assert 0 < len(parts) < len(sizes)
    assert all(left[name] == expected[name] for name in parts)
    assert graded(str(answers), "-o", f"{tmp_path}/run/", *options(small_folder)) == 4
    assert digests(tmp_path / "run") == expected


def test_a_record_is_found_by_its_id(whole: Path) -> None:
    assert record_in(whole, "a599")["id"] == "a599"
    assert record_in(whole, "broken")["refused"]["code"] == "ROW201"
    assert "refused" not in record_in(whole, "a3")
    with pytest.raises(BatchError, match="has no answer 'a60'0'"):
        record_in(whole, "a60'0")


def test_verdicts_come_out_again_and_a_changed_bank_is_seen(whole: Path, small: Bank) -> None:
    found = replayed(whole, small, 1.0)
    assert (found.compared, found.differing) == (ROWS - 2, ())
    some = replayed(whole, small, 0.1)
    assert 20 < some.compared < 120
    assert replayed(whole, small, 0.0).compared == 1
    from quizkit.bank import load_texts
    from tests.grading.small_bank import BANK, MISCONCEPTIONS

    changed = load_texts(
        {"bank.yaml": BANK.replace("answer: n^2", "answer: n^2 + 0"), "misconceptions.yaml": MISCONCEPTIONS}
    )
    differing = replayed(whole, changed, 1.0).differing
    assert {was["question"] for was, _ in differing} == {"exact"}
