"""The second engine works in a process that may be killed, and a killed one never decides anything."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.engines import Case
from quizkit.equivalence.evidence import Fault, Limited, Proved
from quizkit.equivalence.texts import ReadTexts, read_texts
from quizkit.mathlang.nodes import Negative, Node, Number
from quizkit.workshop import second_child
from quizkit.workshop.second import SecondEngine


def case(expected: str, response: str) -> Case:
    texts = read_texts(expected, response, {"x": "positive"})
    assert isinstance(texts, ReadTexts)
    return Case(expected=texts.expected, response=texts.response, domains=texts.domains)


EASY = case("log(x^2)", "2 log(x)")
PROVED = Finding("equal", Proved(engine="sympy"))
ENDLESS = case("99^99^99*x", "99^99^98*x")


def test_one_child_serves_many_cases_and_ends_with_its_engine() -> None:
    with SecondEngine() as engine:
        assert [engine.finding(EASY) for _ in range(3)] == [PROVED] * 3
        assert engine.started == 1
        child = engine._child
    assert child is not None
    assert child.poll() is not None


def test_a_case_without_end_is_stopped_and_the_next_is_served() -> None:
    with SecondEngine(seconds=1) as engine:
        assert engine.finding(ENDLESS) == Finding("undecided", Limited(name="seconds", value=1))
        engine.seconds = 20
        assert engine.finding(EASY) == PROVED
        assert engine.started == 2


def test_a_child_that_dies_leaves_its_case_undecided() -> None:
    with SecondEngine() as engine:
        killer = threading.Timer(0.3, engine._ready().kill)
        killer.start()
        finding = engine.finding(ENDLESS)
        killer.join()
        assert finding.relation == "undecided"
        assert isinstance(finding.evidence, Fault)
        assert finding.evidence.message.startswith("SymPy's process ended")
        assert engine.finding(EASY) == PROVED


def test_a_child_that_was_killed_before_it_was_asked_is_replaced() -> None:
    with SecondEngine() as engine:
        child = engine._ready()
        child.kill()
        child.wait()
        assert engine.finding(EASY) == PROVED
        assert engine.started == 2


def test_a_process_that_cannot_be_started_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/there/is/no/python")
    with SecondEngine() as engine:
        finding = engine.finding(EASY)
    assert finding.relation == "undecided"
    assert isinstance(finding.evidence, Fault)
    assert finding.evidence.message.startswith("SymPy's process cannot be started")


def test_a_module_in_the_folder_it_is_run_from_is_not_taken_for_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sympy.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    with SecondEngine() as engine:
        assert engine.finding(EASY) == PROVED


def test_a_formula_too_deep_to_send_is_undecided() -> None:
    deep: Node = Number(1)
    for _ in range(20_000):
        deep = Negative(deep)
    with SecondEngine() as engine:
        finding = engine.finding(Case(expected=deep, response=Number(1)))
        assert finding.relation == "undecided"
        assert isinstance(finding.evidence, Limited)
        assert finding.evidence.name == "recursion depth"
        assert engine.started == 0


@pytest.mark.parametrize(
    ("raised", "evidence"),
    [
        (MemoryError(), Limited(name="megabytes", value=64)),
        (NotImplementedError("no rule"), Fault(message="SymPy stopped with NotImplementedError")),
    ],
)
def test_whatever_sympy_raises_leaves_the_case_undecided(
    raised: Exception, evidence: Limited | Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Case) -> Finding:
        raise raised

    monkeypatch.setattr(second_child, "second_finding", fails)
    assert second_child.answer(EASY, 64) == Finding("undecided", evidence)
    assert second_child.answer(None, 64) is None
