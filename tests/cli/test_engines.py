"""``compare --engine``, ``check --audit`` and ``schema``: two engines side by side, and the JSON forms."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import pytest

from quizkit.bank import load_texts
from quizkit.equivalence.comparison import Finding
from quizkit.equivalence.engines import Case
from quizkit.equivalence.evidence import Limited, Proved, Unproved, Witness
from quizkit.equivalence.second_engine import second_finding
from quizkit.equivalence.seen import Seen, Written
from quizkit.workshop import second
from quizkit.workshop.audit import audit_bank
from tests.cli.running import Quizkit

BANK = """
quizkit: 1
title: T
topic: t
questions:
  slope:
    type: expression
    title: A slope
    given: {k: 2 .. 9}
    symbols: {x: -3 .. 3}
    prompt: The derivative of $x^{{ k }}$?
    answer: k*x^(k - 1)
    accept: [k*x^k/x]
    mistakes: {forgot-to-lower: {is: k*x^k, say: Lower the exponent.}}
    tests: {"{{ k }}*x^({{ k - 1 }})": full, "x(": invalid}
  count:
    type: number
    title: A number
    given: {a: 1 .. 9}
    prompt: Twice {{ a }}?
    answer: 2*a
    tol: exact
"""


class Fake:
    """A second engine that says what it is told to."""

    said = Finding("undecided", Unproved(points=3, engine="sympy"))

    def __init__(self, seconds: int = 20) -> None:
        self.seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None: ...

    def finding(self, _: Case) -> Finding:
        return self.said


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> type[Fake]:
    monkeypatch.setattr(second, "SecondEngine", Fake)
    monkeypatch.setattr(Fake, "said", Fake.said)
    return Fake


def test_both_engines_say_what_they_found_and_that_they_agree(quizkit: Quizkit) -> None:
    ran = quizkit("compare", "sin(2x)", "2 sin(x) cos(x)", "--engine", "both")
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            "equal: proved by exact algebra",
            "  ladder  equal: proved by exact algebra",
            "  sympy   equal: proved by SymPy (it brings the difference to 0)",
            "  the engines agree",
        ],
    )


def test_the_second_engine_alone_answers_in_the_usual_form(quizkit: Quizkit) -> None:
    ran = quizkit("compare", "x^2", "3x", "--symbols", "x: real", "--engine", "sympy", "--json")
    assert ran.code == 1
    assert ran.json() == {
        "schema": 1,
        "relation": "different",
        "evidence": {
            "kind": "witness",
            "engine": "sympy",
            "point": {"x": "2"},
            "expected": "4",
            "response": "6",
        },
        "expected": "x^2",
        "response": "3*x",
        "invalid_side": None,
    }


def test_what_was_sampled_is_lifted_and_the_evidence_names_the_engine(
    quizkit: Quizkit, fake: type[Fake]
) -> None:
    fake.said = Finding("equal", Proved(engine="sympy"))
    words = ("compare", "asin(sin(x))", "x", "--symbols", "x: -1 .. 1")
    assert quizkit(*words, "--json").json()["evidence"]["kind"] == "sampled"
    lifted = quizkit(*words, "--engine", "both", "--json").json()
    assert lifted["evidence"] == {"kind": "proved", "engine": "sympy"}
    assert lifted["engines"]["ladder"]["evidence"]["kind"] == "sampled"
    assert lifted["agree"] is True


def test_a_limit_of_the_clock_is_named_and_decides_nothing(quizkit: Quizkit, fake: type[Fake]) -> None:
    fake.said = Finding("undecided", Limited(name="seconds", value=20))
    ran = quizkit("compare", "x", "x + 1", "--engine", "sympy")
    told = "undecided: the work allowed for one comparison ran out (seconds: 20)\n"
    assert (ran.code, ran.out) == (4, told)
    assert quizkit("compare", "x", "x + 1", "--engine", "both").code == 1


@pytest.mark.parametrize("json", [[], ["--json"]])
def test_engines_that_contradict_each_other_are_a_fault_of_ours(
    quizkit: Quizkit, fake: type[Fake], json: list[str]
) -> None:
    fake.said = Finding(
        "different", Witness(Seen(Written(point={}, expected="1", response="2")), engine="sympy")
    )
    ran = quizkit("compare", "x", "x", "--engine", "both", *json)
    assert ran.code == 70
    if json:
        assert ran.json()["agree"] is False
        assert ran.json()["evidence"]["kind"] == "fault"
        assert ran.json()["relation"] == "undecided"
    else:
        assert ran.out.splitlines()[-1] == "  the engines contradict each other"


def test_text_that_cannot_be_read_is_asked_of_no_engine(quizkit: Quizkit, fake: type[Fake]) -> None:
    fake.said = Finding("equal", Proved(engine="sympy"))
    assert quizkit("compare", "x +", "x", "--engine", "both").code == 2
    assert quizkit("compare", "x", "x", "--engine", "maple").code == 2


# The audit.


@pytest.fixture
def bank(tmp_path: Path) -> str:
    path = tmp_path / "bank.yaml"
    path.write_text(BANK, "utf-8")
    return str(path)


def test_an_audit_compares_keys_accepted_forms_mistakes_and_tests() -> None:
    audit = audit_bank(load_texts({"bank.yaml": BANK}).values(), second_finding)
    assert [pair.what for pair in audit.pairs[:4]] == [
        "key as typed",
        "accepted form 1",
        "mistake forgot-to-lower",
        audit.pairs[3].what,
    ]
    assert audit.pairs[3].what.startswith("test ")
    assert len({pair.numbers for pair in audit.pairs}) == 3
    assert {pair.question for pair in audit.pairs} == {"slope"}
    assert (len(audit.pairs), audit.agreed, audit.contradictions, audit.undecided) == (12, 12, [], [])
    relations = {pair.what.split()[0]: pair.both.ladder.relation for pair in audit.pairs}
    assert relations == {"key": "equal", "accepted": "equal", "mistake": "different", "test": "equal"}


def test_a_case_that_many_variants_share_is_asked_once() -> None:
    asked: list[Case] = []

    def ask(case: Case) -> Finding:
        asked.append(case)
        return Fake.said

    shared = BANK.replace("{k: 2 .. 9}", "{k: 2 .. 9, unused: 1 .. 9}").replace("k*x", "3*x")
    audit = audit_bank(load_texts({"bank.yaml": shared}).values(), ask)
    assert len(asked) == len(audit.known) < len(audit.pairs)


def test_what_the_second_engine_cannot_tell_is_counted_and_is_no_fault(
    quizkit: Quizkit, fake: type[Fake], bank: str
) -> None:
    fake.said = Finding("undecided", Limited(name="seconds", value=20))
    ran = quizkit("check", bank, "--audit")
    assert ran.code == 0
    assert ran.err.splitlines()[-1] == (
        "audit: 12 comparisons: both engines agree on 0, SymPy cannot tell 12 (12 stopped by the clock), "
        "0 contradictions"
    )


def test_a_contradiction_is_a_fault_of_ours_with_both_sides_and_both_grounds(
    quizkit: Quizkit, fake: type[Fake], bank: str
) -> None:
    fake.said = Finding("equal", Proved(engine="sympy"))
    ran = quizkit("check", bank, "--audit")
    assert ran.code == 70
    told = ran.out.splitlines()
    first = next(
        place for place, line in enumerate(told) if line.startswith("a fault of ours: slope, seed 0")
    )
    assert told[first].endswith("mistake forgot-to-lower: the engines contradict each other")
    assert [line.split()[0] for line in told[first + 1 : first + 5]] == [
        *("expected", "response", "ladder", "sympy"),
    ]
    assert ran.err.splitlines()[-1].endswith("3 contradictions")
    document = quizkit("check", bank, "--audit", "--json").json()
    assert document["audit"]["pairs"] == 12
    assert len(document["audit"]["contradictions"]) == 3
    assert document["audit"]["contradictions"][0]["comparison"]["agree"] is False


def test_without_an_audit_a_check_says_nothing_of_engines(quizkit: Quizkit, bank: str) -> None:
    assert "audit" not in quizkit("check", bank).err
    assert "audit" not in quizkit("check", bank, "--json").json()


# Schemas.


@pytest.mark.parametrize(
    ("form", "title"),
    [
        ("bank", "A quizkit bank"),
        ("comparison", "A quizkit comparison"),
        ("verdict", "A quizkit verdict"),
    ],
)
def test_a_schema_is_printed(quizkit: Quizkit, form: str, title: str) -> None:
    ran = quizkit("schema", form)
    assert ran.code == 0
    assert ran.json()["title"] == title
    assert ran.json()["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_a_form_that_has_no_schema_is_refused(quizkit: Quizkit) -> None:
    assert quizkit("schema", "poem").code == 2
