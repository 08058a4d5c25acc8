"""Work shared out to all cores comes back whole, in order, and fails as it would in one process."""

import os

import pytest

from quizkit.workshop.crew import cores, shared_out


def test_results_come_in_the_order_of_the_names_whoever_did_the_work() -> None:
    names = [f"q{number}" for number in range(20)]
    heard: list[str] = []
    found = shared_out(names, lambda name: (name, os.getpid()), 3, heard.append)
    assert [name for name, _ in found] == names
    assert sorted(heard) == sorted(names)
    assert os.getpid() not in {process for _, process in found}


def test_one_worker_is_this_process() -> None:
    assert shared_out(["a", "b"], lambda name: os.getpid(), 1, lambda name: None) == [os.getpid()] * 2


def test_a_fault_in_a_worker_is_a_fault_here() -> None:
    def work(name: str) -> str:
        if name == "bad":
            raise ValueError(name)
        return name

    with pytest.raises(ValueError, match="bad"):
        shared_out(["good", "bad", "fine"], work, 2, lambda name: None)
    assert shared_out(["good", "fine"], work, 2, lambda name: None) == ["good", "fine"]


def test_a_worker_that_dies_is_told_and_not_waited_for() -> None:
    with pytest.raises(RuntimeError):
        shared_out(["a", "b", "c"], lambda name: os._exit(9), 2, lambda name: None)


def test_there_is_a_core() -> None:
    assert cores() >= 1
