"""The history: what is written is read again, follows from its events, and is told in words if it is not."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from quizkit.errors import DamagedHistory, HistoryBusy, HistoryError, HistoryNotWritable, NewerHistory
from quizkit.practice import migrations
from quizkit.practice.exporting import COLUMNS, csv_text, json_lines
from quizkit.practice.history import History
from quizkit.practice.history_errors import OpenTwice
from quizkit.practice.history_rows import Planned, review_from_json, review_to_json
from quizkit.practice.keeping import Scheduling
from quizkit.practice.memory import replayed
from tests.practice.stored import AT, COUNTING, PLAN, begun, event, later, review


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


# What is written is read again.


def test_a_sitting_is_read_as_it_was_begun(path: Path) -> None:
    with begun(path) as history:
        sitting = history.unfinished()
        assert sitting is not None
        assert (sitting.id, sitting.mode, sitting.started, sitting.ended) == ("s1", "practice", AT, None)
        assert sitting.plan == PLAN
        assert sitting.options == {"topics": ["q25"]}
        assert history.sittings() == (sitting,)


def test_events_are_read_in_their_order_and_just_as_they_were(path: Path) -> None:
    with begun(path) as history:
        for number in (0, 1, 2):
            history.append("s1", number, event(number))
        history.append("s1", 3, {**event(3), "deep": [1, {"a": None, "b": [True, 0.1]}]})
    with History.open(path) as again:
        assert again.events("s1") == (
            event(0),
            event(1),
            event(2),
            {**event(3), "deep": [1, {"a": None, "b": [True, 0.1]}]},
        )
        assert again.events("no such") == ()


def test_a_review_is_read_as_it_was(path: Path) -> None:
    told = review(mistakes=("bits-for-nats", "half"), minor=True, sure=3, offset=-90, par=None, mixed=True)
    with begun(path) as history:
        history.append("s1", 0, event(), endings={0: told}, remembers=COUNTING)
        assert list(history.reviews()) == [told]
        assert history.memories() == {"nll": {"count": 1, "credit": 1.0}}
        assert history.seen("nll") == {"v1"}
        assert list(history.clean_solves(AT)) == [(AT, True)]
        assert list(history.clean_solves(later(1))) == []


def test_what_is_no_review_is_refused() -> None:
    said = review_to_json(review())
    for wrong in ({}, {**said, "extra": 1}, {**said, "at": 5}, {k: said[k] for k in said if k != "par"}):
        with pytest.raises(ValueError, match="no review"):
            review_from_json(wrong)


def test_reviews_come_in_the_order_in_which_they_were_written_also_if_the_clock_was_set_back(
    path: Path,
) -> None:
    back = AT - timedelta(days=3)
    with begun(path) as history:
        history.append("s1", 0, event(0), endings={0: review(at=AT)}, remembers=COUNTING)
        history.append("s1", 1, event(1), endings={1: review(at=back, ending="incorrect", credit=0.0)})
        assert [one.at for one in history.reviews()] == [AT, back]
        assert [one.at for one in history.reviews(since=AT)] == [AT]
        assert list(history.reviews(question="pick")) == []
        assert [at for at, _ in history.clean_solves(back)] == [back, AT]
        history.begin("s2", mode="interview", plan=(), at=back)
        newest = history.unfinished()
        assert newest is not None
        assert newest.id == "s2"


def test_moments_are_kept_in_utc_and_need_a_time_zone(path: Path) -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    with begun(path) as history:
        history.append("s1", 0, event(), endings={0: review(at=AT.astimezone(india))})
        (told,) = history.reviews()
        assert told.at == AT
        assert told.at.utcoffset() == timedelta(0)
        with pytest.raises(ValueError, match="time zone"):
            history.end("s1", datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_drafts_are_replaced_at_each_key_and_dropped_at_the_end(path: Path) -> None:
    with begun(path) as history:
        history.draft("s1", 0, {"": "-lo"}, AT)
        history.draft("s1", 0, {"": "-log"}, later(1))
        history.draft("s1", 1, {"a": "1", "b": ""}, later(2))
        drafts = history.drafts("s1")
        assert {place: {k: v for k, v in body.items() if k != "at"} for place, body in drafts.items()} == {
            0: {"": "-log"},
            1: {"a": "1", "b": ""},
        }
        history.end("s1", later(3))
        assert history.drafts("s1") == {}
        assert history.unfinished() is None
        assert history.sittings()[0].ended == later(3)


def test_of_several_sittings_the_newest_comes_first(path: Path) -> None:
    with begun(path) as history:
        history.begin("s2", mode="interview", plan=PLAN, at=later(10), options={"limit": 45})
        assert [one.id for one in history.sittings()] == ["s2", "s1"]
        assert [one.id for one in history.sittings(last=1)] == ["s2"]
        history.end("s2", later(20))
        unfinished = history.unfinished()
        assert unfinished is not None
        assert unfinished.id == "s1"


def test_questions_are_kept_once_as_they_were_asked(path: Path) -> None:
    with begun(path) as history:
        history.begin("s2", mode="practice", plan=PLAN, at=AT, questions={"c1": {"id": "nll"}})
        history.begin("s3", mode="practice", plan=PLAN, at=AT, questions={"c1": {"id": "other"}})
        assert history.question("c1") == {"id": "nll"}
        assert history.question("c2") is None
        history.replan("s3", (Planned(question="x", seed=1),), {"c2": {"id": "x"}})
        assert history.question("c2") == {"id": "x"}
        assert [one.question for one in history.sittings()[0].plan] == ["x"]


# What follows from events.


def test_a_review_that_is_taken_back_is_void_and_memory_is_as_if_it_had_never_been(path: Path) -> None:
    with begun(path) as history:
        history.append("s1", 0, event(0), endings={0: review()}, remembers=COUNTING)
        history.append("s1", 1, event(1), endings={1: review(at=later(9), credit=0.5)}, remembers=COUNTING)
        history.append("s1", 2, event(2), void=1, remembers=COUNTING)
        assert history.memories() == {"nll": {"count": 1, "credit": 1.0}}
        assert len(list(history.reviews())) == 1
        assert len(list(history.reviews(void=True))) == 2
        history.append("s1", 3, event(3), void=0, remembers=COUNTING)
        assert history.memories() == {}
        history.append("s1", 4, event(4), endings={0: review(at=later(20))}, remembers=COUNTING)
        assert history.memories() == {"nll": {"count": 1, "credit": 1.0}}


def test_a_memory_that_cannot_be_read_is_worked_out_anew(path: Path) -> None:
    with begun(path) as history:
        history.append("s1", 0, event(0), endings={0: review()}, remembers=COUNTING)
        history.rebuild({"nll": {"another": "form"}})
        history.append("s1", 1, event(1), endings={1: review(at=later(9))}, remembers=COUNTING)
        assert history.memories() == {"nll": {"count": 2, "credit": 2.0}}


def test_memories_are_what_replaying_the_reviews_gives(path: Path) -> None:
    scheduling = Scheduling()
    with begun(path) as history:
        for number in range(40):
            ending = ("correct", "incorrect", "given-up", "skipped", "partly-correct")[number % 5]
            told = review(
                f"q{number % 3}",
                at=AT + timedelta(hours=17 * number * (-1 if number == 7 else 1)),
                ending=ending,
                variant=f"v{number}",
                hints=number % 2,
                seconds=20.0 + number,
            )
            history.append("s1", number, event(number), endings={number: told}, remembers=scheduling)
            if number % 9 == 4:
                history.append("s1", 100 + number, event(number), void=number, remembers=scheduling)
        kept = history.memories()
        replay = replayed(list(history.reviews()))
        assert kept == {question: memory.to_json() for question, memory in replay.items()}
        assert len(kept) == 3


def test_an_event_and_what_follows_from_it_are_written_together_or_not_at_all(path: Path) -> None:
    class Faulty:
        def after(self, memory: object, review: object) -> None:
            raise ZeroDivisionError(memory, review)

        def replayed(self, reviews: object) -> None:
            raise ZeroDivisionError(reviews)

    with begun(path) as history:
        with pytest.raises(ZeroDivisionError):
            history.append("s1", 0, event(), endings={0: review()}, remembers=Faulty())
        assert history.events("s1") == ()
        assert list(history.reviews(void=True)) == []
        history.append("s1", 0, event(), endings={0: review()}, remembers=COUNTING)
        assert len(history.events("s1")) == 1


def test_the_second_process_that_goes_on_with_a_sitting_is_told(path: Path) -> None:
    with begun(path) as one, History.open(path) as other:
        one.append("s1", 0, event())
        with pytest.raises(OpenTwice) as caught:
            other.append("s1", 0, event())
        assert str(caught.value) == f"{path}: this sitting goes on in another window; go on there"
        assert len(other.events("s1")) == 1


def test_two_connections_that_write_at_once_lose_nothing(path: Path) -> None:
    begun(path).close()

    def write(sitting: str) -> None:
        with History.open(path) as history:
            history.begin(sitting, mode="practice", plan=PLAN, at=AT)
            for number in range(40):
                told = review(at=later(number))
                history.append(sitting, number, event(number), endings={0: told}, remembers=COUNTING)
                history.draft(sitting, 0, {"": str(number)}, AT)

    threads = [threading.Thread(target=write, args=(f"t{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with History.open(path) as history:
        for number in range(3):
            assert len(history.events(f"t{number}")) == 40
        assert history.memories() == {"nll": {"count": 120, "credit": 120.0}}
        assert len(list(history.reviews())) == 120
        assert history.check() == ()


# The file.


def test_an_empty_file_becomes_a_history(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with begun(path) as history:
        assert history.unfinished() is not None


def test_a_history_that_is_not_there_is_not_made_by_reading(path: Path) -> None:
    with pytest.raises(HistoryError) as caught:
        History.open(path, read_only=True)
    assert str(caught.value) == f"there is no history yet: {path}"
    assert not path.parent.exists()


def test_reading_alone_writes_nothing(path: Path) -> None:
    begun(path).close()
    with History.open(path, read_only=True) as history:
        assert history.unfinished() is not None
        with pytest.raises(HistoryNotWritable):
            history.append("s1", 0, event())


def test_a_whole_file_has_nothing_wrong(path: Path) -> None:
    with begun(path) as history:
        assert history.check() == ()
        history.connection.execute("PRAGMA foreign_keys = OFF")
        history.connection.execute("INSERT INTO drafts VALUES ('nobody', 0, '', '{}')")
        assert history.check() == ("a stray row in drafts",)


def test_a_backup_holds_everything_also_while_the_history_is_in_use(path: Path, tmp_path: Path) -> None:
    with begun(path) as history:
        history.append("s1", 0, event(), endings={0: review()}, remembers=COUNTING)
        history.backup(tmp_path / "copy.db")
        history.append("s1", 1, event(1))
        with History.open(tmp_path / "copy.db") as copy:
            assert copy.events("s1") == (event(0),)
            assert list(copy.reviews()) == [review()]
            assert copy.check() == ()


def test_erasing_leaves_nothing_behind(path: Path) -> None:
    with begun(path) as history:
        history.append("s1", 0, {**event(), "text": "a secret answer"}, endings={0: review()})
        history.erase()
        assert history.sittings() == ()
        assert list(history.reviews(void=True)) == []
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"a secret answer" not in left


def raw(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_newer_history_is_left_alone(path: Path) -> None:
    begun(path).close()
    raw(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(NewerHistory) as caught:
        History.open(path)
    assert str(caught.value) == (
        f"{path} was written by a later quizkit (form 99; this one knows {migrations.VERSION}): "
        "update quizkit, or practise under another --profile"
    )
    assert path.read_bytes() == before


FUTURE = (*migrations.MIGRATIONS, "ALTER TABLE sittings ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';\n")


def test_an_older_history_is_brought_up_to_date_and_copied_before(path: Path) -> None:
    with begun(path) as history:
        history.append("s1", 0, event())
    with History.open(path, migrations=FUTURE) as history:
        assert history.connection.execute("SELECT mood FROM sittings").fetchall() == [("calm",)]
        assert history.events("s1") == (event(),)
    with History.open(path.with_name("history.db.version-1")) as copy:
        assert copy.events("s1") == (event(),)
    with pytest.raises(NewerHistory):
        History.open(path)


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    begun(path).close()
    broken = (*migrations.MIGRATIONS, "CREATE TABLE fine (a);\nALTER TABLE nosuch ADD COLUMN x;\n")
    with pytest.raises(DamagedHistory):
        History.open(path, migrations=broken)
    with History.open(path) as history:
        assert history.unfinished() is not None
        names = history.connection.execute("SELECT name FROM sqlite_schema WHERE name = 'fine'").fetchall()
        assert names == []


def test_processes_that_open_an_old_history_at_once_migrate_it_once(path: Path) -> None:
    begun(path).close()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            History.open(path, migrations=FUTURE).close()
        except BaseException as error:  # noqa: BLE001 - told below
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with History.open(path, migrations=FUTURE) as history:
        assert history.check() == ()


def test_another_programs_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    raw(path, "CREATE TABLE cards (a)")
    with pytest.raises(DamagedHistory, match="belongs to another program"):
        History.open(path)


@pytest.mark.parametrize("content", [b"not a database at all", b"\x00" * 5000, os.urandom(9000)])
def test_garbage_is_told_with_the_file_and_what_to_do(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(DamagedHistory) as caught:
        History.open(path)
    assert str(caught.value) == (
        f"{path} is no history, or is damaged (file is not a database): "
        "quizkit history rescue keeps what can be read"
    )
    assert path.read_bytes() == content


def test_a_folder_in_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(HistoryNotWritable) as caught:
        History.open(path)
    assert str(caught.value) == f"{path} is a folder, not a file: move it away"


def test_a_place_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "history.db"
    with pytest.raises(HistoryNotWritable) as caught:
        History.open(path)
    assert str(caught.value).startswith(f"{path} cannot be written (")
    assert str(caught.value).endswith("make it writable, or name another place with QUIZKIT_HOME")


def test_a_locked_history_is_waited_for_and_then_told(path: Path) -> None:
    with begun(path) as history:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryBusy) as caught:
            history.append("s1", 0, event())
        assert str(caught.value) == f"{path} is kept busy by another program: try again when that is done"
        other.execute("ROLLBACK")
        other.close()
        history.append("s1", 0, event())
        assert len(history.events("s1")) == 1


# For other programs.


def test_the_export_holds_sittings_events_and_reviews_line_by_line(path: Path) -> None:
    with begun(path) as history:
        history.append("s1", 0, event(), endings={0: review()})
        history.append("s1", 1, event(1), endings={1: review("pick")})
        history.append("s1", 2, event(2), void=1)
        lines = [json.loads(line) for line in json_lines(history)]
    assert [line["record"] for line in lines] == ["sitting", "event", "event", "event", "review"]
    assert all(line["schema"] == 1 for line in lines)
    assert lines[0]["plan"] == [{"question": "nll", "seed": 7}, {"question": "pick", "seed": 9}]
    assert (lines[1]["sitting"], lines[1]["number"], lines[1]["kind"]) == ("s1", 0, "hint")
    assert (lines[-1]["question"], lines[-1]["ending"]) == ("nll", "correct")


def test_the_table_has_a_row_for_each_problem_and_no_formulas() -> None:
    text = csv_text([review("=1+2", mistakes=("a", "b")), review("x,y", par=None, minor=True)])
    heading, first, second = text.splitlines()
    assert heading == ",".join(COLUMNS)
    assert first.startswith(
        "'=1+2,q25,v1,c1,2026-11-23T09:12:00.000000+00:00,41.5,60.0,correct,1.0,1,0,false,a b"
    )
    assert second.startswith('"x,y",')
    assert ",,correct," in second


def test_the_moments_of_a_history_are_aware(path: Path) -> None:
    with begun(path) as history:
        history.append("s1", 0, event(), endings={0: review()})
        assert history.sittings()[0].started.tzinfo is UTC
        assert next(history.reviews()).at.tzinfo is UTC
