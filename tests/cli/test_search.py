"""``quizkit search``: what is found, in which order, and what is said of a filter that cannot be read."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from quizkit.cli.places import history_path
from quizkit.practice.history import History
from quizkit.practice.memory import replayed
from tests.cli.running import Quizkit
from tests.practice.reviewing import failed, review

BANK = """\
quizkit: 1
title: Two questions
topic: losses
questions:
  nats:
    type: number
    title: A loss in nats
    tags: [nll]
    difficulty: 2
    given: {p: [0.5]}
    prompt: "The surprisal of {{ p }}?"
    answer: -log(p)
    verify: [{expect: answer > 0}]
  slope:
    type: expression
    title: A slope
    symbols: {x: 1 .. 2}
    prompt: The derivative of $x^2$.
    answer: 2*x
    verify: [{grad: x^2, wrt: x}]
"""


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("QUIZKIT_DATA_DIR", str(tmp_path / "data"))
    file = tmp_path / "two.yaml"
    file.write_text(BANK, "utf-8")
    return str(file)


def practised(profile: str | None = None) -> None:
    """A history in which the slope was missed yesterday."""
    yesterday = datetime.now().astimezone() - timedelta(days=1)
    days = (yesterday - review().at).total_seconds() / 86400
    reviews = [failed(days, question="slope")]
    with History.open(history_path(profile)) as history:
        history.begin("s", mode="practice", plan=(), at=reviews[0].at)
        event = {"kind": "answered", "at": reviews[0].at.isoformat()}
        history.append("s", 0, event, endings={0: reviews[0]})
        history.rebuild({id_: memory.to_json() for id_, memory in replayed(reviews).items()})


def test_a_table_of_what_was_found_goes_to_stdout_and_how_much_to_stderr(quizkit: Quizkit, bank: str) -> None:
    ran = quizkit("search", "surprisal", "--bank", bank)
    assert (ran.code, ran.err) == (0, "1 of 2 questions\n")
    assert ran.out == (
        "question  kind    difficulty  level  due  title\n"
        "nats      number  ●●          new    –    A loss in nats\n"
    )


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), ["nats", "slope"]),
        (("kind:number",), ["nats"]),
        (("difficulty:1",), ["slope"]),
        (("A slope",), ["slope"]),
        (("title",), []),
        (("a", "topic:nll"), ["nats"]),
        (("state:new", "--sort", "difficulty"), ["slope", "nats"]),
    ],
)
def test_words_and_filters_find_questions(
    quizkit: Quizkit, bank: str, words: tuple[str, ...], ids: list[str]
) -> None:
    ran = quizkit("search", *words, "--bank", bank, "--json")
    assert [one["id"] for one in ran.json()["found"]] == ids
    assert ran.code == (0 if ids else 3)


def test_what_was_practised_is_known(quizkit: Quizkit, bank: str) -> None:
    practised()
    (slope,) = quizkit("search", "state:due", "--bank", bank, "--json").json()["found"]
    assert slope["id"] == "slope"
    assert slope["level"] == "learning"
    assert slope["missed"]
    assert slope["attempts"] == 1
    assert quizkit("search", "state:missed", "--bank", bank).out.splitlines()[1].split()[:5] == [
        "slope",
        "expression",
        "●",
        "learning",
        "now",
    ]
    assert [one["id"] for one in quizkit("search", "--bank", bank, "--json").json()["found"]] == [
        "slope",
        "nats",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("knd:number",), "quizkit: no filter 'knd'; did you mean 'kind'?\n"),
        (("state:olds",), "quizkit: no state 'olds'; there are new, due and missed\n"),
        (
            ("--sort", "titel"),
            "quizkit: no order 'titel'; did you mean 'title'?: due, title, level, difficulty\n",
        ),
        (("--profile", "anna"), "quizkit: no profile 'anna'; there is none yet\n"),
    ],
)
def test_what_cannot_be_read_is_told_and_ends_with_2(
    quizkit: Quizkit, bank: str, words: tuple[str, ...], said: str
) -> None:
    ran = quizkit("search", *words, "--bank", bank)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


def test_a_topic_without_questions_ends_with_3_and_names_the_nearest(quizkit: Quizkit, bank: str) -> None:
    ran = quizkit("search", "--topic", "loses", "--bank", bank)
    assert (ran.code, ran.err) == (3, "quizkit: no questions on 'loses'; did you mean 'losses'?\n")


def test_each_profile_has_a_history_of_its_own(quizkit: Quizkit, bank: str) -> None:
    practised("anna")
    found = [
        [
            one["id"]
            for one in quizkit("search", "state:missed", "--bank", bank, "--json", *more).json()["found"]
        ]
        for more in ((), ("--profile", "anna"))
    ]
    assert found == [[], ["slope"]]
    ran = quizkit("search", "--profile", "ana", "--bank", bank)
    assert (ran.code, ran.err) == (2, "quizkit: no profile 'ana'; did you mean 'anna'?\n")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("my profile", "; did you mean 'my-profile'?"),
        ("../etc", "; did you mean 'etc'?"),
        ("", ""),
        ("-", ""),
    ],
)
def test_a_profile_has_a_plain_name(quizkit: Quizkit, bank: str, name: str, near: str) -> None:
    ran = quizkit("search", "--profile", name, "--bank", bank)
    rule = "letters, digits, - and _, at most 64"
    assert (ran.code, ran.err) == (2, f"quizkit: --profile expects {rule}; found '{name}'{near}\n")
