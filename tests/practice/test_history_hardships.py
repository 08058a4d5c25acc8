"""What a history survives: kill -9, broken pages, full disks, folders without permission."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizkit.errors import DamagedHistory, HistoryError, HistoryNotWritable
from quizkit.practice.history import History
from quizkit.practice.history_rescue import rescue
from tests.practice.stored import AT, COUNTING, PLAN, begun, event, later, review

ROOT = Path(__file__).parent.parent.parent
WRITER = """
import sys
from pathlib import Path
from quizkit.practice.history import History
from tests.practice.stored import AT, COUNTING, PLAN, event, later, review
sitting, most = sys.argv[2], int(sys.argv[3])
with History.open(Path(sys.argv[1])) as history:
    history.begin(sitting, mode="practice", plan=PLAN, at=AT)
    for number in range(most):
        told = {0: review(at=later(number))} if number % 3 == 0 else {}
        history.append(sitting, number, event(number), endings=told, remembers=COUNTING)
        print(number, flush=True)
        history.draft(sitting, 0, {"": "x" * (number % 50)}, AT)
"""


def writer(path: Path, sitting: str, most: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), sitting, str(most)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    running = [writer(path, name, 60) for name in ("a", "b")]
    for one in running:
        out, _ = one.communicate(timeout=60)
        assert one.returncode == 0
        assert len(out.split()) == 60
    with History.open(path) as history:
        assert history.check() == ()
        assert [len(history.events(name)) for name in ("a", "b")] == [60, 60]
        assert history.memories()["nll"] == {"count": 40, "credit": 40.0}


def killed(path: Path, sitting: str, chance: random.Random) -> int:
    """Start a writer, kill it at some moment, and give how many events it was told are kept."""
    process = writer(path, sitting, 100_000)
    assert process.stdout is not None
    # From its first event on, so that every moment of writing is met.
    first = process.stdout.readline()
    time.sleep(chance.uniform(0.0, 0.05))
    process.kill()
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    return len((first + rest).split(b"\n")) - 1


def outlive(path: Path, kills: int) -> None:
    """Kill writers of one history again and again; nothing that was told as kept may be missing."""
    chance = random.Random(20261123)
    reviews = 0
    for number in range(kills):
        told = killed(path, f"s{number}", chance)
        assert told > 0
        with History.open(path) as history:
            events = history.events(f"s{number}")
            assert len(events) >= told
            assert list(events) == [event(each) for each in range(len(events))]
            reviews += (len(events) + 2) // 3
            assert len(list(history.reviews())) == reviews
            assert history.memories()["nll"] == {"count": reviews, "credit": float(reviews)}
            unfinished = history.unfinished()
            assert unfinished is not None
            assert unfinished.id == f"s{number}"
    with History.open(path) as history:
        assert history.check() == ()


def test_killing_a_writer_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    outlive(tmp_path / "history.db", 20)


@pytest.mark.endurance
def test_killing_two_hundred_writers_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    outlive(tmp_path / "history.db", 200)


# Damage.


@pytest.fixture
def full(made: Path, tmp_path: Path) -> Path:
    """A history of some size, in one file."""
    return Path(shutil.copy(made, tmp_path / "history.db"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "history.db"
    with History.open(path) as history:
        for sitting in range(20):
            history.begin(f"s{sitting}", mode="practice", plan=PLAN, at=later(sitting))
            for number in range(30):
                told = {0: review(at=later(number), variant=f"v{sitting}-{number}")}
                history.append(f"s{sitting}", number, event(number), endings=told, remembers=COUNTING)
        history.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def worked(path: Path) -> str:
    """What comes of opening a history, reading all of it and writing to it: nothing, or a told error."""
    try:
        with History.open(path, patience=0.2) as history:
            wrong = history.check()
            for sitting in history.sittings():
                history.events(sitting.id)
            list(history.reviews())
            history.begin(os.urandom(8).hex(), mode="practice", plan=PLAN, at=AT)
            return "\n".join(wrong)
    except HistoryError as error:
        return str(error)


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.7, 0.99])
def test_a_truncated_file_is_told_and_rescued(full: Path, kept: float) -> None:
    content = full.read_bytes()
    cut = content[: int(len(content) * kept)]
    full.write_bytes(cut)
    assert worked(full)
    rescued = rescue(full)
    assert full.with_name("history.db.damaged") == rescued.damaged
    assert worked(full) == ""
    assert rescued.broken


@pytest.mark.parametrize("seed", range(6))
def test_zeroed_pages_are_told_and_all_else_is_rescued(full: Path, seed: int) -> None:
    content = bytearray(full.read_bytes())
    pages = len(content) // 4096
    page = random.Random(seed).randrange(1, pages)
    content[page * 4096 : (page + 1) * 4096] = bytes(4096)
    full.write_bytes(content)
    assert worked(full)
    damaged = full.read_bytes()
    rescued = rescue(full)
    assert rescued.damaged.read_bytes() == damaged
    with History.open(full) as history:
        assert history.check() == ()
        reviews = len(list(history.reviews()))
        events = sum(len(history.events(sitting.id)) for sitting in history.sittings())
    assert reviews == rescued.kept["reviews"]
    # One page holds a few rows; the root of a table, all of them.
    assert reviews + events > 590


def test_without_its_first_page_nothing_can_be_read_and_the_damaged_file_is_kept(full: Path) -> None:
    content = bytearray(full.read_bytes())
    content[:4096] = bytes(4096)
    full.write_bytes(content)
    with pytest.raises(DamagedHistory):
        History.open(full)
    rescued = rescue(full)
    assert rescued.damaged.read_bytes() == bytes(content)
    assert set(rescued.kept.values()) == {0}
    assert worked(full) == ""


def test_rescuing_a_sound_history_changes_nothing_but_the_file(full: Path) -> None:
    with History.open(full) as history:
        before = list(history.reviews()), history.memories(), history.sittings()
    rescued = rescue(full)
    assert rescued.broken == {}
    assert (rescued.kept["sittings"], rescued.kept["events"], rescued.kept["reviews"]) == (20, 600, 600)
    with History.open(full) as history:
        assert (list(history.reviews()), history.memories(), history.sittings()) == before


def test_a_rescue_takes_in_what_is_still_in_the_log_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    process = writer(path, "s", 100_000)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    with History.open(path, read_only=True) as history:
        events = len(history.events("s"))
    assert events
    assert rescue(path).kept["events"] == events


def test_a_second_rescue_keeps_the_first_damaged_file(full: Path) -> None:
    first, second = rescue(full), rescue(full)
    assert first.damaged.name == "history.db.damaged"
    assert second.damaged.name == "history.db.damaged-2"
    assert first.damaged.exists()


def test_a_history_in_use_is_not_rescued(full: Path) -> None:
    with History.open(full) as history:
        history.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match="kept busy"):
            rescue(full)
        history.connection.execute("ROLLBACK")
    assert not full.with_name("history.db.damaged").exists()


def test_there_must_be_something_to_rescue(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="there is no history to rescue"):
        rescue(tmp_path / "history.db")


def test_no_damage_leads_to_anything_but_a_told_error(full: Path, tmp_path: Path) -> None:
    break_and_mend(full, tmp_path, range(1000, 1012))


@pytest.mark.endurance
def test_no_damage_of_three_hundred_leads_to_anything_but_a_told_error(full: Path, tmp_path: Path) -> None:
    break_and_mend(full, tmp_path, range(300))


def break_and_mend(full: Path, tmp_path: Path, seeds: range) -> None:
    """Overwrite parts of a history at random: it is whole, or what is wrong is told and it can be rescued."""
    content = full.read_bytes()
    for seed in seeds:
        chance = random.Random(seed)
        broken = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(broken))
            size = chance.choice([1, 16, 512, 4096])
            broken[at : at + size] = chance.randbytes(min(size, len(broken) - at))
        path = tmp_path / f"broken-{seed}.db"
        path.write_bytes(broken)
        if worked(path):
            rescue(path)
            assert worked(path) == ""


# Permissions and room. As root all is permitted, so another user tries.

NOBODY = 65534


def in_a_child(work: Callable[[], str], *, as_nobody: bool = False, file_size: int | None = None) -> str:
    """What work gives in a process of its own, perhaps of a user without rights or with little room."""
    reader, out = os.pipe()
    child = os.fork()
    if child == 0:
        told = "no answer"
        try:
            if as_nobody and os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            if file_size is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
            told = work()
        except BaseException as error:  # noqa: BLE001 - told by the parent
            told = f"{type(error).__name__}: {error}"
        finally:
            os.write(out, told.encode())
            os._exit(0)
    os.close(out)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that everybody may reach; those of pytest are private."""
    place = Path(tempfile.mkdtemp(prefix="quizkit-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def outcome(path: Path) -> str:
    """What comes of beginning a sitting."""
    try:
        with History.open(path) as history:
            history.begin("later", mode="practice", plan=PLAN, at=AT)
            return "written"
    except HistoryNotWritable as error:
        return str(error)


def test_a_read_only_file_is_told(open_place: Path) -> None:
    path = open_place / "history.db"
    begun(path).close()
    path.chmod(0o444)
    told = in_a_child(lambda: outcome(path), as_nobody=True)
    assert told.startswith(f"{path} cannot be opened for writing (")
    assert told.endswith("make it writable, or name another place with QUIZKIT_HOME")


def test_a_file_that_may_not_be_read_is_told(open_place: Path) -> None:
    path = open_place / "history.db"
    begun(path).close()
    path.chmod(0o000)
    assert "cannot be opened for writing" in in_a_child(lambda: outcome(path), as_nobody=True)


def test_a_folder_without_permission_is_told(open_place: Path) -> None:
    path = open_place / "history.db"
    open_place.chmod(0o555)
    told = in_a_child(lambda: outcome(path), as_nobody=True)
    assert told.startswith(f"{path} cannot be opened for writing (")
    deeper = open_place / "quizkit" / "history.db"
    told = in_a_child(lambda: outcome(deeper), as_nobody=True)
    assert told == (
        f"{deeper} cannot be written (permission denied): "
        "make it writable, or name another place with QUIZKIT_HOME"
    )


def until_refused(path: Path) -> str:
    """Write until there is no more room: how many events were kept, and what was told."""
    number = 0
    try:
        with History.open(path) as history:
            history.begin("s", mode="practice", plan=PLAN, at=AT)
            for number in range(100_000):
                history.append("s", number, event(number), endings={0: review()}, remembers=COUNTING)
    except HistoryNotWritable as error:
        return json.dumps([number, str(error)])
    return "never refused"


def test_without_room_for_a_longer_file_all_that_was_kept_is_there(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    number, told = json.loads(in_a_child(lambda: until_refused(path), file_size=400_000))
    assert number > 10
    assert told.startswith(f"{path} cannot be ")
    assert "disk full" in told or "disk is full" in told
    with History.open(path) as history:
        assert history.check() == ()
        assert len(history.events("s")) == number
        assert len(list(history.reviews())) == number


def test_on_a_full_disk_all_that_was_kept_is_there(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        path = place / "history.db"
        number, told = json.loads(until_refused(path))
        assert number > 10
        assert told == f"{path} cannot be written: the disk is full; make room on it"
        shutil.copytree(place, tmp_path / "copy")
        with History.open(tmp_path / "copy" / "history.db") as history:
            assert history.check() == ()
            assert len(history.events("s")) == number
    finally:
        subprocess.run(["umount", str(place)], check=True)
